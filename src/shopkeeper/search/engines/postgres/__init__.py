"""The engine `postgres`: our analysed words in a `tsvector`, vectors in pgvector, values in arrays, all in tables."""

from .backend import SETTINGS, PostgresBackend

__all__ = ["PostgresBackend", "SETTINGS"]
