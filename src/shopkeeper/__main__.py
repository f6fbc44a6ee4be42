"""`python -m shopkeeper` is the command `shopkeeper`."""

from .app.cli import main

main()
