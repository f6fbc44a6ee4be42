"""Records out into a file and back in."""

from __future__ import annotations

import pytest

from shopkeeper.store.exporters import export_file
from shopkeeper.store.importers import import_file, table


@pytest.fixture(scope="module", autouse=True)
def looked_at_here():
    """Parquet files are our own: none is read by another process first, as those of others are (`importers/test_bombs.py`)."""
    import polars as pl

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "_check", lambda path, *_: (tuple(pl.scan_parquet(path).collect_schema().names()), 20_000))
        yield


@pytest.fixture
def exported(store, tmp_path):
    """Writes products into a file; where it is, and the report."""

    def run(products, name, **options):
        store.products.records = {product.id: product for product in products}
        report = export_file(store, tmp_path / name, **options)
        store.products.records = {}
        return tmp_path / name, report

    return run


@pytest.fixture
def round_trip(exported, store):
    """The products that come back from a file, and the report of writing it; nothing may be rejected."""

    def run(products, name, *, currency="CNY", told_format=True, **options):
        path, report = exported(products, name, **options)
        format = options.get("format", "auto") if told_format else "auto"
        again = import_file(store, path, kind="products", format=format, currency=currency)
        assert (again.rejected, again.reasons) == (0, ())
        return list(store.products.all()), report

    return run
