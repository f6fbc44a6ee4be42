"""What the demo shop hides is found: its seasons, and when and how long it was sold out."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.demand.panel import Period
from shopkeeper.demand.series import PRODUCT
from shopkeeper.store.demo import build
from shopkeeper.store.demo.truth import truth

PEOPLE = {"products": 80, "customers": 450, "until": date(2026, 11, 8)}


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    shop = open_shop(str(folder), create=True)
    build(shop.store, folder / "media", **PEOPLE)
    yield shop
    shop.close()


def test_winter_goods_are_foretold_for_winter_and_summer_goods_are_not(shop):
    found = shop.demand.coherent(8, Period.WEEK)
    seasons = truth(**PEOPLE).season
    times = {}
    for season in ("winter", "summer"):
        rows = [row for row in found.series.of_kind(PRODUCT) if seasons[found.series.nodes[row].id] == season]
        usual = np.nansum(found.panel.values[rows][:, -52:]) / 52
        times[season] = found.said.mean[rows].sum(0).mean() / usual
    assert times["winter"] > 1.3 * times["summer"]


def test_stock_outs_are_those_of_the_shelf(shop):
    found = shop.demand.series()
    hidden = {}
    for point in shop.store.history.stock_points.all():
        hidden.setdefault(point.variant_id, []).append((point.at.date(), point.quantity))
    seen = [row for row in found.of_kind(PRODUCT) if found.out[row].any()]
    assert seen
    assert isinstance(found.panel.first, date)
    for row in seen:
        day = date.fromordinal(found.panel.first.toordinal() + int(found.out[row].nonzero()[0][0]))
        for variant in found.products[found.nodes[row].id].variants:
            assert [left for at, left in hidden[variant.id] if at <= day][-1] == 0
    assert found.lost[-1].sum() > 0
