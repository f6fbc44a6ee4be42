"""Money is conserved: whatever is done with orders, what was paid less what went back is what the orders cost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.shop import Customer, ItemChange, Money, Order, OrderStatus, Payment, PaymentKind, PaymentMethod
from shopkeeper.shop.policy import Outcome, Policy, Refused, Stamp, cancel, change_items, change_payment, exchange_items, return_items
from shopkeeper.shop.policy.lines import worth
from shopkeeper.shop.policy.ways import paid
from small_service import ANNA, CARD, MUG, NOW, PAYPAL, SHIRT, line, usd

PRODUCTS = {"shirt": SHIRT, "mug": MUG}
STAMP = Stamp("r1", NOW)
WAYS = st.sampled_from(["card_1", "gift_1", "paypal_1"])
SOLD = [v.id for product in (SHIRT, MUG) for v in product.variants]
lines = st.lists(st.builds(line, st.sampled_from(SOLD), st.integers(1, 4), st.integers(0, 5000)), min_size=1, max_size=4).map(tuple)
customers = st.integers(0, 20000).map(
    lambda cents: replace(ANNA, payment_methods=(CARD, PaymentMethod("gift_1", PaymentKind.GIFT_CARD, balance=usd(cents)), PAYPAL)))


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """An order in any state, paid in one way or in two, or not at all."""
    made = Order("#1", draw(lines), "USD", NOW, "anna_1", draw(st.sampled_from([OrderStatus.PENDING, OrderStatus.DELIVERED])))
    goods = made.total.amount
    extra = st.integers(0, 900).map(usd)
    made = replace(made, discount=usd(draw(st.integers(0, goods))), shipping=draw(extra), tax=draw(extra))
    first = draw(st.integers(0, made.total.amount))
    parts = draw(st.sampled_from([(made.total.amount,), (first, made.total.amount - first), ()]))
    payments = [Payment(f"p{i}", usd(part), method_id=draw(WAYS)) for i, part in enumerate(parts) if part]
    return replace(made, payments=tuple(payments))


def net(order: Order) -> int:
    return sum(p.amount.amount * (1 if p.kind == "payment" else -1) for p in order.payments)


def held(customer: Customer) -> int:
    return sum(m.balance.amount for m in customer.payment_methods if m.balance)


def on_gift_cards(order: Order) -> int:
    return net(replace(order, payments=tuple(p for p in order.payments if p.method_id == "gift_1")))


@given(orders(), customers, st.data())
def test_payments_and_total_agree_after_whatever_is_done(order: Order, customer: Customer, data: st.DataObject) -> None:
    try:
        after = _something(order, customer, data)
    except Refused:
        return
    assert after.order
    assert after.request
    assert after.request.amount is not None
    moved = net(after.order) - net(order)
    if after.order.status is OrderStatus.CANCELLED:
        assert (net(after.order), after.request.amount.amount) == (0, -net(order))
    elif after.order.status is OrderStatus.PENDING:
        assert moved == (after.order.total.amount - order.total.amount if order.payments else 0)
    else:
        assert moved == 0
    # What a gift card gained or lost is what moved onto and off it.
    assert held(after.customer) - held(customer) == on_gift_cards(order) - on_gift_cards(after.order)
    assert held(after.customer) >= 0
    assert sum(each.quantity for each in after.order.lines) == sum(each.quantity for each in order.lines)
    assert sum(way.amount for way in paid(after.order).values()) == net(after.order) >= 0


def _something(order: Order, customer: Customer, data: st.DataObject) -> Outcome:
    what, way = data.draw(st.sampled_from(["cancel", "pay", "items", "exchange", "return"])), data.draw(WAYS)
    if what == "cancel":
        return cancel(Policy(), order, customer, "no longer needed", STAMP)
    if what == "pay":
        return change_payment(order, customer, way, STAMP)
    ids = st.sampled_from(sorted({each.variant_id for each in order.lines}))
    wanted = st.lists(st.builds(ItemChange, ids, st.integers(1, 3), st.sampled_from(SOLD)), min_size=1, max_size=3)
    changes = data.draw(wanted)
    if what == "items":
        return change_items(order, customer, changes, way, PRODUCTS, STAMP)
    if what == "exchange":
        return exchange_items(Policy(), order, customer, changes, way, PRODUCTS, STAMP)
    return return_items(Policy(), order, customer, [replace(change, new_variant_id="") for change in changes], way, PRODUCTS, STAMP)


@given(orders())
def test_the_parts_of_an_order_are_worth_what_the_goods_cost(order: Order) -> None:
    counts: dict[str, int] = {}
    for each in order.lines:
        counts[each.variant_id] = counts.get(each.variant_id, 0) + each.quantity
    whole = worth(order, [ItemChange(id, count) for id, count in counts.items()])
    goods = order.total - (order.shipping or usd(0))
    assert whole == (goods if any(each.unit_price.amount for each in order.lines) else Money(0, "USD"))
    parts = [worth(order, [ItemChange(id, count)]).amount for id, count in counts.items()]
    assert abs(sum(parts) - whole.amount) <= len(parts)
    assert all(0 <= part <= whole.amount for part in parts)
