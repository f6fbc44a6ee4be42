"""What an action changes, by experiments whose truth is planted."""

from __future__ import annotations

import json

import numpy as np
import pytest

from shopkeeper.customers.actions import Action
from shopkeeper.customers.uplift import EVERYONE, NOBODY, TARGETED, Tried, Uplift, policy, qini, unseen
from shopkeeper.customers.uplift_train import Uplifts, train_uplift
from shopkeeper.models.versions import Versions
from shopkeeper.shop import InvalidFile


def experiment(effect, n: int = 1400, seed: int = 0) -> tuple[Tried, np.ndarray]:
    """People of whom 40 % buy anyway, half of them treated by chance; what that changes is `effect` of their features."""
    draw = np.random.default_rng(seed)
    rows, treated = draw.normal(size=(n, 5)), draw.random(n) < 0.5
    truth = effect(rows)
    earned = draw.gamma(2, 5, n) * (draw.random(n) < 0.4) + treated * truth
    return Tried(tuple(f"c{i}" for i in range(n)), rows, treated, earned), truth


HELPS_SOME = lambda rows: np.where(rows[:, 0] > 0, 6.0, -2.0)  # noqa: E731


@pytest.fixture(scope="module")
def some() -> tuple[Tried, np.ndarray, np.ndarray]:
    tried, truth = experiment(HELPS_SOME)
    return tried, truth, unseen(tried)


def test_whom_it_helps_is_found_in_people_it_did_not_learn_from(some):
    _, truth, said = some
    assert np.corrcoef(said, truth)[0, 1] > 0.85
    assert said.mean() == pytest.approx(truth.mean(), abs=0.7)


def test_targeting_is_chosen_where_it_pays(some):
    tried, truth, said = some
    found = policy(tried, 1.0, said)
    assert found.name == TARGETED
    best = np.where(truth > 1, truth - 1, 0).mean()  # what knowing everything would add to treating nobody
    assert found.earned[TARGETED].value - found.earned[NOBODY].value == pytest.approx(best, abs=0.8)
    assert found.better.low > 0
    assert 0.4 < found.targeted_share < 0.6
    json.dumps(found.to_dict())


@pytest.mark.parametrize(("effect", "cost", "name"), [(4.0, 1.0, EVERYONE), (0.3, 2.0, NOBODY)])
def test_where_all_are_alike_targeting_does_not_pay_and_that_is_said(effect, cost, name):
    tried, _ = experiment(lambda rows: np.full(len(rows), effect))
    found = policy(tried, cost)
    assert found.name == name
    assert found.why.startswith(f"treat {name}: targeting does not pay")
    assert found.earned[EVERYONE].value - found.earned[NOBODY].value == pytest.approx(effect - cost, abs=0.8)


def test_the_qini_coefficient_is_0_by_chance_and_highest_for_the_truth(some):
    tried, truth, said = some
    by_chance = qini(np.random.default_rng(5).normal(size=len(truth)), tried)
    assert by_chance.low < 0 < by_chance.high
    assert qini(said, tried).low > by_chance.high
    assert qini(truth, tried).value > by_chance.high
    assert qini(-truth, tried).value < by_chance.low


def test_a_version_is_kept_with_what_the_experiment_showed(some, tmp_path):
    tried = some[0]
    versions = Versions(tmp_path / "uplift")
    made = train_uplift(tried, Action.WIN_BACK, 1.0, versions, "voucher in May")
    kept = Uplifts(versions.get(versions.active).folder)
    assert (kept.tested.action, kept.tested.policy, kept.tested.cost) == (Action.WIN_BACK, TARGETED, 1.0)
    np.testing.assert_allclose(kept.of(tried.rows[:5]), Uplift.learn(tried).predict(tried.rows[:5]))
    card = versions.get(made.version).card
    assert "voucher in May" in card
    assert made.policy.why in card


def test_too_small_an_experiment_is_a_sentence():
    with pytest.raises(InvalidFile, match="expected at least 50 people treated and 50 not, got"):
        policy(experiment(HELPS_SOME, 80)[0], 1.0)
