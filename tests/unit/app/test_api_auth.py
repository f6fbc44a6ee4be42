"""Who is let in, by what, and what the refusals say."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest

from locked_shop import ELSEWHERE, PAGE, PASSWORD, SIGNING, client_of, lock, shopper
from shopkeeper.app import keyring as keyrings
from shopkeeper.app.access import make_key, revoke_key
from shopkeeper.app.api import create_app
from shopkeeper.app.login import form_token
from shopkeeper.app.request import SESSION
from shopkeeper.shop import Event
from shopkeeper.store import StoreError
from small_shop import product, small_shop

FORM = {"content-type": "application/x-www-form-urlencoded"}
AGENT, OPERATOR, ADMIN = "/v1/orders", "/v1/products", "/v1/webhooks"  # a route of each scope


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    found = small_shop(tmp_path_factory.mktemp("locked"), secrets={"customer": SIGNING}, rates={}, widget_origins=["https://blog.example"])
    found.store.products.put([product("p", "mug", stock=5)])
    found.index()
    yield found
    found.close()


@pytest.fixture(scope="module")
def access(shop):
    return lock(shop.store)


@pytest.fixture(scope="module")
def client(shop, access):
    return client_of(shop)


def reached(client, headers):
    return [client.get(path, headers=headers).status_code for path in ("/v1/search?q=mug", "/v1/models", AGENT, OPERATOR, ADMIN)]


def test_a_key_opens_what_its_scope_reaches_and_nothing_above(client, access):
    assert reached(client, {}) == [200, 401, 401, 401, 401]
    assert reached(client, access.key("shopper")) == [200, 200, 403, 403, 403]
    assert reached(client, access.key("agent")) == [200, 200, 200, 403, 403]
    assert reached(client, access.key("operator")) == [200, 200, 200, 200, 403]
    assert reached(client, access.key("admin")) == [200] * 5


@pytest.mark.parametrize("secret", ["sk_", "sk_" + "x" * 43, "pk_" + "x" * 43])
def test_a_key_that_is_none_is_refused_everywhere(client, secret):
    for path in ("/v1/search?q=", AGENT):
        answer = client.get(path, headers={"authorization": f"Bearer {secret}"})
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
        assert answer.json() == {"error": {"type": "unauthorized", "message": "this key is not known here, was revoked or has expired"}}
        assert secret not in answer.text.replace("sk_…", "") or secret == "sk_"


@pytest.mark.parametrize("name", ["expired", "revoked"])
def test_a_key_that_is_no_longer_good_opens_nothing(client, access, name):
    assert client.get(ADMIN, headers=access.key(name)).status_code == 401


@pytest.mark.parametrize("value", ["", "Bearer", "Basic YTpi", "Bearer nonsense", "sk_x", "bearer  "])
def test_what_is_no_key_of_ours_is_nobodys(client, value):
    assert [client.get(path, headers={"authorization": value}).status_code for path in ("/v1/search?q=", AGENT)] == [200, 401]


def test_the_refusals_say_what_is_needed_and_who_one_is(client, access):
    nobody = client.get(OPERATOR).json()["error"]
    assert nobody == {"type": "unauthorized", "message": "this needs a key with the scope operator (Authorization: Bearer sk_…)"}
    small = client.get(OPERATOR, headers=access.key("agent"))
    assert small.json()["error"] == {"type": "forbidden", "message": "this needs the scope operator; agent key has agent"}
    assert small.headers["cache-control"] == "no-store"


def test_openai_clients_send_a_key_their_way(client, access):
    body = {"model": "shopkeeper", "messages": [{"role": "user", "content": "hello"}]}
    assert client.post("/v1/chat/completions", json=body).status_code == 401
    assert client.post("/v1/chat/completions", json=body, headers=access.key("shopper")).status_code == 422, "no assistant in this shop"
    other = client.post("/v1/chat/completions", json={**body, "model": ""}, headers=access.key("shopper"))
    assert (other.status_code, "itself needs the scope operator" in other.text) == (403, True)
    assert client.post("/v1/embeddings", json={"input": "x"}, headers=access.key("shopper")).status_code == 403
    assert client.post("/v1/embeddings", json={"input": "x"}, headers=access.key("operator")).status_code == 200


def test_a_publishable_key_is_for_pages_of_its_origins(client, access):
    path = "/v1/models"
    assert client.get(path, headers=access.key("publishable", PAGE)).status_code == 200
    assert client.get(path, headers={**access.key("publishable"), "sec-fetch-site": "same-origin"}).status_code == 200
    for headers in (access.key("publishable", ELSEWHERE), access.key("publishable"), access.key("publishable", "null")):
        answer = client.get(path, headers=headers)
        assert (answer.status_code, "pages of other origins" in answer.text) == (403, True)
    assert client.get(AGENT, headers=access.key("publishable", PAGE)).status_code == 403


def test_pages_of_a_keys_origins_may_ask_and_see_the_answer(client, access):
    ask = {"origin": PAGE, "access-control-request-method": "POST", "access-control-request-headers": "authorization, content-type"}
    allowed = client.options("/v1/search", headers=ask)
    assert (allowed.status_code, allowed.headers["access-control-allow-origin"]) == (204, PAGE)
    assert "authorization" in allowed.headers["access-control-allow-headers"]
    assert "access-control-allow-credentials" not in allowed.headers
    assert client.get("/v1/search?q=mug", headers=access.key("publishable", PAGE)).headers["access-control-allow-origin"] == PAGE
    for path, origin in (("/v1/search", ELSEWHERE), (OPERATOR, PAGE), ("/console/login", PAGE), ("/basket/add", PAGE), (AGENT, PAGE)):
        assert "access-control-allow-origin" not in client.options(path, headers={**ask, "origin": origin}).headers, path
    blog = client.options("/v1/chat", headers={**ask, "origin": "https://blog.example"})
    assert blog.headers["access-control-allow-origin"] == "https://blog.example"
    assert "access-control-allow-origin" not in client.options("/v1/search", headers={**ask, "origin": "https://blog.example"}).headers


def test_a_refusal_is_seen_by_the_page_that_asked(client, access):
    answer = client.get("/v1/models", headers={"authorization": "Bearer pk_wrong", "origin": PAGE})
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (401, PAGE)


def test_who_is_logged_in_asks_with_the_session(client, access):
    assert reached(client, access.session("agent")) == [200, 200, 200, 403, 403]
    assert reached(client, access.session("operator")) == [200, 200, 200, 200, 403]
    assert reached(client, access.session("admin")) == [200] * 5
    assert reached(client, {"cookie": f"{SESSION}=nonsense"}) == [200, 401, 401, 401, 401]


def test_what_changes_something_must_come_from_a_page_of_the_session(client, access):
    body = [{"id": "n", "title": {"en": "new"}, "variants": [{"id": "n1"}]}]
    good = access.session("operator")
    assert client.put("/v1/products", json=body, headers=good).status_code == 200
    for bad in (access.session("operator", form=False), {**good, "x-csrf-token": form_token(access.sessions["admin"])},
                {**good, "sec-fetch-site": "cross-site"}, {**good, "x-csrf-token": ""}):  # fmt: skip
        answer = client.put("/v1/products", json=body, headers=bad)
        assert (answer.status_code, "not sent from a page of this session" in answer.text) == (403, True)
    assert client.get("/v1/products", headers=access.session("operator", form=False)).status_code == 200, "reading needs no more"


def test_a_visitor_who_is_logged_in_shops_as_anybody(client, access):
    added = client.post("/basket/add", data={"variant": "p/0"}, headers={**access.session("agent", form=False), **FORM, "origin": "http://shop.example"})
    assert added.status_code == 303
    event = {"name": "view_item", "items": [{"product_id": "p"}]}
    assert client.post("/v1/events", json=event, headers=access.session("agent", form=False)).status_code == 200


def test_a_form_carries_the_token_in_a_field(client, access):
    token = access.sessions["operator"]
    headers = {"cookie": f"{SESSION}={token}", **FORM, "sec-fetch-site": "same-origin"}
    assert client.post("/console/claims", content=f"text=hello&csrf={form_token(token)}", headers=headers).status_code == 200
    assert client.post("/console/claims", content="text=hello&csrf=wrong", headers=headers).status_code == 403
    assert client.post("/console/claims", content="text=hello", headers=headers).status_code == 403
    foreign = {**headers, "sec-fetch-site": "cross-site"}
    assert client.post("/console/claims", content=f"text=hello&csrf={form_token(token)}", headers=foreign).status_code == 403


def test_a_form_that_is_too_long_is_refused_before_it_is_read_whole(client, access):
    headers = {"cookie": f"{SESSION}={access.sessions['operator']}", **FORM, "sec-fetch-site": "same-origin"}
    answer = client.post("/console/claims", content=(b"x" * 65536 for _ in range(20)), headers=headers)
    assert (answer.status_code, answer.json()["error"]["type"]) == (413, "too_large")


def test_a_browser_is_led_to_the_login_and_told_what_it_may_not(client, access):
    html = {"accept": "text/html"}
    led = client.get("/console/writing", headers=html)
    assert (led.status_code, led.headers["location"]) == (303, "/console/login?next=%2Fconsole%2Fwriting")
    small = client.get("/console/writing", headers={**html, **access.session("agent")})
    assert (small.status_code, "<html" in small.text) == (403, True)
    assert "webhooks" not in small.text


def test_a_key_that_is_revoked_elsewhere_is_refused_within_a_moment(shop, client, access, monkeypatch):
    monkeypatch.setattr(keyrings, "FRESH", 0.05)
    key, secret = make_key(shop.store, "agent", "short", datetime.now(UTC))
    client.app.state.keyring.forget()
    headers = {"authorization": f"Bearer {secret}"}
    assert client.get(AGENT, headers=headers).status_code == 200
    revoke_key(shop.store, key.id, datetime.now(UTC))
    time.sleep(0.06)
    assert client.get(AGENT, headers=headers).status_code == 401


def test_when_a_key_was_used_is_noted_now_and_then(shop, client, access):
    key, secret = make_key(shop.store, "agent", "used", datetime.now(UTC))
    client.get(AGENT, headers={"authorization": f"Bearer {secret}"})
    for _ in range(100):
        if shop.store.keys.get(key.id).used_at:
            break
        time.sleep(0.02)
        client.get(AGENT, headers={"authorization": f"Bearer {secret}"})
    assert datetime.now(UTC) - shop.store.keys.get(key.id).used_at < timedelta(minutes=1)


def test_a_store_that_does_not_answer_lets_nobody_in(shop, access, monkeypatch):
    def broken(*_):
        raise StoreError("the database does not answer")

    monkeypatch.setattr(type(shop.store.keys), "by_hash", broken)
    answer = client_of(shop).get(ADMIN, headers=access.key("admin"))
    assert (answer.status_code, answer.json()["error"]["type"]) == (503, "unavailable")


def test_only_a_shop_without_keys_that_nobody_else_reaches_is_open(tmp_path):
    from fastapi.testclient import TestClient

    shop = small_shop(tmp_path / "open")
    here = TestClient(create_app(shop), base_url="http://127.0.0.1")
    there = client_of(shop)
    assert (here.get(ADMIN).status_code, there.get(ADMIN).status_code) == (200, 401)
    assert here.get(ADMIN, headers={"authorization": "Bearer sk_whatever"}).status_code == 200
    make_key(shop.store, "operator", "x", datetime.now(UTC))
    here.app.state.keyring.forget()
    assert here.get(ADMIN).status_code == 401
    shop.close()


def test_a_customer_is_believed_when_the_shops_backend_signed_them(client, access):
    mine = client.post("/v1/carts", json={"customer_id": "c1"}, headers=shopper("c1"))
    assert (mine.status_code, mine.json()["customer_id"]) == (201, "c1")
    assert client.post("/v1/carts", json={}, headers=shopper("c1")).json()["customer_id"] == "c1"
    assert client.post("/v1/carts", json={"customer_id": "c2"}, headers=access.key("agent")).status_code == 201
    for headers in ({}, shopper("c1"), access.key("shopper"), {"authorization": shopper("c2")["authorization"] + "0"}):
        answer = client.post("/v1/carts", json={"customer_id": "c2"}, headers=headers)
        assert (answer.status_code, answer.json()["error"]["type"]) == (403, "forbidden")
        assert client.post("/v1/events", json={"name": "purchase", "customer_id": "c2"}, headers=headers).status_code == 403
        assert client.get("/v1/search?q=mug&customer_id=c2", headers=headers).status_code == 403


def test_shoppers_do_not_change_events_that_are_there(shop, client, access):
    shop.store.events.put([Event("e1", "purchase", datetime.now(UTC), "c2")])
    told = client.post("/v1/events", json=[{"id": "e1", "name": "view_item"}, {"id": "e2", "name": "view_item"}])
    assert told.json() == {"accepted": 2, "new": 1, "changed": 0, "unchanged": 1, "rejected": []}
    assert shop.store.events.get("e1").customer_id == "c2"
    assert client.post("/v1/events", json=[{"id": "e1", "name": "view_item"}], headers=access.key("operator")).json()["changed"] == 1


def test_no_secret_is_in_a_log_an_error_or_a_file(shop, client, access, caplog, tmp_path):
    from locked_shop import folder_holds

    caplog.set_level("DEBUG")
    secrets = [*access.keys.values(), *access.sessions.values(), PASSWORD]
    for secret in secrets:
        client.get(ADMIN, headers={"authorization": f"Bearer {secret}"})
        client.get("/v1/search?q=mug&bad=1", headers={"authorization": f"Bearer {secret}", "cookie": f"{SESSION}={secret}"})
    assert not [secret for secret in secrets if secret in caplog.text]
    assert not [secret for secret in secrets if folder_holds(shop.data_dir, secret)]


def test_the_keys_and_sessions_of_one_shop_open_no_other(access, tmp_path):
    other = small_shop(tmp_path / "other", rates={})
    lock(other.store)
    client = client_of(other)
    assert {client.get(AGENT, headers=access.key(scope)).status_code for scope in ("agent", "operator", "admin")} == {401}
    assert {client.get(AGENT, headers=access.session(role)).status_code for role in ("agent", "operator", "admin")} == {401}
    other.close()
