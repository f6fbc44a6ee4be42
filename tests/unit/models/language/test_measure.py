import math

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from shopkeeper.models.language.measure import bits, bits_of_ngrams, xz_per_byte  # noqa: E402
from shopkeeper.models.tokenizer import as_data, learn  # noqa: E402
from shopkeeper.models.transformer import Llama, Shape  # noqa: E402

CPU = torch.device("cpu")
TEXTS = [f"{name} {size} cm, {colour}" for name in ("杯子", "cup", "水壶", "kettle") for size in range(9) for colour in ("red", "蓝色")]


@pytest.fixture(scope="module")
def tokenizer():
    return as_data(learn(TEXTS, 300))


@pytest.fixture
def model(monkeypatch):
    monkeypatch.setattr("shopkeeper.models.training.device.has_bf16", lambda device: False)
    torch.manual_seed(0)
    return Llama(Shape(vocabulary=300, width=16, layers=1, heads=2, kv_heads=1, inner=32, context=32)).eval()


def test_bits_are_the_cross_entropy_of_each_document_and_its_end(model, tokenizer):
    found = bits(model, tokenizer, TEXTS[:9], 0, 64, CPU)
    for text, cost, size in zip(TEXTS[:9], found.bits, found.bytes, strict=True):
        ids = [0, *tokenizer.encode(text, add_special_tokens=False).ids, 0]
        logs = model(torch.tensor([ids])).logits.log_softmax(-1)[0]
        assert cost == pytest.approx(-sum(logs[i, token].item() for i, token in enumerate(ids[1:])) / math.log(2), rel=1e-5)
        assert size == len(text.encode()) + 1
    assert found.per_byte == pytest.approx(found.bits.sum() / found.bytes.sum())
    assert found.shares.mean() == pytest.approx(found.per_byte)
    assert found.perplexity == pytest.approx(300, rel=0.5)  # it has learnt nothing


@pytest.mark.parametrize("length", range(1, 40))
def test_a_long_document_is_seen_through_windows_each_token_once(tokenizer, length):
    class Even:
        """Every token costs ln 300, whatever comes before."""

        def eval(self):
            pass

        def __call__(self, ids):
            assert ids.shape[1] <= 8
            return type("Output", (), {"logits": torch.zeros(*ids.shape, 300)})

    text = "".join(np.random.default_rng(length).choice(list("€龘™"), length))
    tokens = len(tokenizer.encode(text, add_special_tokens=False).ids) + 1
    found = bits(Even(), tokenizer, [text], 0, 8, CPU)
    assert found.bits[0] == pytest.approx(tokens * math.log2(300))
    assert found.perplexity == pytest.approx(300)


def test_five_grams_learn_what_repeats(tokenizer):
    train, test = TEXTS[::2], TEXTS[1::2]
    found = bits_of_ngrams(train, test, tokenizer, 0)
    assert len(found.bits) == len(test)
    assert found.tokens == sum(len(tokenizer.encode(text, add_special_tokens=False).ids) + 1 for text in test)
    assert found.per_byte < bits_of_ngrams(["zzzz"], test, tokenizer, 0).per_byte


def test_xz_needs_little_for_what_it_has_seen_and_much_for_noise():
    draw = np.random.default_rng(0)
    seen, new = ([bytes(draw.integers(33, 127, 3000).tolist()).decode() for _ in range(3)] for _ in range(2))
    assert xz_per_byte(seen, seen) < 0.3
    assert 6 < xz_per_byte(seen, new) < 8
