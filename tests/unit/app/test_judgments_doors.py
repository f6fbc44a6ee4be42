"""Judgments from the command line and over HTTP, and the trial of a synonym."""

from __future__ import annotations

import json
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api.application import create_app
from shopkeeper.app.cli import evaluate, judgments
from shopkeeper.app.cli.main import run
from small_shop import product, small_shop


@pytest.fixture
def shop(tmp_path, monkeypatch):
    shop = small_shop(tmp_path / "shop")
    shop.put_products([product("a", "Tea cup", "茶杯"), product("b", "Tea pot", "茶壶"), product("c", "Lamp", "台灯")])

    @contextmanager
    def opened(*_, **__):
        yield shop

    monkeypatch.setattr(judgments, "opened", opened)
    monkeypatch.setattr(evaluate, "opened", opened)
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop, hosts=None))


def said(capsys, *words):
    capsys.readouterr()
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_what_is_exported_is_what_evaluate_and_import_read(shop, capsys, tmp_path):
    assert run(["judgments", "add", "茶 壶", "b", "3"]) == 0
    assert run(["judgments", "add", "tea cup", "a", "2"]) == 0
    for name in ("judged.jsonl", "judged.csv"):
        file = tmp_path / name
        assert said(capsys, "judgments", "export", str(file))["rows"] == 2
        assert said(capsys, "judgments", "import", str(file))["unchanged"] + said(capsys, "judgments", "import", str(file))["changed"] >= 2
        report = said(capsys, "evaluate", "search", "--data", str(file))
        assert report["metrics"]["ndcg@10"] == said(capsys, "evaluate", "search")["metrics"]["ndcg@10"]
    assert said(capsys, "judgments", "measure")["metrics"]["ndcg@10"]["before"]["value"] == 1.0
    [one] = said(capsys, "judgments", "list", "--query", "TEA CUP")
    assert (one["rating"], one["by"]) == (2, "cli")
    assert (run(["judgments", "delete", one["id"]]), run(["judgments", "delete", one["id"]])) == (0, 1)


@pytest.mark.parametrize(("row", "message"), [
    ('{"query": "tea", "product_id": "a", "rating": 4}', "row 1, rating: expected 0 (does not fit), 1, 2 or 3"),
    ('{"query": "tea", "product_id": "a", "rating": 1.5}', "row 1, rating: expected a whole number"),
    ('{"query": "", "product_id": "a", "rating": 1}', "row 1, query: expected a text"),
])
def test_what_is_wrong_with_a_file_is_one_sentence(shop, capsys, tmp_path, row, message):
    (tmp_path / "j.jsonl").write_text(row)
    assert run(["judgments", "import", str(tmp_path / "j.jsonl")]) == 2
    assert message in capsys.readouterr().err
    assert run(["judgments", "add", "tea", "nothing", "1"]) == 2
    assert run(["evaluate", "search"]) == 2, "nothing is judged"


def test_judgments_are_put_read_measured_and_deleted_over_http(client):
    rows = [{"query": "tea", "product_id": "b", "rating": 3}, {"query": "lamp", "product_id": "c", "rating": 3}]
    assert client.put("/v1/judgments", json=rows).json() == {"new": 2, "changed": 0, "unchanged": 0}
    assert client.put("/v1/judgments", json=[{"query": "tea"}]).status_code == 422
    [tea] = client.get("/v1/judgments", params={"q": "TEA"}).json()["judgments"]
    file = client.get("/v1/judgments", params={"form": "jsonl"})
    assert json.loads(file.text.splitlines()[0]) == {"query": "lamp", "product_id": "c", "rating": 3}
    assert client.get("/v1/judgments", params={"form": "csv"}).text.splitlines()[0] == "\ufeffquery,product_id,rating"
    hide = {"action": "hide", "product_ids": ["b"]}
    tried = client.post("/v1/judgments/measure", json={"rule": hide}).json()
    assert tried["metrics"]["ndcg@10"]["difference"]["value"] < 0
    assert {each["query"]: each["after"] for each in tried["queries"]}["tea"] == 0
    assert client.post("/v1/judgments/measure", json={"synonym": "a = b", "without_synonym": "a=b"}).status_code == 422
    assert (client.delete(f"/v1/judgments/{tea['id']}").status_code, client.delete(f"/v1/judgments/{tea['id']}").status_code) == (204, 404)


def test_a_synonym_is_tried_over_http(client):
    [tried] = client.post("/v1/synonyms/try", json={"synonym": "brew > tea pot"}).json()["queries"]
    assert (tried["query"], tried["total"]["before"], tried["moves"][0]["id"]) == ("brew", 0, "b")
    assert client.post("/v1/synonyms/try", json={}).status_code == 422
    assert client.get("/v1/synonyms").json()["synonyms"] == []
