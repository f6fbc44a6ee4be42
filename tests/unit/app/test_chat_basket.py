"""The basket that a conversation fills: the visitor's own of the shop's pages, the one that a client names, or one of its own."""

from __future__ import annotations

import io
import json

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.bootstrap import open_helpdesk
from shopkeeper.app.cli.main import run
from shopkeeper.app.live import baskets
from shopkeeper.shop import CartLine
from small_shop import product, small_shop

PAGE = {"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1"}
COOKIE = "shopkeeper_cart"


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path / "shop", helpdesk=open_helpdesk)
    shop.put_products([product("kettle", "Copper kettle", "铜水壶", prices=[129.0]), product("mug", "Stone mug", "石杯", prices=[39.0])])
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def say(client, message, headers=None, **more):
    answer = client.post("/v1/chat", json={"message": message, **more}, headers=headers or {})
    assert answer.status_code == 200
    return answer


def test_on_the_shops_pages_it_is_the_visitors_basket(client, shop):
    client.post("/basket/add", data={"variant": "mug/0"}, headers=PAGE)
    theirs = client.cookies[COOKIE]
    answer = say(client, "add the copper kettle to my basket", PAGE).json()
    assert "Copper kettle × 1" in answer["text"]
    assert (answer["cart"], client.cookies[COOKIE]) == (theirs, theirs)
    assert [line.variant_id for line in baskets.look(shop, theirs).lines] == ["mug/0", "kettle/0"]
    assert "2 items" in client.get("/basket", headers={"accept": "text/html"}).text


def test_a_visitor_without_a_basket_gets_one_that_the_page_shows(client, shop):
    body = client.post("/v1/chat", json={"message": "把铜水壶加到购物车", "stream": True}, headers=PAGE).text
    done = json.loads(body.split("event: done\ndata: ")[1])
    assert next(each["count"] for each in done["actions"] if each["about"] == "basket") == 1
    assert client.cookies[COOKIE] == done["cart"]
    assert "1 items" in (page := client.get("/basket?lang=en", headers={"accept": "text/html"}).text) or "1 item" in page
    client.post("/basket/set", data={"variant": "kettle/0", "quantity": "0"}, headers=PAGE)
    assert "还没有" in say(client, "购物车里有什么", PAGE, conversation=done["conversation"]).json()["text"]


def test_a_page_of_another_site_and_a_client_without_cookies_fill_the_conversations_own(client, shop):
    client.cookies[COOKIE] = baskets.create(shop, [CartLine("mug/0", 1)]).cart.id
    answer = say(client, "add the copper kettle to my basket").json()
    assert answer["cart"] != client.cookies[COOKIE]
    assert [line.variant_id for line in baskets.look(shop, answer["cart"]).lines] == ["kettle/0"]


def test_a_client_may_name_the_basket(client, shop):
    named = baskets.create(shop, [CartLine("mug/0", 2)]).cart.id
    assert "2 pieces" in say(client, "what's in my basket?", cart=named).json()["text"]
    assert client.post("/v1/chat", json={"message": "hi", "cart": "nothing"}).status_code == 404


def test_in_the_terminal_a_conversation_has_its_own(shop, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("shopkeeper.app.bootstrap.open_shop", lambda *_, **__: small_shop(tmp_path / "shop", helpdesk=open_helpdesk))
    monkeypatch.setattr("sys.stdin", io.StringIO("add two of the copper kettle to my cart\nwhat is in my cart?\n"))
    assert run(["chat", "--json", "--shop", str(tmp_path / "shop")]) == 0
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert "1. Copper kettle × 2" in told[1]["text"]
    [cart] = shop.store.carts.all()
    assert [(line.variant_id, line.quantity) for line in cart.lines] == [("kettle/0", 2)]


PAGES = {"accept": "text/html", "sec-fetch-dest": "document", "sec-fetch-site": "cross-site"}


def filled(client, shop):
    """The basket that a conversation in a page of another site filled."""
    client.cookies.clear()
    answer = say(client, "add the copper kettle to my basket").json()
    told = client.get(f"/v1/chat/{answer['conversation']}").json()["turns"]
    assert [turn["reply"]["cart"] for turn in told if "reply" in turn] == [answer["cart"]], "also when it is told again"
    return answer["cart"]


def variants(shop, id):
    return {line.variant_id: line.quantity for line in baskets.look(shop, id).lines}


@pytest.mark.parametrize("own", [(), ("mug/0",), ("kettle/0", "kettle/0")], ids=["no basket", "another thing", "more of it"])
def test_what_a_conversation_elsewhere_put_in_comes_into_the_visitors_own_basket(client, shop, own):
    theirs = filled(client, shop)
    for variant in own:
        client.post("/basket/add", data={"variant": variant}, headers=PAGE)
    before = client.cookies.get(COOKIE)
    for _ in range(2):
        page = client.get("/basket", params={"chat": theirs, "lang": "en"}, headers=PAGES)
        assert page.url.path == "/basket"
        assert "chat" not in page.url.params
    assert "Copper kettle" in page.text
    mine = client.cookies[COOKIE]
    assert mine not in (theirs, None)
    assert before in (None, mine)
    assert variants(shop, mine) == {"kettle/0": max(own.count("kettle/0"), 1), **({"mug/0": 1} if "mug/0" in own else {})}
    assert variants(shop, theirs) == {"kettle/0": 1}


def test_a_basket_that_is_not_there_and_a_picture_put_nothing_in(client, shop):
    theirs = filled(client, shop)
    assert client.get("/basket", params={"chat": "nothing"}, headers=PAGES).status_code == 200
    assert client.get("/basket", params={"chat": theirs}, headers={**PAGES, "sec-fetch-dest": "image"}).status_code == 200
    assert COOKIE not in client.cookies


def test_what_is_sold_out_meanwhile_is_left_out(client, shop):
    theirs = filled(client, shop)
    shop.put_products([product("kettle", "Copper kettle", "铜水壶", prices=[129.0], stock=0)])
    client.get("/basket", params={"chat": theirs}, headers=PAGES)
    assert variants(shop, client.cookies[COOKIE]) == {}
