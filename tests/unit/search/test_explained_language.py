"""The reasons of a hit are told in the language of the answer."""

from __future__ import annotations

import pytest

from shopkeeper.search.result import Reason


@pytest.mark.parametrize(("reason", "zh", "en"), [
    (Reason("term", "跑鞋", 0.5), "词：跑鞋", "term: 跑鞋"),
    (Reason("term", "sneakers (synonym of trainers)", 0.5), "词：sneakers（trainers 的同义词）", "term: sneakers (synonym of trainers)"),
    (Reason("term", "headphones (for headphnes)", 0.5), "词：headphones（由 headphnes 而来）", "term: headphones (for headphnes)"),
    (Reason("vector", "weight 0.25", 0.5), "语义：权重 0.25", "vector: weight 0.25"),
    (Reason("rule", "pinned by summer", 0.5), "规则：置顶：summer", "rule: pinned by summer"),
    (Reason("filter", "price<=500", 0.0), "筛选：price<=500", "filter: price<=500"),
])  # fmt: skip
def test_a_reason_is_told_in_both_languages(reason: Reason, zh: str, en: str) -> None:
    assert (reason.said("zh"), reason.said("en")) == (zh, en)
