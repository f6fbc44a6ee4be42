"""An encoder's layers, taught to tell classes apart, kept as a file beside it."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from shopkeeper.models.encoder import OnnxEncoder  # noqa: E402
from shopkeeper.models.export import export_encoder  # noqa: E402
from shopkeeper.models.sentences.layers import teach  # noqa: E402
from tiny_bert import tiny_bert  # noqa: E402

ROWS = [(f"{thing} {colour}", (label,)) for label, things in (("drink", ("teapot", "mug", "茶壶")), ("wear", ("shirt", "hat", "帽子")))
        for thing in things for colour in ("red", "blue", "the", "for a", "with a")] * 3  # fmt: skip


@pytest.fixture(scope="module")
def taught(tmp_path_factory):
    folder, file = tmp_path_factory.mktemp("served"), tmp_path_factory.mktemp("taught") / "layers.npz"
    export_encoder(str(tiny_bert(tmp_path_factory.mktemp("base"))), folder, languages=("en", "zh"), max_tokens=16)
    steps = []
    head = teach(folder, ROWS, file, epochs=15, lr=2e-3, tell=lambda *where: steps.append(where))
    return folder, file, head, steps


def test_it_learns_and_serves_as_it_learnt(taught):
    folder, file, head, steps = taught
    losses = [loss for _, _, loss in steps]
    assert steps[-1][:2] == (45, 45)
    assert np.mean(losses[-5:]) < 0.8 * np.mean(losses[:5])
    chances = OnnxEncoder(folder, file).encode([text for text, _ in ROWS[:30]]) @ head.weights + head.bias
    right = np.array([head.labels.index(some[0]) for _, some in ROWS[:30]])
    assert (chances.argmax(1) == right).mean() > 0.5


def test_the_file_holds_the_layers_alone_and_the_encoder_stays_as_it_was(taught):
    folder, file, _, _ = taught
    with np.load(file) as kept:
        assert kept.files
        assert not [name for name in kept.files if "embeddings" in name]
    plain, other = OnnxEncoder(folder), OnnxEncoder(folder, file)
    text = ["red teapot"]
    assert not np.allclose(plain.encode(text), other.encode(text), atol=1e-3)
    assert plain.fingerprint != other.fingerprint
    assert np.array_equal(plain.encode(text), OnnxEncoder(folder).encode(text))
