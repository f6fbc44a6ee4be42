"""The console's page of claims, by keyboard, on a phone and a desk, in both languages."""

from __future__ import annotations

import pytest

from browser.test_access import CHECK, CONTRAST


@pytest.mark.parametrize(("width", "locale", "text", "facts", "left"), [
    (390, "zh-CN", "最柔软的纯棉，摸着很舒服。治疗失眠。", "材质: 纯棉", "柔软的纯棉，摸着很舒服。"),
    (1280, "en-GB", "An award-winning lamp of oak. It cures insomnia.", "material: oak", "A lamp of oak."),
])
def test_a_text_is_checked_with_the_keyboard(visit, width, locale, text, facts, left):
    page = visit("/console/claims", width=width, locale=locale)
    page.fill('textarea[name="text"]', text)
    page.fill('textarea[name="facts"]', facts)
    page.select_option('select[name="market"]', "cn")
    page.focus("form.asked button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".checked .forbidden")
    page.wait_for_load_state()
    assert page.locator(".ledger li").count() == page.locator(".checked a").count() == 3
    assert page.inner_text("section[aria-labelledby=mended] .checked") == left
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CHECK) == ["landmark: [role=search]"], "the console has no search"
    assert page.evaluate(CONTRAST) == []
