"""Ways to pay and to be paid back: the customer's payment methods, and those that an order's payments name in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ..localized import Localized
from ..money import Money
from ..order import Customer, Order, Payment, PaymentKind, PaymentMethod
from .policy import Policy, Refused

ORIGINAL = "original"  # the way of a payment that says nothing of how it was made
_KINDS = {
    PaymentKind.GIFT_CARD: Localized("礼品卡", "gift card"), PaymentKind.PAYPAL: Localized("PayPal", "PayPal"),
    PaymentKind.CREDIT_CARD: Localized("信用卡", "credit card"), PaymentKind.WALLET: Localized("电子钱包", "wallet"),
    PaymentKind.BANK_TRANSFER: Localized("银行转账", "bank transfer"),
}  # fmt: skip
_WORDS = {
    "card": Localized("付款时用的银行卡", "the card you paid with"), "wallet": Localized("付款时用的电子钱包", "the wallet you paid with"),
    "bank transfer": Localized("付款时用的银行账户", "the bank account you paid from"),
    "gift card": Localized("付款时用的礼品卡", "the gift card you paid with"), "": Localized("原支付方式", "the original payment method"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Way:
    """A way to pay. `id` names it to the rules; `balance` is that of a gift card."""

    id: str
    label: Localized
    kind: PaymentKind | None = None
    balance: Money | None = None

    def pays(self, amount: Money) -> bool:
        """Whether it holds enough; only a gift card can hold too little."""
        if self.kind is not PaymentKind.GIFT_CARD or amount.amount <= 0:
            return True
        return self.balance is not None and self.balance.currency == amount.currency and self.balance.amount >= amount.amount


def way_id(payment: Payment) -> str:
    """By what name the rules know the way of a payment."""
    return payment.method_id or payment.method or ORIGINAL


def of_method(method: PaymentMethod) -> Way:
    """A payment method of a customer."""
    more = " ".join(filter(None, (method.brand, method.last_four)))
    kind = _KINDS[method.kind]
    label = Localized(f"{kind.zh}（{more}）", f"{kind.en} ({more})") if more else kind
    return Way(method.id, label, method.kind, method.balance)


def known(order: Order, customer: Customer) -> dict[str, Way]:
    """By id, all ways of the customer and of the order's payments."""
    ways = {method.id: of_method(method) for method in customer.payment_methods}
    for payment in order.payments:
        words = _WORDS.get(payment.method, Localized(payment.method, payment.method))
        ways.setdefault(way_id(payment), Way(way_id(payment), words))
    return ways


def paid(order: Order) -> dict[str, Money]:
    """What each way has paid of the order, less what went back to it. What went back to another way counts against those that
    paid, the first of them first."""
    net: dict[str, int] = {}
    for payment in order.payments:
        sign = 1 if payment.kind == "payment" else -1
        net[way_id(payment)] = net.get(way_id(payment), 0) + sign * payment.amount.amount
    over = -sum(amount for amount in net.values() if amount < 0)
    found = {}
    for way, amount in net.items():
        taken = min(over, amount) if amount > 0 else 0
        over -= taken
        if amount - taken > 0:
            found[way] = Money(amount - taken, order.currency)
    return found


def known_way(order: Order, customer: Customer, id: str) -> Way:
    """The way of this id; refused when neither the customer nor the order has it."""
    ways = known(order, customer)
    if id not in ways:
        there = list(ways.values())
        names = Localized("、".join(w.label.zh for w in there), ", ".join(w.label.en for w in there))
        text = Localized(
            f"您的账户里没有这种支付方式。可以用：{names.zh or '无'}。",
            f"Your account has no such payment method. You have: {names.en or 'none'}.")  # fmt: skip
        raise Refused("payment_unknown", text, {"payment_method_id": id, "possible": list(ways)})
    return ways[id]


def paying_way(order: Order, customer: Customer, id: str, amount: Money) -> Way:
    """The way of this id, when it can pay the amount."""
    way = known_way(order, customer, id)
    if not way.pays(amount):
        held = way.balance or Money(0, amount.currency)
        text = Localized(
            f"礼品卡余额是 {held}，不够支付 {amount}。请换一种支付方式。",
            f"The gift card holds {held}, which does not cover {amount}. Please choose another payment method.")
        raise Refused("gift_card_balance", text, {"balance": str(held), "amount": str(amount)})
    return way


def refund_ways(policy: Policy, order: Order, customer: Customer) -> dict[str, Way]:
    """The ways that a refund of the order may go: those that paid it, and gift cards where the policy allows it."""
    ways = {ORIGINAL: Way(ORIGINAL, _WORDS[""]), **known(order, customer)}
    payers = list(paid(order)) or [way_id(payment) for payment in order.payments if payment.kind == "payment"] or [ORIGINAL]
    found = {id: ways[id] for id in payers}
    if policy.refund_to_gift_card:
        found |= {id: way for id, way in ways.items() if way.kind is PaymentKind.GIFT_CARD and way.balance is not None}
    return found


def moved(customer: Customer, way: str, amount: Money) -> Customer:
    """The customer after an amount came onto one of their gift cards (below 0: went off it); other ways keep no balance here."""
    return replace(customer, payment_methods=tuple(_moved(customer, way, amount)))


def _moved(customer: Customer, way: str, amount: Money) -> Iterator[PaymentMethod]:
    for method in customer.payment_methods:
        holds = method.id == way and method.balance is not None and method.balance.currency == amount.currency
        yield replace(method, balance=method.balance + amount) if holds and method.balance else method


def payment(order: Order, way: str, amount: Money, id: str, **more: object) -> Payment:
    """A payment of the order by a way, a refund where the amount is below 0."""
    named = next((p for p in order.payments if way_id(p) == way), None)
    method, method_id = (named.method, named.method_id) if named else ("", way)
    kind = "payment" if amount.amount >= 0 else "refund"
    return Payment(id, Money(abs(amount.amount), amount.currency), kind, method, method_id=method_id, **more)  # type: ignore[arg-type]
