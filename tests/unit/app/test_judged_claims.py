"""`evaluate claims`: figures, counts of each kind, what was judged wrongly."""

from __future__ import annotations

import json

import pytest

from shopkeeper.app.cli.main import run

FACTS = [["price", "$20"], ["weight", "1.5 kg"]]
ROWS = [
    {"facts": FACTS, "language": "en", "text": "It costs $20.", "label": 0},
    {"facts": FACTS, "language": "en", "text": "It costs $30.", "label": 1, "kind": "price"},
    {"facts": FACTS, "language": "en", "text": "A very fine thing.", "label": 1, "kind": "feature"},
    {"facts": FACTS, "language": "zh", "text": "只要 $20。", "label": 0},
]


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "texts.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), encoding="utf-8")


def test_the_figures_and_the_kinds_are_told_as_json(capsys):
    assert run(["evaluate", "claims", "--data", "texts.jsonl", "--json", "--save", "report.json"]) == 0

    report = json.loads(capsys.readouterr().out)
    assert {name: report["metrics"][name]["value"] for name in ("recall", "precision")} == {"recall": 0.5, "precision": 1.0}
    assert report["metrics"]["texts_per_s"]["value"] > 0
    assert report["counts"] == {
        "texts": 4, "false": 2, "true ones that were found false": 0, "price found of 1": 1, "feature found of 1": 0}


def test_what_was_judged_wrongly_is_printed_and_a_gate_ends_with_1(capsys):
    assert run(["evaluate", "claims", "--data", "texts.jsonl", "--wrong", "--gate", "recall>=0.9"]) == 1

    out, err = capsys.readouterr()
    assert "1\tfeature\tA very fine thing.\t-" in out
    assert "It costs" not in out
    assert err.endswith("gate failed: recall>=0.9, got 0.5000\n")
