"""What a rule would change, without it being stored: the same searches with and without it, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..shop import Language, Rule
from .filters import escape
from .result import SearchResult
from .search import MOST_HITS, Search, request

SHOWN = 20  # places from the top in which every change is told


@dataclass(frozen=True, slots=True)
class Move:
    """A product whose place would be another. Places count from 1; None: not among the first `MOST_HITS`."""

    id: str
    title: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What would change for one query: how many products are found, and where they stand. Told are the changes in the
    first `SHOWN` places and those of the products that the rule names."""

    query: str
    total_before: int
    total_after: int
    moves: tuple[Move, ...]

    def to_dict(self) -> dict[str, Any]:
        """The rehearsal as JSON values."""
        moves = [{"id": m.id, "title": m.title, "before": m.before, "after": m.after} for m in self.moves]
        return {"query": self.query, "total": {"before": self.total_before, "after": self.total_after}, "moves": moves}


def rehearse(search: Search, rule: Rule, queries: Iterable[str], language: Language | None = None) -> list[Rehearsal]:
    """What a rule would change in the answers to some queries (in the category of the rule, if it has one), if it were on now.
    `InvalidRecord` when it is wrong."""
    return [_rehearsal(search, rule, query, language) for query in dict.fromkeys(queries)]


def _rehearsal(search: Search, rule: Rule, query: str, language: Language | None) -> Rehearsal:
    where = [f"category={escape(rule.category)}"] if rule.category else []
    asked = request(query, where, k=MOST_HITS, language=language)
    before, after = search.search(asked), search.search(asked, tried=rule)
    moves = sorted(_moves(before, after, rule), key=lambda move: (move.after or MOST_HITS, move.before or MOST_HITS))
    return Rehearsal(query, before.total, after.total, tuple(moves))


def _moves(before: SearchResult, after: SearchResult, rule: Rule) -> Iterator[Move]:
    old, new = ({hit.id: place for place, hit in enumerate(result, 1)} for result in (before, after))
    titles = {hit.id: hit.title for hit in (*before, *after)}
    for id, title in titles.items():
        was, now = old.get(id), new.get(id)
        if was != now and (id in rule.product_ids or min(was or MOST_HITS, now or MOST_HITS) <= SHOWN):
            yield Move(id, title, was, now)
