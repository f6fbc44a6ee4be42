"""Everybody's interactions with products, kept in step with the store."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from ..store.protocol import Store
from .intake import Intake
from .ledger import PURCHASE, Batch, Deeds, Every, Ledger
from .numbered import Numbered
from .people import People
from .watermark import Watermark

CHECK = 60.0  # seconds between two counts of what the store holds
_LATE_ORDERS, _LATE_EVENTS = timedelta(days=1), timedelta(minutes=1)  # how much later than their moment records usually come in
_SECOND = 1_000_000  # microseconds


class History:
    """Who did what when: orders and events, a purchase once however it is told. `products` numbers all products that were met, for good.
    A visitor without an account is known by the session, until an event names both: then all of the session is the customer's.
    Cancelled and returned orders do not count. Any number of threads may read while others write.

    Lines of an order that are changed later are seen at the next whole reading, such as that of the next start."""

    def __init__(self, check: float = CHECK) -> None:
        self.products = Numbered()
        self._people = People()
        self._reading = _Reading(self._people, self.products)
        self._check, self._checked = check, time.monotonic()
        self._lock = threading.Lock()

    @classmethod
    def read(cls, store: Store) -> History:
        """The history of a shop."""
        history = cls()
        history.catch_up(store)
        return history

    @classmethod
    def of_sequences(cls, sequences: Iterable[tuple[str, Sequence[str]]]) -> History:
        """The history of customers of whom only the order is known in which they bought: `(customer, products, oldest first)`."""
        history, batch = cls(), Batch()
        for customer, products in sequences:
            user = history._people.customer(customer)
            for place, product in enumerate(products):
                batch.add(user, history.products.add(product), PURCHASE, place * _SECOND, 0)
        history._reading.ledger.add(batch)
        return history

    def part(self, kept: NDArray[np.bool_]) -> History:
        """The history of some of the deeds of `every`, as if the others had never been. Its customers are the users of those deeds, called
        by their numbers: "0", "1" …"""
        history, every = History(), self.every()
        for id in self.products.ids(range(len(self.products))):
            history.products.add(id)
        users = every.users[kept]
        for user in range(int(users.max(initial=-1)) + 1):
            history._people.customer(str(user))
        history._reading.ledger.load(Every(users, every.deeds[kept]))
        return history

    def of(self, customer: str | None = None, session: str | None = None) -> Deeds:
        """What a customer, the visitor of a session, or both did, oldest first; see `DEED`."""
        ledger = self._reading.ledger
        found = [ledger.of(user) for user in self._people.known(customer, session)]
        if len(found) < 2:
            return found[0] if found else ledger.of(-1)
        both = np.concatenate(found)
        return both[np.argsort(both["at"], kind="stable")]

    @property
    def version(self) -> tuple[int, int]:
        """Another pair of numbers whenever anything was taken in, forgotten or tied to somebody, or a product got its number."""
        return self._reading.ledger.version, len(self.products)

    def every(self) -> Every:
        """The deeds of all, as they are now."""
        return self._reading.ledger.every()

    def catch_up(self, store: Store, now: datetime | None = None) -> int:
        """Takes in what came since the last time; how many records. Reads only the new ones; all anew where the store holds others than
        were read: some were deleted, came in long after their moment, or an order that was cancelled is not any more."""
        now = now or datetime.now(UTC)
        with self._lock:
            reading, due = self._reading, time.monotonic() - self._checked >= self._check
            known, before = reading.count, _held(store) if due else 0
            right = reading.take_in(store, now)
            if due:
                self._checked = time.monotonic()
                right = right and before <= reading.count <= _held(store)  # shoppers do not wait until it is counted
            if not right:
                reading = _Reading(self._people, self.products)
                reading.take_in(store, now)
                self._reading = reading
            return max(reading.count - known, 0)

    def forget(self, customer: str) -> None:
        """Forgets what a customer did, and their sessions."""
        with self._lock:
            if (user := self._people.forget(customer)) is not None:
                self._reading.ledger.drop(user)


class _Reading:
    """What was read of a store so far."""

    def __init__(self, people: People, products: Numbered) -> None:
        self.ledger = Ledger()
        self._people, self._products = people, products
        self._owners: dict[int, int] = {}
        self._undone: set[str] = set()
        self._orders, self._events = Watermark(_LATE_ORDERS), Watermark(_LATE_EVENTS)

    @property
    def count(self) -> int:
        """How many records were read."""
        return self._orders.count + self._events.count

    def take_in(self, store: Store, now: datetime) -> bool:
        """Reads on; whether what was read before still holds."""
        undone, intake = store.orders.undone(), Intake(self._people, self._products, self.ledger, self._owners)
        for id, bought in groupby(store.orders.lines(self._orders.since(now)), key=attrgetter("order_id")):
            lines = list(bought)
            if self._orders.new(id, lines[0].at) and id not in undone:
                intake.order(lines)
        for trace in store.events.traces(self._events.since(now)):
            if self._events.new(trace.id, trace.at) and trace.transaction_id not in undone:
                intake.event(trace)
        intake.done()
        revived, again = self._undone - undone, undone - self._undone
        intake.undo(again)
        self._undone = undone
        self._orders.done(now)
        self._events.done(now)
        return not revived


def _held(store: Store) -> int:
    return store.orders.count() + store.events.count()
