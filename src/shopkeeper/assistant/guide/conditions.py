"""What must hold of a product, in the grammar of a search's `where`, and whether a record holds it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import inf, nan, nextafter

from ...shop import InvalidQuery, Localized, Product, Variant
from ...text.normalise import normalise

_ESCAPE = r"\\[\\|<>=!]"
_FORM = re.compile(rf"\s*((?:{_ESCAPE}|[^<>=!])+?)\s*(!=|>=|<=|=|>|<)\s*(.+?)\s*", re.DOTALL)
_VALUE = re.compile(rf"(?:{_ESCAPE}|[^|])+", re.DOTALL)
_YES, _NO = frozenset("yes true 1 是 有".split()), frozenset("no false 0 否 无".split())
_LEVELS = ("price", "currency", "in_stock")
Value = Localized | float | bool


@lru_cache(maxsize=50_000)
def value_key(text: str) -> str:
    """A value as values are compared; remembered, for the same few are compared all day."""
    return normalise(text)


@lru_cache(maxsize=10_000)
def field_key(name: str) -> str:
    """A field's name as filters use it: "Battery Life" to "battery_life", "Colour" to "color"."""
    return re.sub(r"[\s_-]+", "_", normalise(name)).strip("_").replace("colour", "color")


@dataclass(frozen=True, slots=True)
class Condition:
    """`field op values`: one of the values must hold, or with != none of them may."""

    field: str
    op: str
    values: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> Condition:
        """The condition that a filter such as `price<500` or `color=red|blue` states; `InvalidQuery` for none."""
        match = _FORM.fullmatch(text)
        values = tuple(_plain(value).strip() for value in _VALUE.findall(match[3])) if match else ()
        if match is None or not values:
            raise InvalidQuery(f"condition {text!r}: expected FIELD=VALUE, or != < <= > >=, such as price<500 or brand=Edifier")
        return cls(field_key(_plain(match[1])), match[2], values)

    def __str__(self) -> str:
        return f"{_escaped(self.field, '|<>=!')}{self.op}{'|'.join(_escaped(value, '|') for value in self.values)}"

    @property
    def bounds(self) -> tuple[float, float]:
        """From where to where the numbers lie that are asked for, infinite where open; of alternatives the widest."""
        spans = [_bounds(self.op, value) for value in self.values]
        return min(low for low, _ in spans), max(high for _, high in spans)

    def accepts(self, values: Sequence[Value]) -> bool:
        """Whether a product with these values of the field holds it; without a value only != does."""
        if self.op in ("=", "!="):
            return any(map(self._names, values)) == (self.op == "=")
        return any(_within(value, _bounds(self.op, self.values[0])) for value in values)

    def _names(self, value: Value) -> bool:
        """Whether one of the values of the condition is this one."""
        if isinstance(value, Localized):
            return not _wanted(self.values).isdisjoint(_keys(value))
        return any(_is(value, wanted) for wanted in self.values)


def passing(product: Product, conditions: Iterable[Condition]) -> list[Variant]:
    """The variants that hold all the conditions; those on options, price and stock must hold on one variant."""
    conditions = list(conditions)
    if not conditions:
        return list(product.variants)
    options = {field_key(option.name.get("en")) for variant in product.variants for option in variant.options}
    own = [each for each in conditions if each.field not in _LEVELS and each.field not in options]
    if not all(each.accepts(list(_values(product, each.field))) for each in own):
        return []
    varying = [each for each in conditions if each not in own]
    return [v for v in product.variants if all(each.accepts(_of_variant(v, each.field)) for each in varying)]


def _values(product: Product, field: str) -> Iterator[Value]:
    if field == "brand" and product.brand:
        yield product.brand
    elif field == "category":
        yield from product.category
    elif field == "tags":
        yield from (Localized(tag, tag) for tag in product.tags)
    else:
        yield from (each.value for each in product.attributes if field_key(each.name.get("en")) == field)


def _of_variant(variant: Variant, field: str) -> list[Value]:
    if field == "price":
        return [float(variant.price.major)] if variant.price else []
    if field == "currency":
        return [Localized.of(variant.price.currency, "en")] if variant.price else []
    if field == "in_stock":
        return [variant.in_stock]
    return [option.value for option in variant.options if field_key(option.name.get("en")) == field]


def _is(value: float | bool, wanted: str) -> bool:
    if isinstance(value, bool):
        return value_key(wanted) in (_YES if value else _NO)
    return _within(value, _bounds("=", wanted))


@lru_cache(maxsize=10_000)
def _wanted(values: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(value_key, values))


@lru_cache(maxsize=50_000)
def _keys(value: Localized) -> frozenset[str]:
    return frozenset(map(value_key, value.all))


def _within(value: Value, span: tuple[float, float]) -> bool:
    return not isinstance(value, bool | Localized) and span[0] <= value <= span[1]


@lru_cache(maxsize=10_000)
def _bounds(op: str, value: str) -> tuple[float, float]:
    """The lowest and the highest number that are asked for; nothing lies between where the value is no number."""
    low, dots, high = value.partition("..")
    if dots and op in ("=", "!="):
        end = _number(high.removeprefix("<"), inf)
        return _number(low, -inf), nextafter(end, -inf) if high.startswith("<") else end
    number = _number(value, nan)
    bottom = {"<": -inf, "<=": -inf, ">": nextafter(number, inf)}.get(op, number)
    top = {">": inf, ">=": inf, "<": nextafter(number, -inf)}.get(op, number)
    return (bottom, top) if number == number else (inf, -inf)


def _number(text: str, missing: float) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return missing


def _escaped(text: str, signs: str) -> str:
    return re.sub(rf"[{signs}]|\\(?=[\\|<>=!]|$)", r"\\\g<0>", text)


def _plain(text: str) -> str:
    return re.sub(_ESCAPE, lambda match: match.group()[1], text)
