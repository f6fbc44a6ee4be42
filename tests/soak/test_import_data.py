"""Real catalogues come in with no mapping, or the obvious one: the first thousand rows of each, all where SHOPKEEPER_SOAK is set."""

from __future__ import annotations

import gzip
import os
from itertools import islice

import pytest

from shopkeeper.shop import Localized, Money
from shopkeeper.store import open_store
from shopkeeper.store.importers import import_file

SAMPLE = None if "SHOPKEEPER_SOAK" in os.environ else 1000


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{tmp_path}/shop.db")
    yield opened
    opened.close()


def taken(store, path, tmp_path, **options):
    if not path.exists():
        pytest.skip(f"no {path}")
    sample = tmp_path / path.name.removesuffix(".gz")
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as rows:
        sample.write_text("".join(islice(rows, SAMPLE)), "utf-8")
    return import_file(store, sample if SAMPLE else path, rejects_dir=tmp_path, **options)


def least(count):
    return min(count, SAMPLE or count)


@pytest.mark.parametrize(
    ("name", "count", "priced"),
    [
        ("search/crowdflower/products.jsonl.gz", 10_158, None), ("search/zh/products.jsonl.gz", 10_026, None),
        ("catalog/livostyle.jsonl.gz", 2766, "USD"), ("catalog/litemall.jsonl", 239, "CNY"), ("catalog/myntra.jsonl.gz", 11_596, "INR"),
    ],
)  # fmt: skip
def test_a_catalogue_needs_no_mapping(store, data_folder, tmp_path, name, count, priced):
    report = taken(store, data_folder / name, tmp_path)
    assert (report.kind, report.new, report.rejected, store.products.count()) == ("products", least(count), 0, least(count))
    currencies = {product.price.currency if product.price else None for product in store.products.all()}
    assert currencies == {priced}


def test_icecat_needs_one_word(store, data_folder, tmp_path):
    path = data_folder / "search/icecat/products.jsonl.gz"
    report = taken(store, path, tmp_path, mapping={"price": "price_cents"}, currency="EUR")
    assert (report.new, report.rejected, store.products.count()) == (least(19_406), 0, least(19_406))
    product = store.products.get("2101957")
    assert (product.price, product.brand) == (Money(10995, "EUR"), Localized(en="HP"))
    assert {a.name.en: a.value for a in product.attributes}["product type"] == Localized(en="Notebook")
    assert len(product.images) == 1
    assert product.variants[0].barcode == "0884420588030"
