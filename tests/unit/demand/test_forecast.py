"""The choice among methods, what is said, how sure it is, and how that is measured."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from shopkeeper.app.cli.main import run
from shopkeeper.demand.choose import Trial, choose
from shopkeeper.demand.forecast import Grown, _came, _fullest, fit, fit_mean, moments, scales
from shopkeeper.demand.learned import LearnedMean
from shopkeeper.demand.panel import Period
from shopkeeper.demand.spread import HELD, LEVELS, Spread
from shopkeeper.demand.task import origins, report
from shopkeeper.shop import InvalidFile

from .conftest import WEEKDAYS, daily


@pytest.fixture(scope="module")
def fitted(sales):
    return fit(sales, 14)


def trial(good: int, n: int = 30, moments: int = 3):
    draw = np.random.default_rng(0)
    came = draw.gamma(2, 5, (moments, n, 7))
    said = np.stack([came + draw.normal(0, 0.2 if place == good else 6, came.shape) for place in range(3)], axis=1)
    return Trial(("a", "b", "c"), said, came, np.ones(n))


def test_the_method_that_was_right_is_trusted():
    found = choose(trial(1), "absolute")
    assert found.common[1] > 0.9
    assert found.alone["b"] < found.alone["a"]


def test_a_series_may_lean_to_what_is_best_on_it():
    first, second = trial(0), trial(2)
    said, came = np.concatenate([first.said, second.said], axis=2), np.concatenate([first.came, second.came], axis=1)
    both = Trial(first.methods, said, came, np.ones(60))
    found = choose(both, "squared")
    assert found.lean > 0
    assert found.weights[:30, 0].mean() > found.weights[30:, 0].mean()
    assert found.weights.sum(1) == pytest.approx(np.ones(60), abs=0.05)


def test_moments_lie_a_horizon_apart_and_of_the_latest_half_is_known():
    assert moments(374, 28) == [290, 318, 346, 360]
    assert moments(51, 12) == [27, 33, 39, 45]
    assert moments(9, 8) == [5]
    assert moments(5, 4) == [1]


def test_what_had_not_sold_yet_tells_nothing_of_methods(sales):
    late = sales.values.copy()
    late[:20, :130] = 0
    came = _came(replace(sales, values=late), [100, 136], 28)
    assert np.isnan(came[0, :20]).all()
    assert (came[0, 20:] == late[20:, 100:128]).all()
    assert (came[1, 20:, :14] == late[20:, 136:]).all()
    assert np.isnan(came[1, :, 14:]).all()


def test_moments_that_know_too_little_for_trees_are_left_out_where_others_know_enough():
    few, many = {"naive": np.zeros((1, 1))}, {"naive": np.zeros((1, 1)), "learned": np.zeros((1, 1))}
    assert _fullest([3, 9, 15], [few, many, many])[0] == [9, 15]
    assert _fullest([3, 9], [few, few])[0] == [3, 9]


def test_only_methods_that_count_are_asked(sales, fitted):
    idle = replace(fitted.mean, weights=np.eye(len(fitted.mean.methods))[[0] * len(sales.ids)], common=np.eye(len(fitted.mean.methods))[0])
    assert idle.used == fitted.mean.methods[:1]


def test_the_mean_alone_is_chosen_as_with_the_median(sales, fitted):
    alone = fit_mean(sales, 14, None, Grown(lambda past: LearnedMean.learn(past, 14)))
    assert alone.mean.weights.tolist() == fitted.mean.weights.tolist()
    assert alone.tried.expected.tolist() == fitted.tried.expected.tolist()
    assert alone.expect(sales).tolist() == fitted.expect(sales).tolist()


def test_trees_are_grown_anew_for_what_knows_a_quarter_more(sales):
    asked = []
    grown = Grown(lambda past: asked.append(past.columns) or (LearnedMean(None) if past.columns > 30 else None))
    assert grown.near(sales.until(30)) is None
    near = [grown.near(sales.until(columns)) for columns in (40, 49, 50)]
    assert grown.of(sales.until(60)) is grown.near(sales.until(74))
    assert near[0] is near[1] is grown.near(sales.until(49))
    assert asked == [30, 40, 50, 60]


def test_the_level_and_the_weekday_are_found(sales, fitted):
    said = fitted.say(sales)
    usual = sales.values.mean(1)[:, None] * WEEKDAYS[(sales.columns + np.arange(14)) % 7]
    busy = sales.values.mean(1) > 3
    assert np.abs(said.mean[busy] / usual[busy] - 1).mean() < 0.25
    assert str(said.at(0)) == "2026-06-04"


def test_quantiles_rise_and_four_of_five_lie_within_the_interval(sales, fitted):
    said = fitted.say(sales)
    assert (np.diff(said.quantiles, axis=2) >= 0).all()
    came = np.random.default_rng(9).poisson(fitted.say(sales).mean)
    later = daily(40, 164).values[:, 150:]
    assert later.shape == came.shape
    held = ((said.low <= later) & (later <= said.high))[sales.values.mean(1) > 2].mean()
    assert 0.7 < held < 0.92


def test_a_thing_that_was_not_there_goes_by_the_weights_for_all(sales, fitted):
    new = replace(sales, ids=("new", *sales.ids[1:]))
    assert fitted.say(new).mean[0] == pytest.approx(sales.values[0].mean() * np.ones(14), abs=0.6)


def test_the_spread_of_poisson_sales_is_found():
    draw = np.random.default_rng(1)
    expected = draw.uniform(5, 50, 20_000)
    found = Spread.learn(expected, draw.poisson(expected).astype(float), np.ones(20_000))
    quantiles = found.quantiles(np.array([30.0]), np.ones(1))[0]
    assert quantiles[LEVELS.index(0.9)] == pytest.approx(37, abs=1.5)
    low, high = found.interval(expected, np.ones(1))
    assert ((low <= (came := draw.poisson(expected))) & (came <= high)).mean() == pytest.approx(HELD, abs=0.02)
    assert Spread.of(json.loads(json.dumps(found.to_dict()))).quantiles(np.array([30.0]), np.ones(1))[0] == pytest.approx(quantiles)


def test_scales_begin_with_the_first_sale():
    assert scales(np.array([[0, 0, 0, 2, 4, 2.0]]), 1)[0] == pytest.approx([2])


def test_the_report_says_what_design_asks(sales):
    found = report(sales.rows(range(12)), 7, 2)
    assert set(found.metrics) >= {"mase", "rmsse", "wape", "bias", "pinball", "coverage_80", "s_per_1000_series"}
    assert 0.5 < found.metrics["mase"].value < 1.1
    assert found.counts["origins"] == 2


def test_moments_may_overlap(sales):
    found = origins(sales.rows(range(12)), 14, 3, apart=7)
    assert [each.column for each in found] == [122, 129, 136]


def test_a_history_that_is_too_short_is_said(sales):
    with pytest.raises(InvalidFile, match="expected at least 34 periods for 3 origins"):
        report(replace(sales, values=sales.values[:, :20]), 7, 3)


def test_evaluate_forecast_from_a_file(tmp_path, capsys):
    values = daily(6, 60).values
    rows = [f"p{row},{column},{value:.0f}" for row, series in enumerate(values) for column, value in enumerate(series)]
    (tmp_path / "sales.csv").write_text("sku,period,sold\n" + "\n".join(rows))
    code = run(["evaluate", "forecast", "--data", str(tmp_path / "sales.csv"), "--map", "sku=id,period=date,sold=quantity", "--horizon=4",
                "--origins", "2", "--gate", "mase<=5", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert code == 0
    assert told["counts"]["series"] == 6
    assert set(told["metrics"]["wape"]) == {"value", "low", "high"}
    assert daily(6, 60).period is Period.DAY
