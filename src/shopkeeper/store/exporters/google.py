"""Google Merchant's feed: tab-separated text, or RSS 2.0 where the file is called `.xml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from ...shop import Localized, Product, Variant
from ...text.spreadsheet import NamedSheet
from ..importers.google import VARIANT, escaped, field_of, own_name
from ..importers.products import OTHER_CATEGORIES
from .job import Job
from .words import NO_SKU, Told, availability, check_pictures, moment, on_sale, pictures, plain, price, regular_and_sale, value_of

_COLUMNS = (
    "id", "item_group_id", "title", "description", "link", "image_link", "additional_image_link", "availability", "availability_date",
    "price", "sale_price", "cost_of_goods_sold", "brand", "gtin", "mpn", "identifier_exists", "condition", "product_type",
    "google_product_category", "color", "size", "material", "pattern", "gender", "age_group", "size_type", "size_system",
    "shipping_weight", "product_detail",
)  # fmt: skip
_OPTIONS = ("color", "size", "material", "pattern", "gender", "age_group", "size_type", "size_system")
_HELD = (
    "the cost", "when what is ordered in advance comes", "that it can be pre-ordered", "that it can be back-ordered", NO_SKU,
    "the weight", "attributes", "the address of its page", "prices in a currency that is not the shop's",
)  # fmt: skip
_GTIN = re.compile(r"\d{8}|\d{12,14}")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_PICTURES = 11  # Google takes a main one and ten more
_DETAIL = ("section_name", "attribute_name", "attribute_value")
Item = dict[str, Any]


def write(job: Job) -> int:
    """An item for each variant of the products that are on sale."""
    name = job.out.path.name.lower().removesuffix(".gz")
    items = (item for product in on_sale(job) for item in _items(job, product))
    return _xml(job, items) if name.endswith(".xml") else _text(job, items)


def _text(job: Job, items: Iterator[Item]) -> int:
    sheet = NamedSheet(job.out.text(), _COLUMNS, "excel-tab")
    count = 0
    for item in items:
        details = ",".join(":".join(map(escaped, detail)) for detail in item["product_detail"])
        types = item["product_type"]
        sheet.named(item | {
            "additional_image_link": ",".join(item["additional_image_link"]), "product_detail": details,
            "product_type": ",".join(f'"{path}"' for path in types) if len(types) > 1 else "".join(types),
        })  # fmt: skip
        count += 1
    return count


def _xml(job: Job, items: Iterator[Item]) -> int:
    file = job.out.text(newline="\n")
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n')
    count = 0
    for item in items:
        file.write("<item>\n" + "".join(_element(name, value) for name, value in item.items() if value) + "</item>\n")
        count += 1
    file.write("</channel>\n</rss>\n")
    return count


def _element(name: str, value: Any) -> str:
    if name == "product_detail":
        return "".join(f"<g:product_detail>\n{''.join(map(_element, _DETAIL, detail))}</g:product_detail>\n" for detail in value)
    if isinstance(value, list):
        return "".join(_element(name, one) for one in value)
    return f"<g:{name}>{escape(_FORBIDDEN.sub('', value))}</g:{name}>\n" if value else ""


def _items(job: Job, product: Product) -> Iterator[Item]:
    told = Told(job, product)
    told.common(*_HELD)
    check_pictures(told)
    one = len(product.variants) == 1 and product.variants[0].id == product.id and not product.variants[0].options
    columns = _fits_columns(product)
    for variant in product.variants:
        yield _head(told, variant) | _sold(told, variant) | {"item_group_id": "" if one else product.id} | _facts(told, variant, columns)


def _head(told: Told, variant: Variant) -> Item:
    product = told.product
    images = list(pictures(product, variant))
    others = [value_of(a, told.job.language) for a in product.attributes if a.name == OTHER_CATEGORIES]
    if len(images) > _PICTURES:
        told.lost(f"pictures beyond {_PICTURES}")
    return {
        "id": variant.id, "title": told(product.title), "description": told(product.description), "link": product.url,
        "image_link": images[0] if images else "", "additional_image_link": images[1:_PICTURES], "brand": told(product.brand),
        "product_type": [path for path in (told.path(), *others) if path],
    }  # fmt: skip


def _sold(told: Told, variant: Variant) -> Item:
    regular, sale = regular_and_sale(variant)
    gtin = variant.barcode if _GTIN.fullmatch(variant.barcode) else ""
    if variant.barcode and not gtin:
        told.lost("a barcode that is no GTIN")
    return {
        "availability": availability(variant, "preorder"), "availability_date": moment(variant.available_at), "price": price(regular),
        "sale_price": price(sale), "cost_of_goods_sold": price(variant.cost), "gtin": gtin,
        "identifier_exists": "" if gtin or told.product.brand else "no",
        "shipping_weight": "" if variant.weight_grams is None else f"{plain(variant.weight_grams)} g",
    }  # fmt: skip


def _fits_columns(product: Product) -> bool:
    """Whether the columns alone tell the options: under Google's own names, in their order, and each
    differs between the variants. Else details repeat them."""
    names = [o.name for o in product.variants[0].options]
    if any([o.name for o in v.options] != names for v in product.variants):
        return False
    fields = [field_of(name) for name in names]
    places = [_OPTIONS.index(field) for field in fields if field in _OPTIONS]
    theirs = len(places) == len(names) and places == sorted(set(places)) and [own_name(field) for field in fields] == names
    return theirs and all(len({v.options[i].value for v in product.variants}) > 1 for i in range(len(names)))


def _facts(told: Told, variant: Variant, columns: bool) -> Item:
    found: Item = {}
    details: list[tuple[str, str, str]] = []
    for option in variant.options:
        field = field_of(option.name)
        if field in _OPTIONS:
            found.setdefault(field, told(option.value))
        if not columns:
            details.append((VARIANT, told(option.name), told(option.value)))
    for a in told.product.attributes:
        if a.name == OTHER_CATEGORIES:
            continue
        field = field_of(a.name)
        shown = told(a.value) if isinstance(a.value, Localized) else value_of(a, told.job.language)
        if field and a.name == own_name(field) and field not in found:
            found[field] = shown
        else:
            details.append(("", told(a.name), shown))
    return found | {"product_detail": details}
