"""What a shopper does in the storefront, in a real browser against a real server."""

from __future__ import annotations

import contextlib
import re

import pytest

from shopkeeper.store import open_store

HITS = "#hits > li"
FOUND = {"view_search_results", "select_item", "view_item"}  # what is reported of somebody who searches and looks at a hit


def ids(page):
    return page.eval_on_selector_all(HITS, "cards => cards.map(card => card.dataset.id)")


def total(page):
    return int(re.sub(r"\D", "", page.inner_text(".total")))


def first_value(page, field):
    """The first facet value of a field that would narrow the result, as (link, label, count)."""
    everything = total(page)
    for link in page.query_selector_all(f'#facets a[data-key^="{field}:"]'):
        count = int(link.query_selector("small").inner_text())
        if link.is_visible() and count < everything:
            return link, link.query_selector("span").inner_text(), count
    raise AssertionError(f"no value of {field} narrows the {everything} products")


@pytest.mark.parametrize(("locale", "query", "heading"), [
    ("zh-CN", "蓝牙耳机", "与“蓝牙耳机”有关的商品"), ("en-GB", "headphones", 'Results for "headphones"'),
])
def test_a_shopper_searches_in_their_own_language(visit, locale, query, heading):
    page = visit("/", locale=locale)
    page.fill("#q", query)
    page.press("#q", "Enter")
    page.wait_for_selector(HITS)
    assert page.inner_text("h1") == heading
    assert page.input_value("#q") == query
    assert total(page) >= len(ids(page)) > 0


@pytest.mark.parametrize(("locale", "typed", "meant", "note"), [
    ("en-GB", "hedphones", "headphones", "Showing results for"), ("zh-CN", "lanya 耳机", "蓝牙耳机", "已为您显示相关结果"),
    ("zh-CN", "篮牙耳机", "蓝牙耳机", "已为您显示相关结果"),
])
def test_a_slip_finds_what_was_meant_and_the_page_says_what_that_was(visit, locale, typed, meant, note):
    page = visit("/", locale=locale)
    page.fill("#q", typed)
    page.press("#q", "Enter")
    page.wait_for_selector(HITS)
    found = ids(page)
    assert note in page.inner_text(".note")
    assert page.inner_text(".note a") == meant
    page.click(".note a")
    page.wait_for_selector(".note", state="detached")
    page.wait_for_load_state()
    assert page.input_value("#q") == meant
    assert set(ids(page)[:3]) & set(found[:5])


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_facet_narrows_to_as_many_as_it_counted(visit, script):
    page = visit("/?q=", java_script_enabled=script)
    before = total(page)
    link, label, count = first_value(page, "brand")
    link.click()
    page.wait_for_selector(".chips")
    page.wait_for_load_state()
    assert total(page) == count < before
    assert page.inner_text(".chips a").removesuffix("×").strip() == f"Brand: {label}"
    assert {card.inner_text() for card in page.query_selector_all(f"{HITS} .card-brand")} == {label}
    page.click(".chips a")
    page.wait_for_selector(".chips", state="detached")
    assert total(page) == before


def test_a_second_value_of_a_field_widens_and_the_counts_say_by_how_much(visit):
    page = visit("/?q=")
    _, _, first = first_value(page, "brand")
    first_value(page, "brand")[0].click()
    page.wait_for_selector(".chips")
    others = [a for a in page.query_selector_all('#facets a[data-key^="brand:"]') if a.is_visible() and not a.get_attribute("aria-current")]
    second = int(others[0].query_selector("small").inner_text())
    others[0].click()
    page.wait_for_selector(".chips li:nth-child(2)")
    assert total(page) == first + second


def test_a_facet_click_does_not_reload_and_back_undoes_it(visit):
    page = visit("/?q=")
    page.evaluate("window.same = true")
    before = total(page)
    first_value(page, "brand")[0].click()
    page.wait_for_selector(".chips")
    assert page.evaluate("window.same") is True
    assert "where=brand" in page.url
    page.go_back()
    page.wait_for_selector(".chips", state="detached")
    assert total(page) == before


def test_a_price_range_typed_by_hand_holds(visit):
    page = visit("/?q=")
    page.fill('input[name="price_min"]', "100")
    page.fill('input[name="price_max"]', "300")
    page.click(".prices button")
    page.wait_for_selector(".chips")
    assert total(page) > 0
    assert all(card.inner_text() for card in page.query_selector_all(f"{HITS} .card-price"))
    chips = page.eval_on_selector_all(".chips a:not(.plain)", "links => links.map(a => a.firstChild.textContent.trim())")
    assert chips == ["Price ≥ ¥100", "Price ≤ ¥300"]


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize(("locale", "label", "width"), [("en-GB", "Price: high to low", 1280), ("zh-CN", "价格从高到低", 390)])
def test_results_are_sorted_and_keep_their_question_and_filters(visit, script, locale, label, width):
    page = visit("/?q=&where=in_stock%3Dyes", locale=locale, width=width, java_script_enabled=script)
    page.select_option(".sort select", label=label)
    if not script:
        page.click(".sort button")
    page.wait_for_url("**sort=-price**")
    page.wait_for_selector(".sort option[value='-price'][selected]", state="attached")
    page.wait_for_load_state()
    shown = [card.inner_text() for card in page.query_selector_all(f"{HITS} .card-price")]
    prices = [float(re.search(r"[\d,.]+", text)[0].replace(",", "")) for text in shown]
    assert prices == sorted(prices, reverse=True)
    assert "in_stock" in page.url
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_pages_do_not_overlap_and_reach_the_end(visit, script):
    page = visit("/?q=", java_script_enabled=script)
    everything, seen = total(page), ids(page)
    while page.query_selector("[data-more]"):
        shown = len(seen) if script else 0
        with page.expect_response(lambda answer: "next=" in answer.url):
            page.click("[data-more]")
        page.wait_for_selector(f"{HITS}:nth-child({shown + 1})")
        page.wait_for_load_state()
        seen = ids(page) if script else seen + ids(page)
    assert len(seen) == len(set(seen)) == everything


def test_the_language_switch_keeps_the_question_and_is_remembered(visit):
    page = visit("/?q=headphones")
    page.click('.languages a[hreflang="zh-Hans"]')
    page.wait_for_selector('html[lang="zh-Hans"]')
    assert page.input_value("#q") == "headphones"
    page.goto("/")
    assert page.get_attribute("html", "lang") == "zh-Hans"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_choosing_a_variant_changes_its_price_and_stock(visit, shop_folder, script):
    with contextlib.closing(open_store(f"sqlite:///{shop_folder / 'shop.db'}")) as store:
        product = next(p for p in store.products.all() if len({v.price for v in p.variants if v.in_stock and len(v.options) == 1}) > 1)
    page = visit(f"/p/{product.id}", java_script_enabled=script)
    price, address = page.inner_text("#buy .price"), page.url
    dearer = next(v for v in product.variants if v.in_stock and str(v.price).removesuffix(".00") not in price)
    page.click(f'.option a:has-text("{dearer.options[0].value.en}")')
    page.wait_for_url(lambda url: url != address)
    page.wait_for_function("before => ![undefined, before].includes(document.querySelector('#buy .price')?.innerText)", arg=price)
    assert str(dearer.price).removesuffix(".00") in page.inner_text("#buy .price")
    assert dearer.options[0].value.en in page.inner_text(".option a[aria-current]")


def test_a_result_leads_to_its_product_and_that_to_similar_ones(visit):
    page = visit("/?q=headphones")
    title = page.inner_text(f"{HITS}:first-child .card-title")
    page.click(f"{HITS}:first-child .card-link")
    page.wait_for_selector("article.product")
    assert page.inner_text("h1") == title
    similar = page.inner_text(".grid li:first-child .card-title")
    page.click(".grid li:first-child .card-link")
    page.wait_for_function("title => document.querySelector('h1')?.innerText === title", arg=similar)


def kept_events(page, shop_folder, *names, **equal):
    """The events of a query or session by name, once all of `names` are there: a beacon outlives its page, so no page can wait for it."""
    with contextlib.closing(open_store(f"sqlite:///{shop_folder / 'shop.db'}")) as store:
        for _ in range(100):
            found = (e for e in store.events.all() if all(getattr(e, name) == value for name, value in equal.items()))
            events = {event.name: event for event in found}
            if events.keys() >= set(names):
                break
            page.wait_for_timeout(100)
    return events


def followed(page, link, until):
    """Clicks a link to another page and waits for what it shows, and for its scripts, which come later."""
    page.click(link)
    page.wait_for_selector(until)
    page.wait_for_load_state()


def test_events_say_the_device_and_where_the_visit_came_from(visit, shop_folder):
    page = visit("/?q=headphones&utm_source=Weibo&utm_medium=social&utm_content=ann@example.com")
    query_id = page.get_attribute("#hits", "data-query-id")
    followed(page, f"{HITS}:first-child .card-link", "article.product")
    events = kept_events(page, shop_folder, *FOUND, query_id=query_id)
    assert {(event.device, event.source) for event in events.values()} == {("desktop", "weibo / social")}


def test_a_click_on_a_result_is_reported_with_its_query_and_position(visit, shop_folder):
    page = visit("/?q=headphones")
    ids_before = ids(page)
    query_id = page.get_attribute("#hits", "data-query-id")
    card = f"{HITS}:nth-child(2)"
    chosen = page.get_attribute(card, "data-id")
    followed(page, f"{card} .card-link", "article.product")
    events = kept_events(page, shop_folder, *FOUND, query_id=query_id)
    assert set(events) == FOUND
    assert [item.position for item in events["view_search_results"].items] == list(range(1, len(ids_before) + 1))
    assert [(item.product_id, item.position) for item in events["select_item"].items] == [(chosen, 2)]
    assert [(item.product_id, item.position) for item in events["view_item"].items] == [(chosen, 2)]
    assert len({event.session_id for event in events.values()}) == 1


def test_why_a_result_is_there_can_be_unfolded(visit):
    page = visit("/?q=headphones")
    page.click(f"{HITS}:first-child .why summary")
    assert re.search(r"(Words match|Close in meaning).*\d+%", page.inner_text(f"{HITS}:first-child .why"), re.DOTALL)


def test_a_hostile_title_is_only_text(visit):
    page = visit("/?q=Zzyzx+lamp")
    assert "<script>" in page.inner_text(f"{HITS}:first-child .card-title")
    page.click(f"{HITS}:first-child .card-link")
    page.wait_for_selector("article.product")
    assert "<script>" in page.inner_text("h1")
    assert page.title() != "owned"


def test_nothing_found_offers_a_way_on(visit):
    page = visit("/?q=&where=price%3E%3D9999999")
    page.click('.empty a:has-text("Browse all"), .empty a:has-text("browse all")')
    page.wait_for_selector(HITS)


@pytest.mark.parametrize(("locale", "sentence"), [("en-GB", "This page does not exist"), ("zh-CN", "没有找到这个页面")])
def test_an_unknown_address_is_a_page_too(visit, locale, sentence):
    page = visit("/p/ghost", locale=locale, quiet=False)
    assert page.inner_text("h1") == sentence
    assert "ghost" not in page.inner_text("main")


def test_a_count_beside_a_long_name_stays_on_one_line(visit):
    page = visit("/?q=wireless headphones")
    page.eval_on_selector_all("#facets li span", "names => names.forEach(name => name.append(' and a name that needs more than one line'))")
    heights = page.eval_on_selector_all("#facets li small", "all => all.filter(c => c.checkVisibility()).map(c => c.offsetHeight)")
    assert heights
    assert max(heights) == min(heights)


def test_a_picture_that_cannot_be_loaded_gives_way_to_a_letter(visit, site):
    page = visit("/", quiet=False)
    page.evaluate("""async () => { await fetch('/v1/products/lost', {method: 'PUT', headers: {'content-type': 'application/json'},
        body: JSON.stringify({title: {en: 'Lost picture'}, images: [{url: '/media/lost.svg'}], variants: [{id: 'lost-1'}]})}) }""")
    page.goto("/p/lost")
    page.wait_for_selector("#picture .blank")
    assert page.inner_text("#picture .blank") == "L"
    page.evaluate("async () => { await fetch('/v1/products/lost', {method: 'DELETE'}) }")  # else other pages lack its picture too
