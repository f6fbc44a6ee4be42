"""Campaigns over HTTP: planned, started with the file in the answer, and what they brought."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from starlette.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run
from shopkeeper.app.shop import Shop
from shopkeeper.customers.outgoing import hashed
from shopkeeper.shop import Customer, Draft, DraftField, DraftState, DraftStep, DraftVersion
from small_copy import copy_shop
from small_shop import product

AT = datetime(2026, 11, 1, tzinfo=UTC)
TEXTS = {"zh": "主题：{name}，秋茶到了\n\n新茶上架。", "en": "Subject: Autumn tea\n\nDear {name}, it is here."}


@pytest.fixture
def shop(tmp_path) -> Iterator[Shop]:
    shop = copy_shop(tmp_path)
    shop.put_products([product("kettle", "Steel kettle", "钢壶", prices=(20,))])
    shop.put("customers", [
        Customer("ann", "Ann", "ann@example.com", consents=("email", "ads"), language="en"),
        Customer("li", "李", "li@example.com", consents=("email",), language="zh"), Customer("bob", "Bob", "bob@example.com"),
    ])
    yield shop
    shop.close()


@pytest.fixture
def client(shop) -> TestClient:
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def approved(id, language, subject, body, kind="email"):
    """A text that was approved in the writing room."""
    parts = DraftField("subject", subject), DraftField("preview", "…"), DraftField("body", body)
    version = DraftVersion(f"{subject}\n…\n{body}", AT, "Mei", fields=parts)
    return Draft(id, kind, language, (version,), about="tea 茶", steps=(DraftStep(DraftState.APPROVED, 1, AT, "Mei"),))


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
    assert (found["id"], "order_ids" in found) == ("autumn", False)
    assert client.get("/v1/campaigns/autumn/result?rows=true").json()["order_ids"] == {"sent": [], "held": []}
    assert client.get("/v1/campaigns/none/result").status_code == 404


def test_a_plan_names_everybody_where_it_is_asked_to(client):
    found = client.post("/v1/campaigns/plan?rows=true", json=asked()).json()
    assert {what: set(ids) for what, ids in found["customers"].items()} == {"sent": {"ann", "li"}, "held": set(), "no consent": {"bob"}}


def test_texts_come_from_the_writing_room_and_only_when_they_are_approved(client, shop):
    fresh = Draft("new", "email", "zh", (DraftVersion("主题", AT, "Mei"),))
    shop.store.drafts.put([approved("a", "zh", "秋茶\n到了", "新茶上架。"), approved("b", "en", "Autumn tea", "It is here."), fresh])
    for wrong in (["new"], ["a", "a"], ["a", "b", "new"]):
        assert client.post("/v1/campaigns", json=asked(drafts=wrong)).status_code == 422
    assert client.post("/v1/campaigns", json=asked(drafts=["none"])).status_code == 404
    assert client.post("/v1/campaigns", json=asked(drafts=["a"], channel="sms")).status_code == 422
    assert client.post("/v1/campaigns", json=asked(drafts=["a"], texts=TEXTS)).status_code == 422
    begun = client.post("/v1/campaigns", json=asked(drafts=["a", "b"]))
    assert sorted(row[3:] for row in rows(begun)[1:]) == [["Autumn tea", "It is here."], ["秋茶 到了", "新茶上架。"]]


def test_the_file_comes_again_without_those_who_withdrew(client, shop):
    client.post("/v1/campaigns", json=asked(texts=TEXTS))
    again = client.get("/v1/campaigns/autumn/file")
    assert "ann@example.com" in again.text
    assert "li@example.com" in again.text
    assert "no-store" in again.headers["cache-control"]
    shop.put("customers", [Customer("li", "李", "li@example.com", language="zh")])
    assert "li@example.com" not in client.get("/v1/campaigns/autumn/file").text
    noted = [entry.kind for entry in shop.store.audit.newest(10, subject="campaign/autumn")]
    assert noted == ["campaign.file", "campaign.file", "campaign.start"]


def test_the_command_takes_approved_texts_writes_the_files_again_and_speaks_chinese(shop, tmp_path, capsys):
    shop.store.drafts.put([approved("a", "zh", "秋茶到了", "新茶上架。")])
    folder = ["--shop", str(shop.data_dir)]
    assert run(["campaign", "list", *folder]) == 0
    assert "no campaign was started yet" in capsys.readouterr().out
    assert run(["campaign", "plan", "autumn", "--channel", "email", "--hold-out", "0", "--language", "zh", *folder]) == 0
    assert capsys.readouterr().out.splitlines() == ["全部顾客：发送 2 人，留出 0 人", "  不发，没有同意这个渠道：1"]
    start = ["campaign", "start", "autumn", "--channel", "email", "--hold-out", "0", "--draft", "a", *folder]
    assert run([*start, "--copy", "x.txt", "--out", str(tmp_path / "x.csv")]) == 2
    assert run([*start, "--out", str(tmp_path / "first.csv")]) == 0
    for name in ("first.csv", "again.csv"):
        if name == "again.csv":
            assert run(["campaign", "file", "autumn", "--out", str(tmp_path / name), *folder]) == 0
        assert (tmp_path / name).read_text("utf-8").count("秋茶到了") == 2
    picture = tmp_path / "result.html"
    capsys.readouterr()
    assert run(["campaign", "result", "autumn", "--language", "zh", "--plot", str(picture), *folder]) == 0
    assert "说不出它有没有用" in capsys.readouterr().out
    assert "对照组" in picture.read_text("utf-8")
