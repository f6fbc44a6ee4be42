import numpy as np
import pytest

from shopkeeper.evaluation import compare, mean, percentile
from shopkeeper.evaluation.intervals import resample


def test_the_interval_of_a_mean_is_that_of_the_normal_law_for_many_values():
    values = np.random.default_rng(1).normal(5.0, 2.0, 1000)
    found = mean(values)
    half = 1.96 * values.std() / 1000**0.5
    assert found.value == pytest.approx(values.mean())
    assert found.low == pytest.approx(values.mean() - half, abs=0.02)
    assert found.high == pytest.approx(values.mean() + half, abs=0.02)


def test_the_interval_covers_the_truth_about_95_times_in_a_hundred():
    draw = np.random.default_rng(2)
    covered = 0
    for seed in range(200):
        found = mean(draw.uniform(0, 1, 60), seed)
        covered += found.low <= 0.5 <= found.high
    assert 178 <= covered <= 199


def test_the_same_seed_gives_the_same_interval():
    values = [0.1, 0.4, 0.9, 0.2]
    assert mean(values, 1) == mean(values, 1)
    assert percentile(values, 95, 1) == percentile(values, 95, 1)


def test_equal_values_have_no_width():
    found = mean([0.25] * 10)
    assert (found.low, found.value, found.high) == (0.25, 0.25, 0.25)


def test_a_percentile_lies_in_its_interval():
    found = percentile(list(range(1, 101)), 95)
    assert found.value == pytest.approx(95.05)
    assert found.low < found.value < found.high


def test_a_small_but_steady_gain_is_found_by_pairing():
    # Given queries that differ widely, and ours better by .02 on each
    theirs = np.random.default_rng(4).uniform(0, 1, 300)
    found = compare(theirs + 0.02, theirs)
    assert found.value == pytest.approx(0.02)
    assert found.significant
    assert found.p < 0.01


def test_noise_is_not_taken_for_a_gain():
    draw = np.random.default_rng(5)
    found = compare(draw.uniform(0, 1, 300), draw.uniform(0, 1, 300))
    assert not found.significant
    assert found.p > 0.05


def test_no_difference_at_all_is_chance():
    assert compare([0.5, 0.7], [0.5, 0.7]).p == 1.0


def test_a_large_sample_is_drawn_in_parts_of_the_right_number():
    assert resample(np.ones(900_000), lambda rows: rows.mean(axis=1), 0, 7).shape == (7,)


def test_values_that_are_no_numbers_are_refused():
    with pytest.raises(ValueError, match="finite number"):
        mean([float("nan")])
    with pytest.raises(ValueError, match="paired"):
        compare([1.0, 2.0], [1.0])
