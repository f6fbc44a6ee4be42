"""What a shopper sees whose words are misspelt, too strict, or unknown to the shop."""

from __future__ import annotations

import pytest

from browser.test_access import CHECK, CONTRAST

HITS = "#hits > li"


@pytest.mark.parametrize(("locale", "typed", "meant"), [("en-GB", "hedphones", "headphones"), ("zh-CN", "篮牙耳机", "蓝牙耳机")])
@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_slip_is_put_right_and_can_be_taken_back(visit, script, locale, typed, meant):
    page = visit(f"/?q={typed}", locale=locale, java_script_enabled=script)
    assert page.query_selector(HITS)
    assert page.inner_text(".note .meant") == meant
    page.click(".note a:not(.meant)")
    page.wait_for_url("**literal=1**")
    assert page.input_value("#q") == typed
    assert page.query_selector(".note .meant") is None
    page.click(".note a")
    page.wait_for_selector(".note .meant")
    page.click(".note .meant")
    page.wait_for_selector(".note", state="detached")
    assert page.input_value("#q") == meant


@pytest.mark.parametrize(("locale", "query", "sentence"), [
    ("en-GB", "earbuds under ¥2", "Nothing here fits “Price < ¥2”, so it is left aside in these results."),
    ("zh-CN", "2元以下的耳机", "没有符合“价格 ≤ ¥2”的商品，下面的结果不受此条件限制。"),
])
def test_a_condition_that_nothing_fits_is_left_aside_and_named(visit, locale, query, sentence):
    page = visit(f"/?q={query}", locale=locale)
    assert page.inner_text(".note") == sentence
    assert page.query_selector(HITS)


@pytest.mark.parametrize(("locale", "query", "chip"), [
    ("en-GB", "headphones under ¥500", "Price < ¥500"), ("zh-CN", "500元以下的耳机", "价格 ≤ ¥500"),
])
def test_a_condition_that_was_read_can_be_taken_off(visit, locale, query, chip):
    page = visit(f"/?q={query}", locale=locale)
    total = page.inner_text(".total")
    assert page.inner_text(".chips a").removesuffix("×").strip() == chip
    page.click(".chips a")
    page.wait_for_selector(".chips", state="detached")
    assert page.inner_text(".total") != total
    assert page.input_value("#q") == query


@pytest.mark.parametrize("locale", ["en-GB", "zh-CN"])
@pytest.mark.parametrize("width", [1280, 360])
def test_who_finds_nothing_has_ways_on(visit, width, locale):
    page = visit("/?q=qqzzx kettle&literal=1&where=price>%3D9999999", locale=locale, width=width)
    assert page.evaluate(CHECK) == []
    assert page.evaluate(CONTRAST) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click('.empty li a[href*="q=kettle"]')
    page.wait_for_selector(HITS)
    page.go_back()
    page.click(".links a")
    page.wait_for_selector(HITS)
