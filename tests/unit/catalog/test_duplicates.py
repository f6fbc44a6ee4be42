"""What is listed twice, found without holding every product against every other."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest

from shopkeeper.catalog import duplicates as module
from shopkeeper.catalog.duplicates import duplicates
from shopkeeper.shop import Localized, Money, Product, Variant

WORDS = "brone clade drell fennig gorth hulpa jandy kivver lomb morga nitch pradle quend razzo".split()
HAN = "们着了过的得地吧呢吗"


def product(id: str, title: str, zh: str = "", barcode: str = "") -> Product:
    return Product(id, Localized(en=title, zh=zh), (Variant(f"{id}-a", barcode=barcode),))


def same(texts):
    return np.ones((len(texts), 4), np.float32) / 2


def by_all_pairs(products: list[Product]) -> set[tuple[str, str]]:
    """The pairs with the same numbers and three in four words of the shorter title, each looked at."""
    def fits(a: Product, b: Product) -> bool:
        mine, theirs = module._title(a), module._title(b)
        words, others = module._words(mine), module._words(theirs)
        numbers = [set(module._NUMBER.findall(each)) for each in (mine, theirs)]
        return numbers[0] == numbers[1] and len(words & others) / max(1, min(len(words), len(others))) >= module.WORDS

    return {(a.id, b.id) for a, b in combinations(products, 2) if fits(a, b)}


@pytest.mark.parametrize("seed", range(3))
def test_no_pair_is_left_out_that_all_pairs_would_give(seed, monkeypatch):
    draw = random.Random(seed)
    monkeypatch.setattr(module, "AT_ONCE", 7)
    monkeypatch.setattr(module, "_one", lambda *both: True)
    products = [
        product(f"p{n:03}", " ".join(["a", *draw.choices(WORDS, k=draw.randint(0, 6)), *draw.choices(["", "10", "20"], k=1)]),
                "".join(draw.choices(HAN, k=draw.randint(0, 5))))
        for n in range(160)
    ]
    found = [(each.a, each.b) for each in duplicates(products, same)]
    assert set(found) == by_all_pairs(products)
    assert len(found) == len(set(found)) > 50


def test_only_titles_that_may_be_one_are_encoded():
    asked: list[str] = []

    def encode(texts):
        asked.extend(texts)
        return same(texts)

    products = [product("a", "oak table"), product("b", "table oak"), product("c", "elm chair"), product("d", "pine bed 90")]
    assert [(each.a, each.b) for each in duplicates(products, encode)] == [("a", "b")]
    assert len(asked) == 2


def test_titles_that_mean_something_else_are_two_things():
    products = [product("a", "oak table large round"), product("b", "oak table large low round")]
    assert len(duplicates(products, same)) == 1
    assert duplicates(products, lambda texts: np.eye(len(texts), dtype=np.float32)) == []


def test_two_sellers_of_one_barcode_are_found_whatever_they_call_it_and_a_barcode_of_many_is_none():
    two = [product("a", "Oak table 90 cm", barcode="4006381333931"), product("b", "", "橡木圆桌", barcode="4006381333931")]
    found = duplicates(two, lambda texts: np.eye(len(texts), dtype=np.float32))
    assert [(each.a, each.b) for each in found] == [("a", "b")]
    assert "条码相同：4006381333931" in {reason.zh for reason in found[0].reasons}
    many = [product(f"p{n}", f"thing {n}", barcode="0000000000000") for n in range(module.SHARERS + 1)]
    assert duplicates(many, same) == []


def told(id: str, title: str, said: str, price: str = "9.90") -> Product:
    variant = Variant(f"{id}-a", price=Money(round(100 * float(price)), "USD"))
    return Product(id, Localized(en=title), (variant,), description=Localized(en=said))


PLAIN = "Blue jeans of cotton with five pockets and a zip, washed dark"


def pairs(*products: Product) -> list[tuple[str, str]]:
    return [(each.a, each.b) for each in duplicates(products, same)]


def test_descriptions_that_say_other_things_tell_two_apart():
    assert pairs(told("a", "Slim jeans women", PLAIN), told("b", "Slim jeans women", PLAIN + ".")) == [("a", "b")]
    assert pairs(told("a", "Slim jeans women", PLAIN), told("b", "Slim jeans women", "")) == [("a", "b")]
    assert pairs(told("a", "Slim jeans women", PLAIN), told("b", "Slim jeans women", "Wool skirt, lined, three buttons, knee length")) == []


def test_titles_that_each_have_a_word_of_their_own_are_two_things():
    assert pairs(told("a", "Ring with letter quoll in brass", PLAIN), told("b", "Ring with letter wombat in brass", PLAIN)) == []
    assert pairs(told("a", "Chic ring with letter quoll", PLAIN), told("b", "Elegant ring with letter quoll", PLAIN)) == [("a", "b")]


def test_a_letter_and_a_code_tell_two_apart():
    letters, codes = ("Brass necklace letter A", "Brass necklace letter K"), ("Audio cable in black M/M", "Audio cable in black M/F")
    for ours, theirs in (letters, codes):
        assert pairs(told("a", ours, PLAIN), told("b", theirs, PLAIN)) == []
        assert pairs(told("a", ours, PLAIN), told("b", ours, PLAIN)) == [("a", "b")]
    assert pairs(told("a", "Blouse with a V neck", PLAIN), told("b", "Blouse with V neck", PLAIN)) == [("a", "b")]


def test_one_thing_may_differ_and_no_more():
    long, short = "Ring with letter quoll in brass", "Ring with letter quoll"
    assert pairs(told("a", long, PLAIN), told("b", short, PLAIN)) == [("a", "b")]
    assert pairs(told("a", short, PLAIN), told("b", short, PLAIN, "11.00")) == [("a", "b")]
    assert pairs(told("a", long, PLAIN), told("b", short, PLAIN, "11.00")) == []
    assert pairs(told("a", long, PLAIN), told("b", short, PLAIN.replace("dark", "light"))) == []


def test_a_title_that_many_share_is_that_of_a_kind():
    many = [told(f"p{n}", "Slim jeans women", PLAIN, f"{n + 1}.00") for n in range(module.SHARERS + 1)]
    assert pairs(*many) == []
    assert len(pairs(*many[:-1])) == 10
    assert pairs(*many, told("x", "Slim jeans women", PLAIN, "1.00")) == [("p0", "x")]
