"""Complaint B14: what was searched, and what was not found, is known from the first day, without another service."""

from __future__ import annotations

import json
import shlex
from contextlib import closing
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from shopkeeper.app.api import create_app
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import app
from shopkeeper.shop import Event, EventItem, Localized, Money, Product, Variant

MUG = Product("mug", Localized("咖啡杯", "Coffee mug"), (Variant("mug-1", price=Money(4900, "CNY"), stock=3),))
CUP = Product("cup", Localized("茶杯", "Tea cup for coffee"), (Variant("cup-1", price=Money(2900, "CNY"), stock=3),))


@pytest.fixture
def folder(tmp_path):
    with closing(open_shop(str(tmp_path / "shop"), create=True)) as shop:
        shop.put_products([MUG, CUP])
    return tmp_path / "shop"


def ask(folder, command):
    result = CliRunner().invoke(app, [*shlex.split(command), "--shop", str(folder), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def sold(query_id, session):
    """A click on the first hit, the mug in the cart, the mug bought; only the click and the cart know the search."""
    goods, now = EventItem("mug", "mug-1", 2, Money(4900, "CNY"), 1), datetime.now(UTC)
    return [Event(f"{name}-{query_id}", name, now, session_id=session, items=(goods,), query_id=None if name == "purchase" else query_id)
            for name in ("select_item", "add_to_cart", "purchase")]


def test_b14_search_analytics_are_there_from_day_one(folder):
    with closing(open_shop(str(folder))) as shop:
        found = shop.search("Coffee Mug", session_id="s1")
        shop.search("coffee mug")
        shop.search("咖啡杯")
        shop.search("iphone 充电器", where=["price<1"])
        shop.search("coffee mug", log=False)
        shop.put_events(sold(found.query_id, "s1"))
    top = ask(folder, "searches top")
    counted = [(q["query"], q["searches"], q["clicked"]) for q in top["queries"]]
    assert counted == [("coffee mug", 2, 1), ("iphone 充电器", 1, 0), ("咖啡杯", 1, 0)]
    assert top["all"]["click_rate"]["value"] == 0.25
    assert [(q["query"], q["searches"]) for q in ask(folder, "searches zero")["queries"]] == [("iphone 充电器", 1)]
    assert [(p["position"], p["clicked"]) for p in ask(folder, "searches clicks")["positions"]] == [(1, 1), (2, 0)]
    conversion = ask(folder, "searches conversion --language en --days 2")
    assert (conversion["all"]["searches"], conversion["all"]["carted"], conversion["all"]["bought"]) == (2, 1, 1)
    assert conversion["revenue"] == [{"amount": 9800, "currency": "CNY"}]


def test_the_api_answers_what_the_command_line_answers(folder):
    with closing(open_shop(str(folder))) as shop:
        shop.search("mug")
    with closing(open_shop(str(folder))) as shop, TestClient(create_app(shop), base_url="http://127.0.0.1") as client:
        for question in ("top", "zero", "clicks", "conversion"):
            assert client.get(f"/v1/searches/{question}").json() == ask(folder, f"searches {question}")
        wrong = client.get("/v1/searches/top", params={"since": "yesterday"})
        assert (wrong.status_code, wrong.json()["error"]["type"]) == (422, "invalid_query")


def test_a_search_over_http_is_logged_once_with_its_visit_and_a_page_later_is_not(folder):
    with closing(open_shop(str(folder))) as shop, TestClient(create_app(shop), base_url="http://127.0.0.1") as client:
        first = client.get("/v1/search", params={"q": "coffee", "k": 1}, headers={"x-session-id": "s9"}).json()
        client.get("/v1/search", params={"next": first["next"]})
        client.get("/?q=coffee", headers={"cookie": "shopkeeper_session=s8"})
        client.get("/")
        shop.search_log.close()
        kept = list(shop.store.searches.all())
    assert {(s.session_id, s.product_ids) for s in kept} == {("s9", kept[0].product_ids), ("s8", kept[0].product_ids)}
    assert sorted(kept[0].product_ids) == ["cup", "mug"]
    assert first["query_id"] in {s.id for s in kept}


def test_a_shop_may_keep_no_log(folder):
    (folder / "shopkeeper.toml").write_text("log_searches = false\n")
    with closing(open_shop(str(folder))) as shop:
        shop.search("mug")
    assert ask(folder, "searches top")["queries"] == []


def test_tables_are_readable_in_the_terminal(folder):
    with closing(open_shop(str(folder))) as shop:
        found = shop.search("咖啡杯", session_id="s1")
        shop.put_events(sold(found.query_id, "s1"))
    lines = {"top": "1  咖啡杯         1", "zero": "nothing found 0.0%", "clicks": "1      1        1", "conversion": "revenue: ¥98.00"}
    for question, line in lines.items():
        result = CliRunner().invoke(app, ["searches", question, "--shop", str(folder)])
        assert line in result.stdout, result.stdout
