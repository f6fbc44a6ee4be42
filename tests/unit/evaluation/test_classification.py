"""Figures of a classifier against cases worked out by hand and against slower definitions."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.evaluation import confusion, figures, measures, values


def test_the_figures_of_a_known_matrix():
    """8 negatives, of which 6 found; 4 positives, of which 3 found."""
    found = figures([[6, 2], [1, 3]])

    assert found["accuracy"] == 9 / 12
    assert found["balanced_accuracy"] == pytest.approx((6 / 8 + 3 / 4) / 2)
    assert found["precision"] == 3 / 5
    assert found["recall"] == 3 / 4
    assert found["f1"] == pytest.approx(2 * 3 / (5 + 4))
    assert found["macro_f1"] == pytest.approx((2 * 6 / (7 + 8) + 2 * 3 / 9) / 2)


def test_rows_are_the_truth():
    assert confusion([0, 0, 1], [0, 1, 1], 2).tolist() == [[1, 1], [0, 1]]


def test_a_class_that_never_occurs_is_left_out_of_the_means():
    assert figures([[2, 0, 0], [0, 1, 1], [0, 0, 0]])["balanced_accuracy"] == 0.75


def test_nothing_is_said_to_be_positive():
    found = figures([[5, 0], [5, 0]])
    assert (found["precision"], found["recall"], found["f1"], found["balanced_accuracy"]) == (0, 0, 0, 0.5)


def test_no_area_of_one_class():
    assert "auc" not in measures([1, 1], [[0.2, 0.8], [0.6, 0.4]])


def test_intervals_hold_the_value_and_narrow_with_more_rows():
    draw = np.random.default_rng(0)
    truth = draw.integers(0, 3, 4000)
    said = np.where(draw.random(4000) < 0.8, truth, draw.integers(0, 3, 4000))
    chances = np.eye(3)[said]

    few, many = measures(truth[:400], chances[:400]), measures(truth, chances)

    assert set(many) == {"accuracy", "balanced_accuracy", "macro_f1"}
    for name, each in many.items():
        assert each.low < each.value < each.high
        assert each.high - each.low < few[name].high - few[name].low
        assert values(truth, chances)[name] == each.value
    wald = 1.96 * (many["accuracy"].value * (1 - many["accuracy"].value) / 4000) ** 0.5
    assert many["accuracy"].high - many["accuracy"].low == pytest.approx(2 * wald, rel=0.15)
