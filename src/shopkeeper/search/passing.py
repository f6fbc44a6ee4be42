"""Whether a record passes filters, read from the record itself: no index is asked, so it holds for the product as it is now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..shop import InvalidQuery, Localized, Product
from .document import FIELDS, IndexVariant, record_values
from .filters import Filter, Range, field_key, value_key


def passes(product: Product, filters: Sequence[Filter]) -> bool:
    """Whether some variant of a product holds all the filters, with what all its variants share. A field that it does not have
    holds no condition but !=."""
    keywords, numbers, names, variants = record_values(product)
    keys = {each.field: list(_keys(each.field, names)) for each in filters}
    shared = IndexVariant(product.id, keywords, numbers)
    return any(all(_holds(each, keys[each.field], (shared, variant)) for each in filters) for variant in variants)


def _keys(field: str, names: Mapping[str, Localized]) -> Iterator[str]:
    """The fields that are called so in either language."""
    yield field
    for key, name in (*FIELDS.items(), *names.items()):
        if key != field and field in map(field_key, name.all):
            yield key


def _holds(condition: Filter, keys: Iterable[str], parts: Sequence[IndexVariant]) -> bool:
    words = [word for key in keys for part in parts for word in part.keywords.get(key, ())]
    values = [number for key in keys for part in parts for number in part.numbers.get(key, ())]
    if condition.op in ("=", "!="):
        wanted = set(map(value_key, condition.values))
        found = any(value_key(text) in wanted for word in words for text in word.all)
        found = found or (bool(values) and _inside(values, condition, strict=not words))
        return found if condition.op == "=" else not found
    return bool(values) and _inside(values, condition, strict=True)


def _inside(values: Sequence[float], condition: Filter, *, strict: bool) -> bool:
    """Whether one of the numbers is what the condition says; where the field holds words too, a value that is no number is none."""
    try:
        spans = condition.ranges()
    except InvalidQuery:
        if strict:
            raise
        return False
    return any(_within(value, span) for value in values for span in spans)


def _within(value: float, span: Range) -> bool:
    above = value > span.low if span.low_open else value >= span.low
    return above and (value < span.high if span.high_open else value <= span.high)
