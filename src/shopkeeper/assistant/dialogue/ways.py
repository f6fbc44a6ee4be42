"""With what it is paid, or where the money goes back to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ...shop import Money, Order
from ...shop import policy as rules
from ...shop.order import PaymentKind
from ...shop.policy.ways import Way, known, paid
from ..reply import Act
from .names import join, way_name
from .state import Job
from .turn import Turn


def settle_way(turn: Turn, job: Job, order: Order, tool: str, possible: Sequence[Way]) -> bool:
    """Sets the way of a job from what was named, or asks; whether it is settled. A way that was named and that the policy does not allow is
    refused with the reason, and one of the others is asked for."""
    if job.method and any(way.id == job.method for way in possible):
        return True
    if not order.payments and tool != "modify_pending_order_payment":
        return True
    chosen = _named(turn, job, order, possible)
    if chosen:
        job.method = chosen.id
        return True
    if job.pay:
        _refuse(turn, job, order, tool, possible)
    if len(possible) == 1:
        job.method = possible[0].id
        return True
    job.pay = []
    key = {"return_delivered_order_items": "ask_refund_to", "modify_pending_order_payment": "ask_pay_with"}.get(tool, "ask_difference_with")
    names = [way_name(way, turn.language) for way in possible]
    turn.ask("payment", key, order=order.id, ways=join(names, turn.language, last="or"), offered=[way.id for way in possible])
    return False


def _named(turn: Turn, job: Job, order: Order, possible: Sequence[Way]) -> Way | None:
    """The first of the ways that were named that may be used."""
    payers = paid(order)
    for wish in job.pay:
        if wish.get("denied"):
            continue
        for way in possible:
            if _matches(turn, wish, way, payers):
                return way
    return None


def _matches(turn: Turn, wish: dict[str, Any], way: Way, payers: dict[str, Money]) -> bool:
    if wish.get("other"):
        return way.id not in payers and (way.kind is PaymentKind.CREDIT_CARD or not re.search("card|卡", str(wish["text"])))
    if wish.get("original"):
        return way.id in payers
    kind, brand, last = wish.get("kind"), str(wish.get("brand") or "").lower().replace(" ", ""), wish.get("last_four")
    label = way.label.en.lower().replace(" ", "")
    if kind and (way.kind is None or way.kind.value != kind):
        return False
    return not (brand and kind == "credit_card" and brand not in label) and not (last and str(last) not in label) and bool(kind or brand or last)


def _refuse(turn: Turn, job: Job, order: Order, tool: str, possible: Sequence[Way]) -> None:
    """Says why a way that was named cannot be used."""
    payers, all_ways = paid(order), known(order, turn.own.customer)
    wishes = [wish for wish in job.pay if not wish.get("denied")]
    asked = next((way for wish in wishes for way in all_ways.values() if _matches(turn, wish, way, payers)), None)
    if not wishes:
        return
    if asked is None:
        turn.say("way_unknown", way=wishes[0]["text"])
    elif tool == "return_delivered_order_items":
        turn.say("refund_way_no", way=way_name(asked, turn.language))
    elif asked.balance is not None:
        turn.say("gift_card_short", way=way_name(asked, turn.language))
    else:
        turn.say("way_no", way=way_name(asked, turn.language))
    rule = "refund_way" if tool == "return_delivered_order_items" else "gift_card_balance" if asked and asked.balance is not None else "payment_unknown"
    turn.note("refused", {"tool": tool, "rule": rule, "arguments": {"order_id": order.id}})
    turn.act(Act.REFUSE, tool)


def refund_ways(turn: Turn, order: Order) -> list[Way]:
    """Where a refund of the order may go."""
    return rules.may_refund_to(turn.desk.policy, order, turn.own.customer)


def paying_ways(turn: Turn, order: Order, amount: Money) -> list[Way]:
    """What may pay an amount; with which the order was paid comes first."""
    found = rules.may_pay_with(order, turn.own.customer, amount)
    return sorted(found, key=lambda way: way.id not in paid(order))
