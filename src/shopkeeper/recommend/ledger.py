"""Everybody's deeds, compact: one array in the order of users and time, and beside it the users who did something since."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..store.protocol import INTEREST

KINDS = {name: kind for kind, name in enumerate(INTEREST)}
# What a deed says of how much a product is wanted, by kind: purchase, add_to_cart, add_to_wishlist, view_item, select_item.
WEIGHTS = np.array([1.0, 0.6, 0.5, 0.2, 0.1], np.float32)
PURCHASE = KINDS["purchase"]

# `item` is a number of `History.products`, `kind` of KINDS, `at` microseconds since 1970, `order` a number of the order or 0.
DEED = np.dtype([("item", np.int32), ("kind", np.int8), ("at", np.int64), ("order", np.int64)])
Deeds = NDArray[np.void]
Users = NDArray[np.int32]
_versions = count()
_FOLD = 4_000  # users with deeds of their own before all are folded into one array again


@dataclass(slots=True)
class Batch:
    """Deeds as they are read, in any order of users."""

    users: list[int] = field(default_factory=list)
    deeds: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add(self, user: int, item: int, kind: int, at: int, order: int) -> None:
        """One more deed; see `DEED`."""
        self.users.append(user)
        self.deeds.append((item, kind, at, order))

    def extend(self, user: int, deeds: list[tuple[int, int, int, int]]) -> None:
        """More deeds of one user."""
        self.users += [user] * len(deeds)
        self.deeds += deeds


@dataclass(frozen=True, slots=True)
class Every:
    """The deeds of all (`deeds` [n]) with the user of each (`users` int32[n]), by user and then oldest first."""

    users: Users
    deeds: Deeds


class Ledger:
    """What each user did. One thread at a time writes, any number reads: a user's deeds are replaced, never changed."""

    def __init__(self) -> None:
        none = np.zeros(0, DEED)
        self._state: tuple[NDArray[np.int64], Deeds, dict[int, Deeds]] = np.zeros(1, np.int64), none, {}
        self.version = next(_versions)  # another after each change, and of each ledger

    def of(self, user: int) -> Deeds:
        """The deeds of a user, oldest first."""
        starts, deeds, changed = self._state
        own = changed.get(user)
        if own is not None:
            return own
        return deeds[starts[user] : starts[user + 1]] if 0 <= user < len(starts) - 1 else deeds[:0]

    def every(self) -> Every:
        """The deeds of all."""
        starts, deeds, changed = self._state
        users = np.repeat(np.arange(len(starts) - 1, dtype=np.int32), np.diff(starts))
        if not changed:
            return Every(users, deeds)
        changed = dict(changed)  # somebody may write meanwhile
        kept = ~np.isin(users, np.fromiter(changed, np.int32))
        later = [np.full(len(own), user, np.int32) for user, own in changed.items()]
        return _sorted(np.concatenate([users[kept], *later]), np.concatenate([deeds[kept], *changed.values()]))

    def add(self, batch: Batch) -> None:
        """Takes in deeds; a product of an order counts once, however often it is told."""
        users, deeds = np.array(batch.users, np.int32), np.array(batch.deeds, DEED)
        who = np.unique(users)
        if len(who) > _FOLD:
            known = self.every()
            self.load(_once(_sorted(np.concatenate([known.users, users]), np.concatenate([known.deeds, deeds]))))
            return
        for user in who.tolist():
            own = deeds[users == user]
            self._replace(user, np.concatenate([self.of(user), own]))

    def move(self, user: int, to: int) -> None:
        """What one user did was another."""
        if len(own := self.of(user)):
            self._replace(to, np.concatenate([self.of(to), own]))
            self._replace(user, own[:0])

    def drop(self, user: int, order: int | None = None) -> None:
        """Forgets what a user bought with an order, or all that they did."""
        own = self.of(user)
        self._replace(user, own[own["order"] != order] if order is not None else own[:0])

    def _replace(self, user: int, deeds: Deeds) -> None:
        changed = self._state[2]
        changed[user] = _once(_sorted(np.full(len(deeds), user, np.int32), deeds)).deeds
        self.version = next(_versions)
        if len(changed) > _FOLD:
            self.load(self.every())

    def load(self, every: Every) -> None:
        """These deeds in place of all that were known; by user and then oldest first."""
        counts = np.bincount(every.users, minlength=1) if len(every.users) else np.zeros(0, np.int64)
        self._state = np.concatenate([[0], np.cumsum(counts)]), every.deeds, {}
        self.version = next(_versions)


def _sorted(users: Users, deeds: Deeds) -> Every:
    order: Any = np.lexsort((deeds["at"], users))
    return Every(users[order], deeds[order])


def _once(every: Every) -> Every:
    """Without repeats of a product within an order; the first that was told stays."""
    bought = np.flatnonzero(every.deeds["order"])
    if len(bought) < 2:
        return every
    users, items, orders = every.users[bought], every.deeds["item"][bought], every.deeds["order"][bought]
    by = np.lexsort((items, orders, users))
    same = (np.diff(users[by]) == 0) & (np.diff(orders[by]) == 0) & (np.diff(items[by]) == 0)
    kept = np.ones(len(every.users), bool)
    kept[bought[by[1:][same]]] = False
    return Every(every.users[kept], every.deeds[kept])
