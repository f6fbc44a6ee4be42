"""What orders and events say of who did what, told once: a purchase that an order and an event both tell of is one."""

from __future__ import annotations

from collections.abc import Sequence

from ..store.protocol import Bought, Trace
from .ledger import KINDS, PURCHASE, Batch, Ledger
from .numbered import Numbered
from .people import People


class Intake:
    """Takes records in, in any order of the two kinds; `done` writes them to the ledger. `owners` says whose an order is, by its number.

    An order's word on its customer is the last. An event that names an order never makes a visitor that order's customer: its id may
    be guessed."""

    def __init__(self, people: People, products: Numbered, ledger: Ledger, owners: dict[int, int]) -> None:
        self._people, self._products, self._ledger, self._owners = people, products, ledger, owners
        self._batch = Batch()

    def order(self, lines: Sequence[Bought]) -> None:
        """The lines of one order."""
        number, customer = number_of(lines[0].order_id), lines[0].customer_id
        user = self._people.customer(customer) if customer else self._bought_by(number)
        self._own(number, user)
        add = self._products.add
        self._batch.extend(user, [(add(line.product_id), PURCHASE, line.at, number) for line in lines])

    def event(self, trace: Trace) -> None:
        """What one event tells."""
        user, number = self._who(trace), 0
        if trace.name == "purchase":
            user = self._people.nobody() if user is None else user
            if trace.transaction_id:
                number = number_of(trace.transaction_id)
                if (owner := self._owners.get(number)) is not None and self._people.has_account(owner):
                    return
                self._own(number, user)
        if user is not None:
            for product in trace.product_ids:
                self._batch.add(user, self._products.add(product), KINDS[trace.name], trace.at, number)

    def done(self) -> None:
        """Writes what was taken in, each under the user who they turned out to be."""
        batch, now, owners = Batch(), self._people.now, self._owners
        for user, deed in zip(map(now, self._batch.users), self._batch.deeds, strict=True):
            if not deed[3] or now(owners[deed[3]]) == user:
                batch.add(user, *deed)
        self._ledger.add(batch)

    def undo(self, order_ids: set[str]) -> None:
        """Takes back what was bought with orders that are cancelled or returned by now."""
        for number in map(number_of, order_ids):
            if (owner := self._owners.pop(number, None)) is not None:
                self._ledger.drop(self._people.now(owner), number)

    def _bought_by(self, number: int) -> int:
        """Who an event said that an order without a customer is of."""
        known = self._owners.get(number)
        return self._people.nobody() if known is None else self._people.now(known)

    def _own(self, number: int, user: int) -> None:
        before, self._owners[number] = self._owners.get(number), user
        if before is not None and self._people.now(before) != user:
            self._ledger.drop(self._people.now(before), number)

    def _who(self, trace: Trace) -> int | None:
        if not trace.customer_id:
            return self._people.session(trace.session_id) if trace.session_id else None
        user = self._people.customer(trace.customer_id)
        if trace.session_id and (visitor := self._people.tie(trace.session_id, user)) is not None:
            self._ledger.move(visitor, user)
        return user


def number_of(order_id: str) -> int:
    """A number of an order, never 0. Two orders among a million share one with a chance below one in ten million."""
    return hash(order_id) or 1
