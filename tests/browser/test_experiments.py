"""The console's pages of experiments, as somebody in the shop uses them on a phone."""

from __future__ import annotations

import pytest

from browser.test_access import CHECK, CONTRAST
from shopkeeper.store import open_store
from small_experiment import PLAN, visited


@pytest.fixture(scope="module")
def tested(shop_folder):
    """An experiment with visitors in the shop of the site."""
    store = open_store(f"sqlite:///{shop_folder}/shop.db")
    store.experiments.put([PLAN])
    visited(store, {"plain": 0.2, "new": 0.45}, {"plain": 0.4, "new": 0.6}, n=800)
    store.close()


@pytest.mark.parametrize("locale", ["zh-CN", "en-GB"])
def test_an_experiment_is_begun_read_and_stopped_by_everyone(visit, site, tested, locale):
    page = visit("/console/experiments", locale=locale, width=360)
    page.fill("input[name=id]", f"phone-{locale}")
    page.fill("input[name=changes]", "diversity=0.5")
    page.click(".answer button")
    page.wait_for_selector(".verdicts")
    with page.expect_navigation():
        page.click(".answer button")
    assert page.locator(".answer").count() == 0, "what is stopped cannot be stopped again"
    for path in ("/console/experiments", "/console/experiments/e"):
        page.goto(path)
        assert [each for each in page.evaluate(CHECK) if "search" not in each] == []
        assert page.evaluate(CONTRAST) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.locator(".change.better").count() > 0
