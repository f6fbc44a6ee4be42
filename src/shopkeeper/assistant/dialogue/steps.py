"""The next step of each thing that is to be done: ask what is missing, propose, or say why not."""

from __future__ import annotations

import re
from collections.abc import Callable

from ...shop import Order, OrderStatus, RequestKind
from ...shop.policy import may
from ..reply import Act
from ..understand.slots.payment import find_reason
from .choose_lines import statuses_for
from .heard import NOTHING
from .names import join, line_name, lines_name, numbered, order_name, status_name
from .own import Line
from .propose import TOOLS, propose
from .state import Job, Piece
from .step_address import step_account_address, step_address
from .step_swap import step_swap
from .turn import Turn
from .ways import paying_ways, refund_ways, settle_way

_SHOWN = 6
_KINDS = {
    "cancel": frozenset([RequestKind.CANCEL]), "return": frozenset([RequestKind.RETURN]), "swap": frozenset([RequestKind.EXCHANGE, RequestKind.ITEMS]),
    "payment": frozenset([RequestKind.PAYMENT]), "address": frozenset([RequestKind.ADDRESS]),
}  # fmt: skip
_WHOLE = re.compile(r"\b(?:whole|entire|all|everything|order|it)\b|整单|全部|整个|都|订单")


def step(turn: Turn, job: Job) -> None:
    """Takes a job as far as it goes in this turn: it is asked about or proposed, or it ends (state done, refused or dropped)."""
    if job.do in ("cancel", "return", "swap", "payment", "address") and not job.order and not _find_order(turn, job):
        return
    _STEPS[job.do](turn, job)


def _find_order(turn: Turn, job: Job) -> bool:
    """Whether it is known which order it is about; asks if not."""
    if job.guess:
        _ask_which(turn, job)
        return False
    unknown = next((said for said in job.told if said.startswith(("unknown:", "unheld:"))), "")
    job.told = [said for said in job.told if said != unknown]
    kind, _, what = unknown.partition(":")
    candidates = _candidates(turn, job)
    if kind == "unheld":
        turn.say("not_in_orders", goods=what)
    if not turn.own.orders:
        turn.say("no_orders")
        job.state = "refused"
    elif not candidates and kind != "unknown":
        if not unknown:
            turn.say(f"none_to_{job.do}")
        turn.act(Act.REFUSE, _tool_of(job))
        job.state = "refused"
    elif kind == "unknown":
        near = _near(what, turn.own.orders)
        key = "order_not_found_near" if near else "order_not_found"
        turn.ask("order", key, number=what.upper(), near=near, offered=[near] if near else [])
    elif job.do in ("return", "swap") and not job.guess:
        _ask_items(turn, job, candidates)
    else:
        _ask_order(turn, job, candidates)
    return False


def _candidates(turn: Turn, job: Job) -> list[Order]:
    """The orders that it can be about, the newest first: those of which the policy allows it, if there are any."""
    statuses = statuses_for(job.verb, job.text) if job.do in ("cancel", "return", "swap") else (OrderStatus.PENDING,)
    orders, wanted = turn.own.of(statuses), _KINDS.get(job.do, frozenset())
    allowed = [order for order in orders if wanted & may(turn.desk.policy, order, turn.desk.now())]
    return allowed or orders


def _ask_order(turn: Turn, job: Job, orders: list[Order]) -> None:
    shown = [order_name(order, turn.own, turn.language) for order in orders[:_SHOWN]]
    turn.ask("order", f"which_order_{job.do}", orders=numbered(shown), offered=[order.id for order in orders[:_SHOWN]])


def _ask_items(turn: Turn, job: Job, orders: list[Order]) -> None:
    """Which goods, of one or of several orders; of many the newest are offered."""
    orders = orders[:_SHOWN]
    lines = [turn.own.line(order, number) for order in orders for number in range(len(order.lines))]
    job.guess = [list(line.key) for line in lines]
    shown = [order_name(order, turn.own, turn.language) for order in orders]
    key = f"which_items_{job.do}" if len(orders) > 1 else f"which_items_one_{job.do}"
    listed = numbered(shown) if len(orders) > 1 else lines_name(lines, turn.language)
    offered = [order.id for order in orders] if len(orders) > 1 else [f"{id} {number}" for id, number in job.guess]
    turn.ask("items", key, goods=listed, order=orders[0].id if orders else "", offered=offered)
    turn.act(Act.ASK, "order") if len(orders) > 1 else None


def _ask_which(turn: Turn, job: Job) -> None:
    """Which of several that fit what was said."""
    lines = [line for id, number in job.guess if (order := turn.own.order(id)) and (line := turn.own.line(order, number))]
    shown, more = [_with_order(turn, line) for line in lines[:_SHOWN]], len(lines) - _SHOWN
    listed = numbered(shown) + ("\n" + turn.phrase("and_more", count=more) if more > 0 else "")
    turn.ask("choice", "which_of_these", goods=listed, offered=[f"{id} {number}" for id, number in job.guess[:_SHOWN]])
    turn.state.expects = "items"
    if len({line.order.id for line in lines}) > 1:
        turn.act(Act.ASK, "order")


def _with_order(turn: Turn, line: Line) -> str:
    name, status = line_name(line, turn.language), status_name(line.order, turn.language)
    if turn.language == "zh":
        return f"{name}，{line.price}，订单 {line.order.id}（{status}）"
    return f"{name}, {line.price}, order {line.order.id} ({status})"


def _near(number: str, orders: tuple[Order, ...]) -> str:
    """The order whose number differs from a mistyped one in one or two places."""
    said = number.lower().lstrip("#w")
    for order in orders:
        bare = order.id.lower().lstrip("#w")
        if len(bare) == len(said) and sum(a != b for a, b in zip(bare, said, strict=True)) <= 2:
            return order.id
    return ""


def _step_cancel(turn: Turn, job: Job) -> None:
    order = turn.own.order(job.order)
    assert order is not None
    if order.status is OrderStatus.PENDING and not job.whole and len(job.pieces) < len(order.lines):
        _only_whole(turn, job, order)
        return
    reasons = turn.desk.policy.cancel_reasons
    if order.status is OrderStatus.PENDING and reasons and job.reason not in reasons:
        again = "reason" in job.asked
        job.asked.append("reason")
        turn.ask("reason", "reason_again" if again else "ask_reason", order=order_name(order, turn.own, turn.language))
        return
    propose(turn, job, TOOLS["cancel"], order_id=order.id, reason=job.reason or "no longer needed")


def _only_whole(turn: Turn, job: Job, order: Order) -> None:
    """Single items cannot be taken out of an order: says so, and what is possible."""
    named = [turn.own.line(order, piece.number) for piece in job.pieces] or [turn.own.line(order, 0)]
    rest = [turn.own.line(order, number) for number in range(len(order.lines)) if number not in {piece.number for piece in job.pieces}]
    turn.note("refused", {"tool": TOOLS["cancel"], "rule": "whole_order", "arguments": {"order_id": order.id}})
    turn.act(Act.REFUSE, TOOLS["cancel"], rule="whole_order")
    if job.otherwise == NOTHING:
        turn.say("only_whole_left", order=order.id, goods=lines_name(named, turn.language))
        job.state = "dropped"
        return
    if job.otherwise and _WHOLE.search(job.otherwise):
        turn.say("only_whole_then", order=order.id, goods=lines_name(named, turn.language))
        job.whole, job.reason, job.otherwise = True, job.reason or find_reason(job.otherwise), ""
        _step_cancel(turn, job)
        return
    job.asked.append("whole")
    turn.ask("preference", "only_whole", order=order.id, goods=lines_name(named, turn.language), rest=lines_name(rest, turn.language), offered=["whole"])
    turn.state.expects = "choice"


def _step_return(turn: Turn, job: Job) -> None:
    order = turn.own.order(job.order)
    assert order is not None
    if not job.pieces:
        _ask_items(turn, job, [order])
        return
    if order.status is OrderStatus.DELIVERED and not settle_way(turn, job, order, TOOLS["return"], refund_ways(turn, order)):
        return
    method = job.method or next((way.id for way in refund_ways(turn, order)), "original")
    propose(turn, job, TOOLS["return"], order_id=order.id, item_ids=item_ids(turn, order, job.pieces), payment_method_id=method)


def item_ids(turn: Turn, order: Order, pieces: list[Piece]) -> list[str]:
    """The ids of the items of some lines, each as often as it is meant."""
    found = []
    for piece in sorted(pieces, key=lambda piece: piece.number):
        line = turn.own.line(order, piece.number)
        found += [line.item] * (piece.quantity or line.row.quantity)
    return found


def _step_payment(turn: Turn, job: Job) -> None:
    order = turn.own.order(job.order)
    assert order is not None
    possible = [way for way in paying_ways(turn, order, order.total) if way.id not in {p.method_id for p in order.payments}]
    if order.status is OrderStatus.PENDING and not possible:
        turn.say("no_other_way", order=order.id)
        turn.act(Act.REFUSE, TOOLS["payment"])
        job.state = "refused"
        return
    if order.status is OrderStatus.PENDING and not settle_way(turn, job, order, TOOLS["payment"], possible):
        return
    propose(turn, job, TOOLS["payment"], order_id=order.id, payment_method_id=job.method or (possible[0].id if possible else "original"))


def _step_undo(turn: Turn, job: Job) -> None:
    """A cancellation cannot be taken back by the assistant: a person may."""
    turn.say("no_undo")
    job.state = "refused"
    turn.state.expects = "handoff"


def _step_split(turn: Turn, job: Job) -> None:
    turn.say("no_split")
    turn.act(Act.REFUSE, TOOLS["payment"], rule="one_payment")
    turn.note("refused", {"tool": TOOLS["payment"], "rule": "one_payment", "arguments": {}})
    job.state = "refused"


def _tool_of(job: Job) -> str:
    return TOOLS.get(job.do, "exchange_delivered_order_items" if job.verb == "exchange" else "modify_pending_order_items")


_STEPS: dict[str, Callable[[Turn, Job], None]] = {
    "cancel": _step_cancel, "return": _step_return, "swap": step_swap, "address": step_address, "account_address": step_account_address,
    "payment": _step_payment, "undo": _step_undo, "split": _step_split,
}  # fmt: skip


def joined_names(turn: Turn, orders: list[Order]) -> str:
    """Several orders in a sentence."""
    return join([order_name(order, turn.own, turn.language) for order in orders], turn.language)
