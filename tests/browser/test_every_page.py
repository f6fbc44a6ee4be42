"""Every page there is, as a person with a small window, a reader of the other language or a screen reader meets it: axe-core finds nothing
serious, nothing scrolls sideways, nothing jumps while it loads, and it is light.

A page is opened in one of four ways (language, width, look), turn by turn; with SHOPKEEPER_SOAK in all of them.
"""

from __future__ import annotations

import os
from pathlib import Path

import axe_playwright_python
import pytest

from shopkeeper.app.web.rooms import GROUPS

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHOP = ["/", "/?q=headphones", "/?q=耳机&where=price<100", "/?q=&where=price>=9999999", "/p/p0001", "/p/hostile", "/basket", "/chat",
        "/ghost", "/docs", "/design", "/console/login"]  # fmt: skip
ROOMS = [room.path for group in GROUPS.values() for room in group]
WAYS = [("zh", 360, "light"), ("en", 1440, "dark"), ("en", 360, "light"), ("zh", 1440, "dark")]
HEAVY = "/console/plotly.js"  # 5 MB that draw; loaded by pages with charts only
MOST_BYTES = 200_000
MOST_SHIFT = 0.05  # cumulative layout shift; 0.1 is "good" by Core Web Vitals

SHIFTS = """new PerformanceObserver((list) => list.getEntries().forEach((each) => (window.shifted = (window.shifted || 0) + each.value)))
  .observe({ type: "layout-shift", buffered: true });"""
SERIOUS = """async (rules) => (await axe.run(document, { runOnly: rules, resultTypes: ["violations"] })).violations
  .filter((each) => ["serious", "critical"].includes(each.impact))
  .map((each) => `${each.id}: ${each.nodes.map((node) => node.html.slice(0, 160)).slice(0, 3).join(" | ")}`)"""

ALL = [(path, way) for path in SHOP + ROOMS for way in WAYS]
SAMPLE = ALL if os.environ.get("SHOPKEEPER_SOAK") else [(path, WAYS[at % len(WAYS)]) for at, path in enumerate(SHOP + ROOMS)]


@pytest.fixture(scope="module")
def windows(browser, site):
    """A window for each way, opened once."""
    made = {}

    def window(width: int, look: str):
        if (width, look) not in made:
            context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=look, base_url=site, locale="en-GB")
            context.add_init_script(SHIFTS)
            made[width, look] = context.new_page()
        return made[width, look]

    yield window
    for page in made.values():
        page.context.close()


@pytest.mark.parametrize(("path", "way"), SAMPLE, ids=lambda each: each if isinstance(each, str) else "-".join(map(str, each)))
def test_a_page_serves_everybody(windows, path, way):
    language, width, look = way
    page, weights = windows(width, look), []
    page.on("response", weigh := lambda answer: weights.append((answer.url, _bytes(answer))))
    page.goto(f"{path}{'&' if '?' in path else '?'}lang={language}", wait_until="networkidle")
    page.remove_listener("response", weigh)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, "scrolls sideways"
    assert page.evaluate("window.shifted || 0") <= MOST_SHIFT, "jumps while it loads"
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-Hans", "en": "en"}[language]
    page.evaluate(AXE)
    assert page.evaluate(SERIOUS, RULES) == []
    own = [(url, size) for url, size in weights if "/media/" not in url and not url.endswith(HEAVY)]
    assert sum(size for _, size in own) <= MOST_BYTES, own


def test_what_is_wrong_would_be_found(windows):
    page = windows(360, "light")
    page.goto("/?lang=en")
    page.evaluate("""() => {
      document.querySelector("h1").style.color = "#bbb";
      document.querySelector("form.search button").ariaLabel = "";
      const wide = document.createElement("p");
      wide.style.width = "900px";
      wide.textContent = "wide";
      document.body.prepend(wide);
    }""")
    page.evaluate(AXE)
    assert {found.partition(":")[0] for found in page.evaluate(SERIOUS, RULES)} >= {"color-contrast", "button-name"}
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0


def _bytes(answer) -> int:
    return int(answer.headers.get("content-length", 0))
