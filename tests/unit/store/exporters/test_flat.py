"""Products as a table for spreadsheets."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import UTC, datetime

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings

from shopkeeper.shop import Attribute, Availability, Image, Localized, Money, Option, Product, Variant
from strategies import said, sellable

SHIRT = Product(
    "shirt", Localized(zh="亚麻衬衫", en="Linen shirt"),
    (
        Variant("S-1", sku="LS-1", barcode="690", options=(Option(Localized(zh="尺码", en="Size"), Localized(en="S")),),
                price=Money(2990, "USD"), compare_at=Money(3990, "USD"), cost=Money(1100, "EUR"), stock=4, weight_grams=180.5,
                image="https://a.example/s.jpg"),
        Variant("S-2", options=(Option(Localized(zh="尺码", en="Size"), Localized(en="M")),), price=Money(3000, "JPY"),
                availability=Availability.PREORDER, available_at=datetime(2026, 12, 1, tzinfo=UTC)),
    ),
    description=Localized(zh="轻。\n\n透气。", en='Cool, "light"'), brand=Localized(en="Acme"),
    category=(Localized(zh="衣服"), Localized(en="Shirts")), tags=("summer, light", "linen"),
    attributes=(Attribute(Localized(zh="领", en="Collar"), 39.0, "cm"), Attribute(Localized(en="Vegan"), True)),
    images=(Image("https://a.example/1.jpg", Localized(en="Front")), Image("https://a.example/s.jpg")), url="/p/shirt",
    created_at=datetime(2026, 5, 1, 8, tzinfo=UTC), sold_in=("CN", "DE"), consumable=False,
)  # fmt: skip


@pytest.mark.parametrize("name", ["out.csv", "out.csv.gz", "out.parquet"])
def test_a_table_holds_everything_in_both_languages(round_trip, name):
    [again], report = round_trip([SHIRT], name)
    assert again == SHIRT
    assert (report.records, report.rows, report.notes) == (1, 2, ())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
@given(sellable(texts=said))
def test_products_come_back_from_csv(round_trip, product):
    [again], report = round_trip([product], "out.csv")
    assert again == product
    assert report.notes == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(sellable(texts=said))
def test_products_come_back_from_parquet(round_trip, product):
    assert round_trip([product], "out.parquet")[0] == [product]


def test_a_spreadsheet_reads_it(exported):
    path, _ = exported([SHIRT, replace(SHIRT, id="b", variants=(Variant("b"),))], "out.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbfgroup_id,id,")
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines(keepends=True)))
    assert [(r["group_id"], r["id"], r["price"], r["currency"], r["compare_at"], r["cost"], r["stock"]) for r in rows] == [
        ("b", "b", "", "", "", "", ""), ("shirt", "S-1", "29.90", "USD", "39.90", "11.00 EUR", "4"),
        ("shirt", "S-2", "3000", "JPY", "", "", ""),
    ]  # fmt: skip


def test_a_shop_without_products_gives_the_header_alone(exported):
    assert exported([], "out.csv")[0].read_text("utf-8-sig").count("\n") == 1
    path, report = exported([], "out.parquet")
    assert (report.rows, pl.read_parquet(path).height) == (0, 0)


def test_a_category_that_holds_an_arrow_is_told(exported):
    _, report = exported([replace(SHIRT, category=(Localized(en="A > B"),))], "out.csv")
    assert report.notes == ("left out: where a category that holds an arrow ends (1 of the products, first: shirt)",)
