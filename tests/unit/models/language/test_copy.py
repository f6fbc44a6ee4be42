import random

import pytest

torch = pytest.importorskip("torch")

from torch.nn import functional as F  # noqa: E402

from shopkeeper.models.language.copy import Copies, network, write  # noqa: E402
from shopkeeper.models.language.pairs import Pair, prompt  # noqa: E402
from shopkeeper.models.tokenizer import as_data, learn  # noqa: E402
from shopkeeper.models.training.loop import fit  # noqa: E402
from shopkeeper.models.training.options import TrainOptions  # noqa: E402
from shopkeeper.models.transformer import Shape, padding_mask  # noqa: E402

CPU = torch.device("cpu")
KINDS = ("decoder", "encoder-decoder")


def pairs(count, seed=0):
    draw = random.Random(seed)
    drawn = [(draw.choice(["red", "黑色", "blue"]), draw.choice(["mug", "雨伞"])) for _ in range(count)]
    return [Pair([("colour", colour), ("thing", thing)], f"这款{colour}的{thing}，nice") for colour, thing in drawn]


@pytest.fixture(scope="module")
def tokenizer():
    return as_data(learn([pair.copy + prompt(pair.facts) for pair in pairs(50)], 320))


def shape(tokenizer):
    return Shape(tokenizer.get_vocab_size(), width=32, layers=2, heads=2, kv_heads=1, inner=64, context=64)


def test_both_kinds_have_about_as_many_weights(tokenizer):
    big = Shape(8192, width=256, layers=4, heads=4, kv_heads=2, inner=704)
    decoder, both = (sum(p.numel() for p in network(kind, big).parameters()) for kind in KINDS)
    assert both == pytest.approx(decoder, rel=0.1)


@pytest.mark.parametrize("kind", KINDS)
def test_the_loss_is_that_of_each_copy_given_its_facts(kind, tokenizer):
    model, given = network(kind, shape(tokenizer)).eval(), [*pairs(3), Pair([], "x")]
    found = Copies(given, tokenizer, 0, 64, CPU)
    expected, count = 0.0, 0
    for pair in given:
        facts, copy = (tokenizer.encode(text, add_special_tokens=False).ids for text in (prompt(pair.facts), pair.copy))
        if kind == "decoder":
            logits = model(torch.tensor([[0, *facts, *copy]])).logits[0, len(facts) :]
        else:
            mask = padding_mask(torch.tensor([len(facts)]), len(facts))
            logits = model(torch.tensor([[0, *copy]]), model.encode(torch.tensor([facts]), mask), mask).logits[0]
        expected += F.cross_entropy(logits, torch.tensor([*copy, 0]), reduction="sum").item()
        count += len(copy) + 1
    everything = torch.arange(len(given)).numpy()
    assert found.loss(model, everything).item() == pytest.approx(expected, rel=1e-4)
    assert found.weigh(everything) == count


@pytest.mark.parametrize("kind", KINDS)
def test_it_learns_to_say_what_the_facts_say(kind, tokenizer):
    model, held_out = network(kind, shape(tokenizer)), Copies(pairs(20, seed=1), tokenizer, 0, 64, CPU)
    before = held_out.bits_per_byte(model)
    fit(model, Copies(pairs(160), tokenizer, 0, 64, CPU), TrainOptions(epochs=20, batch_size=16, lr=1e-2, warmup=0.1), CPU)
    assert held_out.bits_per_byte(model) < 0.1 * before
    text, tokens = write(model, [("colour", "黑色"), ("thing", "mug")], tokenizer, 0)
    assert text == "这款黑色的mug，nice"
    assert tokens == len(tokenizer.encode(text, add_special_tokens=False).ids)
