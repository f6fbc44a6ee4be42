"""Baskets over HTTP, from the first thing in them to the shop's own checkout."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.live.baskets import NoCheckout, checkout_address
from shopkeeper.app.live.forgetting import forgetting
from shopkeeper.app.privacy.days import Days
from shopkeeper.app.privacy.retention import sweep
from shopkeeper.shop import Cart, CartLine, Localized, Money, Option, Product, Variant
from shopkeeper.shop.cart import priced
from shopkeeper.store.messages import Link
from small_shop import small_shop

COLOUR = Localized("颜色", "Colour")


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path)
    shop.put_products([
        Product("bag", Localized("帆布包", "Canvas bag"), (
            Variant("BAG/R", price=Money(12900, "CNY"), stock=3, options=(Option(COLOUR, Localized("红色", "Red")),)),
            Variant("BAG/B", price=Money(13900, "CNY"), stock=0))),
        Product("tea", Localized("茶", "Tea"), (Variant("TEA", price=Money(8800, "CNY")),)),
        Product("book", Localized(en="Book"), (Variant("BOOK", price=Money(999, "USD")),)),
    ])
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


@pytest.fixture
def cart(client):
    return client.post("/v1/carts", json={"lines": [{"variant_id": "BAG/R", "quantity": 2}]}).json()["id"]


def test_a_basket_is_made_with_an_id_that_cannot_be_guessed_and_shows_what_it_costs(client):
    answer = client.post("/v1/carts?language=zh", json={"lines": [{"variant_id": "BAG/R", "quantity": 2}, {"variant_id": "TEA"}]})
    body = answer.json()
    assert (answer.status_code, len(body["id"]) >= 32, body["status"], body["ready"], body["notices"]) == (201, True, "open", True, [])
    assert body["lines"][0] == {
        "variant_id": "BAG/R", "product_id": "bag", "title": "帆布包", "options": {"颜色": "红色"}, "image": "", "quantity": 2,
        "available": 3,
        "unit_price": {"amount": 12900, "currency": "CNY"}, "total": {"amount": 25800, "currency": "CNY"}, "notices": []}
    assert (body["lines"][1]["available"], body["subtotal"]) == (None, {"amount": 34600, "currency": "CNY"})
    assert client.get(f"/v1/carts/{body['id']}?language=zh").json() == body
    assert client.get("/v1/carts").status_code == 405, "baskets are not listed"
    assert client.get("/v1/carts/guess").status_code == 404


def test_an_empty_basket_needs_nothing(client):
    body = client.post("/v1/carts", json={}).json()
    assert (body["lines"], body["subtotal"], body["ready"]) == ([], None, False)


def test_things_are_put_in_counted_anew_and_taken_out(client, cart):
    assert client.post(f"/v1/carts/{cart}/lines", json={"variant_id": "BAG/R"}).json()["lines"][0]["quantity"] == 3
    assert client.post(f"/v1/carts/{cart}/lines", json={"variant_id": "TEA", "quantity": 2}).json()["subtotal"]["amount"] == 56300
    assert client.put(f"/v1/carts/{cart}/lines/BAG%2FR", json={"quantity": 1}).json()["subtotal"]["amount"] == 30500
    assert [line["variant_id"] for line in client.delete(f"/v1/carts/{cart}/lines/BAG%2FR").json()["lines"]] == ["TEA"]
    assert client.put(f"/v1/carts/{cart}/lines/TEA", json={"quantity": 0}).json()["lines"] == []
    assert client.put(f"/v1/carts/{cart}", json={"lines": [{"variant_id": "TEA"}]}).json()["subtotal"]["amount"] == 8800


@pytest.mark.parametrize(("line", "field", "message"), [
    ({"variant_id": "BAG/R", "quantity": 2}, "quantity",
     "quantity: expected at most 3: no more are in stock (2 in the basket already), got 2"),
    ({"variant_id": "BAG/B"}, "quantity", "quantity: expected none: it is sold out, got 1"),
    ({"variant_id": "ghost"}, "variant_id", "variant_id: expected the id of a variant that is for sale, got 'ghost'"),
    ({"variant_id": "BOOK"}, "variant_id", "variant_id: expected a price in CNY, as the others in this basket, got 'BOOK in USD'"),
    ({"variant_id": "TEA", "quantity": 0}, "quantity", None), ({"quantity": 1}, "variant_id", None),
])
def test_what_does_not_go_is_refused_and_the_basket_stays(client, cart, line, field, message):
    answer = client.post(f"/v1/carts/{cart}/lines", json=line)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)
    assert message in (None, answer.json()["error"]["message"])
    assert client.get(f"/v1/carts/{cart}").json()["lines"][0]["quantity"] == 2


def test_a_line_of_a_new_basket_that_does_not_go_is_named_by_its_place(client, shop):
    answer = client.post("/v1/carts", json={"lines": [{"variant_id": "TEA"}, {"variant_id": "ghost"}]})
    assert (answer.json()["error"]["field"], shop.store.carts.count()) == ("lines[1].variant_id", 0)


def test_a_basket_that_does_not_exist_is_not_made_by_its_id(client, shop):
    assert client.put("/v1/carts/mine", json={"lines": []}).status_code == 404
    assert client.post("/v1/carts/mine/lines", json={"variant_id": "TEA"}).status_code == 404
    assert shop.store.carts.count() == 0


def test_what_changed_is_said_until_the_shopper_changes_something(client, cart, shop):
    client.put("/v1/prices", json=[{"variant_id": "BAG/R", "price": {"amount": 9900, "currency": "CNY"}}])
    client.put("/v1/stock", json=[{"variant_id": "BAG/R", "quantity": 1}])
    body = client.get(f"/v1/carts/{cart}?language=zh").json()
    assert [(n["type"], n["text"], n["blocks"]) for n in body["notices"]] == [
        ("fewer_left", "只剩 1 件", True), ("price_changed", "价格由 ¥129.00 变为 ¥99.00", False)]
    assert body["ready"] is False
    body = client.put(f"/v1/carts/{cart}/lines/BAG%2FR", json={"quantity": 1}).json()
    assert (body["notices"], client.get(f"/v1/carts/{cart}").json()["notices"], body["ready"]) == ([], [], True)


def test_a_deleted_basket_and_a_canceled_one_are_gone(client, cart):
    canceled = client.post(f"/v1/carts/{cart}/cancel", json={})
    assert (canceled.json()["status"], len(canceled.json()["lines"])) == ("canceled", 1)
    assert client.get(f"/v1/carts/{cart}").status_code == 404
    other = client.post("/v1/carts", json={}).json()["id"]
    assert [client.delete(f"/v1/carts/{other}").status_code for _ in range(2)] == [204, 404]


def test_a_request_sent_again_under_its_key_is_carried_out_once(client, cart, shop):
    key = {"Idempotency-Key": "k-1"}
    first = client.post("/v1/carts", json={}, headers=key)
    assert (client.post("/v1/carts", json={}, headers=key).json(), shop.store.carts.count()) == (first.json(), 2)
    for _ in range(2):
        added = client.post(f"/v1/carts/{cart}/lines", json={"variant_id": "TEA"}, headers={"Idempotency-Key": "k-2"})
    assert added.json()["lines"][1]["quantity"] == client.get(f"/v1/carts/{cart}").json()["lines"][1]["quantity"] == 1


def test_another_request_under_the_same_key_is_a_conflict(client, cart):
    key = {"Idempotency-Key": "k"}
    client.post(f"/v1/carts/{cart}/lines", json={"variant_id": "TEA"}, headers=key)
    answer = client.post(f"/v1/carts/{cart}/lines", json={"variant_id": "TEA", "quantity": 2}, headers=key)
    assert (answer.status_code, answer.json()["error"]["type"]) == (409, "conflict")


def test_a_request_that_was_refused_may_be_sent_again_under_its_key(client, cart):
    key, full = {"Idempotency-Key": "k"}, {"variant_id": "BAG/R", "quantity": 2}
    assert client.post(f"/v1/carts/{cart}/lines", json=full, headers=key).status_code == 422
    client.put("/v1/stock", json=[{"variant_id": "BAG/R", "quantity": 9}])
    assert client.post(f"/v1/carts/{cart}/lines", json=full, headers=key).json()["lines"][0]["quantity"] == 4


def test_checkout_without_the_setting_says_which_to_set(client, cart):
    answer = client.post(f"/v1/carts/{cart}/checkout", json={})
    assert (answer.status_code, answer.json()["error"]["type"]) == (409, "no_checkout")
    assert "checkout_url" in answer.json()["error"]["message"]


def test_checkout_hands_over_to_shopify_by_its_own_numbers(client, cart, shop):
    shop.checkout_url = "https://shop.example/cart/{variant_id}:{quantity},...?ref={cart_id}"
    shop.store.links.put([Link("shopify/variant/421", "BAG/R"), Link("shopify/item/900", "BAG/R")])
    client.post(f"/v1/carts/{cart}/lines", json={"variant_id": "TEA"})
    assert client.post(f"/v1/carts/{cart}/checkout", json={}).json() == {"cart_id": cart, "url": f"https://shop.example/cart/421:2,TEA:1?ref={cart}"}


def test_checkout_waits_until_what_stands_in_its_way_is_gone(client, cart, shop):
    shop.checkout_url = "https://shop.example/cart/{variant_id}:{quantity},..."
    client.put("/v1/stock", json=[{"variant_id": "BAG/R", "quantity": 0}])
    answer = client.post(f"/v1/carts/{cart}/checkout", json={})
    assert (answer.status_code, answer.json()["error"]) == (409, {"type": "cart_not_ready", "message": "this is sold out"})


TEA = Product("tea", Localized("茶", "Tea"), (Variant("TEA 1&2", price=Money(8800, "CNY")), Variant("B", price=Money(1, "CNY"))))


def basket(*lines):
    return priced(Cart("c", lines), {"TEA 1&2": TEA, "B": TEA})


@pytest.mark.parametrize(("template", "address"), [
    ("https://s.example/cart/{variant_id}:{quantity},...", "https://s.example/cart/TEA%201%262:2,B:1"),
    ("https://s.example/checkout-link/?products={variant_id}:{quantity},...&coupon=x", "https://s.example/checkout-link/?products=TEA%201%262:2,B:1&coupon=x"),
    ("https://s.example/basket/{cart_id}", "https://s.example/basket/c"),
])
def test_an_address_repeats_its_part_for_each_line(template, address):
    made = checkout_address(template, basket(CartLine("TEA 1&2", 2), CartLine("B")), lambda id: id, "")
    assert made == address


def test_an_address_for_one_line_takes_one_line_only():
    one = "https://s.example/?add-to-cart={variant_id}&quantity={quantity}"
    assert checkout_address(one, basket(CartLine("B", 3)), lambda id: "77", "") == "https://s.example/?add-to-cart=77&quantity=3"
    with pytest.raises(NoCheckout, match="takes one line"):
        checkout_address(one, basket(CartLine("B"), CartLine("TEA 1&2")), lambda id: id, "")


def test_a_payload_is_signed_so_that_the_shop_can_tell_it_from_a_made_up_one():
    at = datetime(2026, 11, 26, tzinfo=UTC)
    address = checkout_address("https://s.example/pay?b={payload}", basket(CartLine("B", 2)), lambda id: id, "秘密", at)
    text, mac = address.partition("?b=")[2].split(".")
    assert mac == hmac.new("秘密".encode(), text.encode(), hashlib.sha256).hexdigest()
    assert json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) == {
        "cart_id": "c", "at": int(at.timestamp()), "subtotal": {"amount": 2, "currency": "CNY"},
        "lines": [{"variant_id": "B", "quantity": 2, "unit_price": {"amount": 1, "currency": "CNY"}}]}
    with pytest.raises(NoCheckout, match="checkout_secret"):
        checkout_address("https://s.example/{payload}", basket(CartLine("B")), lambda id: id, "")


def test_a_basket_that_nobody_changes_is_forgotten_in_time(shop):
    now = datetime(2026, 11, 26, tzinfo=UTC)
    old, new = (Cart(id, updated_at=now - timedelta(days=days)) for id, days in (("old", 61), ("new", 59)))
    shop.store.carts.put([old, new, Cart("undated")])
    assert sweep(shop, now).get("baskets", 0) == 0, "by default they are kept"
    shop.retention = Days(baskets=60)
    assert sweep(shop, now)["baskets"] == 1
    assert [cart.id for cart in shop.store.carts.all()] == ["new", "undated"]


def test_a_server_forgets_old_baskets_when_it_starts(shop):
    shop.retention = Days(baskets=1)
    shop.store.carts.put([Cart("old", updated_at=datetime(2020, 1, 1, tzinfo=UTC))])
    with forgetting(shop):
        pass
    assert shop.store.carts.count() == 0
