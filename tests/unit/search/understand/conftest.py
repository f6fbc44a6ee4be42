"""The demo shop's catalogue as an index without meaning, made in a second: what reading needs of a shop."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from shopkeeper.search.document import index_document
from shopkeeper.search.engines.local import LocalIndex
from shopkeeper.search.understand import Reader
from shopkeeper.shop import Product
from shopkeeper.store.demo.catalogue import catalogue


def indexed(folder: Path, products: Sequence[Product]) -> LocalIndex:
    """An index of these products."""
    index = LocalIndex(folder, 4, "none")
    documents = [document for product in products if (document := index_document(product))]
    index.replace([(documents, np.zeros((len(documents), 4), np.float32))], 1)
    return index


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """The index of the demo shop's products."""
    index = indexed(tmp_path_factory.mktemp("demo"), [item.product for item in catalogue(7, 1000, date(2026, 9, 30))])
    yield index
    index.close()


@pytest.fixture(scope="session")
def read(demo):
    """Reads a query in the demo shop: its filters as text, and the order."""
    reader = Reader(demo, "CNY")

    def filters(query: str) -> list[str]:
        reading = reader.read(query)
        return [str(each.filter) for each in reading.constraints] + ([f"sort {reading.sort}"] if reading.sort else [])

    filters.reader = reader
    return filters
