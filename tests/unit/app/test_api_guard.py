import re

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app, guard
from shopkeeper.shop import NotIndexed
from unit.app.fake_shop import FakeShop, earbuds


class BrokenShop(FakeShop):
    def search(self, query="", **more):
        raise NotIndexed("this shop has no index yet: run `shopkeeper index`") if query == "new" else RuntimeError("secret detail")


@pytest.fixture
def client():
    return TestClient(create_app(FakeShop([earbuds()])), base_url="http://127.0.0.1")


@pytest.fixture
def broken():
    return TestClient(create_app(BrokenShop()), base_url="http://127.0.0.1")


def test_an_unexpected_error_has_a_number_in_the_log_and_no_detail_outside(broken, caplog):
    answer = broken.get("/v1/search?q=x")
    assert answer.status_code == 500
    assert answer.json()["error"]["type"] == "internal"
    assert "secret detail" not in answer.text
    (incident,) = re.findall(r"[0-9a-f]{12}", answer.json()["error"]["message"])
    assert incident in caplog.text
    assert "secret detail" in caplog.text


def test_an_unexpected_error_is_a_page_to_a_browser(broken, caplog):
    answer = broken.get("/?q=x", headers={"accept": "text/html", "accept-language": "zh"})
    assert answer.status_code == 500
    assert "我们这边出了问题" in answer.text
    assert re.search(r"under [0-9a-f]{12}", answer.text)
    assert "secret detail" not in answer.text


def test_a_shop_without_an_index_says_what_to_run(broken):
    answer = broken.get("/v1/search?q=new")
    assert answer.status_code == 503
    assert answer.json()["error"] == {"type": "not_indexed", "message": "this shop has no index yet: run `shopkeeper index`"}


@pytest.mark.parametrize("path", ["/", "/v1/search", "/health", "/ghost", "/p/ghost", "/static/design.css"])
def test_every_answer_carries_the_security_headers(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "unsafe-inline" not in headers["content-security-policy"]
    assert "access-control-allow-origin" not in headers


def test_a_foreign_host_name_is_refused(client):
    assert client.get("/health", headers={"host": "evil.example"}).status_code == 421
    assert client.get("/health", headers={"host": "127.0.0.1.evil.example:8777"}).status_code == 421
    assert client.get("/health", headers={"host": "localhost:8777"}).status_code == 200
    assert client.get("/health", headers={"host": "[::1]:8777"}).status_code == 200


def test_a_body_that_a_foreign_page_could_send_unasked_is_refused(client):
    answer = client.post("/v1/products", content="[]", headers={"content-type": "text/plain"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (415, "unsupported_media_type")


def test_a_body_over_the_limit_is_refused_by_its_announced_length(client):
    answer = client.post("/v1/events", content=b" " * (guard.BODY_LIMIT + 1), headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (413, "too_large")


@pytest.mark.parametrize(("path", "limit"), [
    ("/v1/events", "BODY_LIMIT"), ("/v1/similarity", "BODY_LIMIT"), ("/v1/products", "BULK_LIMIT"),
])
def test_a_body_over_the_limit_is_refused_while_it_streams_in(client, monkeypatch, path, limit):
    monkeypatch.setattr(guard, limit, 1000)
    answer = client.post(path, content=(b" " * 100 for _ in range(11)), headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["error"]["type"]) == (413, "too_large")


def test_unknown_addresses_and_methods_answer_in_the_same_shape(client):
    assert client.get("/v1/ghost").json()["error"]["type"] == "not_found"
    assert client.delete("/v1/search").json()["error"]["type"] == "method_not_allowed"


def test_a_browser_gets_a_page_for_an_error_and_a_program_gets_json(client):
    assert client.get("/ghost", headers={"accept": "text/html"}).headers["content-type"].startswith("text/html")
    assert client.get("/v1/ghost", headers={"accept": "text/html"}).headers["content-type"] == "application/json"
