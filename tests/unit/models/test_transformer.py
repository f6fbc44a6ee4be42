import math

import pytest

torch = pytest.importorskip("torch")

from torch.nn import functional as F  # noqa: E402

from shopkeeper.models.transformer import (  # noqa: E402
    Attention,
    Llama,
    Seq2Seq,
    Shape,
    attention,
    causal_mask,
    document_mask,
    fresh,
    padding_mask,
    rotary,
    sinusoidal,
    turn,
)

SHAPE = Shape(vocabulary=97, width=32, layers=2, heads=4, kv_heads=2, inner=64, context=64)
WHOLE = Shape(vocabulary=97, width=32, layers=1, heads=4, kv_heads=4, inner=64)


@pytest.fixture(autouse=True)
def seed():
    torch.manual_seed(7)


def near(a, b):
    return torch.allclose(a, b, atol=1e-5, rtol=0)


def ids(*shape):
    return torch.randint(0, SHAPE.vocabulary, shape)


@pytest.mark.parametrize("masked", ["no", "causal", "padding"])
def test_attention_equals_torchs_own(masked):
    q, k, v = (torch.randn(3, 4, n, 8) for n in (5, 5, 5))
    mask = padding_mask(torch.tensor([5, 3, 1]), 5) if masked == "padding" else None
    ours, weights = attention(q, k, v, mask, causal=masked == "causal")
    assert near(ours, F.scaled_dot_product_attention(q, k, v, attn_mask=mask, is_causal=masked == "causal"))
    assert near(weights.sum(-1), torch.ones(3, 4, 5))


def test_a_token_that_may_look_at_nothing_gets_nothing():
    out, weights = attention(torch.randn(1, 1, 2, 4), torch.randn(1, 1, 3, 4), torch.randn(1, 1, 3, 4), torch.zeros(2, 3, dtype=torch.bool))
    assert not out.any()
    assert not weights.any()


@pytest.mark.parametrize("weights", [True, False])
def test_many_heads_equal_torchs_own(weights):
    ours, theirs = Attention(WHOLE), torch.nn.MultiheadAttention(32, 4, bias=False, batch_first=True)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(torch.cat([ours.q_proj.weight, ours.k_proj.weight, ours.v_proj.weight]))
        theirs.out_proj.weight.copy_(ours.o_proj.weight)
    x, memory = torch.randn(2, 6, 32), torch.randn(2, 9, 32)
    lengths = torch.tensor([9, 4])
    out, seen = ours(x, memory, mask=padding_mask(lengths, 9), weights=weights)
    expected, expected_seen = theirs(x, memory, memory, key_padding_mask=~padding_mask(lengths, 9)[:, 0, 0], average_attn_weights=False)
    assert near(out, expected)
    assert near(seen, expected_seen) if weights else seen is None


def llama_of_transformers(ours, shape=SHAPE):
    transformers = pytest.importorskip("transformers")
    theirs = transformers.LlamaForCausalLM(transformers.LlamaConfig(**shape.to_config())).eval()
    missing, unexpected = theirs.load_state_dict(ours.state_dict(), strict=False)
    assert (missing, unexpected) in (([], []), (["lm_head.weight"], []))  # the output is the embedding
    return theirs


def test_the_decoder_is_transformers_llama():
    ours, text = Llama(SHAPE).eval(), ids(2, 17)
    theirs = llama_of_transformers(ours)
    theirs.set_attn_implementation("eager")
    with torch.no_grad():
        out, expected = ours(text, weights=True), theirs(text, output_attentions=True)
    assert near(out.logits, expected.logits)
    assert all(near(a, b) for a, b in zip(out.weights, expected.attentions, strict=True))


def test_packed_documents_do_not_see_each_other():
    ours, a, b = Llama(SHAPE).eval(), ids(1, 5), ids(1, 7)
    mask = document_mask(torch.tensor([[0] * 5 + [1] * 7]))
    packed = ours(torch.cat([a, b], 1), mask).logits
    assert near(packed[:, :5], ours(a).logits)
    assert near(packed[:, 5:], ours(b).logits)  # rotary positions count distances only


def test_the_future_is_hidden():
    ours, text = Llama(SHAPE).eval(), ids(1, 9)
    other = text.clone()
    other[0, 6:] = (other[0, 6:] + 1) % SHAPE.vocabulary
    before, after = ours(text, weights=True), ours(other, weights=True)
    assert torch.equal(before.logits[:, :6], after.logits[:, :6])
    assert not near(before.logits[:, 6:], after.logits[:, 6:])
    assert all(not weights.triu(1).any() for weights in before.weights)


def test_a_text_read_in_pieces_is_the_text_read_at_once():
    ours, text = Llama(SHAPE).eval(), ids(2, 12)
    past = fresh(SHAPE)
    pieces = [ours(text[:, a:b], past=past).logits for a, b in ((0, 5), (5, 9), (9, 10), (10, 11), (11, 12))]
    assert near(torch.cat(pieces, 1), ours(text).logits)


def test_an_encoder_decoder_read_in_pieces_is_the_same_and_hides_the_future():
    model, source, text = Seq2Seq(SHAPE).eval(), ids(2, 8), ids(2, 6)
    mask = padding_mask(torch.tensor([8, 5]), 8)
    memory, past = model.encode(source, mask), fresh(SHAPE)
    whole = model(text, memory, mask, weights=True)
    pieces = [model(text[:, a:b], memory, mask, past).logits for a, b in ((0, 3), (3, 5), (5, 6))]
    assert near(torch.cat(pieces, 1), whole.logits)
    assert whole.weights[0].shape == (2, 4, 6, 8)
    assert not whole.weights[0][1, :, :, 5:].any()
    assert near(model(text[:, :3], memory, mask).logits, whole.logits[:, :3])


def test_padding_of_the_source_changes_nothing():
    model, source, text = Seq2Seq(SHAPE).eval(), ids(1, 5), ids(1, 4)
    padded = torch.cat([source, ids(1, 3)], 1)
    long, short = padding_mask(torch.tensor([5]), 8), padding_mask(torch.tensor([5]), 5)
    assert near(model(text, model.encode(padded, long), long).logits, model(text, model.encode(source, short), short).logits)


def test_sinusoids_are_those_of_the_paper():
    table = sinusoidal(50, 8)
    assert table[7, 4].item() == pytest.approx(math.sin(7 / 10_000 ** (4 / 8)), abs=1e-6)
    assert table[7, 5].item() == pytest.approx(math.cos(7 / 10_000 ** (4 / 8)), abs=1e-5)


def test_turned_queries_and_keys_know_their_distance_alone():
    q, k = torch.randn(8), torch.randn(8)
    cos, sin = rotary(40, SHAPE)

    def product(i, j):
        return (turn(q, (cos[i], sin[i])) * turn(k, (cos[j], sin[j]))).sum()

    assert near(product(3, 1), product(30, 28))
    assert not near(product(3, 1), product(3, 2))


def test_causal_mask_of_a_text_that_goes_on():
    assert causal_mask(2, 4).tolist() == [[True, True, True, False], [True, True, True, True]]
