"""What a query asks for, in the answer: filters that hold, that can be switched off, that are given up."""

from __future__ import annotations

import pytest

from shopkeeper.shop import Localized
from small_shop import product, small_shop

COLOUR = Localized("颜色", "Colour")
RED, BLUE = Localized("红色", "Red"), Localized("蓝色", "Blue")
SHIRTS = (Localized("衬衫", "Shirts"),)


def shirt(id, en, zh, price, colour):
    return product(id, en, zh, prices=[price], options=[(COLOUR, colour)], category=SHIRTS)


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("shop"))
    shop.put_products([
        *(shirt(f"r{i}", f"Cotton shirt {i}", f"棉衬衫 {i}", 100 + i, RED) for i in range(12)),
        *(shirt(f"b{i}", f"Linen shirt {i}", f"麻衬衫 {i}", 300 + i, BLUE) for i in range(12)),
        product("pan", "Red iron pan", "红色铁锅", prices=[50], brand=Localized(en="Sony"), category=(Localized("锅", "Pans"),)),
    ])  # fmt: skip
    yield shop
    shop.close()


def ids(result):
    return {hit.id[0] for hit in result}


@pytest.mark.parametrize("query", ["red shirt", "红色衬衫", "衬衫 红色", "shirt under 200", "200以下的衬衫", "shirt not blue"])
def test_only_what_has_all_that_was_asked_for_is_found(shop, query):
    result = shop.search(query, k=30)
    assert ids(result) == {"r"}
    assert result.total == 12
    assert result.understood.text in ("shirt", "衬衫")
    assert result.understood.where == result.understood.read != ()
    assert result.relaxed == ()


def test_filters_of_the_caller_come_first_and_are_not_read(shop):
    understood = shop.search("shirt under 200", where=["color=Red"]).understood
    assert (understood.where, understood.read) == (("color=Red", "price<200"), ("price<200",))


def test_a_literal_query_is_searched_word_by_word(shop):
    result = shop.search("red shirt", k=30, literal=True)
    assert (result.understood.text, result.understood.where) == ("red shirt", ())
    assert "pan" in {hit.id for hit in result}


def test_a_condition_that_was_switched_off_does_not_come_back(shop):
    result = shop.search("red shirt under 200", k=30, without=["color=Red", "price<200"])
    assert (result.understood.read, ids(result) >= {"r", "b"}) == ((), True)
    assert shop.search("red shirt under 200", without=["color=Red"]).understood.read == ("price<200",)


def test_the_next_page_says_the_same(shop):
    first = shop.search("red shirt under 50", k=5)
    second = shop.search(next=first.next)
    assert (second.understood, second.relaxed) == (first.understood, first.relaxed) != ((), ())


def test_the_reasons_name_the_filters_that_were_read(shop):
    [first, *_] = shop.search("red shirt", explain=True)
    assert ("filter", "color=Red") in [(reason.kind, reason.text) for reason in first.reasons]


def test_the_least_important_condition_that_leaves_nothing_is_given_up_and_named(shop):
    result = shop.search("blue shirt under 200", k=30)
    assert result.relaxed == ("color=Blue",)
    assert (result.understood.read, ids(result)) == (("price<200",), {"r"})


def test_what_passes_but_is_not_what_was_named_is_no_answer(shop):
    result = shop.search("shirt under 60", k=30)
    assert result.relaxed == ("price<60",)
    assert ids(result) >= {"r", "b"}


def test_the_filters_of_the_caller_are_never_given_up(shop):
    result = shop.search("red shirt", where=["price<10"])
    assert (result.total, result.hits, result.understood.where[0]) == (0, (), "price<10")


def test_a_query_of_conditions_alone_finds_what_has_them(shop):
    result = shop.search("红色", k=30)
    assert (result.understood.text, result.total) == ("", 12)
    assert ids(result) == {"r"}


def test_a_maker_that_the_shop_does_not_sell_is_named_as_given_up(tmp_path):
    shop = small_shop(tmp_path)
    shop.put_products([product(f"e{i}", f"Wireless earbuds {i}", brand=Localized(en="Edifier")) for i in range(3)])
    result = shop.search("Sony earbuds")
    assert (result.relaxed, result.total) == (("brand=Sony",), 3)
    assert shop.search("earbuds not Sony").understood.read == ("brand!=Sony",)
    shop.close()


def test_a_new_value_is_understood_with_the_next_query(tmp_path):
    shop = small_shop(tmp_path)
    shop.put_products([product(f"t{i}", f"Tea towel {i}", options=[(COLOUR, RED)], category=SHIRTS) for i in range(3)])
    assert shop.search("turquoise tea towel").understood.read == ()
    shop.put_products([shirt("new", "Tea towel", "茶巾", 10, Localized("松石绿", "Turquoise"))])
    assert [hit.id for hit in shop.search("turquoise tea towel")] == ["new"]
    shop.close()


def test_in_a_shop_of_one_language_colours_are_understood_in_both(tmp_path):
    shop = small_shop(tmp_path)
    colour = Localized("颜色", "")
    for value in ("红色", "蓝色"):
        shop.put_products([product(f"{value}{i}", "", f"杯子 {i}", options=[(colour, Localized(zh=value))]) for i in range(3)])
    assert {hit.id[0] for hit in shop.search("杯子 red")} == {"红"}
    shop.close()


def test_a_field_that_few_products_have_is_no_condition(tmp_path):
    shop = small_shop(tmp_path)
    plain = [product(f"p{i}", f"Red tea towel {i}", category=SHIRTS) for i in range(6)]
    shop.put_products([*plain, product("q", "Tea towel", options=[(COLOUR, RED)], category=SHIRTS)])
    result = shop.search("red tea towel")
    assert (result.understood.read, result.total) == ((), 7)
    shop.close()
