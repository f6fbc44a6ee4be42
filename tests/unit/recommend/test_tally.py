"""Sums over everybody's history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np

from shopkeeper.recommend.ledger import DEED, KINDS, Every
from shopkeeper.recommend.tally import Tally
from shopkeeper.recommend.watermark import micros

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def every(*deeds):
    """Deeds as (user, item, kind, days ago)."""
    rows = [(item, KINDS[kind], micros(NOW - timedelta(days=ago)), 0) for _, item, kind, ago in deeds]
    return Every(np.array([deed[0] for deed in deeds], np.int32), np.array(rows, DEED))


def kinds(*values):
    return np.array(values, np.int32)


def test_purchases_lately_and_in_all():
    tally = Tally.of(every((0, 0, "purchase", 1), (1, 0, "purchase", 40), (1, 1, "view_item", 1)), kinds(-1, -1), NOW)
    assert (tally.sold.tolist(), tally.bought.tolist()) == ([1, 0], [2, 0])


def test_what_is_older_counts_less():
    tally = Tally.of(every((0, 0, "purchase", 0), (0, 1, "purchase", 30), (0, 2, "view_item", 0)), kinds(-1, -1, -1), NOW)
    np.testing.assert_allclose(tally.popular, [1, 0.5, 0.2])


def test_what_its_buyers_come_back_for_is_used_up():
    back = [(user, 0, "purchase", day) for user in range(10) for day in (1, 20)]
    once = [(user, 1, "purchase", 1) for user in range(10)]
    tally = Tally.of(every(*back, *once), kinds(-1, -1, 5), NOW)
    assert [tally.consumable(row) for row in (0, 1, 2, -1, 99)] == [True, False, False, False, False]


def test_twice_on_a_day_is_once():
    tally = Tally.of(every(*[(user, 0, "purchase", 1) for user in range(10) for _ in range(2)]), kinds(-1), NOW)
    assert tally.again[0] == 0


def test_a_new_product_is_as_its_category():
    back = [(user, 0, "purchase", day) for user in range(30) for day in (1, 20)]
    tally = Tally.of(every(*back, (40, 1, "purchase", 3)), kinds(7, 7), NOW)
    assert tally.consumable(1)


def test_an_empty_history():
    tally = Tally.of(every(), kinds(), NOW)
    assert len(tally.sold) == 0
    assert not tally.consumable(0)
