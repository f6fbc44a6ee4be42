"""A text that is for and against at once is mixed; one that is clear is not, whatever words it uses."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.reviews.mixed import sides
from shopkeeper.reviews.sentiment import Sentiment, sentiments

LINES = [line.split("\t") for line in (Path(__file__).parent / "mixed_reviews.tsv").read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def read(tmp_path_factory) -> dict[str, Sentiment]:
    with closing(open_shop(str(tmp_path_factory.mktemp("mixed") / "shop"), create=True)) as shop:
        return dict(zip((text for *_, text in LINES), shop.sentiment([text for *_, text in LINES]), strict=True))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_clear_ones_are_not_called_mixed(read: dict[str, Sentiment], language: str) -> None:
    clear = [text for kind, spoken, text in LINES if (kind, spoken) == ("clear", language)]
    assert len(clear) == 20
    assert not [text for text in clear if read[text].sides]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_most_that_have_two_sides_are(read: dict[str, Sentiment], language: str) -> None:
    mixed = [text for kind, spoken, text in LINES if (kind, spoken) == ("mixed", language)]
    missed = [text for text in mixed if read[text].label != "mixed"]
    assert len(mixed) == 20
    assert len(missed) <= 3, missed


def test_both_sides_are_shown_in_the_words_of_the_text(read: dict[str, Sentiment]) -> None:
    found = read["物流太慢了，不过东西很喜欢"]
    assert found.to_dict()["sides"] == {"for": "东西很喜欢", "against": "物流太慢了"}
    assert found.likelier == "negative"


def test_half_of_a_sentence_whose_words_are_in_no_list_is_read_by_its_mood() -> None:
    found = sides("Fast shipping, but zorped on arrival", 0.5, lambda text: 0.05)
    assert found is not None
    assert (found.good, found.bad) == ("Fast shipping", "zorped on arrival")
    assert sides("Fast shipping, but zorped on arrival", 0.5, lambda text: 0.4) is None


def test_one_that_is_very_sure_has_one_side() -> None:
    text = "Great sound, though the battery life is poor"
    assert sides(text, 0.5, lambda _: 0.5) is not None
    assert sides(text, 0.99, lambda _: 0.5) is None


def test_what_was_feared_before_is_no_side() -> None:
    assert sides("I thought it was expensive, but it is worth every penny", 0.7, lambda _: 0.5) is None
    assert sides("开始还以为贵，用了以后觉得很值", 0.7, lambda _: 0.5) is None


def test_the_probability_is_that_of_the_classifier() -> None:
    class Half:
        labels = ("negative", "positive")

        def predict(self, texts):
            return np.array([[0.6, 0.4]] * len(texts), np.float32)

    found = sentiments(Half(), ["质量不错，但是价格有点贵"])[0]
    assert (found.label, found.likelier, round(found.confidence, 2)) == ("mixed", "negative", 0.6)
