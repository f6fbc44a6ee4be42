"""`sentiment` and `evaluate sentiment` on the command line, `/v1/sentiment` over HTTP."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.cli.main import run


@pytest.fixture(autouse=True)
def nowhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOPKEEPER_SHOP", raising=False)


def test_answers_without_a_shop(capsys):
    assert run(["sentiment", "质量很好，孩子很喜欢", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["label"] == "positive"


def test_says_why(capsys):
    assert run(["sentiment", "The fabric is awful", "--explain"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("negative ")
    assert "awful" in said


def test_says_both_sides_of_a_mixed_one(capsys):
    assert run(["sentiment", "物流太慢了，不过东西很喜欢", "--explain-html", "why.html"]) == 0
    first, good, bad = capsys.readouterr().out.splitlines()[:3]
    assert first.startswith("mixed (rather negative, ")
    assert (good, bad) == ("+ 东西很喜欢", "- 物流太慢了")
    assert "mixed (rather negative" in Path("why.html").read_text("utf-8")


def test_an_empty_text_is_bad_input(capsys):
    assert run(["sentiment", "  "]) == 2
    assert "expected a text" in capsys.readouterr().err


def test_measures_a_file_and_holds_the_gate(tmp_path, capsys):
    rows = [{"review": "很好，很满意", "stars": 5}, {"review": "太差了，退货", "stars": 1}, {"review": "Love it, great", "stars": 4},
            {"review": "awful, broken", "stars": 2}, {"review": "so so", "stars": 3}]
    (tmp_path / "mine.jsonl").write_text("\n".join(json.dumps(row) for row in rows))
    given = ["evaluate", "sentiment", "--data", "mine.jsonl", "--map", "review=text", "--json"]

    assert run([*given, "--gate", "accuracy>=0.9"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["metrics"]["accuracy"]["value"] == 1
    assert said["counts"]["reviews"] == 4
    assert run([*given, "--neutral", "negative", "--gate", "accuracy>1"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"]["reviews"] == 5


def test_over_http(tmp_path):
    shop = open_shop(str(tmp_path / "shop"), create=True)
    client = TestClient(create_app(shop), base_url="http://127.0.0.1")

    one = client.post("/v1/sentiment", json={"text": "很好，很满意", "explain": True}).json()
    many = client.post("/v1/sentiment", json={"texts": ["很好，很满意", "awful, broken", "Good quality, but overpriced"]}).json()

    assert one["label"] == "positive"
    assert one["explanation"]
    assert [each["label"] for each in many["sentiments"]] == ["positive", "negative", "mixed"]
    assert many["sentiments"][2]["sides"] == {"for": "Good quality", "against": "overpriced"}
    assert client.post("/v1/sentiment", json={"text": " "}).status_code == 422
    shop.close()
