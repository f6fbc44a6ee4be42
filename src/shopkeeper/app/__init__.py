"""The doors: command line, HTTP, pages; and the only wiring."""
