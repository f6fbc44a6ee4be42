"""Off-line estimates against logged bandits whose true values are known."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.evaluation.counterfactual import Expected, estimate

PLACES, PRODUCTS = 3, 5
# The chance of a click, by kind of visitor, product and place.
TRUE = np.random.default_rng(0).uniform(0.02, 0.5, (4, PRODUCTS))[:, :, None] * np.array([1.0, 0.7, 0.5])
EXPLORED = 0.3


def world(seed, n=1500):
    """A log of lists: each place draws its product on its own, mostly the log's favourite, and clicks by `TRUE`."""
    draw = np.random.default_rng(seed)
    visitors = draw.integers(0, 4, n)
    favourite = (visitors[:, None] + np.arange(PLACES)) % PRODUCTS
    explores = draw.random((n, PLACES)) < EXPLORED
    shown = np.where(explores, draw.integers(0, PRODUCTS, (n, PLACES)), favourite)
    chance = np.where(shown == favourite, 1 - EXPLORED + EXPLORED / PRODUCTS, EXPLORED / PRODUCTS)
    clicks = (draw.random((n, PLACES)) < TRUE[visitors[:, None], shown, np.arange(PLACES)]).astype(float)
    return visitors, shown, chance, clicks


POLICY = TRUE.argmax(1)  # of the other policy: the product that is clicked most, by visitor and place


def truth():
    return float(np.mean([TRUE[v, POLICY[v, k], k] for v in range(4) for k in range(PLACES)]) * PLACES)


def estimated(seed, model=None, n=1500):
    visitors, shown, chance, clicks = world(seed, n)
    wanted = POLICY[visitors]
    expected = None
    if model is not None:
        expected = Expected(model[visitors[:, None], shown, np.arange(PLACES)], model[visitors[:, None], wanted, np.arange(PLACES)])
    return estimate(clicks, chance, (shown == wanted).astype(float), expected=expected)


ROUGH = TRUE * 0.6 + 0.08  # a model of clicks that is wrong everywhere


@pytest.mark.parametrize("name", ["ips", "snips", "doubly_robust"])
def test_intervals_hold_the_true_value_as_often_as_they_say(name):
    runs = [getattr(estimated(seed, ROUGH), name) for seed in range(200)]
    covered = np.mean([run.low <= truth() <= run.high for run in runs])
    assert 0.92 <= covered <= 0.98
    assert np.mean([run.value for run in runs]) == pytest.approx(truth(), rel=0.02)


def test_the_log_itself_is_much_off_the_other_policy():
    assert estimated(0).logged.high < truth() - 0.1


def test_a_model_of_the_reward_and_normalising_each_make_the_estimate_surer():
    width = {name: np.mean([getattr(run, name).high - getattr(run, name).low for run in (estimated(seed, TRUE) for seed in range(30))])
             for name in ("ips", "snips", "doubly_robust")}
    assert max(width["doubly_robust"], width["snips"]) < width["ips"]


def test_the_gain_is_decided_only_when_its_interval_leaves_zero_out():
    sure, unsure = estimated(0, ROUGH), estimated(0, n=60)
    assert sure.decided
    assert sure.gain.low > 0
    assert not unsure.decided


def test_the_gain_of_the_logged_policy_over_itself_is_nothing():
    _, _, _, clicks = world(0)
    same = estimate(clicks, np.ones_like(clicks), np.ones_like(clicks))
    assert (same.gain.low, same.gain.value, same.gain.high) == pytest.approx((0, 0, 0), abs=1e-12)
    assert (same.effective, same.supported, same.decided) == (1500, True, False)
    assert same.ips.to_dict() == same.snips.to_dict() == same.logged.to_dict()


def test_effective_lists_by_hand():
    found = estimate([[1.0], [0.0], [1.0]], [[0.5], [0.5], [1.0]], [[1.0], [0.0], [1.0]])
    assert found.effective == pytest.approx(9 / 5)  # weights 2, 0, 1
    assert found.ips.value == pytest.approx(1.0)
    assert found.snips.value == pytest.approx(1.0)


def test_a_log_that_never_shows_what_the_other_policy_would_cannot_tell():
    clicks = np.random.default_rng(0).random((500, 2)).round()
    others = np.tile([1.0, 0.0], (500, 1))
    others[::2] = 0  # in every second list it would show what the log cannot
    found = estimate(clicks, np.ones((500, 2)), others)
    assert not found.supported
    assert not found.decided


def test_lists_of_one_visitor_are_not_counted_as_independent():
    visitors, shown, chance, clicks = world(0, 400)
    again = [np.repeat(each, 5, axis=0) for each in (clicks, chance, (shown == POLICY[visitors]).astype(float))]
    wide = estimate(*again, groups=np.repeat(np.arange(400), 5)).snips
    narrow, honest = estimate(*again).snips, estimated(0, n=400).snips
    assert wide.high - wide.low == pytest.approx(honest.high - honest.low, rel=0.01)
    assert narrow.high - narrow.low < 0.6 * (wide.high - wide.low)


def test_the_end_of_a_short_list_adds_nothing():
    short = estimate([[1.0, 0.0], [0.0, 0.0]], [[0.5, 0.0], [0.5, 0.0]], [[1.0, 0.0], [1.0, 0.0]])
    alone = estimate([[1.0], [0.0]], [[0.5], [0.5]], [[1.0], [1.0]])
    assert (short.ips, short.snips, short.support) == (alone.ips, alone.snips, alone.support)


@pytest.mark.parametrize("wrong", [
    ([[1.0]], [[0.0]], [[1.0]]), ([[1.0]], [[0.5]], [[1.5]]), ([1.0], [0.5], [1.0]), ([[1.0]], [[0.5, 0.5]], [[1.0]]), ([[]], [[]], [[]]),
])
def test_what_cannot_be_chances_is_refused(wrong):
    with pytest.raises(ValueError, match="expected"):
        estimate(*wrong)
