"""Items of an order that lives in Shopify are changed by its `orderEdit` mutations, in its shapes, or by a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from order_server import Answer, order_server
from shopkeeper.assistant.inbox import Handoffs
from shopkeeper.assistant.orders.shopify import ShopifyOrders
from shopkeeper.shop import OrderStatus, RequestState
from shopkeeper.store import Store
from shopkeeper.store.messages import Link
from unit.assistant.orders.elsewhere import HOUR, Elsewhere

VARIANT, LINE, EDIT = "gid://shopify/ProductVariant/", "gid://shopify/CalculatedLineItem/", "gid://shopify/CalculatedOrder/1"
SWAP = {"order_id": "#1", "item_ids": ["mug-w"], "new_item_ids": ["mug-b"], "payment_method_id": "card_1"}


class Shopify:
    """One order of a shirt and two white mugs; an edit of it counts once it is committed."""

    def __init__(self) -> None:
        self.lines, self.edited = {"21": 1, "31": 2}, dict[str, int]()
        self.price, self.errors, self.mutations, self.loses = "9.99", dict[str, str](), list[tuple[str, Any]](), 0

    def __call__(self, method: str, path: str, body: Any) -> Answer:
        query, variables = body["query"], body["variables"]
        if not query.startswith("mutation"):
            lines = [self.line(id, "currentQuantity", count) for id, count in self.lines.items()]
            state = {"cancelledAt": None, "displayFulfillmentStatus": "UNFULFILLED", "returns": {"nodes": []}}
            return 200, {"data": {"order": {"id": "o", **state, "lineItems": {"nodes": lines}}}}, {}
        name = query.partition("{ ")[2].partition("(")[0]
        self.mutations.append((name, variables))
        wrong = {"userErrors": [{"message": self.errors[name]}] if name in self.errors else []}
        answer = {} if wrong["userErrors"] else getattr(self, name)(**variables)
        if name == "orderEditCommit" and self.loses:
            self.loses -= 1
            return None
        return 200, {"data": {name: {**answer, **wrong}}}, {}

    def line(self, id: str, counted: str, count: int) -> dict[str, Any]:
        return {"id": LINE + id, "sku": None, counted: count, "variant": {"id": VARIANT + id}}

    def orderEditBegin(self, id: str) -> Any:
        self.edited = dict(self.lines)
        return {"calculatedOrder": {"id": EDIT, "lineItems": {"nodes": [self.line(id, "quantity", n) for id, n in self.lines.items()]}}}

    def orderEditSetQuantity(self, id: str, line: str, quantity: int) -> Any:
        self.edited[line.removeprefix(LINE)] = quantity
        return {"calculatedLineItem": {"id": line}}

    def orderEditAddVariant(self, id: str, variant: str, quantity: int) -> Any:
        self.edited[variant.removeprefix(VARIANT)] = quantity
        price = {"presentmentMoney": {"amount": self.price, "currencyCode": "USD"}}
        return {"calculatedLineItem": {"id": LINE + "new", "originalUnitPriceSet": price}}

    def orderEditCommit(self, id: str, note: str) -> Any:
        self.lines = self.edited
        return {"order": {"id": "o"}}


@pytest.fixture
def shopify() -> Shopify:
    return Shopify()


@pytest.fixture
def there(store: Store, shopify: Shopify) -> Iterator[Elsewhere]:
    variants = {"21": "shirt-s", "22": "shirt-m", "31": "mug-w", "32": "mug-b", "23": "shirt-l"}
    store.links.put([Link("shopify/order/5001", "#1"), *(Link(f"shopify/variant/{number}", id) for number, id in variants.items())])
    with order_server(shopify) as system:
        yield Elsewhere(store, system.url, lambda url, clock: ShopifyOrders("a.myshopify.com", "token", store.links, url=url))


def test_an_even_swap_is_edited_and_committed(there: Elsewhere, shopify: Shopify, store: Store) -> None:
    token = there.ask("modify_pending_order_items", **SWAP).token
    assert there.send() == 1
    assert shopify.lines == {"21": 1, "31": 1, "32": 1}
    assert [name for name, _ in shopify.mutations] == ["orderEditBegin", "orderEditSetQuantity", "orderEditAddVariant", "orderEditCommit"]
    assert shopify.mutations[1][1] == {"id": EDIT, "line": LINE + "31", "quantity": 1}
    assert shopify.mutations[2][1] == {"id": EDIT, "variant": VARIANT + "32", "quantity": 1}
    assert token in shopify.mutations[3][1]["note"]
    assert there.request().state is RequestState.ACKNOWLEDGED
    assert sorted((line.variant_id, line.quantity) for line in store.orders.get("#1").lines) == [("mug-b", 1), ("mug-w", 1), ("shirt-s", 1)]
    assert store.orders.get("#1").status is OrderStatus.PENDING


def test_a_commit_whose_answer_was_lost_is_not_made_twice(there: Elsewhere, shopify: Shopify) -> None:
    shopify.loses = 1
    there.ask("modify_pending_order_items", **SWAP)
    assert there.send() == 0
    assert there.send(HOUR) == 1
    assert [name for name, _ in shopify.mutations].count("orderEditCommit") == 1
    assert there.request().state is RequestState.ACKNOWLEDGED


def test_what_shopify_has_against_it_is_told(there: Elsewhere, shopify: Shopify) -> None:
    shopify.errors["orderEditAddVariant"] = "Variant is not available"
    there.ask("modify_pending_order_items", **SWAP)
    assert there.send() == 1
    assert (there.request().state, there.request().answer) == (RequestState.REFUSED, "Variant is not available")
    assert shopify.lines == {"21": 1, "31": 2}


def _price(shopify: Shopify) -> None:
    shopify.price = "10.99"


def _others(shopify: Shopify) -> None:
    shopify.lines["31"] = 5


@pytest.mark.parametrize(("change", "swap", "why"), [
    (_price, SWAP, "and $9.99 was confirmed"), (_others, SWAP, "other items in Shopify"),
    (lambda shopify: None, {**SWAP, "item_ids": ["shirt-s"], "new_item_ids": ["shirt-l"]}, "a difference of $5.50")])  # fmt: skip
def test_what_would_not_be_what_was_confirmed_is_for_a_person(
    there: Elsewhere, shopify: Shopify, store: Store, change: Any, swap: Any, why: str,
) -> None:  # fmt: skip
    change(shopify)
    before = dict(shopify.lines)
    there.ask("modify_pending_order_items", **swap)
    there.send()
    [case] = Handoffs(store).inbox()
    assert why in case.detail
    assert shopify.lines == before
    assert "orderEditCommit" not in [name for name, _ in shopify.mutations]
