"""WooCommerce's product CSV, as its own importer reads it."""

from __future__ import annotations

import html
from collections.abc import Iterator

from ...shop import Attribute, Availability, Localized, Option, Product, ProductStatus, Variant
from ..importers.products import OTHER_CATEGORIES
from ..importers.woocommerce import GROUPED, SIZES
from .job import Job
from .spool import write_wide
from .words import MORE, NO_SKU, Told, amount_in, plain, regular_and_sale, value_of

_COLUMNS = (
    "ID", "Type", "SKU", "GTIN, UPC, EAN, or ISBN", "Name", "Published", "Is featured?", "Visibility in catalog", "Short description",
    "Description", "Date sale price starts", "Date sale price ends", "Tax status", "In stock?", "Stock", "Backorders allowed?",
    "Sold individually?", "Weight (kg)", "Length (cm)", "Width (cm)", "Height (cm)", "Allow customer reviews?", "Sale price",
    "Regular price", "Categories", "Tags", "Images", "Parent", "Grouped products", "External URL", "Position", "Brands",
)  # fmt: skip
_PUBLISHED = {ProductStatus.ACTIVE: "1", ProductStatus.DRAFT: "-1", ProductStatus.ARCHIVED: "-1"}
_HELD = (
    "that it can be back-ordered", MORE, "the weight", "the stock as a number", "attributes", "tags", "the address of its page",
)  # fmt: skip
Row = dict[str, str]


def write(job: Job) -> int:
    """A row for each product and each variation; the columns of attributes are as many as any product needs."""
    return write_wide(job.out, _COLUMNS, (row for product in job.records for row in _rows(job, product)))


def _rows(job: Job, product: Product) -> Iterator[Row]:
    told = Told(job, product)
    told.common(*_HELD, *([NO_SKU] if all(v.sku or v.id.isdigit() for v in product.variants) else []))
    first = product.variants[0]
    if len(product.variants) == 1 and not first.options and first.id == product.id:
        yield _head(told, "grouped" if any(a.name == GROUPED for a in product.attributes) else "simple") | _sold(first, job.currency)
        return
    yield _head(told, "variable")
    parent = f"id:{product.id}" if product.id.isdigit() else product.id
    for place, variant in enumerate(product.variants, 1):
        options = [(told(o.name), [told(o.value)]) for o in variant.options]
        code = _code(variant.id, variant.sku)
        yield code | _sold(variant, job.currency) | _numbered(options) | {
            "Type": "variation", "Name": told(product.title), "Published": "1", "Parent": parent, "Position": str(place),
            "Images": variant.image, "Visibility in catalog": "visible", "Tax status": "taxable",
        }  # fmt: skip


def _head(told: Told, type: str) -> Row:
    product = told.product
    sizes = {name: a for name, label in SIZES.items() for a in product.attributes if a.name == label and a.unit == "cm"}
    special = (OTHER_CATEGORIES, GROUPED)
    others = [a for a in product.attributes if a.name not in special and a not in sizes.values()]
    simple = type != "variable"
    paths = [told.path(), *(_shown(told, a) for a in product.attributes if a.name == OTHER_CATEGORIES)]
    return {
        **_code(product.id, product.variants[0].sku if simple else ""),
        "Type": type, "Name": told(product.title), "Published": _PUBLISHED[product.status], "Is featured?": "0",
        "Visibility in catalog": "visible", "Description": html.escape(told(product.description), quote=False),
        "Tax status": "taxable", "In stock?": "1", "Allow customer reviews?": "1", "Categories": listed(paths),
        "Tags": listed(product.tags), "Images": ", ".join(image.url for image in product.images),
        "Grouped products": listed([value_of(a, told.job.language) for a in product.attributes if a.name == GROUPED]),
        "External URL": product.url, "Brands": told(product.brand),
        **{f"{name.capitalize()} (cm)": plain(a.value) for name, a in sizes.items() if isinstance(a.value, float)},
        **_numbered([*_choices(told, product), *_facts(told, others)]),
    }  # fmt: skip


def _code(id: str, sku: str) -> Row:
    """WooCommerce's own number as ID, any other id as SKU."""
    return {"ID": id} if id.isdigit() and not sku else {"SKU": sku or id}


def _choices(told: Told, product: Product) -> list[tuple[str, list[str]]]:
    """The options of a variable product with the values that its variations have."""
    values: dict[str, dict[str, None]] = {}
    for option in _options(product):
        values.setdefault(told(option.name), {})[told(option.value)] = None
    return [(name, list(found)) for name, found in values.items()]


def _options(product: Product) -> Iterator[Option]:
    return (option for variant in product.variants for option in variant.options)


def _facts(told: Told, attributes: list[Attribute]) -> list[tuple[str, list[str]]]:
    values: dict[str, list[str]] = {}
    for a in attributes:
        values.setdefault(told(a.name), []).append(_shown(told, a))
    return list(values.items())


def _shown(told: Told, attribute: Attribute) -> str:
    return told(attribute.value) if isinstance(attribute.value, Localized) else value_of(attribute, told.job.language)


def _numbered(pairs: list[tuple[str, list[str]]]) -> Row:
    row: Row = {}
    for n, (name, values) in enumerate(pairs, 1):
        found = {"name": name, "value(s)": listed(values), "visible": "1", "global": "0"}
        row |= {f"Attribute {n} {what}": cell for what, cell in found.items()}
    return row


def _sold(variant: Variant, currency: str) -> Row:
    regular, sale = regular_and_sale(variant)
    orders = variant.availability is Availability.BACKORDER
    return {
        "GTIN, UPC, EAN, or ISBN": variant.barcode, "Regular price": amount_in(regular, currency),
        "Sale price": amount_in(sale, currency),
        "Stock": "" if variant.stock is None else str(variant.stock), "Backorders allowed?": "1" if orders else "0",
        "In stock?": "backorder" if orders and not variant.stock else "1" if variant.in_stock else "0",
        "Weight (kg)": "" if variant.weight_grams is None else plain(round(variant.weight_grams / 1000, 9)), "Sold individually?": "0",
    }  # fmt: skip


def listed(items: list[str] | tuple[str, ...]) -> str:
    """A list as WooCommerce writes it, commas within an item after a backslash."""
    return ", ".join(item.replace(",", "\\,") for item in items if item)
