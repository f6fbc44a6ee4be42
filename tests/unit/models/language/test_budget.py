"""A budget holds for all processes of a shop and begins anew each day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from shopkeeper.models.language.budget import Budget, estimate
from shopkeeper.models.language.price import Price
from shopkeeper.models.language.protocol import BudgetSpent, Message, Usage
from shopkeeper.shop import InvalidQuery


def test_a_new_day_has_a_new_budget(tmp_path):
    day = ["2026-01-01"]
    budget = Budget(tmp_path / "models" / "used.json", 100, lambda: day[0])
    budget.take(Usage(100))
    with pytest.raises(BudgetSpent):
        budget.take(Usage(1))
    day[0] = "2026-01-02"
    assert budget.used == 0
    budget.take(Usage(99))
    budget.settle(Usage(99), Usage(4, 6))
    assert budget.used == 10


def test_several_at_once_never_take_more_than_there_is(tmp_path):
    def take(_):
        try:
            Budget(tmp_path / "used.json", 50).take(Usage(7))
        except BudgetSpent:
            return 0
        return 7

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(40))) == 49
    assert Budget(tmp_path / "used.json", 50).used == 49


def test_prompts_of_both_languages_are_estimated_by_their_bytes():
    assert estimate("四个汉字") == 4 + 8
    assert estimate([Message("user", "four words of English"), Message("system")]) == 7 + 8 + 8


def test_money_is_counted_beside_tokens(tmp_path):
    budget = Budget(tmp_path / "used.json", 0, price=Price(1, 10), dollars=0.01)
    budget.take(Usage(2000, 800))
    with pytest.raises(BudgetSpent, match=r"may cost \$0.01 a day; \$0.0000 are left, this may cost \$0.0020"):
        budget.take(Usage(2000))
    budget.settle(Usage(2000, 800), Usage(1000, 100))
    assert budget.spent == pytest.approx(0.002)
    budget.take(Usage(3000, 500))


@pytest.mark.parametrize(("text", "price"), [("", Price()), ("0.25/2", Price(0.25, 2)), (" 3 / 15.5 ", Price(3, 15.5))])
def test_a_price_is_two_numbers(text, price):
    assert Price.of_text(text) == price


def test_a_price_that_is_none_is_refused():
    with pytest.raises(InvalidQuery, match=r"llm_price: expected two numbers such as 0.25/2"):
        Price.of_text("cheap")


def test_what_tokens_cost():
    assert Price(0.25, 2).of(Usage(1_000_000, 500_000)) == 1.25
