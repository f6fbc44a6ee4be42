"""The checks that need to see one product only."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from ..shop import Localized, Product, Variant
from ..text.attributes import attribute

# Google's and OpenAI's feeds take 150 characters, Taobao 60.
LONGEST = {"en": 150, "zh": 60}
SHORTEST = {"en": 8, "zh": 4}


class Problem(NamedTuple):
    """What a check finds: the field, the variant where it is one's, what stands there. `product_id` only
    where it is not the product that was looked at."""

    field: str
    variant_id: str = ""
    got: str = ""
    product_id: str = ""


Make = Callable[[Product, str], Iterator[Problem]]


def _of_variants(field: str, wrong: Callable[[Variant, str], str | None]) -> Make:
    """A check of each variant: what stands there if it is wrong, else None."""

    def make(product: Product, currency: str) -> Iterator[Problem]:
        for variant in product.variants:
            if (got := wrong(variant, currency)) is not None:
                yield Problem(f"variants.{field}", variant.id, got)

    return make


def _missing(field: str, there: Callable[[Product], object]) -> Make:
    """A check that something is there."""

    def make(product: Product, currency: str) -> Iterator[Problem]:
        if not there(product):
            yield Problem(field)

    return make


def _foreign(variant: Variant, currency: str) -> str | None:
    told = [money.currency for money in (variant.price, variant.compare_at) if money and money.currency != currency]
    return told[0] if told else None


def _not_below(variant: Variant, _: str) -> str | None:
    price, before = variant.price, variant.compare_at
    below = price and before and before.currency == price.currency and before.amount < price.amount
    return f"{before} < {price}" if below else None


def _mixed(product: Product, _: str) -> Iterator[Problem]:
    found = dict.fromkeys(variant.price.currency for variant in product.variants if variant.price)
    if len(found) > 1:
        yield Problem("variants.price", "", ", ".join(found))


def _same_options(product: Product, _: str) -> Iterator[Problem]:
    seen: dict[object, str] = {}
    for variant in product.variants if len(product.variants) > 1 else ():
        if (first := seen.setdefault(variant.options, variant.id)) != variant.id:
            told = ", ".join(f"{o.name.en or o.name.zh}={o.value.en or o.value.zh}" for o in variant.options)
            yield Problem("variants.options", variant.id, f"{told or '-'} ({first})")


def _lacks(language: str) -> Make:
    def make(product: Product, _: str) -> Iterator[Problem]:
        for field in ("title", "description"):
            text: Localized = getattr(product, field)
            if text and not getattr(text, language):
                yield Problem(f"{field}.{language}")

    return make


def _length(wrong: Callable[[int, str], bool]) -> Make:
    def make(product: Product, _: str) -> Iterator[Problem]:
        for language, title in (("zh", product.title.zh), ("en", product.title.en)):
            if title and wrong(len(title), language):
                yield Problem(f"title.{language}", "", title if len(title) <= 40 else f"{title[:40]}… ({len(title)})")

    return make


def _brand(product: Product) -> object:
    """The brand, in its own field or as an attribute of that name."""
    return product.brand or any(attribute(name) == "brand" for each in product.attributes for name in each.name.all)


PRODUCT_CHECKS: dict[str, Make] = {
    "missing_price": _of_variants("price", lambda v, _: "" if v.price is None else None),
    "zero_price": _of_variants("price", lambda v, _: str(v.price) if v.price and v.price.amount == 0 else None),
    "wrong_currency": _of_variants("price", _foreign),
    "mixed_currencies": _mixed,
    "compare_at_below_price": _of_variants("compare_at", _not_below),
    "negative_stock": _of_variants("stock", lambda v, _: str(v.stock) if v.stock is not None and v.stock < 0 else None),
    "same_options": _same_options,
    "empty_description": _missing("description", lambda p: p.description),
    "missing_image": _missing("images", lambda p: p.images or any(v.image for v in p.variants)),
    "missing_brand": _missing("brand", _brand),
    "missing_category": _missing("category", lambda p: p.category),
    "missing_chinese": _lacks("zh"),
    "missing_english": _lacks("en"),
    "short_title": _length(lambda size, language: size < SHORTEST[language]),
    "long_title": _length(lambda size, language: size > LONGEST[language]),
}  # fmt: skip
