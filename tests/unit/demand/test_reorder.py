"""Reorder points from distributions, packs, suppliers, budgets; what a policy would have done."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from shopkeeper.demand.abc_xyz import classes
from shopkeeper.demand.ordering import read_coming, terms_of
from shopkeeper.demand.pooled import Pooled, variance_ratio
from shopkeeper.demand.purchase import purchase_order
from shopkeeper.demand.purchase import write as write_order
from shopkeeper.demand.reorder import BLOCK, Item, Line, Policy, Terms, advice, summed, together
from shopkeeper.demand.spread import Spread
from shopkeeper.shop import InvalidQuery, InvalidRecord, Localized, Money, Supplier, SupplierItem

TODAY = date(2026, 11, 27)
TERMS = Terms("s1", "Supplier", 14, 0.0, price=5.0)


@pytest.fixture(scope="module")
def poisson():
    """The spread of Poisson sales, of whatever length."""
    draw = np.random.default_rng(0)
    expected = draw.uniform(1, 150, 40_000)
    found = Spread.learn(expected, draw.poisson(expected).astype(float), np.ones(40_000))
    return lambda days: found


def best(item: Item, policy: Policy, spread, today: date) -> Line:
    return advice([item], policy, spread, today)[0]


def item(stock: int = 0, pace: float = 4.0, terms=(TERMS,), id: str = "v1", sells_for: float = 10.0, coming: int = 0) -> Item:
    return Item(id, "p1", Localized("伞", "Umbrella"), stock, coming, np.full(42, pace), 1.0, terms, sells_for, "SKU")


def test_the_point_covers_lead_time_and_review_with_the_chance_asked_for(poisson):
    line = best(item(), Policy(0.95, 7), poisson, TODAY)
    assert line.demand == pytest.approx(84)
    assert line.point == pytest.approx(84 + 1.645 * np.sqrt(84), abs=3)
    assert line.level == pytest.approx(line.point + 28)
    assert (line.quantity, line.arrives) == (int(np.ceil(line.level)), date(2026, 12, 11))


def test_nothing_is_ordered_above_the_point_and_what_is_coming_counts(poisson):
    assert best(item(stock=120), Policy(), poisson, TODAY).quantity == 0
    assert best(item(stock=20, coming=100), Policy(), poisson, TODAY).quantity == 0
    assert "above the reorder point" in best(item(stock=120), Policy(), poisson, TODAY).because.en


def test_a_higher_service_and_an_uncertain_lead_time_ask_for_more(poisson):
    steady = best(item(), Policy(0.9), poisson, TODAY).point
    assert best(item(), Policy(0.99), poisson, TODAY).point > steady
    assert best(item(terms=(replace(TERMS, lead_sd=6.0),)), Policy(0.9), poisson, TODAY).point > steady + 5


def test_packs_and_the_least_are_kept(poisson):
    assert best(item(stock=85, terms=(replace(TERMS, pack=12),)), Policy(), poisson, TODAY).quantity % 12 == 0
    assert best(item(stock=85, terms=(replace(TERMS, minimum=500, pack=12),)), Policy(), poisson, TODAY).quantity == 504


def test_the_cheaper_supplier_is_taken_unless_waiting_costs_more(poisson):
    cheap, quick = replace(TERMS, supplier_id="cheap", price=4.0, lead_days=30), replace(TERMS, supplier_id="quick", lead_days=2)
    assert best(item(stock=130, terms=(cheap, quick), pace=4.0), Policy(), poisson, TODAY).terms.supplier_id == "cheap"
    assert best(item(stock=0, terms=(cheap, quick), sells_for=60.0), Policy(), poisson, TODAY).terms.supplier_id == "quick"


def test_a_budget_goes_to_what_runs_out_first(poisson):
    items = [item(stock=0, id="empty"), item(stock=70, id="some"), item(stock=300, id="full")]
    found = {line.item.variant_id: line for line in advice(items, Policy(budget=200.0), poisson, TODAY)}
    assert sum(line.amount for line in found.values()) <= 200
    assert found["empty"].quantity > found["some"].quantity
    assert found["empty"].cut > 0
    assert not found["full"].due


def test_space_is_kept(poisson):
    assert sum(line.quantity for line in advice([item(id="a"), item(id="b")], Policy(space=30), poisson, TODAY)) == 30


def test_beyond_what_is_told_the_last_week_goes_on():
    assert summed(np.array([1.0] * 7 + [2.0] * 7), 21) == pytest.approx(7 + 14 + 14)


@pytest.mark.parametrize(("given", "says"), [({"service": 1.0}, "service: expected"), ({"review": 0}, "review: expected")])
def test_what_is_no_policy_is_said(given, says):
    with pytest.raises(InvalidQuery, match=says):
        Policy(**given)


def test_the_order_is_a_csv_that_no_spreadsheet_runs(poisson, tmp_path):
    lines = advice([replace(item(), title=Localized("=cmd()", ""))], Policy(), poisson, TODAY)
    row = next(csv.DictReader(io.StringIO(purchase_order(lines, "CNY"))))
    assert (row["supplier"], row["title"], row["unit_price"], row["currency"]) == ("s1", "'=cmd()", "5.00", "CNY")
    assert float(row["amount"]) == 5 * int(row["quantity"])
    write_order(lines, "CNY", tmp_path / "o.csv")
    assert (tmp_path / "o.csv").read_bytes().startswith(b"\xef\xbb\xbfsupplier,")
    with pytest.raises(InvalidQuery, match=r"ends in \.csv"):
        write_order(lines, "CNY", tmp_path / "o.xlsx")


def test_terms_of_suppliers_with_what_is_not_said():
    supplier = Supplier("s", "S", lead_days=10, items=(SupplierItem("v1", Money(250, "CNY"), 6, 3, None), SupplierItem("v2", lead_days=4)))
    found = terms_of([supplier], 14, delay=2)
    assert found["v1"][0] == Terms("s", "S", 12, 2.5, 3, 6, 2.5)
    assert found["v2"][0].lead_days == 6


def test_what_is_coming_is_read_and_what_is_wrong_is_said():
    assert read_coming(enumerate([{"variant_id": "a", "quantity": "3"}, {"variant_id": "a", "quantity": 2}], 1), "f") == {"a": 5}
    with pytest.raises(InvalidRecord, match="f, row 1, quantity: expected a whole number"):
        read_coming(enumerate([{"variant_id": "a", "quantity": "x"}], 1), "f")


def test_classes_by_sales_and_steadiness():
    draw = np.random.default_rng(0)
    steady, wild = np.full(364, 10.0), np.where(np.arange(364) // 28 % 3 == 0, 30.0, 0.0)
    units = np.stack([steady, wild, draw.poisson(0.1, 364), np.r_[np.full(340, np.nan), np.ones(24)]])
    found = {each.id: each for each in classes(["steady", "wild", "rare", "new"], units, np.array([5.0, 5.0, 1.0, 1.0]))}
    assert (found["steady"].key, found["wild"].key) == ("AX", "AZ")
    assert found["new"].key == "CZ"
    assert found["new"].varies is None
    assert found["rare"].key[0] == "C"


def test_the_spread_for_orders_is_halfway_between_a_things_own_and_that_of_all():
    draw = np.random.default_rng(0)
    orders = draw.poisson(2.0, (300, 400)) * 5.0  # five units at a time: the variance is five times the mean
    found = Pooled.learn(orders)
    assert found.times == pytest.approx(5, rel=0.1)
    usual, wild = found.quantiles(np.array([100.0, 100.0]), np.array([found.times, 20.0]), (0.5, 0.975))
    assert usual == pytest.approx([100, 100 + 1.96 * np.sqrt(500)], rel=0.05)
    assert wild == pytest.approx([96, 100 + 2.06 * np.sqrt(1000)], rel=0.05)  # ten times the mean, with a longer tail above
    assert Pooled.learn(np.full((2, 5), np.nan)).times == 1
    assert variance_ratio(np.full((2, 5), np.nan)) == pytest.approx([np.nan, np.nan], nan_ok=True)


def test_a_chance_is_put_where_as_much_of_what_came_lay():
    draw = np.random.default_rng(0)
    days, asked = draw.poisson(2.0, (400, 100)).astype(float), np.full((3, 400), 40.0)
    came = draw.poisson(draw.gamma(20, 2, (3, 400))).astype(float)  # forecasts that err by a quarter of what is expected, besides
    found = Pooled.learn(days, asked, came)
    for level in (0.5, 0.9, 0.95, 0.99):
        held = (came <= found.quantiles(np.array([40.0]), np.ones(1), (level,))[0, 0]).mean()
        assert held == pytest.approx(level, abs=0.01)
    assert Pooled.learn(days).quantiles(np.array([40.0]), np.ones(1), (0.95,)) < found.quantiles(np.array([40.0]), np.ones(1), (0.95,))


def test_a_chance_that_no_moment_tells_of_is_no_less_than_was_asked_for():
    few = Pooled(1.0, np.array([0.2, 0.4, 0.6]))
    assert few.quantiles(np.array([50.0]), np.ones(1), (0.99,)) == pytest.approx(Pooled(1.0, np.zeros(0)).quantiles(
        np.array([50.0]), np.ones(1), (0.99,)))  # fmt: skip


def test_a_chance_of_nearly_one_asks_for_more_than_99_in_100():
    points = [best(item(), Policy(service), lambda days: Pooled(1.0, np.zeros(0)), TODAY).point for service in (0.9, 0.99, 0.995, 0.999)]
    assert points == sorted(set(points))
    assert points[-1] == pytest.approx(115, abs=2)  # of a gamma distribution with mean and variance 84


@pytest.fixture
def rare_and_steady():
    """The spread where half of what came at earlier moments was nothing, as of a shop with many rare things."""
    return lambda days: Pooled(1.0, np.sort(np.concatenate([np.zeros(500), np.linspace(0.01, 0.999, 500)])))


def test_what_sells_every_day_and_is_gone_runs_out_for_certain_though_half_of_what_came_elsewhere_was_nothing(rare_and_steady):
    assert best(item(stock=0, pace=4.0), Policy(), rare_and_steady, TODAY).runs_out > 0.95
    assert best(item(stock=0, pace=0.01), Policy(), rare_and_steady, TODAY).runs_out < 0.2


def test_nothing_is_ordered_of_what_hardly_anybody_wants(rare_and_steady):
    line = best(item(stock=0, pace=0.0005), Policy(0.9), rare_and_steady, TODAY)
    assert (line.due, line.quantity) == (False, 0)
    assert "none need be kept" in line.because.en
    assert "不必备货" in line.because.zh
    assert "0.01" in line.because.zh
    assert best(item(stock=0, pace=0.2), Policy(0.9), rare_and_steady, TODAY).due


def test_of_many_items_each_is_told_what_it_is_told_alone(poisson):
    quick = replace(TERMS, supplier_id="s2", lead_days=3.0, lead_sd=1.0, price=6.0)
    items = [item(stock=n % 40, pace=0.1 + n % 7, id=f"v{n}", terms=(TERMS, quick)[: 1 + n % 2]) for n in range(BLOCK + 40)]
    lines = {line.item.variant_id: line for line in advice(items, Policy(), poisson, TODAY)}
    assert len(lines) == BLOCK + 40
    for each in items[::97]:
        assert lines[each.variant_id].to_dict() == best(each, Policy(), poisson, TODAY).to_dict()
    wanted = together(items[:3], poisson)
    assert wanted(items[1], quick, 7).mean() < wanted(items[1], TERMS, 7).mean()
