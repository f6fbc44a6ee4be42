"""The console's page about the recommendations."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.web.rooms import GROUPS
from shopkeeper.shop import Customer, Event, EventItem, Rule, RuleAction
from small_shop import product, small_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("console") / "shop")
    shop.put_products([product(f"cup-{n}", f"Blue cup {n}", f"蓝色杯子 {n}", prices=(20 + n,)) for n in range(6)])
    shop.put("customers", [Customer("ada", "Ada", tastes=("blue cups under 24",))])
    shop.put_events([Event("e1", "view_item", datetime.now(UTC), customer_id="ada", session_id="visit-1", items=(EventItem("cup-1"),))])
    shop.put("rules", [Rule("first", RuleAction.PIN, ("cup-5",), places=("home", "email"), note="tea week"),
                       Rule("search", RuleAction.PIN, ("cup-5",))])
    yield shop
    shop.close()


@pytest.fixture(scope="module")
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


@pytest.fixture
def read(client):
    """The words of the page for what is filled in, its lines by spaces."""

    def read(**fields):
        answer = client.get("/console/recommend", params={"lang": "en", **fields})
        assert answer.status_code == 200
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))

    return read


def test_a_list_says_of_each_product_why_it_is_there_and_what_rules_did(read, shop, monkeypatch):
    monkeypatch.setattr(shop.recommender, "show", None)  # who looks here is no shopper: nothing is kept in the log
    words = read(who="ada")
    assert re.search(r"Blue cup 5 cup-5 · ¥25 .{0,80}1\.00 Rule: pinned by first", words)
    assert re.search(r"Similar to “Blue cup 1”, which you looked at 0\.\d\d .*Alike in content \+0\.\d\d", words)
    assert "nothing is known" not in words


@pytest.mark.parametrize(("fields", "said"), [
    ({"place": "product"}, "Product page: please fill in the ID of a product."),
    ({"product": "none"}, "There is no product, customer or rule with the ID “none”."),
    ({"who": "nobody"}, "There is no customer “nobody” and nothing is known of such a visit."),
    ({"place": "moon"}, "place: expected one of home, product, basket, purchase, email, got &#39;moon&#39;"),
    ({"do": "pin"}, "Please fill in product IDs or a filter"),
    ({"do": "pin", "products": "cup-1", "on": "none"}, "There is no product, customer or rule with the ID “none”."),
    ({"rule": "none"}, "There is no product, customer or rule with the ID “none”."),
    ({"who": "<script>alert(1)</script>"}, "&lt;script&gt;"),
])
def test_what_is_wrong_is_said_on_the_page(read, fields, said):
    assert said in read(**fields)


def test_a_rule_is_tried_and_nothing_is_stored(read, shop):
    words = read(do="hide", products="cup-5", at="home")
    assert re.search(r"Blue cup 5 cup-5 1 –", words)
    assert [rule.id for rule in shop.rules.all()] == ["first", "search"]
    assert re.search(r"Front page Product Before After Blue cup 5 cup-5 6 1", read(rule="first"))


def test_the_rules_of_places_and_what_serves_are_told(read):
    words = read()
    assert "first on Pin: cup-5 · Front page, E-mail · tea week" in words
    assert "search on" not in words
    assert "Made from 1 looks and purchases, 6 products can be bought" in words
    assert re.search(r"Alike in content alike 6 / 6 0 –", words)
    assert "Thumbs up: 0; thumbs down: 0." in words


def test_the_pages_of_the_console_lead_to_each_other(client):
    rooms_of_the_shop = [room.path for group in GROUPS.values() for room in group]
    for path in rooms_of_the_shop:
        page = client.get(path, params={"lang": "zh"}).text
        rooms = re.search(r'<nav class="rooms".*?</nav>', page, re.S)[0]
        assert re.findall(r'href="(/console[/\w]*)\?lang=zh"', rooms) == rooms_of_the_shop
        assert re.search(rf'"{path}\?lang=zh" aria-current="page"', rooms)


def test_what_is_left_out_is_told_with_why(read, shop):
    shop.put("customers", [Customer("bob", "Bob", excludes=("product=cup-2",), tastes=("blue cups",))])
    shop.put("rules", [Rule("not-here", RuleAction.HIDE, ("cup-3",), places=("home",))])
    words = read(who="bob")
    assert re.search(r"Left out .*Blue cup 3 cup-3 hidden by a rule", words)
    shop.delete("rules", ["not-here"])


@pytest.mark.parametrize(("language", "words"), [("en", "Being counted"), ("zh", "正在统计")])
def test_measures_that_were_never_counted_are_said_to_be_counted(client, shop, monkeypatch, language, words):
    monkeypatch.setattr(shop.kept, "ask", lambda *asked: None)
    page = client.get("/console/recommend", params={"lang": language}).text
    assert page.count(words) == 2
    assert "data-again" in page
