"""Keys and users in the console: who may make them, what is shown once, what is refused."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app import passwords
from shopkeeper.app.access import make_key, make_user
from shopkeeper.app.api import create_app
from small_shop import small_shop

NOW = datetime(2026, 11, 1, tzinfo=UTC)
OWN = "correct horse battery"
HERE = {"sec-fetch-site": "same-origin", "accept": "text/html"}


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(passwords, "COST", 2**4)


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path / "shop", rates={})
    yield shop
    shop.close()


def visitor(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1:8777", headers=HERE)


@pytest.fixture
def mei(shop):
    """An admin who is logged in."""
    make_user(shop.store, "mei", "admin", OWN, NOW)
    client = visitor(shop)
    asked = re.search(r'name="asked" value="([^"]+)"', client.get("/console/login").text)[1]
    assert client.post("/console/login", data={"name": "mei", "password": OWN, "asked": asked}, follow_redirects=False).status_code == 303
    return client


def act(client, what, own=OWN, language="en", **fields):
    token = re.search(r'name="csrf" value="([^"]+)"', client.get("/console/keys").text)
    more = {"csrf": token[1]} if token else {}
    return client.post(f"/console/keys?lang={language}", data={"do": what, "own": own, **more, **fields})


def test_a_key_is_made_shown_once_and_opens_what_it_may(shop, mei):
    page = act(mei, "make key", label="ERP", scope="operator", days="30")
    secret = re.search(r"sk_[\w-]{40,}", page.text)[0]
    assert page.headers["cache-control"] == "no-store"
    assert secret not in mei.get("/console/keys").text
    assert visitor(shop).get("/v1/jobs", headers={"authorization": f"Bearer {secret}"}).status_code == 200
    made = shop.store.keys.all()[0]
    assert (made.label, made.scope, (made.expires_at - made.created_at).days) == ("ERP", "operator", 30)
    assert shop.store.audit.newest(1, kind="key made")[0].actor == "mei"
    assert act(mei, "revoke", own="", id=made.id).status_code == 200
    assert visitor(shop).get("/v1/jobs", headers={"authorization": f"Bearer {secret}"}).status_code == 401


def test_a_key_is_replaced_and_the_old_one_lasts_as_long_as_was_said(shop, mei):
    key, _ = make_key(shop.store, "shopper", "widget", datetime.now(UTC), origins=["https://shop.example"])
    assert re.search(r"pk_[\w-]{40,}", act(mei, "replace", id=key.id, overlap="2").text)
    assert shop.store.keys.get(key.id).expires_at is not None


def test_nothing_is_made_without_ones_own_password_and_it_cannot_be_guessed(shop, mei):
    answers = [act(mei, "make key", own="guess", label="x", scope="admin") for _ in range(6)]
    assert [each.status_code for each in answers] == [422] * 5 + [429]
    assert shop.store.keys.all() == []


@pytest.mark.parametrize(("what", "fields", "said"), [
    ("make key", {"label": "", "scope": "operator"}, "what the key is for"),
    ("make key", {"label": "w", "scope": "operator", "origins": "https://shop.example"}, "a key with origins"),
    ("make key", {"label": "w", "scope": "shopper", "days": "4000"}, "from 0 to 3650"),
    ("make user", {"name": "li", "role": "owner", "password": OWN}, "one of agent, operator, admin"),
    ("make user", {"name": "li", "role": "agent", "password": "short"}, "at least 10 characters"),
    ("remove", {"name": "mei"}, "This is the last admin"), ("fly", {}, "expected one of make key"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_the_words_of_the_command_line(mei, what, fields, said):
    answer = act(mei, what, **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert OWN not in answer.text
    chinese = act(mei, what, language="zh", **fields)
    assert re.search('role="alert">[^<]*[一-鿿]', chinese.text)
    assert said not in chinese.text


def test_users_are_made_given_a_password_and_removed(shop, mei):
    assert "Made: li, agent" in act(mei, "make user", name="Li", role="agent", password="another long one").text
    kept = shop.store.users.get("li").password
    assert "The new password is set: li" in act(mei, "password", name="li", password="a third long one").text
    assert shop.store.users.get("li").password != kept
    assert "Removed: li" in act(mei, "remove", name="li").text
    assert [user.name for user in shop.store.users.all()] == ["mei"]


def test_an_open_shop_begins_with_an_admin(shop):
    here = visitor(shop)
    assert "must be an admin" in act(here, "make user", name="li", role="agent", password=OWN).text
    assert "must be an admin" in act(here, "make key", label="ERP", scope="operator").text
    assert "Made: mei, admin" in act(here, "make user", name="mei", role="admin", password=OWN).text
    assert here.get("/console/keys", follow_redirects=False).status_code == 303, "it asks who comes in now"


def test_no_key_makes_a_key_and_no_operator_sees_any(shop, mei):
    _, secret = make_key(shop.store, "admin", "robot", NOW)
    robot = visitor(shop)
    robot.headers["authorization"] = f"Bearer {secret}"
    assert "by an admin who is logged in" in act(robot, "make key", label="mine", scope="admin").text
    assert [key.label for key in shop.store.keys.all()] == ["robot"]
    _, less = make_key(shop.store, "operator", "ERP", NOW)
    robot.headers["authorization"] = f"Bearer {less}"
    assert robot.get("/console/keys").status_code == 403
