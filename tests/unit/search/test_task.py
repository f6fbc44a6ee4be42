import csv

import pytest

from shopkeeper.search.task import evaluate, read_judgments, write_rows
from shopkeeper.shop import InvalidFile, InvalidRecord

ROWS = [
    {"query": "耳机", "product_id": "a", "rating": 3},
    {"query": "耳机", "product_id": "b", "rating": "0"},
    {"query": "mouse", "product_id": "m", "rating": 1.0},
    {"query": "nothing", "product_id": "n", "rating": 0},
]
ANSWERS = {"耳机": ["x", "a", "b"], "mouse": ["m"], "nothing": []}


def test_the_report_measures_every_query_and_counts_what_it_left_out():
    report = evaluate(ANSWERS.__getitem__, ROWS)
    assert report.metrics["mrr@10"].value == pytest.approx((1 / 2 + 1) / 2)
    assert report.metrics["ndcg@10_judged"].value == pytest.approx(1.0)
    assert report.metrics["ndcg@10"].value < 1.0
    assert report.metrics["judged@10"].value == pytest.approx((2 / 3 + 1) / 2)
    assert set(report.metrics) == {"ndcg@10", "ndcg@10_judged", "mrr@10", "recall@100", "judged@10", "p50_ms", "p95_ms"}
    assert report.counts == {"queries": 3, "judgments": 4, "queries without a relevant product (left out)": 1,
                             "queries without an answer": 1}


def test_a_row_of_the_report_says_what_was_missed():
    row = evaluate(lambda query: ["x"], ROWS).rows[0]
    assert (row["key"], row["missed"], row["top"]) == ("耳机", ["a"], ["x"])


def test_only_the_first_k_answers_count():
    report = evaluate(lambda query: [f"x{i}" for i in range(200)] + ["a"], ROWS[:2])
    assert report.metrics["ndcg@10_judged"].value == 0.0


@pytest.mark.parametrize(("change", "message"), [
    ({"query": ""}, "file.csv, row 2, query: expected a text"),
    ({"query": None}, "file.csv, row 2, query: expected a text, got nothing"),
    ({"product_id": ["a"]}, "file.csv, row 2, product_id: expected a text"),
    ({"rating": -1}, "file.csv, row 2, rating: expected a number from 0 to 20, got -1"),
    ({"rating": "good"}, "file.csv, row 2, rating: expected a number from 0 to 20, got 'good'"),
    ({"rating": "nan"}, "file.csv, row 2, rating: expected a number"),
    ({"rating": True}, "file.csv, row 2, rating: expected a number"),
    ({"rating": 1e9}, "file.csv, row 2, rating: expected a number"),
])
def test_a_bad_row_is_named_with_file_row_and_field(change, message):
    with pytest.raises(InvalidRecord) as error:
        evaluate(ANSWERS.__getitem__, [ROWS[0], {**ROWS[1], **change}], source="file.csv")
    assert str(error.value).startswith(message)


def test_rows_without_any_relevant_product_cannot_be_measured():
    with pytest.raises(InvalidFile, match="rating above 0"):
        evaluate(ANSWERS.__getitem__, [ROWS[3]])


def test_of_a_pair_that_was_judged_twice_the_highest_rating_holds():
    rows = [{"query": "q", "product_id": 7, "rating": r} for r in (1, 3, 2)]
    assert read_judgments(enumerate(rows, 1), "f") == {"q": {"7": 3.0}}


def test_the_rows_file_has_the_worst_query_first_and_opens_in_a_spreadsheet(tmp_path):
    write_rows(evaluate(ANSWERS.__getitem__, ROWS), tmp_path / "out" / "rows.csv")
    assert (tmp_path / "out" / "rows.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader((tmp_path / "out" / "rows.csv").open(encoding="utf-8-sig")))
    assert [row["query"] for row in rows] == ["耳机", "mouse", "nothing"]
    assert rows[0]["top"] == "x a b"


def test_progress_counts_to_the_end():
    seen = []
    evaluate(ANSWERS.__getitem__, ROWS, progress=lambda *step: seen.append(step))
    assert seen[-1] == ("evaluate", 3, 3)
