"""A shop's own order system behind the HTTP contract of docs/assistant.md, "Connect your own order system"."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import orjson

from ...shop import Customer, InvalidRecord, Order, OrderRequest, OrderStatus, RequestState, from_dict, to_dict
from ...shop.webhook import signed
from .protocol import Answered
from .remote import NeedsPerson, Unanswered
from .wire import Response, call

_SHOWN = 300  # characters of what it says that are kept


class HttpOrders:
    """The order system at `url`. What is sent is signed with `secret`: a POST over its body, a GET over its path."""

    def __init__(self, url: str, secret: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._url, self._secret, self._now = url.rstrip("/"), secret, now

    def ask(self, request: OrderRequest, order: Order, customer: Customer | None) -> Answered:
        """See `Remote.ask`: `POST /requests`."""
        said = {"request": to_dict(request), "order": to_dict(order), "customer": to_dict(customer) if customer else None}
        body = orjson.dumps(said)
        headers = {"Content-Type": "application/json", "Idempotency-Key": request.id, **self._signature(body.decode())}
        return _answered(call("POST", f"{self._url}/requests", body=body, headers=headers))

    def look(self, request: OrderRequest, order: Order) -> Answered | None:
        """See `Remote.look`: `GET /requests/{id}`."""
        response = self._get(f"/requests/{quote(request.id, safe='')}")
        return None if response.status == 404 else _answered(response)

    def status(self, order: Order) -> OrderStatus | None:
        """See `Remote.status`: `GET /orders/{id}`, which a system need not have."""
        response = self._get(f"/orders/{quote(order.id, safe='')}")
        word = response.data.get("status") if response.status == 200 and isinstance(response.data, dict) else None
        return OrderStatus(word) if word in list(OrderStatus) else None

    def _get(self, path: str) -> Response:
        return call("GET", self._url + path, headers=self._signature(path))

    def _signature(self, text: str) -> dict[str, str]:
        return {"Shopkeeper-Signature": signed(text, self._secret, self._now())}


def _answered(response: Response) -> Answered:
    """What a response says; one that does not say it as the contract has it says nothing."""
    data = response.data if isinstance(response.data, dict) else {}
    if response.status == 409:
        raise NeedsPerson(f"another request was sent under this id before: {note_of(data)}")
    if response.status == 422:
        return Answered(RequestState.REFUSED, note_of(data))
    if response.status not in (200, 201, 202):
        raise Unanswered(f"answered {response.status}: {note_of(data)}")
    return answered(data)


def answered(data: dict[str, Any]) -> Answered:
    """The answer `{state, reason?, order?}`. `Unanswered` where it has no such state, or an order that is none."""
    state = data.get("state")
    if state not in list(RequestState):
        raise Unanswered(f"state: expected one of {', '.join(RequestState)}, got {state!r}"[:_SHOWN])
    try:
        order = from_dict(Order, data["order"]) if data.get("order") else None
    except InvalidRecord as error:
        raise Unanswered(f"order: {error}"[:_SHOWN]) from None
    return Answered(RequestState(state), note_of(data), order)


def note_of(data: dict[str, Any]) -> str:
    """What it says in words, for the customer to read."""
    return str(data.get("reason") or "")[:_SHOWN]
