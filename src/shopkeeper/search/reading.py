"""How a query is read before anything is looked for: what is searched, and what must hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..text.analyse import Terms, analyse_query
from .filters import Filter
from .slots import Slot


@dataclass(frozen=True, slots=True)
class Constraint:
    """A filter that words of the query ask for: "500元以下" asks for price<=500. `words` are those of
    the query; when nothing passes, the constraint of the least `importance` (0 to 1) is left out first."""

    filter: Filter
    words: str
    importance: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A query as it was read. `text` is what is left to search by words and meaning once the
    `constraints` and the `sort` were taken out, `terms` its index terms and `slots` those with
    alternatives; `meant` is the whole query as it was probably meant, when words of it are unknown here,
    and `corrected` so much of it as `text` holds. `foreign` are words of it that state an amount in other money than the shop's: no
    constraint came of them."""

    text: str
    terms: Terms
    constraints: tuple[Constraint, ...] = ()
    sort: str = ""
    meant: str | None = None
    slots: tuple[Slot, ...] = ()
    corrected: str | None = None
    foreign: tuple[str, ...] = ()


Read = Callable[[str], Reading]


def literally(query: str) -> Reading:
    """The query as it stands."""
    return Reading(query, analyse_query(query))
