"""Who comes back, by the month of the first order."""

from __future__ import annotations

from shopkeeper.customers.cohorts import cohorts, members, months_between
from shopkeeper.shop import Money


def test_a_cohort_is_followed_month_by_month(told_shop):
    found = {each.month: each for each in cohorts(told_shop).cohorts}
    ann = found["2026-02"]  # with t19, whose first order was in March, not here
    assert (ann.size, ann.customers) == (len(members(told_shop, "2026-02")), ann.customers)
    assert len(ann.customers) == 8
    assert "ann" in members(told_shop, "2026-02")
    assert sum(each.size for each in found.values()) == 21, "cancelled orders make no customer"


def test_what_was_spent_stands_beside(told_shop):
    whole = cohorts(told_shop)
    spent = sum((money for each in whole.cohorts for money in each.spent), Money(0, "CNY"))
    lines = [line for order in told_shop.orders.all() if order.status.value != "cancelled" for line in order.lines]
    assert spent == sum((line.unit_price * line.quantity for line in lines), Money(0, "CNY"))


def test_shares_are_of_those_whose_history_reaches_so_far(told_shop):
    whole = cohorts(told_shop)
    for months in range(1, 8):
        old = [each for each in whole.cohorts if len(each.customers) > months]
        assert whole.kept(months).value == sum(each.customers[months] for each in old) / sum(each.size for each in old)
    assert whole.kept(60) is None
    assert "%" in whole.said("zh")
    assert "first order" in whole.said("en")


def test_months_go_over_the_end_of_a_year():
    assert months_between("2025-11", "2026-02") == ["2025-11", "2025-12", "2026-01", "2026-02"]
