"""What the exported graph shows of its attention is what transformers computes from the same weights. Needs `[train]`."""

import json

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from transformers import BertConfig, BertModel, BertTokenizerFast  # noqa: E402

from shopkeeper.models import export  # noqa: E402
from shopkeeper.models.encoder import OnnxEncoder  # noqa: E402
from shopkeeper.models.explain.explanation import align, read  # noqa: E402
from shopkeeper.models.explain.graph import write_attention  # noqa: E402
from shopkeeper.models.explain.replay import FILE, Replayer  # noqa: E402

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "red", "shoe", "blue", "dress", "##s", "红", "鞋", "蓝", "裙"]
TEXTS = ["red shoes", "blue dress red", "红鞋", "蓝裙 red shoe blue dress 红裙"]


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A tiny BERT whose attention is far from even."""
    folder = tmp_path_factory.mktemp("bert")
    torch.manual_seed(0)
    config = BertConfig(vocab_size=len(WORDS), hidden_size=32, num_hidden_layers=2, num_attention_heads=4, intermediate_size=64,
                        max_position_embeddings=32, initializer_range=0.5)
    (folder / "vocab.txt").write_text("\n".join(WORDS), "utf-8")
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def original(source):
    model = BertModel.from_pretrained(source, attn_implementation="eager").eval()
    tokenizer = BertTokenizerFast.from_pretrained(source)

    def run(text):
        with torch.no_grad():
            out = model(**tokenizer(text, return_tensors="pt"), output_attentions=True)
        return out.last_hidden_state[0].numpy(), np.stack([layer[0].numpy() for layer in out.attentions])

    return run


@pytest.fixture(scope="module")
def exported(source, tmp_path_factory):
    folder = tmp_path_factory.mktemp("int8")
    export.export_encoder(str(source), folder)
    return folder


@pytest.mark.parametrize("fused", [True, False])
def test_in_full_precision_attention_and_vectors_are_those_of_transformers(source, original, tmp_path, fused):
    export.export_encoder(str(source), tmp_path, int8=False)
    if not fused:
        model = BertModel.from_pretrained(source, attn_implementation="eager").eval()
        export.trace(export.sentence(model), tmp_path / "model.onnx", "embedding")
        assert write_attention(tmp_path)
    replayer = Replayer(tmp_path)
    for text in TEXTS:
        vectors, attention = original(text)
        replay = replayer.replay(text)
        assert np.allclose(replay.attention, attention, atol=1e-4)
        assert np.allclose(replay.vectors, vectors, atol=1e-4)


def test_quantised_they_keep_near_to_it(exported, original):
    replayer = Replayer(exported)
    for text in TEXTS:
        vectors, attention = original(text)
        replay = replayer.replay(text)
        assert np.abs(replay.attention - attention).mean() < 0.02
        assert np.corrcoef(replay.vectors.ravel(), vectors.ravel())[0, 1] > 0.99


def test_the_serving_graph_is_untouched_and_the_addition_small(exported):
    replayer, encoder = Replayer(exported), OnnxEncoder(exported)
    assert all(np.array_equal(replayer.replay(text).output, encoder.encode([text])[0]) for text in TEXTS)
    assert (exported / FILE).stat().st_size < 10_000
    assert json.loads((exported / "config.json").read_text())["dimensions"] == 32


def test_with_a_prefix_words_stand_where_they_are_in_the_text_itself(exported):
    text = TEXTS[0]
    plain, after = Replayer(exported).replay(text), Replayer(exported).replay(text, prefix="blue ")
    assert [token for token in after.tokens if token.start < token.end] == [token for token in plain.tokens if token.start < token.end]
    assert [token.text for token in after.tokens[:2]] == ["[CLS]", "blue"]


def test_a_cosine_is_shared_out_only_where_the_vector_is_the_mean_of_its_tokens(source, exported, tmp_path):
    export.export_encoder(str(source), tmp_path, pooling="cls", int8=False)
    for folder, shared in ((exported, True), (tmp_path, False)):
        encoder = OnnxEncoder(folder)
        left, right = (read(text, lambda texts: np.zeros(len(texts)), encoder.replay) for text in TEXTS[:2])
        found = align(left, right)
        assert (found is not None) == shared
        assert not shared or found.sum() == pytest.approx(float(encoder.encode([TEXTS[0]])[0] @ encoder.encode([TEXTS[1]])[0]), abs=1e-5)


def test_a_graph_without_attention_gets_no_addition(tmp_path):
    import onnx
    from onnx import TensorProto, helper

    ends = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1]) for name in ("a", "b")]
    onnx.save(helper.make_model(helper.make_graph([helper.make_node("Abs", ["a"], ["b"])], "g", ends[:1], ends[1:])),
              str(tmp_path / "model.onnx"))
    assert not write_attention(tmp_path)
    assert not (tmp_path / FILE).exists()
