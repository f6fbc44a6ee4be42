"""What is listed twice, found without holding every product against every other."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest

from shopkeeper.catalog import duplicates as module
from shopkeeper.catalog.duplicates import duplicates
from shopkeeper.shop import Localized, Product, Variant

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
