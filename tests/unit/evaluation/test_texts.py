"""Texts against texts, held against values worked out by hand."""

from __future__ import annotations

import math

import pytest

from shopkeeper.evaluation.texts import bleu4, distinct, rouge_l, self_bleu, tokens


def test_chinese_is_cut_into_characters_and_english_into_words():
    assert tokens("纯棉 T恤。", "zh") == ["纯", "棉", "t", "恤", "。"]
    assert tokens("It's soft, 100% cotton.", "en") == ["it's", "soft", ",", "100", "%", "cotton", "."]


def test_rouge_l_is_the_f1_of_the_longest_common_subsequence():
    # common: a c e of abcde and axcxe: 3 of 5 both ways
    assert rouge_l("abcde", "axcxe") == pytest.approx(0.6)
    assert rouge_l("ab", "ba" * 3) == pytest.approx(2 * 2 / 8)
    assert rouge_l("abc", "abc") == 1
    assert rouge_l("abc", "xyz") == rouge_l("", "abc") == rouge_l("", "") == 0


def test_bleu4_is_the_mean_of_four_precisions():
    # the cat sat on the mat / the cat sat on a mat: 5/6, 3/5, 2/4, 1/3; lengths alike
    value = bleu4("the cat sat on the mat".split(), "the cat sat on a mat".split())
    assert value == pytest.approx((5 / 6 * 3 / 5 * 2 / 4 * 1 / 3) ** 0.25)


def test_bleu4_counts_a_token_no_oftener_than_the_reference_and_smooths_orders_without_a_match():
    # a a a a / a b c d: 1/4, then nothing of 3, 2, 1 n-grams: 1/(2*3), 1/(4*2), 1/(8*1)
    assert bleu4("aaaa", "abcd") == pytest.approx((1 / 4 * 1 / 6 * 1 / 8 * 1 / 8) ** 0.25)


def test_bleu4_punishes_what_is_shorter():
    assert bleu4("abcd", "abcdef") == pytest.approx(math.exp(1 - 6 / 4))
    assert bleu4("abcdef", "abcdef") == pytest.approx(1)
    assert bleu4("xyz", "abc") == bleu4("", "abc") == 0


def test_distinct_is_the_share_of_different_n_grams():
    assert distinct(["abab", "abc"]) == pytest.approx(3 / 5)  # ab ba ab, ab bc
    assert distinct(["abab", "abc"], 1) == pytest.approx(3 / 7)
    assert distinct(["a", ""]) == 0


def test_self_bleu_holds_each_text_against_all_others():
    assert self_bleu(["abcde", "abcde", "vwxyz"]) == pytest.approx([1, 1, 0])
    # aab against ab and ba: a is there once only in either; 2/3, ab of 2: 1/2, none of 1: 1/2, none of 0: 1/4; nearest length 2
    assert self_bleu(["aab", "ab", "ba"])[0] == pytest.approx((2 / 3 * 1 / 2 * 1 / 2 * 1 / 4) ** 0.25)


def test_self_bleu_does_not_count_a_text_as_its_own_reference():
    # aaxy against aaaz: a twice of 4, aa once of 3, nothing of 2 and of 1
    assert self_bleu(["aaxy", "aaaz"])[0] == pytest.approx((2 / 4 * 1 / 3 * 1 / 4 * 1 / 4) ** 0.25)


def test_one_text_has_no_others():
    with pytest.raises(ValueError, match="at least two"):
        self_bleu(["abc"])
