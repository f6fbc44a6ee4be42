import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shopkeeper.text.normalise import has_cjk, normalise, spellings, strip_accents

anything = st.text(st.characters(), max_size=40)  # surrogates too


@pytest.mark.parametrize(("text", "expected"), [
    ("Ｃａｆé 無線", "cafe 无线"), ("  A\t b\n", "a b"), ("１２ＧＢ", "12gb"), ("①", "1"), ("㎏", "kg"), ("ﬁne", "fine"), ("Löwe", "lowe"),
    ("İstanbul", "istanbul"), ("STRAẞE", "straße"), ("藍牙耳機", "蓝牙耳机"), ("頭髮", "头发"), ("", ""), ("　", ""), ("½", "1⁄2"),
])
def test_what_means_the_same_is_spelt_the_same(text, expected):
    assert normalise(text) == expected


@given(anything)
@example("İ")
@example("\u0345Σ")
@example("A\u0301")
def test_any_text_is_normalised_once_and_for_all(text):
    assert normalise(normalise(text)) == normalise(text)


@given(anything)
def test_a_normalised_text_has_single_spaces_and_no_capitals(text):
    spelt = normalise(text)
    assert spelt == " ".join(spelt.split()) == spelt.lower()


@pytest.mark.parametrize(("text", "expected"), [("Löwe", "Lowe"), ("naïve 中文", "naive 中文"), ("", "")])
def test_accents_go_and_chinese_stays(text, expected):
    assert strip_accents(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("耳机", True), ("a耳", True), ("〇", True), ("𠮷", True), ("abc", False), ("カナ", False), ("，。", False),
])
def test_chinese_characters_are_told_from_other_signs(text, expected):
    assert has_cjk(text) is expected


def test_spellings_on_the_mainland_in_taiwan_and_in_hong_kong():
    assert spellings("台湾里面")[0] == "台湾里面"
    assert {"臺灣裏面", "臺灣裡面"} & set(spellings("台湾里面"))
    assert spellings("茶") == ["茶"]
