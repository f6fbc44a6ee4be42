"""The page of a shopper's own orders: who may see them, what they say, what can be done."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from echo_brain import EchoBrain
from shopkeeper.app.api import create_app
from shopkeeper.app.chat import Helpdesk
from shopkeeper.app.identity import customer_token
from shopkeeper.app.web.orders import HELD
from shopkeeper.assistant.assistant import Assistant
from small_service import ANNA, MUG, ORDERS, SHIRT, WEI, desk_of
from small_shop import small_shop

FORM = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", "accept": "text/html"}
ANNAS = {"email": "anna.miller@example.com"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    found = small_shop(tmp_path_factory.mktemp("orders"), rates={}, secrets={"customer": "signing"},
                       helpdesk=lambda shop: Helpdesk(Assistant(shop.store, EchoBrain()), desk_of(shop.store)))
    found.store.products.put([SHIRT, MUG])
    found.store.customers.put([ANNA, WEI])
    found.store.orders.put(ORDERS)
    yield found
    found.close()


@pytest.fixture
def client(shop):
    shop.store.attempts.forget(datetime.max.replace(tzinfo=UTC))
    return TestClient(create_app(shop), base_url="http://127.0.0.1", headers=FORM, follow_redirects=False)


def said(client, language="en", **who):
    return client.post(f"/orders?lang={language}", data=who)


def shown(html):
    return re.findall(r'<h2 id="order-\d+">(?:Order|订单) ([^<]+)</h2>', html)


@pytest.mark.parametrize("who", [ANNAS, {"name": "anna miller", "postcode": "02101"}, {"email": " Anna.Miller@example.com "}])
def test_shoppers_who_say_who_they_are_see_their_own_orders_newest_first(client, who):
    assert said(client, **who).headers["location"] == "/orders?lang=en"
    html = client.get("/orders").text
    assert shown(html) == ["#5", "#4", "#3", "#2", "#1"]
    assert "5 orders" in html
    assert "Order #9" not in html


def test_a_chinese_name_and_postcode_do_too(client):
    said(client, "zh", name="张伟", postcode="310000")
    html = client.get("/orders?lang=zh").text
    assert shown(html) == ["#9"]
    assert "待发货" in html
    assert "取消订单" in html


@pytest.mark.parametrize(("language", "words"), [
    ("en", ("Delivered on 12 June 2026", "Tracking number 1Z9", "Returns and exchanges until 12 July 2026", "T-shirt (blue, S)")),
    ("zh", ("2026年6月12日 送达", "运单号 1Z9", "退换截止 2026年7月12日", "T恤（")),
])
def test_an_order_says_where_it_is_and_until_when_it_can_come_back(client, language, words):
    said(client, language, **ANNAS)
    html = client.get(f"/orders?lang={language}").text
    assert [each for each in words if each not in html] == []


def test_what_can_be_done_is_what_the_policy_allows_and_opens_the_assistant_with_the_wish(client, shop):
    answer = said(client, **ANNAS)
    conversation = re.search(rf"{HELD}=(\w+)", answer.headers["set-cookie"])[1]
    articles = client.get("/orders").text.split("<article")[1:]
    offered = [re.findall(r'/chat\?say=([^&"#]+)#', article) for article in articles]
    assert [len(each) for each in offered] == [4, 3, 1, 4, 4]  # what is asked always, and: #5 pending, #4 delivered, #3 on its way
    assert "I+want+to+return+items+of+order+%234" in offered[1]
    assert "I+want+to+cancel+order+%231" in offered[4]
    assert f'#{conversation}"' in articles[0]
    assert shop.chat(conversation=conversation).session.customer_id == "anna_1"


def test_whatever_was_wrong_the_answer_is_the_same(client):
    wrong = [said(client, **who) for who in (
        {"email": "nobody@example.com"}, {"name": "Anna Miller", "postcode": "99999"}, {"name": "Nobody", "postcode": "02101"},
        {"customer": "forged.token"})]
    assert {answer.status_code for answer in wrong} == {401}
    without_given = {re.sub(r' value="[^"]*"|<details open>', "", answer.text).replace("<details>", "") for answer in wrong}
    assert len(without_given) == 1
    assert all("set-cookie" not in answer.headers or HELD not in answer.headers["set-cookie"] for answer in wrong)


@pytest.mark.parametrize("who", [{}, {"name": "Anna Miller"}, {"postcode": "02101"}, {"email": "  "}])
def test_who_says_too_little_is_asked_for_the_rest(client, who):
    answer = said(client, **who)
    assert answer.status_code == 422
    assert "Please fill in your email address" in answer.text


def test_who_tries_again_and_again_waits_even_with_what_is_right(client):
    for postcode in range(10001, 10006):
        assert said(client, name="Anna Miller", postcode=str(postcode)).status_code == 401
    locked = said(client, name="Anna  MILLER", postcode="02101")
    assert (locked.status_code, HELD in locked.headers.get("set-cookie", "")) == (429, False)
    assert int(locked.headers["retry-after"]) > 0
    assert "1 min" in locked.text
    assert said(client, **ANNAS).status_code == 303


def test_an_address_that_tries_many_names_waits_too(client):
    codes = [said(client, email=f"guess{n}@example.com").status_code for n in range(21)]
    assert codes == [401] * 20 + [429]


def test_a_token_of_the_shops_backend_is_believed(client):
    token = customer_token("wei_2", "signing", datetime.now(UTC) + timedelta(minutes=5))
    assert said(client, customer=token).status_code == 303
    assert shown(client.get("/orders").text) == ["#9"]


def test_nobody_is_shown_anything_and_no_answer_is_kept(client):
    client.cookies.set(HELD, "0" * 32)
    for path in ("/orders", "/orders?from=10"):
        answer = client.get(path)
        assert shown(answer.text) == []
        assert answer.headers["cache-control"] == "no-store"


def test_the_id_of_an_ordinary_conversation_opens_no_orders(client, shop):
    session = shop.helpdesk.assistant.start(customer_id="anna_1", channel="web")
    client.cookies.set(HELD, session.id)
    assert shown(client.get("/orders").text) == []


def test_after_an_hour_and_after_leaving_the_page_asks_again(client, shop):
    cookie = said(client, **ANNAS).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    id = re.search(rf"{HELD}=(\w+)", cookie)[1]
    kept = shop.store.dialogues.get(id)
    shop.store.dialogues.put(replace(kept, at=kept.at - timedelta(hours=1, seconds=1)))
    assert shown(client.get("/orders").text) == []
    said(client, **ANNAS)
    left = client.post("/orders/leave", data={})
    assert left.headers["clear-site-data"] == '"storage"'
    assert shown(client.get("/orders").text) == []


def test_where_only_the_shops_own_log_in_counts_there_is_no_form(tmp_path):
    shop = small_shop(tmp_path / "signed", rates={},
                      helpdesk=lambda shop: Helpdesk(Assistant(shop.store, EchoBrain()), desk_of(shop.store, signed_only=True)))
    shop.store.customers.put([ANNA])
    client = TestClient(create_app(shop), base_url="http://127.0.0.1", headers=FORM)
    assert 'name="email"' not in client.get("/orders").text
    assert said(client, **ANNAS).status_code == 401
    shop.close()


def test_another_site_cannot_send_the_form(client):
    assert client.post("/orders", data=ANNAS, headers={"sec-fetch-site": "cross-site"}).status_code == 403
