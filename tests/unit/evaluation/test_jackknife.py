from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.evaluation.intervals import mean
from shopkeeper.evaluation.jackknife import jackknife


def test_the_interval_of_a_mean_is_that_of_the_bootstrap():
    values = np.random.default_rng(3).normal(10, 2, 400)

    ours, theirs = jackknife(400, lambda kept: float(values[list(kept)].mean())), mean(list(values))

    assert ours.value == pytest.approx(theirs.value)
    assert ours.high - ours.low == pytest.approx(theirs.high - theirs.low, rel=0.4)


def test_three_items_are_left_out_one_at_a_time():
    # means without one: 2.5, 2, 1.5; variance (2/3)·(.25 + 0 + .25) = 1/3
    found = jackknife(3, lambda kept: sum(n + 1 for n in kept) / len(kept))

    assert found.value == 2
    assert found.high - 2 == pytest.approx(1.959964 * (1 / 3) ** 0.5)


def test_one_item_has_no_spread():
    assert jackknife(1, lambda kept: 7.0).to_dict() == {"value": 7, "low": 7, "high": 7}
