"""The storefront on a phone, by keyboard, and for a screen reader."""

from __future__ import annotations

from itertools import pairwise

import pytest

PAGES = ["/", "/?q=headphones", "/?q=", "/?q=&where=price%3E%3D9999999", "/p/hostile", "/docs"]

# What a screen reader needs, checked in the page; each finding is a sentence.
CHECK = """() => {
  const found = [];
  const shown = (element) => element.checkVisibility();
  const name = (element) => (element.getAttribute('aria-label') || element.innerText || element.querySelector?.('img')?.alt || '').trim();
  if (!document.documentElement.lang) found.push('html without lang');
  if (!document.title) found.push('no title');
  for (const img of document.querySelectorAll('img')) if (!img.hasAttribute('alt')) found.push('img without alt: ' + img.src);
  for (const input of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (!input.labels?.length && !input.ariaLabel) found.push('input without label: ' + input.name);
  for (const each of document.querySelectorAll('a[href], button, summary'))
    if (shown(each) && !name(each)) found.push('no name: ' + each.outerHTML);
  const levels = [...document.querySelectorAll('h1, h2, h3, h4')].filter(shown).map((heading) => Number(heading.tagName[1]));
  if (levels.filter((level) => level === 1).length !== 1) found.push('h1 count: ' + levels);
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push('id twice: ' + id);
  for (const each of document.querySelectorAll('[aria-labelledby]'))
    if (!document.getElementById(each.getAttribute('aria-labelledby'))) found.push('labelledby leads nowhere: ' + each.outerHTML);
  for (const landmark of ['header', 'main', 'footer', '[role=search]'])
    if (document.querySelectorAll(landmark).length !== 1) found.push('landmark: ' + landmark);
  return found;
}"""

# Contrast of text against the nearest background, by the WCAG 2 formula.
CONTRAST = """() => {
  const rgb = (color) => (color.match(/[\\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (color.startsWith('rgb(')) return rgb(color);
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.checkVisibility() || element.closest('.quiet, .skip, [aria-hidden=true]')) continue;
    const [light, dark] = [luminance(rgb(getComputedStyle(element).color)), luminance(behind(element))].sort((a, b) => b - a);
    const ratio = (light + .05) / (dark + .05);
    if (ratio < 4.5) poor.push(`${ratio.toFixed(2)} ${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 30)}`);
  }
  return poor;
}"""


@pytest.fixture(scope="module", params=[(path, locale) for path in PAGES for locale in ("zh-CN", "en-GB")], ids="-".join)
def opened(request, browser, site):
    """Each page in each language, opened once."""
    path, locale = request.param
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale=locale)
    page = context.new_page()
    page.goto(site + path)
    yield page
    context.close()


def test_a_screen_reader_finds_names_labels_and_landmarks(opened):
    assert opened.evaluate(CHECK) == []


def test_headings_go_down_one_level_at_a_time(opened):
    shown = "all => all.filter(h => h.checkVisibility()).map(h => Number(h.tagName[1]))"
    levels = opened.eval_on_selector_all("main :is(h1, h2, h3)", shown)
    assert all(after - before <= 1 for before, after in pairwise(levels[levels.index(1):])), levels


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_its_background(opened, scheme):
    opened.emulate_media(color_scheme=scheme)
    assert opened.evaluate(CONTRAST) == []


@pytest.mark.parametrize("width", [1280, 768, 390, 360])
def test_nothing_sticks_out_on_a_desk_or_a_phone(opened, width):
    opened.set_viewport_size({"width": width, "height": 780})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    opened.set_viewport_size({"width": 1280, "height": 800})


def test_the_filters_open_as_a_sheet_on_a_phone_and_stay_open_while_choosing(visit):
    page = visit("/?q=", width=390, height=780, has_touch=True, is_mobile=True)
    assert not page.is_visible("#facets")
    page.tap(".open-filters")
    page.wait_for_selector("#facets", state="visible")
    page.tap('#facets a[data-key^="brand:"]')
    page.wait_for_selector('#facets a[aria-current="true"]')
    assert page.is_visible("#facets")
    page.tap(".sheet-head button")
    page.wait_for_selector("#facets", state="hidden")
    assert page.is_visible(".chips a")


def test_a_shopper_needs_only_the_keyboard(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("headphones")
    page.keyboard.press("Enter")
    page.wait_for_selector("#hits")
    page.wait_for_load_state()  # a filter keeps the focus by a script
    page.focus('#facets a[data-key^="brand:"]')
    key = page.evaluate("document.activeElement.dataset.key")
    page.keyboard.press("Enter")
    page.wait_for_selector(".chips")
    assert page.evaluate("document.activeElement.dataset.key") == key
    assert page.inner_text("#status") == page.inner_text(".total")
    page.focus("#hits li:first-child .card-link")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.keyboard.press("Enter")
    assert page.is_visible("#hits li:first-child .why ul")


def test_the_focus_can_be_seen(visit):
    page = visit("/?q=")
    for selector in (".brand", "#q", ".languages a", "#facets a", ".card-link"):
        page.focus(selector)
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", selector


def test_titles_in_the_other_language_are_marked(visit, site):
    page = visit("/")
    page.evaluate("""async () => { await fetch('/v1/products/only-zh', {method: 'PUT', headers: {'content-type': 'application/json'},
        body: JSON.stringify({title: {zh: '只有中文的台灯'}, variants: [{id: 'oz1'}]})}) }""")
    page.goto("/p/only-zh")
    assert page.get_attribute("h1 span", "lang") == "zh-Hans"
