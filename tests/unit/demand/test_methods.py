"""Each method on series whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.demand.intermittent import imapa, sba, tsb
from shopkeeper.demand.methods import METHODS
from shopkeeper.demand.naive import seasonal_naive
from shopkeeper.demand.smoothing import ets
from shopkeeper.demand.theta import seasonal_factors, theta

from .conftest import WEEKDAYS

TIME = np.arange(140)


@pytest.mark.parametrize("name", METHODS)
def test_what_never_changes_goes_on(name):
    np.testing.assert_allclose(METHODS[name](np.full((3, 60), 4.0), 5, 1), 4.0, rtol=0.03)


@pytest.mark.parametrize("name", METHODS)
def test_gaps_and_a_late_start_are_no_zeros(name):
    values = np.full((1, 90), 6.0)
    values[0, :30] = values[0, 50:60] = np.nan
    np.testing.assert_allclose(METHODS[name](values, 3, 1), 6.0, rtol=0.03)


@pytest.mark.parametrize("name", METHODS)
def test_nothing_known_gives_numbers(name):
    assert np.isfinite(METHODS[name](np.full((2, 30), np.nan), 4, 7)).all()


def test_the_weekday_is_seen_by_ets_theta_and_the_naive():
    values = np.random.default_rng(1).poisson(40 * WEEKDAYS[TIME % 7], (4, 140)).astype(float)
    expected = 40 * WEEKDAYS[(140 + np.arange(7)) % 7]
    for method, off in ((ets, 5), (theta, 5), (seasonal_naive, 10)):
        assert np.abs(method(values, 7, 7).mean(0) - expected).mean() < off, method.__name__


def test_no_season_is_seen_in_noise():
    assert (seasonal_factors(np.random.default_rng(2).normal(20, 3, (20, 140)), 7) == 1).mean() > 0.8


def test_ets_follows_a_trend_and_theta_half_of_it():
    values = (10 + 0.5 * TIME)[None] + np.random.default_rng(3).normal(0, 0.3, (1, 140))
    assert ets(values, 4, 1)[0] == pytest.approx([80, 80.4, 80.9, 81.3], abs=1.0)
    assert 79 < theta(values, 4, 1)[0, 3] < 82


def test_rare_sales_come_to_their_rate():
    values = np.where(np.random.default_rng(4).random((200, 300)) < 0.1, 5.0, 0.0)
    for method in (sba, tsb, imapa):
        assert method(values, 1, 1).mean() == pytest.approx(0.5, rel=0.15), method.__name__


def test_what_no_longer_sells_fades_by_tsb_but_not_by_sba():
    values = np.where(np.random.default_rng(5).random((50, 300)) < 0.3, 5.0, 0.0)
    values[:, 200:] = 0
    assert tsb(values, 1, 1).mean() < 0.2 < sba(values, 1, 1).mean()
