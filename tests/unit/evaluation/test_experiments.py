"""Who gets which arm, and that looking often does not raise false alarms."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise

import numpy as np
import pytest

from shopkeeper.evaluation.experiments import (
    FEWEST,
    RATIO_ALPHA,
    Sample,
    assigned,
    compare_arms,
    sample_ratio,
    visitors_needed,
)

VISITORS = [f"session/{n}" for n in range(20_000)]


def arms(name, shares=(1, 1)):
    return np.array([assigned(name, visitor, shares) for visitor in VISITORS])


def test_a_visitor_has_the_same_arm_in_every_process():
    say = "from shopkeeper.evaluation.experiments import assigned; print([assigned('签', f'session/{n}', (1, 1, 2)) for n in range(50)])"
    here = str([assigned("签", f"session/{n}", (1, 1, 2)) for n in range(50)])
    for seed in ("1", "2"):
        told = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True,
                              env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)})
        assert told.stdout.strip() == here


@pytest.mark.parametrize("shares", [(1, 1), (1, 1, 1), (0.9, 0.1), (3, 1, 4)])
def test_arms_are_as_large_as_their_shares(shares):
    counts = np.bincount(arms("e", shares), minlength=len(shares))
    assert sample_ratio(counts.tolist(), shares) > RATIO_ALPHA


def test_two_experiments_split_visitors_independently():
    table = np.bincount(arms("one") * 2 + arms("two"), minlength=4)
    assert sample_ratio(table.tolist(), (1, 1, 1, 1)) > RATIO_ALPHA


def test_visitors_whose_names_are_alike_are_split_too():
    numbered = [assigned("e", f"customer/{n:06}", (1, 1)) for n in range(2000)]
    assert abs(sum(a != b for a, b in pairwise(numbered)) / 1999 - 0.5) < 0.05


def test_a_sample_ratio_by_hand():
    assert sample_ratio([50, 50], (1, 1)) == 1.0 == sample_ratio([0, 0], (1, 1))
    assert sample_ratio([60, 40], (1, 1)) == pytest.approx(0.0455, abs=1e-4)  # chi-square 4 with one degree of freedom
    assert sample_ratio([5300, 4700], (1, 1)) < RATIO_ALPHA
    assert sample_ratio([200, 400, 400], (1, 2, 2)) == 1.0


def test_nothing_is_said_of_few_visitors_or_few_events():
    few = Sample.of([1.0] * (FEWEST - 1))
    rare = Sample.of([1.0] * 5 + [0.0] * 1000)
    for first, other in ((few, few), (rare, rare), (Sample.of([]), rare), (Sample.of([1.0] * 200), Sample.of([0.0] * 200))):
        found = compare_arms(first, other)
        assert (found.enough, found.p, found.low) == (False, 1.0, -np.inf)


def test_a_great_difference_is_found_and_its_interval_holds_it():
    draw = np.random.default_rng(0)
    first, other = Sample.of(draw.random(4000) < 0.10), Sample.of(draw.random(4000) < 0.15)
    found = compare_arms(first, other, planned=4000)
    assert found.enough
    assert 0 < found.low < 0.05 < found.high
    assert found.p < 0.001


def test_the_interval_leaves_out_nothing_exactly_when_p_is_below_alpha():
    draw = np.random.default_rng(1)
    for _ in range(200):
        first, other = (Sample.of(draw.normal(size=500) + draw.normal() / 10) for _ in range(2))
        found = compare_arms(first, other, planned=500)
        assert (found.low > 0 or found.high < 0) == (found.p < 0.05)


PEEKS = np.unique(np.geomspace(FEWEST, 4000, 40).astype(int))


def alarms(draw, runs):
    """The share of experiments without a difference in which any of forty looks says that there is one. `draw(n)`: n visitors."""
    false = 0
    for _ in range(runs):
        a, b = draw(PEEKS[-1]), draw(PEEKS[-1])
        false += any(compare_arms(Sample.of(a[:n]), Sample.of(b[:n]), planned=2000).p < 0.05 for n in PEEKS)
    return false / runs


@pytest.mark.parametrize("measure", ["share", "rare share", "revenue"])
def test_who_looks_forty_times_at_two_equal_arms_is_seldom_told_of_a_difference(measure):
    random = np.random.default_rng(11)
    draws = {
        "share": lambda n: (random.random(n) < 0.3).astype(float),
        "rare share": lambda n: (random.random(n) < 0.03).astype(float),
        "revenue": lambda n: (random.random(n) < 0.08) * random.lognormal(4, 1, n),
    }
    assert alarms(draws[measure], 150) <= 0.05


def test_a_test_that_is_made_for_one_look_cries_wolf_when_looked_at_often():
    random, false = np.random.default_rng(7), 0
    for _ in range(150):
        a, b = (random.random(PEEKS[-1]) < 0.3 for _ in range(2))
        z = [abs(a[:n].mean() - b[:n].mean()) / np.sqrt(a[:n].var() / n + b[:n].var() / n) for n in PEEKS]
        false += max(z) > 1.96
    assert false / 150 > 0.15  # what the always-valid test is for


def test_as_many_visitors_as_are_said_to_be_needed_find_the_change_that_often():
    random = np.random.default_rng(3)
    n = visitors_needed(0.2, 0.16, 0.2)
    found = 0
    for _ in range(100):
        first, other = Sample.of(random.random(n) < 0.20), Sample.of(random.random(n) < 0.24)
        found += compare_arms(first, other, planned=n).low > 0
    assert 0.7 <= found / 100 <= 0.95
    assert visitors_needed(0, 0.1, 0.1) == 10**9
