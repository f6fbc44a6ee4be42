"""Shopify's product CSV, under the headers that all its tools know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shop import Attribute, Availability, Localized, Product, ProductStatus, Variant
from .job import Job
from .spool import write_wide
from .words import MORE, NO_SKU, SPLITTERS, Told, amount_in, as_html, plain, value_of

_COLUMNS = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published", "Option1 Name", "Option1 Value",
    "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value", "Variant SKU", "Variant Grams", "Variant Inventory Tracker",
    "Variant Inventory Qty", "Variant Inventory Policy", "Variant Fulfillment Service", "Variant Price", "Variant Compare At Price",
    "Variant Requires Shipping", "Variant Taxable", "Variant Barcode", "Image Src", "Image Position", "Image Alt Text", "Gift Card",
    "Variant Image", "Variant Weight Unit", "Cost per item", "Status",
)  # fmt: skip
_HELD = (
    "the cost", "what stands for a picture", "that it is archived: it is a draft there", "that it can be back-ordered", MORE,
    "a struck-through price that is not higher", "the weight", "the stock as a number", "attributes", "tags",
)  # fmt: skip
TYPE = Localized(zh="类型", en="type")
_OPTIONS = 3
Row = dict[str, str]


def write(job: Job) -> int:
    """A row for each variant and for each further picture; attributes are metafields."""
    return write_wide(job.out, _COLUMNS, (row for product in job.records for row in _rows(job, product)))


def _rows(job: Job, product: Product) -> Iterator[Row]:
    told = Told(job, product)
    told.common(*_HELD, *([NO_SKU] if all(v.sku or v.id == _made(told, v) for v in product.variants) else []))
    names = _names(told)
    for place in range(max(len(product.variants), len(product.images))):
        row: Row = {"Handle": product.id}
        if place == 0:
            row |= _head(told) | {f"Option{n} Name": told(name) for n, name in enumerate(names, 1)}
            row |= {} if names else {"Option1 Name": "Title"}
        if place < len(product.variants):
            row |= _variant(told, product.variants[place], names)
        if place < len(product.images):
            image = product.images[place]
            row |= {"Image Src": image.url, "Image Position": str(place + 1), "Image Alt Text": told(image.alt)}
        yield row


def _head(told: Told) -> Row:
    product = told.product
    if any(mark in tag for tag in product.tags for mark in SPLITTERS):
        told.lost("where a tag that holds a comma ends")
    type = next((a for a in product.attributes if a.name == TYPE and isinstance(a.value, Localized)), None)
    path = told.path()
    return {
        "Title": told(product.title), "Body (HTML)": as_html(told(product.description)), "Vendor": told(product.brand),
        "Product Category": path if type else "", "Type": value_of(type, told.job.language) if type else path,
        "Tags": ", ".join(product.tags), "Published": "true" if product.status is ProductStatus.ACTIVE else "false",
        "Status": product.status.value, "Gift Card": "false", **_metafields(told, [a for a in product.attributes if a is not type]),
    }  # fmt: skip


def _metafields(told: Told, attributes: list[Attribute]) -> Row:
    row: Row = {}
    for a in attributes:
        name = told(a.name)
        key = re.sub(r"\W+", "_", name.lower(), flags=re.A).strip("_") or f"field_{sum(name.encode())}"
        column = f"{name} (product.metafields.custom.{key})"
        if column in row:
            told.lost("further values of an attribute")
        row.setdefault(column, told(a.value) if isinstance(a.value, Localized) else value_of(a, told.job.language))
    return row


def _names(told: Told) -> list[Localized]:
    """The options of the product, three at most."""
    names = list(dict.fromkeys(option.name for variant in told.product.variants for option in variant.options))
    if len(names) > _OPTIONS:
        told.lost("a fourth option")
    return names[:_OPTIONS]


def _made(told: Told, variant: Variant) -> str:
    """The id that a variant without a SKU gets when it comes in."""
    own = "/".join(told(option.value) for option in variant.options)
    return f"{told.product.id}/{own}"[:200] if own else told.product.id


def _variant(told: Told, variant: Variant, names: list[Localized]) -> Row:
    chosen = {option.name: told(option.value) for option in variant.options}
    values = {f"Option{n} Value": chosen.get(name, "") for n, name in enumerate(names, 1)} or {"Option1 Value": "Default Title"}
    counted = variant.stock is not None
    if variant.availability is Availability.BACKORDER and not counted:
        told.lost("that what is not counted can be back-ordered")
    return values | {
        "Variant SKU": variant.sku or ("" if variant.id == _made(told, variant) else variant.id),
        "Variant Grams": "" if variant.weight_grams is None else plain(variant.weight_grams),
        "Variant Inventory Tracker": "shopify" if counted else "", "Variant Inventory Qty": str(variant.stock) if counted else "",
        "Variant Inventory Policy": "continue" if variant.availability is Availability.BACKORDER else "deny",
        "Variant Fulfillment Service": "manual", "Variant Price": amount_in(variant.price, told.job.currency),
        "Variant Compare At Price": amount_in(variant.compare_at, told.job.currency), "Variant Requires Shipping": "true",
        "Variant Taxable": "true", "Variant Barcode": variant.barcode, "Variant Image": variant.image, "Variant Weight Unit": "g",
        "Cost per item": amount_in(variant.cost, told.job.currency),
    }  # fmt: skip
