"""The desk of the console in a browser: figures and charts of the overview, a setting that is changed, who may come in."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize(("width", "locale", "language", "words"), [(360, "zh-CN", "zh", "成交率"), (1440, "en-GB", "en", "Conversion")])
def test_the_overview_draws_and_leads_on(visit, width, locale, language, words):
    page = visit("/console", width=width, locale=locale)
    page.wait_for_selector(".spans td b")
    assert words in page.inner_text(".spans")
    page.wait_for_selector(".plot .drawing .main-svg")
    with page.expect_download() as told:
        page.click('.plot[data-name="revenue"] [data-keep="csv"]')
    assert told.value.suggested_filename == "revenue.csv"
    page.click(".stats .stat:nth-child(2) a")
    page.wait_for_url("**/console/writing**")


@pytest.mark.parametrize(("width", "locale", "said"), [
    (360, "zh-CN", "已写入：llm_budget = 200"), (1440, "en-GB", "Written: llm_budget = 200"),
])  # fmt: skip
def test_a_setting_is_changed_and_put_back_and_comments_stay(visit, shop_folder, width, locale, said):
    file = shop_folder / "shopkeeper.toml"
    before = file.read_text("utf-8") if file.exists() else None
    file.write_text((before or "") + "# as the lawyer says\n", "utf-8")
    page = visit("/console/settings", width=width, locale=locale)
    page.fill("#llm_budget input[name=value]", "200")
    page.click("#llm_budget button[value=write]")
    page.wait_for_selector("#llm_budget .done")
    assert said in page.inner_text("#llm_budget .done")
    assert re.search(r"^llm_budget = 200$", file.read_text("utf-8"), re.MULTILINE)
    with page.expect_navigation():
        page.click("#llm_budget button[value=reset]")
    page.wait_for_selector("#llm_budget .done")
    assert file.read_text("utf-8").endswith("# as the lawyer says\n")
    file.write_text(before, "utf-8") if before is not None else file.unlink()


def test_an_open_shop_begins_with_an_admin_by_keyboard(visit):
    page = visit("/console/keys", width=360, locale="zh-CN")
    assert page.locator("select[name=role] option").all_inner_texts() == ["admin"]
    page.focus("input[name=name]")
    page.keyboard.type("mei")
    page.focus("input[name=password]")
    page.keyboard.type("short")
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('input[name=password]').validity.tooShort")
    assert page.url.endswith("/console/keys")
