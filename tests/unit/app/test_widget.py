"""The script for any page: its weight, its colours, what it must not do, who may load it, and which shop it means."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from echo_brain import EchoBrain
from shopkeeper.app.api import create_app
from shopkeeper.app.api.tenants import TenantRouter
from shopkeeper.app.tenants import Tenant, Tenants
from shopkeeper.app.web.render import STATIC
from shopkeeper.app.web.routes import squeezed
from shopkeeper.shop import Image
from small_shop import product, small_shop

FILES = [STATIC / "widget.js", *sorted((STATIC / "widget").glob("*.js"))]
AT_ONCE = ("widget.js", "host.js", "kit.js")  # what a page loads before anything is opened
TOKEN = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("widget") / "shop", brain=EchoBrain())
    mug = product("mug", "A mug", "杯子", prices=(20, 30), images=(Image("mug.svg"),))
    shop.put_products([mug, product("jug", "A jug", "壶", prices=(9,))])
    yield TestClient(create_app(shop), base_url="http://127.0.0.1")
    shop.close()


def test_a_page_loads_little_and_the_rest_when_it_is_wanted():
    sizes = {file.name: file.stat().st_size for file in FILES}
    assert sum(sizes[name] for name in AT_ONCE) < 15_000
    assert sum(sizes[name] for name in (*AT_ONCE, "find.js")) < 30_000
    assert sum(sizes.values()) < 60_000
    assert sum(len(squeezed(file)) for file in FILES) < 25_000  # as they are sent


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_nothing_is_read_as_markup_or_stands_inline(file):
    text = file.read_text("utf-8")
    never = ("innerHTML", "outerHTML", "insertAdjacent", "eval(", "Function(", "document.write", ".cssText", "srcdoc")
    assert [each for each in never if each in text] == []


def test_its_colours_are_those_of_the_design():
    design = dict(TOKEN.findall((STATIC / "design.css").read_text("utf-8").split("}")[0]))
    own = dict(TOKEN.findall((STATIC / "widget" / "kit.js").read_text("utf-8").split("const BASE")[0]))
    assert len(own) >= 15
    assert own == {name: design.get(name) for name in own}
    used = {name for file in FILES for name in re.findall(r"var\((--[a-z0-9-]+)", file.read_text("utf-8"))}
    assert used <= set(own)


@pytest.mark.parametrize("name", ["host.js", "find.js", "words.js"])
def test_both_languages_say_the_same_things(name):
    text = re.sub(r'"[^"]*"', "", (STATIC / "widget" / name).read_text("utf-8").split("WORDS = {")[1].split("\n};")[0])
    english, chinese = (re.findall(r"(\w+):", words) for words in text.split("zh: {"))
    assert len(chinese) >= 2
    assert english == ["en", *chinese]


def test_pages_of_other_sites_may_load_its_modules(client):
    script = client.get("/widget.js")
    assert script.headers["content-type"].startswith("text/javascript")
    module = client.get("/static/widget/host.js", headers={"origin": "https://shop.example"})
    assert module.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in module.headers


def test_a_server_of_several_shops_lets_the_page_name_one():
    def opener(tenant):
        raise AssertionError("no shop is needed for it")

    client = TestClient(TenantRouter(Tenants((Tenant("tea", "x", path="/tea"),)), opener))
    assert "const MANY = true;" in client.get("/widget.js").text
    assert "const MANY = false;" in (STATIC / "widget.js").read_text("utf-8")


def test_a_search_answers_with_what_a_page_shows(client):
    plain, cards = (client.get("/v1/search", params={"q": "", "language": "en", **more}).json()["hits"] for more in ({}, {"cards": True}))
    shown = {each["id"]: each for each in cards}
    assert [{name: each[name] for name in plain[0]} for each in cards] == plain
    assert {name: shown["mug"][name] for name in ("image", "url", "price_text", "in_stock")} == {
        "image": "/media/mug.svg", "url": "", "price_text": "from ¥20", "in_stock": True}


def test_the_example_of_a_foreign_shop_names_no_real_server():
    folder = Path(__file__).parents[3] / "examples" / "foreign-shop"
    for page in folder.glob("*.html"):
        text = page.read_text("utf-8")
        assert text.count('<script src="https://SHOP/widget.js" data-shop="" data-key="pk_KEY"') == 1
        assert " style=" not in text
