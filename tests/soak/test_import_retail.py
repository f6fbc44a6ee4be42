"""A real shop's year of invoice lines needs no mapping: its first 20,000 lines, or all with `SHOPKEEPER_SOAK`."""

from __future__ import annotations

import os

import polars
import pytest

from shopkeeper.store import open_store
from shopkeeper.store.importers import import_file


def test_online_retail_needs_no_mapping(data_folder, tmp_path):
    path, lines, invoices = data_folder / "orders/online_retail.parquet", 531_282, 20_725
    if not path.exists():
        pytest.skip(f"no {path}")
    if "SHOPKEEPER_SOAK" not in os.environ:
        polars.read_parquet(path).head(20_000).write_parquet(tmp_path / "some.parquet")
        path, lines, invoices = tmp_path / "some.parquet", 20_000, 802
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    report = import_file(store, path, rejects_dir=tmp_path, currency="GBP", dry_run=True)
    store.close()
    assert (report.kind, report.read, report.new, report.rejected) == ("orders", lines, invoices, 0)
    assert report.preview[0]["currency"] == "GBP"
