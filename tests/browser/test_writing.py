"""The console's texts, as somebody in the shop works with them: by keyboard, on a phone and a desk, in both languages."""

from __future__ import annotations

import re

import pytest

from browser.test_access import CHECK, CONTRAST


def written(visit, locale, width, kind="description", **more):
    """The editor of a new draft about the first product."""
    page = visit("/console/writing", locale=locale, width=width, **more)
    page.select_option("select[name=kind]", kind)
    page.fill("input[name=about]", "p0001")
    page.press("input[name=about]", "Enter")
    page.wait_for_url(re.compile(r"/console/writing/[0-9a-f]{10}$"))
    return page


def fits(page, width):
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert [each for each in page.evaluate(CHECK) if "search" not in each] == []
    assert page.evaluate(CONTRAST) == []


@pytest.mark.parametrize(("width", "locale", "false", "true"), [
    (360, "zh-CN", "重量只有 1 克，仅售 1 元。", "主动降噪，安静听歌。"),
    (1280, "en-GB", "It weighs 1 gram and costs $1.", "Quiet for your music."),
])
def test_a_text_is_written_coloured_mended_approved_and_published(visit, width, locale, false, true):
    page = written(visit, locale, width, quiet=False)  # what is refused is an error to the browser too
    area = page.locator(".ink textarea")
    assert area.input_value()
    fits(page, width)
    area.fill(false)
    page.wait_for_selector(".under mark:not(.supported)")
    assert page.locator(".claims li").count() >= 1
    assert page.locator(".told").inner_text()
    page.fill("input[name=who]", "Mei")
    page.click("button[value=approve]")
    page.wait_for_selector(".wrong")
    assert page.locator(".ink textarea").input_value() == false, "what was typed is still there"
    fits(page, width)
    page.locator(".ink textarea").fill(true)
    page.keyboard.press("Control+s")
    page.locator(".wrong").wait_for(state="detached")
    assert page.locator(".ink textarea").input_value() == true
    page.click("button[value=approve]")
    page.click("button[value=publish]")
    page.wait_for_selector(".state.published")
    assert page.locator(".present").inner_text() == true
    assert page.locator(".history li").count() == 5
    fits(page, width)
    page.goto("/p/p0001")
    assert true in page.inner_text("article.product")
    page.goto("/console/writing?state=published")
    assert page.locator(".drafts li").count() >= 1
    fits(page, width)


def test_all_of_it_works_with_the_keyboard_and_parts_have_their_own_field(visit):
    page = written(visit, "zh-CN", 1280, "email")
    assert page.locator(".ink textarea").count() >= 2
    page.focus("input[name=who]")
    page.keyboard.type("Tom")
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "approve"
    page.keyboard.press("Enter")
    page.wait_for_selector("button[value=publish]")
    fits(page, 1280)


def test_without_scripts_it_still_works(browser, site):
    context = browser.new_context(base_url=site, java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto("/console/writing")
    page.fill("input[name=about]", "wireless earbuds, noise cancelling")
    page.click(".asked button")
    page.fill("input[name=who]", "Mei")
    page.fill("textarea[name=text]", "Only $3.")
    with page.expect_navigation():
        page.click("button[value=save]")
    assert "$3" in page.inner_text(".under mark")
    context.close()
