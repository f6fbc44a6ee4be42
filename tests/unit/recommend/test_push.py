"""Margin and stock to clear."""

from __future__ import annotations

import numpy as np

from shopkeeper.recommend.push import lifted, surplus
from shopkeeper.recommend.shelf import FACT
from shopkeeper.recommend.tally import Tally
from shopkeeper.recommend.tuning import Tuning

SOLD = np.array([30, 0, 1], np.float32)
TALLY = Tally(SOLD, SOLD, SOLD, SOLD)


def facts(margins, stocks):
    made = np.zeros(len(margins), FACT)
    made["margin"], made["stock"] = margins, stocks
    return made


def test_what_lasts_long_is_too_much():
    stock = np.array([60, 360, 3, np.nan, 0], np.float32)
    np.testing.assert_allclose(surplus(stock, np.array([30, 10, 0, 1, 0], np.float32)), [0, 1, 0.4, 0, 0], atol=1e-6)


def test_both_settings_lift_and_are_told():
    told = {}
    gained = lifted(["a", "b", "c"], np.arange(3), facts([0.5, np.nan, 0.2], [10, 6, np.nan]), TALLY, Tuning(0.4, 0.5), told)
    np.testing.assert_allclose(gained, [0.2, 0.5, 0.08], atol=1e-6)
    assert [(share.kind, share.text) for share in told["b"]] == [("setting", "stock to clear: 6 pieces")]
    assert told["a"][0].text == "margin 50%"


def test_a_product_that_came_after_the_count_was_never_sold():
    assert lifted(["d"], np.array([7]), facts([np.nan], [60]), TALLY, Tuning(clearance=1), {}).tolist() == [1]
