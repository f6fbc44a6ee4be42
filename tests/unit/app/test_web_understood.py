"""Filters that were read from the query, on the page: shown as chips, taken off for good."""

import html
import re
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.web.address import Address
from shopkeeper.search.engines.protocol import FieldValues
from shopkeeper.search.result import Reason, Understood
from shopkeeper.shop import Localized
from unit.app.fake_shop import FakeShop, earbuds, product


@pytest.fixture
def shop(tmp_path, monkeypatch):
    """A shop that reads every query as one for what costs at most 500, unless that is switched off."""
    shop = FakeShop([earbuds(), product("mug", "Mug earbuds", brand="Hario")], tmp_path)
    plain = shop.search

    def search(query="", *, where=(), without=(), **more):
        read = () if "price<=500" in without else ("price<=500",)
        return replace(plain(query, where=where, without=without, **more), understood=Understood(query, (*where, *read), read=read))

    monkeypatch.setattr(shop, "search", search)
    return shop


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1", headers={"accept": "text/html"})


def chips(page):
    found = re.search(r'<ul class="chips".*?</ul>', page, re.S)
    return re.findall(r'href="([^"]+)"[^>]*aria-label="([^"]+)"', found.group()) if found else []


def test_a_filter_that_was_read_is_a_chip_that_can_be_removed_and_stays_away(client):
    [(url, label)] = chips(client.get("/?q=earbuds&lang=en").text)
    assert html.unescape(label) == "Remove filter: Price ≤ ¥500"
    assert "not=price%3C%3D500" in url
    assert "where=" not in url
    assert chips(client.get(html.unescape(url)).text) == []


def test_another_filter_keeps_it_and_can_itself_be_removed(client):
    page = client.get("/?q=earbuds&where=brand%3DHario&lang=en").text
    labels = [html.unescape(label) for _, label in chips(page)]
    assert labels == ["Remove filter: Brand: Hario", "Remove filter: Price ≤ ¥500"]
    without_brand = html.unescape(chips(page)[0][0])
    assert [html.unescape(label) for _, label in chips(client.get(without_brand).text)] == ["Remove filter: Price ≤ ¥500"]


def test_facets_are_counted_under_what_was_read(client, shop):
    client.get("/?q=earbuds")
    counted = [call for call in shop.calls if call["facets"] and call["where"]]
    assert counted
    assert all("price<=500" in call["where"] and "price<=500" in call["without"] for call in counted)


def test_the_form_for_prices_keeps_what_is_switched_off(client):
    assert '<input type="hidden" name="not" value="price&lt;=500">' in client.get("/?q=earbuds").text


@pytest.mark.parametrize(("lang", "name"), [("zh", "鞋码"), ("en", "Shoe size")])
def test_chips_notes_and_reasons_name_a_field_as_the_shop_does(client, shop, monkeypatch, lang, name):
    plain = shop.search

    def search(*args, **more):
        found = plain(*args, **more)
        hits = tuple(replace(hit, reasons=(*hit.reasons, Reason("filter", "shoe_size=42", 0.0))) for hit in found.hits)
        return replace(found, hits=hits, relaxed=("shoe_size=43",))

    monkeypatch.setattr(shop, "search", search)
    monkeypatch.setattr(shop, "fields", lambda: {"shoe_size": FieldValues((Localized("鞋码", "Shoe size"),))})
    page = client.get(f"/?q=earbuds&where=shoe_size%3D42&where=price%3C300&lang={lang}").text
    assert f"{name}: 42" in html.unescape(chips(page)[0][1])
    assert f"“{name}: 43”" in page
    assert re.search(rf"<span>[^<]+[:：] ?{name}: 42</span>", page)
    assert "shoe_size:" not in page


def test_the_address_holds_what_is_switched_off():
    address = Address("earbuds", ("brand=Hario",)).taking_over(["price<=500"])
    assert address.url() == "/?q=earbuds&where=brand%3DHario&where=price%3C%3D500&not=price%3C%3D500"
    assert address.without("price<=500").ignored == ("price<=500",)
