import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.models.encoder import load_encoder
from shopkeeper.search.similarity import explain, match, overlap, similarity
from shopkeeper.text.analyse import analyse_query
from small_shop import BagEncoder

TEXTS = ["wireless earbuds", "无线耳机", "無線耳機", "", "!!!", "😀", "red shirt 红衬衫", "the", "的", "x" * 3000]


class EnglishOnly(BagEncoder):
    languages = ("en",)


@pytest.mark.parametrize("encoder", [BagEncoder(), EnglishOnly(), load_encoder()], ids=["both", "english", "shipped"])
def test_similarity_is_symmetric_between_minus_one_and_one_and_one_for_the_same(encoder):
    for a in TEXTS:
        for b in TEXTS:
            near = similarity(encoder, a, b)
            assert near == pytest.approx(similarity(encoder, b, a), abs=1e-5)
            assert -1 <= near <= 1
        if analyse_query(a).words:
            assert similarity(encoder, a, a) == pytest.approx(1, abs=1e-5)


@settings(max_examples=50)
@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_texts_can_be_compared(a, b):
    near = similarity(EnglishOnly(), a, b)
    assert -1 <= near <= 1
    assert near == pytest.approx(similarity(EnglishOnly(), b, a))


def test_chinese_is_near_by_its_words_where_the_encoder_knows_none():
    shipped = load_encoder()
    assert similarity(shipped, "无线耳机", "無線藍牙耳機") > 0.5 > similarity(shipped, "无线耳机", "陶瓷茶壶")
    assert similarity(shipped, "wireless earbuds", "bluetooth headphones") > 0.5 > similarity(shipped, "wireless earbuds", "ceramic teapot")


@pytest.mark.parametrize(("a", "b"), [("wireless earbuds for running", "bluetooth headphones"), ("红色连衣裙", "red dress"), ("", "mug")])
def test_an_explained_similarity_adds_up(a, b):
    encoder = load_encoder()
    found = explain(encoder, a, b)
    assert found.value == pytest.approx(similarity(encoder, a, b), abs=1e-6)
    left, right = encoder.encode([a, b])
    assert found.alignment.sum() == pytest.approx(float(left @ right), abs=1e-5)
    assert found.alignment.shape == tuple(len(each.words) + 1 for each in found.texts)
    for each, text in zip(found.texts, (a, b), strict=True):
        assert each.text == text
        assert each.attribution.base + each.attribution.shares.sum() == pytest.approx(found.value, abs=1e-5)


def test_what_two_texts_share_is_found_in_both():
    encoder = load_encoder()
    found = explain(encoder, "a ceramic teapot", "the big teapot with roses")
    for each in found.texts:
        assert max(each.shares, key=lambda pair: pair[1])[0] == "teapot"
    rows, columns = ([word for word, _ in each.shares] for each in found.texts)
    nearest = np.unravel_index(found.alignment[:-1, :-1].argmax(), (len(rows), len(columns)))
    assert (rows[nearest[0]], columns[nearest[1]]) == ("teapot", "teapot")


def test_only_what_the_network_read_is_explained():
    encoder = load_encoder()
    found = explain(encoder, "mug " * 400, "mug")
    assert found.texts[0].attribution.method == "occlusion"
    assert len(found.texts[0].words) == len(found.texts[0].replay.tokens) - 2 < 400


def test_texts_are_matched_best_first_and_say_where_they_stood():
    texts = ["ceramic teapot", "earbuds", "无线耳机", "wireless earbuds"]
    matches = match(BagEncoder(), "wireless earbuds", texts)
    assert [m.index for m in matches][:2] == [3, 1]
    assert all(texts[m.index] == m.text for m in matches)
    assert match(BagEncoder(), "wireless earbuds", texts, 2) == matches[:2]
    assert match(BagEncoder(), "wireless earbuds", []) == []


@pytest.mark.parametrize(("a", "b", "shared"), [("red shirt", "shirt red", 1), ("a", "", 0), ("红", "蓝", 0), ("tea cup", "tea pot", 0.5)])
def test_overlap_is_the_cosine_of_two_bags_of_terms(a, b, shared):
    assert overlap(analyse_query(a), analyse_query(b)) == pytest.approx(shared)
