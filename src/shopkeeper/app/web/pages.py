"""What stands on a page of results: cards, facets, filters, the way on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...search.result import FacetCount
from ...shop import Language
from .address import Address, Filter
from .present import field_name
from .strings import text

SHOWN_VALUES = 8
Counts = Mapping[str, tuple[FacetCount, ...]]
NO_NAMES: Mapping[str, str] = {}
_YES_NO = {"yes": True, "是": True, "true": True, "no": False, "否": False, "false": False}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value one can filter by, or stop filtering by."""

    label: str
    count: int
    url: str
    active: bool
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Facet:
    """A field with its values; those beyond the first `shown` are folded away."""

    field: str
    name: str
    values: tuple[FacetValue, ...]
    shown: int = SHOWN_VALUES

    @property
    def first(self) -> tuple[FacetValue, ...]:
        """Those always shown: the leading ones and every active one."""
        return tuple(v for i, v in enumerate(self.values) if i < self.shown or v.active)

    @property
    def folded(self) -> tuple[FacetValue, ...]:
        """The others."""
        return tuple(v for i, v in enumerate(self.values) if i >= self.shown and not v.active)


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the address without it."""

    label: str
    url: str


def facets(counts: Counts, total: int, address: Address, language: Language, names: Mapping[str, str] = NO_NAMES) -> list[Facet]:
    """The facets worth showing of a result of `total` products: a single value that all of them
    share narrows nothing. `names` says what the fields that are attributes are called."""
    found = [_facet(field, names.get(field) or field_name(field, language), values, address, language) for field, values in counts.items()]
    return [f for f in found if len(f.values) > 1 or any(v.active or v.count < total for v in f.values)]


def _facet(field: str, name: str, counts: tuple[FacetCount, ...], address: Address, language: Language) -> Facet:
    values = [FacetValue(value_label(field, c.value, language), c.count, address.toggled(field, c.value).url(),
                         address.holds(field, c.value)) for c in counts]
    return Facet(field, name, tuple(values))


def value_label(field: str, value: str, language: Language) -> str:
    """How a value reads: stock, yes and no, and ranges in words, the rest as the shop wrote it."""
    if value.lower() in _YES_NO:
        yes = _YES_NO[value.lower()]
        return text(("in_stock" if yes else "out_of_stock") if field == "in_stock" else ("yes" if yes else "no"), language)
    low, dots, high = value.replace("..<", "..").partition("..")
    if not dots:
        return value
    return text("range_below" if not low else "range_above" if not high else "range", language, low=low, high=high)


def chips(address: Address, language: Language) -> list[Chip]:
    """One chip for each value that is filtered by."""
    found = []
    for words in address.where:
        parsed = Filter.parse(words)
        if parsed is None or parsed.operator != "=":
            found.append(Chip(filter_label(words, language), address.without(words).url()))
            continue
        for value in parsed.values:
            label = filter_label(f"{parsed.field}={value}", language)
            found.append(Chip(label, address.toggled(parsed.field, value).url()))
    return found


def filter_label(words: str, language: Language) -> str:
    """A filter in words: "Brand: Hario", "Price ≥ 20"."""
    parsed = Filter.parse(words)
    if parsed is None:
        return words
    values = " / ".join(value_label(parsed.field, value, language) for value in parsed.values)
    sign = {"=": ":", ">=": " ≥", "<=": " ≤", "!=": " ≠"}.get(parsed.operator, f" {parsed.operator}")
    return f"{field_name(parsed.field, language)}{sign} {values}"
