import numpy as np
import pytest

from shopkeeper.search.engines.local.titles import TitleWords, codes_of
from shopkeeper.search.engines.protocol import code

TITLES = [["red", "shirt"], [], ["blue", "shirt", "shirt"], ["teapot"]]


@pytest.fixture
def titles():
    words = TitleWords()
    for title in TITLES:
        words.add(codes_of(title))
    words.settle()
    return words


@pytest.mark.parametrize(("asked", "held"), [
    (["shirt"], [True, False, True, False]), (["red", "teapot"], [True, False, False, True]), (["green"], [False] * 4), ([], [False] * 4),
])
def test_which_titles_hold_one_of_some_words(titles, asked, held):
    rows = np.arange(len(TITLES))
    assert titles.holding(rows, list(map(code, asked))).tolist() == held
    assert titles.holding(rows[::-2], list(map(code, asked))).tolist() == held[::-2]
