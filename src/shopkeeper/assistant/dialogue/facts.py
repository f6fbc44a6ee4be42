"""Answers to questions about the customer's own orders and account, each computed from the rows."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...shop import Money, Order, OrderStatus, RequestKind
from ...shop.order import PaymentKind
from ...shop.policy.ways import known, of_method, paid
from ...shop.policy.words import STATUS
from ..reply import Act
from .choose_lines import placed_then
from .cues import ACCOUNT, EVERYTHING, OTHER_ORDER
from .errands import ERRANDS
from .names import address_name, join, line_name, lines_name, order_name, status_name, way_name
from .own import Line
from .places import sent_there
from .product_facts import PRODUCT_TOPICS, product_answer
from .state import Job
from .turn import Turn

LATER = frozenset(("refund", "difference", "saving", "balance"))  # answered when what comes before them is done
_STATUSES = (
    (OrderStatus.CANCELLED, r"\bcancell?ed\b|(?:已|被)?取消(?:了)?的"), (OrderStatus.PENDING, r"\bpending\b|待发货|未发货|没发货"),
    (OrderStatus.DELIVERED, r"\b(?:delivered|received)\b|已?收到|签收"), (OrderStatus.SHIPPED, r"\bshipped\b|已发货"),
)  # fmt: skip
_REST = re.compile(r"\b(?:remaining|rest|left|other items|keep(?:ing)?|still have)\b|剩|其余|其他|留下")
_MANY = 5
_WHERE = ("status", "tracking")  # "where is my order?" is about those that are under way
_UNDER_WAY = (OrderStatus.PENDING, OrderStatus.PROCESSED, OrderStatus.SHIPPED)


def answer_question(turn: Turn, job: Job) -> None:
    """Answers, or says honestly that it cannot."""
    job.state = "done"
    if job.topic in ERRANDS:
        turn.say(f"errand_{job.topic}")
        turn.state.expects = turn.state.expects or "handoff"
        return
    if job.topic in PRODUCT_TOPICS and product_answer(turn, job):
        return
    answer = _ANSWERS.get(job.topic)
    if answer is None or (not turn.own.orders and job.topic not in ("balance", "address", "done")):
        turn.say("no_orders" if not turn.own.orders else "cannot_answer")
        return
    answer(turn, job)
    if lines := lines_about(turn, job):
        turn.state.lines, turn.state.focus = [list(line.key) for line in lines], list(dict.fromkeys(line.order.id for line in lines))


def lines_about(turn: Turn, job: Job) -> list[Line]:
    """The lines that a question names."""
    return [turn.own.line(order, number) for id, number in job.guess if (order := turn.own.order(id))]


def orders_about(turn: Turn, job: Job) -> list[Order]:
    """The orders that a question is about: named, described, or spoken of just now; the newest where nothing says which,
    and of "where is it?" those that are under way."""
    own, named = turn.own, [job.order, *job.asked]
    if orders := [order for id in named if id and (order := own.order(id))]:
        return orders
    if lines := lines_about(turn, job):
        return list({line.order.id: line.order for line in lines}.values())
    for status, pattern in _STATUSES:
        if re.search(pattern, job.text) and (found := own.of([status])):
            return found
    if then := [order for order in own.orders if placed_then(job.text, order)]:
        return then
    there = sent_there(job.text, list(own.orders))
    if there and len(there) < len(own.orders):
        return there
    if EVERYTHING.search(job.text) or re.search(r"\borders\b", job.text):
        return list(own.orders)
    focus = [order for id in turn.state.focus if (order := own.order(id))]
    if focus and not OTHER_ORDER.search(job.text):
        return focus
    if re.search(r"\b(?:last|latest|most recent(?:ly)?|newest)\b|最近|最新|刚", job.text):
        return list(own.orders[:1])
    others = [order for order in own.orders if order not in focus]
    if job.topic in _WHERE:
        others = [order for order in others if order.status in _UNDER_WAY] or others[:1]
    return others if len(others) <= _MANY else others[:_MANY]


def _tracking(turn: Turn, job: Job) -> None:
    for order in _few(turn, job):
        numbers = [parcel.tracking_number for parcel in order.fulfilments if parcel.tracking_number]
        if numbers:
            turn.say("tracking", order=order_name(order, turn.own, turn.language), number=join(numbers, turn.language))
        else:
            turn.say("no_tracking", order=order_name(order, turn.own, turn.language))


def _status(turn: Turn, job: Job) -> None:
    orders = _few(turn, job)
    there = [order for order in orders if order.status is OrderStatus.DELIVERED]
    if len(there) > 1:  # what is in each a page shows beside the answer
        turn.say("status_delivered_all", count=len(there), orders=join([order.id for order in there], turn.language))
    for order in (order for order in orders if len(there) < 2 or order not in there):
        key = {OrderStatus.PENDING: "status_pending", OrderStatus.CANCELLED: "status_cancelled", OrderStatus.DELIVERED: "status_delivered"}.get(order.status, "status")
        turn.say(key, order=order_name(order, turn.own, turn.language, status=False), status=status_name(order, turn.language))
        numbers = [parcel.tracking_number for parcel in order.fulfilments if parcel.tracking_number]
        if numbers and order.status in (OrderStatus.PROCESSED, OrderStatus.SHIPPED):
            turn.say("tracking_short", number=join(numbers, turn.language))


def _address(turn: Turn, job: Job) -> None:
    if ACCOUNT.search(job.text):
        turn.say("account_address", address=address_name(turn.own.customer.address, turn.language))
    if not ACCOUNT.search(job.text) or re.search(r"\border|订单", job.text):
        for order in _few(turn, job):
            turn.say("order_address", order=order.id, address=address_name(order.address, turn.language))


def _done(turn: Turn, job: Job) -> None:
    """What this conversation has done so far."""
    acts = [turn.phrase(f"did_{act['tool']}", order=act["order"]) for act in turn.state.done]
    turn.say("done_so_far" if acts else "nothing_done", acts=join(acts, turn.language))


def _contents(turn: Turn, job: Job) -> None:
    lines = lines_about(turn, job)
    if lines:
        return _spec(turn, job)
    for order in _few(turn, job):
        lines = [turn.own.line(order, number) for number in range(len(order.lines))]
        turn.say("contents", order=order.id, status=STATUS[order.status].get(turn.language), goods=lines_name(lines, turn.language))
    return None


def _spec(turn: Turn, job: Job) -> None:
    lines = lines_about(turn, job)
    if not lines:
        turn.say("cannot_answer")
    for line in lines[:_MANY]:
        turn.say("line", goods=line_name(line, turn.language), price=line.price, order=line.order.id)
    turn.state.lines = [list(line.key) for line in lines]


def _total(turn: Turn, job: Job) -> None:
    lines = lines_about(turn, job)
    if lines:
        for line in lines:
            turn.say("paid_for", goods=line_name(line, turn.language), price=line.price * line.row.quantity, order=line.order.id)
        if len(lines) > 1:
            turn.say("altogether", amount=total(turn, [line.price * line.row.quantity for line in lines]))
        return
    orders = _few(turn, job)
    if _REST.search(job.text) and len(orders) == 1 and (rest := _kept(turn, orders[0])):
        amount = total(turn, [line.price * line.row.quantity for line in rest])
        turn.say("paid_for_rest", order=orders[0].id, goods=lines_name(rest, turn.language), amount=amount)
        return
    for order in orders:
        turn.say("order_total", order=order_name(order, turn.own, turn.language), amount=_paid_total(order))
    if len(orders) > 1 and len({order.currency for order in orders}) == 1:
        turn.say("altogether", amount=total(turn, [_paid_total(order) for order in orders]))


def _kept(turn: Turn, order: Order) -> list[Line]:
    """The lines of an order that nothing was asked to be sent back of."""
    back = {change.variant_id for request in order.requests if request.kind is RequestKind.RETURN for change in request.items}
    return [line for number in range(len(order.lines)) if (line := turn.own.line(order, number)).item not in back]


def _paid_total(order: Order) -> Money:
    found = paid(order)
    return Money(sum(amount.amount for amount in found.values()), order.currency) if found else order.total


def _dearest(turn: Turn, job: Job) -> None:
    orders = _few(turn, job)
    lines = [turn.own.line(order, number) for order in orders for number in range(len(order.lines))]
    best = max(lines, key=lambda line: line.price.amount)
    turn.say("dearest", goods=line_name(best, turn.language), price=best.price, order=best.order.id)
    turn.state.lines = [list(best.key)]


def _balance(turn: Turn, job: Job) -> None:
    cards = [of_method(method) for method in turn.own.customer.payment_methods if method.kind is PaymentKind.GIFT_CARD and method.balance]
    if not cards:
        turn.say("no_gift_card")
    for card in cards:
        turn.say("balance", amount=card.balance)


def _payment(turn: Turn, job: Job) -> None:
    for order in _few(turn, job):
        ways = known(order, turn.own.customer)
        names = [f"{way_name(ways[id], turn.language)} {amount}" for id, amount in paid(order).items()]
        turn.say("paid_with", order=order.id, ways=join(names, turn.language)) if names else turn.say("not_paid", order=order.id)


def _placed(turn: Turn, job: Job) -> None:
    for order in _few(turn, job):
        at = order.placed_at
        day = f"{at.year}年{at.month}月{at.day}日" if turn.language == "zh" else f"{at:%B} {at.day}, {at.year}"
        turn.say("placed", order=order.id, day=day)


def _refund(turn: Turn, job: Job) -> None:
    """What comes back: of all that was done here; before anything was, of what is spoken of."""
    back = [Money(-row["amount"], row["currency"]) for row in turn.state.done if row["amount"] < 0]
    if back and len({money.currency for money in back}) == 1:
        turn.say("back_in_total" if len(back) > 1 else "back", amount=total(turn, back))
    elif lines := lines_about(turn, job):
        turn.say("worth", goods=lines_name(lines, turn.language), amount=total(turn, [line.price * line.row.quantity for line in lines]))
    elif any(row["amount"] > 0 for row in turn.state.done):
        _difference(turn, job)
    else:
        turn.say("nothing_back")


def _difference(turn: Turn, job: Job) -> None:
    rows = [row for row in turn.state.done if row["currency"]]
    if not rows:
        turn.say("nothing_to_pay")
        return
    amounts = [Money(row["amount"], row["currency"]) for row in rows]
    whole = total(turn, amounts)
    key = "pay_in_total" if whole.amount > 0 else "back_in_total" if whole.amount < 0 else "even_in_total"
    turn.say(key, amount=Money(abs(whole.amount), whole.currency))


def total(turn: Turn, amounts: list[Money]) -> Money:
    """The sum, worked out by the tool so that it stands in the audit."""
    expression = " + ".join(f"({amount.major})" if amount.amount < 0 else str(amount.major) for amount in amounts)
    return Money.of(turn.call("calculate", expression=expression), amounts[0].currency) if len(amounts) > 1 and len(expression) <= 300 else Money(
        sum(amount.amount for amount in amounts), amounts[0].currency)


def _few(turn: Turn, job: Job) -> list[Order]:
    orders = orders_about(turn, job)[:_MANY]
    turn.state.focus = [order.id for order in orders]
    turn.act(Act.SHOW, "order", orders=[order.id for order in orders])
    return orders


_ANSWERS: dict[str, Callable[[Turn, Job], None]] = {
    "tracking": _tracking, "status": _status, "address": _address, "contents": _contents, "spec": _spec, "total": _total, "dearest": _dearest, "balance": _balance,
    "payment": _payment, "done": _done, "placed": _placed, "refund": _refund, "difference": _difference, "saving": _difference,
}  # fmt: skip
