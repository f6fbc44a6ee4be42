"""`evaluate claims` and `evaluate writing`: figures, counts of each kind, what was judged wrongly."""

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


def test_copy_is_written_of_facts_and_measured(capsys, tmp_path):
    bottle = [["title", "Field Bottle"], ["capacity", "750 ml"], ["colour", "Red"]]
    rows = [{"facts": bottle, "language": "en", "reference": "A red bottle."},
            {"facts": [["标题", "保温杯"], ["颜色", "红色"], ["容量", "500ml"]], "language": "zh"}]
    (tmp_path / "facts.jsonl").write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")

    assert run(["evaluate", "writing", "--data", "facts.jsonl", "--save", "report.json", "--gate", "unsupported_claims<=0", "--json"]) == 0

    report, saved = json.loads(capsys.readouterr().out), json.loads((tmp_path / "report.json").read_text("utf-8"))
    assert set(report["metrics"]) == {"unsupported_claims", "fact_coverage", "rouge_l", "bleu4", "distinct_2", "chars_per_s"}
    assert report["counts"]["references"] == 1
    assert ["红" in row["text"] for row in saved["rows"]] == [False, True]
