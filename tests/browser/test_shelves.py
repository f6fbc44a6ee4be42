"""Shelves of recommendations: they follow what a visitor looks at, say why, and take a no."""

from __future__ import annotations

import pytest

from browser.test_access import CHECK, CONTRAST
from browser.test_storefront import followed, kept_events

SHELF = "#for-you .card"


def looked_at(page, address="/?q=headphones"):
    """Looks at the first product of a list; its title."""
    page.goto(address)
    followed(page, ".grid .card:first-child .card-link", "article.product")
    return page.inner_text("h1")


@pytest.mark.parametrize(("locale", "title", "reason"), [("en-GB", "For you", "which you looked at"), ("zh-CN", "为您推荐", "你看过")])
def test_the_front_page_follows_what_was_looked_at_and_says_why(visit, shop_folder, locale, title, reason):
    page = visit("/", locale=locale, width=390)
    looked_at(page)
    kept_events(page, shop_folder, "view_item", session_id=page.evaluate("sessionStorage.getItem('shopkeeper:session')"))
    for _ in range(20):  # an event changes the next answer within a second
        page.goto("/")
        if page.inner_text("#for-you-title") == title:
            break
        page.wait_for_timeout(100)
    assert page.inner_text("#for-you-title") == title
    assert any(reason in each for each in page.locator(f"{SHELF} .card-because").all_inner_texts())


def test_a_shelf_that_is_seen_and_a_click_on_it_are_tied_to_it(visit, shop_folder):
    page = visit("/")
    page.locator(f"{SHELF}:first-child").scroll_into_view_if_needed()
    shelf = page.get_attribute("#for-you", "data-query-id")
    assert shelf.startswith("rec_")
    kept_events(page, shop_folder, "view_item_list", query_id=shelf)
    product = page.get_attribute(f"{SHELF}:nth-child(2)", "data-id")
    followed(page, f"{SHELF}:nth-child(2) .card-link", "article.product")
    names = {"view_item_list", "select_item", "view_item"}
    events = kept_events(page, shop_folder, *names, query_id=shelf)
    assert set(events) == names
    assert (events["select_item"].items[0].product_id, events["select_item"].items[0].position) == (product, 2)
    assert len(events["view_item_list"].items) > 2


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_what_is_not_wanted_goes_and_does_not_come_back(visit, script):
    page = visit("/", java_script_enabled=script)
    first = page.get_attribute(f"{SHELF}:first-child", "data-id")
    page.hover(f"{SHELF}:first-child")
    page.click(f"{SHELF}:first-child .away button")
    page.wait_for_selector(f'{SHELF}:first-child:not([data-id="{first}"])')
    page.goto("/")
    assert page.query_selector(f'{SHELF}[data-id="{first}"]') is None


@pytest.mark.parametrize("width", [390, 1280])
def test_the_shelves_of_a_product_can_be_read_by_everybody(visit, width):
    page = visit("/", width=width)
    looked_at(page)
    assert page.locator("#similar .card").count() > 2
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CHECK) == []
    assert page.evaluate(CONTRAST) == []
