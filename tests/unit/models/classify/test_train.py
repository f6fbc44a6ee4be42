"""Training a classifier: what it says of itself, what it refuses, going on after a kill."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from shopkeeper.models.classify.classifier import OnnxClassifier
from shopkeeper.models.classify.train import Examples, fit
from shopkeeper.shop import InvalidFile, InvalidQuery
from small_encoder import EXAMPLES, LABELS, OPTIONS, REVIEWS, measure

KILLED = """
import os, signal, sys, torch
torch.set_num_threads(1)
sys.path[:0] = [{tests!r}]
from pathlib import Path
from small_encoder import EXAMPLES, LABELS, OPTIONS, measure
from shopkeeper.models.classify.train import fit

looked = []
def killed(labels, probabilities):
    looked.append(1)
    if len(looked) == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return measure(labels, probabilities)

work = Path({work!r})
fit(EXAMPLES, EXAMPLES, LABELS, work / "folder", base={base!r}, work=work, measure=killed, options=OPTIONS)
"""


def test_says_how_well_and_how_sure(trained):
    _, found = trained
    assert found.metrics == {"macro_f1": 1.0}
    assert found.temperature > 0
    assert found.error_after <= found.error_before + 0.01


def test_the_folder_says_what_it_is(trained):
    config = json.loads((trained[0] / "config.json").read_text())
    assert config["labels"] == ["negative", "positive"]
    assert config["temperature"] == trained[1].temperature
    assert (trained[0] / "attention.onnx").exists()


def test_a_rare_class_is_learnt_too(base, tmp_path):
    """One in ten is negative; a loss without weights would not see them in so few steps."""
    good, bad = [text for text, label in REVIEWS if label], [text for text, label in REVIEWS if not label]
    rare = Examples([*good * 3, *bad[::4]], [1] * len(good) * 3 + [0] * len(bad[::4]))

    fit(rare, rare, LABELS, tmp_path, base=str(base), work=tmp_path / "work", measure=measure, options=OPTIONS.given(epochs=5))

    assert (OnnxClassifier(tmp_path).predict(bad[::4]).argmax(1) == 0).mean() > 0.8


def test_goes_on_after_a_kill_and_ends_the_same(base, trained, tmp_path):
    code = KILLED.format(tests=str(Path(__file__).parents[3]), work=str(tmp_path), base=str(base))
    killed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    told = []

    found = fit(EXAMPLES, EXAMPLES, LABELS, tmp_path / "folder", base=str(base), work=tmp_path, measure=measure, options=OPTIONS,
                progress=lambda what, done, total: told.append(done))

    texts = [text for text, _ in REVIEWS]
    assert min(told) > 1  # it did not begin anew
    assert found.temperature == pytest.approx(trained[1].temperature, rel=1e-3)
    assert np.allclose(*(OnnxClassifier(folder).predict(texts) for folder in (tmp_path / "folder", trained[0])), atol=1e-3)
    assert not list(tmp_path.glob("*/checkpoint-*"))


def test_a_label_without_examples_is_refused(base, tmp_path):
    with pytest.raises(InvalidFile, match="got none of negative"):
        fit(Examples(["great"], [1]), EXAMPLES, LABELS, tmp_path, base=str(base), work=tmp_path, measure=measure)


def test_a_base_that_is_none_is_refused(tmp_path):
    with pytest.raises(InvalidQuery, match="--base"):
        fit(EXAMPLES, EXAMPLES, LABELS, tmp_path, base=str(tmp_path / "nowhere"), work=tmp_path, measure=measure)
