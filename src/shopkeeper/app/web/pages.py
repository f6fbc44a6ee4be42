"""What stands on a page of results: cards, facets, filters, the way on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...search.result import FacetCount
from .address import Address, Filter
from .labels import Labels

SHOWN_VALUES = 8
Counts = Mapping[str, tuple[FacetCount, ...]]
NO_NAMES: Mapping[str, str] = {}


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


def facets(counts: Counts, total: int, address: Address, labels: Labels, names: Mapping[str, str] = NO_NAMES) -> list[Facet]:
    """The facets worth showing of a result of `total` products: a single value that all of them
    share narrows nothing. `names` says what the fields that are attributes are called."""
    found = [_facet(field, names.get(field) or labels.field(field), values, address, labels) for field, values in counts.items()]
    return [f for f in found if len(f.values) > 1 or any(v.active or v.count < total for v in f.values)]


def _facet(field: str, name: str, counts: tuple[FacetCount, ...], address: Address, labels: Labels) -> Facet:
    values = [FacetValue(labels.value(field, c.value), c.count, address.toggled(field, c.value).url(),
                         address.holds(field, c.value)) for c in counts]
    return Facet(field, name, tuple(values))


def chips(address: Address, labels: Labels) -> list[Chip]:
    """One chip for each value that is filtered by."""
    found = []
    for words in address.where:
        parsed = Filter.parse(words)
        if parsed is None or parsed.operator != "=":
            found.append(Chip(filter_label(words, labels), address.without(words).url()))
            continue
        for value in parsed.values:
            label = filter_label(str(Filter(parsed.field, "=", (value,))), labels)
            found.append(Chip(label, address.toggled(parsed.field, value).url()))
    return found


def filter_label(words: str, labels: Labels) -> str:
    """A filter in words: "Brand: Hario", "Price ≥ 20"."""
    parsed = Filter.parse(words)
    if parsed is None:
        return words
    values = " / ".join(labels.value(parsed.field, value) for value in parsed.values)
    sign = {"=": ":", ">=": " ≥", "<=": " ≤", "!=": " ≠"}.get(parsed.operator, f" {parsed.operator}")
    return f"{labels.field(parsed.field)}{sign} {values}"
