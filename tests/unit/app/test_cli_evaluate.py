import json
import sys
import types

import pytest

from shopkeeper.app.cli.main import run
from shopkeeper.search.result import Hit, SearchResult
from shopkeeper.shop import Localized, Product, Variant


class FakeShop:
    """A shop of the products a and b that finds product a for every query."""

    store = types.SimpleNamespace(products=types.SimpleNamespace(get_many=lambda ids: {id: id for id in ids if id in "ab"}))

    def search(self, query, **asked):
        product = Product("a", Localized("甲"), (Variant("a1"),))
        return SearchResult("q", 1, (Hit("a", "甲", None, 1.0, product),))

    def close(self):
        pass


@pytest.fixture(autouse=True)
def shop(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "shopkeeper.app.bootstrap", types.SimpleNamespace(open_shop=lambda *a, **k: FakeShop()))
    monkeypatch.setenv("SHOPKEEPER_SHOP", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    rows = [{"query": "耳机", "product_id": "a", "rating": 2}, {"query": "水壶", "product_id": "b", "rating": 1}]
    (tmp_path / "judged.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")


def test_evaluate_prints_the_metrics_as_json(capsys):
    assert run(["evaluate", "search", "--data", "judged.jsonl", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["metrics"]["mrr@10"]["value"] == 0.5
    assert {"value", "low", "high"} == set(report["metrics"]["ndcg@10"])
    assert report["counts"]["queries"] == 2


def test_a_gate_that_fails_exits_with_1_and_says_by_how_much(capsys):
    assert run(["evaluate", "search", "--data", "judged.jsonl", "--gate", "mrr@10>=0.4"]) == 0
    assert run(["evaluate", "search", "--data", "judged.jsonl", "--gate", "mrr@10>=0.6", "--gate", "mrr@10<1"]) == 1
    assert capsys.readouterr().err == "gate failed: mrr@10>=0.6, got 0.5000\n"


def test_a_saved_run_is_compared_with_a_later_one(capsys, tmp_path):
    assert run(["evaluate", "search", "--data", "judged.jsonl", "--save", "run.json", "--per-query", "rows.csv"]) == 0
    assert run(["evaluate", "search", "--data", "judged.jsonl", "--against", "run.json"]) == 0
    assert "less run.json" in capsys.readouterr().out
    assert "水壶" in (tmp_path / "rows.csv").read_text(encoding="utf-8-sig").splitlines()[1]


def test_a_bad_row_is_named_with_its_file(capsys, tmp_path):
    (tmp_path / "bad.jsonl").write_text('{"query": "a", "product_id": "b", "rating": 1}\n{"query": "a", "rating": 1}\n')
    assert run(["evaluate", "search", "--data", "bad.jsonl"]) == 2
    assert capsys.readouterr().err == "bad.jsonl, row 2, product_id: expected a text, got nothing\n"


def test_judged_products_that_the_shop_does_not_have_are_told(capsys, tmp_path):
    (tmp_path / "other.csv").write_text("query,product_id,rating\ncup,a,1\ncup,x,1\npot,y,2\npot,z,0\n")
    assert run(["evaluate", "search", "--data", "other.csv"]) == 0
    assert capsys.readouterr().err == (
        "2 of 3 relevant products are not in this shop and count as not found; is product_id the shop's id?\n")


def test_fields_under_other_names_are_mapped(tmp_path):
    (tmp_path / "theirs.csv").write_text("q,sku,grade\n耳机,a,3\n", encoding="utf-8")
    mapping = "q=query,sku=product_id,grade=rating"
    assert run(["evaluate", "search", "--data", "theirs.csv", "--map", mapping, "--gate", "mrr@10>=1"]) == 0


def test_similarity_is_measured_with_the_encoder_of_the_shop_or_the_shipped_one(capsys, tmp_path, monkeypatch):
    monkeypatch.delenv("SHOPKEEPER_SHOP")
    same, other = ("a red dress", "one red dress"), ("a red dress", "a printer")
    rows = [{"a": f"{a} {i}", "b": f"{b} {i}", "label": label} for i in range(9) for label, (a, b) in ((1, same), (0, other))]
    (tmp_path / "pairs.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert run(["evaluate", "similarity", "--data", "pairs.jsonl", "--json", "--gate", "auc>=0.9"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["metrics"]["auc"]["value"] == report["metrics"]["accuracy"]["value"] == 1
    monkeypatch.setattr(FakeShop, "similarities", lambda self, pairs: [0.5] * len(pairs), raising=False)
    assert run(["evaluate", "similarity", "--data", "pairs.jsonl", "--shop", str(tmp_path), "--gate", "auc>=0.9"]) == 1
    shown = capsys.readouterr()
    assert "0.5000" in shown.out
    assert "gate failed: auc>=0.9" in shown.err
