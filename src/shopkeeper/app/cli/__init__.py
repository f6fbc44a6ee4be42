"""The command line: each command parses, calls one function, renders."""

from .main import main

__all__ = ["main"]
