"""What may be asked, and what is said of what may not."""

from __future__ import annotations

import pytest

from shopkeeper.recommend.asked import Asked
from shopkeeper.shop import InvalidQuery


@pytest.mark.parametrize(("wrong", "named"), [
    ({"place": "attic"}, "place: expected one of home"),
    ({"place": "product"}, "product: expected the one product"),
    ({"place": "product", "about": ("a", "b")}, "got 2"),
    ({"relation": "cousin"}, "relation: expected similar or goes_with"),
    ({"k": 0}, "k: expected 1 to 100"),
    ({"language": "fr"}, "language: expected zh or en"),
    ({"country": "CHN"}, "country: expected two letters"),
    ({"country": "1n"}, "country: expected two letters"),
    ({"likes": "x" * 1001}, "likes: expected at most 1000"),
])  # fmt: skip
def test_what_is_wrong_is_named(wrong, named):
    with pytest.raises(InvalidQuery, match=named):
        Asked(**wrong)


def test_nothing_needs_to_be_known_of_a_visitor():
    assert Asked().place == "home"
    assert Asked().now.tzinfo is not None


def test_a_country_is_taken_in_letters_of_either_case():
    assert [Asked(country=each).country for each in ("cn", "CN", "Cn", "")] == ["CN", "CN", "CN", ""]
