"""The address of a page of results: what is searched, which filters hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from ...search.filters import escape, split_values
from ...shop import InvalidQuery, Language

_FILTER = re.compile(r"\s*([^<>=!]+?)\s*(<=|>=|!=|=|<|>)\s*(.*?)\s*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter taken apart: `color=red|blue` is color, =, (red, blue)."""

    field: str
    operator: str
    values: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> Filter | None:
        """None when the text is no filter (the search will say so)."""
        match = _FILTER.fullmatch(text)
        return cls(match[1], match[2], split_values(match[3])) if match else None

    def __str__(self) -> str:
        return f"{self.field}{self.operator}{'|'.join(map(escape, self.values))}"


@dataclass(frozen=True, slots=True)
class Address:
    """What a page of results shows. `language` and `sort` are set when the address itself names one; `ignored`
    are filters that words of `q` ask for and that the visitor has switched off, or on in `where`; `literal` has
    every word looked for as it stands."""

    q: str = ""
    where: tuple[str, ...] = ()
    language: Language | None = None
    sort: str = ""
    ignored: tuple[str, ...] = ()
    literal: bool = False

    def url(self, **more: str | int) -> str:
        """The address, with more parameters such as `next`."""
        pairs: list[tuple[str, str | int]] = [("q", self.q)] if self.q or not self.where else []
        pairs += [("where", text) for text in self.where]
        pairs += [("not", text) for text in self.ignored]
        pairs += [("sort", self.sort)] if self.sort else []
        pairs += [("literal", 1)] if self.literal else []
        pairs += [("lang", self.language)] if self.language else []
        return "/?" + urlencode(pairs + list(more.items()))

    def switched(self, language: Language) -> str:
        """The same page in another language."""
        return replace(self, language=language).url()

    def holds(self, field: str, value: str) -> bool:
        """Whether a filter asks for this value of this field."""
        return any(value in f.values for f in self._equal(field))

    def filters_on(self, field: str) -> bool:
        """Whether some values of this field are asked for."""
        return bool(self._equal(field))

    def toggled(self, field: str, value: str) -> Address:
        """With this value asked for too, or no longer when it is."""
        values = [v for f in self._equal(field) for v in f.values]
        values = [v for v in values if v != value] if value in values else [*values, value]
        rest = self.without_field(field, "=")
        return replace(rest, where=(*rest.where, str(Filter(field, "=", tuple(values))))) if values else rest

    def without(self, text: str) -> Address:
        """Without one filter."""
        return replace(self, where=tuple(w for w in self.where if w != text))

    def taking_over(self, read: Iterable[str]) -> Address:
        """The same page with the filters that were read from `q` as filters of its own, which can be
        changed and removed one by one and do not come back."""
        new = tuple(read)
        return replace(self, where=(*self.where, *new), ignored=(*self.ignored, *new))

    def cleared(self) -> Address:
        """Without any filter."""
        return replace(self, where=())

    def without_field(self, field: str, *operators: str) -> Address:
        """Without the filters on a field (with these operators, if any are given)."""
        def on_field(text: str) -> bool:
            parsed = Filter.parse(text)
            return parsed is not None and parsed.field == field and (not operators or parsed.operator in operators)

        return replace(self, where=tuple(w for w in self.where if not on_field(w)))

    def priced(self, low: str, high: str) -> Address:
        """With a price between two amounts in major units; empty for no bound."""
        if not low.strip() and not high.strip():
            return self
        bounds = [f"price>={amount(low)}"] if low.strip() else []
        bounds += [f"price<={amount(high)}"] if high.strip() else []
        return replace(self, where=(*self.without_field("price").where, *bounds))

    def bound(self, *operators: str) -> str:
        """The amount in the filter on the price with one of these operators, empty when there is none."""
        parsed = (Filter.parse(w) for w in self.where)
        return next((f.values[0] for f in parsed if f and f.field == "price" and f.operator in operators), "")

    def _equal(self, field: str) -> list[Filter]:
        parsed = (Filter.parse(w) for w in self.where)
        return [f for f in parsed if f and f.field == field and f.operator == "="]


def amount(text: str) -> Decimal:
    """An amount that a visitor typed; InvalidQuery when it is none."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        value = Decimal(-1)
    if not (value.is_finite() and 0 <= value < 10**12):
        raise InvalidQuery(f"price: expected an amount such as 199 or 79.90, got {text[:40]!r}")
    return value
