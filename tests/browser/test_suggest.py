"""Suggestions under the search box: by keyboard, by touch, by an input method, for a screen reader."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

ANSWERS = {
    "head": [{"text": "headphones for running", "kind": "query"}, {"text": "Audio", "kind": "category", "where": "category=Audio"},
             {"text": "Overhead Co", "kind": "brand", "where": "brand=Overhead Co"},
             {"text": "Head lamp", "kind": "product", "id": "hostile"}],
    "耳机": [{"text": "蓝牙耳机", "kind": "query"}, {"text": "耳机", "kind": "category", "where": "category=耳机"}],
    "a+(": [{"text": "A+( cable", "kind": "query"}],
}
OPTION = "#suggestions [role=option]"


@pytest.fixture
def typing(visit):
    """Opens a page whose suggestions are known; `page.asked` holds what the server was asked."""

    def opened(path="/", **more):
        page = visit(path, **more)
        page.asked = []

        def answer(route):
            asked = parse_qs(urlsplit(route.request.url).query)["q"][0]
            page.asked.append(asked)
            route.fulfill(content_type="application/json", body=json.dumps({"suggestions": ANSWERS.get(asked, [])}))

        page.route("**/v1/suggest?*", answer)
        return page

    return opened


def typed(page, text):
    """Types, and waits for the suggestions to show."""
    page.focus("#q")
    page.keyboard.insert_text(text)
    page.wait_for_selector(OPTION)


def active(page):
    """The text of the option that a screen reader is at."""
    id = page.get_attribute("#q", "aria-activedescendant")
    return page.inner_text(f"#{id} > span") if id else ""


@pytest.mark.parametrize(("locale", "text", "shown"), [
    ("en-GB", "head", [("headphones for running", ""), ("Audio", "Category"), ("Overhead Co", "Brand"), ("Head lamp", "Product")]),
    ("zh-CN", "耳机", [("蓝牙耳机", ""), ("耳机", "分类")]),
])
def test_suggestions_show_with_their_kind_in_the_visitors_language(typing, locale, text, shown):
    page = typing(locale=locale)
    typed(page, text)
    read = "all => all.map(o => [o.querySelector('span').innerText, o.querySelector('small')?.innerText ?? ''])"
    found = page.eval_on_selector_all(OPTION, read)
    assert [tuple(each) for each in found] == shown


@pytest.mark.parametrize(("text", "marks"), [("head", ["head", "Head"]), ("耳机", ["耳机", "耳机"]), ("a+(", ["A+("])])
def test_what_was_typed_is_marked_where_a_word_begins(typing, text, marks):
    page = typing()
    typed(page, text)
    assert page.locator("#suggestions mark").all_inner_texts() == marks


def test_the_box_tells_a_screen_reader_what_it_is_and_where_one_is(typing):
    page = typing()
    assert page.get_attribute("#q", "role") == "combobox"
    assert page.get_attribute("#q", "aria-expanded") == "false"
    typed(page, "head")
    assert page.get_attribute("#q", "aria-expanded") == "true"
    assert page.get_attribute("#q", "aria-controls") == "suggestions"
    assert page.inner_text("#status") == "Suggestions: 4. Choose with the arrow keys"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#q", "aria-activedescendant") == page.get_attribute("#suggestions [aria-selected=true]", "id")


def test_arrows_walk_through_the_list_and_back_to_the_text(typing):
    page = typing()
    typed(page, "head")
    walked = []
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        walked.append(active(page))
    assert walked == ["headphones for running", "Audio", "headphones for running", "", "Head lamp", ""]


@pytest.mark.parametrize(("key", "caret"), [("Home", 0), ("End", 4)])
def test_home_and_end_go_back_to_the_text(typing, key, caret):
    page = typing()
    typed(page, "head")
    page.keyboard.press("ArrowDown")
    page.keyboard.press(key)
    assert active(page) == ""
    assert page.evaluate("document.activeElement.selectionStart") == caret
    assert page.is_visible("#suggestions")


def test_escape_closes_the_list_and_keeps_the_text_and_an_arrow_opens_it_again(typing):
    page = typing()
    typed(page, "head")
    page.keyboard.press("Escape")
    assert page.is_hidden("#suggestions")
    assert page.get_attribute("#q", "aria-expanded") == "false"
    assert page.input_value("#q") == "head"
    page.keyboard.press("ArrowDown")
    page.wait_for_selector(OPTION)


@pytest.mark.parametrize(("steps", "address"), [
    (0, "/?q=head"), (1, "/?q=headphones+for+running"), (2, "/?where=category%3DAudio"), (3, "/?where=brand%3DOverhead+Co"),
    (4, "/p/hostile"),
])
def test_enter_searches_or_follows_the_suggestion(typing, site, steps, address):
    page = typing()
    typed(page, "head")
    for _ in range(steps):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(site + address)


def test_a_language_in_the_address_is_kept(typing, site):
    page = typing("/?lang=zh")
    typed(page, "head")
    page.click(f"{OPTION} >> nth=3")
    page.wait_for_url(site + "/p/hostile?lang=zh")


def test_a_suggestion_can_be_tapped_on_a_phone_and_fits_it(typing, site):
    page = typing(width=360, height=740, has_touch=True, is_mobile=True)
    typed(page, "head")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert all(box["height"] >= 40 for box in page.eval_on_selector_all(OPTION, "all => all.map(o => o.getBoundingClientRect().toJSON())"))
    page.tap(f"{OPTION} >> nth=1")
    page.wait_for_url(site + "/?where=category%3DAudio")


def test_the_list_closes_when_the_shopper_goes_elsewhere(typing):
    page = typing()
    typed(page, "head")
    page.keyboard.press("Tab")
    assert page.is_hidden("#suggestions")


def test_quick_typing_asks_once(typing):
    page = typing()
    # All letters in one go of the page itself: keys that are sent one by one come as slowly as the machine is busy.
    page.evaluate("""() => { const box = document.querySelector('#q'); box.focus();
        for (const typed of ['h', 'he', 'hea', 'head']) {
            box.value = typed; box.dispatchEvent(new InputEvent('input', { bubbles: true })); } }""")
    page.wait_for_selector(OPTION)
    assert page.asked == ["head"]


def test_an_answer_that_comes_too_late_is_dropped(typing):
    page = typing()
    page.evaluate("""() => { const real = window.fetch; window.fetch = async (url, more) => {
        if (!url.endsWith('q=slow')) return real(url, more);
        window.asked = true;
        await new Promise((_, fail) => more.signal.addEventListener('abort', () => {
            window.aborted = true; fail(more.signal.reason); })); } }""")
    page.fill("#q", "slow")
    page.wait_for_function("() => window.asked")
    page.fill("#q", "head")
    page.wait_for_selector(OPTION)
    assert page.evaluate("window.aborted") is True


def test_an_input_method_is_left_alone_until_it_has_written(typing):
    page = typing(locale="zh-CN")
    keys = page.context.new_cdp_session(page)
    page.focus("#q")
    for spelt in ("e", "er", "erji"):
        keys.send("Input.imeSetComposition", {"text": spelt, "selectionStart": len(spelt), "selectionEnd": len(spelt)})
    for key, code in (("ArrowDown", 40), ("Enter", 13)):
        pressed = {"type": "rawKeyDown", "key": key, "code": key, "windowsVirtualKeyCode": 229, "nativeVirtualKeyCode": code}
        keys.send("Input.dispatchKeyEvent", pressed)
    page.wait_for_timeout(300)
    assert page.asked == []
    assert urlsplit(page.url).query == ""
    keys.send("Input.insertText", {"text": "耳机"})
    page.wait_for_selector(OPTION)
    assert page.asked == ["耳机"]
    assert active(page) == ""


def test_nothing_moves_when_suggestions_open(typing):
    page = typing("/?q=headphones")
    page.wait_for_load_state("networkidle")
    page.evaluate("""() => { window.shifted = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => { window.shifted += e.value }))
            .observe({type: 'layout-shift', buffered: true}) }""")
    page.fill("#q", "")
    typed(page, "head")
    page.keyboard.press("Escape")
    page.wait_for_timeout(100)
    assert page.evaluate("window.shifted") == 0


def test_a_server_without_an_answer_leaves_a_plain_search(visit, site):
    page = visit("/", quiet=False)
    page.route("**/v1/suggest?*", lambda route: route.fulfill(status=500, body="broken"))
    page.focus("#q")
    page.keyboard.type("headphones")
    page.wait_for_timeout(300)
    assert page.is_hidden("#suggestions")
    page.keyboard.press("Enter")
    page.wait_for_url(site + "/?q=headphones")


def test_hostile_suggestions_are_only_text(typing):
    page = typing()
    ANSWERS["evil"] = [{"text": '<img src=x onerror="document.title=1">', "kind": "query"},
                       {"text": "x", "kind": "product", "id": "../../evil?a#b"}]
    typed(page, "evil")
    assert page.inner_text(f"{OPTION} >> nth=0").startswith("<img")
    assert page.get_attribute(f"{OPTION} >> nth=1", "href") == "/p/..%2F..%2Fevil%3Fa%23b"


def test_without_a_script_the_box_is_a_plain_search_box(visit, site):
    page = visit("/", java_script_enabled=False)
    assert page.get_attribute("#q", "role") is None
    page.fill("#q", "headphones")
    page.press("#q", "Enter")
    page.wait_for_url(site + "/?q=headphones")


def test_eight_suggestions_are_seen_whole_on_a_phone(typing):
    page = typing(width=360, height=740)
    long = [{"text": f"Washable winter quilt {n} for one bed", "kind": "product", "id": "hostile"} for n in range(8)]
    page.unroute("**/v1/suggest?*")
    page.route("**/v1/suggest?*", lambda route: route.fulfill(content_type="application/json", body=json.dumps({"suggestions": long})))
    typed(page, "quilt")
    assert page.evaluate("(({scrollHeight, clientHeight}) => scrollHeight - clientHeight)(document.getElementById('suggestions'))") == 0
    last = page.locator(OPTION).last.bounding_box()
    assert last["y"] + last["height"] <= 740


def test_a_department_of_one_word_is_not_broken_inside_it_on_a_phone(visit):
    page = visit("/", width=360, height=740)
    lines = page.evaluate("""[...document.querySelectorAll(".departments .words > span")]
        .filter((name) => !/[^a-z]/i.test(name.textContent))
        .map((name) => [name.textContent, Math.round(name.offsetHeight / parseFloat(getComputedStyle(name).lineHeight))])""")
    assert lines
    assert {name for name, count in lines if count > 1} == set()
