"""Synonyms and suggestions over HTTP and from the command line, in a real shop."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run
from shopkeeper.store import open_store
from small_shop import product, small_shop

SHOP = [product("a", "Wireless headphones", "无线耳机"), product("b", "Wireless headphones case", "耳机盒"),
        product("c", "Running shoes", "跑步鞋")]


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path)
    shop.put_products(SHOP)
    shop.index()
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def ids(client, **params):
    return [hit["id"] for hit in client.get("/v1/search", params={"mode": "text", **params}).json()["hits"]]


def test_synonyms_are_put_listed_used_and_deleted_over_http(client):
    answer = client.put("/v1/synonyms", json=["cans = headphones", "trainers > running shoes", {"id": "own", "terms": ["x", "y"]}])
    assert (answer.status_code, answer.json()["accepted"]) == (200, 3)
    assert {each["id"] for each in client.get("/v1/synonyms").json()["synonyms"]} == {"cans=headphones", "trainers>running shoes", "own"}
    assert ids(client, q="trainers") == ["c"]
    assert ids(client, q="trainers", synonyms="false") == []
    assert client.delete("/v1/synonyms/trainers>running shoes").status_code == 204
    assert ids(client, q="trainers") == []
    assert client.delete("/v1/synonyms/trainers>running shoes").status_code == 404


def test_what_is_no_synonym_is_refused_and_the_others_go_in(client):
    answer = client.put("/v1/synonyms", json=["alone", "a = b", {"id": "x", "terms": ["one"]}])
    assert answer.status_code == 207
    assert [each["index"] for each in answer.json()["rejected"]] == [0, 2]
    assert [each["id"] for each in client.get("/v1/synonyms").json()["synonyms"]] == ["a=b"]


def test_a_correction_is_in_the_answer_over_http(client):
    answer = client.get("/v1/search", params={"q": "wireles hedphones"}).json()
    assert answer["did_you_mean"] == "wireless headphones"
    assert {hit["id"] for hit in answer["hits"]} >= {"a", "b"}


def test_suggestions_are_given_over_http(client):
    answer = client.get("/v1/suggest", params={"q": "wirel"}).json()["suggestions"]
    assert {"text": "wireless headphones", "kind": "query"} in answer
    assert {"text": "Wireless headphones case", "kind": "product", "id": "b"} in answer
    assert client.get("/v1/suggest", params={"q": "zzz"}).json() == {"suggestions": []}
    assert len(client.get("/v1/suggest", params={"q": "wirel", "k": 1}).json()["suggestions"]) == 1


@pytest.mark.parametrize(("params", "field"), [({}, "q"), ({"q": "x", "k": 0}, "k"), ({"q": "x", "k": 51}, "k"), ({"q": "x" * 1001}, "q")])
def test_a_suggestion_that_cannot_be_asked_for_is_named(client, params, field):
    answer = client.get("/v1/suggest", params=params)
    assert (answer.status_code, answer.json()["error"]["field"]) == (422, field)


@pytest.fixture
def folder(shop, tmp_path):
    return str(tmp_path)


def printed(capsys, *command):
    code = run([*command, "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_synonyms_from_the_command_line(folder, capsys, tmp_path):
    assert printed(capsys, "synonyms", "add", "耳机 = headphones", "--shop", folder)[1]["terms"] == ["耳机", "headphones"]
    (tmp_path / "s.txt").write_text("a, b => c\n", encoding="utf-8")
    assert printed(capsys, "synonyms", "import", str(tmp_path / "s.txt"), "--shop", folder) == (0, {"new": 2, "changed": 0, "unchanged": 0})
    assert run(["synonyms", "list", "--shop", folder]) == 0
    assert "a > c" in capsys.readouterr().out
    assert printed(capsys, "synonyms", "delete", "a>c", "b>c", "--shop", folder) == (0, {"deleted": 2})
    assert printed(capsys, "synonyms", "delete", "a>c", "--shop", folder) == (1, {"deleted": 0})
    store = open_store(f"sqlite:///{folder}/shop.db")
    assert [each.id for each in store.synonyms.all()] == ["headphones=耳机"]
    store.close()


@pytest.mark.parametrize(("arguments", "sentence"), [
    (["add", "alone"], 'expected words such as "耳机 = headphones"'), (["import", "missing.txt"], "missing.txt: expected a text file"),
])
def test_a_synonym_that_cannot_be_read_is_said_in_a_sentence(folder, capsys, arguments, sentence):
    assert run(["synonyms", *arguments, "--shop", folder]) == 2
    assert sentence in capsys.readouterr().err


def test_suggestions_from_the_command_line(folder, capsys):
    code, answer = printed(capsys, "suggest", "wirel", "--k", "2", "--shop", folder)
    assert (code, len(answer["suggestions"])) == (0, 2)
    assert run(["suggest", "paobu", "--shop", folder]) == 0
    assert "跑步鞋" in capsys.readouterr().out
