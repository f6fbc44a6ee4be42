"""An order system elsewhere: what it must be able to do, and the desk's side of it, which only notes what is to be asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypeVar

import orjson

from ...shop import Customer, Order, OrderRequest, OrderStatus, RequestState, ShopkeeperError, to_dict
from ...shop.breaker import Breaker
from ...store.protocol import Pending, Store
from ..session import Session
from .protocol import Answered

A = TypeVar("A")


class Unanswered(ShopkeeperError):
    """The system did not answer, or could not now; `wait` is the seconds after which it wants to be asked again, where it says so."""

    def __init__(self, why: str, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(why)


class NeedsPerson(ShopkeeperError):
    """The system cannot do this, or nobody can tell whether it did: a person looks at it, nothing is sent again."""


class Remote(Protocol):
    """An order system that is asked over a network."""

    def ask(self, request: OrderRequest, order: Order, customer: Customer | None) -> Answered:
        """Carries a request out, once however often it is asked for under the same id; `REQUESTED` when it will answer later.
        `Unanswered` or `NeedsPerson` where it did not."""

    def look(self, request: OrderRequest, order: Order) -> Answered | None:
        """What has come of a request since; None when it has never heard of it."""

    def status(self, order: Order) -> OrderStatus | None:
        """Where an order stands there; None when it cannot say."""


class WatchedRemote:
    """An order system under a circuit breaker: when it did not answer several times running, nobody waits for it for a while."""

    def __init__(self, remote: Remote, breaker: Breaker) -> None:
        self._remote, self._breaker = remote, breaker

    def ask(self, request: OrderRequest, order: Order, customer: Customer | None) -> Answered:
        """See `Remote.ask`."""
        return self._watched(lambda: self._remote.ask(request, order, customer))

    def look(self, request: OrderRequest, order: Order) -> Answered | None:
        """See `Remote.look`."""
        return self._watched(lambda: self._remote.look(request, order))

    def status(self, order: Order) -> OrderStatus | None:
        """See `Remote.status`."""
        return self._watched(lambda: self._remote.status(order))

    def _watched(self, ask: Callable[[], A]) -> A:
        with self._breaker.watch() as answered:
            answer = ask()
            answered()
            return answer


def order_breaker(clock: Callable[[], float]) -> Breaker:
    """The breaker of an order system; that a person is needed is an answer."""
    return Breaker("the order system", Unanswered, (Unanswered,), answers=(NeedsPerson,), clock=clock)


class RemoteOrders:
    """The `OrderSystem` of a shop whose orders live elsewhere: a request is noted in the surrounding transaction, `Sender` asks."""

    def __init__(self, store: Store, remote: Remote, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.remote = remote
        self._store, self._now = store, now

    def submit(self, request: OrderRequest, order: Order, customer: Customer) -> Answered:
        """See `OrderSystem.submit`."""
        at, dialogue = self._now(), self._dialogue(request.id, customer.id)
        payload = orjson.dumps(to_dict(request)).decode()
        self._store.order_requests.put(Pending(request.id, order.id, dialogue, "waiting", at, at, payload=payload))
        return Answered(RequestState.REQUESTED)

    def status(self, order_id: str) -> OrderStatus | None:
        """See `OrderSystem.status`."""
        order = self._store.orders.get_many([order_id]).get(order_id)
        try:
            return self.remote.status(order) if order else None
        except (Unanswered, NeedsPerson):
            return None

    def _dialogue(self, token: str, customer_id: str) -> str:
        """The conversation in which this was proposed to the customer, "" where it was none that is kept."""
        kept = self._store.dialogues.newest(customer_id=customer_id)
        return next((each.id for each in kept if (Session.of(each).proposal or {}).get("token") == token), "")
