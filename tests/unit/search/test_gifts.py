"""Who wants a gift and names no thing sees what the shop sells as one."""

from __future__ import annotations

import pytest

from shopkeeper.search.gifts import shows_gifts
from small_shop import product, small_shop


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("gifts"))
    shop.put_products([
        product("box", "Pastry gift box", "糕点礼盒", prices=[80]), product("dear", "Tea gift box", "茶叶礼盒", prices=[300]),
        product("shirt", "Cotton shirt", "棉衬衫", prices=[20]),
    ])
    yield shop
    shop.close()


@pytest.mark.parametrize(("query", "found"), [
    ("适合送爸爸的", {"box", "dear"}), ("送女朋友的礼物 100元以下", {"box"}), ("something for my mother", {"box", "dear"}),
])
def test_gifts_are_shown_and_the_words_given_up(shop, query, found):
    result = shop.search(query, mode="text")
    assert {hit.id for hit in result} == found
    assert shows_gifts(result.understood.text, result.relaxed)


@pytest.mark.parametrize("query", ["送爸爸的鱼竿", "a fishing rod for dad"])
def test_a_thing_that_is_not_sold_is_not_answered_with_gifts(shop, query):
    assert not shop.search(query, mode="text").hits


def test_a_colour_that_was_given_up_is_no_wish_for_a_gift():
    assert not shows_gifts("gift", ("color=red",))


def test_where_nothing_is_sold_as_a_gift_nothing_is_shown(tmp_path):
    shop = small_shop(tmp_path)
    shop.put_products([product("shirt", "Cotton shirt", "棉衬衫")])
    assert shop.search("适合送爸爸的", mode="text").total == 0
    shop.close()
