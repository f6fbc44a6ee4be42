"""The engine `milvus`: a vector database that shards and replicates by itself, with our analysed words as sparse vectors."""

from .backend import MilvusBackend, name_of
from .client import Client, MilvusError, Place
from .locks import file_lock, store_lock

__all__ = ["Client", "MilvusBackend", "MilvusError", "Place", "file_lock", "name_of", "store_lock"]
