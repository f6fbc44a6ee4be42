"""What a category is named after."""

from __future__ import annotations

import pytest

from shopkeeper.writing.goods import _goods, good_of_class


@pytest.mark.parametrize(("name", "noun"), [
    ("Gift Sets", "gift set"), ("Backpacks", "backpack"), ("Dresses", "dress"), ("Mug Sets", "mug set"), ("Zyxwv", None),
])
def test_the_goods_of_a_category_are_one_of_them(name, noun):
    good = good_of_class(name, "general")
    assert (good and good.noun) == noun


def test_every_noun_names_a_category_in_every_form():
    for noun in _goods():
        for form in (noun, f"{noun}s", f"{noun}es", f"{noun[:-1]}ies", f"{noun} set", f"{noun} sets"):
            found = good_of_class(form, "general")
            assert found is None or found.noun
