"""A shop's own reviews make a classifier that replaces the one in use only where it is not worse."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from shopkeeper.models.versions import Versions
from shopkeeper.reviews.sentiment import active
from shopkeeper.reviews.task import Labelled
from shopkeeper.reviews.train import lesson, train
from shopkeeper.shop import InvalidFile
from small_encoder import small_encoder

OPTIONS = {"epochs": 8, "batch_size": 16, "lr": 3e-3, "device": "cpu"}
GOOD, BAD = ("很好", "喜欢", "great", "love"), ("很差", "失望", "awful", "broken")
TEXTS = [f"{word} {a} {b}" for word in GOOD + BAD for a in "手机裙子鞋" for b in "手机裙子鞋"]
REVIEWS = Labelled(TEXTS, [int(text.startswith(GOOD)) for text in TEXTS])


class Knows:
    """Is always right, or always wrong."""

    labels = ("negative", "positive")

    def __init__(self, right: bool) -> None:
        self.right = right

    def predict(self, texts):
        good = np.array([text.startswith(GOOD) == self.right for text in texts], np.float32)
        return np.stack([1 - good, good], 1)


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    torch.set_num_threads(1)
    return str(small_encoder(tmp_path_factory.mktemp("base")))


def test_parts_share_no_text_and_stay():
    found, more = lesson(REVIEWS, "x"), lesson(Labelled([*TEXTS, "这双鞋子非常舒服 recommended"], [*REVIEWS.labels, 1]), "x")
    assert not {*found.held_out.texts} & {*found.train.texts, *found.validation.texts}
    assert set(found.held_out.texts) <= set(more.held_out.texts)
    assert len(found.held_out.texts) > len(found.validation.texts) > 0


def test_few_reviews_are_refused():
    with pytest.raises(InvalidFile, match="at least 40 reviews"):
        lesson(Labelled(TEXTS[:5], REVIEWS.labels[:5]), "mine.csv")


def test_a_better_one_is_used_at_once(base, tmp_path):
    versions = Versions(tmp_path / "sentiment")
    in_use = active(versions)
    assert in_use() is None

    made = train(lesson(REVIEWS, "x"), versions, Knows(False), base=base, given=OPTIONS)

    assert made.active
    assert made.difference.value > 0.8
    assert made.report.metrics["accuracy"].value > 0.9
    assert in_use().predict(["很好 手机"])[0, 1] > 0.5
    assert "## Data" in versions.get(made.version).card
    assert versions.get(made.version).config["data"]["rows"] == len(TEXTS)


def test_a_worse_one_is_not(base, tmp_path):
    given = OPTIONS | {"epochs": 0.5, "lr": 1e-6}
    made = train(lesson(REVIEWS, "x"), Versions(tmp_path / "sentiment"), Knows(True), base=base, given=given)
    assert not made.active
    assert made.difference.low < -0.01
