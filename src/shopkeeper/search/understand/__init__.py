"""Reads a query as a shop assistant would: prices, brands, colours, sizes and the like become conditions."""

from .reader import Reader

__all__ = ["Reader"]
