"""The engine `local`: tantivy for text, faiss for vectors, arrays for values, all in one folder."""

from .index import LocalIndex

__all__ = ["LocalIndex"]
