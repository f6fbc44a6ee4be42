"""The facts that the records of a product support: what `check` holds its copy against."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from ..shop import Attribute, Localized, Money, Product, Review, Variant

Pair = list[Any]  # a name and a value
GOOD = 4  # stars from which on a review is a good one


def facts_of(
    product: Product, *, reviews: Sequence[Review] | None = None, policy: Sequence[str] = (), brand_page: str = "",
) -> list[Pair]:
    """Pairs of a name and a value, a name as often as it has values, both languages side by side: title, brand, category, attributes,
    options, prices (with what a compared price takes off), stock where it is counted, weights and codes; of reviews how many there are,
    their average and the share of good ones; the shop's policy and the page of its brand as texts.

    The description is no fact: it is copy itself.
    """
    pairs = [*_texts("title", product.title), *_texts("brand", product.brand)]
    pairs += [pair for level in product.category for pair in _texts("category", level)]
    pairs += [pair for each in product.attributes for pair in _attribute(each)]
    pairs += _once([pair for variant in product.variants for pair in _variant(variant)])
    pairs += _stock(product)
    pairs += [["tags", tag] for tag in product.tags]
    pairs += _reviews(reviews) if reviews else []
    return pairs + [["policy", text] for text in policy if text] + ([["brand page", brand_page]] if brand_page else [])


def _texts(name: str, value: Localized) -> list[Pair]:
    return [[name, text] for text in value.all]


def _attribute(attribute: Attribute) -> Iterator[Pair]:
    """Under its name in each language: a text in the same one, else in the other; a number with its unit."""
    names = {"zh": attribute.name.zh, "en": attribute.name.en}
    for language, name in names.items():
        if name:
            yield [name, _value(attribute, language)]
    both = isinstance(attribute.value, Localized) and attribute.value.zh and attribute.value.en
    if both and isinstance(attribute.value, Localized) and not (names["zh"] and names["en"]):
        yield [names["zh"] or names["en"], attribute.value.en if names["zh"] else attribute.value.zh]


def _value(attribute: Attribute, language: str) -> Any:
    value = attribute.value
    if isinstance(value, Localized):
        text = (value.zh or value.en) if language == "zh" else (value.en or value.zh)
        return f"{text} {attribute.unit}".strip()
    return f"{value:g} {attribute.unit}" if attribute.unit and not isinstance(value, bool) else value


def _variant(variant: Variant) -> Iterator[Pair]:
    for option in variant.options:
        for name in option.name.all:
            yield from ([name, value] for value in option.value.all)
    if variant.price is not None:
        yield ["price", variant.price]
        yield from _compared(variant.price, variant.compare_at)
    if variant.weight_grams is not None:
        yield ["weight_grams", variant.weight_grams]
    yield from (["sku", code] for code in (variant.sku, variant.barcode) if code)


def _compared(price: Money, before: Money | None) -> Iterator[Pair]:
    """The price before, and what is saved, in money and in hundredths."""
    if before is not None and before.currency == price.currency and before.amount > price.amount:
        saved = before.amount - price.amount
        yield ["compare_at_price", before]
        yield ["saving", Money(saved, price.currency)]
        yield ["discount", f"{(Decimal(saved * 100) / before.amount).quantize(Decimal(1), ROUND_HALF_UP)}%"]


def _stock(product: Product) -> Iterator[Pair]:
    counted = [variant.stock for variant in product.variants if variant.stock is not None]
    if counted:
        yield ["stock", sum(counted)]
    yield ["in_stock", product.in_stock]


def _reviews(reviews: Sequence[Review]) -> Iterator[Pair]:
    ratings = [review.rating for review in reviews]
    yield ["review_count", len(ratings)]
    yield ["review_rating", round(sum(ratings) / len(ratings), 2)]
    yield ["reviews_good_share", f"{100 * sum(rating >= GOOD for rating in ratings) / len(ratings):.0f}%"]


def _once(pairs: list[Pair]) -> list[Pair]:
    """Without what comes again, in the order of the first."""
    kept: list[Pair] = []
    for pair in pairs:
        if pair not in kept:
            kept.append(pair)
    return kept
