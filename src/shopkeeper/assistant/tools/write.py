"""What changes something. None of these writes: each answers a `Plan`, which is shown to the customer and carried out after their yes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ...shop import Address, Customer, ItemChange, Localized, Order, Product
from ...shop import policy as rules
from ...shop.policy import Outcome, Stamp
from ...store.importers.countries import country_code
from ..desk import Desk
from ..plan import Plan
from ..session import Session
from .records import customer_of, not_found, order_of, products_of
from .tool import ToolError, tool

_UNSTAMPED = "request"  # a plan is stamped when it is carried out


@tool(writes=True)
def cancel_pending_order(desk: Desk, session: Session, order_id: str, reason: str) -> Plan:
    """Cancel a pending order. An order that is already processed or delivered cannot be cancelled. What was paid is refunded the way it
    was paid. The user has to confirm.

    order_id: the order id, such as '#W0000000'
    reason: the reason for cancellation, either 'no longer needed' or 'ordered by mistake'"""
    order, customer, _ = _of(desk, session, order_id)
    return _plan("cancel_pending_order", order, customer, {}, rules.cancel(desk.policy, order, customer, reason, _stamp(desk)))


@tool(writes=True)
def modify_pending_order_address(
    desk: Desk, session: Session, order_id: str, address1: str, address2: str, city: str, state: str, country: str, zip: str,
) -> Plan:
    """Modify the shipping address of a pending order. The user has to confirm.

    order_id: the order id, such as '#W0000000'
    address1: the first line of the address, such as '123 Main St'
    address2: the second line of the address, such as 'Apt 1' or ''
    city: the city
    state: the state or province
    country: the country
    zip: the zip code"""
    order, customer, _ = _of(desk, session, order_id)
    address = _address(address1, address2, city, state, country, zip)
    return _plan("modify_pending_order_address", order, customer, {}, rules.change_address(order, customer, address, _stamp(desk)))


@tool(writes=True)
def modify_pending_order_items(
    desk: Desk, session: Session, order_id: str, item_ids: list[str], new_item_ids: list[str], payment_method_id: str,
) -> Plan:
    """Modify items in a pending order to other items of the same product types. This can be done only once for an order, and the order can
    neither be modified nor cancelled after that. The user has to confirm.

    order_id: the order id, such as '#W0000000'
    item_ids: the items to be modified; an item that is there several times is named as often as it is to be modified
    new_item_ids: the items to take their places, in the same order
    payment_method_id: how the user pays or gets back the price difference, such as 'gift_card_0000000'"""
    order, customer, products = _of(desk, session, order_id)
    changes = _changes(item_ids, new_item_ids)
    outcome = rules.change_items(order, customer, changes, payment_method_id, products, _stamp(desk))
    return _plan("modify_pending_order_items", order, customer, products, outcome)


@tool(writes=True)
def modify_pending_order_payment(desk: Desk, session: Session, order_id: str, payment_method_id: str) -> Plan:
    """Modify the payment method of a pending order; the first one gets its money back. The user has to confirm.

    order_id: the order id, such as '#W0000000'
    payment_method_id: the payment method that is to pay instead, such as 'gift_card_0000000'"""
    order, customer, _ = _of(desk, session, order_id)
    outcome = rules.change_payment(order, customer, payment_method_id, _stamp(desk))
    return _plan("modify_pending_order_payment", order, customer, {}, outcome)


@tool(writes=True)
def modify_user_address(
    desk: Desk, session: Session, user_id: str, address1: str, address2: str, city: str, state: str, country: str, zip: str,
) -> Plan:
    """Modify the default address of the user. The user has to confirm.

    user_id: the user id, such as 'anna_miller_1234'
    address1: the first line of the address, such as '123 Main St'
    address2: the second line of the address, such as 'Apt 1' or ''
    city: the city
    state: the state or province
    country: the country
    zip: the zip code"""
    if user_id != session.customer_id:
        raise not_found("user")
    customer = customer_of(desk, session)
    outcome = rules.change_customer_address(customer, _address(address1, address2, city, state, country, zip))
    return _plan("modify_user_address", None, customer, {}, outcome)


@tool(writes=True)
def return_delivered_order_items(desk: Desk, session: Session, order_id: str, item_ids: list[str], payment_method_id: str) -> Plan:
    """Return items of a delivered order. The order status will be 'return requested'; the shop tells the user how to return the items.
    The user has to confirm.

    order_id: the order id, such as '#W0000000'
    item_ids: the items to be returned; an item that is there several times is named as often as it is to be returned
    payment_method_id: where the refund goes, the original payment method or a gift card, such as 'gift_card_0000000'"""
    order, customer, products = _of(desk, session, order_id)
    outcome = rules.return_items(desk.policy, order, customer, _changes(item_ids), payment_method_id, products, _stamp(desk))
    return _plan("return_delivered_order_items", order, customer, products, outcome)


@tool(writes=True)
def exchange_delivered_order_items(
    desk: Desk, session: Session, order_id: str, item_ids: list[str], new_item_ids: list[str], payment_method_id: str,
) -> Plan:
    """Exchange items in a delivered order to other items of the same product types. This can be done only once for a delivered order. The
    order status will be 'exchange requested'; the shop tells the user how to return the items. The user has to confirm.

    order_id: the order id, such as '#W0000000'
    item_ids: the items to be exchanged; an item that is there several times is named as often as it is to be exchanged
    new_item_ids: the items to take their places, in the same order
    payment_method_id: how the user pays or gets back the price difference, such as 'gift_card_0000000'"""
    order, customer, products = _of(desk, session, order_id)
    changes = _changes(item_ids, new_item_ids)
    outcome = rules.exchange_items(desk.policy, order, customer, changes, payment_method_id, products, _stamp(desk))
    return _plan("exchange_delivered_order_items", order, customer, products, outcome)


def _of(desk: Desk, session: Session, order_id: str) -> tuple[Order, Customer, dict[str, Product]]:
    order = order_of(desk, session, order_id)
    return order, customer_of(desk, session), products_of(desk, order)


def _plan(tool: str, order: Order | None, customer: Customer, products: dict[str, Product], outcome: Outcome) -> Plan:
    return Plan(tool, order, customer, products, outcome)


def _stamp(desk: Desk) -> Stamp:
    return Stamp(_UNSTAMPED, desk.now())


def _changes(item_ids: Sequence[str], new_item_ids: Sequence[str] | None = None) -> list[ItemChange]:
    """Items that are named several times for the same as one change of so many."""
    if new_item_ids is not None and len(item_ids) != len(new_item_ids):
        raise ToolError("bad_arguments", Localized(
            f"new_item_ids：应与 item_ids 一样多（{len(item_ids)} 个），现有 {len(new_item_ids)} 个",
            f"new_item_ids: expected as many as item_ids ({len(item_ids)}), got {len(new_item_ids)}"))
    pairs = Counter(zip(item_ids, new_item_ids or [""] * len(item_ids), strict=True))
    if any(not old.strip() for old, _ in pairs):
        raise ToolError("bad_arguments", Localized("item_ids：有一项是空的", "item_ids: expected ids, got an empty one"))
    return [ItemChange(old, count, new) for (old, new), count in pairs.items()]


def _address(line1: str, line2: str, city: str, state: str, country: str, zip: str) -> Address:
    parts = (line1.strip(), line2.strip(), city.strip(), state.strip(), zip.strip(), country_code(country))
    return Address(*parts)
