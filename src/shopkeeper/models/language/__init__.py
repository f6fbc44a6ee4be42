"""Language models: what one does (`protocol`), what runs it, how ours are made."""
