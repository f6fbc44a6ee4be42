import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.text.stem import stem


@pytest.mark.parametrize(("one", "other"), [
    ("batteries", "battery"), ("boxes", "box"), ("glasses", "glass"), ("shirts", "shirt"), ("brushes", "brush"), ("watches", "watch"),
    ("phones", "phone"), ("cases", "case"), ("shoes", "shoe"), ("ties", "tie"), ("lenses", "lens"), ("buses", "bus"), ("women", "woman"),
    ("womens", "woman"), ("knives", "knife"), ("mice", "mouse"), ("scarves", "scarf"),
])
def test_one_and_many_are_one_term(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["glass", "bus", "tennis", "wireless", "plus", "chess", "usb", "gas", "ios", "耳机", "", "s", "café"])
def test_a_word_that_is_no_plural_stays(word):
    assert stem(word) == word


@given(st.text(max_size=20))
def test_any_word_keeps_its_beginning(word):
    assert stem(word)[:1] == word[:1]
    assert len(stem(word)) <= len(word)
