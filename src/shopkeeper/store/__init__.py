"""Where the shop is kept."""

from .errors import StoreError
from .opening import open_store
from .protocol import Change, History, Jobs, Orders, Products, Sale, Store, Table, Written

__all__ = ["Change", "History", "Jobs", "Orders", "Products", "Sale", "Store", "StoreError", "Table", "Written", "open_store"]
