"""Ordering simulated: what rules do on demand that is known, and the advice on a shop's own last days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from shopkeeper.demand.on_history import FACTORS, SERVICES, StockSimulation, _largest, _terms, foretold, played
from shopkeeper.demand.plots import simulation_figure
from shopkeeper.demand.pooled import Pooled
from shopkeeper.demand.reorder import Policy, Terms
from shopkeeper.demand.series import PRODUCT, Node, Part, Series
from shopkeeper.demand.simulate import Simulated, Supply, Wanted, by_forecast, by_recent_mean, simulate, stock_at
from shopkeeper.shop import InvalidFile


def fixed(point: float, level: float):
    return lambda day: (np.array([float(point)]), np.array([float(level)]))


def test_what_is_missed_is_counted_and_costs():
    wanted = np.full((1, 30), 2.0)
    full = simulate(wanted, fixed(40, 40), 0, Supply.alike(1, 5), 5)
    assert (full.fill_rate, full.days_out) == (1.0, 0.0)
    short = simulate(wanted, fixed(10, 10), 0, Supply.alike(1, 5), 5, np.array([10.0]))
    assert short.fill_rate == pytest.approx(0.5, abs=0.2)
    assert short.stock < full.stock
    assert short.cost == pytest.approx((1 - short.fill_rate) * 2 * 10 * 0.3 + short.stock * 10 * 0.25 / 365, rel=1e-6)


def test_nothing_is_ordered_above_the_point_and_an_order_fills_to_the_level():
    wanted = np.full((1, 12), 1.0)
    left = []
    for days in range(1, 13):  # the stock of the last day alone, by playing one day more each time
        whole, before = (simulate(wanted[:, :count], fixed(2, 8), 0, Supply.alike(1, 1), 1) for count in (days, days - 1 or 1))
        left.append(round(whole.stock * days - (before.stock * (days - 1) if days > 1 else 0)))
    assert left == [7, 6, 5, 4, 3, 2, 1, 6, 5, 4, 3, 2]  # ordered when two are there, six of them, and one is sold until they come


def test_more_safety_serves_more_and_holds_more():
    values = np.random.default_rng(0).poisson(3.0, (50, 200)).astype(float)
    week = Supply.alike(50, 7)
    low, high = (simulate(values, by_recent_mean(values, week, 7, factor), 60, week, 7) for factor in (0.0, 2.0))
    assert low.fill_rate < high.fill_rate
    assert low.stock < high.stock
    assert stock_at([high, low], low.fill_rate) == pytest.approx(low.stock)
    assert stock_at([high, low], (low.fill_rate + high.fill_rate) / 2) == pytest.approx((low.stock + high.stock) / 2)
    assert stock_at([high, low], high.fill_rate + 0.001) is None


def wanted(values, supply: Supply) -> Wanted:
    """Of things that sell four a day, as is known of them, with a look every 7 days."""
    return Wanted(lambda day, days: np.full(len(values), 4.0 * days), lambda day, days: Pooled.learn(values[:, :day]), values, supply, 7)


def test_the_chance_that_is_asked_for_is_about_what_a_look_keeps():
    draw = np.random.default_rng(1)
    values = draw.poisson(4.0, (200, 240)).astype(float)
    point, level = by_forecast(wanted(values, Supply.alike(200, 7)), 0.95)(100)
    held = (values[:, 100:114].sum(1) <= point).mean()
    assert held == pytest.approx(0.95, abs=0.04)
    assert level - point == pytest.approx(np.full(200, 28.0))


def test_lead_times_are_drawn_and_the_same_seed_draws_the_same():
    supply = Supply.alike(400, 14, 3.5)
    drawn = supply.arrivals(50)
    assert (drawn == supply.arrivals(50)).all()
    assert (drawn != supply.arrivals(50, seed=1)).any()
    assert drawn.mean() == pytest.approx(14, abs=0.1)
    assert drawn.std() == pytest.approx(3.5, abs=0.1)
    assert set(Supply.alike(3, 5).arrivals(4).ravel()) == {5}
    assert Supply.alike(400, 1, 2.0).arrivals(9).min() == 1


def test_orders_come_in_packs_and_no_fewer_than_the_least():
    supply = Supply(np.full(4, 7.0), np.zeros(4), np.array([1.0, 6, 6, 10]), np.array([5.0, 1, 9, 10]))
    assert supply.ordered(np.array([2.0, 6.2, 1, 0])).tolist() == [5, 12, 12, 0]
    daily = np.full((1, 60), 1.0)
    one, packed = (simulate(daily, fixed(4, 8), 0, Supply(*np.array([[3.0], [0], [pack], [1]])), 1) for pack in (1, 24))
    assert packed.stock > one.stock + 5


def test_lead_times_that_vary_need_more_stock_for_the_same():
    values = np.random.default_rng(2).poisson(4.0, (200, 260)).astype(float)
    sure, varies = Supply.alike(200, 14), Supply.alike(200, 14, 5)
    points = [by_forecast(wanted(values, supply), 0.95)(120)[0].mean() for supply in (sure, varies)]
    assert points[1] > points[0] + 10
    held = (values[:, 120:].cumsum(1)[np.arange(200), varies.arrivals(1)[:, 0] + 6] <= by_forecast(wanted(values, varies), 0.95)(120)[0])
    assert held.mean() == pytest.approx(0.95, abs=0.05)
    usual = [by_recent_mean(values, supply, 7, 2.0)(120)[0].mean() for supply in (sure, varies)]
    assert usual[1] > usual[0] + 10
    late = [simulate(values, by_forecast(wanted(values, sure), 0.8), 120, supply, 7).fill_rate for supply in (sure, varies)]
    assert late[1] < late[0] - 0.005


def test_each_thing_has_the_lead_time_of_its_own_supplier():
    values = np.random.default_rng(3).poisson(4.0, (4, 120)).astype(float)
    mixed = Supply(np.array([3.0, 14, 3, 14]), np.array([0.0, 0, 1, 4]), np.ones(4), np.ones(4))
    point, level = by_forecast(wanted(values, mixed), 0.9)(100)
    assert point[0] < point[2] < point[1] < point[3]
    assert level - point == pytest.approx(np.full(4, 28.0))
    alone = [by_forecast(wanted(values, Supply.alike(4, lead, sd)), 0.9)(100)[0][row] for row, (lead, sd) in enumerate(
        zip(mixed.lead, mixed.lead_sd, strict=True))]
    assert point == pytest.approx(np.array(alone))


@pytest.fixture(scope="module")
def series(sales) -> Series:
    """The made-up sales as those of a shop; the first product was sold out for a week of the days that are played."""
    count = len(sales.ids)
    values, lost = np.vstack([sales.values, sales.values.sum(0)]), np.zeros((count + 1, sales.columns))
    lost[0, 120:127], values[0, 120:127] = 5.0, np.nan
    nodes = (*(Node(PRODUCT, id, count) for id in sales.ids), Node("shop", "", -1))
    panel = type(sales)((*sales.ids, "shop:"), values, sales.period, sales.first)
    return Series(panel, nodes, np.zeros(values.shape, bool), lost, {})


@pytest.fixture(scope="module")
def found(series) -> StockSimulation:
    return played(series, np.full((41, 8), np.nan), Policy(0.9, 7), {}, 7, 60, 20, lambda what, done, total: None)


def test_the_last_days_of_the_largest_products_are_played_and_both_rules_can_be_compared(found):
    assert (found.products, found.first, found.last) == (20, date(2026, 4, 5), date(2026, 6, 3))
    assert [each.at for each in found.ours] == sorted({*SERVICES, 0.9})
    assert [each.at for each in found.usual] == list(FACTORS)
    fills = [each.did.fill_rate for each in found.ours]
    assert min(np.diff(fills)) > -0.001  # whole units: nearly all is served at the end
    assert fills[0] < fills[-1]
    assert found.asked.fill_rate > 0.85
    assert found.same_fill is not None
    assert found.less == pytest.approx(1 - found.asked.stock / found.same_fill)


def test_what_was_lost_to_a_stock_out_was_wanted_too(series):
    few = played(series, np.full((41, 8), np.nan), Policy(0.5, 7), {}, 7, 60, 40, lambda what, done, total: None)
    none = Series(series.panel, series.nodes, series.out, np.zeros(series.lost.shape), {})
    without = played(none, np.full((41, 8), np.nan), Policy(0.5, 7), {}, 7, 60, 40, lambda what, done, total: None)
    assert few.asked.fill_rate < without.asked.fill_rate


def test_products_come_on_the_terms_of_the_supplier_of_what_sells_most_of_them(series, found):
    largest, other = _largest(series, 90, 2)
    parts = {"a1": Part("a1", largest, 0.7), "a2": Part("a2", largest, 0.3), "b1": Part("b1", other, 1.0)}
    offers = {"a1": (Terms("dear", lead_days=2, price=9.0), Terms("cheap", lead_days=30, lead_sd=9, pack=48, price=5.0)),
              "a2": (Terms("quick", lead_days=1, price=1.0),)}
    assert _terms(series, offers) == {}
    bought = replace(series, parts=parts)
    assert {row: each.supplier_id for row, each in _terms(bought, offers).items()} == {largest: "cheap"}
    offers["a1"] = (replace(offers["a1"][0], pack=2_000),)
    again = played(bought, np.full((41, 8), np.nan), Policy(0.9, 7), offers, 7, 60, 20, lambda what, done, total: None)
    assert (found.by_supplier, again.by_supplier) == (0, 1)
    assert again.first == found.first
    assert again.asked.stock > found.asked.stock + 200  # one of them comes by the thousand


def test_no_moment_sees_what_came_after_it(sales):
    later = type(sales)(sales.ids, np.where(np.arange(sales.columns) >= 127, 99.0, sales.values), sales.period, sales.first)
    asked = [foretold(panel, None, 120, 3, 7, lambda what, done, total: None) for panel in (sales, later)]
    (same, spread), (changed, other) = asked
    assert same(120, 10) == pytest.approx(changed(120, 10))
    assert spread(120, 10).came == pytest.approx(other(120, 10).came)
    assert same(134, 10).sum() < changed(134, 10).sum()


def test_progress_tells_each_look(series):
    steps = []
    played(series, np.full((41, 8), np.nan), Policy(0.9, 7), {}, 7, 30, 10, lambda *step: steps.append(step))
    assert steps[0] == ("playing the past: 2026-05-05", 0, 5)
    assert steps[-1] == ("playing the past", 5, 5)


def test_too_little_history_is_said(series):
    says = "history: expected sales of at least 166 days to play 74 of them with a lead time of 30 days and a look every 7, got 150"
    with pytest.raises(InvalidFile, match=says):
        played(series, np.full((41, 8), np.nan), Policy(0.9, 7), {}, 30, 60, 20, lambda what, done, total: None)


def test_it_is_told_as_json_and_read_again_and_drawn(found):
    told = found.to_dict()
    again = StockSimulation.of(told)
    kept = again.to_dict()
    assert {name: value for name, value in kept.items() if name not in ("less_stock", "recent_mean_at_same_fill")} == {
        name: value for name, value in told.items() if name not in ("less_stock", "recent_mean_at_same_fill")}
    assert kept["less_stock"] == pytest.approx(told["less_stock"], abs=0.01)  # read between figures that are told to four places
    assert set(Simulated(1, 2, 3, 4).to_dict()) == {"fill_rate", "stock", "days_out", "cost"}
    names = {trace.name for trace in simulation_figure(again, "zh").data}
    assert names == {"按预测补货", "按近 28 天均值（s, S）", "所选把握 90.0%"}


def test_where_the_usual_rule_never_serves_as_much_no_share_is_told(found):
    never = StockSimulation(1, found.first, found.last, 7, 7, 0.9, found.ours, found.usual[:1])
    assert (never.same_fill, never.less) == (None, None)
    assert never.to_dict()["less_stock"] is None
