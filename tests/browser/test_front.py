"""The shop front in a real browser: the look, what buyers say, asking about a product, own orders, what to try."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from browser.test_access import CHECK, CONTRAST
from shopkeeper.shop import Customer, Fulfilment, Order, OrderLine, OrderStatus
from shopkeeper.store import open_store

BOTH = pytest.mark.parametrize(("locale", "width"), [("zh-CN", 360), ("en-GB", 1440)])
EMAIL, OTHERS = "mei.front@example.com", "otto.front@example.com"
BACKGROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(251, 250, 247)", "rgb(23, 22, 20)"


@pytest.fixture(scope="module")
def spoken_of(shop_folder):
    """The product that most reviews are about."""
    with contextlib.closing(open_store(f"sqlite:///{shop_folder / 'shop.db'}")) as store:
        ids = [review.product_id for review in store.reviews.all()]
    return max(set(ids), key=lambda id: (ids.count(id), id))


@pytest.fixture(scope="module")
def buyers(shop_folder, spoken_of):
    """Two customers, the first with an order that has arrived and one that waits, the other with one."""
    now = datetime.now(UTC)
    with contextlib.closing(open_store(f"sqlite:///{shop_folder / 'shop.db'}")) as store:
        variant = store.products.get(spoken_of).variants[0]
        line = OrderLine(spoken_of, 1, variant.price, variant.id, variant.sku)
        store.customers.put([Customer("front-mei", "Mei Lin", EMAIL), Customer("front-otto", "Otto Berg", OTHERS)])
        came = Fulfilment("f1", (), "Slow Boats", "SB-77", now - timedelta(days=4), now - timedelta(days=2))
        store.orders.put([
            Order("F-1", (line,), variant.price.currency, now - timedelta(days=6), "front-mei", OrderStatus.DELIVERED, fulfilments=(came,)),
            Order("F-2", (line,), variant.price.currency, now - timedelta(hours=2), "front-mei"),
            Order("F-3", (line,), variant.price.currency, now, "front-otto"),
        ])


def fits(page):
    """The page is as wide as the window, and has no finding."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CHECK) == []
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_look_is_switched_and_the_next_page_comes_in_it(visit, script):
    page = visit("/", width=1440, java_script_enabled=script, color_scheme="light")
    assert page.evaluate(BACKGROUND) == LIGHT
    page.click(".look-open")
    page.click("#looks button[value=dark]")
    page.wait_for_selector("html[data-look=dark]")
    assert page.evaluate(BACKGROUND) == DARK
    assert page.get_attribute("#look-foot button[value=dark]", "aria-pressed") == "true"
    page.goto("/?q=headphones")
    assert page.evaluate(BACKGROUND) == DARK
    page.click("#look-foot button[value='']")
    page.wait_for_selector("html:not([data-look])")
    assert page.evaluate(BACKGROUND) == LIGHT


@BOTH
def test_what_buyers_say_is_counted_and_quoted(visit, spoken_of, shop_folder, locale, width):
    page = visit(f"/p/{spoken_of}", locale=locale, width=width, height=800)
    with contextlib.closing(open_store(f"sqlite:///{shop_folder / 'shop.db'}")) as store:
        texts = [f"{review.title}\n{review.text}" for review in store.reviews.all(product_id=spoken_of)]
    counts = [int(each) for each in page.locator(".marks li small").all_inner_texts()]
    assert sum(counts) == len(texts)
    for summary in page.locator(".aspects summary").all():
        summary.click()
    quotes = [each.strip("“”").removesuffix("…") for each in page.locator(".aspects blockquote").all_inner_texts()]
    assert quotes
    assert [quote for quote in quotes if not any(quote in text for text in texts)] == []
    fits(page)


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_similar_products_say_what_they_have_in_common(visit, spoken_of, locale):
    page = visit(f"/p/{spoken_of}", locale=locale)
    page.locator("#similar .why summary").first.click()
    assert page.locator("#similar .why[open] li").first.inner_text()


def test_asking_about_a_product_tells_the_chat_on_the_page_or_leads_to_the_chat(visit, spoken_of):
    page = visit(f"/p/{spoken_of}")
    page.evaluate("""window.asked = [];
        window.take = (event) => { asked.push(event.detail.product); event.preventDefault(); event.stopImmediatePropagation(); };
        window.addEventListener('shopkeeper:ask', take, true)""")
    page.click("a.ask")
    assert page.evaluate("asked") == [spoken_of]
    assert page.get_attribute("a.ask", "href").startswith(f"/chat?about={spoken_of}")
    bare = visit(f"/p/{spoken_of}", java_script_enabled=False)
    bare.click("a.ask")
    bare.wait_for_url("**/chat?about=**")


@BOTH
def test_shoppers_see_their_own_orders_and_go_on_with_the_assistant(visit, buyers, locale, width):
    page = visit("/orders", locale=locale, width=width, height=800)
    fits(page)
    page.fill("input[name=email]", EMAIL)
    page.press("input[name=email]", "Enter")
    page.wait_for_selector("article.order")
    said = page.inner_text("main")
    assert page.locator("article.order h2").count() == 2
    assert ("SB-77" in said, "F-3" in said) == (True, False)
    fits(page)
    wish = page.locator("article.order").first.locator(".can a").first
    assert "F-2" in wish.get_attribute("href")
    wish.click()
    page.wait_for_selector("shopkeeper-chat[page]")


def test_somebody_unknown_is_told_no_more_than_that(visit, buyers):
    page = visit("/orders", java_script_enabled=False, quiet=False)
    page.click(".who summary")
    page.fill("input[name=name]", "Otto Berg")
    page.fill("input[name=postcode]", "00000")
    page.click(".who button.main")
    assert "Nothing was found" in page.inner_text("[role=alert]")
    assert page.input_value("input[name=name]") == "Otto Berg"
    assert page.locator("article.order").count() == 0


def test_leaving_hides_the_orders_again(visit, buyers):
    page = visit("/orders")
    page.fill("input[name=email]", OTHERS)
    page.press("input[name=email]", "Enter")
    page.wait_for_selector("article.order")
    page.click(".leave button")
    page.wait_for_selector("input[name=email]")
    assert page.locator("article.order").count() == 0


@BOTH
def test_the_demo_shop_shows_what_to_try_and_it_works(visit, locale, width):
    page = visit("/", locale=locale, width=width, height=800)
    fits(page)
    page.click(".tries a[lang=en]")
    page.wait_for_selector("#hits > li")
    page.go_back()
    page.click('.tries a[href^="/console/catalog"]')
    page.wait_for_selector("h1")


@BOTH
def test_an_error_says_what_to_do_next(visit, locale, width):
    page = visit("/nowhere", locale=locale, width=width, height=800, quiet=False)
    fits(page)
    assert page.locator(".empty .links a").count() == 2
