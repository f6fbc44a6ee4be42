import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.search.words import vocabulary as module
from shopkeeper.search.words.latin import near, parts, spoken
from shopkeeper.search.words.vocabulary import Vocabulary


def of(**counts):
    return Vocabulary(counts)


def test_the_nearest_word_comes_first_and_of_equals_the_commonest():
    words = of(headphones=50, headphone=9, headboards=3)
    assert [word for word, _ in near("headphnes", words)] == ["headphones"]
    assert [word for word, _ in near("cmap", of(camp=9, cap=5, map=7))] == ["camp", "cap"]


def test_how_many_slips_are_allowed_grows_with_the_word():
    words = of(tea=5, mug=5, mouse=5, keyboard=5)
    assert [bool(near(word, words)) for word in ("tae", "mgu", "muose", "moues", "mxyse", "kxybrzdo", "kyebaord")] == [
        False, False, True, True, False, False, True]


def test_another_first_letter_is_a_slip_only_where_nothing_else_is_near():
    assert near("nouse", of(mouse=5))[0][0] == "mouse"
    assert [word for word, _ in near("nouse", of(mouse=50, noise=1))] == ["noise"]
    assert near("omuse", of(mouse=5))[0][0] == near("ouse", of(mouse=5))[0][0] == near("xmouse", of(mouse=5))[0][0] == "mouse"


def test_in_a_large_shop_a_word_of_one_product_is_not_what_was_meant(monkeypatch):
    words = of(mouse=1, mousse=4)
    assert [word for word, _ in near("mosue", words)] == ["mouse"]
    monkeypatch.setattr(module, "LARGE", 1)
    assert near("mosue", words) == []


def test_two_words_without_their_space_are_both_words_of_the_shop():
    assert parts("wirelessmouse", of(wireless=9, mouse=3)) == [("wireless mouse", 0.95)]
    assert parts("wirelessmouse", of(wireless=9)) == parts("ab", of(a=1, b=1)) == []


def test_pinyin_gives_the_commonest_words_or_a_row_of_them():
    words = of(蓝牙=9, 烂牙=1, 耳机=4, 而=100)
    assert spoken("lanya", words) == [("蓝牙", 0.95), ("烂牙", pytest.approx(0.76))]
    assert spoken("lanyaerji", words) == [("蓝牙耳机", 0.95)]
    assert spoken("lany", words) == spoken("wireless", words) == spoken("", words) == []


def test_words_and_their_sounds_come_back_from_a_file(tmp_path):
    words = of(蓝牙=3, mouse=2, café=1)
    words.save(tmp_path / "words.tsv")
    again = Vocabulary.load(tmp_path / "words.tsv")
    assert again.counts == words.counts
    assert again.sounding("lanya") == ["蓝牙"]
    again.add(["耳机", "mouse"])
    assert (again.sounding("erji"), again.counts["mouse"]) == (["耳机"], 3)


def test_memory_is_bounded_and_rare_words_go_first(monkeypatch, tmp_path):
    monkeypatch.setattr(module, "MOST", 100)
    words = Vocabulary()
    for i in range(1000):
        words.add([f"w{i}x", "often"])
    assert len(words) <= 200
    assert words.counts["often"] == 1000
    words.save(tmp_path / "words.tsv")
    assert len(Vocabulary.load(tmp_path / "words.tsv")) == 100


@given(st.lists(st.text(string.ascii_lowercase, min_size=4, max_size=9), min_size=1, max_size=20, unique=True), st.data())
def test_one_slip_inside_a_word_is_always_within_reach(words, data):
    vocabulary = Vocabulary(dict.fromkeys(words, 1))
    word = data.draw(st.sampled_from(words))
    at = data.draw(st.integers(1, len(word) - 1))
    wrong = data.draw(st.sampled_from([word[:at] + word[at + 1:], word[:at] + "z" + word[at:], word[:at] + "z" + word[at + 1:]]))
    if len(wrong) >= 4 and wrong not in vocabulary:
        assert near(wrong, vocabulary), "something is found, though another word may be as near"


def test_a_word_is_put_right_among_two_hundred_thousand_by_looking_at_few():
    dice = random.Random(7)
    words = {"".join(dice.choices(string.ascii_lowercase, k=dice.randint(4, 11))): 2 for _ in range(200_000)}
    vocabulary = Vocabulary(words)
    assert sum(map(len, vocabulary.spelt_like("headphnes", 2))) < len(words) / 20
