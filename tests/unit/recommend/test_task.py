"""Measuring recommendations: leave one out, all products ranked."""

from __future__ import annotations

import gzip
import json
from math import log2
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from shopkeeper.app.cli.main import app
from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.history import History
from shopkeeper.recommend.sources.mixed import Mixed
from shopkeeper.recommend.sources.popular import Popular
from shopkeeper.recommend.sources.protocol import Scored, best
from shopkeeper.recommend.sources.sequence import Kernel
from shopkeeper.recommend.suited import KERNELS, WEIGHTS, chosen
from shopkeeper.recommend.task import MODELS, evaluate, foresee, model, read_sequences
from shopkeeper.shop import InvalidFile, InvalidQuery

CYCLE = "abcdefghijklmnop"


def cyclic(people: int = 40) -> list[tuple[str, list[str]]]:
    """People who each walk some steps of one circle of products."""
    return [(f"u{i}", [CYCLE[(i + step) % len(CYCLE)] for step in range(4 + i % 3)]) for i in range(people)]


class Fixed:
    """Answers always the same products, and remembers what it was asked."""

    name = "fixed"

    def __init__(self, history: History, *products: str) -> None:
        self.asked: list[Asked] = []
        self.products, rows = history.products, np.array(history.products.rows(products), np.int64)
        self.found = best(rows, np.arange(len(rows), 0, -1, dtype=np.float32), rows, len(rows))

    def candidates(self, asked: Asked, n: int) -> Scored:
        self.asked.append(asked)
        return self.found


def test_the_last_product_is_hidden_and_what_was_met_is_not_ranked() -> None:
    sequences = [("u", ["a", "b", "c", "d"]), ("v", ["d", "c", "e"]), ("short", ["e", "a"])]
    made: list[tuple[History, Fixed]] = []

    def make(history: History) -> Fixed:
        made.append((history, Fixed(history, "a", "c", "b", "d", "e")))
        return made[-1][1]

    outcome, _ = foresee(sequences, make)
    history, source = made[0]
    assert history.products.ids(history.of("u")["item"].tolist()) == ["a", "b", "c"]
    assert [asked.customer for asked in source.asked] == ["u", "v"]
    assert outcome.places == [0, 2]  # a, c, b are met: d is first; c and d are: e comes after a and b
    assert (outcome.hits(10), outcome.gains(10)) == ([1.0, 1.0], [1.0, 1 / log2(4)])
    assert (outcome.hits(2), outcome.gains(2)) == ([1.0, 0.0], [1.0, 0.0])


def test_what_papers_tune_on_is_not_fitted_but_asked_with() -> None:
    made: list[tuple[History, Fixed]] = []

    def make(history: History) -> Fixed:
        made.append((history, Fixed(history, "a", "b", "c", "d")))
        return made[-1][1]

    outcome, _ = foresee([("u", ["a", "b", "c", "d"]), ("w", ["d", "c", "a"])], make, unfitted=1)
    history, source = made[0]
    assert history.products.ids(history.of("u")["item"].tolist()) == ["a", "b"]
    assert [asked.recent for asked in source.asked] == [("c",), ("c",)]
    assert outcome.places[1] == 0  # d and c are met, a is wanted
    assert history.products.row("d") >= 0  # w met it first


def test_a_product_that_nobody_met_before_is_not_found() -> None:
    assert foresee([("u", ["a", "b", "new"]), ("v", ["a", "b", "a"])], Popular)[0].places[0] == -1


@pytest.mark.parametrize("name", ["suited", "mixed", "served", "sequence", "people"])
def test_models_that_see_the_order_foresee_a_circle(name: str) -> None:
    report = evaluate(cyclic(), MODELS[name])
    assert report.metrics["ndcg@10"].value > 0.9
    assert report.metrics["ndcg@10"].value > evaluate(cyclic(), Popular).metrics["ndcg@10"].value + 0.2
    assert report.counts == {"people": 40, "left out (too short)": 0, "products": 16}
    assert set(report.metrics) == {
        *(f"{kind}@{cut}{suffix}" for kind in ("hr", "ndcg") for cut in (5, 10) for suffix in ("", "_train_only")), "fit_s", "ms_per_user",
        *(f"{kind}@10" for kind in ("coverage", "gini", "novelty", "popularity")),
    }  # fmt: skip
    assert len(report.rows) == 40


def test_coverage_novelty_and_popularity_are_of_the_lists_without_what_was_met() -> None:
    report = evaluate([("u", ["a", "b", "x"]), ("v", ["a", "b", "y"]), ("short", ["c", "c"])], Popular)
    found = {name: report.metrics[f"{name}@10"].value for name in ("coverage", "novelty", "popularity", "gini")}
    # both get c alone, of a, b, c, x and y; it was met twice, as a and b were
    assert found == pytest.approx({"coverage": 1 / 5, "novelty": log2(11 / 3), "popularity": 2 / (6 / 5), "gini": 4 / 5})


def test_what_suits_a_shop_is_chosen_without_its_last_products() -> None:
    kernel, weight = chosen(History.of_sequences(cyclic(240)))
    assert kernel in KERNELS
    assert weight in WEIGHTS
    assert chosen(History.of_sequences(cyclic(20)))[0] == Kernel()


def test_a_mixture_weighs_sources_whatever_the_unit_of_their_scores() -> None:
    history = History.of_sequences([("u", ["a", "b", "c"])])
    left, right = Fixed(history, "a", "b"), Fixed(history, "c", "b")
    left.found = Scored(left.found.rows, left.found.scores * 1e-6, left.found.because)
    mixed = Mixed([(left, 1.0), (right, 0.5)])
    found = mixed.candidates(Asked(), 3)
    assert history.products.ids(found.rows.tolist()) == ["a", "b", "c"]
    assert found.scores.tolist() == pytest.approx([4 / 3, 1.0, 2 / 3])
    assert history.products.ids(found.because.tolist()) == ["a", "b", "c"]
    assert len(Mixed([(Popular(History()), 1.0)]).candidates(Asked(), 3)) == 0


@pytest.mark.parametrize(("text", "said"), [
    ("u a b c\nv\n", "line 2: expected a customer and products"), ("u a b c\n\nu d e f\n", "line 3: customer u has a line already"),
    ("u a\nv b c\n", "at least 3 products each; none of 2 has"), ("", "none of 0 has"),
], ids=["no products", "twice", "short", "empty"])
def test_a_wrong_file_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "data.txt").write_text(text)
    with pytest.raises(InvalidFile, match=said):
        read_sequences(tmp_path / "data.txt")


def test_files_are_read_gzipped_too_and_what_is_none_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "data.txt.gz"
    packed.write_bytes(gzip.compress("u 茶 b c\n\n".encode()))
    assert read_sequences(packed) == [("u", ["茶", "b", "c"])]
    for name, content in (("no.gz", b"u a b c"), ("half.gz", packed.read_bytes()[:-9]), ("latin.txt", b"u \xff b c")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(InvalidFile, match="expected lines of text"):
            read_sequences(tmp_path / name)
    with pytest.raises(InvalidFile, match="no such file"):
        read_sequences(tmp_path / "absent.txt")


def test_a_model_that_there_is_not_is_refused_by_name() -> None:
    with pytest.raises(InvalidQuery, match="expected one of suited, mixed, served, sequence, people, basket, popular, got 'oracle'"):
        model("oracle")


def test_the_command_prints_gates_and_compares(tmp_path: Path) -> None:
    data, saved, run = tmp_path / "data.txt", tmp_path / "saved.json", CliRunner().invoke
    data.write_text("".join(f"{who} {' '.join(products)}\n" for who, products in cyclic()))
    first = run(app, ["evaluate", "recommend", "--data", str(data), "--model", "popular", "--save", str(saved), "--json"])
    assert (first.exit_code, json.loads(first.stdout)["counts"]["people"]) == (0, 40)
    command = ["evaluate", "recommend", "--data", str(data), "--against", str(saved), "--json"]
    second = run(app, [*command, "--gate", "ndcg@10>=0.9"])
    assert (second.exit_code, json.loads(second.stdout)["comparison"]["differences"]["ndcg@10"]["low"] > 0) == (0, True)
    assert run(app, [*command, "--gate", "ndcg@10>=1.1"]).exit_code == 1
