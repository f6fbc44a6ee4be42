from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.models.explain.words import Span, joined, owners, without, words


def cut(text):
    return [text[span.start : span.end] for span in words(text)]


def test_words_of_both_languages_codes_and_signs():
    assert cut("Red WH-1000XM4 earbuds!!") == ["Red", "WH-1000XM4", "earbuds", "!!"]
    assert cut("质量很好，物流太慢😀") == ["质量", "很", "好", "，", "物流", "太慢", "😀"]
    assert cut(" ") == []


@given(st.text(max_size=40))
def test_words_hold_every_sign_of_a_text_once(text):
    spans = words(text)
    assert "".join(cut(text)) == "".join(text.split())
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert without(text, spans, [True] * len(spans)) == text
    assert without(text, spans, [False] * len(spans)).strip() == ""


def test_a_word_is_left_out_and_the_rest_stays_as_it_is():
    text = "the red shoe"
    assert without(text, words(text), [True, False, True]) == "the  shoe"


def test_words_that_a_token_runs_across_become_one():
    spans = [Span(0, 2), Span(2, 4), Span(5, 6), Span(6, 9)]
    assert joined(spans, [Span(0, 1), Span(1, 2)]) == spans
    assert joined(spans, [Span(0, 3), Span(4, 5), Span(5, 9)]) == [Span(0, 4), Span(5, 9)]


def test_pieces_belong_to_the_word_that_holds_them():
    spans = [Span(0, 4), Span(5, 9)]
    assert np.array_equal(owners(spans, [Span(0, 0), Span(0, 2), Span(2, 4), Span(4, 9), Span(9, 9)]), [-1, 0, 0, 1, -1])
