"""Reading labelled reviews, and measuring a classifier on them."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.reviews.task import measure, read_reviews
from shopkeeper.shop import InvalidFile, InvalidRecord


class Words:
    """A classifier that looks for one word."""

    labels = ("negative", "positive")

    def predict(self, texts):
        good = np.array(["good" in text for text in texts], np.float32)
        return np.stack([1 - good, good], 1) * 0.8 + 0.1


def numbered(*rows):
    return list(enumerate(rows, 1))


def test_labels_and_stars_are_read():
    found = read_reviews(numbered({"text": "a", "label": 1}, {"text": "b", "label": "0"}, {"text": "c", "stars": 5},
                                  {"text": "d", "stars": "2"},
                                  {"text": "e", "stars": 3}, {"text": " ", "stars": 1}), "x.csv")
    assert (found.texts, found.labels, found.dropped) == (["a", "b", "c", "d"], [1, 0, 1, 0], 2)


def test_three_stars_may_count_as_negative():
    assert read_reviews(numbered({"text": "e", "stars": 3}), "x.csv", "negative").labels == [0]


@pytest.mark.parametrize(("row", "field"), [
    ({"text": "a", "label": 2}, "label"), ({"text": "a", "label": "good"}, "label"), ({"text": "a"}, "stars"),
    ({"text": "a", "stars": 6}, "stars"),
    ({"text": ["a"], "label": 1}, "text"),
])
def test_a_wrong_row_is_named(row, field):
    with pytest.raises(InvalidRecord, match=f"x.csv, row 2, {field}"):
        read_reviews(numbered({"text": "a", "label": 1}, row), "x.csv")


def test_no_clear_row_is_refused():
    with pytest.raises(InvalidFile, match="1 rows were dropped"):
        read_reviews(numbered({"text": "a", "stars": 3}), "x.csv")


def test_measures_with_intervals_and_the_matrix():
    reviews = read_reviews(numbered({"text": "good", "label": 1}, {"text": "fine", "label": 1}, {"text": "bad", "label": 0},
                                    {"text": "good grief", "label": 0}, {"text": "no", "label": 0}), "x.csv")

    report = measure(Words(), reviews)

    assert report.metrics["accuracy"].value == 0.6
    assert report.metrics["recall"].value == 0.5
    assert set(report.metrics) >= {"accuracy", "balanced_accuracy", "precision", "recall", "f1", "auc"}
    assert report.metrics["auc"].low < report.metrics["auc"].value
    assert report.counts["positive read as negative"] == 1
    assert report.counts["negative read as positive"] == 1
    assert [row["accuracy"] for row in report.rows] == [1, 0, 1, 0, 1]
