"""The chat in a real browser: the panel, its page, another site's page, and a person who takes over."""

from __future__ import annotations

import http.server
import threading

import httpx
import pytest

from browser.server import make_shop, start_server
from browser.test_access import CHECK, CONTRAST
from shopkeeper.shop import Customer, Money, Order, OrderLine, OrderStatus, Payment, PaymentKind, PaymentMethod
from shopkeeper.store import open_store

LANGUAGES = pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
# The same checks as of the page, inside of the chat's own root.
INSIDE = "document.querySelector('shopkeeper-chat').shadowRoot"
NAMES = f"""() => [...{INSIDE}.querySelectorAll('button, textarea, a')].filter((each) => each.checkVisibility()
  && !(each.ariaLabel || each.textContent).trim()).map((each) => each.outerHTML)"""
SMALL = f"""() => [...{INSIDE}.querySelectorAll('button')]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 28).map((each) => each.outerHTML)"""


@pytest.fixture(scope="module")
def shop_folder(tmp_path_factory):
    """A shop with a customer who has an order that may be cancelled, and an origin that may embed the chat."""
    from datetime import UTC, datetime

    folder = tmp_path_factory.mktemp("chat") / "shop"
    make_shop(folder, products=40, customers=10)
    store = open_store(folder / "shop.db")
    product = next(iter(store.products.page(limit=1)))
    line = OrderLine(product.id, 1, Money(12900, "CNY"), product.variants[0].id, "", product.title.zh)
    store.customers.put([Customer("ada", "Ada Lin", "ada@example.com", payment_methods=(
        PaymentMethod("card_1", PaymentKind.CREDIT_CARD, "visa", "4242"),))])
    store.orders.put([Order(f"#W{n}", (line,), "CNY", datetime.now(UTC), "ada", OrderStatus.PENDING,
                            payments=(Payment(f"p{n}", Money(12900, "CNY"), method_id="card_1"),)) for n in range(1001, 1005)])
    store.close()
    (folder / "shopkeeper.toml").write_text('widget_origins = "http://127.0.0.1:18765 http://localhost:18765"\n')
    return folder


@pytest.fixture(scope="module")
def site(shop_folder):
    server, url = start_server(shop_folder)
    yield url
    server.terminate()
    assert server.wait(timeout=20) == 0


def say(page, text):
    """Says something and waits for the answer."""
    page.fill("shopkeeper-chat textarea", text)
    page.press("shopkeeper-chat textarea", "Enter")
    answered(page)
    return page.locator("shopkeeper-chat .said.it").last.inner_text()


def answered(page):
    page.wait_for_selector("shopkeeper-chat .log[aria-busy=false]", timeout=60_000)


@LANGUAGES
def test_the_panel_cancels_an_order_after_a_yes(visit, locale, shop_folder):
    zh = locale == "zh-CN"
    page = visit("/", locale=locale)
    page.click("shopkeeper-chat .launch")
    assert page.evaluate(f"{INSIDE}.activeElement.tagName") == "TEXTAREA"
    number = "#W1001" if zh else "#W1002"
    wish = f"取消订单 {number}" if zh else f"Please cancel order {number}, I no longer need it"
    for text in (wish, "ada@example.com", *(["不想要了"] if zh else [])):
        say(page, text)
    card = page.locator("shopkeeper-chat .card")
    assert number in card.inner_text()
    assert "129" in card.inner_text()
    card.locator("button").first.click()
    answered(page)
    store = open_store(shop_folder / "shop.db")
    assert store.orders.get(number).status is OrderStatus.CANCELLED
    store.close()
    page.reload()
    page.click("shopkeeper-chat .launch")
    page.wait_for_selector(f"shopkeeper-chat .said.you:has-text('{number}')")
    assert page.locator("shopkeeper-chat .card").count() == 0
    page.keyboard.press("Escape")
    assert page.evaluate(f"{INSIDE}.activeElement.className") == "launch"


def test_products_are_shown_as_cards_that_lead_to_them(visit):
    page = visit("/chat?lang=zh", locale="zh-CN", width=360, height=740)
    say(page, "推荐一副耳机")
    page.wait_for_selector("shopkeeper-chat .goods a")
    page.locator("shopkeeper-chat .goods a").first.click()
    page.wait_for_selector("article.product")


@LANGUAGES
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_chat_can_be_read_and_used_by_everyone(visit, locale, scheme, width):
    page = visit("/chat", locale=locale, width=width, color_scheme=scheme)
    page.wait_for_selector("shopkeeper-chat .said")
    assert page.evaluate(CHECK) == []
    assert page.evaluate(NAMES) == []
    assert page.evaluate(SMALL) == []
    assert page.evaluate(CONTRAST.replace("document.querySelectorAll('body *')", f"{INSIDE}.querySelectorAll('.panel *')")) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_person_takes_over_and_their_words_arrive(visit, site):
    page = visit("/chat", locale="en-GB")
    say(page, "I want to talk to a human")
    page.wait_for_selector("shopkeeper-chat .note")
    id = page.evaluate("sessionStorage.getItem('shopkeeper:chat')")
    form = {"sec-fetch-site": "same-origin"}
    for fields in ({"do": "take"}, {"do": "answer", "text": "This is Lin. How can I help?"}):
        httpx.post(f"{site}/console/conversations/{id}", data={"who": "Lin", **fields}, headers=form)
    page.wait_for_selector("shopkeeper-chat .said.person:has-text('This is Lin')", timeout=15_000)


def test_the_link_to_a_conversation_goes_on_with_it_and_leaves_the_address(visit, site):
    first = httpx.post(f"{site}/v1/chat", json={"message": "hello"}, timeout=60).json()
    page = visit(f"/chat#{first['conversation']}")
    page.wait_for_selector("shopkeeper-chat .said.you:has-text('hello')")
    assert first["conversation"] not in page.url


@LANGUAGES
def test_the_console_can_be_read_and_used_by_everyone(visit, site, locale):
    httpx.post(f"{site}/v1/chat", json={"message": "I want to talk to a human"}, timeout=60)
    page = visit("/console/conversations?status=all", locale=locale, width=360)
    page.click(".cases a")
    page.wait_for_selector(".said")
    assert [each for each in page.evaluate(CHECK) if "search" not in each] == []
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_page_of_another_site_has_the_chat_under_a_strict_policy(browser, site):
    script = f'<script src="{site}/widget.js" data-language="en" defer></script>'
    body = f'<!doctype html><html lang="en"><title>x</title>{script}<p>Other</p></html>'

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.send_header("content-security-policy", f"default-src 'none'; script-src {site}; connect-src {site}; img-src {site}")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *args):
            """Says nothing."""

    other = http.server.ThreadingHTTPServer(("127.0.0.1", 18765), Page)
    threading.Thread(target=other.serve_forever, daemon=True).start()
    page = browser.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" and "favicon" not in message.text else None)
    page.goto("http://127.0.0.1:18765/")
    page.click("shopkeeper-chat .launch")
    assert say(page, "hello")
    page.close()
    other.shutdown()
    other.server_close()
    assert [each for each in errors if "favicon" not in each and "404" not in each] == []
