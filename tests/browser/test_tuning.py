"""The console's rooms of search and models: tried, judged, changed and trained, in both languages, on a phone and a desk."""

from __future__ import annotations

import pytest

from browser.test_every_page import AXE, RULES, SERIOUS


def sound(page):
    """Nothing serious for axe-core, nothing that scrolls sideways, once the page is there with its scripts."""
    page.wait_for_load_state()
    page.evaluate(AXE)
    assert page.evaluate(SERIOUS, RULES) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "locale", "query", "kept"), [
    (360, "zh-CN", "耳机", "已保存，下一次搜索就生效。"), (1440, "en-GB", "headphones", "Kept. The next search follows it."),
])
def test_a_query_is_tried_judged_and_pinned(visit, width, locale, query, kept):
    page = visit("/console/search", width=width, locale=locale)
    page.fill("#tune-q", query)
    page.press("#tune-q", "Enter")
    page.wait_for_selector(".hits > li")
    sound(page)
    last = page.locator(".hits > li").last
    place = str(page.locator(".hits > li").count())
    name = last.locator("h3 a").inner_text()
    last.locator("input[value='3']").check(force=True)
    page.wait_for_selector(".understood dl b")
    last.locator(".moves a").first.click()
    page.wait_for_selector("#trial .dry")
    assert page.locator("#trial tbody tr").first.locator("th").inner_text().startswith(name)
    assert page.locator("#trial tbody tr").first.locator("td").all_inner_texts() == [place, "1"]
    before, after = map(float, page.inner_text("#trial .measure b").split(" → "))
    assert before < after
    sound(page)
    page.click("#trial button[value='keep']")
    page.wait_for_selector(".note[role=status]")
    assert page.inner_text(".note[role=status]") == kept
    assert page.locator(".hits > li h3 a").first.inner_text() == name
    page.goto("/console/search/rules")
    sound(page)
    page.locator(".groups .moves a").last.click()
    page.click("#trial button[value='keep']")
    page.wait_for_selector(".note[role=status]")
    assert page.locator(".groups li").count() == 0


@pytest.mark.parametrize(("width", "locale", "none"), [(1440, "zh-CN", "没有 worker 在运行"), (360, "en-GB", "No worker runs")])
def test_a_training_waits_is_seen_and_cancelled(visit, width, locale, none):
    page = visit("/console/models", width=width, locale=locale)
    page.click('a[href^="/console/models/recommender"]')
    page.wait_for_selector("h1 code")
    assert none in page.inner_text("main")
    sound(page)
    page.click("button[value='train']")
    page.wait_for_selector("#run[data-live] progress")
    sound(page)
    page.goto(f"{page.url}&lang=en")
    other = page.context.new_page()
    other.goto("/console/models/recommender")
    other.click("#cancel-run")
    other.wait_for_selector("#train")
    page.wait_for_selector("#train")  # it follows what the other did, in its language
    assert page.url.endswith("/console/models/recommender?lang=en")
    assert page.locator("#run[data-live]").count() == 0
