"""Products as one table, a variant a row: CSV and Parquet that a spreadsheet can change and `import` takes back."""

from __future__ import annotations

from collections.abc import Iterator

from ...shop import Localized, Money, Product, Variant, to_dict
from ...text.spreadsheet import Sheet
from ..importers.table import write_strings
from .job import Job
from .words import Told, amount, join, json, moment, plain, price

COLUMNS = (
    "group_id", "id", "sku", "barcode", "title_zh", "title_en", "description_zh", "description_en", "brand_zh", "brand_en", "category_zh",
    "category_en", "tags", "options", "price", "currency", "compare_at", "cost", "stock", "availability", "availability_date",
    "weight_grams", "images", "variant_image", "url", "status", "created_at", "attributes",
    "sold_in", "consumable",
)  # fmt: skip


def write_csv(job: Job) -> int:
    """Writes UTF-8 with a byte order mark, which Excel needs to read Chinese."""
    sheet = Sheet(job.out.text(encoding="utf-8-sig"))
    sheet.row(COLUMNS)
    rows = 0
    for product in job.records:
        for row in _rows(job, product):
            sheet.row(row)
            rows += 1
    return rows


def write_parquet(job: Job) -> int:
    """The same columns, all of them text."""
    return write_strings(job.out.place(), COLUMNS, (row for product in job.records for row in _rows(job, product)))


def _rows(job: Job, product: Product) -> Iterator[list[str]]:
    told = Told(job, product)
    head = _shared(told)
    for variant in product.variants:
        row = head | _own(variant)
        yield [row[name] for name in COLUMNS]


def _shared(told: Told) -> dict[str, str]:
    product = told.product
    texts = {"title": product.title, "description": product.description, "brand": product.brand}
    pictures = [to_dict(image) for image in product.images] if any(image.alt for image in product.images) else None
    told.check_path()
    return {
        "group_id": product.id,
        **{f"{name}_{language}": text.zh if language == "zh" else text.en for name, text in texts.items() for language in ("zh", "en")},
        "category_zh": _path([step.zh for step in product.category]),
        "category_en": _path([step.en for step in product.category]),
        "tags": join(product.tags, "|"),
        "images": json(pictures) if pictures else join([image.url for image in product.images], "|"),
        "url": product.url,
        "status": product.status.value,
        "created_at": moment(product.created_at),
        "attributes": json([to_dict(a) for a in product.attributes]) if product.attributes else "",
        "sold_in": join(product.sold_in, "|"),
        "consumable": "" if product.consumable is None else str(product.consumable).lower(),
    }


def _path(steps: list[str]) -> str:
    return " > ".join(steps) if any(steps) else ""


def _own(variant: Variant) -> dict[str, str]:
    currency = variant.price.currency if variant.price else ""

    def cell(money: Money | None) -> str:
        return price(money) if money and money.currency != currency else amount(money) if money else ""

    return {
        "id": variant.id, "sku": variant.sku, "barcode": variant.barcode,
        "options": json([{"name": _both(o.name), "value": _both(o.value)} for o in variant.options]) if variant.options else "",
        "price": cell(variant.price), "currency": currency, "compare_at": cell(variant.compare_at), "cost": cell(variant.cost),
        "stock": "" if variant.stock is None else str(variant.stock),
        "availability": variant.availability.value if variant.availability else "", "availability_date": moment(variant.available_at),
        "weight_grams": "" if variant.weight_grams is None else plain(variant.weight_grams), "variant_image": variant.image,
    }  # fmt: skip


def _both(text: Localized) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
