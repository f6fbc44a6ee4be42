"""What a store says when it cannot be opened, read or written."""

from __future__ import annotations

from ..shop import ShopkeeperError


class StoreError(ShopkeeperError):
    """The store cannot be opened, read or written: the sentence says what to do."""


class StoreUnreachable(StoreError):
    """The server of the store does not answer now."""
