from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shopkeeper.assistant.understand.classifier import Floats, IntentClassifier, save
from shopkeeper.assistant.understand.features import BUCKETS, hashed, masked
from shopkeeper.assistant.understand.train import Example, fit, fit_decision, temperature
from shopkeeper.assistant.understand.wishes import find_wishes
from shopkeeper.shop import InvalidFile

EXAMPLES = [
    Example("where is my parcel", ("track_order",)), Example("has my order been sent", ("track_order",)), Example("我的包裹到哪了", ("track_order",)),
    Example("i want my money back", ("get_refund",)), Example("please refund me", ("get_refund",)), Example("把钱退给我", ("get_refund",)),
    Example("hello", ("greeting",)), Example("你好", ("greeting",)), Example("i bought it in may", ("context",)), Example("五月买的", ("context",)),
]  # fmt: skip


def letters(texts: Sequence[str]) -> Floats:
    """Counts of letters in 32 boxes, of length 1."""
    vectors = np.zeros((len(texts), 32), np.float32)
    for row, text in zip(vectors, texts, strict=True):
        for letter in text:
            row[ord(letter) % 32] += 1
    return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> IntentClassifier:
    folder = tmp_path_factory.mktemp("intents")
    save(folder, replace(fit(EXAMPLES, letters), temperature=0.1, decision=(2.0, 2.0, 4.0, *[0.0] * 18, -4.0)))
    return IntentClassifier.load(folder, letters)


def test_what_was_learnt_is_known_after_it_was_kept(classifier: IntentClassifier) -> None:
    scores = classifier.scores([each.text for each in EXAMPLES])
    assert [classifier.labels[i] for i in scores.argmax(1)] == [each.labels[0] for each in EXAMPLES]
    assert classifier.chances(scores).sum(1) == pytest.approx(np.ones(len(EXAMPLES)), abs=1e-5)


def test_two_wishes_are_found_in_two_sentences_and_one_beside_a_story(classifier: IntentClassifier) -> None:
    assert [each.intent for each in find_wishes("where is my parcel? please refund me", classifier)] == ["track_order", "get_refund"]
    found = find_wishes("i bought it in may. i want my money back", classifier)
    assert [(each.intent, each.text) for each in found] == [("get_refund", "i want my money back")]
    assert [each.intent for each in find_wishes("hello! where is my parcel", classifier)] == ["track_order"]


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="not a classifier of intents"):
        IntentClassifier.load(tmp_path, letters)


def test_numbers_say_nothing_of_what_is_wanted() -> None:
    assert masked("Cancel #W1234567, I paid $49.90 on 3/4 from a.b@mail.com") == masked("cancel #W7654321, I paid $1 on 12/11 from me@x.org")
    assert masked("取消訂單") == masked("取消订单")
    places, values = hashed(masked("where is 我的包裹"))
    assert places.max() < BUCKETS
    assert float((values**2).sum()) == pytest.approx(1, abs=1e-5)


def test_the_temperature_makes_chances_as_sure_as_they_are_right() -> None:
    scores = np.tile(np.array([[1.0, 0.0]], np.float32), (100, 1))
    right = np.array([0] * 80 + [1] * 20)
    assert 1 / (1 + np.exp(-1 / temperature(scores, right))) == pytest.approx(0.8, abs=0.05)


def test_a_decision_learns_what_speaks_for_a_wish() -> None:
    rows = np.array([[1.0, 0.3], [0.9, 0.8], [0.1, 0.5], [0.0, 0.4]])
    first, second, _ = fit_decision(rows, np.array([1.0, 1, 0, 0]), decay=0.1)
    assert first > abs(second)
