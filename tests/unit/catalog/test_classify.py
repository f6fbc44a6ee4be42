"""The category of a product: by names alone, learnt, down a tree, and products that stand elsewhere than their like."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shopkeeper.catalog.classify.classifier import Learnt, Unlearnt, levels, rolled
from shopkeeper.catalog.classify.moves import moves
from shopkeeper.catalog.classify.task import macro_f1, measure, read_placed
from shopkeeper.catalog.words import telling
from shopkeeper.shop import InvalidFile, InvalidRecord, Localized, Product, Variant

DRESS, SHOE, TEA = ("Clothing", "Dresses"), ("Shoes", "Sneakers"), ("Food", "Tea")
WORDS = {
    DRESS: "summer linen dress with sleeves 连衣裙",
    SHOE: "running sneakers with rubber sole 跑鞋",
    TEA: "green leaf tea in a tin 绿茶",
}
TEXTS = [f"{words} number {n}" for words in WORDS.values() for n in range(20)]
PATHS = [path for path in WORDS for _ in range(20)]


def encode(texts):
    """A vector for each text by the words it shares with three topics."""
    topics = [set(words.split()) for words in WORDS.values()]
    rows = np.array([[1e-3 + len(topic & set(text.split())) for topic in topics] for text in texts], np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.mark.parametrize("vectors", [None, encode])
def test_it_is_learnt_with_reasons(vectors):
    judge = Learnt.learn(TEXTS, PATHS, vectors)
    best = judge.guess("green leaf tea")[0]
    assert best.path == TEA
    assert best.chance > 0.8
    assert set(best.because) & {"green", "leaf", "tea"}
    assert judge.guess("新款跑鞋")[0].path == SHOE
    assert np.allclose(judge.chances(["anything", ""]).sum(axis=1), 1)


def test_names_alone_place_a_text_that_shares_their_words():
    judge = Unlearnt([DRESS, SHOE, TEA, ("家居", "水杯")], None)
    assert judge.guess("a box of tea")[0].path == TEA
    assert judge.guess("保温水杯 500ml")[0].path == ("家居", "水杯")


def test_a_name_that_is_near_to_everything_is_held_back_by_texts_without_a_category():
    paths, texts = [("Cotton",), ("Frock",)], [*["cotton"] * 40, *["cotton frock"] * 4]
    assert Unlearnt(paths, None).guess("cotton frock")[0].path == ("Cotton",)
    assert Unlearnt(paths, None, texts).guess("cotton frock")[0].path == ("Frock",)
    assert Unlearnt(paths, None, texts).guess("cotton")[0].path == ("Cotton",)


def test_the_way_down_adds_up():
    found = levels({("a", "x"): 0.3, ("a", "y"): 0.3, ("b",): 0.4})
    assert [(each.path, round(each.chance, 2)) for each in found] == [(("a",), 0.6), (("a", "y"), 0.3)]
    assert levels({}) == []


def test_rare_paths_join_their_parent():
    assert rolled([("a", "x")] * 5 + [("a", "y")], 5) == [("a", "x")] * 5 + [("a",)]


def test_one_category_cannot_be_learnt():
    with pytest.raises(InvalidFile, match="at least 2"):
        Learnt.learn(["a"], [("a",)])


def products(wrong=()):
    return [
        Product(
            f"p{n}", Localized(en=text), (Variant(f"v{n}"),), category=tuple(Localized(en=level) for level in (TEA if n in wrong else path))
        )
        for n, (text, path) in enumerate(zip(TEXTS, PATHS, strict=True))
    ]


def test_a_misplaced_product_is_found_with_its_neighbours_and_no_other():
    found = moves(products(wrong={3}), encode)
    assert [(each.product_id, each.now, each.to.path) for each in found] == [("p3", TEA, DRESS)]
    assert all(int(id[1:]) < 20 for id in found[0].to.because)
    assert moves(products(), encode) == []
    assert moves(products(wrong={3})[:10], encode) == []


def test_what_its_own_name_fits_better_stays_and_nothing_moves_up_the_tree():
    """A rare category has no neighbours that speak for it: the pot among teas stays, and so does what stands further down."""
    placed = products()
    rare = (Localized(en="Tableware"), Localized(en="Green tea pots"))
    assert moves([replace(each, category=rare) if each.id == placed[-1].id else each for each in placed], encode) == []
    below = (*placed[-1].category, Localized(en="Loose"))
    assert moves([replace(each, category=below) if each.id == placed[-1].id else each for each in placed], encode) == []


def test_the_fifth_that_was_held_out_is_measured():
    rows = read_placed(
        [(n, {"title": text, "path": " > ".join(path)}) for n, (text, path) in enumerate(zip(TEXTS, PATHS, strict=True))], "f"
    )
    assert measure(rows, None).metrics["accuracy"].value == 1
    assert measure(rows, None, labels=5).counts["categories"] == 3
    assert 0 <= measure(rows, encode, labels=0).metrics["macro_f1"].value <= 1
    assert macro_f1([("a",), ("a",), ("b",)], [("a",), ("b",), ("b",)]) == pytest.approx(2 / 3)


def test_rows_are_checked():
    with pytest.raises(InvalidRecord, match="f, row 1, path"):
        read_placed([(1, {"title": "x", "path": ""})], "f")
    with pytest.raises(InvalidRecord, match="f, row 2, title"):
        read_placed([(1, {"title": "x", "path": "a"}), (2, {"path": "a"})], "f")


def test_reasons_do_not_say_the_same_thing_twice():
    assert telling("羽绒服连帽", ["羽绒服", "羽绒_羽绒服", "绒服", "连帽", "羽绒"]) == ("羽绒服", "连帽")
    assert telling("羽绒服连帽", ["羽绒", "连帽", "羽绒服"]) == ("羽绒服", "连帽")
    assert telling("ear wireless earbuds", ["earbud", "wireless_earbud", "wireless", "ear"]) == ("earbuds", "wireless earbuds", "ear")


def test_reasons_are_words_that_a_person_reads():
    """No piece of a word, no bare number, nothing with a stop word, and English as it was written."""
    assert telling("微波炉 20L", ["≈波炉", "≈微波", "20", "l", "炉_20", "老爹_鞋女"]) == ("微波",)
    assert telling("The dresses in silk, 5 carats, 50", ["dress_in", "dress", "the", "5_carat", "silk_5", "50"]) == ("dresses", "5 carats")
