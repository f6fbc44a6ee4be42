import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.shop import Money, ProductStatus
from unit.app.fake_shop import FakeShop, earbuds, product

HERE = {"origin": "http://127.0.0.1"}


@pytest.fixture
def shop(tmp_path):
    return FakeShop([earbuds(), product("mug", "Mug", "杯子")], tmp_path)


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1", headers={"accept": "text/html"})


def add(client, variant="buds-red", **more):
    return client.post("/basket/add", data={"variant": variant, **more}, headers=HERE)


def change(client, variant="buds-red", **more):
    return client.post("/basket/set", data={"variant": variant, **more}, headers=HERE)


def quantities(client):
    return [int(n) for n in re.findall(r'name="quantity" type="number"[^>]* value="(\d+)"', client.get("/basket").text)]


def test_what_is_added_lies_in_the_basket_with_its_title_option_price_and_sum(client):
    add(client)
    html = add(client).text
    for words in ("Wireless earbuds", "Red", "¥199", "¥398", "Added to your basket: Wireless earbuds", 'aria-label="Basket, 2 items"'):
        assert words in html
    assert 'href="/p/buds?variant=buds-red"' in html


def test_an_empty_basket_says_so_and_leads_on(client):
    assert "Your basket is empty." in client.get("/basket").text
    assert "购物车还是空的" in client.get("/basket?lang=zh").text


def test_quantities_are_stepped_typed_and_taken_out(client):
    add(client)
    change(client, quantity=1, step="more")
    assert quantities(client) == [2]
    change(client, quantity=2, step="less")
    assert quantities(client) == [1]
    change(client, quantity=3)
    assert quantities(client) == [3]
    assert "Removed from your basket: Wireless earbuds" in change(client, quantity=0).text
    assert quantities(client) == []


def test_more_than_are_left_are_refused_in_words(client):
    add(client, quantity=3)
    assert "Only 3 left, so no more were added: Wireless earbuds" in add(client).text
    assert quantities(client) == [3]


@pytest.mark.parametrize(("lang", "words"), [("en", "Not available now, so not added: Wireless earbuds"),
                                             ("zh", "现在买不到，没有加入购物车：无线蓝牙耳机")])
def test_what_is_sold_out_is_not_added(client, lang, words):
    answer = client.post(f"/basket/add?lang={lang}", data={"variant": "buds-white"}, headers=HERE)
    assert words in answer.text
    assert f"lang={lang}" in str(answer.url)


def test_what_changed_since_is_told(client, shop):
    add(client, quantity=2)
    add(client, "mug-v")
    buds = shop.store.products["buds"]
    shop.put_products([replace(buds, variants=(replace(buds.variants[0], price=Money(14900, "CNY"), stock=1), buds.variants[1])),
                       replace(shop.store.products["mug"], status=ProductStatus.ARCHIVED)])
    html = client.get("/basket?lang=zh").text
    for words in ("只剩 1 件", "价格由 ¥199.00 变为 ¥149.00", "这件商品已下架", "请先修改或移除标出的商品"):
        assert words in html
    change(client, "mug-v", quantity=0)
    assert "已下架" not in client.get("/basket?lang=zh").text


def test_a_product_that_is_gone_for_good_can_still_be_taken_out(client, shop):
    add(client, "mug-v")
    shop.delete("products", ["mug"])
    assert "A product that is no longer sold" in client.get("/basket").text
    assert change(client, "mug-v", quantity=0).status_code == 200
    assert "Your basket is empty." in client.get("/basket").text


def test_without_a_checkout_the_basket_says_what_to_do(client):
    add(client)
    assert "Please contact the shop to order." in client.get("/basket").text
    assert "请直接联系店家下单" in client.get("/basket?lang=zh").text


def test_checkout_hands_over_to_the_shops_own(client, shop):
    shop.checkout_url = "https://pay.example/cart/{variant_id}:{quantity},..."
    add(client, quantity=2)
    add(client, "mug-v")
    assert 'href="/basket/checkout"' in client.get("/basket").text
    answer = client.get("/basket/checkout", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "https://pay.example/cart/buds-red:2,mug-v:1")


def test_checkout_waits_until_what_is_marked_is_put_right(client, shop):
    shop.checkout_url = "https://pay.example/{cart_id}"
    assert client.get("/basket/checkout", follow_redirects=False).headers["location"] == "/basket"
    add(client, "mug-v")
    shop.put_products([replace(shop.store.products["mug"], status=ProductStatus.ARCHIVED)])
    assert "/basket/checkout" not in client.get("/basket").text
    assert client.get("/basket/checkout", follow_redirects=False).headers["location"] == "/basket"


def test_the_cookie_names_the_cart_and_no_script_or_other_site_gets_it(client, shop):
    cookie = client.post("/basket/add", data={"variant": "mug-v"}, headers=HERE, follow_redirects=False).headers["set-cookie"]
    (id,) = shop.store.carts
    assert cookie.startswith(f"shopkeeper_cart={id};")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert len(id) >= 32


def test_a_cart_id_that_a_visitor_made_up_is_not_taken(client, shop):
    client.cookies.set("shopkeeper_cart", "mine")
    add(client)
    assert "mine" not in shop.store.carts


@pytest.mark.parametrize("headers", [{}, {"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"},
                                     {"sec-fetch-site": "same-site", "origin": "http://127.0.0.1"}, {"origin": "http://127.0.0.1:99"}])
def test_a_form_of_another_site_is_refused(client, shop, headers):
    assert client.post("/basket/add", data={"variant": "mug-v"}, headers=headers).status_code == 403
    assert not shop.store.carts


@pytest.mark.parametrize("headers", [HERE, {"sec-fetch-site": "same-origin"}])
def test_a_form_of_our_own_is_taken(client, shop, headers):
    assert client.post("/basket/add", data={"variant": "mug-v"}, headers=headers).status_code == 200
    assert len(shop.store.carts) == 1


def test_forms_are_taken_nowhere_else(client):
    assert client.post("/v1/events", data={"name": "x"}, headers=HERE).status_code == 415


@pytest.mark.parametrize(("path", "fields", "status"), [
    ("/basket/add", {"variant": "ghost"}, 404), ("/basket/add", {"quantity": "1"}, 404),
    ("/basket/add", {"variant": "mug-v", "quantity": "many"}, 422), ("/basket/add", {"variant": "mug-v", "quantity": "-1"}, 422),
    ("/basket/add", {"variant": "mug-v", "quantity": "0"}, 422),
    ("/basket/set", {"variant": "mug-v", "quantity": "9" * 400}, 422), ("/basket/set", {"variant": "mug-v"}, 422),
    ("/basket/set", {"variant": "ghost", "quantity": "1"}, 200), ("/basket/add", {"variant": "\x00", "quantity": "²"}, 422),
])
def test_a_form_that_is_wrong_gets_a_page_that_says_so(client, path, fields, status):
    answer = client.post(path, data=fields, headers=HERE)
    assert answer.status_code == status
    assert "<h1" in answer.text


def test_the_product_page_adds_the_chosen_variant_and_not_one_that_is_sold_out(client):
    html = client.get("/p/buds").text
    assert re.search(r'action="/basket/add".*?value="buds-red".*?<button class="button" type="submit">Add to basket<', html, re.DOTALL)
    sold_out = client.get("/p/buds?variant=buds-white").text
    assert re.search(r'<button class="button" type="submit" disabled>Out of stock<', sold_out)


def test_a_card_adds_what_has_one_variant_only(client):
    html = client.get("/?q=").text
    assert 'aria-label="Add to basket: Mug"' in html
    assert 'aria-label="Add to basket: Wireless earbuds"' not in html


def test_a_card_that_shows_one_of_several_variants_adds_that_one(client, shop, monkeypatch):
    plain = shop.search

    def search(*args, **more):
        result = plain(*args, **more)
        return replace(result, hits=tuple(replace(hit, variant_id="buds-red") for hit in result.hits if hit.id == "buds"))

    monkeypatch.setattr(shop, "search", search)
    html = client.get("/?q=earbuds").text
    assert re.search(r'action="/basket/add".*?value="buds-red".*?aria-label="Add to basket: Wireless earbuds"', html, re.DOTALL)
