"""The rules: each checks a request and answers what it makes of the order, or refuses it with the reason (`Refused`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..localized import Localized
from ..money import Money
from ..order import Address, Customer, ItemChange, Order, OrderRequest, PaymentKind, RequestKind
from . import checks, lines, ways, words
from .carry_out import carry_out
from .lines import Products
from .policy import Outcome, Policy, Refused, Stamp


def cancel(policy: Policy, order: Order, customer: Customer, reason: str, stamp: Stamp) -> Outcome:
    """Cancels an order that was not sent yet, for a reason that counts; what was paid goes back the ways it came."""
    checks.require_pending(order, "cancel")
    if policy.cancel_reasons and reason not in policy.cancel_reasons:
        facts = {"reason": reason, "possible": list(policy.cancel_reasons)}
        raise Refused("cancel_reason", words.wrong_reason(policy.cancel_reasons), facts)
    payers = ways.paid(order)
    back = Money(-sum(amount.amount for amount in payers.values()), order.currency)
    request = OrderRequest(
        stamp.id, RequestKind.CANCEL, stamp.at, reason=reason, payment_method_id=next(iter(payers), ""), amount=back)
    return _outcome(order, customer, request, {})


def change_address(order: Order, customer: Customer, address: Address, stamp: Stamp) -> Outcome:
    """Sends an order that was not sent yet to another address."""
    checks.require_pending(order, "address")
    _require_address(address)
    return _outcome(order, customer, OrderRequest(stamp.id, RequestKind.ADDRESS, stamp.at, address=address), {})


def change_customer_address(customer: Customer, address: Address) -> Outcome:
    """Gives the customer another address for orders to come."""
    _require_address(address)
    return Outcome(None, replace(customer, address=address))


def change_payment(order: Order, customer: Customer, payment_method_id: str, stamp: Stamp) -> Outcome:
    """Pays an order that was not sent yet in one other way; the first one gets its money back."""
    checks.require_pending(order, "payment")
    payers = ways.paid(order)
    if len(payers) != 1:
        text = Localized(f"订单 {order.id} 不是用一种方式付清的，支付方式改不了。",
                         f"Order {order.id} was not paid in exactly one way, so the payment cannot be moved.")  # fmt: skip
        raise Refused("one_payment", text, {"ways": list(payers)})
    (before, amount), = payers.items()
    if payment_method_id == before:
        text = Localized("订单已经是用这种方式支付的，请选另一种。", "The order is paid that way already; please choose another one.")
        raise Refused("other_payment", text, {"payment_method_id": before})
    ways.paying_way(order, customer, payment_method_id, amount)
    request = OrderRequest(stamp.id, RequestKind.PAYMENT, stamp.at, payment_method_id=payment_method_id, amount=amount)
    return _outcome(order, customer, request, {})


def change_items(
    order: Order, customer: Customer, changes: Sequence[ItemChange], payment_method_id: str, products: Products, stamp: Stamp,
) -> Outcome:
    """Swaps items of an order that was not sent yet for other options of the same product, once; the difference is paid or paid back
    by a way of the customer's. An order that nobody has paid yet is simply due with its new total."""
    checks.require_pending(order, "items")
    request = _swap(RequestKind.ITEMS, order, customer, changes, payment_method_id, products, stamp)
    return _outcome(order, customer, request, products)


def exchange_items(
    policy: Policy, order: Order, customer: Customer, changes: Sequence[ItemChange], payment_method_id: str, products: Products,
    stamp: Stamp,
) -> Outcome:
    """Asks for other options of the same products in place of delivered items, once; the difference is settled when they have come."""
    checks.require_delivered(order, "exchange")
    if checks.asked(order, RequestKind.EXCHANGE):
        raise Refused("one_exchange", words.exchanged_before(order))
    lines.require_there(order, changes, products)
    checks.require_in_time(order, changes, "exchange", policy.exchange_days, stamp.at)
    request = _swap(RequestKind.EXCHANGE, order, customer, changes, payment_method_id, products, stamp)
    return _outcome(order, customer, request, products)


def return_items(
    policy: Policy, order: Order, customer: Customer, changes: Sequence[ItemChange], payment_method_id: str, products: Products,
    stamp: Stamp,
) -> Outcome:
    """Asks to send delivered items back. What they are worth is paid back, when they have come, the way the order was paid or to a gift
    card; never more than was paid."""
    checks.require_delivered(order, "return")
    lines.require_there(order, changes, products)
    checks.require_in_time(order, changes, "return", policy.return_days, stamp.at)
    _require_refund_way(policy, order, customer, payment_method_id)
    worth, paid = lines.worth(order, changes).amount, sum(amount.amount for amount in ways.paid(order).values())
    request = OrderRequest(
        stamp.id, RequestKind.RETURN, stamp.at, items=tuple(changes), payment_method_id=payment_method_id,
        amount=Money(-min(worth, paid) if order.payments else -worth, order.currency))
    return _outcome(order, customer, request, products)


def _swap(
    kind: RequestKind, order: Order, customer: Customer, changes: Sequence[ItemChange], payment_method_id: str, products: Products,
    stamp: Stamp,
) -> OrderRequest:
    lines.require_there(order, changes, products)
    priced = lines.priced(order, changes, products)
    more = lines.difference(order, priced)
    way = ways.paying_way(order, customer, payment_method_id, more).id if order.payments else ""
    return OrderRequest(stamp.id, kind, stamp.at, items=priced, payment_method_id=way, amount=more)


def _require_refund_way(policy: Policy, order: Order, customer: Customer, id: str) -> None:
    possible = ways.refund_ways(policy, order, customer)
    if id in possible:
        return
    if id != ways.ORIGINAL:
        ways.known_way(order, customer, id)
    zh, en = "、".join(w.label.zh for w in possible.values()), ", ".join(w.label.en for w in possible.values())
    cards = any(way.kind is PaymentKind.GIFT_CARD for way in possible.values())
    text = Localized(
        f"退款只能退回原支付方式{'或您的礼品卡' if cards else ''}：{zh}。",
        f"A refund goes to the original payment method{' or to a gift card of yours' if cards else ''}: {en}.")
    raise Refused("refund_way", text, {"payment_method_id": id, "possible": list(possible)})


def _require_address(address: Address) -> None:
    missing = [name for name in ("line1", "city") if not getattr(address, name).strip()]
    if missing:
        text = Localized("地址不完整：至少要有街道门牌和城市。", "The address is not complete: it needs at least a street and a city.")
        raise Refused("address", text, {"missing": missing})


def _outcome(order: Order, customer: Customer, request: OrderRequest, products: Products) -> Outcome:
    after, of = carry_out(order, customer, request, products)
    return Outcome(after, of, request)
