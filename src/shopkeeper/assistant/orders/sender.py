"""Asks the shop's order system what is to be asked: each order's requests in their order, again until they are answered."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

from ...shop import RequestState
from ...shop.webhook import wait_after
from ...store.protocol import Pending, Store
from .protocol import Answered
from .remote import NeedsPerson, Remote, Unanswered
from .settle import accept, failed, request_of, settle

TRIES = 12  # the last some six hours after the first
AT_ONCE = 100  # requests of one round
LEASE = timedelta(minutes=2)  # a request that was taken is nobody else's for so long, and somebody's again when its sender is gone
LOOKS = timedelta(seconds=30)  # between two looks at a request that is answered later, ten times as long after an hour
LATEST = timedelta(days=2)  # after this a person asks why there is no answer

log = logging.getLogger(__name__)


class Sender:
    """What sends the open requests of a shop. Any number of processes may do so at once."""

    def __init__(self, store: Store, remote: Remote, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._store, self._remote, self._now = store, remote, now

    def send(self) -> int:
        """Sends what is due, one after the other; how many requests were answered for good."""
        return sum(self._one(pending) for pending in islice(self._taken(), AT_ONCE))

    def _taken(self) -> Iterator[Pending]:
        """What is due, each taken only when the one before is done with: a slow system must not outlast the lease of the next."""
        while found := self._store.order_requests.claim(self._now(), self._now() + LEASE, 1):
            yield from found

    def _one(self, pending: Pending) -> bool:
        try:
            return self._tried(pending)
        except Exception as error:  # one that cannot be taken in must not hold up the others: a person looks at it
            log.exception("order system: request %s", pending.id)
            failed(self._store, pending.id, f"{type(error).__name__}: {error}"[:300], None, self._now())
            return False

    def _tried(self, pending: Pending) -> bool:
        try:
            answered = self._asked(pending)
        except NeedsPerson as error:
            failed(self._store, pending.id, str(error), None, self._now())
        except Unanswered as error:
            self._again(pending, error)
        else:
            if answered.state is not RequestState.REQUESTED:
                return settle(self._store, pending.id, answered, self._now())
            self._later(pending)
        return False

    def _asked(self, pending: Pending) -> Answered:
        request = request_of(pending)
        order = self._store.orders.get_many([pending.order_id]).get(pending.order_id)
        if order is None:
            raise NeedsPerson(f"order {pending.order_id} is not here any more")
        if pending.state == "accepted" and (answered := self._remote.look(request, order)) is not None:
            return answered
        customer = self._store.customers.get_many([order.customer_id]).get(order.customer_id) if order.customer_id else None
        return self._remote.ask(request, order, customer)

    def _again(self, pending: Pending, error: Unanswered) -> None:
        tries, now = pending.attempts + 1, self._now()
        wait = wait_after(tries) if error.wait is None else timedelta(seconds=max(1.0, min(error.wait, 3600.0)))
        log.warning("order system: request %s: %s", pending.id, error)
        failed(self._store, pending.id, str(error), None if tries >= TRIES else now + wait, now)

    def _later(self, pending: Pending) -> None:
        now = self._now()
        if now - pending.at > LATEST:
            failed(self._store, pending.id, "accepted two days ago and not answered since", None, now)
        else:
            accept(self._store, pending.id, now + (LOOKS if now - pending.at < timedelta(hours=1) else 10 * LOOKS))
