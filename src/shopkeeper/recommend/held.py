"""What is held out to see who foretells it: of many shoppers the next product that they had not met before.

By time: what came before a moment is known, what came after it is to be foretold, as in the shop itself. Where only the order is known
(a file of sequences), the last product of each shopper is held out (leave one out). Ranked are all products, never a sample
(Krichene and Rendle 2020); those that the shopper met are left out of the ranking.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from .asked import Asked
from .history import History
from .ledger import Every
from .sources.protocol import Rows, Source

SHARE = 0.1  # of the deeds that come after the moment
MOST = 20_000  # shoppers that are asked about
CUT = 10  # places of a list that count
MISSED = np.iinfo(np.int64).max  # rank of what was not proposed at all
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Case:
    """A shopper (a customer of `Held.history`), the product that they came to next, and when (microseconds since 1970)."""

    customer: str
    wanted: int
    at: int


@dataclass(frozen=True, slots=True)
class Held:
    """What is known `now`, and what is to be foretold."""

    history: History
    cases: Sequence[Case]
    now: datetime


def held_by_time(history: History, share: float = SHARE, seed: int = 0) -> Held:
    """The newest `share` of the deeds is to be foretold: of each shopper who is known by then the first new product."""
    every = history.every()
    if not len(every.users):
        return Held(history, (), datetime.now(UTC))
    moment = np.quantile(every.deeds["at"], 1 - share, method="lower")
    known, new = every.deeds["at"] <= moment, _first_met(every)
    later = np.flatnonzero(new & ~known)
    _, first = np.unique(every.users[later], return_index=True)
    asked = later[first]
    return _held(history, every, known, asked[np.isin(every.users[asked], every.users[known])], seed)


def held_last(history: History, seed: int = 0) -> Held:
    """Of each shopper who met three products or more the last new one is to be foretold; they are known until then."""
    every = history.every()
    new = np.flatnonzero(_first_met(every))
    _, counts = np.unique(every.users[new], return_counts=True)
    asked = new[np.cumsum(counts) - 1][counts >= 3]
    cut = np.full(int(every.users.max(initial=-1)) + 1, len(every.users))
    cut[every.users[asked]] = asked
    return _held(history, every, np.arange(len(every.users)) < cut[every.users], asked, seed)


def ranks(source: Source, held: Held, cut: int = CUT) -> Rows:
    """int64[cases]: how many products that the shopper had not met stand before the wanted one (0 the first), `MISSED` where it is not
    among the first `cut`."""
    return np.array([_rank(source, held, case, cut) for case in held.cases], np.int64)


def gains(ranks: Rows, cut: int = CUT) -> Floats:
    """float64[cases]: nDCG with one right answer, 1 / log2(rank + 2), 0 beyond `cut`."""
    return np.where(ranks < cut, 1 / np.log2(np.minimum(ranks, cut) + 2.0), 0.0)


def _rank(source: Source, held: Held, case: Case, cut: int) -> int:
    met = np.unique(held.history.of(case.customer)["item"])
    found = source.candidates(Asked(customer=case.customer, now=held.now), cut + len(met)).rows
    place = np.flatnonzero(found[~np.isin(found, met)] == case.wanted)
    return int(place[0]) if len(place) and place[0] < cut else MISSED


def _held(history: History, every: Every, known: NDArray[np.bool_], asked: Rows, seed: int) -> Held:
    if len(asked) > MOST:
        asked = np.sort(np.random.default_rng(seed).choice(asked, MOST, replace=False))
    told = zip(every.users[asked].tolist(), every.deeds["item"][asked].tolist(), every.deeds["at"][asked].tolist(), strict=True)
    now = datetime.fromtimestamp(int(every.deeds["at"][known].max(initial=0)) / 1e6, UTC)
    return Held(history.part(known), [Case(str(user), item, at) for user, item, at in told], now)


def _first_met(every: Every) -> NDArray[np.bool_]:
    """Which deeds are the first of their user with their product."""
    pairs = every.users.astype(np.int64) << 32 | every.deeds["item"]
    first = np.zeros(len(pairs), bool)
    first[np.unique(pairs, return_index=True)[1]] = True
    return first
