"""Campaigns over HTTP: planned, started with the file in the answer, and what they brought."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.customers.outgoing import hashed
from shopkeeper.shop import Customer
from small_shop import product, small_shop

TEXTS = {"zh": "主题：{name}，秋茶到了\n\n新茶上架。", "en": "Subject: Autumn tea\n\nDear {name}, it is here."}


@pytest.fixture
def client(tmp_path) -> Iterator[TestClient]:
    shop = small_shop(tmp_path)
    shop.put_products([product("kettle", "Steel kettle", "钢壶", prices=(20,))])
    shop.put("customers", [
        Customer("ann", "Ann", "ann@example.com", consents=("email", "ads"), language="en"),
        Customer("li", "李", "li@example.com", consents=("email",), language="zh"), Customer("bob", "Bob", "bob@example.com"),
    ])
    yield TestClient(create_app(shop), base_url="http://127.0.0.1")
    shop.close()


def asked(**more):
    return {"id": "autumn", "channel": "email", "hold_out": 0, **more}


def rows(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.json()["csv"])))


def test_a_plan_keeps_nothing(client):
    found = client.post("/v1/campaigns/plan", json=asked()).json()
    assert (found["sent"], found["held"], found["left_out"]) == (2, 0, {"no consent": 1})
    assert client.get("/v1/campaigns").json() == {"campaigns": []}


def test_messages_come_with_the_answer_each_in_its_language(client):
    begun = client.post("/v1/campaigns", json=asked(texts=TEXTS))
    assert begun.status_code == 201
    header, *messages = rows(begun)
    assert header == ["email", "name", "language", "subject", "text"]
    assert sorted(messages) == [
        ["ann@example.com", "Ann", "en", "Autumn tea", "Dear Ann, it is here."],
        ["li@example.com", "李", "zh", "李，秋茶到了", "新茶上架。"],
    ]
    kept, = client.get("/v1/campaigns").json()["campaigns"]
    assert (kept["id"], kept["channel"], kept["sent"], kept["held"]) == ("autumn", "email", 2, 0)
    again = client.post("/v1/campaigns", json=asked(texts=TEXTS))
    assert (again.status_code, again.json()["error"]["type"]) == (422, "invalid_query")


def test_an_audience_for_a_network_holds_hashes_alone(client):
    begun = client.post("/v1/campaigns", json=asked(channel="ads", network="meta", cost="0.05", budget="1"))
    assert rows(begun) == [["email", "phone"], [hashed("ann@example.com"), ""]]
    assert begun.json()["costs"] == {"amount": 5, "currency": "CNY"}


def test_a_text_that_a_record_contradicts_starts_nothing(client):
    lie = client.post("/v1/campaigns", json=asked(texts={"en": "Subject: News\n\nSteel kettle, now 15 yuan."}))
    assert lie.status_code == 422
    assert "may not go out" in lie.json()["error"]["message"]
    assert client.get("/v1/campaigns").json() == {"campaigns": []}


@pytest.mark.parametrize("wrong", [
    {"channel": "post"}, {"hold_out": 1}, {"where": ["orders~2"]}, {"budget": "5"}, {"texts": {"fr": "Bonjour"}}, {"cap": 0}, {"id": ""},
    {"texts": {"en": "No subject"}}, {"texts": {}},
])
def test_what_is_wrong_is_told_and_nothing_starts(client, wrong):
    answer = client.post("/v1/campaigns", json=asked(texts=TEXTS) | wrong)
    assert answer.status_code == 422
    assert answer.json()["error"]["message"]
    assert client.get("/v1/campaigns").json() == {"campaigns": []}


def test_what_it_brought(client):
    client.post("/v1/campaigns", json=asked(texts=TEXTS))
    found = client.get("/v1/campaigns/autumn/result?days=7").json()
    assert found["id"] == "autumn"
    assert client.get("/v1/campaigns/none/result").status_code == 404
