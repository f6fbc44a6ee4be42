import numpy as np
import pytest

from shopkeeper.search.similarity_task import best_threshold, measure, read_pairs
from shopkeeper.shop import InvalidFile, InvalidRecord

ROWS = [{"a": f"text {i}", "b": f"text {i % 7}", "label": i % 2} for i in range(60)]


def numbered(rows):
    return enumerate(rows, 1)


def test_perfect_scores_have_an_area_and_an_accuracy_of_one():
    pairs = read_pairs(numbered(ROWS), "pairs.jsonl")
    truth = {(a, b): label for a, b, label in pairs}
    report = measure(lambda asked: [0.7 + 0.01 * truth[pair] for pair in asked], pairs)
    assert (report.metrics["auc"].value, report.metrics["accuracy"].value) == (1, 1)
    assert report.metrics["accuracy"].low < 1
    assert report.counts["pairs"] == 60
    assert report.counts["pairs of one meaning"] == 30
    assert report.rows[1]["label"] == 1


def test_the_threshold_is_not_chosen_on_what_it_is_measured_on():
    pairs = read_pairs(numbered(ROWS), "pairs.jsonl")
    rng = np.random.default_rng(0)
    report = measure(lambda asked: rng.random(len(asked)).tolist(), pairs)
    assert 0.2 < report.metrics["accuracy"].value < 0.8
    assert 0 < report.counts["pairs whose accuracy is measured"] < 60


@pytest.mark.parametrize(("scores", "labels", "low", "high"), [
    ([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], 0.2, 0.8), ([0.1, 0.9], [1, 1], -1, 0.1), ([0.1, 0.9], [0, 0], 0.9, 2),
    ([0.5, 0.5, 0.9], [0, 1, 1], 0, 0.9),
])
def test_the_best_threshold(scores, labels, low, high):
    assert low <= best_threshold(np.array(scores), np.array(labels, bool)) <= high


def test_labels_of_every_kind_of_file():
    for labels in ((0, 1), ("0", "1"), (0.0, 1.0), (False, True)):
        pairs = read_pairs(numbered({**row, "label": labels[i % 2]} for i, row in enumerate(ROWS)), "pairs.csv")
        assert sum(label for *_, label in pairs) == 30


@pytest.mark.parametrize(("row", "said"), [
    ({"a": "x", "label": 1}, "pairs.csv, row 1, b: expected a text"),
    ({"a": "x", "b": "y", "label": 0.5}, "pairs.csv, row 1, label: expected 0 or 1"),
])
def test_a_wrong_row_is_named(row, said):
    with pytest.raises(InvalidRecord, match=said):
        read_pairs(numbered([row, *ROWS]), "pairs.csv")


def test_one_label_alone_cannot_be_measured():
    with pytest.raises(InvalidFile, match="with label 0"):
        read_pairs(numbered([{**row, "label": 1} for row in ROWS]), "pairs.csv")
