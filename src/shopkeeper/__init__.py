"""Shopkeeper (掌柜): the AI shopkeeper that a shop runs itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .app.bootstrap import open_shop
    from .app.shop import Shop

__version__ = "0.1.0"
__all__ = ["Shop", "__version__", "open_shop"]


def __getattr__(name: str) -> Any:
    """Loads the front door when it is first used, so that the import itself costs nothing."""
    if name == "open_shop":
        from .app.bootstrap import open_shop

        return open_shop
    if name == "Shop":
        from .app.shop import Shop

        return Shop
    raise AttributeError(f"module 'shopkeeper' has no attribute {name!r}")
