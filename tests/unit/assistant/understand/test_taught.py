"""A taught reading: the one thing that a text says, and all that it holds."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from shopkeeper.assistant.understand.taught import CONFIG, HEAD, Floats, TaughtClassifier, load_head
from shopkeeper.models.head import Head
from shopkeeper.shop import InvalidFile

WORDS = ("where", "refund", "hello")


def words(texts: Sequence[str]) -> list[Floats]:
    """Each word of `WORDS` along an axis of its own, all others along a fourth."""
    return [np.array([[float(word == known) for known in WORDS] + [float(word not in WORDS)] for word in text.split()], np.float32) for text in texts]


@pytest.fixture
def head() -> Head:
    axes = np.eye(4, 3, dtype=np.float32)
    return Head(WORDS, 8 * axes, np.zeros(3, np.float32), 9 * axes, 6 * axes, np.full(3, -3, np.float32))


def test_one_text_says_one_thing_and_holds_several(head: Head) -> None:
    says, holds = TaughtClassifier(head, 1.0, words).read(["where is my parcel", "where is my parcel and refund me please now"])
    assert says.sum(1) == pytest.approx([1, 1], abs=1e-5)
    assert says[0].argmax() == 0
    assert (holds > 0.5).tolist() == [[True, False, False], [True, True, False]]


def test_many_words_beside_a_wish_do_not_hide_it(head: Head) -> None:
    _, holds = TaughtClassifier(head, 1.0, words).read(["refund", "refund" + " or" * 60])
    assert holds[1, 1] == pytest.approx(holds[0, 1], abs=0.05)


def test_a_temperature_makes_less_sure(head: Head) -> None:
    sure, unsure = (TaughtClassifier(head, heat, words).read(["refund"])[0][0, 1] for heat in (1.0, 4.0))
    assert sure > unsure > 1 / 3


def test_a_head_is_read_as_it_was_kept(head: Head, tmp_path: Path) -> None:
    np.savez(tmp_path / HEAD, weights=head.weights, bias=head.bias, look=head.look, say=head.say, least=head.least)
    (tmp_path / CONFIG).write_text(json.dumps({"labels": WORDS, "temperature": 1.0}))
    assert load_head(tmp_path).labels == WORDS
    assert np.array_equal(load_head(tmp_path).look, head.look)
    with pytest.raises(InvalidFile, match=r"not a taught classifier.*tokens.onnx"):
        TaughtClassifier.load(tmp_path)
