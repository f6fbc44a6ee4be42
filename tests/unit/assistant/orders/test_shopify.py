"""Orders that live in Shopify: what its Admin API is asked, in its shapes, and what its answers mean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from order_server import Answer, OrderServer, order_server
from shopkeeper.assistant.inbox import Handoffs
from shopkeeper.assistant.orders.shopify import ShopifyOrders
from shopkeeper.shop import Money, OrderStatus, RequestState
from shopkeeper.store import Store
from shopkeeper.store.messages import Link
from unit.assistant.orders.elsewhere import HOUR, Elsewhere

GID = "gid://shopify/Order/5001"


class Shopify:
    """Enough of a Shopify shop: one order, whose cancelling takes a while, and parcels that can come back."""

    def __init__(self) -> None:
        self.order: dict[str, Any] = {"id": GID, "cancelledAt": None, "displayFulfillmentStatus": "UNFULFILLED", "returns": {"nodes": []}}
        self.errors: list[dict[str, str]] = []
        self.mutations: list[tuple[str, Any]] = []
        self.loses = 0  # answers that never arrive

    def __call__(self, method: str, path: str, body: Any) -> Answer:
        query, variables = body["query"], body["variables"]
        answer = {"data": next(value for name, value in self.answers(variables).items() if name in query)}
        if query.startswith("mutation"):
            self.mutate(query, variables)
            if self.loses:
                self.loses -= 1
                return None
        return 200, answer, {}

    def answers(self, variables: Any) -> dict[str, Any]:
        item = {"sku": "MUG-W", "variant": {"id": "gid://shopify/ProductVariant/31"}}
        line = {"id": "gid://shopify/FulfillmentLineItem/7", "lineItem": item}
        wrong = {"userErrors": self.errors, "orderCancelUserErrors": self.errors}
        return {
            "orderCancel(": {"orderCancel": {"job": {"id": "gid://shopify/Job/1", "done": False}, **wrong}},
            "orderUpdate(": {"orderUpdate": {"order": {"id": GID}, **wrong}},
            "returnCreate(": {"returnCreate": {"return": {"id": "gid://shopify/Return/1"}, **wrong}},
            "returnableFulfillments(": {"returnableFulfillments": {"nodes": [{"returnableFulfillmentLineItems": {"nodes": [
                {"quantity": 1, "fulfillmentLineItem": line},
                {"quantity": 2, "fulfillmentLineItem": {**line, "id": line["id"] + "1"}}]}}]}},
            "orders(first": {"orders": {"nodes": [{"id": GID, "name": "#1"}, {"id": "other", "name": "#10"}]}},
            "order(id": {"order": self.order},
        }

    def mutate(self, query: str, variables: Any) -> None:
        name = query.partition("{ ")[2].partition("(")[0]
        self.mutations.append((name, variables))
        if name == "returnCreate" and not self.errors:
            self.order["returns"]["nodes"].append({"returnLineItems": {"nodes": variables["input"]["returnLineItems"]}})


@pytest.fixture
def shopify() -> Shopify:
    return Shopify()


@pytest.fixture
def system(shopify: Shopify) -> Iterator[OrderServer]:
    with order_server(shopify) as system:
        yield system


@pytest.fixture
def there(store: Store, system: OrderServer) -> Elsewhere:
    store.links.put([Link("shopify/order/5004", "#4"), Link("shopify/variant/31", "mug-w"), Link("shopify/variant/32", "mug-b")])
    return Elsewhere(store, system.url, lambda url, clock: ShopifyOrders("a.myshopify.com", "token", store.links, url=url))


def test_a_cancellation_is_done_when_shopify_says_so(there: Elsewhere, shopify: Shopify, system: OrderServer, store: Store) -> None:
    token = there.ask().token
    assert there.send() == 0
    [(name, variables)] = shopify.mutations
    assert (name, variables) == ("orderCancel", {"id": GID, "note": f"no longer needed [{token}]"})
    path, headers = system.asked[0][1], system.asked[0][3]
    assert (path, headers["x-shopify-access-token"]) == ("/admin/api/2026-04/graphql.json", "token")
    assert there.send(HOUR) == 0
    shopify.order["cancelledAt"] = "2026-06-15T13:00:00Z"
    assert there.send(HOUR) == 1
    assert store.orders.get("#1").status is OrderStatus.CANCELLED
    assert len(shopify.mutations) == 1
    assert there.desk.orders.status("#1") is OrderStatus.CANCELLED


def test_a_cancellation_that_shopify_refuses(there: Elsewhere, shopify: Shopify) -> None:
    shopify.errors = [{"message": "Cannot cancel a fulfilled order"}]
    shopify.order["displayFulfillmentStatus"] = "FULFILLED"
    there.ask()
    assert there.send() == 1
    assert (there.request().state, there.request().answer) == (RequestState.REFUSED, "Cannot cancel a fulfilled order")


def test_an_error_that_nobody_can_read_from_here_is_for_a_person(there: Elsewhere, shopify: Shopify, store: Store) -> None:
    shopify.errors = [{"message": "The order is being cancelled already"}]
    there.ask()
    there.send()
    assert there.request().state is RequestState.REQUESTED
    assert Handoffs(store).inbox()[0].reason == "orders"


def test_a_return_names_the_parcels_lines_and_is_not_made_twice(there: Elsewhere, shopify: Shopify, store: Store) -> None:
    shopify.loses = 1
    token = there.ask("return_delivered_order_items", order_id="#4", item_ids=["mug-w", "mug-w"], payment_method_id="card_1").token
    assert there.send() == 0
    assert there.send(HOUR) == 1
    [(name, variables)] = shopify.mutations
    lines = variables["input"]["returnLineItems"]
    assert (name, variables["input"]["orderId"]) == ("returnCreate", "gid://shopify/Order/5004")
    assert "exchangeLineItems" not in variables["input"]
    assert [(line["fulfillmentLineItemId"], line["quantity"]) for line in lines] == [
        ("gid://shopify/FulfillmentLineItem/7", 1), ("gid://shopify/FulfillmentLineItem/71", 1)]
    assert all(token in line["returnReasonNote"] for line in lines)
    assert store.orders.get("#4").status is OrderStatus.RETURN_REQUESTED


def test_an_exchange_names_the_new_variant(there: Elsewhere, shopify: Shopify, store: Store) -> None:
    there.ask("exchange_delivered_order_items", order_id="#4", item_ids=["mug-w"], new_item_ids=["mug-b"], payment_method_id="card_1")
    assert there.send() == 1
    assert shopify.mutations[0][1]["input"]["exchangeLineItems"] == [{"variantId": "gid://shopify/ProductVariant/32", "quantity": 1}]
    assert store.orders.get("#4").status is OrderStatus.EXCHANGE_REQUESTED


def test_an_address_is_written_as_shopify_has_it(there: Elsewhere, shopify: Shopify, store: Store) -> None:
    there.ask("modify_pending_order_address", order_id="#1", address1="5 Elm Road", address2="", city="Salem", state="MA", country="US",
              zip="01970")
    assert there.send() == 1
    assert shopify.mutations[0] == ("orderUpdate", {"input": {"id": GID, "shippingAddress": {
        "address1": "5 Elm Road", "address2": "", "city": "Salem", "provinceCode": "MA", "zip": "01970", "countryCode": "US",
        "firstName": "Anna", "lastName": "Miller"}}})
    assert store.orders.get("#1").address.line1 == "5 Elm Road"


def test_what_shopify_cannot_do_is_for_a_person(there: Elsewhere, shopify: Shopify, store: Store) -> None:
    there.ask("modify_pending_order_payment", order_id="#1", payment_method_id="paypal_1")
    there.send()
    [case] = Handoffs(store).inbox()
    assert "Shopify cannot change the payment of an order" in case.detail
    assert shopify.mutations == []


def test_fewer_to_come_back_than_asked_for_and_an_unknown_order_are_for_a_person(there: Elsewhere, shopify: Shopify, store: Store) -> None:
    there.ask("return_delivered_order_items", order_id="#4", item_ids=["shirt-s"], payment_method_id="card_1")
    there.send()
    assert "fewer of shirt-s" in store.order_requests.of("#4")[0].error
    there.ask("cancel_pending_order", order_id="#5", reason="no longer needed")
    there.send()
    assert "no order of the name #5" in store.order_requests.of("#5")[0].error
    assert shopify.mutations == []


@pytest.mark.parametrize("answer", [
    (200, {"errors": [{"message": "Throttled"}]}, {}), (401, {"errors": "Invalid API key"}, {}), (200, "<html>", {})])
def test_an_answer_without_data_is_tried_again(store: Store, answer: Answer) -> None:
    with order_server(lambda *_: answer) as system:
        there = Elsewhere(store, system.url, lambda url, clock: ShopifyOrders("a.myshopify.com", "token", store.links, url=url))
        there.ask()
        there.send()
    assert store.order_requests.all("waiting")[0].attempts == 1


def test_money_is_none_of_its_business(there: Elsewhere, store: Store) -> None:
    """The refund of a return is promised by the request, not paid at once."""
    there.ask("return_delivered_order_items", order_id="#4", item_ids=["mug-w"], payment_method_id="card_1")
    there.send()
    assert there.request("#4").amount == Money(-999, "USD")
    assert [payment.kind for payment in store.orders.get("#4").payments] == ["payment"]
