"""What an answer of the order system does here: to the order, to the request, to the conversation in which it was wished for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import orjson

from ...shop import Customer, InvalidQuery, Localized, NotFound, Order, OrderRequest, OrderStatus, RequestKind, RequestState, from_dict
from ...shop.policy import carry_out
from ...shop.policy.words import STATUS
from ...store.protocol import Pending, Store
from ..handoff import ORDERS
from ..inbox import Handoffs
from ..proposal_words import done
from ..session import Session
from .protocol import Answered

_GAVE_UP = Localized(
    zh="订单 {order} 的申请还没有得到店铺订单系统的确认，已请同事处理，有结果会在这里告诉您。",
    en="The shop's order system has not confirmed your request for order {order} yet. I have asked a colleague to see to it; you will "
       "read here what comes of it.")
_NOBODY = Customer("-")


def request_of(pending: Pending) -> OrderRequest:
    """The request that is to be sent."""
    return from_dict(OrderRequest, orjson.loads(pending.payload))


def settle(store: Store, id: str, answered: Answered, now: datetime) -> bool:
    """Takes in that the order system did or refused a request: the order's row becomes what was promised, or stays as it was, and the
    shopper is told. Whether it was still open: the same answer again, however it comes, does nothing."""
    if answered.state is RequestState.REQUESTED:
        return False
    with store.transaction():
        pending = store.order_requests.get(id)
        if pending is None:
            return False
        store.order_requests.drop([id])
        order = store.orders.get_many([pending.order_id]).get(pending.order_id)
        if order is not None:
            _write(store, pending, order, answered, now)
    return True


def accept(store: Store, id: str, due_at: datetime) -> None:
    """Takes in that the order system has the request and answers later; it is asked at `due_at`."""
    with store.transaction():
        pending = store.order_requests.get(id)
        if pending is not None:
            store.order_requests.put(replace(pending, state="accepted", due_at=due_at, attempts=0, error=""))


def failed(store: Store, id: str, why: str, due_at: datetime | None, now: datetime) -> None:
    """Counts a try that failed. The next is at `due_at`; when there is none (None) a person is asked for."""
    with store.transaction():
        pending = store.order_requests.get(id)
        if pending is None:
            return
        tried = replace(pending, attempts=pending.attempts + 1, error=why)
        store.order_requests.put(replace(tried, due_at=due_at) if due_at else replace(tried, state="dead"))
        if due_at is None:
            _alert(store, tried, now)


def retry(store: Store, id: str, now: datetime) -> None:
    """Sends a request once more as if it were new. `NotFound` when it is not open."""
    pending = store.order_requests.get(id)
    if pending is None:
        raise NotFound("open request", id)
    store.order_requests.put(replace(pending, state="waiting", attempts=0, error="", due_at=now))


def decide(store: Store, id: str, state: RequestState, note: str, now: datetime) -> None:
    """Settles a request as a person of the shop has found it, or has done it, in the order system. `NotFound` when it is not open."""
    if state is RequestState.REQUESTED:
        raise InvalidQuery("a request is settled as acknowledged or refused")
    if not settle(store, id, Answered(state, note), now):
        raise NotFound("open request", id)


def _write(store: Store, pending: Pending, order: Order, answered: Answered, now: datetime) -> None:
    request = replace(request_of(pending), state=answered.state, answer=answered.note)
    customer = store.customers.get_many([order.customer_id or ""]).get(order.customer_id or "")
    products = store.products.get_many([line.product_id for line in order.lines])
    after, paid = _theirs(order, request, answered), customer or _NOBODY
    worked_out = after is None
    if after is None:
        after, paid = carry_out(order, paid, request, products)
        store.customers.put([paid] if customer else [])
    store.orders.put([after])
    if dialogue := store.dialogues.get(pending.dialogue_id):
        known = worked_out or request.state is RequestState.REFUSED
        text = done(paid, after, request, products) if known else _confirmed(after)
        fact = {"text": text.get(Session.of(dialogue).language), "token": request.id, "order_id": order.id, "state": str(request.state)}
        store.audit.append(dialogue.id, [(now, "told", fact)])


def _confirmed(order: Order) -> Localized:
    """What can be said of an order that the system itself has told: not what was paid back, which it alone knows."""
    status = STATUS[order.status]
    return Localized(zh=f"店铺的订单系统确认了您的申请：订单 {order.id} 现在的状态是“{status.zh}”。",
                     en=f"The shop's order system has carried out your request: order {order.id} is {status.en} now.")


def _theirs(order: Order, request: OrderRequest, answered: Answered) -> Order | None:
    """The order after the answer where nothing is left to be worked out: it was refused, or the system told it, or it was read in anew
    meanwhile and shows it already, so that nothing is paid back a second time."""
    if answered.state is RequestState.ACKNOWLEDGED and answered.order is not None and answered.order.id == order.id:
        return _with(replace(answered.order, requests=order.requests), request)
    if answered.state is RequestState.REFUSED or _shows(order, request):
        return _with(order, request)
    return None


def _shows(order: Order, request: OrderRequest) -> bool:
    """Whether an order is as it is after the request."""
    if request.kind is RequestKind.CANCEL:
        return order.status in (OrderStatus.CANCELLED, OrderStatus.RETURNED)
    if request.kind is RequestKind.ITEMS:
        return not {change.variant_id for change in request.items} & {line.variant_id for line in order.lines}
    return False


def _with(order: Order, request: OrderRequest) -> Order:
    return replace(order, requests=(*(each for each in order.requests if each.id != request.id), request))


def _alert(store: Store, pending: Pending, now: datetime) -> None:
    """Puts the request before a person: in the conversation in which it was wished for, else in one of its own."""
    request, order = request_of(pending), store.orders.get_many([pending.order_id]).get(pending.order_id)
    desk, detail = Handoffs(store, lambda: now), f"{request.kind} of order {pending.order_id} ({pending.id}): {pending.error}"
    dialogue = store.dialogues.get(pending.dialogue_id)
    if dialogue is None:
        session = Session(f"request-{pending.id}", customer_id=order.customer_id if order else None, channel="orders")
        dialogue = session.kept(now)
        store.dialogues.put(dialogue)
    text = _GAVE_UP.get(Session.of(dialogue).language).format(order=pending.order_id)
    desk.alert(dialogue.id, ORDERS, detail, text)
