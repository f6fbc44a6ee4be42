"""The command `shopkeeper`."""
