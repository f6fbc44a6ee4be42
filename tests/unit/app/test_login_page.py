"""The console's log-in as a browser sees it: the form, the session, the lock-out, the way out."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from locked_shop import PASSWORD, cheaply, client_of, lock
from shopkeeper.app import passwords
from shopkeeper.app.access import make_user
from shopkeeper.app.api import create_app
from shopkeeper.app.login import form_token
from shopkeeper.app.request import SESSION
from shopkeeper.app.web.login import inside
from shopkeeper.app.web.render import HERE, keyed
from small_shop import small_shop

FORM = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", "accept": "text/html"}
HOME = "/console/conversations"


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    found = small_shop(tmp_path_factory.mktemp("login"), rates={})
    lock(found.store)
    yield found
    found.close()


@pytest.fixture
def browser(shop, monkeypatch):
    monkeypatch.setattr(passwords, "COST", 16)
    shop.store.attempts.forget(datetime.max.replace(tzinfo=UTC))
    return client_of(shop, headers=FORM)


def asked(page):
    return re.search(r'name="asked" value="([^"]+)"', page.text)[1]


def enter(browser, name="operator", password=PASSWORD, next="", **more):
    form = browser.get("/console/login", params={"next": next})
    return browser.post("/console/login", data={"name": name, "password": password, "next": next, "asked": asked(form), **more})


def test_who_logs_in_gets_a_session_and_where_they_were_going(browser):
    answer = enter(browser, next="/console/writing?state=draft")
    assert (answer.status_code, answer.headers["location"]) == (303, "/console/writing?state=draft")
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith(SESSION)).lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    assert "max-age" not in cookie
    page = browser.get("/console/claims")
    assert "operator" in page.text
    assert 'action="/console/logout"' in page.text
    assert browser.get("/console/login", params={"next": "/console/claims"}).headers["location"] == "/console/claims"


def test_behind_https_the_cookies_say_so(shop, monkeypatch):
    monkeypatch.setattr(passwords, "COST", 16)
    browser = client_of(shop, headers={**FORM, "x-forwarded-proto": "https"}, client=("127.0.0.1", 5))
    form = browser.get("/console/login")
    assert "secure" in form.headers["set-cookie"].lower()
    outside = client_of(shop, headers={**FORM, "x-forwarded-proto": "https"}, client=("203.0.113.5", 5))
    assert "secure" not in outside.get("/console/login").headers["set-cookie"].lower(), "what a stranger says of itself is not believed"


@pytest.mark.parametrize(("language", "said"), [("zh", "用户名或密码不对。"), ("en", "The name or the password is not right.")])
def test_a_name_that_there_is_not_and_a_wrong_password_look_the_same(browser, language, said):
    pages = []
    for name in ("operator", "nobody"):
        form = browser.get(f"/console/login?lang={language}")
        answer = browser.post(f"/console/login?lang={language}", data={"name": name, "password": "a wrong one", "asked": asked(form)})
        assert (answer.status_code, said in answer.text, "a wrong one" in answer.text) == (401, True, False)
        pages.append(re.sub(r'value="[^"]*"', "", answer.text))
    assert pages[0] == pages[1]


@pytest.mark.parametrize(("language", "said"), [
    ("zh", "失败的次数太多了，请 1 分钟后再试。"), ("en", "Too many attempts failed. Try again in 1 min."),
])
def test_who_guesses_is_told_to_wait(browser, language, said):
    for _ in range(5):
        enter(browser, password="a wrong one")
    form = browser.get(f"/console/login?lang={language}")
    answer = browser.post(f"/console/login?lang={language}", data={"name": "operator", "password": PASSWORD, "asked": asked(form)})
    assert (answer.status_code, said in answer.text) == (429, True)
    assert 0 < int(answer.headers["retry-after"]) <= 31


def test_the_form_of_another_browser_or_site_is_not_taken(shop, browser):
    form = client_of(shop, headers=FORM).get("/console/login")
    browser.get("/console/login")
    answer = browser.post("/console/login", data={"name": "operator", "password": PASSWORD, "asked": asked(form)})
    assert (answer.status_code, "had expired" in answer.text) == (403, True)
    own = browser.get("/console/login")
    foreign = browser.post("/console/login", data={"name": "operator", "password": PASSWORD, "asked": asked(own)},
                           headers={"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 403
    assert SESSION not in browser.cookies


def test_logging_in_again_is_another_session_and_the_old_one_is_over(browser):
    enter(browser)
    old = browser.cookies[SESSION]
    form = client_of(browser.app.state.shop, headers=FORM).get("/console/login")
    held = form.cookies["shopkeeper_login"]
    browser.post("/console/login", data={"name": "operator", "password": PASSWORD, "asked": asked(form)},
                 headers={"cookie": f"shopkeeper_login={held}; {SESSION}={old}"})
    browser.app.state.keyring.forget()
    stale = client_of(browser.app.state.shop, headers={**FORM, "cookie": f"{SESSION}={old}"})
    assert stale.get("/console/claims").headers["location"].startswith("/console/login")


def test_one_leaves_here_or_everywhere(shop, browser, monkeypatch):
    def key(page):
        return {"csrf": re.search(r'name="csrf" value="([^"]+)"', page.text)[1]}

    other = client_of(shop, headers=FORM)
    enter(other)
    enter(browser)
    assert browser.post("/console/logout").status_code == 403, "not without the session's own form"
    left = browser.post("/console/logout", data=key(browser.get("/console/claims")))
    assert (left.status_code, left.headers["location"]) == (303, "/console/login")
    assert browser.get("/console/claims").headers["location"].startswith("/console/login")
    enter(browser)
    browser.post("/console/logout-everywhere", data=key(browser.get("/console/claims")))
    other.app.state.keyring.forget()
    assert other.get("/console/claims").headers["location"].startswith("/console/login")


def test_everybody_sees_the_rooms_that_they_may_enter(browser):
    def rooms():
        return re.findall(r'href="/console/(\w+)"', re.search(r'class="rooms".*?</nav>', browser.get(HOME).text, re.DOTALL)[0])

    enter(browser, "agent")
    assert rooms() == ["conversations"]
    assert browser.get("/console").headers["location"] == HOME
    assert browser.get("/console/writing").status_code == 403
    browser.cookies.clear()
    enter(browser, "operator")
    assert {"conversations", "writing", "demand", "claims"} <= set(rooms())


def test_what_is_done_is_done_under_the_name_of_who_is_logged_in(shop, browser):
    enter(browser)
    page = browser.get("/console/writing")
    key = re.search(r'name="csrf" value="([^"]+)"', page.text)[1]
    answer = browser.post("/console/conversations/ghost", data={"do": "take", "who": "somebody else", "csrf": key})
    assert answer.status_code == 404


def test_an_open_shop_says_that_it_is_open(tmp_path):
    from fastapi.testclient import TestClient

    shop = small_shop(tmp_path / "open")
    page = TestClient(create_app(shop), base_url="http://127.0.0.1").get("/console/login?lang=zh")
    assert "shopkeeper users add" in page.text
    assert "<form class=\"answer\"" not in page.text
    shop.close()


@pytest.mark.parametrize("path", [
    "https://evil.example/console/", "//evil.example/console/x", "/\\evil.example", "/consolex", "/v1/orders", "", "/console/\r\nx",
    "javascript:alert(1)", "/console/" + "x" * 400, "/console/login", "///console/x", "\\/console",
])
def test_nobody_is_led_out_of_the_console(path):
    assert inside(path) == "/console"


def test_every_form_of_the_console_carries_the_token_of_its_session():
    field = f'<input type="hidden" name="csrf" value="{form_token("token")}">'
    for template in sorted(Path(HERE / "templates").glob("*.html")):
        html = template.read_text("utf-8")
        forms = re.findall(r"<form\b[^>]*\"/console[^>]*>", html)
        assert keyed(html, "token").count(field) == sum("post" in form.lower() for form in forms), template.name
        assert keyed(html, "") == html
    page = ('<form method="post" action="/basket/add"><form method="get" action="/console/demand">'
            '&lt;form method="post" action="/console"&gt;')
    assert keyed(page, "token") == page


def test_no_page_holds_a_script_or_style_of_its_own(shop, browser):
    enter(browser, "admin")
    for path in ("/", "/?q=mug", "/console/login?lang=zh", "/basket", "/chat", "/docs", "/ghost", "/console/ghost", HOME, "/console/claims",
                 "/console/writing", "/console/experiments", "/console/recommend", "/console/customers", "/console/demand",
                 "/console/reviews", "/console/catalog", "/console/jobs"):  # fmt: skip
        page = browser.get(path)
        assert "unsafe-inline" not in page.headers["content-security-policy"].replace("style-src 'self' 'unsafe-inline'", ""), path
        assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", page.text), path
        assert not re.search(r"<[^>]+\son\w+=", page.text), path
        assert (page.headers["x-frame-options"], page.headers["x-content-type-options"]) == ("DENY", "nosniff")


def test_a_user_made_while_the_shop_is_served_closes_it(tmp_path):
    from fastapi.testclient import TestClient

    shop = small_shop(tmp_path / "closing")
    client = TestClient(create_app(shop), base_url="http://127.0.0.1", headers={"accept": "text/html"}, follow_redirects=False)
    assert client.get(HOME).status_code == 200
    cheaply(lambda: make_user(shop.store, "anna", "admin", PASSWORD, datetime.now(UTC)))
    client.app.state.keyring.forget()
    assert client.get(HOME).status_code == 303
    shop.close()
