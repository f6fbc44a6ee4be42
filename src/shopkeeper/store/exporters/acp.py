"""The product feed of the Agentic Commerce Protocol (2026-04-17): a folder of two files, or the products alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import orjson

from ...shop import Image, Localized, Money, Product, Variant
from ..importers.acp import CONDITION, METADATA, PRODUCTS
from ..importers.products import OTHER_CATEGORIES
from .job import Job
from .words import NO_SKU, Told, availability, on_sale, value_of

_HELD = (
    "what stands for a picture", "that it can be pre-ordered", "that it can be back-ordered", "a struck-through price that is not higher",
    NO_SKU, "the address of its page", "prices in a currency that is not the shop's", "attributes",
    "that a value is yes or no: it is a word there",
)  # fmt: skip
_GTIN = re.compile(r"\d{8}|\d{12,14}")
Json = dict[str, Any]


def write(job: Job) -> int:
    """A line for each product that is on sale. A path whose name has no `.jsonl` is a folder."""
    alone = job.out.path.name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson"))
    file = job.out.binary("" if alone else PRODUCTS)
    variants = 0
    for product in on_sale(job):
        file.write(orjson.dumps(_product(job, product), option=orjson.OPT_APPEND_NEWLINE))
        variants += len(product.variants)
    if not alone:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        job.out.binary(METADATA).write(orjson.dumps({"id": job.out.path.name, "updated_at": now}, option=orjson.OPT_APPEND_NEWLINE))
    return variants


def _product(job: Job, product: Product) -> Json:
    told = Told(job, product)
    told.common(*_HELD)
    if product.brand:
        told.lost("the brand")
    kept = (OTHER_CATEGORIES, CONDITION)
    if any(a.name not in kept for a in product.attributes):
        told.lost("attributes but the condition")
    own = {v.image for v in product.variants if v.image}
    shared = {
        "categories": [{"value": path, "taxonomy": "merchant"} for path in _paths(told)],
        "condition": [value_of(a, job.language) for a in product.attributes if a.name == CONDITION],
    }  # fmt: skip
    return _filled({
        "id": product.id, "title": told(product.title), "description": _filled({"plain": told(product.description)}), "url": product.url,
        "media": [_media(told, image) for image in product.images if image.url not in own or image.alt],
        "variants": [_filled(_variant(told, variant) | shared) for variant in product.variants],
    })  # fmt: skip


def _paths(told: Told) -> Iterator[str]:
    if told.product.category:
        yield told.path()
    for a in told.product.attributes:
        if a.name == OTHER_CATEGORIES and isinstance(a.value, Localized):
            yield told(a.value)


def _variant(told: Told, variant: Variant) -> Json:
    choices = [{"name": told(o.name), "value": told(o.value)} for o in variant.options]
    title = told(told.product.title)
    state = availability(variant, "preorder")
    if state == "in_stock" and variant.availability:
        told.lost("that more can be ordered than there is")
    return {
        "id": variant.id, "title": f"{title} - {' / '.join(c['value'] for c in choices)}" if choices else title,
        "barcodes": [{"type": "GTIN" if _GTIN.fullmatch(code) else "other", "value": code} for code in (variant.barcode,) if code],
        "price": _money(variant.price), "list_price": _money(variant.compare_at),
        "availability": {"available": variant.in_stock, "status": state}, "variant_options": choices,
        "media": [{"type": "image", "url": variant.image}] if variant.image else [],
    }  # fmt: skip


def _money(money: Money | None) -> Json | None:
    return {"amount": money.amount, "currency": money.currency} if money else None


def _media(told: Told, image: Image) -> Json:
    return _filled({"type": "image", "url": image.url, "alt_text": told(image.alt)})


def _filled(values: Json) -> Json:
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
