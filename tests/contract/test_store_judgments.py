"""How well products fit queries, in every store."""

from __future__ import annotations

import pytest

from contract.samples import AT
from shopkeeper.shop import InvalidRecord, Judgment, judgment
from shopkeeper.store import Store


def test_who_judges_again_replaces_what_was_said_before_however_the_query_is_written(store: Store) -> None:
    store.judgments.put([judgment("蓝牙 耳机", "p2", 3, AT, "李雷"), judgment("Mug", "p1", 0), judgment("mug", "p9", 2)])
    assert store.judgments.put([judgment("Ｍug ", "p1", 1)]).changed == 1
    assert [(each.product_id, each.rating) for each in store.judgments.of("MUG")] == [("p1", 1), ("p9", 2)]
    assert [each.by for each in store.judgments.of("蓝牙 耳机")] == ["李雷"]
    assert store.judgments.of("cup") == []
    assert store.judgments.queries() == {"mug": 2, "蓝牙 耳机": 1}


@pytest.mark.parametrize(("query", "product", "rating", "field"), [
    (" ", "p1", 1, "query"), ("x" * 1001, "p1", 1, "query"), ("mug", "", 1, "product_id"), ("mug", "p1", 4, "rating"),
    ("mug", "p1", -1, "rating"), ("mug", "p1", True, "rating"), ("mug", "p1", 1.5, "rating"),
])
def test_what_is_no_judgment_is_refused(query: str, product: str, rating: int, field: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        Judgment("j", query, product, rating)
    assert caught.value.field == field
