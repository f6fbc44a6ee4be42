"""A query while it is being read, and what is found in it on the way: candidates, and the conditions that they become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from ...shop import Localized
from ...text.analyse import Terms
from ..engines.protocol import Carried, CatalogueValues
from ..filters import Filter
from . import phrases
from .amounts import Amount
from .lexicon import Lexicon
from .orders import find_order, find_stock
from .spelled import Span, Spelled, overlaps

HELD = 0.5  # share of the products of the named kind that must have a field, so that a condition on it may hold


class Catalogue(Protocol):
    """What reading asks of an index."""

    def values(self) -> CatalogueValues:
        """The values that products have, by field."""

    def carried(self, kind: Terms | Filter, fields: Sequence[str]) -> Mapping[str, Carried]:
        """What the products that a text finds, or that pass a filter, have in each of the fields."""

    def kind(self, terms: Terms) -> Localized | None:
        """The category that most of the products are in that a text finds."""


@dataclass(slots=True)
class Option:
    """One way to take a phrase: values of a field, or an amount of it. `exact`: a value as it is, not only
    its end; `codes` the values' places in the field."""

    field: str
    values: tuple[str, ...] = ()
    amount: Amount | None = None
    exact: bool = True
    codes: frozenset[int] = frozenset()


@dataclass(slots=True)
class Candidate:
    """A part of the query that may be a condition, and the ways to take it. `flag` says that it is the
    name of a yes/no field, `always` that it needs no product of the kind to have the field."""

    span: Span
    options: list[Option] = field(default_factory=list)
    denied: bool = False
    weak: bool = False
    cue: int = -1
    end: int = -1
    always: bool = False
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Settled:
    """A condition with where it stands and, if it is one of an amount, which."""

    filter: Filter
    span: Span
    amount: Amount | None = None


@dataclass(frozen=True)
class Asked:
    """A query, the words by which this shop can be asked, what its products have, and the currency of its prices."""

    spelled: Spelled
    lexicon: Lexicon
    values: CatalogueValues
    catalogue: Catalogue
    currency: str

    @property
    def text(self) -> str:
        """The query as rules read it."""
        return self.spelled.text

    @cached_property
    def order(self) -> tuple[str, list[Span]]:
        """The order that is asked for, and where."""
        return find_order(self.text)

    @cached_property
    def stock(self) -> list[tuple[Span, str]]:
        """Where it is asked whether products can be had."""
        return [each for each in find_stock(self.text) if not overlaps(each[0], self.order[1])]

    @cached_property
    def taken(self) -> list[Span]:
        """What is no word of a product's: orders and stock."""
        return [*self.order[1], *(span for span, _ in self.stock)]

    @cached_property
    def thoughts(self) -> list[Span]:
        """Where the shopper thinks again."""
        return phrases.second_thoughts(self.text)

    @cached_property
    def frames(self) -> list[Span]:
        """The parts that only ask."""
        return phrases.frames(self.text)
