"""How much each source is believed where nothing was learnt: by the place, and by how much is known of who asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .asked import Asked
from .sources.lists import numbered
from .sources.protocol import Rows, Scored, Source

Floats = NDArray[np.float32]
Weights = tuple[float, float, float]
KNOWN = 1, 5  # different products from which a shopper is known a little, and well
_WISH = 10.0  # what a wish said now counts: the other sources only decide between products that answer it alike
_HEAD = 5  # places at the top of a list that differ little

_HOME: dict[str, Weights] = {
    "learned": (0, 2, 2), "sequence": (0, 1, 1), "basket": (0, 0.4, 0.4), "people": (0, 0.5, 0.8), "alike": (0, 0.8, 0.3),
    "words": (1, 0.5, 0), "trend": (0.5, 0.2, 0.1), "repeat": (0, 0.8, 0.8),
}  # fmt: skip
_SIMILAR: dict[str, Weights] = {"alike": (1, 1, 1), "sequence": (0.5, 0.5, 0.5), "people": (0, 0, 0.2)}
_GOES_WITH: dict[str, Weights] = {"basket": (1, 1, 1), "sequence": (0.4, 0.4, 0.4), "people": (0, 0.1, 0.2), "trend": (0.05, 0.05, 0.05)}
PLACES: dict[str, Mapping[str, Weights]] = {
    "home": _HOME, "email": _HOME, "product similar": _SIMILAR, "product goes_with": _GOES_WITH,
    "basket": {**_GOES_WITH, "repeat": (0, 0.2, 0.2)}, "purchase": {**_GOES_WITH, "repeat": (0, 0.2, 0.2), "people": (0, 0.3, 0.5)},
}  # fmt: skip


def place_of(asked: Asked) -> str:
    """The list that is asked for: a place, on a product's page with the relation."""
    return f"product {asked.relation}" if asked.place == "product" else asked.place


def similar(asked: Asked) -> bool:
    """Whether the list is one of products like that of the page."""
    return asked.place == "product" and asked.relation == "similar"


def weights(asked: Asked, known: int) -> dict[str, float]:
    """How much each source counts for somebody who met so many different products; sources that count nothing are left out. For a wish
    said now the search alone finds, and the others only tell what of it is liked more."""
    stage = sum(known >= bound for bound in KNOWN)
    chosen = {name: each[stage] for name, each in PLACES[place_of(asked)].items() if each[stage] > 0}
    return {**chosen, "words": _WISH} if asked.likes.strip() else chosen


def believed(sources: Sequence[Source], asked: Asked, known: int) -> dict[str, float]:
    """How much each of these sources counts, see `weights`, times what this shop believes it (`Source.belief`) where that was learnt; those
    that count nothing are left out."""
    usual, own = weights(asked, known), {each.name: getattr(each, "belief", 1.0) for each in sources}
    return {name: weight * own[name] for name, weight in usual.items() if own.get(name, 0.0) > 0}


@dataclass(frozen=True, slots=True)
class Fused:
    """The candidates of all sources, best first: `rows` int64[m], `scores` float32[m] (the best has 1), and of each source (`names`)
    the part of the score that it gave (`parts` float32[m, s]), the product that it owes it to (`because` int64[m, s]) and its own
    score over its best (`own` float32[m, s], 0 where it did not propose it)."""

    names: tuple[str, ...]
    rows: Rows
    scores: Floats
    parts: Floats
    because: NDArray[np.int64]
    own: Floats

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, places: NDArray[np.int64] | NDArray[np.bool_]) -> Fused:
        """Some of the candidates, in this order."""
        chosen = np.flatnonzero(places) if places.dtype == bool else places
        parts, because, own = self.parts.take(chosen, 0), self.because.take(chosen, 0), self.own.take(chosen, 0)
        return Fused(self.names, self.rows[chosen], self.scores[chosen], parts, because, own)

    def with_rest(self, rows: Rows, score: float) -> Fused:
        """The candidates with others behind them that no source proposed; the first of these has at most this score."""
        m, s = len(rows), len(self.names)
        start = min([score, *self.scores[-1:].tolist()])
        scores = (start * _HEAD / (_HEAD + np.arange(m))).astype(np.float32)
        none = np.zeros((m, s), np.float32)
        return Fused(
            self.names, np.concatenate([self.rows, rows]), np.concatenate([self.scores, scores]), np.concatenate([self.parts, none]),
            np.concatenate([self.because, np.full((m, s), -1, np.int64)]), np.concatenate([self.own, none]),
        )  # fmt: skip

    def sources(self, start: int, stop: int) -> list[tuple[str, int]]:
        """Which source gave most of the score of each of some candidates, and the product that it owes that to; "" where none did."""
        if not self.names:
            return [("", -1)] * (stop - start)
        parts = self.parts[start:stop]
        most = parts.argmax(1)
        each = np.arange(len(parts))
        told = zip(parts[each, most].tolist(), most.tolist(), self.because[start:stop][each, most].tolist(), strict=True)
        return [(self.names[source], because) if part > 0 else ("", -1) for part, source, because in told]

    def reordered(self, scores: Floats) -> Fused:
        """The candidates by other scores, best first."""
        order = np.argsort(-scores, kind="stable")
        new = self.take(order)
        return Fused(new.names, new.rows, scores[order].astype(np.float32), new.parts, new.because, new.own)


def fuse(found: Mapping[str, Scored], believed: Mapping[str, float]) -> Fused:
    """The candidates of all sources together. A source gives weight * HEAD / (HEAD + place) to each of its own, whatever its scores:
    these do not compare between sources (reciprocal rank fusion, Cormack, Clarke and Büttcher 2009)."""
    names, told = tuple(found), {name: each for name, each in found.items() if len(each)}
    if not told:
        none = np.zeros((0, len(names)), np.float32)
        return Fused(names, np.zeros(0, np.int64), none.sum(1), none, np.zeros(none.shape, np.int64), none)
    lengths = [len(each) for each in told.values()]
    of, place = np.repeat([names.index(name) for name in told], lengths), np.concatenate([np.arange(n) for n in lengths])
    weights = np.repeat([believed[name] * _HEAD for name in told], lengths)
    rows, at = numbered(np.concatenate([each.rows for each in told.values()]))
    shape = len(rows), len(names)
    parts, because, own = np.zeros(shape, np.float32), np.full(shape, -1), np.zeros(shape, np.float32)
    parts[at, of] = weights / (_HEAD + place)
    because[at, of] = np.concatenate([each.because for each in told.values()])
    own[at, of] = np.concatenate([each.scores / each.scores[0] for each in told.values()])
    scores = parts.sum(1)
    order = np.lexsort((rows, -scores))
    best = scores[order[0]]
    return Fused(names, rows, scores / best, parts / best, because, own).take(order)
