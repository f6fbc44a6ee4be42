"""Which of the products found by words hold something telling: what titles in memory show, and what is left to be searched for."""

from __future__ import annotations

import pytest

from shopkeeper.search.engines.local import LocalIndex, index
from shopkeeper.search.engines.protocol import IndexQuery
from shopkeeper.search.filters import parse_filter
from shopkeeper.shop import Localized
from shopkeeper.text.analyse import analyse_query
from small_shop import batch, product

SHOP = [
    product("a", "Red kettle 2", prices=[10]), product("b", "Pot", prices=[20], brand=Localized(en="Kettle")),
    product("c", "Lamp 2", prices=[30], description=Localized(en="as red as a kettle")), product("d", "", "红色水壶", prices=[40]),
    product("e", "", "壶形红色台灯", prices=[50]),
]


@pytest.fixture(params=[index.LARGE, 0], ids=["small", "large"])
def shop(request, tmp_path, monkeypatch):
    monkeypatch.setattr(index, "LARGE", request.param)
    local = LocalIndex(tmp_path, batch(SHOP)[1].shape[1], "bag")
    local.replace([batch(SHOP)], 1)
    yield local
    local.close()


@pytest.mark.parametrize("where", [(), ("price<100",)])
@pytest.mark.parametrize(("words", "telling"), [
    ("red 2 shoe gown", {"a"}), ("kettle shoe", {"a", "b"}), ("red kettle", {"a", "b", "c"}), ("2", {"a", "c"}),
    ("红色", {"d", "e"}), ("水壶", {"d"}),
])
def test_what_tells_is_the_same_with_a_filter_that_all_pass_and_in_a_large_shop(shop, words, where, telling):
    found = shop.query(IndexQuery(analyse_query(words), None, tuple(map(parse_filter, where))))
    assert {id for id, tells, text in zip(found.ids, found.telling, found.text, strict=True) if tells and text > 0} == telling
