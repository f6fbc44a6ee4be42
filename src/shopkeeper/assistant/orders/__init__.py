"""The shop's own order system: what a confirmed request is handed to."""
