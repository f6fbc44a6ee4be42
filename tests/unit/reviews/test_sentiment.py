"""What a reading says of a text, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.reviews.sentiment import Sentiment, sentiments
from shopkeeper.shop import InvalidQuery


class Sure:
    labels = ("negative", "positive")

    def predict(self, texts):
        return np.array([[0.25, 0.75]] * len(texts), np.float32)


def test_says_which_and_how_sure():
    assert sentiments(Sure(), ["不错"])[0].to_dict() == {"label": "positive", "positive": 0.75, "confidence": 0.75}
    assert Sentiment(0.1).to_dict() == {"label": "negative", "positive": 0.1, "confidence": 0.9}


def test_an_empty_text_is_refused_by_its_number():
    with pytest.raises(InvalidQuery, match="expected a text"):
        sentiments(Sure(), [" "])
    with pytest.raises(InvalidQuery, match="text 2"):
        sentiments(Sure(), ["好", ""])
