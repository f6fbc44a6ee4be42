"""Wishes in a shopper's words."""

from __future__ import annotations

import pytest

from shopkeeper.recommend.wish import Fitting, Found, Wishes, bare, spoken
from shopkeeper.shop import Localized

CATEGORIES = [Localized("服装", "Clothing"), Localized("运动户外", "Sports & Outdoor"), Localized("糕点", "Pastry")]


@pytest.mark.parametrize(("said", "about"), [
    ("我喜欢简约的日系风格", "简约的日系"), ("最近在看耳机音响", "耳机音响"), ("东西尽量挑灰色的", "灰色"), ("请帮我推荐一些绿茶", "绿茶"),
    ("I really like wireless earbuds", "wireless earbuds"), ("Sand is my favourite colour", "Sand"),
    ("Looking for something in red", "red"),
    ("绿茶", "绿茶"), ("green tea", "green tea"), ("我喜欢", ""), ("I like it", ""),
])  # fmt: skip
def test_the_words_of_liking_are_left_out(said, about):
    assert bare(said) == about


def fake(answers):
    asked = []

    def search(text, where, n, *, by_meaning=False):
        asked.append((text, tuple(where), by_meaning))
        return answers.get((text, tuple(where), by_meaning), Found((), ()))

    return Wishes(search, lambda: CATEGORIES), asked


def test_words_come_first():
    wishes, asked = fake({("green tea", (), False): Found(["t"], ())})
    assert wishes.answer("I like green tea", 5) == Fitting(("t",), "words", Localized("I like green tea", "I like green tea"))
    assert len(asked) == 1


def test_a_category_that_is_all_that_was_said_is_a_condition():
    wishes, _ = fake({("", ("category=服装",), False): Found(["coat"], ())})
    assert wishes.answer("常买服装", 5) == Fitting(("coat",), "conditions", Localized("服装", "服装"))


def test_a_name_that_only_begins_like_a_category_is_searched_for_whole():
    wishes, _ = fake({("糕点先生", (), False): Found(["cake"], ("brand=糕点先生",))})
    assert wishes.answer("用惯了糕点先生", 5).ids == ("cake",)


def test_where_no_word_is_found_the_conditions_still_hold():
    wishes, asked = fake({("simple , under 300", (), False): Found((), ("price<300",)), ("", ("price<300",), False): Found(["p"], ())})
    fitting = wishes.answer("I like simple style, under 300", 5)
    assert (fitting.ids, fitting.fit, fitting.what) == (("p",), "conditions", Localized("价格低于 300", "price below 300"))
    assert ("simple , under 300", ("price<300",), True) in asked


def test_what_says_nothing_finds_nothing():
    wishes, _ = fake({})
    assert wishes.answer("I gladly pay more for the best", 5).ids == ()


def test_conditions_are_said_as_one_says_them():
    assert spoken(["price>=50", "color=灰色|white", "brand!=X"]) == Localized(
        "价格不低于 50、灰色 / white、brand不是 X", "price at least 50, 灰色 / white, brand not X")
