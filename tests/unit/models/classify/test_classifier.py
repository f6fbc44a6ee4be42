"""A classifier's folder answers without torch."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from shopkeeper.models.classify.classifier import OnnxClassifier
from shopkeeper.shop import InvalidFile
from small_encoder import REVIEWS


def test_knows_what_it_learnt_in_both_languages(trained):
    classifier = OnnxClassifier(trained[0])

    probabilities = classifier.predict([text for text, _ in REVIEWS])

    assert classifier.labels == ("negative", "positive")
    assert probabilities.shape == (len(REVIEWS), 2)
    assert probabilities.sum(1) == pytest.approx(1, abs=1e-5)
    assert (probabilities.argmax(1) == [label for _, label in REVIEWS]).all()


def test_an_answer_does_not_depend_on_the_other_texts(trained):
    classifier = OnnxClassifier(trained[0])

    together = classifier.predict(["手机 很好", "the dress is awful and it is broken", ""])

    assert np.array_equal(together[:1], classifier.predict(["手机 很好"]))
    assert classifier.predict([]).shape == (0, 2)


def test_a_long_text_is_cut(trained):
    assert OnnxClassifier(trained[0]).predict(["喜欢 " * 5000]).shape == (1, 2)


def test_a_folder_that_holds_no_classifier_is_refused(tmp_path):
    with pytest.raises(InvalidFile, match="not a classifier's folder"):
        OnnxClassifier(tmp_path)


def test_serving_never_imports_torch(trained):
    code = (f"import sys; from pathlib import Path; from shopkeeper.models.classify.classifier import OnnxClassifier as C;"
            f"C(Path({str(trained[0])!r})).predict(['it great']); assert not {{'torch', 'transformers'}} & set(sys.modules)")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stderr == ""
