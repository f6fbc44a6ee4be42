"""A log of JSON lines: what is in each, and what never is."""

from __future__ import annotations

import json
import logging

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.observe.logs import FACTS, REQUEST, JsonLines, secrets_of
from shopkeeper.app.settings import Settings
from unit.app.fake_shop import FakeShop, earbuds


@pytest.fixture
def lines(caplog):
    """Reads what was logged, as JSON lines, with these secrets."""
    caplog.set_level(logging.INFO)

    def read(*secrets: str) -> list[dict]:
        return [json.loads(JsonLines(secrets).format(record)) for record in caplog.records if record.name.startswith("shopkeeper")]

    return read


def test_a_line_tells_when_who_what_and_why(lines):
    log = logging.getLogger("shopkeeper.test")
    try:
        raise ValueError("no such thing")
    except ValueError:
        log.exception("broken: %s", "茶", extra={FACTS: {"route": "/x"}})
    [line] = lines()
    assert (line["level"], line["logger"], line["message"], line["route"]) == ("error", "shopkeeper.test", "broken: 茶", "/x")
    assert line["at"].endswith("+00:00")
    assert "ValueError: no such thing" in line["error"]
    assert "request_id" not in line


def test_secrets_are_blackened_wherever_they_stand(lines):
    logging.getLogger("shopkeeper.test").warning("sent %s", 'key "sk-1234567"', extra={FACTS: {"to": "http://x?k=sk-1234567"}})
    [line] = lines('key "sk-1234567"', "sk-1234567", "to")
    assert (line["message"], line["to"]) == ("sent ***", "http://x?k=***")


def test_the_secrets_are_those_of_the_settings_and_of_addresses():
    settings = Settings(llm_key="sk-1", store="postgresql://shop:pass%40word@db/shop", shop="postgresql://r:other@db2/shop")
    assert {"other", "pass%40word", "sk-1"} <= set(secrets_of(settings))


def test_a_request_keeps_a_good_id_and_gets_one_else(lines):
    client = TestClient(create_app(FakeShop([earbuds()])), base_url="http://127.0.0.1")
    given = client.get("/v1/products/buds?q=secret+wish", headers={"X-Request-Id": "proxy-7"})
    made = client.get("/v1/products/ghost", headers={"X-Request-Id": "no good"})
    assert given.headers["x-request-id"] == "proxy-7"
    assert len(made.headers["x-request-id"]) == 16
    first, second = (line for line in lines() if line["logger"] == "shopkeeper.request")
    assert (first["route"], first["method"], first["status"], first["scope"]) == ("/v1/products/{id:path}", "GET", 200, "admin")
    assert (second["status"], second["ms"] >= 0) == (404, True)
    assert "secret" not in json.dumps([first, second])
    assert "ghost" not in json.dumps([first, second])
    assert REQUEST.get() == ""


def test_what_goes_wrong_meanwhile_bears_the_id_of_the_request(caplog):
    """A formatter sees the id only while the request is there, as a handler does."""
    shop, seen = FakeShop([earbuds()]), []

    class Handler(logging.Handler):
        def emit(self, record):
            seen.append(json.loads(JsonLines().format(record)))

    shop.search = lambda *_, **__: 1 / 0
    logger, handler = logging.getLogger("shopkeeper"), Handler()
    logger.addHandler(handler)
    try:
        client = TestClient(create_app(shop), base_url="http://127.0.0.1")
        answer = client.get("/v1/search?q=hidden-words", headers={"X-Request-Id": "r1"})
        metrics = client.get("/metrics").text
    finally:
        logger.removeHandler(handler)
    assert answer.status_code == 500
    [line] = [line for line in seen if line["level"] == "error"]
    assert line["request_id"] == "r1"
    assert "ZeroDivisionError" in line["error"]
    assert "hidden-words" not in json.dumps(seen)
    assert "shopkeeper_errors_total 1\n" in metrics
