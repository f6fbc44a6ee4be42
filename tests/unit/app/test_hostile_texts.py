"""Texts of products, reviews, shoppers and documents that are HTML, scripts and formulas: no page and no export lets them run."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app import web
from shopkeeper.app.api import create_app
from shopkeeper.shop import Attribute, Customer, Document, DocumentKind, Event, Localized, Money, Order, OrderLine, Product, Review, Variant
from shopkeeper.store.exporters import export_file
from small_shop import small_shop

EVIL = "\"'><script>evil()</script><img src=x onerror=evil()>{{7*7}}</title></textarea>]]>&#x0;"
NOW = datetime(2026, 11, 20, tzinfo=UTC)
ROUTES = [route for router in web.ROUTERS for route in router.routes]
PAGES = sorted({route.path for route in ROUTES if "GET" in route.methods and "{" not in route.path} - {"/favicon.ico"})
MORE = ("/?q=" + "%22%3E%3Cscript%3Eevil()%3C/script%3E", "/p/evil", "/console/customers/c", "/p/%3Cscript%3Eevil()%3C%2Fscript%3E",
        "/?brand=%3Cscript%3Eevil()", "/console/conversations/%3Cscript%3Eevil()", "/%3Cscript%3Eevil()%3C/script%3E")  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("shop"))
    text = Localized(EVIL, EVIL)
    variant = Variant("evil-1", sku=EVIL[:60], price=Money.of(9, "CNY"), stock=3)
    shop.put_products([Product("evil", text, (variant,), description=text, brand=text, category=(text,), tags=(EVIL,),
                               attributes=(Attribute(text, text),))])  # fmt: skip
    shop.store.customers.put([Customer("c", EVIL, "a@b.example")])
    shop.store.reviews.put([Review("r", "evil", 2.0, EVIL, EVIL, "c", "en", NOW)])
    shop.store.documents.put([Document("d", DocumentKind.POLICY, text, text)])
    shop.store.orders.put([Order("o", (OrderLine("evil", 1, Money.of(9, "CNY"), "evil-1", title=EVIL),), "CNY", NOW, "c", note=EVIL)])
    shop.store.events.put([Event("e", "view_item", NOW, customer_id="c", query=EVIL)])
    shop.index()
    yield shop
    shop.close()


@pytest.fixture(scope="module")
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1", follow_redirects=False)


@pytest.mark.parametrize("address", [*PAGES, *MORE])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_page_runs_what_a_text_says(client, address, language):
    answer = client.get(address, headers={"accept": "text/html"}, params=None if "?" in address else {"language": language})
    assert answer.status_code < 500
    if "html" in answer.headers.get("content-type", ""):
        page = answer.text
        assert "<script>evil" not in page
        assert "<img src=x" not in page
        assert ">49<" not in page, "a text is no template"
        policy = dict(each.strip().split(" ", 1) for each in answer.headers["content-security-policy"].split(";"))
        assert "'unsafe" not in policy.get("script-src", policy["default-src"])
        for data in re.findall(r"<script[^>]*application/(?:ld\+)?json[^>]*>(.*?)</script>", page, re.S):
            json.loads(data)


def test_what_a_page_shows_of_the_product_is_its_text(client):
    assert "&lt;script&gt;evil()" in client.get("/p/evil", headers={"accept": "text/html"}).text


@pytest.mark.parametrize("query", ["evil", "<script>evil()</script>", EVIL])
def test_answers_of_the_api_are_json_that_no_browser_takes_for_a_page(client, query):
    for answer in (client.get("/v1/search", params={"q": query}), client.post("/v1/chat", json={"message": query})):
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_exports_as_xml_hold_no_element_of_a_text(shop, tmp_path):
    export_file(shop.store, tmp_path / "feed.xml", format="google", currency="CNY")
    feed = (tmp_path / "feed.xml").read_text("utf-8")
    assert "<script" not in feed
    assert "&lt;script&gt;evil()" in feed
