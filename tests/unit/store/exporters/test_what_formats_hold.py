"""The table of docs/export.md is true: what it says a format holds comes back, what it says it does not is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopkeeper.shop import Attribute, Availability, Image, Localized, Money, Option, Product, ProductStatus, Variant
from shopkeeper.store.exporters import export_file
from shopkeeper.store.exporters.registry import EXPORTS
from shopkeeper.store.importers import import_file

PAGE = Path(__file__).parents[4] / "docs" / "export.md"
PLAIN = Product("P1", Localized(en="Hat"), (Variant("P1", sku="P1", price=Money(500, "USD")),))
FILES = {"jsonl": "o.jsonl", "csv": "o.csv", "parquet": "o.parquet", "google": "o.xml", "openai": "o.jsonl", "acp": "feed"}


def with_variant(**changes):
    return replace(PLAIN, variants=(replace(PLAIN.variants[0], **changes),))


def two(*options, **first):
    chosen = {id: tuple(Option(Localized(en=name), Localized(en=id)) for name in options) for id in "ab"}
    made = [Variant(id, sku=id, price=Money(500, "USD"), options=chosen[id]) for id in "ab"]
    return replace(PLAIN, variants=(replace(made[0], **first), made[1]))


PICTURES = (Image("https://x.example/a.jpg"), Image("https://x.example/1.jpg"), Image("https://x.example/2.jpg"))
HAS = {
    "texts in both languages": replace(PLAIN, title=Localized(zh="帽", en="Hat")),
    "brand": replace(PLAIN, brand=Localized(en="Acme")),
    "category path": replace(PLAIN, category=(Localized(en="Clothing"), Localized(en="Hats"))),
    "tags": replace(PLAIN, tags=("summer", "linen")),
    "attributes": replace(PLAIN, attributes=tuple(Attribute(Localized(en="Care"), Localized(en=value)) for value in ("cold", "dry"))),
    "options": two("Fit", "Sleeve", "Collar", "Hem"),
    "id beside the SKU": with_variant(id="V1", sku="S1"),
    "barcode": with_variant(barcode="A-17"),
    "price in any currency": with_variant(price=Money(500, "EUR")),
    "struck-through price": with_variant(compare_at=Money(400, "USD")),
    "cost": with_variant(cost=Money(100, "USD")),
    "stock as a number": with_variant(stock=7),
    "pre-order": with_variant(availability=Availability.PREORDER),
    "its date": with_variant(availability=Availability.PREORDER, available_at=datetime(2026, 12, 1, tzinfo=UTC)),
    "back-order": with_variant(availability=Availability.BACKORDER),
    "weight": two("Color", weight_grams=180.0),
    "pictures and those of variants": replace(two("Color", image=PICTURES[2].url), images=PICTURES),
    "what stands for a picture": replace(PLAIN, images=(Image("https://x.example/1.jpg", Localized(en="Front")),)),
    "address of the page": replace(PLAIN, url="https://x.example/hat"),
    "draft, archived": replace(PLAIN, status=ProductStatus.ARCHIVED),
    "countries it is sold in": replace(PLAIN, sold_in=("CN", "DE")),
    "whether it is used up": replace(PLAIN, consumable=True),
    "when it was made": replace(PLAIN, created_at=datetime(2026, 5, 1, 8, tzinfo=UTC)),
}  # fmt: skip


def table():
    """Feature, format and what the page says of them."""
    lines = re.findall(r"^\|.*\|$", PAGE.read_text("utf-8"), re.MULTILINE)
    heads, _, *rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    signs = [(row[0], names, sign) for row in rows for names, sign in zip(heads[1:], row[1:], strict=True)]
    return [(feature, format, sign) for feature, names, sign in signs for format in names.split(", ")]


def test_the_table_speaks_of_every_format_and_feature():
    assert {format for _, format, _ in table()} == set(EXPORTS["products"].formats)
    assert {feature for feature, _, _ in table()} == set(HAS)


@pytest.mark.parametrize(("feature", "format", "sign"), table())
def test_a_format_holds_what_the_table_says(store, tmp_path, feature, format, sign):
    product = HAS[feature]
    if format == "taobao":
        product = replace(product, variants=tuple(replace(v, price=v.price and Money(v.price.amount, "CNY")) for v in product.variants))
        product = HAS[feature] if "currency" in feature else product
    currency = "CNY" if format == "taobao" else "USD"
    store.products.records = {product.id: product}
    path = tmp_path / FILES.get(format, "o.csv")
    report = export_file(store, path, format=format, language="en", currency=currency)
    store.products.records = {}
    if report.records and report.rows:
        import_file(store, path, kind="products", currency=currency)
    same = store.products.records == {product.id: product}
    assert same is (sign == "●")
    assert bool(report.notes) is not same
