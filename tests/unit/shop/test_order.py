"""Customers, carts and orders."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given

from shopkeeper.shop import Cart, CartLine, Customer, InvalidRecord, Money, Order, OrderLine, OrderStatus, Payment
from strategies import orders

AT = datetime(2026, 9, 1, tzinfo=UTC)


def cny(amount: int) -> Money:
    return Money(amount, "CNY")


def test_the_total_is_lines_plus_shipping_and_tax_less_the_discount() -> None:
    lines = (OrderLine("p", 2, cny(1000)), OrderLine("q", 1, cny(50)))
    assert Order("o", lines, "CNY", AT).total == cny(2050)
    assert Order("o", lines, "CNY", AT, discount=cny(100), shipping=cny(7), tax=cny(3)).total == cny(1960)


@given(orders)
def test_a_total_has_the_orders_currency_and_adds_up(order: Order) -> None:
    extras = [(order.shipping, 1), (order.tax, 1), (order.discount, -1)]
    expected = sum(line.quantity * line.unit_price.amount for line in order.lines)
    expected += sum(sign * money.amount for money, sign in extras if money is not None)
    assert order.total == Money(expected, order.currency)


def test_a_new_order_is_pending() -> None:
    assert Order("o", (OrderLine("p", 1, cny(1)),), "CNY", AT).status is OrderStatus.PENDING


@pytest.mark.parametrize("quantity", [0, -1, 1.0, True, "1", None])
def test_a_quantity_is_a_whole_number_of_at_least_one(quantity: object) -> None:
    with pytest.raises(InvalidRecord, match="quantity: expected a whole number of 1 or more"):
        OrderLine("p", quantity, cny(1))
    with pytest.raises(InvalidRecord, match="quantity"):
        CartLine("v", quantity)


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: Order("o", (), "CNY", AT), "lines"),
        (lambda: Order("o", (OrderLine("p", 1, Money(1, "USD")),), "CNY", AT), "lines.unit_price"),
        (lambda: Order("", (OrderLine("p", 1, cny(1)),), "CNY", AT), "id"),
        (lambda: OrderLine("", 1, cny(1)), "product_id"),
        (lambda: Payment("x", cny(1), "gift"), "kind"),
        (lambda: Customer(""), "id"),
        (lambda: Cart("\t"), "id"),
    ],
)
def test_what_an_order_cannot_hold_is_refused_by_field(make, field: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        make()
    assert caught.value.field == field


def test_an_amount_in_another_currency_spoils_the_total() -> None:
    with pytest.raises(InvalidRecord, match="currency"):
        _ = Order("o", (OrderLine("p", 1, cny(1)),), "CNY", AT, shipping=Money(1, "USD")).total
