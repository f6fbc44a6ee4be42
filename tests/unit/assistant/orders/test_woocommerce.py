"""Orders that live in WooCommerce: what its REST API is asked, in its shapes, and what its answers mean."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest

from order_server import Answer, OrderServer, order_server
from shopkeeper.assistant.inbox import Handoffs
from shopkeeper.assistant.orders.woocommerce import WooCommerceOrders
from shopkeeper.shop import OrderStatus, RequestState
from shopkeeper.store import Store
from shopkeeper.store.messages import Link
from unit.assistant.orders.elsewhere import HOUR, Elsewhere


class Woo:
    """Enough of a WooCommerce shop: one order with its notes and refunds."""

    def __init__(self) -> None:
        self.order: dict[str, Any] = {"id": 727, "status": "processing", "total": "39.98", "date_paid_gmt": "2026-06-01T10:00:00",
                                      "meta_data": [{"id": 1, "key": "_gift", "value": "yes"}], "shipping": {}}
        self.notes: list[dict[str, Any]] = []
        self.refunds: list[dict[str, Any]] = []
        self.writes: list[tuple[str, str]] = []
        self.loses: set[str] = set()  # paths whose next write is done and not answered
        self.fails: dict[str, tuple[int, str]] = {}

    def __call__(self, method: str, path: str, body: Any) -> Answer:
        path = path.removeprefix("/wp-json/wc/v3")
        if path in self.fails and method != "GET":
            status, message = self.fails[path]
            return status, {"code": "woocommerce_rest_error", "message": message, "data": {"status": status}}, {}
        kept = {"/orders/727": self.order, "/orders/727/notes": self.notes, "/orders/727/refunds": self.refunds}.get(path)
        if kept is None:
            return 404, {"code": "woocommerce_rest_shop_order_invalid_id", "message": "Invalid ID."}, {}
        if method != "GET":
            self.write(method, path, body, kept)
        if path in self.loses and method != "GET":
            self.loses.remove(path)
            return None
        return 200, kept, {}

    def write(self, method: str, path: str, body: Any, kept: Any) -> None:
        self.writes.append((method, path))
        if isinstance(kept, list):
            kept.append(body)
            if path.endswith("refunds"):
                self.order["status"] = "refunded"
        else:
            kept["meta_data"] += body.pop("meta_data")
            kept.update(body)


@pytest.fixture
def woo() -> Woo:
    return Woo()


@pytest.fixture
def system(woo: Woo) -> Iterator[OrderServer]:
    with order_server(woo) as system:
        yield system


@pytest.fixture
def there(store: Store, system: OrderServer) -> Elsewhere:
    store.links.put([Link("woocommerce/order/727", "#1")])
    return Elsewhere(store, system.url, lambda url, clock: WooCommerceOrders(url, "ck_1:cs_2", store.links))


def test_a_paid_order_is_paid_back_and_cancelled(there: Elsewhere, woo: Woo, system: OrderServer, store: Store) -> None:
    token = there.ask().token
    assert there.send() == 1
    assert woo.refunds == [{"amount": "39.98", "reason": f"no longer needed [{token}]", "api_refund": True, "api_restock": True}]
    assert woo.order["status"] == "cancelled"
    assert {"key": f"_shopkeeper_{token}", "value": "cancel"} in woo.order["meta_data"]
    assert system.asked[0][3]["authorization"] == "Basic " + base64.b64encode(b"ck_1:cs_2").decode()
    assert store.orders.get("#1").status is OrderStatus.CANCELLED
    assert there.desk.orders.status("#1") is OrderStatus.CANCELLED


@pytest.mark.parametrize("lost", ["/orders/727/refunds", "/orders/727"])
def test_a_cancellation_that_was_cut_off_pays_back_once(there: Elsewhere, woo: Woo, lost: str) -> None:
    woo.loses = {lost}
    there.ask()
    assert (there.send(), there.send(HOUR)) == (0, 1)
    assert len(woo.refunds) == 1
    assert woo.order["status"] == "cancelled"
    assert there.request().state is RequestState.ACKNOWLEDGED


def test_an_order_that_nobody_paid_is_only_cancelled(there: Elsewhere, woo: Woo) -> None:
    woo.order |= {"status": "pending", "date_paid_gmt": None}
    there.ask()
    assert there.send() == 1
    assert woo.writes == [("PUT", "/orders/727")]


@pytest.mark.parametrize(("status", "state"), [("completed", RequestState.REFUSED), ("cancelled", RequestState.ACKNOWLEDGED)])
def test_an_order_that_went_on_is_not_touched(there: Elsewhere, woo: Woo, status: str, state: RequestState) -> None:
    woo.order["status"] = status
    there.ask()
    assert there.send() == 1
    assert (there.request().state, woo.writes) == (state, [])


def test_a_gateway_that_pays_nothing_back_is_for_a_person(there: Elsewhere, woo: Woo, store: Store) -> None:
    woo.fails["/orders/727/refunds"] = (400, "The payment gateway for this order does not support automatic refunds.")
    there.ask()
    there.send()
    assert "does not support automatic refunds" in Handoffs(store).inbox()[0].detail
    assert woo.order["status"] == "processing"


def test_an_order_that_was_paid_back_in_part_is_for_a_person(there: Elsewhere, woo: Woo, store: Store) -> None:
    woo.refunds.append({"amount": "5.00", "reason": "late"})
    there.ask()
    there.send()
    assert "paid back in part" in Handoffs(store).inbox()[0].detail
    assert woo.writes == []


def test_a_wrong_key_may_be_mended(there: Elsewhere, woo: Woo, store: Store) -> None:
    woo.fails["/orders/727/refunds"] = (401, "Sorry, you cannot create resources.")
    there.ask()
    there.send()
    assert "cannot create resources" in store.order_requests.all("waiting")[0].error


def test_an_address_is_written_as_woocommerce_has_it(there: Elsewhere, woo: Woo) -> None:
    there.ask("modify_pending_order_address", order_id="#1", address1="5 Elm Road", address2="", city="Salem", state="MA", country="US",
              zip="01970")
    assert there.send() == 1
    assert woo.order["shipping"] == {"address_1": "5 Elm Road", "address_2": "", "city": "Salem", "state": "MA", "postcode": "01970",
                                     "country": "US"}


def test_a_return_is_noted_once_for_the_people_of_the_shop(there: Elsewhere, woo: Woo, store: Store) -> None:
    store.links.put([Link("woocommerce/order/727", "#4")])
    woo.loses = {"/orders/727"}
    woo.order["status"] = "completed"
    token = there.ask("return_delivered_order_items", order_id="#4", item_ids=["mug-w", "mug-w"], payment_method_id="card_1").token
    woo.order["meta_data"] = []
    assert there.send() == 0
    woo.order["meta_data"] = []
    assert there.send(HOUR) == 1
    [note] = woo.notes
    assert note["customer_note"] is False
    assert "return of 2 × Mug" in note["note"]
    assert token in note["note"]
    assert store.orders.get("#4").status is OrderStatus.RETURN_REQUESTED


def test_what_woocommerce_cannot_do_and_an_unknown_order_are_for_a_person(there: Elsewhere, woo: Woo, store: Store) -> None:
    there.ask("modify_pending_order_payment", order_id="#1", payment_method_id="paypal_1")
    there.send()
    assert "WooCommerce cannot settle a change of the payment" in store.order_requests.all("dead")[0].error
    there.ask("cancel_pending_order", order_id="#5", reason="no longer needed")
    there.send()
    assert "number of the order #5 is not known" in store.order_requests.of("#5")[0].error
