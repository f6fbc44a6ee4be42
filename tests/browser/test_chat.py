"""The chat in a real browser: the panel, its page, what is done by hand in it, and a person who takes over."""

from __future__ import annotations

import httpx
import pytest

from browser.server import make_shop, start_server
from browser.test_access import CHECK, CONTRAST
from browser.test_every_page import AXE, RULES, SERIOUS
from shopkeeper.shop import Customer, Money, Order, OrderLine, OrderStatus, Payment, PaymentKind, PaymentMethod
from shopkeeper.store import open_store

LANGUAGES = pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
# The same checks as of the page, inside of the chat's own root.
INSIDE = "document.querySelector('shopkeeper-chat').shadowRoot"
NAMES = f"""() => [...{INSIDE}.querySelectorAll('button, textarea, input, a')].filter((each) => each.checkVisibility()
  && !(each.ariaLabel || each.textContent).trim()).map((each) => each.outerHTML)"""
SMALL = f"""() => [...{INSIDE}.querySelectorAll('button')]
  .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 28).map((each) => each.outerHTML)"""


@pytest.fixture(scope="module")
def shop_folder(tmp_path_factory):
    """A shop with a customer who has an order that may be cancelled."""
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
    page.wait_for_selector("shopkeeper-chat textarea:focus")
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
    page.wait_for_load_state()
    assert [each for each in page.evaluate(CHECK) if "search" not in each] == []
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


@LANGUAGES
def test_what_is_understood_is_changed_and_what_is_ticked_compared(visit, locale):
    zh = locale == "zh-CN"
    page = visit("/chat", locale=locale, width=360 if zh else 1440, height=740, color_scheme="dark" if zh else "light")
    say(page, "推荐耳机，300元以内" if zh else "I need clothing under 300")
    chips = page.locator("shopkeeper-chat .chip")
    [price] = [at for at, each in enumerate(chips.all_inner_texts()) if "300" in each]
    chips.nth(price).locator("button").first.click()
    page.fill("shopkeeper-chat .edit input", "500元以内" if zh else "under 500")
    page.keyboard.press("Enter")
    page.wait_for_selector("shopkeeper-chat .chip:has-text('500')", timeout=60_000)
    answered(page)
    assert not [each for each in chips.all_inner_texts() if "300" in each]
    page.locator("shopkeeper-chat .chip:has-text('500') button").last.click()
    page.wait_for_selector("shopkeeper-chat .chip:has-text('500')", state="detached", timeout=60_000)
    answered(page)
    assert "500" in page.locator("shopkeeper-chat .said.you").last.inner_text()
    ticks = page.locator("shopkeeper-chat .tick input")
    ticks.nth(0).check()
    assert page.locator("shopkeeper-chat .bar .strong").is_disabled()
    ticks.nth(1).check()
    page.click("shopkeeper-chat .bar .strong")
    page.wait_for_selector("shopkeeper-chat table", timeout=60_000)
    answered(page)
    assert page.locator("shopkeeper-chat thead th").count() == 2
    assert page.locator("shopkeeper-chat tr.differs").count() > 0
    assert page.is_hidden("shopkeeper-chat .bar")
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.evaluate(AXE)
    assert page.evaluate(SERIOUS, RULES) == []


def test_an_order_is_shown_with_where_it_stands(visit):
    page = visit("/chat", locale="en-GB")
    for text in ("Where is order #W1003?", "ada@example.com"):
        say(page, text)
    card = page.locator("shopkeeper-chat .order", has_text="#W1003")
    assert "129" in card.inner_text()
    assert card.locator(".steps .done").count() == 1
    card.locator("button").click()
    answered(page)
    assert "#W1003" in page.locator("shopkeeper-chat .said.you").last.inner_text()
    assert card.locator("button").count() == 0


def test_ask_about_this_product_opens_the_chat_with_it(visit):
    page = visit("/p/p0001", locale="en-GB")
    page.wait_for_selector("shopkeeper-chat .launch")
    page.click("a[data-ask]")
    title = page.inner_text("article.product h1")
    page.wait_for_selector(f"shopkeeper-chat .said:has-text('{title[:20]}')")
    assert "/p/p0001" in page.url
    page.click("shopkeeper-chat .choices button")
    answered(page)
    assert title[:12] in page.locator("shopkeeper-chat .said.it").last.inner_text()


def test_a_wish_in_the_address_is_said_only_where_the_shop_led_here(visit, site):
    page = visit("/chat?lang=en&about=p0001&say=Is%20it%20in%20stock%3F")
    page.wait_for_selector("shopkeeper-chat .note")
    assert page.input_value("shopkeeper-chat textarea") == "Is it in stock?"
    assert page.locator("shopkeeper-chat .said.you").count() == 0
    page.goto("/", referer=f"{site}/")
    page.evaluate("location.assign('/chat?lang=en&say=thanks')")
    page.wait_for_selector("shopkeeper-chat .said.you:has-text('thanks')")


def test_on_a_phone_the_panel_keeps_the_focus_and_gives_it_back(visit):
    page = visit("/", locale="zh-CN", width=360, height=740)
    page.click("shopkeeper-chat .launch")
    page.wait_for_selector("shopkeeper-chat .choices")
    assert page.get_attribute("shopkeeper-chat .panel", "aria-modal") == "true"
    for key in ("Tab", "Shift+Tab"):
        for _ in range(12):
            page.keyboard.press(key)
            assert page.evaluate(f"{INSIDE}.activeElement?.closest('.panel') != null")
    page.keyboard.press("Escape")
    assert page.evaluate(f"{INSIDE}.activeElement.className") == "launch"
