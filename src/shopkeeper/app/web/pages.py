"""What stands on a page of results: cards, facets, filters, the way on."""

from __future__ import annotations

from dataclasses import dataclass

from ...search.result import FacetCount, SearchResult
from ...shop import Language
from .address import Address, Filter
from .present import field_name
from .strings import text

SHOWN_VALUES = 8


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value one can filter by, or stop filtering by."""

    label: str
    count: int
    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A field with its values; those beyond the first few are folded away."""

    field: str
    name: str
    values: tuple[FacetValue, ...]

    @property
    def first(self) -> tuple[FacetValue, ...]:
        """Those always shown: the leading ones and every active one."""
        return tuple(v for i, v in enumerate(self.values) if i < SHOWN_VALUES or v.active)

    @property
    def folded(self) -> tuple[FacetValue, ...]:
        """The others."""
        return tuple(v for i, v in enumerate(self.values) if i >= SHOWN_VALUES and not v.active)


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the address without it."""

    label: str
    url: str


def facets(result: SearchResult, address: Address, language: Language) -> list[Facet]:
    """The facets worth showing: a single value that all products share narrows nothing."""
    found = [_facet(field, counts, address, language) for field, counts in result.facets.items()]
    return [f for f in found if len(f.values) > 1 or any(v.active or v.count < result.total for v in f.values)]


def _facet(field: str, counts: tuple[FacetCount, ...], address: Address, language: Language) -> Facet:
    values = [FacetValue(value_label(field, c.value, language), c.count, address.toggled(field, c.value).url(),
                         address.holds(field, c.value)) for c in counts]
    return Facet(field, field_name(field, language), tuple(values))


def value_label(field: str, value: str, language: Language) -> str:
    """How a value reads: stock and ranges in words, the rest as the shop wrote it."""
    if field == "in_stock":
        return text("in_stock" if value.lower() in ("yes", "true", "是") else "out_of_stock", language)
    low, dots, high = value.partition("..")
    if not dots:
        return value
    return text("range_below" if not low else "range_above" if not high else "range", language, low=low, high=high)


def chips(address: Address, language: Language) -> list[Chip]:
    """One chip for each value that is filtered by."""
    found = []
    for words in address.where:
        parsed = Filter.parse(words)
        if parsed is None or parsed.operator != "=":
            found.append(Chip(_spoken(words, parsed, language), address.without(words).url()))
            continue
        for value in parsed.values:
            label = f"{field_name(parsed.field, language)}: {value_label(parsed.field, value, language)}"
            found.append(Chip(label, address.toggled(parsed.field, value).url()))
    return found


def _spoken(words: str, parsed: Filter | None, language: Language) -> str:
    if parsed is None:
        return words
    sign = {">=": "≥", "<=": "≤", "!=": "≠"}.get(parsed.operator, parsed.operator)
    return f"{field_name(parsed.field, language)} {sign} {'|'.join(parsed.values)}"
