"""The console's page of recommendations, by keyboard, on a phone and a desk, in both languages."""

from __future__ import annotations

import re

import pytest

from browser.test_access import CHECK, CONTRAST


@pytest.mark.parametrize(("width", "locale", "reason"), [(390, "zh-CN", "看过|买过|大家"), (1280, "en-GB", "you|people|Popular|bought")])
def test_a_list_is_asked_for_with_the_keyboard_and_says_why(visit, width, locale, reason):
    page = visit("/console/recommend", width=width, locale=locale)
    page.focus('input[name="who"]')
    page.keyboard.type("c0001")
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/recommend?**who=c0001**")
    assert page.locator(".shown li").count() == 10
    told = page.locator(".shown li p:first-of-type").all_inner_texts()
    assert all(told)
    assert any(re.search(reason, each) for each in told)
    page.fill('input[name="products"]', page.inner_text(".shown li:last-child h3 small").split(" ")[0])
    page.select_option('select[name="do"]', "pin")
    page.press('input[name="products"]', "Enter")
    page.wait_for_selector("#tried table")
    page.wait_for_load_state()
    assert page.inner_text("#tried tbody tr:first-child td:last-child") == "1"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CHECK) == ["landmark: [role=search]"], "the console has no search"
    assert page.evaluate(CONTRAST) == []
