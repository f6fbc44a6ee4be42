"""OpenAI's product feed: a variant a row, as CSV, TSV or JSONL by the name of the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from ...shop import Localized, Product, Variant
from ...text.spreadsheet import NamedSheet
from ..importers.openai import FACTS
from .job import Job
from .words import NO_SKU, Told, availability, check_pictures, moment, on_sale, pictures, plain, price, regular_and_sale, value_of

_COLUMNS = (
    "item_id", "title", "description", "url", "brand", "image_url", "additional_image_urls", "price", "sale_price", "availability",
    "availability_date", "inventory_quantity", "group_id", "listing_has_variations", "variant_dict", "gtin", "product_category", "weight",
    "item_weight_unit", *FACTS, "dimensions_unit", "is_eligible_search",
)  # fmt: skip
_HELD = (
    "when what is ordered in advance comes", "that it can be pre-ordered", "that it can be back-ordered", NO_SKU, "the weight",
    "the stock as a number", "the address of its page", "prices in a currency that is not the shop's", "attributes",
    "that a value is yes or no: it is a word there",
)  # fmt: skip
Item = dict[str, Any]


def write(job: Job) -> int:
    """An item for each variant of the products that are on sale."""
    name = job.out.path.name.lower().removesuffix(".gz")
    items = (item for product in on_sale(job) for item in _items(job, product))
    if name.endswith((".jsonl", ".ndjson", ".json")):
        return _lines(job, items)
    return _table(job, items, "excel-tab" if name.endswith((".tsv", ".txt")) else "excel")


def _lines(job: Job, items: Iterator[Item]) -> int:
    file = job.out.binary()
    count = 0
    for item in items:
        file.write(orjson.dumps({k: v for k, v in item.items() if v not in ("", [], {}, None)}, option=orjson.OPT_APPEND_NEWLINE))
        count += 1
    return count


def _table(job: Job, items: Iterator[Item], dialect: str) -> int:
    sheet = NamedSheet(job.out.text(), _COLUMNS, dialect)
    count = 0
    for item in items:
        sheet.named({name: _cell(name, value) for name, value in item.items()})
        count += 1
    return count


def _cell(name: str, value: Any) -> str:
    if isinstance(value, dict):
        return orjson.dumps(value).decode() if value else ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ",".join(value) if isinstance(value, list) else str(value)


def _items(job: Job, product: Product) -> Iterator[Item]:
    told = Told(job, product)
    told.common(*_HELD)
    check_pictures(told)
    alone = len(product.variants) == 1 and product.variants[0].id == product.id and not product.variants[0].options
    facts = _facts(told)
    for variant in product.variants:
        choices = {told(o.name): told(o.value) for o in variant.options}
        grouped = {} if alone else {"group_id": product.id, "listing_has_variations": True, "variant_dict": choices}
        columns = {field: value for name, value in choices.items() for field, label in FACTS.items() if label == name.lower()}
        yield _head(told, variant) | _sold(told, variant) | grouped | facts | columns | {"is_eligible_search": True}


def _head(told: Told, variant: Variant) -> Item:
    product = told.product
    images = list(pictures(product, variant))
    return {
        "item_id": variant.id, "title": told(product.title), "description": told(product.description), "url": product.url,
        "brand": told(product.brand), "image_url": images[0] if images else "", "additional_image_urls": images[1:],
        "product_category": told.path(),
    }  # fmt: skip


def _sold(told: Told, variant: Variant) -> Item:
    regular, sale = regular_and_sale(variant)
    return {
        "price": price(regular), "sale_price": price(sale), "availability": availability(variant, "pre_order"),
        "availability_date": moment(variant.available_at), "inventory_quantity": "" if variant.stock is None else variant.stock,
        "gtin": variant.barcode, "weight": "" if variant.weight_grams is None else plain(variant.weight_grams),
        "item_weight_unit": "" if variant.weight_grams is None else "g",
    }  # fmt: skip


def _facts(told: Told) -> Item:
    """The attributes that the feed has columns for; the others cannot be held."""
    labels = {label: field for field, label in FACTS.items()}
    choices = {told(o.name).lower() for v in told.product.variants for o in v.options}
    found: Item = {}
    for a in told.product.attributes:
        field = labels.get(a.name.en, "") if a.name == Localized(en=a.name.en) else ""
        if field and field not in found and a.name.en not in choices:
            found[field] = told(a.value) if isinstance(a.value, Localized) else value_of(a, told.job.language)
        else:
            told.lost("attributes that the feed has no column for")
    return found | _measures(told)


def _measures(told: Told) -> Item:
    """Length, width and height as numbers, with their unit in a column of its own where it is the same."""
    found = {a.name.en: a for a in told.product.attributes if a.name.en in ("length", "width", "height") and isinstance(a.value, float)}
    units = {a.unit for a in found.values()}
    if len(units) != 1 or units == {""}:
        return {}
    return {**{name: plain(a.value) for name, a in found.items() if isinstance(a.value, float)}, "dimensions_unit": units.pop()}
