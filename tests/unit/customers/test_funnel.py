"""How far visits come."""

from __future__ import annotations

import pytest

from shopkeeper.customers.customers import Customers
from shopkeeper.shop import InvalidQuery


def test_a_visit_counts_for_every_step_before_its_last(told_shop):
    found = Customers(told_shop).funnel(30)
    assert found.all.reached == (4, 3, 2, 1, 1)
    assert [round(share.value, 3) for share in found.all.kept] == [0.75, 0.667, 0.5, 1.0]
    assert found.all.conversion.value == 0.25


def test_the_days_are_counted_back_from_the_newest_record(told_shop):
    assert Customers(told_shop).funnel(2).all.reached == (3, 2, 1, 0, 0)
    with pytest.raises(InvalidQuery, match="days: expected a number from 1"):
        Customers(told_shop).funnel(0)


@pytest.mark.parametrize(("by", "parts"), [
    ("device", [("mobile", (3, 2, 1, 1, 1)), ("desktop", (1, 1, 1, 0, 0))]),
    ("source", [("unknown", (2, 1, 0, 0, 0)), ("(direct) / (none)", (1, 1, 1, 0, 0)), ("google / cpc", (1, 1, 1, 1, 1))]),
    ("category", [("Shoes", (2, 2, 2, 1, 1)), ("Food", (1, 1, 0, 0, 0))]),
])  # fmt: skip
def test_parts_have_their_names(told_shop, by, parts):
    assert [(part.name.en, part.reached) for part in Customers(told_shop).funnel(30, by).parts] == parts


def test_every_figure_is_the_count_of_its_visits(told_shop):
    ours = Customers(told_shop)
    for by in ("device", "source", "category"):
        for part in ours.funnel(30, by).parts:
            for step, reached in part.to_dict()["reached"].items():
                assert len(ours.visits(30, by, part.name.en, step)) == reached


def test_what_cannot_be_asked_is_said(told_shop):
    with pytest.raises(InvalidQuery, match="by: expected one of device, source, category, got 'age'"):
        Customers(told_shop).funnel(30, "age")
    with pytest.raises(InvalidQuery, match="part: expected one of mobile, desktop, got 'phone'"):
        Customers(told_shop).visits(30, "device", "phone")
    with pytest.raises(InvalidQuery, match="step: expected one of visit, view"):
        Customers(told_shop).visits(30, step="fly")


def test_it_is_said_in_a_sentence(told_shop):
    found = Customers(told_shop).funnel(30)
    assert found.said("zh") == "4 次访问中有 1 次下单（25.0%）；流失最多的一步是从“加入购物车”到“开始结账”（50% 没有继续）。"
    assert found.said("en").startswith("1 of 4 visits bought (25.0%); most are lost between “filled a basket” and “began to pay”")
