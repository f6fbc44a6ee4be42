"""What the shop's own order system says later, and what other systems say of an order meanwhile."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from order_server import done, order_server
from shopkeeper.app.api.application import create_app
from shopkeeper.app.bootstrap import open_order_system
from shopkeeper.app.checkup import _orders
from shopkeeper.app.live import ordering
from shopkeeper.app.live.receive import BadSignature, receive, signature
from shopkeeper.app.settings import Settings
from shopkeeper.app.shop import Shop
from shopkeeper.assistant.orders.http import HttpOrders
from shopkeeper.assistant.orders.local import LocalOrders
from shopkeeper.assistant.orders.remote import RemoteOrders, WatchedRemote
from shopkeeper.assistant.orders.settle import failed
from shopkeeper.shop import InvalidRecord, OrderRequest, OrderStatus, RequestKind, RequestState
from shopkeeper.shop.webhook import signed
from small_service import ANNA, NOW, PENDING
from small_shop import small_shop

SECRET = "a secret of the shop"


@pytest.fixture
def shop(tmp_path: Path):
    shop = small_shop(tmp_path)
    shop.store.customers.put([ANNA])
    shop.store.orders.put([PENDING])
    yield shop
    shop.close()


def request(shop: Shop, id: str = "r") -> None:
    """A cancellation that the system has accepted."""
    asked = OrderRequest(id, RequestKind.CANCEL, NOW, RequestState.REQUESTED, "no longer needed")
    RemoteOrders(shop.store, HttpOrders("http://127.0.0.1:1", SECRET), lambda: NOW).submit(asked, PENDING, ANNA)


def message(key: str = "1", topic: str = "request.updated", secret: str = SECRET, **body: Any) -> tuple[dict[str, str], bytes]:
    text = json.dumps(body)
    headers = {"shopkeeper-signature": signed(text, secret, NOW), "shopkeeper-topic": topic, "shopkeeper-delivery": key}
    return headers, text.encode()


def test_an_answer_that_comes_later_is_taken_in_once(shop: Shop) -> None:
    request(shop)
    headers, body = message(id="r", state="acknowledged")
    assert [receive(shop, "orders", headers, body, SECRET, NOW) for _ in range(2)] == ["done", "repeated"]
    assert shop.store.orders.get("#1").status is OrderStatus.CANCELLED
    assert receive(shop, "orders", *message("2", id="r", state="refused"), SECRET, NOW) == "done"
    assert shop.store.orders.get("#1").requests[0].state is RequestState.ACKNOWLEDGED
    assert receive(shop, "orders", *message("3", topic="else"), SECRET, NOW) == "ignored"


def test_an_answer_that_is_not_signed_or_too_old_or_no_answer_is_refused(shop: Shop) -> None:
    request(shop)
    for headers, body, now in ((*message(secret="another", id="r", state="refused"), NOW),
                               (*message(id="r", state="refused"), NOW + timedelta(minutes=6)),
                               ({**message()[0], "shopkeeper-signature": "t=x,v1="}, b"{}", NOW)):
        with pytest.raises(BadSignature):
            receive(shop, "orders", headers, body, SECRET, now)
    with pytest.raises(InvalidRecord, match="state"):
        receive(shop, "orders", *message(id="r", state="perhaps"), SECRET, NOW)
    assert shop.store.order_requests.get("r") is not None


def test_the_door_takes_an_answer_in(shop: Shop) -> None:
    request(shop)
    shop.secrets = {"orders": SECRET}
    text = json.dumps({"id": "r", "state": "refused", "reason": "already packed"})
    headers = {"Content-Type": "application/json", "Shopkeeper-Signature": signed(text, SECRET, datetime.now(UTC)),
               "Shopkeeper-Topic": "request.updated", "Shopkeeper-Delivery": "1"}
    client = TestClient(create_app(shop, hosts=None))
    assert client.post("/v1/webhooks/orders", content=text, headers=headers).json() == {"status": "done"}
    assert shop.store.orders.get("#1").requests[0].answer == "already packed"
    assert client.post("/v1/webhooks/orders", content=text + " ", headers=headers).status_code == 401


def test_an_order_that_shopify_tells_of_keeps_what_its_customer_asked_for(shop: Shop) -> None:
    asked = OrderRequest("r", RequestKind.RETURN, NOW, RequestState.ACKNOWLEDGED)
    shop.store.orders.put([replace(PENDING, id="#1001", requests=(asked,), status=OrderStatus.RETURN_REQUESTED)])
    body = json.dumps({"id": 7, "name": "#1001", "currency": "USD", "created_at": "2026-06-01T10:00:00Z",
                       "fulfillment_status": "fulfilled", "line_items": [{"quantity": 1, "price": "9.99", "title": "Mug"}]}).encode()
    headers = {"x-shopify-hmac-sha256": signature(body, "s"), "x-shopify-topic": "orders/updated", "x-shopify-webhook-id": "1"}
    assert receive(shop, "shopify", headers, body, "s", NOW) == "done"
    order = shop.store.orders.get("#1001")
    assert (order.requests, order.status) == ((asked,), OrderStatus.RETURN_REQUESTED)
    assert order.lines[0].title == "Mug"


def test_a_server_sends_what_is_open(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ordering, "INTERVAL", 0.01)
    request(shop)
    with order_server(done) as system:
        shop.orders = RemoteOrders(shop.store, HttpOrders(system.url, SECRET))
        with ordering.ordering(shop):
            until = time.monotonic() + 10
            while shop.store.order_requests.get("r") and time.monotonic() < until:
                time.sleep(0.01)
    assert shop.store.orders.get("#1").status is OrderStatus.CANCELLED
    shop.orders = LocalOrders()
    with ordering.ordering(shop):
        pass


def test_the_settings_name_where_orders_live(shop: Shop) -> None:
    assert isinstance(open_order_system(Settings(), shop.store, {}), LocalOrders)
    named = {"http://a.example/api": "HttpOrders", "shopify:a.myshopify.com": "ShopifyOrders",
             "woocommerce:https://a.example": "WooCommerceOrders"}
    for where, kind in named.items():
        system = open_order_system(Settings(order_system=where, order_system_secret="s"), shop.store, breakers := {})
        assert isinstance(system, RemoteOrders)
        assert isinstance(system.remote, WatchedRemote)
        assert (type(system.remote._remote).__name__, list(breakers)) == (kind, ["orders"])
    with pytest.raises(InvalidRecord, match="order_system_secret"):
        open_order_system(Settings(order_system="shopify:a.myshopify.com"), shop.store, {})


def test_the_doctor_names_what_was_given_up(shop: Shop) -> None:
    assert _orders(shop).ok
    request(shop)
    failed(shop.store, "r", "answered 500", None, NOW)
    found = _orders(shop)
    assert (found.ok, found.advice) == (False, "see: shopkeeper conversations requests")
    assert "1 given up" in found.found
