"""What a change would do, without its being stored: the same searches as they are and as they would be, side by side."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..shop import Language
from .result import SearchResult
from .search import MOST_HITS, Request, request

SHOWN = 20  # places from the top in which every change is told
Answer = Callable[[Request], SearchResult]


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
    first `SHOWN` places and those of the products that a rule names."""

    query: str
    total_before: int
    total_after: int
    moves: tuple[Move, ...]

    def to_dict(self) -> dict[str, Any]:
        """The rehearsal as JSON values."""
        moves = [{"id": m.id, "title": m.title, "before": m.before, "after": m.after} for m in self.moves]
        return {"query": self.query, "total": {"before": self.total_before, "after": self.total_after}, "moves": moves}


def rehearse(
    before: Answer, after: Answer, queries: Iterable[str], *, where: Sequence[str] = (), named: Collection[str] = (),
    language: Language | None = None,
) -> list[Rehearsal]:
    """What changes from one way to answer to another for some queries among what passes `where`; `named` are products of which every
    move is told."""
    return [_rehearsal(before, after, request(query, where, k=MOST_HITS, language=language), named) for query in dict.fromkeys(queries)]


def _rehearsal(before: Answer, after: Answer, asked: Request, named: Collection[str]) -> Rehearsal:
    was, now = before(asked), after(asked)
    moves = sorted(_moves(was, now, named), key=lambda move: (move.after or MOST_HITS, move.before or MOST_HITS))
    return Rehearsal(asked.query, was.total, now.total, tuple(moves))


def _moves(before: SearchResult, after: SearchResult, named: Collection[str]) -> Iterator[Move]:
    old, new = ({hit.id: place for place, hit in enumerate(result, 1)} for result in (before, after))
    titles = {hit.id: hit.title for hit in (*before, *after)}
    for id, title in titles.items():
        was, now = old.get(id), new.get(id)
        if was != now and (id in named or min(was or MOST_HITS, now or MOST_HITS) <= SHOWN):
            yield Move(id, title, was, now)
