"""Engines in another process: one `Index` over what a `Backend` can do."""

from .index import RemoteIndex

__all__ = ["RemoteIndex"]
