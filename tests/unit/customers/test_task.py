"""How well customers are foretold, measured on a user's own rows."""

from __future__ import annotations

import json

import numpy as np
import pytest

from shopkeeper.app.cli.main import run
from shopkeeper.customers.task import intention_report, later, read_purchases, read_visits
from shopkeeper.shop import InvalidFile, InvalidRecord


def numbered(rows):
    return enumerate(rows, 1)


def visits(count: int = 400):
    draw = np.random.default_rng(0)
    pages = draw.poisson(8, count)
    label = draw.random(count) < 1 / (1 + np.exp(8 - pages))
    return [{"pages": int(p), "visitor": "new" if n % 3 else "returning", "gap": "" if n % 5 else 1.5, "label": str(int(b))}
            for n, (p, b) in enumerate(zip(pages, label, strict=True))]


def test_purchases_of_rows():
    found = read_purchases(numbered([{"customer_id": "a", "at": "2026-01-05", "amount": "12.34"},
                                     {"customer_id": "a", "at": "2026-02-05T10:00:00+08:00", "amount": 5}]), "f")
    assert found.amount.tolist() == [12.34, 5]
    assert found.at.tolist() == pytest.approx([0, 31 + 2 / 24])


@pytest.mark.parametrize(("row", "says"), [
    ({"customer_id": "", "at": "2026-01-05", "amount": 1}, "f, row 1, customer_id: expected a customer's id"),
    ({"customer_id": "a", "at": "soon", "amount": 1}, "f, row 1, at: expected a day or moment"),
    ({"customer_id": "a", "at": "2026-01-05", "amount": "much"}, "f, row 1, amount: expected a number"),
])  # fmt: skip
def test_what_is_wrong_with_a_purchase_is_said(row, says):
    with pytest.raises(InvalidRecord, match=says):
        read_purchases(numbered([row]), "f")


def test_visits_of_rows():
    found = read_visits(numbered(visits(30)[:6]), "f")
    assert found.columns == ("pages", "visitor", "gap")
    assert found.rows[:3, 1].tolist() == [0, 1, 1]
    assert np.isnan(found.rows[1, 2])
    with pytest.raises(InvalidRecord, match=r"f, row 1, label: expected 1 \(bought\) or 0"):
        read_visits(numbered([{"label": "perhaps"}]), "f")
    with pytest.raises(InvalidFile, match="expected visits with a purchase and without"):
        read_visits(numbered([{"label": 1}, {"label": 1}]), "f")


def test_each_visit_is_said_by_a_model_that_did_not_see_it():
    found = read_visits(numbered(visits()), "f")
    report = intention_report(found, np.arange(400) % 2)
    assert report.metrics["auc"].value > 0.75
    assert report.counts["visits"] == len(report.rows) == 400
    learn = np.arange(400) < 200
    assert later(found, learn).value > 0.7
    assert later(found, learn, without=["pages"]).value < 0.65


def test_value_by_the_command_line(tmp_path, capsys):
    draw = np.random.default_rng(0)
    rows = ["who,at,amount"]
    for person in range(60):
        for day in np.cumsum(draw.exponential(12 + person % 20, 14)):
            rows.append(f"c{person},{np.datetime64('2025-01-01') + int(day)},{10 + person}")
    file = tmp_path / "purchases.csv"
    file.write_text("\n".join(rows))
    given = ["evaluate", "value", "--data", str(file), "--map", "who=customer_id", "--days", "30"]
    assert run([*given, "--json", "--gate", "auc>0.5"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert set(said["metrics"]) >= {"deviance", "mae_orders", "mae_amount", "auc", "top_decile", "calibration"}
    assert said["trials"]["best"] in said["task"]
    assert run([*given, "--model", "BG/NBD", "--gate", "auc>0.9999"]) == 1
    assert "value by BG/NBD" in capsys.readouterr().out
    assert run([*given, "--model", "guess"]) == 2
    assert "expected one of as before, BG/NBD" in capsys.readouterr().err


def test_intention_by_the_command_line(tmp_path, capsys):
    file = tmp_path / "visits.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in visits(120)))
    assert run(["evaluate", "intention", "--data", str(file), "--save", str(tmp_path / "report.json")]) == 0
    assert "auc_mean" in capsys.readouterr().out
    assert len(json.loads((tmp_path / "report.json").read_text())["rows"]) == 120
