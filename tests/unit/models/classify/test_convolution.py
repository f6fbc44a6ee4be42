"""The small network of our own: the same answer alone and in a batch, in torch and in ONNX; it learns on from what serves."""

from __future__ import annotations

import pytest
import torch

from shopkeeper.models.classify.base import new_base, served_base
from shopkeeper.models.classify.classifier import OnnxClassifier
from shopkeeper.models.classify.convolution import Convolution, ConvolutionConfig
from shopkeeper.models.classify.train import fit, load_base
from small_encoder import EXAMPLES, LABELS, OPTIONS, REVIEWS, measure

SMALL = ConvolutionConfig(50, dimensions=8, filters=4, buckets=64, num_labels=2)


@pytest.fixture(scope="module")
def learnt(tmp_path_factory):
    """A classifier's folder that began with nothing."""
    folder = tmp_path_factory.mktemp("convolution")
    torch.set_num_threads(1)
    base = new_base(EXAMPLES.texts, 2, folder / "base")
    fit(EXAMPLES, EXAMPLES, LABELS, folder / "made", base=str(base), work=folder / "work", measure=measure,
        options=OPTIONS.given(epochs=4, lr=1e-2))
    return folder / "made"


def test_padding_changes_nothing():
    torch.manual_seed(0)
    network = Convolution(SMALL).eval()
    network.runs.weight.data.normal_()
    ids, mask = torch.tensor([[5, 6, 7, 0, 0], [5, 6, 7, 8, 9]]), torch.tensor([[1, 1, 1, 0, 0], [1, 1, 1, 1, 1]])

    both = network(ids, mask).logits

    assert torch.allclose(both[:1], network(ids[:1, :3], mask[:1, :3]).logits, atol=1e-6)
    assert not torch.allclose(both[0], both[1])


def test_the_order_of_words_counts():
    network = Convolution(SMALL).eval()
    ids = torch.tensor([[5, 6, 7, 8]])
    assert not torch.allclose(network(ids, torch.ones(1, 4)).logits, network(ids.flip(1), torch.ones(1, 4)).logits)


def test_learns_from_nothing_and_serves(learnt):
    chances = OnnxClassifier(learnt).predict([text for text, _ in REVIEWS])
    assert (chances.argmax(1) == [label for _, label in REVIEWS]).mean() > 0.9
    assert OnnxClassifier(learnt).predict(["", "好"]).shape == (2, 2)
    assert OnnxClassifier(learnt).replay is None


def test_what_serves_can_be_trained_again(learnt, tmp_path):
    base = served_base(learnt, tmp_path)
    network, tokenizer = load_base(str(base), LABELS)
    served = OnnxClassifier(learnt)
    for text, _ in REVIEWS[::9]:
        given = tokenizer(text, return_tensors="pt")
        with torch.no_grad():
            logits = network.eval()(given["input_ids"], given["attention_mask"]).logits / served.temperature
        assert torch.softmax(logits, 1).numpy() == pytest.approx(served.predict([text]), abs=2e-3)


def test_an_encoder_cannot_be_read_back(trained, tmp_path):
    assert served_base(trained[0], tmp_path) is None
