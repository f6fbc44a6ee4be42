"""The basket, from a card or a product's page to the checkout, with and without a script."""

from __future__ import annotations

import contextlib
import time

import httpx
import pytest

from browser.test_access import CHECK, CONTRAST
from browser.test_storefront import followed, kept_events
from shopkeeper.shop import Localized, Money, Option, Product, Variant
from shopkeeper.store import open_store

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
LANGUAGES = pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])


@pytest.fixture(scope="module", autouse=True)
def goods(shop_folder, site):
    """Three things whose prices and stock are known, once the server finds them."""
    red, blue = (Option(Localized("颜色", "Colour"), Localized(zh, en)) for zh, en in (("红", "Red"), ("蓝", "Blue")))
    cup = Product("cup", Localized("搪瓷杯", "Enamel cup"), (Variant("cup-red", options=(red,), price=Money(4900, "CNY"), stock=3),
                                                          Variant("cup-blue", options=(blue,), price=Money(5900, "CNY"), stock=0)))
    pot = Product("pot", Localized("搪瓷壶", "Enamel pot"), (Variant("pot-1", price=Money(12900, "CNY")),))
    with contextlib.closing(open_store(f"sqlite:///{shop_folder / 'shop.db'}")) as store:
        store.products.put([cup, pot])
    for _ in range(200):
        if {"cup", "pot"} <= {hit["id"] for hit in httpx.get(f"{site}/v1/search", params={"q": "enamel"}, timeout=60).json()["hits"]}:
            break
        time.sleep(0.1)
    return cup, pot


def bought(page, address="/p/cup?variant=cup-red"):
    """Puts a product in the basket and looks at it."""
    page.goto(address)
    page.click(".facts .add button")
    page.wait_for_selector("#basket-note a")
    page.goto("/basket")


def count(page):
    badge = page.query_selector("#basket-link b")
    return int(badge.inner_text()) if badge else 0


@SCRIPT
@LANGUAGES
def test_a_product_is_put_in_and_counted(visit, script, locale):
    page = visit("/p/cup?variant=cup-red", locale=locale, java_script_enabled=script)
    assert count(page) == 0
    page.click(".facts .add button")
    page.wait_for_selector("#basket-link b")
    assert count(page) == 1
    sentence = "已加入购物车：搪瓷杯" if locale == "zh-CN" else "Added to your basket: Enamel cup"
    assert sentence in page.inner_text("#basket-note")
    assert ("/p/cup" in page.url) is script
    page.click("#basket-link")
    page.wait_for_selector(".lines")
    assert page.inner_text(".sum") == "¥49"
    assert page.locator(".options").inner_text() == ("颜色：红" if locale == "zh-CN" else "Colour: Red")


@SCRIPT
def test_a_quantity_goes_up_and_down_and_a_line_goes_away(visit, script):
    page = visit("/", java_script_enabled=script)
    bought(page)
    for button, sum in (("more", "¥98"), ("more", "¥147"), ("less", "¥98")):
        page.click(f'[value="{button}"]')
        page.wait_for_selector(f'.sum:text-is("{sum}")')
    assert count(page) == 2
    page.fill('input[type="number"]', "3")
    page.press('input[type="number"]', "Enter")
    page.wait_for_selector('.sum:text-is("¥147")')
    assert page.is_disabled('[value="more"]')
    page.click(".much .plain")
    page.wait_for_selector(".basket .empty")
    assert count(page) == 0


def test_steps_reload_nothing_and_keep_the_focus(visit):
    page = visit("/")
    bought(page)
    page.evaluate("window.same = true")
    page.focus('[value="more"]')
    for sum in ("¥98", "¥147"):
        page.keyboard.press("Enter")
        page.wait_for_selector(f'.sum:text-is("{sum}")')
    assert page.evaluate("window.same") is True
    assert page.evaluate("document.activeElement.name") == "quantity"  # the button can go no further
    assert page.inner_text("#status") == "Subtotal: ¥147"


def test_a_typed_quantity_counts_when_one_leaves_the_field(visit):
    page = visit("/")
    bought(page)
    page.fill('input[type="number"]', "2")
    page.keyboard.press("Tab")
    page.wait_for_selector('.sum:text-is("¥98")')


def test_what_is_sold_out_cannot_be_put_in(visit):
    page = visit("/p/cup?variant=cup-blue")
    assert page.is_disabled(".facts .add button")
    assert page.inner_text(".facts .add button") == "Out of stock"


def test_a_card_puts_in_what_has_no_variants_and_leaves_the_results_as_they_are(visit):
    page = visit("/?q=enamel+pot")
    page.click('.card[data-id="pot"] .add button')
    page.wait_for_selector("#basket-link b")
    assert page.inner_text("#status").startswith("Added to your basket: Enamel pot")
    assert page.is_visible('.card[data-id="pot"]')
    assert page.query_selector('.card[data-id="cup"] .add') is None


def test_a_changed_price_and_a_sold_out_product_are_told(visit, shop_folder, goods):
    page = visit("/", locale="zh-CN")
    bought(page)
    bought(page, "/p/pot")
    cup, pot = goods
    with contextlib.closing(open_store(f"sqlite:///{shop_folder / 'shop.db'}")) as store:
        try:
            store.products.put([Product("cup", cup.title, (Variant("cup-red", price=Money(4500, "CNY"), stock=3),)),
                                Product("pot", pot.title, (Variant("pot-1", price=Money(12900, "CNY"), stock=0),))])
            page.reload()
            assert page.locator(".lines .notice").all_inner_texts() == ["价格由 ¥49.00 变为 ¥45.00", "已售罄"]
            assert page.inner_text(".pay dd") == "¥45"
            assert page.evaluate(CHECK) == []
        finally:
            store.products.put(goods)


def test_the_basket_says_when_there_is_no_checkout(visit):
    page = visit("/")
    bought(page)
    assert "Please contact the shop to order." in page.inner_text(".pay")


@LANGUAGES
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_basket_can_be_read_and_used_by_everyone(visit, locale, scheme, width):
    page = visit("/", locale=locale, width=width, color_scheme=scheme)
    bought(page)
    assert page.evaluate(CHECK) == []
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    small = "all => all.filter(b => b.checkVisibility() && b.getBoundingClientRect().height < 28).map(b => b.outerHTML)"
    assert page.eval_on_selector_all("main button:not(.quiet), main .button", small) == []


def test_events_of_the_basket_carry_the_search_that_led_there(visit, shop_folder):
    page = visit("/?q=enamel")
    query_id = page.get_attribute("#hits", "data-query-id")
    position = int(page.get_attribute('.card[data-id="cup"]', "data-position"))
    followed(page, '.card[data-id="cup"] .card-link', ".facts .add button")
    page.click(".facts .add button")
    page.wait_for_selector("#basket-link b")
    page.goto("/basket")
    page.click('[value="more"]')
    page.wait_for_selector('.sum:text-is("¥98")')
    page.click(".much .plain")
    page.wait_for_selector(".basket .empty")
    names = {"view_search_results", "select_item", "view_item", "add_to_cart", "remove_from_cart"}
    events = kept_events(page, shop_folder, *names, query_id=query_id)
    assert set(events) == names
    (item,) = events["remove_from_cart"].items
    assert (item.product_id, item.variant_id, item.quantity, item.position) == ("cup", "cup-red", 2, position)
    assert item.price == Money(4900, "CNY")
    (item,) = events["add_to_cart"].items
    assert (item.product_id, item.quantity, item.position) == ("cup", 1, position)


def test_looking_at_the_basket_and_going_to_the_checkout_are_reported(visit, shop_folder):
    page = visit("/")
    bought(page, "/p/pot")
    page.evaluate("""() => { const link = document.createElement('a'); link.dataset.checkout = ''; link.href = '#'; link.textContent = 'x';
        document.querySelector('.pay').append(link); link.click(); }""")
    session = page.evaluate("sessionStorage.getItem('shopkeeper:session')")
    names = ("view_cart", "begin_checkout")
    events = kept_events(page, shop_folder, *names, session_id=session)
    for name in names:
        assert [(item.product_id, item.quantity, item.price) for item in events[name].items] == [("pot", 1, Money(12900, "CNY"))]


def test_nothing_moves_when_something_is_put_in(visit):
    page = visit("/p/cup?variant=cup-red")
    page.wait_for_load_state("networkidle")
    page.evaluate("""() => { window.shifted = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => { window.shifted += e.value }))
            .observe({type: 'layout-shift', buffered: true}) }""")
    page.click(".facts .add button")
    page.wait_for_selector("#basket-note a")
    page.wait_for_timeout(200)
    assert page.evaluate("window.shifted") == 0


def test_what_is_refused_is_not_reported_as_put_in(visit, shop_folder):
    page = visit("/")
    for _ in range(4):  # three are left
        bought(page)
    assert count(page) == 3
    session = page.evaluate("sessionStorage.getItem('shopkeeper:session')")
    kept_events(page, shop_folder, "view_item", "add_to_cart", "view_cart", session_id=session)
    page.wait_for_timeout(500)
    with contextlib.closing(open_store(f"sqlite:///{shop_folder / 'shop.db'}")) as store:
        assert sum(event.name == "add_to_cart" for event in store.events.all() if event.session_id == session) == 3


def test_a_card_of_the_front_page_leads_to_its_product(visit):
    page = visit("/")
    page.click(".card-link")
    page.wait_for_selector("article.product")
