"""Months that are named."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.understand.slots.dates import months_in


@pytest.mark.parametrize(("text", "said"), [
    ("the one from november", [(11, None)]), ("november", [(11, None)]), ("the november one", [(11, None)]), ("from 3 november", [(11, 3)]),
    ("november 3rd please", [(11, 3)]), ("the 12th of may", []), ("the one from may", [(5, None)]), ("may i return it", []),
    ("it may be broken, the march one", [(3, None)]), ("a december or january order", [(12, None), (1, None)]),
    ("11月的那个", [(11, None)]), ("十一月买的", [(11, None)]), ("一月份的", [(1, None)]), ("11月3号那单", [(11, 3)]), ("3个月前买的", []), ("13月", []),
    ("退货", []), ("i want to return it", []),
])  # fmt: skip
def test_months_are_found(text: str, said: list[tuple[int, int | None]]) -> None:
    assert months_in(text) == said
