"""A budget holds for all processes of a shop and begins anew each day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from shopkeeper.models.language.budget import Budget, estimate
from shopkeeper.models.language.protocol import BudgetSpent, Message


def test_a_new_day_has_a_new_budget(tmp_path):
    day = ["2026-01-01"]
    budget = Budget(tmp_path / "models" / "used.json", 100, lambda: day[0])
    budget.take(100)
    with pytest.raises(BudgetSpent):
        budget.take(1)
    day[0] = "2026-01-02"
    assert budget.used == 0
    budget.take(99)
    budget.settle(99, 10)
    assert budget.used == 10


def test_several_at_once_never_take_more_than_there_is(tmp_path):
    def take(_):
        try:
            Budget(tmp_path / "used.json", 50).take(7)
        except BudgetSpent:
            return 0
        return 7

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(40))) == 49
    assert Budget(tmp_path / "used.json", 50).used == 49


def test_prompts_of_both_languages_are_estimated_by_their_bytes():
    assert estimate("四个汉字") == 4 + 8
    assert estimate([Message("user", "four words of English"), Message("system")]) == 7 + 8 + 8
