"""What customers will buy: the models against each other on days that none of them saw, kept and read again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from shopkeeper.customers.purchases import Order, Purchases, arrays, summary
from shopkeeper.customers.value import BEFORE, LEARNED, NAMES, fitted, loaded
from shopkeeper.customers.value_trial import captured, trials
from shopkeeper.shop import InvalidFile

START = datetime(2025, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def purchases() -> Purchases:
    """300 customers over a year, who buy at rates and for amounts of their own and stop at some time."""
    draw, orders = np.random.default_rng(0), {}
    for person in range(300):
        rate, spends, life = draw.gamma(1.5, 1 / 40), draw.gamma(4, 2000), draw.exponential(200)
        at = first = draw.uniform(0, 200)
        while at < min(first + life, 360):
            orders[f"o{len(orders)}"] = Order(f"c{person:03}", START + timedelta(days=float(at)), round(spends * draw.gamma(5, 0.2)), 1, 1)
            at += draw.exponential(1 / rate)
    return arrays(orders, "CNY")


def test_all_models_are_measured_on_the_same_unseen_days(purchases):
    found = trials(purchases, 60)
    assert [trial.model for trial in found.trials] == list(NAMES)
    assert found.left_out == {}
    assert {len(trial.who) for trial in found.trials} == {len(summary(purchases, found.day).who)}
    metrics = {trial.model: trial.metrics() for trial in found.trials}
    for name in NAMES[1:]:
        assert metrics[name]["auc"].value > 0.7
        assert 0.5 < metrics[name]["calibration"].value < 2.2
        assert metrics[name]["deviance"].value < metrics[BEFORE]["deviance"].value
    assert found.best.model != BEFORE
    assert found.less(BEFORE).value > 0
    json.dumps(found.to_dict())


def test_the_days_that_are_foretold_teach_nothing(purchases):
    day = purchases.end - 60
    rows = purchases.before(day)
    past = {purchases.order_ids[row]: Order(purchases.customers[purchases.who[row]], purchases.moment(purchases.at[row]),
                                            round(purchases.amount[row] * 100), 1, 1) for row in rows}
    cut = arrays(past, "CNY")
    for name in NAMES:
        whole, known = fitted(name, purchases, day, 60), fitted(name, cut, day, 60)
        np.testing.assert_allclose(whole.say(purchases, summary(purchases, day), day, 60).amount,
                                   known.say(cut, summary(cut, day), day, 60).amount)


@pytest.mark.parametrize("name", NAMES)
def test_a_model_that_was_kept_says_the_same(purchases, name, tmp_path):
    day = purchases.end
    model, at = fitted(name, purchases, day, 60), summary(purchases, day)
    model.save(tmp_path)
    again = loaded(name, json.loads(json.dumps(model.to_dict())), tmp_path)
    for one, other in zip(*(([each.buys, each.orders, each.amount, each.alive]) for each in (
            model.say(purchases, at, day, 60), again.say(purchases, at, day, 60))), strict=True):
        np.testing.assert_allclose(one, other)


def test_more_days_bring_more(purchases):
    day, at = purchases.end, summary(purchases, purchases.end)
    for name in NAMES[1:]:
        model = fitted(name, purchases, day, 60)
        short, long = model.say(purchases, at, day, 30), model.say(purchases, at, day, 120)
        assert np.all(short.amount <= long.amount + 1e-9)
        assert np.all(short.buys <= long.buys + 1e-9)


def test_too_short_a_history_leaves_models_out_and_says_why(purchases):
    few = {f"o{n}": Order(f"c{n % 3}", START + timedelta(days=n), 100, 1, 1) for n in range(40)}
    found = trials(arrays(few, "CNY"), 10)
    assert [trial.model for trial in found.trials] == [BEFORE]
    assert set(found.left_out) == {"BG/NBD", "Pareto/NBD", LEARNED}
    assert "expected at least 10 customers who bought again" in found.left_out["BG/NBD"]
    with pytest.raises(InvalidFile, match="from before the latest 90 days"):
        trials(arrays(few, "CNY"), 90)


def test_what_the_best_tenth_paid():
    paid = np.array([[0.0] * 8 + [60.0, 40.0]])
    assert captured(paid, paid).tolist() == [0.6]
    assert captured(-paid, paid).tolist() == [0.0]


def test_a_folder_that_holds_no_model_is_a_sentence(tmp_path):
    with pytest.raises(InvalidFile, match="not a model of the value of customers"):
        loaded("BG/NBD", {"buying": {"r": 1}}, tmp_path)
    with pytest.raises(InvalidFile, match="other features"):
        loaded(LEARNED, {"features": ["shoe size"], "days": 1, "unit": 1, "level": 0}, tmp_path)
