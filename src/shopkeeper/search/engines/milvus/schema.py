"""The collections of one shop: one for its state, notes and counts, and one for the entries of each generation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .codes import MOST
from .rows import CHUNK, CHUNKS, LONGEST_ID

if TYPE_CHECKING:
    from pymilvus import MilvusClient

CODES, PRICES = ("codes", "shared"), ("price_low", "price_high")
SHORTEST = 2  # the least dimensions of a vector, which every collection must have
HNSW = {"M": 16, "efConstruction": 200}
CREATE_S = 30.0


def create_notes(client: MilvusClient, name: str) -> None:
    """The collection of what is not a product: rows of bytes under a key."""
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=LONGEST_ID)
    schema.add_field("data", **_texts())
    schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=SHORTEST)
    index = client.prepare_index_params()
    index.add_index("nothing", index_type="FLAT", metric_type="IP")
    _create(client, name, schema, index)


def create_entries(client: MilvusClient, name: str, dimensions: int) -> None:
    """The collection of the entries of a generation. Milvus Lite compares vectors one by one and has no index over arrays."""
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.VARCHAR, is_primary=True, max_length=LONGEST_ID)
    schema.add_field("row", DataType.INT64)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dimensions)
    schema.add_field("sparse", DataType.SPARSE_FLOAT_VECTOR)
    for field in CODES:
        schema.add_field(field, DataType.ARRAY, element_type=DataType.INT64, max_capacity=MOST)
    for field in PRICES:
        schema.add_field(field, DataType.DOUBLE)
    for field in ("parcel", "record"):
        schema.add_field(field, **_texts())
    index, lite = client.prepare_index_params(), "lite" in client.get_server_version(timeout=CREATE_S)
    kind: dict[str, Any] = {"index_type": "FLAT"} if lite else {"index_type": "HNSW", "params": HNSW}
    index.add_index("dense", metric_type="IP", **kind)
    index.add_index("sparse", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    for field in PRICES if lite else (*PRICES, *CODES):
        index.add_index(field, index_type="INVERTED")
    _create(client, name, schema, index)


def _create(client: MilvusClient, name: str, schema: Any, index: Any) -> None:
    """Makes an empty collection; its indexes come to be as it is filled, and nobody waits for them."""
    client.create_collection(name, schema=schema, consistency_level="Session", timeout=CREATE_S)
    client.create_index(name, index, timeout=CREATE_S, sync=False)
    client.load_collection(name, timeout=CREATE_S)


def _texts() -> dict[str, Any]:
    from pymilvus import DataType

    return {"datatype": DataType.ARRAY, "element_type": DataType.VARCHAR, "max_capacity": CHUNKS, "max_length": CHUNK}
