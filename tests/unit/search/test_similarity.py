import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.models.encoder import load_encoder
from shopkeeper.search.similarity import match, overlap, similarity
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
