"""The chat's page and script, which other sites may use it, products as cards, and the console's conversations."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from echo_brain import EchoBrain
from shopkeeper.app.api import create_app
from shopkeeper.app.api.cards import dressed
from shopkeeper.assistant.reply import Act, Action, Reply
from shopkeeper.shop import Customer, Image
from small_shop import product, small_shop

FRIEND, STRANGER = "https://friend.example", "https://stranger.example"
FORM = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path / "shop", brain=EchoBrain(), widget_origins=[FRIEND])
    shop.store.customers.put([Customer("c1", "Ada")])
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1", follow_redirects=False)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_chat_has_a_page_and_every_page_has_the_chat(client, language):
    html = client.get(f"/chat?lang={language}").text
    assert "<shopkeeper-chat page>" in html
    assert f'data-language="{language}" data-parts="chat"' in html
    assert "JavaScript" in html
    assert "widget.js" in client.get("/basket").text


def test_the_page_of_the_chat_may_begin_with_a_product_or_a_wish(client, shop):
    shop.store.products.put([product("mug", "A \"mug\"", "杯子", prices=(20,))])
    assert '<shopkeeper-chat page data-about="mug" data-title="A &#34;mug&#34;" data-say="Is it &lt;big&gt;?">' in client.get(
        "/chat?lang=en&about=mug&say=Is it <big>?").text
    assert "<shopkeeper-chat page>" in client.get("/chat?about=gone").text


def test_only_pages_of_known_origins_may_talk(client):
    asks = {"origin": FRIEND, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    allowed = client.options("/v1/chat", headers=asks)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (204, FRIEND)
    said = client.post("/v1/chat", json={"message": "hi"}, headers={"origin": FRIEND})
    assert said.headers["access-control-allow-origin"] == FRIEND
    assert "access-control-allow-credentials" not in said.headers
    for path in ("/v1/chat", "/v1/orders", "/v1/chat/completions"):
        headers = {**asks, "origin": STRANGER if path == "/v1/chat" else FRIEND}
        assert "access-control-allow-origin" not in client.options(path, headers=headers).headers
    assert "access-control-allow-origin" not in client.get("/v1/orders", headers={"origin": FRIEND}).headers


def test_what_is_shown_has_a_picture_and_a_price(shop):
    shop.store.products.put([product("mug", "Mug", "杯子", prices=(20,), images=(Image("mug.svg"),))])
    shown = [Action(Act.SHOW, "products", {"ids": ["mug", "gone"]}), Action(Act.SHOW, "products", {"products": [
        {"id": "mug", "title": "A mug", "price": {"amount": 1550, "currency": "CNY"}, "why": ["big"]}]}), Action(Act.ASK, "order")]
    first, second, third = dressed(shop, Reply("x", "zh", tuple(shown)).to_dict())["actions"]
    assert first["products"] == [
        {"id": "mug", "title": "杯子", "image": "/media/mug.svg", "url": "", "price_text": "¥20", "in_stock": True}]
    assert [(each["title"], each["price_text"], each["why"]) for each in second["products"]] == [("A mug", "¥15.50", ["big"])]
    assert third == {"type": "ask", "about": "order"}


def test_shoppers_say_what_they_think(client, shop):
    id = client.post("/v1/chat", json={"message": "hi"}).json()["conversation"]
    assert client.post(f"/v1/chat/{id}/thumb", json={"up": True}).status_code == 204
    assert client.post(f"/v1/chat/{id}/survey", json={"stars": 4, "words": "fine"}).status_code == 204
    assert [each.kind for each in shop.store.audit.of(id)][-2:] == ["thumb", "survey"]
    assert client.post(f"/v1/chat/{id}/survey", json={"stars": 9}).status_code == 422
    assert client.post("/v1/chat/nothing/survey", json={"stars": 4}).status_code == 404


def test_a_person_takes_over_answers_and_hands_back(client, shop):
    talk = shop.chat("c1")
    talk.say("my parcel is broken")
    address = f"/console/conversations/{talk.id}"
    assert "Ada" in client.get("/console/conversations?status=open&lang=en").text
    assert "my parcel is broken" in client.get(address).text
    for do, text in (("take", ""), ("answer", "I am sorry.")):
        answer = client.post(address, data={"who": "Lin", "do": do, "text": text}, headers=FORM)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{address}#last")
    late = client.get(f"/v1/chat/{talk.id}?after=0").json()
    assert late["status"] == "person"
    assert [(turn["role"], turn["who"], turn["text"]) for turn in late["turns"] if turn["late"]][-1] == ("person", "Lin", "I am sorry.")
    assert talk.say("thanks").text == ""
    assert "I am sorry." in client.get(address).text
    client.post(address, data={"who": "Lin", "do": "back"}, headers=FORM)
    assert "Heard" in talk.say("hello").text


@pytest.mark.parametrize(("data", "headers", "status"), [
    ({"who": "", "do": "take"}, FORM, 422), ({"who": "Lin", "do": "answer", "text": "x"}, FORM, 422),
    ({"who": "Lin", "do": "x"}, FORM, 422), ({"who": "Lin", "do": "take"}, {"sec-fetch-site": "cross-site"}, 403),
    ({"who": "Lin", "do": "take"}, FORM | {"x-forwarded-for": "1.2.3.4"}, 403)])
def test_the_console_refuses_what_it_must(client, shop, data, headers, status):
    talk = shop.chat()
    assert client.post(f"/console/conversations/{talk.id}", data=data, headers=headers).status_code == status
    assert talk.session.status == "open"


def test_the_console_shows_nothing_through_a_proxy(client, shop):
    talk = shop.chat()
    for path in ("/console/conversations", f"/console/conversations/{talk.id}"):
        assert client.get(path, headers={"x-forwarded-for": "1.2.3.4"}).status_code == 403
        assert client.get(path).status_code == 200
