"""Which kinds of records go out, and in which formats: one table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, NamedTuple

from ..protocol import Store
from . import acp, flat, google, jsonl, openai, shopify, shopify_files, taobao, tau2, woocommerce
from .job import Exporter
from .sheets import SHEETS
from .tables import csv_of, parquet_of


class Export(NamedTuple):
    """A kind of record: where its records come from, and who writes them in which format."""

    records: Callable[[Store], Iterable[Any]]
    formats: dict[str, Exporter]


def _flat(kind: str) -> dict[str, Exporter]:
    """The formats that every kind has."""
    return {"jsonl": jsonl.write, "csv": csv_of(SHEETS[kind]), "parquet": parquet_of(SHEETS[kind])}


EXPORTS: dict[str, Export] = {
    "products": Export(lambda store: store.products.all(), {
        "jsonl": jsonl.write, "csv": flat.write_csv, "parquet": flat.write_parquet, "shopify": shopify.write,
        "woocommerce": woocommerce.write, "google": google.write, "openai": openai.write, "acp": acp.write, "taobao": taobao.write,
    }),
    "customers": Export(lambda store: store.customers.all(), {**_flat("customers"), "shopify": csv_of(shopify_files.CUSTOMERS, "utf-8")}),
    "orders": Export(lambda store: store.orders.all(), {**_flat("orders"), "shopify": csv_of(shopify_files.ORDERS, "utf-8")}),
    "reviews": Export(lambda store: store.reviews.all(), _flat("reviews")),
    "events": Export(lambda store: store.events.all(), _flat("events")),
    "documents": Export(lambda store: store.documents.all(), _flat("documents")),
    "stock": Export(lambda store: store.history.stock_points.all(), _flat("stock")),
    "prices": Export(lambda store: store.history.price_points.all(), _flat("prices")),
    "promotions": Export(lambda store: store.promotions.all(), _flat("promotions")),
    "suppliers": Export(lambda store: store.suppliers.all(), _flat("suppliers")),
    "conversations": Export(lambda store: store.conversations.all(), _flat("conversations")),
}
WHOLE = {
    "tau2": Export(lambda store: chain(store.products.all(), store.orders.all(), store.customers.all()), {"tau2": tau2.write}),
}
"""The formats that hold several kinds in one file."""
FORMATS = tuple(dict.fromkeys(name for export in (*EXPORTS.values(), *WHOLE.values()) for name in export.formats))
SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}
