"""Each rule: what it allows, what it refuses and with which words, and the edges between."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shopkeeper.shop import Address, Customer, ItemChange, Money, Order, OrderRequest, OrderStatus, Payment, ProductStatus, RequestKind
from shopkeeper.shop.policy import (
    Outcome,
    Policy,
    Refused,
    Stamp,
    cancel,
    change_address,
    change_customer_address,
    change_items,
    change_payment,
    exchange_items,
    may,
    may_exchange_until,
    may_pay_with,
    may_refund_to,
    may_return_until,
    return_items,
)
from shopkeeper.shop.policy.ways import paid
from small_service import ANNA, BY_GIFT, DELIVERED, HOME, MUG, NOW, PENDING, SENT, SHIRT, TWICE, line, order, parcel, usd

POLICY = Policy(return_days=7, exchange_days=30)
STAMP = Stamp("r1", NOW)
PRODUCTS = {"shirt": SHIRT, "mug": MUG}


def refused(call: object) -> Refused:
    with pytest.raises(Refused) as error:
        call()  # type: ignore[operator]
    assert error.value.text.zh
    assert error.value.text.en
    return error.value


def swap(of: Order, *changes: tuple[str, int, str], pay: str = "card_1", customer: Customer = ANNA) -> Outcome:
    return change_items(of, customer, [ItemChange(*change) for change in changes], pay, PRODUCTS, STAMP)


def back(of: Order, *changes: tuple[str, int], to: str = "card_1", policy: Policy = POLICY, at: Stamp = STAMP) -> Outcome:
    return return_items(policy, of, ANNA, [ItemChange(*change) for change in changes], to, PRODUCTS, at)


def exchange(of: Order, *changes: tuple[str, int, str], pay: str = "card_1", at: Stamp = STAMP) -> Outcome:
    return exchange_items(POLICY, of, ANNA, [ItemChange(*change) for change in changes], pay, PRODUCTS, at)


# Cancelling


def test_a_pending_order_is_cancelled_and_paid_back() -> None:
    found = cancel(POLICY, PENDING, ANNA, "no longer needed", STAMP)
    assert found.order
    assert (found.order.status, found.amount) == (OrderStatus.CANCELLED, usd(-3998))
    refund = found.order.payments[-1]
    assert (refund.kind, refund.amount, refund.method_id, refund.at, refund.id) == ("refund", usd(3998), "card_1", NOW, "r1-1")
    assert found.customer == ANNA


def test_a_gift_card_has_its_money_at_once() -> None:
    found = cancel(POLICY, BY_GIFT, ANNA, "ordered by mistake", STAMP)
    assert found.customer.payment_methods[1].balance == usd(550 + 999)


def test_an_order_that_nobody_paid_is_cancelled_for_nothing() -> None:
    found = cancel(POLICY, replace(PENDING, payments=()), ANNA, "no longer needed", STAMP)
    assert (found.order and found.order.payments, found.amount) == ((), usd(0))


def test_what_went_back_before_does_not_go_back_again() -> None:
    part = replace(PENDING, payments=(*PENDING.payments, Payment("x", usd(998), "refund", method_id="gift_1")))
    found = cancel(POLICY, part, ANNA, "no longer needed", STAMP)
    assert found.amount == usd(-3000)
    assert found.order
    assert not paid(found.order)


def test_an_order_paid_in_words_goes_back_the_same_way() -> None:
    words = replace(PENDING, payments=(Payment("p", usd(3998), method="wallet"),))
    found = cancel(POLICY, words, ANNA, "no longer needed", STAMP)
    assert found.order
    assert (found.order.payments[-1].method, found.order.payments[-1].method_id) == ("wallet", "")


@pytest.mark.parametrize("status", [status for status in OrderStatus if status is not OrderStatus.PENDING])
def test_only_a_pending_order_is_cancelled_or_changed(status: OrderStatus) -> None:
    there = replace(PENDING, status=status)
    for call in (
        lambda: cancel(POLICY, there, ANNA, "no longer needed", STAMP), lambda: change_address(there, ANNA, HOME, STAMP),
        lambda: change_payment(there, ANNA, "paypal_1", STAMP), lambda: swap(there, ("shirt-s", 1, "shirt-m")),
    ):  # fmt: skip
        assert refused(call).rule == "pending"


def test_a_refusal_says_what_is_possible_instead() -> None:
    error = refused(lambda: cancel(POLICY, SENT, ANNA, "no longer needed", STAMP))
    assert str(error) == "Order #3 is on its way, so it cannot be cancelled. Once it has arrived you can return or exchange it."
    assert error.text.zh == "订单 #3 的状态是“已发货”，不能取消。收到货以后可以申请退换。"
    assert error.facts == {"status": "shipped"}


def test_a_reason_must_count() -> None:
    error = refused(lambda: cancel(POLICY, PENDING, ANNA, "too slow", STAMP))
    assert (error.rule, error.facts["possible"]) == ("cancel_reason", ["no longer needed", "ordered by mistake"])
    assert "不想要了、拍错了" in error.text.zh
    assert cancel(replace(POLICY, cancel_reasons=()), PENDING, ANNA, "too slow", STAMP).order


# Changing items


def test_an_item_is_swapped_and_the_difference_paid() -> None:
    found = swap(PENDING, ("shirt-s", 1, "shirt-l"))
    assert found.order
    assert found.order.lines[0] == replace(PENDING.lines[0], variant_id="shirt-l", sku="SHIRT-L", unit_price=usd(2550))
    assert (found.amount, found.order.payments[-1].amount, found.order.payments[-1].kind) == (usd(550), usd(550), "payment")
    assert found.order.status is OrderStatus.PENDING


def test_a_cheaper_one_is_paid_back() -> None:
    found = swap(PENDING, ("shirt-s", 1, "shirt-2"), pay="gift_1")
    assert found.order
    assert (found.amount, found.order.payments[-1].kind, found.order.payments[-1].amount) == (usd(-200), "refund", usd(200))
    assert found.customer.payment_methods[1].balance == usd(750)


def test_one_price_moves_no_money() -> None:
    found = swap(PENDING, ("shirt-s", 1, "shirt-m"))
    assert found.order
    assert (found.order.payments, found.amount) == (PENDING.payments, usd(0))


def test_part_of_a_line_is_swapped() -> None:
    found = swap(PENDING, ("mug-w", 1, "mug-b"))
    assert found.order
    assert [(each.variant_id, each.quantity) for each in found.order.lines] == [("shirt-s", 1), ("mug-w", 1), ("mug-b", 1)]


def test_an_item_that_is_there_in_two_lines_becomes_two_different_ones() -> None:
    found = swap(TWICE, ("shirt-s", 1, "shirt-l"), ("shirt-s", 1, "shirt-m"))
    assert found.order
    assert [each.variant_id for each in found.order.lines] == ["shirt-l", "shirt-m", "mug-w"]
    both = swap(TWICE, ("shirt-s", 2, "shirt-m"))
    assert both.order
    assert [each.variant_id for each in both.order.lines] == ["shirt-m", "shirt-m", "mug-w"]


def test_two_items_change_places() -> None:
    of = order("#7", line("shirt-s"), line("shirt-l"))
    found = swap(of, ("shirt-s", 1, "shirt-l"), ("shirt-l", 1, "shirt-s"))
    assert found.order
    assert ([each.variant_id for each in found.order.lines], found.amount) == (["shirt-l", "shirt-s"], usd(0))


@pytest.mark.parametrize("changes", [
    [("shirt-s", 2, "shirt-m")], [("shirt-m", 1, "shirt-s")], [], [("mug-w", 2, "mug-b"), ("mug-w", 1, "mug-b")],
])  # fmt: skip
def test_more_than_the_order_holds_is_refused(changes: list[tuple[str, int, str]]) -> None:
    error = refused(lambda: swap(PENDING, *changes))
    assert error.rule == "items"
    assert "Mug (white)" in error.text.en


@pytest.mark.parametrize("new", ["mug-b", "shirt-s", "nothing", ""])
def test_only_another_option_of_the_same_product(new: str) -> None:
    error = refused(lambda: swap(PENDING, ("shirt-s", 1, new)))
    assert error.rule == "same_product_other_option"
    assert "T-shirt (blue, M); T-shirt (red, L)" in error.text.en


def test_a_new_one_must_be_there() -> None:
    assert refused(lambda: swap(PENDING, ("shirt-s", 1, "shirt-x"))).rule == "available"
    error = refused(lambda: swap(TWICE, ("shirt-s", 2, "shirt-2")))
    assert (error.rule, error.facts["stock"]) == ("available", 1)
    assert swap(TWICE, ("shirt-s", 1, "shirt-2")).order
    gone = {"shirt": replace(SHIRT, status=ProductStatus.ARCHIVED), "mug": MUG}
    assert refused(lambda: change_items(PENDING, ANNA, [ItemChange("shirt-s", 1, "shirt-m")], "card_1", gone, STAMP)).rule == "available"
    assert refused(lambda: change_items(PENDING, ANNA, [ItemChange("shirt-s", 1, "shirt-m")], "card_1", {}, STAMP)).rule == (
        "same_product_other_option")


def test_a_gift_card_must_hold_the_difference_and_no_more() -> None:
    exactly = swap(PENDING, ("shirt-s", 1, "shirt-l"), pay="gift_1")
    assert exactly.customer.payment_methods[1].balance == usd(0)
    short = replace(ANNA, payment_methods=(replace(ANNA.payment_methods[1], balance=usd(549)),))
    error = refused(lambda: swap(PENDING, ("shirt-s", 1, "shirt-l"), pay="gift_1", customer=short))
    assert (error.rule, error.facts) == ("gift_card_balance", {"balance": "$5.49", "amount": "$5.50"})
    other = replace(ANNA, payment_methods=(replace(ANNA.payment_methods[1], balance=Money(9999, "EUR")),))
    assert refused(lambda: swap(PENDING, ("shirt-s", 1, "shirt-l"), pay="gift_1", customer=other)).rule == "gift_card_balance"


def test_a_way_to_pay_must_be_the_customers() -> None:
    error = refused(lambda: swap(PENDING, ("shirt-s", 1, "shirt-l"), pay="card_of_wei"))
    assert (error.rule, error.facts["possible"]) == ("payment_unknown", ["card_1", "gift_1", "paypal_1"])
    assert "credit card (visa 4242)" in error.text.en


def test_items_are_changed_once_and_nothing_after_that() -> None:
    once = swap(PENDING, ("shirt-s", 1, "shirt-m")).order
    assert once
    for call in (
        lambda: swap(once, ("mug-w", 1, "mug-b")), lambda: cancel(POLICY, once, ANNA, "no longer needed", STAMP),
        lambda: change_address(once, ANNA, HOME, STAMP), lambda: change_payment(once, ANNA, "paypal_1", STAMP),
    ):  # fmt: skip
        assert refused(call).rule == "one_change"
    assert may(POLICY, once, NOW) == frozenset()


def test_an_order_that_is_not_paid_is_due_with_its_new_total() -> None:
    found = swap(replace(PENDING, payments=()), ("shirt-s", 1, "shirt-l"), pay="")
    assert found.order
    assert (found.order.payments, found.order.total, found.amount) == ((), usd(4548), usd(550))


# Address and payment


def test_an_address_is_changed_where_it_is_whole() -> None:
    there = Address("1 New Road", "", "Salem", "MA", "01970", "US")
    found = change_address(PENDING, ANNA, there, STAMP)
    assert found.order
    assert (found.order.address, found.customer.address) == (there, HOME)
    assert change_customer_address(ANNA, there).customer.address == there
    error = refused(lambda: change_address(PENDING, ANNA, replace(there, city=" "), STAMP))
    assert (error.rule, error.facts) == ("address", {"missing": ["city"]})
    assert refused(lambda: change_customer_address(ANNA, Address())).facts == {"missing": ["line1", "city"]}


def test_a_payment_moves_to_one_other_way() -> None:
    found = change_payment(BY_GIFT, ANNA, "paypal_1", STAMP)
    assert found.order
    assert [(p.kind, p.method_id, p.amount) for p in found.order.payments[1:]] == [
        ("payment", "paypal_1", usd(999)), ("refund", "gift_1", usd(999))]
    assert found.customer.payment_methods[1].balance == usd(550 + 999)
    assert paid(found.order) == {"paypal_1": usd(999)}
    back_again = cancel(POLICY, found.order, found.customer, "no longer needed", Stamp("r2", NOW))
    assert back_again.order
    assert (back_again.amount, paid(back_again.order)) == (usd(-999), {})


def test_a_payment_stays_where_it_cannot_move() -> None:
    assert refused(lambda: change_payment(PENDING, ANNA, "card_1", STAMP)).rule == "other_payment"
    assert refused(lambda: change_payment(PENDING, ANNA, "gift_1", STAMP)).rule == "gift_card_balance"
    assert refused(lambda: change_payment(replace(PENDING, payments=()), ANNA, "paypal_1", STAMP)).rule == "one_payment"
    enough = replace(ANNA, payment_methods=(replace(ANNA.payment_methods[1], balance=usd(3998)),))
    assert change_payment(PENDING, enough, "gift_1", STAMP).customer.payment_methods[0].balance == usd(0)


# Returns


def test_delivered_items_are_returned_for_what_they_cost() -> None:
    found = back(DELIVERED, ("mug-w", 2))
    assert found.order
    assert (found.order.status, found.amount, found.order.payments) == (OrderStatus.RETURN_REQUESTED, usd(-1998), DELIVERED.payments)
    assert back(DELIVERED, ("mug-w", 3), ("shirt-s", 1)).amount == usd(-4997)
    assert refused(lambda: back(DELIVERED, ("mug-w", 4))).rule == "items"


def test_a_discount_is_shared_and_shipping_is_kept() -> None:
    lines = (line("shirt-s"), line("mug-w", 3))
    of = order("#8", *lines, status=OrderStatus.DELIVERED, discount=usd(1000), shipping=usd(500), tax=usd(300))
    assert of.total == usd(4997 - 1000 + 500 + 300)
    assert back(of, ("mug-w", 1)).amount == usd(-859)  # (4997 - 1000 + 300) * 999 / 4997, rounded
    assert back(of, ("mug-w", 3), ("shirt-s", 1)).amount == usd(-4297)
    free = order("#8", *lines, status=OrderStatus.DELIVERED, discount=usd(4997))
    assert back(free, ("mug-w", 1)).amount == usd(0)


def test_no_more_goes_back_than_was_paid() -> None:
    part = replace(DELIVERED, payments=(*DELIVERED.payments, Payment("x", usd(4000), "refund", method_id="card_1")))
    assert back(part, ("shirt-s", 1)).amount == usd(-997)


def test_a_refund_goes_the_way_it_was_paid_or_to_a_gift_card() -> None:
    assert back(DELIVERED, ("mug-w", 1), to="gift_1").order
    error = refused(lambda: back(DELIVERED, ("mug-w", 1), to="paypal_1"))
    assert (error.rule, error.facts["possible"]) == ("refund_way", ["card_1", "gift_1"])
    assert "credit card (visa 4242), gift card" in error.text.en
    strict = replace(POLICY, refund_to_gift_card=False)
    assert refused(lambda: back(DELIVERED, ("mug-w", 1), to="gift_1", policy=strict)).facts["possible"] == ["card_1"]
    assert refused(lambda: back(DELIVERED, ("mug-w", 1), to="someone")).rule == "payment_unknown"
    cash = replace(DELIVERED, payments=())
    assert back(cash, ("mug-w", 1), to="original").amount == usd(-999)
    words = replace(DELIVERED, payments=(Payment("p", DELIVERED.total, method="bank transfer"),))
    assert [way.id for way in may_refund_to(POLICY, words, ANNA)] == ["bank transfer", "gift_1"]
    assert back(words, ("mug-w", 1), to="bank transfer").order


@pytest.mark.parametrize("status", [status for status in OrderStatus if status is not OrderStatus.DELIVERED])
def test_only_a_delivered_order_is_returned_or_exchanged(status: OrderStatus) -> None:
    there = replace(DELIVERED, status=status)
    assert refused(lambda: back(there, ("mug-w", 1))).rule == "delivered"
    assert refused(lambda: exchange(there, ("mug-w", 1, "mug-b"))).rule == "delivered"


def test_the_last_day_is_whole() -> None:
    came = NOW - timedelta(days=7)
    last = replace(DELIVERED, fulfilments=(replace(parcel(7), delivered_at=came.replace(hour=1)),))
    assert back(last, ("mug-w", 1)).order
    assert may_return_until(POLICY, last) == NOW.date()
    assert RequestKind.RETURN in may(POLICY, last, NOW)
    tomorrow = Stamp("r1", NOW + timedelta(days=1))
    error = refused(lambda: back(last, ("mug-w", 1), at=tomorrow))
    assert (error.rule, error.facts) == ("return_days", {"until": "2026-06-15", "days": 7})
    assert may(POLICY, last, tomorrow.at) == {RequestKind.EXCHANGE}
    assert exchange(last, ("mug-w", 1, "mug-b"), at=tomorrow).order
    late = Stamp("r1", came + timedelta(days=31))
    assert refused(lambda: exchange(last, ("mug-w", 1, "mug-b"), at=late)).rule == "exchange_days"
    assert may(POLICY, last, late.at) == frozenset()


def test_each_parcel_has_its_own_days() -> None:
    two = replace(DELIVERED, fulfilments=(parcel(9, "shirt-s"), parcel(2, "mug-w", id="p2")))
    assert refused(lambda: back(two, ("shirt-s", 1))).rule == "return_days"
    assert back(two, ("mug-w", 1)).order
    assert may_return_until(POLICY, two, ["mug-w"]) == (NOW + timedelta(days=5)).date()
    assert may_return_until(POLICY, two) == (NOW - timedelta(days=2)).date()
    assert RequestKind.RETURN in may(POLICY, two, NOW)


def test_what_nobody_knows_the_day_of_is_never_too_late() -> None:
    for parcels in ((), (parcel(None),), (parcel(90, "shirt-s"), parcel(None, "mug-w", "shirt-s", id="p2"))):
        assert back(replace(DELIVERED, fulfilments=parcels), ("shirt-s", 1), ("mug-w", 1)).order
        assert may_exchange_until(POLICY, replace(DELIVERED, fulfilments=parcels)) is None
    old = replace(DELIVERED, fulfilments=(parcel(900),))
    assert back(old, ("shirt-s", 1), policy=Policy()).order


# Exchanges


def test_delivered_items_are_exchanged_and_the_difference_told() -> None:
    found = exchange(DELIVERED, ("shirt-s", 1, "shirt-l"), pay="gift_1")
    assert found.order
    assert (found.order.status, found.amount) == (OrderStatus.EXCHANGE_REQUESTED, usd(550))
    assert (found.order.lines, found.order.payments, found.customer) == (DELIVERED.lines, DELIVERED.payments, ANNA)
    assert found.order.requests[0].items == (ItemChange("shirt-s", 1, "shirt-l", usd(2550)),)
    assert refused(lambda: exchange(DELIVERED, ("shirt-s", 1, "mug-b"))).rule == "same_product_other_option"
    assert refused(lambda: exchange(DELIVERED, ("mug-w", 1, "mug-b"), pay="nobodys")).rule == "payment_unknown"


def test_an_order_is_exchanged_once_but_may_be_returned_after_that() -> None:
    asked = exchange(DELIVERED, ("shirt-s", 1, "shirt-l")).order
    assert asked
    came = replace(asked, status=OrderStatus.DELIVERED)
    assert refused(lambda: exchange(came, ("mug-w", 1, "mug-b"))).rule == "one_exchange"
    assert may(POLICY, came, NOW) == {RequestKind.RETURN}
    assert back(came, ("mug-w", 1)).order


def test_what_was_returned_is_not_returned_again() -> None:
    asked = back(DELIVERED, ("mug-w", 2)).order
    assert asked
    came = replace(asked, status=OrderStatus.DELIVERED)
    assert refused(lambda: back(came, ("mug-w", 2))).rule == "items"
    assert back(came, ("mug-w", 1)).order


def test_may_says_what_the_rules_do() -> None:
    assert may(POLICY, PENDING, NOW) == {RequestKind.CANCEL, RequestKind.ADDRESS, RequestKind.ITEMS, RequestKind.PAYMENT}
    assert may(POLICY, SENT, NOW) == frozenset()
    assert may(POLICY, DELIVERED, NOW) == {RequestKind.RETURN, RequestKind.EXCHANGE}
    assert [way.id for way in may_pay_with(PENDING, ANNA, usd(551))] == ["card_1", "paypal_1"]
    assert [way.id for way in may_pay_with(PENDING, ANNA, usd(-551))] == ["card_1", "gift_1", "paypal_1"]


def test_a_request_of_the_same_id_takes_its_place() -> None:
    waiting = OrderRequest("r1", RequestKind.ADDRESS, NOW)
    found = change_address(replace(PENDING, requests=(waiting,)), ANNA, HOME, STAMP)
    assert found.order
    assert [request.address for request in found.order.requests] == [HOME]
