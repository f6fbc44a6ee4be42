"""The way into the console of a shop that has users, and out of it, in a real browser."""

from __future__ import annotations

import re

import pytest

from browser.server import make_shop, start_server
from locked_shop import PASSWORD, lock
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.request import SESSION


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("login") / "shop"
    make_shop(folder, products=12, customers=4)
    shop = open_shop(str(folder))
    lock(shop.store)
    shop.close()
    server, url = start_server(folder)
    yield url
    server.terminate()
    assert server.wait(timeout=20) == 0


def enter(page, name, password):
    page.fill("input[name=name]", name)
    page.fill("input[name=password]", password)
    with page.expect_navigation():
        page.click("main button[type=submit]")


@pytest.mark.parametrize(("locale", "width"), [("en-GB", 1280), ("zh-CN", 390)])
def test_in_to_where_one_was_going_and_out_again(visit, locale, width):
    page = visit("/console/demand", locale=locale, width=width)
    page.wait_for_url(re.compile(r"/console/login\?next="))
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.activeElement.name") == "name"
    enter(page, "operator", PASSWORD)
    page.wait_for_url("**/console/demand")
    assert page.locator("h1").inner_text()
    assert any(each["name"] == SESSION for each in page.context.cookies())
    assert f"{SESSION}=" not in page.evaluate("document.cookie"), "no script reads the session"
    if width < 768:  # the rooms lie behind a button there
        page.click(".open-rooms")
    with page.expect_navigation(url="**/console/login"):
        page.locator("form.out button").first.click()
    page.goto("/console/demand")
    page.wait_for_url(re.compile(r"/console/login\?next="))


@pytest.mark.parametrize(("locale", "told"), [("en-GB", re.compile("(?i)not|wrong")), ("zh-CN", re.compile("不"))])
def test_a_wrong_password_is_told_and_the_name_stays(visit, locale, told):
    page = visit("/console/login", locale=locale, quiet=False)
    enter(page, "operator", "not this one")
    said = page.locator("[role=alert]")
    assert told.search(said.inner_text())
    assert page.input_value("input[name=name]") == "operator"
    assert page.input_value("input[name=password]") == ""
    enter(page, "operator", PASSWORD)
    page.wait_for_url(re.compile(r"/console(?!/login)"))


def test_who_tries_too_often_has_to_wait(visit):
    page = visit("/console/login", quiet=False)
    for _ in range(12):
        enter(page, "admin", "guess")
        said = page.locator("[role=alert]").inner_text()
        if re.search(r"\d+ min", said):
            break
    assert re.search(r"\d+ min", said), "guesses are held up"
    enter(page, "admin", PASSWORD)
    assert re.search(r"\d+ min", page.locator("[role=alert]").inner_text()), "the right password too, for as long"
