"""Filters as a shopper's page or a colleague writes them: `price<500`, `brand=Edifier|Sony`."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from ..shop import InvalidQuery
from ..text.normalise import normalise

_ESCAPE = r"\\[\\|<>=!]"
_FORM = re.compile(rf"\s*((?:{_ESCAPE}|(?!{_ESCAPE})[^<>=!])+?)\s*(!=|>=|<=|=|>|<)\s*(.+?)\s*", re.DOTALL)
_VALUE = re.compile(rf"(?:{_ESCAPE}|[^|])+", re.DOTALL)
_SAME_FIELD = {"类目": "分类", "类别": "分类", "品类": "分类", "库存": "有货", "评价说": "saying"}
_YES = {"true": "yes", "false": "no", "1": "yes", "0": "no"}


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` to `high`, the ends included unless open."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition. `field` is a key (see `field_key`), `op` one of = != < <= > >=, `values` the
    alternatives, of which one must hold (for != none may)."""

    field: str
    op: str
    values: tuple[str, ...]

    def __str__(self) -> str:
        return f"{escape_field(self.field)}{self.op}{'|'.join(map(escape, self.values))}"

    def ranges(self) -> list[Range]:
        """The alternatives as ranges of numbers: `a..b` from a to b, `a..<b` without b itself."""
        return [self._range(value) for value in self.values]

    def _range(self, value: str) -> Range:
        infinity = float("inf")
        low, dots, high = value.partition("..")
        if dots and self.op in ("=", "!="):
            top = high.removeprefix("<")
            return Range(self._number(low) if low else -infinity, self._number(top) if top else infinity, high_open=top != high)
        number = self._number(value)
        if self.op in ("<", "<="):
            return Range(-infinity, number, high_open=self.op == "<")
        if self.op in (">", ">="):
            return Range(number, infinity, low_open=self.op == ">")
        return Range(number, number)

    def _number(self, text: str) -> float:
        try:
            number = float(text.replace(",", ""))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            expected = f"{self.field} is a number, expected one such as {self.field}<500"
            raise InvalidQuery(f"filter {str(self)!r}: {expected}, got {text!r}")
        return number


def parse_filters(where: Iterable[str]) -> tuple[Filter, ...]:
    """The filters of a search, all of which must hold; `InvalidQuery` names the one that is wrong."""
    return tuple(map(parse_filter, where))


def parse_filter(text: str) -> Filter:
    """One filter: a field, one of = != < <= > >=, and values joined by "|". A backslash takes the
    meaning off any of \\ | < = > ! that follows it."""
    match = _FORM.fullmatch(text)
    if match is None:
        raise InvalidQuery(f"filter {text!r}: expected FIELD=VALUE, or != < <= > >=, such as price<500 or brand=Edifier|Sony")
    field, op, rest = match.groups()
    values = split_values(rest)
    if not values:
        raise InvalidQuery(f"filter {text!r}: expected a value after {op}")
    if op in ("<", "<=", ">", ">=") and len(values) > 1:
        raise InvalidQuery(f"filter {text!r}: expected one value after {op}")
    return Filter(field_key(_unescape(field)), op, values)


def split_values(text: str) -> tuple[str, ...]:
    """The alternatives in what stands behind the operator of a filter."""
    return tuple(value for value in (_unescape(part).strip() for part in _VALUE.findall(text)) if value)


def escape(value: str) -> str:
    """A value as it stands in a filter: `red|blue`, when it is one value, as `red\\|blue`."""
    return re.sub(r"\||\\(?=[\\|<>=!]|$)", r"\\\g<0>", value)


def escape_field(name: str) -> str:
    """A field's name as it stands in a filter: `a<b` as `a\\<b`."""
    return re.sub(r"[<>=!]", r"\\\g<0>", escape(name))


def _unescape(text: str) -> str:
    return re.sub(_ESCAPE, lambda match: match.group()[1], text)


def field_key(name: str) -> str:
    """A field's name as filters and facets use it: "Battery Life" to "battery_life", "Colour" to
    "color", 类目 to 分类; 颜色 stays."""
    key = re.sub(r"[\s_-]+", "_", normalise(name)).strip("_").replace("colour", "color")
    return _SAME_FIELD.get(key, key)


def value_key(value: str) -> str:
    """How values are compared: without regard to case, width, accents, 繁体 and 简体."""
    key = normalise(value)
    return _YES.get(key, key)
