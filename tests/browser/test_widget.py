"""Search and chat in the pages of a foreign shop: another origin, a strict Content-Security-Policy, a publishable key, a shop named by
the page among several of one server."""

from __future__ import annotations

import importlib.util
import os
import re
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from browser.server import make_shop, started
from browser.test_every_page import AXE, RULES, SERIOUS
from shopkeeper.app.access import make_key
from shopkeeper.shop import Localized, Money, Product, Variant
from shopkeeper.store import open_store

FOLDER = Path(__file__).parents[2] / "examples" / "foreign-shop"
spec = importlib.util.spec_from_file_location("foreign_shop", FOLDER / "serve.py")
assert spec
assert spec.loader
foreign_shop = importlib.util.module_from_spec(spec)
spec.loader.exec_module(foreign_shop)
CHAT, FIND = "shopkeeper-chat", "shopkeeper-search"


@pytest.fixture(scope="module")
def foreign(tmp_path_factory):
    """The address of the foreign shop's pages; what they ask is the shop /tea of a server for several."""
    folder = tmp_path_factory.mktemp("widget")
    pages = foreign_shop.server("", "", port=0)
    origin = f"http://127.0.0.1:{pages.server_port}"
    pages.server_close()
    make_shop(folder / "tea", products=40, customers=5)
    store = open_store(folder / "tea" / "shop.db")
    store.products.put([Product("cup", Localized("搪瓷杯", "Enamel cup"), (Variant("cup-1", price=Money(4900, "CNY"), stock=3),))])
    _, secret = make_key(store, "shopper", "foreign shop", datetime.now(UTC), origins=[origin])
    store.close()
    (folder / "shops.toml").write_text('[[shops]]\nname = "tea"\nshop = "tea"\npath = "/tea"\n')
    server, url = started("--shops", str(folder / "shops.toml"))
    pages = foreign_shop.server(url, secret, "tea", pages.server_port)
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    yield origin
    pages.shutdown()
    pages.server_close()
    server.terminate()
    assert server.wait(timeout=20) == 0


@pytest.fixture
def errors():
    found = []
    yield found
    assert [each for each in found if "favicon" not in each] == []


@pytest.fixture
def enter(browser, foreign, errors):
    contexts = []

    def opened(path, width, scheme="light"):
        context = browser.new_context(viewport={"width": width, "height": 760}, color_scheme=scheme, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda said: errors.append(f"{said.text} {said.location}") if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(foreign + path)
        page.wait_for_selector(f"{CHAT} .launch")
        return page

    yield opened
    for context in contexts:
        context.close()


def answered(page):
    page.wait_for_selector(f"{CHAT} .log[aria-busy=false]", timeout=60_000)


WORDS = {"/index.html": ("head", "headphones", "recommend headphones"), "/zh.html": ("耳", "耳机", "推荐耳机")}
WAYS = [("/index.html", 1440, "light"), ("/zh.html", 360, "dark"), ("/index.html", 360, "dark"), ("/zh.html", 1440, "light")]


@pytest.mark.parametrize(("path", "width", "scheme"), WAYS if os.environ.get("SHOPKEEPER_SOAK") else WAYS[:2])
def test_a_page_of_another_site_searches_asks_and_is_answered(enter, path, width, scheme):
    begun, whole, wish = WORDS[path]
    page = enter(path, width, scheme)
    before = page.evaluate("getComputedStyle(document.querySelector('h1')).cssText")
    place = FIND if path == "/index.html" else CHAT
    if place == CHAT:
        page.click(f"{CHAT} .find")
    page.fill(f"{place} input", begun)
    page.wait_for_selector(f"{place} [role=option]")
    page.keyboard.press("ArrowDown")
    assert page.locator(f"{place} [aria-selected=true]").count() == 1
    page.keyboard.press("Escape")
    assert page.is_hidden(f"{place} [role=listbox]")
    page.fill(f"{place} input", whole)
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{place} .goods li")
    server = page.evaluate("new URL(document.querySelector('script').src).origin")
    assert page.get_attribute(f"{place} .goods a", "href").startswith(f"{server}/tea/p/")
    page.evaluate(AXE)
    assert page.evaluate(SERIOUS, RULES) == []
    title = page.inner_text(f"{place} .goods .title")
    page.click(f"{place} .goods button")
    page.wait_for_selector(f"{CHAT} .said:has-text('{title[:12]}')")
    page.click(f"{CHAT} .choices button")
    answered(page)
    assert title[:6] in page.locator(f"{CHAT} .said.it").last.inner_text()
    page.fill(f"{CHAT} textarea", wish)
    page.press(f"{CHAT} textarea", "Enter")
    page.wait_for_selector(f"{CHAT} .goods .why", timeout=60_000)
    answered(page)
    assert page.evaluate(SERIOUS, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).cssText") == before


def test_a_page_that_loads_it_has_little_to_load(enter):
    page = enter("/index.html", 1440)
    names = page.evaluate("performance.getEntriesByType('resource').map((each) => each.name.split('/').pop())")
    assert {"widget.js", "host.js", "kit.js", "find.js"} <= set(names)
    assert "chat.js" not in names


def test_what_the_docs_show_of_a_page_is_true(enter):
    docs = (FOLDER.parents[1] / "docs" / "widget.md").read_text("utf-8")
    blocks = {kind: re.findall(rf"^```{kind}\n(.*?)^```$", docs, re.M | re.S) for kind in ("html", "js")}
    example = (FOLDER / "index.html").read_text("utf-8")
    assert [each.strip() in example.replace(' data-shop=""', "") for each in blocks["html"]] == [True, True]
    page = enter("/zh.html", 360)
    page.evaluate(blocks["js"][0])
    page.wait_for_selector(f"{CHAT} .said.you:has-text('in stock')")
    answered(page)
    assert page.locator(f"{CHAT} .said.it").count() == 3


@pytest.mark.parametrize(("path", "width", "wish", "counted"), [
    ("/index.html", 1440, "add it to my basket", "Basket, 1"), ("/zh.html", 360, "加到购物车", "购物车，1 件"),
])  # fmt: skip
def test_the_basket_that_the_chat_fills_is_found_in_the_shop(enter, path, width, wish, counted):
    page = enter(path, width)
    page.evaluate("document.dispatchEvent(new CustomEvent('shopkeeper:ask', { detail: { product: 'cup' } }))")
    page.wait_for_selector(f"{CHAT} .choices button")
    assert page.is_hidden(f"{CHAT} header .cart")
    page.fill(f"{CHAT} textarea", wish)
    page.press(f"{CHAT} textarea", "Enter")
    page.wait_for_selector(f"{CHAT} header .cart", timeout=60_000)
    answered(page)
    assert page.inner_text(f"{CHAT} header .cart") == counted
    page.evaluate(AXE)
    assert page.evaluate(SERIOUS, RULES) == []
    with page.context.expect_page() as opened:
        page.click(f"{CHAT} header .cart")
    basket = opened.value
    basket.wait_for_selector(".lines li")
    assert basket.url.split("?")[0].endswith("/tea/basket")
    assert basket.locator("#basket-link b").inner_text() == "1"
    page.reload()
    page.click(f"{CHAT} .launch:not(.find)")
    page.wait_for_selector(f"{CHAT} header .cart")


def test_a_part_that_a_busy_server_refuses_is_asked_for_again(browser, foreign):
    context, refused = browser.new_context(), []

    def busy(route):
        name = route.request.url.split("/")[-1].split("?")[0]
        if name in refused:
            return route.continue_()
        refused.append(name)
        return route.fulfill(status=503, headers={"access-control-allow-origin": "*"}, body="busy")

    for name in ("host.js", "kit.js", "chat.js"):
        context.route(f"**/widget/{name}*", busy)
    page = context.new_page()
    page.goto(f"{foreign}/zh.html")
    page.click(f"{CHAT} .launch:not(.find)")
    page.wait_for_selector(f"{CHAT} .panel .said")
    assert refused == ["host.js", "kit.js", "chat.js"]
    context.close()


def test_a_picture_that_cannot_be_loaded_gives_way_to_a_letter(browser, foreign):
    context = browser.new_context(viewport={"width": 360, "height": 760})
    context.route("**/media/**", lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{foreign}/zh.html")
    page.click(f"{CHAT} .find")
    page.fill(f"{CHAT} input", "耳机")
    page.keyboard.press("Enter")
    page.wait_for_selector(f"{CHAT} .goods i")
    card = page.locator(f"{CHAT} .goods a", has=page.locator("i")).first
    assert card.locator("i").inner_text() == card.locator(".title").inner_text()[0]
    context.close()
