"""An encoder's layers, taught to tell classes apart, kept as a file beside it."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from transformers import AutoModel, AutoTokenizer  # noqa: E402

from shopkeeper.assistant.understand.taught import TaughtClassifier  # noqa: E402
from shopkeeper.models.encoder import OnnxEncoder  # noqa: E402
from shopkeeper.models.export import export_encoder  # noqa: E402
from shopkeeper.models.sentences.layers import changed, teach  # noqa: E402
from shopkeeper.models.sentences.recover import recover  # noqa: E402
from tiny_bert import tiny_bert  # noqa: E402

ROWS = [(f"{thing} {colour}", (label,)) for label, things in (("drink", ("teapot", "mug", "茶壶")), ("wear", ("shirt", "hat", "帽子")))
        for thing in things for colour in ("red", "blue", "the", "for a", "with a")] * 3  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return tiny_bert(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def served(base, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    export_encoder(str(base), folder, languages=("en", "zh"), max_tokens=16)
    return folder


def test_it_learns_and_leaves_the_encoder_as_it_was(served, tmp_path):
    steps = []
    before = OnnxEncoder(served).encode(["red teapot"])
    head = teach(served, ROWS, tmp_path / "layers.npz", epochs=15, lr=2e-3, tell=lambda *where: steps.append(where))
    losses = [loss for _, _, loss in steps]
    assert steps[-1][:2] == (45, 45)
    assert np.mean(losses[-5:]) < 0.8 * np.mean(losses[:5])
    assert (head.labels, head.weights.shape, head.look.shape, head.least.shape) == (("drink", "wear"), (32, 2), (32, 2), (2,))
    taught = OnnxEncoder(served, tmp_path / "layers.npz")
    assert not np.allclose(taught.encode(["red teapot"]), before, atol=1e-3)
    assert taught.fingerprint != OnnxEncoder(served).fingerprint
    assert np.array_equal(OnnxEncoder(served).encode(["red teapot"]), before)


def test_the_file_holds_the_layers_alone_and_makes_exactly_the_other_encoder(base, served, tmp_path):
    model, tokenizer = AutoModel.from_pretrained(base), AutoTokenizer.from_pretrained(base)
    with torch.no_grad():
        for weight in model.encoder.parameters():
            weight += 0.2 * torch.randn_like(weight)
    model.save_pretrained(tmp_path / "other")
    tokenizer.save_pretrained(tmp_path / "other")
    export_encoder(str(tmp_path / "other"), tmp_path / "served", languages=("en", "zh"), max_tokens=16)
    kept = changed(served / "model.onnx", tmp_path / "served" / "model.onnx")
    np.savez_compressed(tmp_path / "layers.npz", **kept)
    assert kept
    assert not [name for name in kept if "embeddings" in name]
    texts = ["red teapot", "蓝 帽子"]
    assert np.array_equal(OnnxEncoder(served, tmp_path / "layers.npz").encode(texts), OnnxEncoder(tmp_path / "served").encode(texts))


def test_it_goes_on_with_the_last_layers_alone(served, tmp_path):
    first, second = tmp_path / "first.npz", tmp_path / "second.npz"
    head = teach(served, ROWS, first, epochs=2, lr=2e-3)
    more = teach(served, ROWS, second, start=(first, head), upper=1, epochs=5, lr=2e-2)
    before, after = _layers(served, first, tmp_path), _layers(served, second, tmp_path)
    moved = {name.split(".")[1] for name, weight in before.items() if (weight - after[name]).abs().max() > 0.02}
    assert moved == {"1"}
    assert not np.array_equal(head.say, more.say)
    with pytest.raises(ValueError, match="other classes"):
        teach(served, ROWS[:5], second, start=(first, head))


def _layers(served, weights, folder):
    recover(served, folder / weights.stem, weights)
    return AutoModel.from_pretrained(folder / weights.stem, add_pooling_layer=False).encoder.state_dict()


def test_what_a_text_holds_is_learnt_beside_what_it_says(served, tmp_path):
    both = [(f"{one} {more}", (a, b)) for (one, (a,)), (more, (b,)) in zip(ROWS[:15], ROWS[15:30], strict=True)]
    head = teach(served, [*ROWS, *both * 3], tmp_path / "layers.npz", epochs=50, lr=2e-3)
    read = TaughtClassifier(head, 1.0, OnnxEncoder(served, tmp_path / "layers.npz").token_vectors).read
    _, holds = read([text for text, _ in [*ROWS[:30:3], *both]])
    told = np.array([[label in some for label in head.labels] for _, some in [*ROWS[:30:3], *both]])
    assert ((holds > 0.5) == told).mean() > 0.85


def test_tokens_have_vectors_whose_mean_is_that_of_the_text(served, tmp_path):
    teach(served, ROWS[:6], tmp_path / "layers.npz", epochs=1)
    encoder = OnnxEncoder(served, tmp_path / "layers.npz")
    tokens, _ = encoder.token_vectors(["red teapot", "茶壶"])
    mean = tokens.mean(0)
    assert tokens.shape == (4, 32)
    assert mean / np.linalg.norm(mean) == pytest.approx(encoder.encode(["red teapot"])[0], abs=1e-5)
