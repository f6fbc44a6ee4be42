"""Every format that a spreadsheet opens, from records whose texts are formulas: none runs, and all come back."""

from __future__ import annotations

import csv
import io

import pytest

from shopkeeper.shop import Attribute, Customer, Localized, Money, Product, Review, Variant
from shopkeeper.store.exporters import export_file
from shopkeeper.store.importers import import_file

EVIL = '=HYPERLINK("http://evil.example","x")'
FILES = {"csv": "o.csv", "shopify": "s.csv", "woocommerce": "w.csv", "google": "g.tsv", "openai": "o.tsv", "taobao": "t.csv"}
HAT = Product(
    "P1", Localized(en=EVIL), (Variant("P1", sku="P1", price=Money(500, "CNY")),), description=Localized(en="@SUM(1) of wool"),
    brand=Localized(en="+cmd|calc"), tags=("-a1", "plain"), category=(Localized(en="=Hats"),),
    attributes=(Attribute(Localized(en="=Care"), Localized(en="-cold()")),),
)  # fmt: skip


def cells(path):
    text = path.read_bytes()
    text = text.decode("utf-16" if text[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    return [each for row in csv.reader(io.StringIO(text), delimiter="\t" if "\t" in text.splitlines()[-1] else ",") for each in row]


@pytest.mark.parametrize("format", FILES)
def test_products_run_nothing_and_come_back(store, tmp_path, format):
    store.products.records = {"P1": HAT}
    path = tmp_path / FILES[format]
    export_file(store, path, format=format, currency="CNY")
    found = cells(path)
    assert any(EVIL in each for each in found)
    assert [each for each in found if each[:1] in tuple("=+-@\t\r＝")] == []
    store.products.records = {}
    import_file(store, path, kind="products", format="auto", currency="CNY")
    [again] = store.products.all()
    assert EVIL in (again.title.en, again.title.zh)


def test_the_products_of_the_own_table_come_back_whole(store, tmp_path):
    store.products.records = {"P1": HAT}
    export_file(store, tmp_path / "o.csv")
    store.products.records = {}
    import_file(store, tmp_path / "o.csv")
    assert list(store.products.all()) == [HAT]


def test_people_and_what_they_say_run_nothing_and_come_back(store, tmp_path):
    said = Review("r", "P1", 5.0, "-2+3+cmd|' /C calc'!A0")
    for kind, record in (("customers", Customer("=c", "@SUM(A1)", "a@b.example")), ("reviews", said)):
        getattr(store, kind).records = {record.id: record}
        export_file(store, tmp_path / f"{kind}.csv", kind=kind)
        assert [each for each in cells(tmp_path / f"{kind}.csv") if each[:1] in tuple("=+-@\t\r")] == []
        getattr(store, kind).records = {}
        import_file(store, tmp_path / f"{kind}.csv", kind=kind)
        assert list(getattr(store, kind).all()) == [record]
