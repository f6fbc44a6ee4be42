"""The customer's own orders: where they are, what was paid back, and until when they can come back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple

from ...shop import DocumentKind, Fulfilment, Order, OrderStatus, Payment, RequestKind, RequestState
from ...shop.policy import may_return_until
from ..reply import Act, Action, Source
from ..tools.records import customer_of, order_of, orders_of
from ..tools.tool import ToolError
from .documents import from_documents
from .question import Answer, Question
from .quoting import clean
from .words import day, status

_HOW = re.compile(
    r"\b(?:how|where) (?:do|can|could|would|should) (?:i|we) (?:see|find|track|check|look)"
    r"|怎么查|如何查|在哪.{0,4}(?:看|查)|哪里.{0,4}(?:看|查)", re.I)
MOST = 5  # orders that are told of at once
_OPEN = (OrderStatus.PENDING, OrderStatus.PROCESSED, OrderStatus.SHIPPED, OrderStatus.RETURN_REQUESTED, OrderStatus.EXCHANGE_REQUESTED)
_BACK = (RequestKind.CANCEL, RequestKind.RETURN)


def identity(ask: Question) -> Answer:
    """Asks who the shopper is: nothing of an order is told before that."""
    return Answer(ask.say("who_are_you"), actions=(Action(Act.ASK, "identity"),), sure=False)


def track(ask: Question) -> Answer:
    """Where the order is: the one that is named, else those that are under way, else the last."""
    if _HOW.search(ask.text) and not ask.order_ids and (written := from_documents(ask, (DocumentKind.FAQ, DocumentKind.POLICY))):
        return written
    if ask.session.customer_id is None:
        return identity(ask)
    orders = _named(ask)
    if orders is None:
        return _unknown_order(ask)
    if not ask.order_ids:
        orders = [order for order in orders if order.status in _OPEN] or orders[-1:]
    if not orders:
        return Answer(ask.say("no_orders"), sure=True)
    newest = list(reversed(orders))[:MOST]
    texts = [_where(ask, order) for order in newest]
    text = texts[0] if len(texts) == 1 else "\n".join([ask.say("several_orders", count=len(orders)), *(f"• {each}" for each in texts)])
    return Answer(text, tuple(source for order in newest for source in _where_sources(order)), _shown(newest))


def refund(ask: Question) -> Answer:
    """What was paid back or asked to be: how much, by which way, when, or that it is still open."""
    if ask.session.customer_id is None:
        return identity(ask)
    orders = _named(ask)
    if orders is None:
        return _unknown_order(ask)
    concerned = orders if ask.order_ids else [order for order in orders if _concerns_refund(order)]
    if not concerned:
        return Answer(ask.say("no_refunds"), (), (Action(Act.IDLE, data={"offer": "person"}),))
    newest = list(reversed(concerned))[:MOST]
    text = "\n".join("".join(_refund_of(ask, order)).strip() for order in newest)
    return Answer(text, tuple(Source("order", order.id, "payments") for order in newest), _shown(newest))


def account(ask: Question) -> Answer:
    """What the shop knows of the customer: name, address, ways to pay with balances, orders."""
    if ask.session.customer_id is None:
        return identity(ask)
    customer, orders = customer_of(ask.desk, ask.session), orders_of(ask.desk, ask.session)
    address = ("，" if ask.language == "zh" else ", ").join(clean(part) for part in astuple(customer.address) if part)
    parts = [ask.say("account_name", name=clean(customer.name) or ask.say("unknown_value"), email=_masked(customer.email))]
    parts += [ask.say("account_address", address=address)] if address else []
    parts += [ask.say("account_balance", amount=method.balance) for method in customer.payment_methods if method.balance is not None]
    last = orders[-1] if orders else None
    parts.append(ask.say("account_orders", count=len(orders), order=last.id, day=day(last.placed_at, ask.language),
                         status=status(last, ask.language)) if last else ask.say("no_orders"))
    return Answer(ask.joined(parts), (Source("customer", customer.id),))


def return_window(ask: Question) -> Answer | None:
    """Until when the order that is named can come back, by the shop's policy; None where none is named or the policy has no limit."""
    orders = _named(ask) if ask.order_ids and ask.session.customer_id else None
    if not orders:
        return None
    order = orders[-1]
    until = may_return_until(ask.desk.policy, order)
    if until is None:
        return None
    key = "return_until" if until >= ask.desk.now().date() else "return_over"
    source = Source("order", order.id, "fulfilments", until.isoformat())
    return Answer(ask.say(key, order=order.id, day=day(until, ask.language)), (source,), _shown([order]))


def _named(ask: Question) -> list[Order] | None:
    """The orders that the question names, else all of the customer's, oldest first; None where a number is not one of theirs."""
    try:
        return [_own(ask, id) for id in ask.order_ids] or orders_of(ask.desk, ask.session)
    except ToolError:
        return None


def _own(ask: Question, id: str) -> Order:
    """The customer's order of a number, however they write it: "#w42", "W42"."""
    same = [order for order in orders_of(ask.desk, ask.session) if order.id.strip("#").casefold() == id.strip("#").casefold()]
    return same[0] if same else order_of(ask.desk, ask.session, id)


def _unknown_order(ask: Question) -> Answer:
    return Answer(ask.say("unknown_order", order=clean(", ".join(ask.order_ids))[:60]), actions=(Action(Act.ASK, "order"),), sure=False)


def _shown(orders: Sequence[Order]) -> tuple[Action, ...]:
    return (Action(Act.SHOW, "order", {"ids": [order.id for order in orders]}), Action(Act.IDLE))


def _where(ask: Question, order: Order) -> str:
    parts = [ask.say("order_status", order=order.id, day=day(order.placed_at, ask.language), status=status(order, ask.language))]
    parts += [_parcel(ask, parcel) for parcel in order.fulfilments]
    if not order.fulfilments and order.status in (OrderStatus.PENDING, OrderStatus.PROCESSED):
        parts.append(ask.say("not_sent"))
    elif not order.fulfilments and order.status is OrderStatus.SHIPPED:
        parts.append(ask.say("no_tracking"))
    parts += [ask.say(f"asked_{request.kind.value}", day=day(request.at, ask.language))
              for request in order.requests if request.state is RequestState.REQUESTED]
    return ask.joined(parts)


def _parcel(ask: Question, parcel: Fulfilment) -> str:
    """What is known of a parcel, and what is not."""
    carrier, number = clean(parcel.carrier), clean(parcel.tracking_number)
    key = "parcel_both" if carrier and number else "parcel_carrier" if carrier else "parcel_number" if number else "parcel_unknown"
    text = ask.say(key, carrier=carrier, number=number)
    if parcel.shipped_at:
        text += ask.say("shipped_on", day=day(parcel.shipped_at, ask.language))
    return text + (ask.say("delivered_on", day=day(parcel.delivered_at, ask.language)) if parcel.delivered_at else ask.say("not_delivered"))


def _where_sources(order: Order) -> Iterator[Source]:
    yield Source("order", order.id, "status", order.status.value)
    for parcel in order.fulfilments:
        yield Source("order", order.id, f"fulfilments.{parcel.id}", parcel.tracking_number)


def _concerns_refund(order: Order) -> bool:
    paid_back = any(payment.kind == "refund" for payment in order.payments)
    back = order.status in (OrderStatus.CANCELLED, OrderStatus.RETURN_REQUESTED, OrderStatus.RETURNED)
    return paid_back or back or any(request.kind in _BACK for request in order.requests)


def _refund_of(ask: Question, order: Order) -> Iterator[str]:
    yield ask.say("refund_order", order=order.id, status=status(order, ask.language))
    refunds = [payment for payment in order.payments if payment.kind == "refund"]
    for payment in refunds:
        key = "refund_paid" if payment.at else "refund_noted"
        yield ask.say(key, amount=payment.amount, way=_way(ask, payment), day=day(payment.at, ask.language) if payment.at else "")
    for request in order.requests:
        if request.kind in _BACK and request.state is not RequestState.ACKNOWLEDGED:
            yield ask.say(f"refund_{request.state.value}", day=day(request.at, ask.language))
    if not refunds:
        yield ask.say("refund_none_yet" if _concerns_refund(order) else "refund_none")


def _way(ask: Question, payment: Payment) -> str:
    """The way that money went, in words."""
    methods = {method.id: method for method in customer_of(ask.desk, ask.session).payment_methods}
    method = methods.get(payment.method_id)
    kind = method.kind.value if method else payment.method.replace(" ", "_").lower()
    known = {"card": "credit_card"}.get(kind, kind)
    name = ask.say(f"way_{known}") if known in ("credit_card", "wallet", "bank_transfer", "gift_card", "paypal") else clean(payment.method)
    return f"{name} ({method.last_four})" if method and method.last_four else name or ask.say("way_unknown")


def _masked(email: str) -> str:
    """An address of which only the first letter and the domain show."""
    name, at, domain = clean(email).partition("@")
    return f"{name[:1]}***{at}{domain}" if at else "—"
