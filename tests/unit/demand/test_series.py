"""The shop's own sales: cancelled orders, huge lines, sold-out days, promotions, and forecasts that add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from shopkeeper.demand.features import rows
from shopkeeper.demand.lost import filled
from shopkeeper.demand.new import newcomer
from shopkeeper.demand.ordering import classed_series
from shopkeeper.demand.panel import Panel, Period
from shopkeeper.demand.reconcile import reconciled
from shopkeeper.demand.series import coarser, series
from shopkeeper.shop import (
    Event,
    EventItem,
    InvalidFile,
    Localized,
    LoggedSearch,
    Money,
    NotFound,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    Promotion,
    StockChange,
    Variant,
)
from shopkeeper.store import open_store

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
TOYS, TEA = Localized("玩具", "Toys"), Localized("茶", "Tea")


def order(number: int, day: int, quantity: int, variant: str = "p1-a", status: OrderStatus = OrderStatus.DELIVERED) -> Order:
    line = OrderLine(variant.partition("-")[0], quantity, Money(1000, "CNY"), variant)
    return Order(f"o{number:05}", (line,), "CNY", START + timedelta(days=day), "c1", status=status)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = open_store(tmp_path_factory.mktemp("store") / "shop.db")
    store.products.put([
        Product("p1", TOYS, (Variant("p1-a", stock=3), Variant("p1-b", stock=0)), category=(TOYS,), created_at=START),
        Product("p2", TEA, (Variant("p2-a"),), category=(TEA,)), Product("p3", TEA, (Variant("p3-a"),)),
    ])  # fmt: skip
    placed = [order(day, day, 3) for day in range(56) if not 20 <= day < 24] + [order(500 + day, day, 1, "p1-b") for day in range(0, 20, 4)]
    placed += [order(600 + day, day, 2, "p2-a") for day in range(10, 56)]
    placed += [order(700 + number, 5, 1) for number in range(100)]
    placed += [order(900, 30, 5, status=OrderStatus.CANCELLED), order(901, 31, 5, status=OrderStatus.RETURNED), order(902, 32, 80_995)]
    store.orders.put(placed)
    levels = (("p1-a", 19.3, 0), ("p1-b", 16, 0), ("p1-a", 24, 50))
    store.history.put_stock([StockChange(id, START + timedelta(days=day), left) for id, day, left in levels])
    store.promotions.put([Promotion("x", Localized("促销", "Sale"), START + timedelta(days=50), START + timedelta(days=60), 20.0, ("p1",))])
    yield store
    store.close()


@pytest.fixture(scope="module")
def found(store):
    return series(store)


def test_cancelled_orders_sold_nothing_and_returned_ones_were_wanted(found):
    row, _ = found.row("p1")
    assert found.panel.values[row, [30, 31]].tolist() == [3, 8]


def test_a_huge_line_is_left_out_and_named(found):
    assert [(each.order_id, each.quantity) for each in found.left_out] == [("o00902", 80_995)]
    assert found.panel.values[found.row("p1")[0], 32] == 3


def test_sold_out_days_are_not_known_and_what_was_lost_is_estimated(found):
    row, _ = found.row("p1")
    assert found.out[row].nonzero()[0].tolist() == [20, 21, 22, 23]
    assert np.isnan(found.panel.values[row, 20:24]).all()
    assert found.lost[row].sum() == pytest.approx(12, rel=0.6)
    assert found.panel.values[-1, 21] == pytest.approx(found.panel.values[found.row("p2")[0], 21] + found.lost[row, 21])


def test_what_was_before_the_first_sale_is_not_known(found):
    assert np.isnan(found.panel.values[found.row("p2")[0], :10]).all()


def test_rows_of_products_variants_categories_and_the_shop(found):
    assert found.row("p1-b") == (0, pytest.approx(6 / (6 + 52 * 3 + 100 + 5 + 1)))
    assert found.nodes[found.row("玩具")[0]].id == "Toys"
    assert found.nodes[found.row("")[0]].kind == "shop"
    with pytest.raises(NotFound):
        found.row("nothing")


def test_promotions_are_known_ahead(found):
    discount = found.panel.known["promotion"][found.row("p1")[0]]
    assert discount[[49, 50, 59, 61]].tolist() == [0, 20, 20, 0]
    assert discount.shape[0] > found.panel.columns


def test_without_looks_and_searches_nothing_is_known_of_them(found):
    assert {name: np.isnan(counts).all() for name, counts in found.panel.past.items()} == {"views": True, "searches": True, "clicks": True}


def test_searches_that_showed_a_product_and_clicks_that_led_to_it_are_counted_by_the_day(tmp_path):
    shop = open_store(tmp_path / "shop.db")
    shop.products.put([Product("p1", TOYS, (Variant("p1-a"),), category=(TOYS,)), Product("p2", TEA, (Variant("p2-a"),), category=(TEA,))])
    shop.orders.put([order(day, day, 2, f"p{day % 2 + 1}-a") for day in range(20)])
    hits = tuple(f"x{number}" for number in range(10))
    shop.searches.put([LoggedSearch(f"s{at}", START + timedelta(days=at), "toys", product_ids=("p1", "p2", "gone")) for at in (5, 5.2, 9)])
    shop.searches.put([LoggedSearch("far down", START + timedelta(days=6), "toys", product_ids=(*hits, "p1")),
                       LoggedSearch("too early", START - timedelta(days=3), "toys", product_ids=("p1",))])
    shop.events.put([Event(f"e{day}", name, START + timedelta(days=day), items=(EventItem("p2"),)) for day, name in (
        (7, "select_item"), (7.1, "select_item"), (8, "view_item"), (8.1, "add_to_cart"))])
    panel, row = series(shop).panel, {name: place for place, name in enumerate(("p1", "p2", "toys", "tea", "shop"))}
    searches, clicks = panel.past["searches"], panel.past["clicks"]
    assert np.isnan(searches[:, :5]).all()
    assert searches[row["p1"], 5:10].tolist() == [2, 0, 0, 0, 1]
    assert searches[row["shop"], 5:10].tolist() == [4, 0, 0, 0, 2]
    assert clicks[row["p2"], 7:9].tolist() == [2, 0]
    assert np.isnan(clicks[:, :7]).all()
    assert panel.past["views"][row["p2"], 8] == 1
    told = rows(panel, 12, 3)
    at = [told.names.index(name) for name in ("searches 7", "searches 14", "clicks 7", "clicks 14")]
    assert {told.families[place] for place in at} == {"search"}
    assert told.values[row["p1"], 0, at[0]] == pytest.approx((3 / 7) / (3 / 7))
    shop.close()


def test_whole_weeks_and_months(found):
    weekly = coarser(found.panel, Period.WEEK)
    assert (weekly.first, weekly.columns) == (date(2026, 1, 5), 8)
    assert weekly.values[found.row("p2")[0], 7] == 14
    assert coarser(found.panel, Period.MONTH).first == date(2026, 2, 1)


def test_a_shop_that_sold_nothing_says_what_to_do(tmp_path):
    empty = open_store(tmp_path / "shop.db")
    with pytest.raises(InvalidFile, match="next: shopkeeper import"):
        series(empty)
    empty.close()


def test_forecasts_add_up_and_the_surer_one_gives_way_less():
    said = np.array([[10.0], [20.0], [5.0], [40.0], [50.0]])
    found = reconciled(said, np.array([1.0, 1.0, 1.0, 100.0, 0.01]), [3, 3, 4, 4, -1])
    assert found[0] + found[1] == pytest.approx(found[3])
    assert found[3] + found[2] == pytest.approx(found[4])
    assert found[4] == pytest.approx(50, abs=0.5)


def test_what_adds_up_already_stays():
    said = np.array([[10.0], [20.0], [30.0]])
    assert reconciled(said, np.ones(3), [2, 2, -1]) == pytest.approx(said)


def test_the_two_passes_are_the_least_squares():
    draw = np.random.default_rng(0)
    said, variance = draw.uniform(5, 50, (6, 1)), draw.uniform(0.5, 5, 6)
    parents = [4, 4, 5, 5, -1, -1]
    for top, parts in ((4, (0, 1)), (5, (2, 3))):
        sums = np.array([[1, 0], [0, 1], [1, 1]])
        weight = np.diag(1 / variance[[*parts, top]])
        expected = np.linalg.solve(sums.T @ weight @ sums, sums.T @ weight @ said[[*parts, top]])
        assert reconciled(said, variance, parents)[list(parts)] == pytest.approx(expected)


def test_lost_sales_follow_the_weekday():
    values = np.tile(np.array([2.0, 2, 2, 2, 2, 9, 9]), (3, 8))
    out = np.zeros(values.shape, bool)
    out[0, 21:28] = True
    values[0, 21:28] = 0
    assert filled(values, out)[0, 21:28] == pytest.approx([2, 2, 2, 2, 2, 9, 9], rel=0.2)


def test_a_new_product_sells_as_those_like_it_did():
    values = np.full((6, 60), np.nan)
    for row, level in enumerate((2.0, 2.0, 2.0, 9.0, 9.0, 9.0)):
        values[row, 10 + row :] = level
    panel = Panel(tuple("abcdef"), values, Period.DAY, date(2026, 1, 1))
    found = newcomer(panel, np.array([0.9, 0.9, 0.9, 0.1, 0.1, 0.1]), 14, panel.ids)
    assert found is not None
    assert found.mean == pytest.approx(np.full(14, 2.0), abs=0.1)
    assert found.alike[0][0] in "abc"
    assert newcomer(panel, np.full(6, -1.0), 14, panel.ids) is None


def test_classes_go_by_what_was_paid_and_not_by_the_price_of_now(store, found):
    classed = {each.id: each for each in classed_series(found)}
    wanted = {"p1": sum(found.panel.values[found.row("p1")[0]][np.isfinite(found.panel.values[found.row("p1")[0]])]) * 10.0}
    assert classed["p1"].sales == pytest.approx(wanted["p1"])
    assert sum(each.share for each in classed.values()) == pytest.approx(1)
    dearer = replace(found, products={"p2": Product("p2", TEA, (Variant("p2-a", price=Money(99_000_000, "CNY")),))})
    assert {each.id: each.sales for each in classed_series(dearer)}["p2"] == classed["p2"].sales
