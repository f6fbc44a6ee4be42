"""Webhooks of Shopify and WooCommerce, sent as they send them."""

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.live.receive import FAILED, retry, signature
from shopkeeper.shop import Address, Localized, Money, OrderStatus, Review
from shopkeeper.shop.webhook import TOPICS, Webhook
from shopkeeper.store.messages import Delivery
from small_shop import small_shop
from unit.app.live import messages as m


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path)
    shop.secrets = {"shopify": "shhh", "woocommerce": "暗号"}
    shop.index()
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


@pytest.fixture
def shopify(client):
    count = iter(range(10_000))

    def send(topic, message, id=None, secret="shhh", sent="2025-11-26T12:00:00Z", **headers):
        body = message if isinstance(message, bytes) else json.dumps(message, ensure_ascii=False).encode()
        given = {"X-Shopify-Hmac-Sha256": signature(body, secret), "X-Shopify-Topic": topic, "X-Shopify-Triggered-At": sent,
                 "X-Shopify-Webhook-Id": id or f"delivery-{next(count)}", "Content-Type": "application/json", **headers}
        return client.post("/v1/webhooks/shopify", content=body, headers={k: v for k, v in given.items() if v is not None})

    return send


@pytest.fixture
def woo(client):
    count = iter(range(10_000))

    def send(topic, message, id=None, secret="暗号"):
        body = json.dumps(message, ensure_ascii=False).encode()
        headers = {"X-WC-Webhook-Signature": signature(body, secret), "X-WC-Webhook-Topic": topic,
                   "X-WC-Webhook-Delivery-ID": id or f"wc{next(count)}", "Content-Type": "application/json"}
        return client.post("/v1/webhooks/woocommerce", content=body, headers=headers)

    return send


def test_a_signature_is_the_one_that_both_systems_compute():
    # RFC 4231, test case 2, whose digest is written in hexadecimal there.
    digest = bytes.fromhex("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")
    assert base64.b64decode(signature(b"what do ya want for nothing?", "Jefe")) == digest


@pytest.mark.parametrize("wrong", [{"secret": "guess"}, {"X-Shopify-Hmac-Sha256": None}, {"X-Shopify-Hmac-Sha256": ""},
                                   {"X-Shopify-Hmac-Sha256": "签名"}])
def test_a_message_that_is_not_signed_with_the_secret_is_refused_and_leaves_no_trace(shopify, shop, wrong):
    if wrong.get("X-Shopify-Hmac-Sha256") == "签名":
        wrong = {"X-Shopify-Hmac-Sha256": "签名".encode()}
    answer = shopify("products/create", m.PRODUCT, **wrong)
    assert (answer.status_code, answer.json()["error"]["type"]) == (401, "unauthorized")
    assert (shop.store.products.count(), shop.store.inbox.all(FAILED)) == (0, [])


def test_without_a_secret_nothing_is_taken_in_not_even_what_is_signed_with_nothing(shopify, shop):
    shop.secrets = {}
    assert shopify("products/create", m.PRODUCT, secret="").status_code == 401


def test_a_body_changed_on_its_way_is_refused(client):
    body = json.dumps(m.PRODUCT).encode()
    headers = {"X-Shopify-Hmac-Sha256": signature(body, "shhh"), "X-Shopify-Topic": "products/create", "X-Shopify-Webhook-Id": "1"}
    assert client.post("/v1/webhooks/shopify", content=body.replace(b"129.00", b"1.00"), headers=headers).status_code == 401


def test_a_new_product_is_found_at_once(shopify, shop):
    assert shopify("products/create", m.PRODUCT).json() == {"status": "done"}
    stored = shop.store.products.get("canvas-bag")
    assert (stored.title, stored.brand, stored.images[0].url) == (Localized("帆布包"), Localized(en="Muji"), "https://cdn.example/bag.jpg")
    assert [(variant.id, variant.stock) for variant in stored.variants] == [("BAG-R", 4), ("BAG-B", None)]
    assert (stored.variants[0].price, stored.variants[0].stock, stored.description.zh) == (Money(12900, "CNY"), 4, "结实耐用。")
    assert [hit.id for hit in shop.search("帆布包", where=["in_stock=true", "颜色=红色"], mode="text")] == ["canvas-bag"]


def test_the_same_delivery_again_does_nothing(shopify, shop):
    shopify("products/create", m.PRODUCT, id="d1")
    shop.store.products.delete(["canvas-bag"])
    assert shopify("products/create", m.PRODUCT, id="d1").json() == {"status": "repeated"}
    assert shop.store.products.count() == 0


def test_an_older_state_never_covers_a_newer_one(shopify, shop):
    newer = {**m.PRODUCT, "title": "新帆布包", "updated_at": "2025-11-26T10:00:00+08:00"}
    older = {**m.PRODUCT, "title": "旧帆布包", "updated_at": "2025-11-26T01:59:59Z"}
    assert [shopify("products/update", each).json()["status"] for each in (newer, older)] == ["done", "done"]
    assert shop.store.products.get("canvas-bag").title.zh == "新帆布包"


def test_a_deletion_that_overtakes_an_update_wins(shopify, shop):
    shopify("products/create", m.PRODUCT)
    shopify("products/delete", {"id": 42}, sent="2025-11-26T12:00:00Z")
    shopify("products/update", {**m.PRODUCT, "updated_at": "2025-11-26T11:59:59Z"})
    assert (shop.store.products.count(), shop.search("").total) == (0, 0)
    shopify("products/create", {**m.PRODUCT, "updated_at": "2025-11-26T12:00:01Z"})
    assert shop.search("").total == 1


def test_a_deletion_before_anything_was_known_bars_what_is_older(shopify, shop):
    shopify("products/delete", {"id": 42}, sent="2025-11-26T12:00:00Z")
    shopify("products/create", m.PRODUCT)
    assert shop.store.products.count() == 0


def test_a_product_keeps_its_id_and_what_is_known_here_alone_when_it_is_renamed(shopify, shop):
    shopify("products/create", m.PRODUCT)
    shop.patch("products", "canvas-bag", {"title": {"en": "Canvas bag"}, "url": "https://shop.example/bag"})
    shopify("products/update", {**m.PRODUCT, "handle": "bag-2", "title": "帆布袋", "updated_at": "2025-11-27T00:00:00Z"})
    stored = shop.store.products.get("canvas-bag")
    assert (stored.title, stored.url, shop.store.products.count()) == (Localized("帆布袋", "Canvas bag"), "https://shop.example/bag", 1)


def test_stock_is_the_sum_over_places_and_the_newest_of_each(shopify, shop):
    shopify("products/create", m.PRODUCT)
    shopify("inventory_levels/update", m.level(900, 1, 5, "10:00"))
    assert shop.store.products.get("canvas-bag").variant("BAG-R").stock == 5
    shopify("inventory_levels/update", m.level(900, 2, 3, "10:01"))
    shopify("inventory_levels/update", m.level(900, 1, 99, "09:00"))
    assert shop.store.products.get("canvas-bag").variant("BAG-R").stock == 8
    assert [point.quantity for point in shop.store.history.stock("BAG-R")] == [5, 8]
    shopify("products/update", {**m.PRODUCT, "updated_at": "2025-11-26T09:30:00Z"})
    assert shop.store.products.get("canvas-bag").variant("BAG-R").stock == 8, "the product's message is older"


def test_a_level_that_comes_before_its_product_is_not_lost(shopify, shop):
    assert shopify("inventory_levels/update", m.level(900, 1, 0, "10:00")).status_code == 200
    shopify("products/create", m.PRODUCT)
    assert shop.store.products.get("canvas-bag").variant("BAG-R").stock == 0


def test_an_order_names_our_products_and_follows_its_states(shopify, shop):
    shopify("products/create", m.PRODUCT)
    shopify("orders/create", m.ORDER)
    order = shop.store.orders.get("#1001")
    assert (order.lines[0].product_id, order.lines[0].variant_id, order.total, order.status) == (
        "canvas-bag", "BAG-R", Money(26300, "CNY"), OrderStatus.PENDING)
    shopify("orders/fulfilled", {**m.ORDER, **m.SENT})
    order = shop.store.orders.get("#1001")
    assert (order.status, order.fulfilments[0].tracking_number, order.payments[0].amount) == (
        OrderStatus.SHIPPED, "SF123", Money(26300, "CNY"))
    shopify("orders/updated", m.ORDER)
    assert shop.store.orders.get("#1001") == order, "an older state"


def test_a_refund_is_a_payment_back_once(shopify, shop):
    shopify("orders/create", {**m.ORDER, **m.SENT})
    for id in ("r1", "r2"):
        assert shopify("refunds/create", m.REFUND, id=id).json() == {"status": "done"}
    order = shop.store.orders.get("#1001")
    assert [(payment.kind, payment.amount.amount) for payment in order.payments] == [("payment", 26300), ("refund", 26300)]
    assert order.status == OrderStatus.RETURNED


def test_a_refund_of_an_order_that_is_not_known_yet_waits_and_can_be_tried_again(shopify, shop):
    answer = shopify("refunds/create", m.REFUND, id="r1")
    assert (answer.status_code, answer.json()) == (202, {"status": "waiting"})
    assert retry(shop, "shopify/r1") == "waiting"
    shopify("orders/create", {**m.ORDER, **m.SENT})
    assert retry(shop, "shopify/r1") == "done"
    assert (len(shop.store.orders.get("#1001").payments), shop.store.inbox.all(FAILED)) == (2, [])


@pytest.mark.parametrize(("topic", "message", "field"), [
    ("products/create", b"{oops", "body"), ("products/create", b"[]", "body"), ("products/create", {"title": "x"}, "id"),
    ("products/create", {**m.PRODUCT, "variants": [{**m.PRODUCT["variants"][0], "price": "cheap"}]}, "variants[0].price"),
    ("products/create", {**m.PRODUCT, "variants": "none"}, "variants"), ("orders/create", {**m.ORDER, "created_at": "soon"}, "created_at"),
    ("orders/create", {**m.ORDER, "line_items": []}, "lines"), ("inventory_levels/update", {"inventory_item_id": 1}, "location_id"),
])
def test_a_message_that_cannot_be_read_is_refused_by_its_field_and_kept(shopify, shop, topic, message, field):
    answer = shopify(topic, message, id="bad")
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, field)
    [kept] = shop.store.inbox.all(FAILED)
    assert (kept.key, kept.topic, field in kept.error) == ("shopify/bad", topic, True)
    assert (shop.store.products.count(), shop.store.orders.count()) == (0, 0)


def test_a_delivery_that_failed_is_taken_in_when_it_comes_again_mended(shopify, shop):
    shopify("products/create", {**m.PRODUCT, "handle": None}, id="d")
    assert shopify("products/create", m.PRODUCT, id="d").json() == {"status": "done"}
    assert shop.store.inbox.all(FAILED) == []


@pytest.mark.parametrize("missing", ["X-Shopify-Topic", "X-Shopify-Webhook-Id"])
def test_a_message_without_a_header_that_is_needed_is_refused_by_its_name(shopify, missing):
    answer = shopify("products/create", m.PRODUCT, **{missing: None})
    assert (answer.status_code, answer.json()["error"]["field"]) == (400, missing.lower())


def test_a_topic_that_says_nothing_here_is_answered_so_that_it_is_not_sent_for_ever(shopify):
    assert shopify("themes/publish", {"id": 1}).json() == {"status": "ignored"}


def test_what_only_this_shop_knows_of_a_customer_stays_and_consents_follow_shopify(shopify, shop):
    shopify("customers/create", {**m.CUSTOMER, "email_marketing_consent": {"state": "subscribed"}})
    known = shop.store.customers.get("7")
    assert known.consents == ("email",)
    shop.store.customers.put([replace(known, tastes=("简约",), excludes=("brand=Acme",), consents=("email", "ads"))])
    left = {"updated_at": "2025-11-26T10:00:00Z", "email_marketing_consent": {"state": "unsubscribed"}}
    shopify("customers/update", {**m.CUSTOMER, **left}, id="left")
    again = shop.store.customers.get("7")
    assert (again.tastes, again.excludes, again.consents) == (("简约",), ("brand=Acme",), ("ads",))
    shopify("customers/update", {**m.CUSTOMER, "updated_at": "2025-11-26T11:00:00Z"}, id="silent")
    assert shop.store.customers.get("7").consents == ("ads",), "a message that tells nothing of consent changes none"


def test_an_erasure_removes_the_person_and_leaves_the_orders_without_them(shopify, shop):
    shopify("customers/create", m.CUSTOMER)
    shopify("orders/create", m.ORDER)
    shop.store.reviews.put([Review("r", "canvas-bag", 5, "好", customer_id="7")])
    assert shop.store.customers.get("7").email == "li@example.com"
    assert shopify("customers/redact", m.REDACT).status_code == 200
    order = shop.store.orders.get("#1001")
    assert (shop.store.customers.count(), order.customer_id, order.address, order.note) == (0, None, Address(country="CN"), "")
    assert (order.total, shop.store.reviews.get("r").customer_id) == (Money(26300, "CNY"), None)
    [kept] = shop.store.inbox.all("privacy")
    assert ("li@example.com" in kept.body, json.loads(kept.body)["customer"]) == (False, "7")
    shopify("customers/update", {**m.CUSTOMER, "updated_at": "2025-11-26T11:00:00Z"})
    assert shop.store.customers.count() == 0, "an older message does not bring the person back"


def test_an_erasure_clears_what_messages_still_say_of_the_person(shopify, shop):
    shop.store.webhooks.put([Webhook("erp", "https://erp.example/", TOPICS, "0123456789abcdef")])
    shopify("customers/create", m.CUSTOMER)
    shopify("orders/create", m.ORDER)
    wrong = {**m.ORDER, "line_items": "none"}
    for id, message in {"own": wrong, "other": {**wrong, "id": 5, "email": "", "contact_email": "", "customer": {"id": 8}}}.items():
        shopify("orders/create", message, id=id)
    now = datetime.now(UTC)
    shop.store.inbox.put(Delivery("torn", "shopify", "orders/create", FAILED, now, "body: JSON", '{"email": "li@example.com", '))
    shop.store.inbox.put(Delivery("refund", "shopify", "refunds/create", FAILED, now, "waits", '{"id": 1, "order_id": 820}'))
    assert {each.key for each in shop.store.inbox.all(FAILED)} == {"shopify/own", "shopify/other", "torn", "refund"}
    assert any("li@example.com" in each.body for each in shop.store.outbox.all("waiting"))
    shopify("customers/redact", m.REDACT, id="redact")
    assert [each.key for each in shop.store.inbox.all(FAILED)] == ["shopify/other"]
    waiting = shop.store.outbox.all("waiting")
    assert not any("li@example.com" in each.body for each in waiting)
    assert [(each.topic, each.key) for each in waiting] == [("order.updated", "order/#1001"), ("customer.deleted", "customer/7")]


@pytest.mark.parametrize("topic", ["customers/data_request", "shop/redact"])
def test_other_requests_about_persons_are_answered_and_kept_for_a_person(shopify, shop, topic):
    assert shopify(topic, {"shop_domain": "x.myshopify.com", "customer": {"id": 7}}, id="p").status_code == 200
    [kept] = shop.store.inbox.all("privacy")
    assert (kept.topic, json.loads(kept.body)) == (topic, {"shop": "x.myshopify.com", "customer": "7"})


def test_a_body_over_the_limit_is_refused_before_it_is_read_whole(client):
    answer = client.post("/v1/webhooks/shopify", content=(b" " * (1 << 20) for _ in range(9)), headers={"X-Shopify-Topic": "x"})
    assert answer.status_code == 413


def test_woocommerces_unsigned_ping_is_answered_and_other_unsigned_bodies_are_not(client):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/v1/webhooks/woocommerce", content="webhook_id=12", headers=form).json() == {"status": "ping"}
    assert client.post("/v1/webhooks/woocommerce", content="webhook_id=12&x=1", headers=form).status_code == 401


def test_a_product_of_woocommerce_is_taken_in_changed_and_removed(woo, shop):
    assert woo("product.created", m.WOO_PRODUCT).json() == {"status": "done"}
    stored = shop.store.products.get("TEA-1")
    assert (stored.title.zh, stored.price, stored.variants[0].compare_at, stored.variants[0].stock) == ("龙井茶", Money(8800, "CNY"),
                                                                                                     Money(9900, "CNY"), 12)
    assert (stored.attributes[0].value, stored.url) == (Localized(zh="杭州"), "https://shop.example/tea")
    woo("product.updated", {**m.WOO_PRODUCT, "stock_quantity": 0, "date_modified_gmt": "2025-11-26T11:00:00"})
    assert not shop.store.products.get("TEA-1").in_stock
    woo("product.deleted", {"id": 12})
    assert shop.store.products.count() == 0


def test_variations_of_woocommerce_join_their_parent_in_any_order(woo, shop):
    assert woo("product.updated", m.WOO_VARIATION, id="early").json() == {"status": "waiting"}
    woo("product.created", m.WOO_VARIABLE)
    assert shop.store.products.get("SHIRT").price is None, "the message of the parent does not say whose price it names"
    assert retry(shop, "woocommerce/early") == "done"
    variants = {variant.id: variant for variant in shop.store.products.get("SHIRT").variants}
    assert (variants["SHIRT-RED"].price, variants["SHIRT-RED"].options[0].value) == (Money(5000, "CNY"), Localized(en="Red"))
    assert variants["22"].price is None
    woo("product.updated", {**m.WOO_VARIABLE, "name": "New shirt", "date_modified_gmt": "2025-11-27T00:00:00"})
    stored = shop.store.products.get("SHIRT")
    assert (stored.title.en, stored.variant("SHIRT-RED").price) == ("New shirt", Money(5000, "CNY"))
    woo("product.deleted", {"id": 22})
    assert [variant.id for variant in shop.store.products.get("SHIRT").variants] == ["SHIRT-RED"]


def test_an_order_of_woocommerce_has_its_lines_payment_and_refund(woo, shop):
    woo("product.created", m.WOO_PRODUCT)
    woo("order.created", m.WOO_ORDER)
    order = shop.store.orders.get("5001")
    assert (order.lines[0].product_id, order.lines[0].unit_price, order.total, order.status) == (
        "TEA-1", Money(8800, "CNY"), Money(18600, "CNY"), OrderStatus.PROCESSED)
    woo("order.updated", {**m.WOO_ORDER, "status": "refunded", "refunds": [{"id": 9, "total": "-186.00"}],
                          "date_modified_gmt": "2025-11-27T00:00:00"})
    order = shop.store.orders.get("5001")
    assert (order.status, [payment.kind for payment in order.payments]) == (OrderStatus.RETURNED, ["payment", "refund"])
    woo("order.deleted", {"id": 501})
    assert shop.store.orders.count() == 0


def test_a_customer_of_woocommerce_comes_and_goes(woo, shop):
    woo("customer.created", m.WOO_CUSTOMER)
    assert (shop.store.customers.get("3").name, shop.store.customers.get("3").address.city) == ("Mei Han", "杭州")
    woo("customer.deleted", {"id": 3})
    assert shop.store.customers.count() == 0


def test_a_message_from_woocommerce_is_not_taken_for_one_of_shopify(client, woo, shop):
    assert woo("product.created", m.WOO_PRODUCT, secret="shhh").status_code == 401


def test_a_moment_of_sending_is_never_later_than_now(shopify, shop):
    shopify("products/delete", {"id": 42}, sent="2999-01-01T00:00:00Z")
    assert shop.store.links.get("shopify/product/42").at <= datetime.now(UTC)
