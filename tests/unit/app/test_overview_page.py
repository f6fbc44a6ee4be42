"""The console's first page, of a shop that sells, of an empty one, and for who may not see it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.access import make_key
from shopkeeper.app.api import create_app
from shopkeeper.app.overview import overview
from shopkeeper.shop import Event, Localized, LoggedSearch, Money, Order, OrderLine, OrderStatus, Product, Variant
from small_shop import small_shop

NOW = datetime.now(UTC)


def _order(id, ago, amount, currency="CNY", status=OrderStatus.DELIVERED):
    return Order(id, (OrderLine("mug", 2, Money(amount, currency), "m1"),), currency, NOW - timedelta(days=ago), status=status)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory):
    shop = small_shop(tmp_path_factory.mktemp("overview") / "shop")
    shop.store.products.put([Product("mug", Localized("马克杯", "Mug <b>"), (Variant("m1", stock=1),))])
    shop.store.orders.put([_order("a", 0.2, 5000), _order("b", 1.5, 5000), _order("c", 9, 700, "USD"),
                           _order("x", 0.1, 9, status=OrderStatus.CANCELLED)])  # fmt: skip
    shop.store.events.put([Event("e1", "view_item", NOW - timedelta(hours=1), None, "s1"), Event("e2", "purchase", NOW, None, "s1"),
                           Event("e3", "view_item", NOW, None, "s2")])  # fmt: skip
    shop.store.searches.put([LoggedSearch(f"q{n}", NOW - timedelta(hours=1), "theremin & co", 0) for n in range(3)])
    yield shop
    shop.close()


@pytest.fixture(scope="module")
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1:8777")


def test_figures_are_compared_with_the_time_before(shop):
    found = overview(shop)
    day, week = found.daily.value.span(1), found.daily.value.span(7)
    assert (day.orders, day.revenue, day.visits, day.bought) == (1, {"CNY": Money(10000, "CNY")}, 2, 1)
    assert (week.orders, found.daily.value.span(7, 7).revenue) == (2, {"USD": Money(1400, "USD")})
    assert day.conversion == 0.5
    assert found.daily.value.span(28, 28).conversion is None
    assert [each.variant_id for each in found.daily.value.short] == ["m1"]


@pytest.mark.parametrize(("language", "words"), [
    ("en", ["Revenue (USD)", "¥100", "before: ¥100", "50.0%", "1 variant runs out", "Mug &lt;b&gt;", "Drafts to approve"]),
    ("zh", ["销售额（USD）", "前期 ¥100", "1 种规格快卖完了", "马克杯", "待审的文案"]),
])  # fmt: skip
def test_the_page_says_what_there_is_and_where_to_go(client, language, words):
    page = client.get(f"/console?lang={language}")
    assert [each for each in words if each not in page.text] == []
    assert f'href="/console/search?q=theremin+%26+co&amp;lang={language}">theremin &amp; co' in page.text
    assert page.text.count('<figure class="plot"') == 2
    assert "blob:" in page.headers["content-security-policy"]


def test_the_same_is_told_by_http(client, shop):
    told = client.get("/v1/overview").json()
    assert (told["complete"], told["products"], told["currency"]) == (True, 1, "CNY")
    day = told["spans"][0]
    assert (day["days"], day["now"]["revenue"], day["now"]["conversion"]) == (1, [{"amount": 10000, "currency": "CNY"}], 0.5)
    assert day["before"]["revenue"] == [{"amount": 10000, "currency": "CNY"}]
    assert [each["variant_id"] for each in told["running_out"]] == ["m1"]
    assert [(each["query"], each["searches"]) for each in told["searches"]] == [("theremin & co", 3)]
    assert told["waiting"] == {"conversations": 0, "drafts": 0, "jobs": []}
    assert told["complaints"] == told["breakers"] == []


def test_what_is_still_counted_is_null_by_http(client, shop, monkeypatch):
    monkeypatch.setattr(shop.kept, "ask_all", lambda asked: dict.fromkeys(asked))
    told = client.get("/v1/overview").json()
    assert (told["complete"], told["spans"], told["searches"], told["findings"]) == (False, None, None, None)
    assert told["waiting"]["drafts"] == 0


def test_an_empty_shop_says_what_to_do_next(tmp_path):
    shop = small_shop(tmp_path / "shop")
    page = TestClient(create_app(shop), base_url="http://127.0.0.1:8777").get("/console?lang=en").text
    assert "shopkeeper import products.csv" in page
    assert "shopkeeper demo" in page
    assert "plotly" not in page
    shop.close()


def test_who_answers_conversations_is_led_to_them(tmp_path):
    shop = small_shop(tmp_path / "shop")
    _, secret = make_key(shop.store, "agent", "desk", NOW)
    client = TestClient(create_app(shop), base_url="http://127.0.0.1:8777", headers={"authorization": f"Bearer {secret}"})
    answer = client.get("/console", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/conversations")
    assert 'href="/console"' not in client.get("/console/conversations").text
    shop.close()
