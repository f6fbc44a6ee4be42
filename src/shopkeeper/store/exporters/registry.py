"""Which kinds of records go out, and in which formats: one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from ..protocol import Store
from . import flat, jsonl
from .job import Exporter


class Export(NamedTuple):
    """A kind of record: where its records come from, and who writes them in which format."""

    records: Callable[[Store], Iterable[Any]]
    formats: dict[str, Exporter]


EXPORTS: dict[str, Export] = {
    "products": Export(
        lambda store: store.products.all(), {"jsonl": jsonl.write, "csv": flat.write_csv, "parquet": flat.write_parquet}
    ),
    "customers": Export(lambda store: store.customers.all(), {"jsonl": jsonl.write}),
    "orders": Export(lambda store: store.orders.all(), {"jsonl": jsonl.write}),
    "reviews": Export(lambda store: store.reviews.all(), {"jsonl": jsonl.write}),
    "events": Export(lambda store: store.events.all(), {"jsonl": jsonl.write}),
    "documents": Export(lambda store: store.documents.all(), {"jsonl": jsonl.write}),
}
FORMATS = tuple(dict.fromkeys(name for export in EXPORTS.values() for name in export.formats))
SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}
