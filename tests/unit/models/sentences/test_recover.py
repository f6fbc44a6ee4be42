import json
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from shopkeeper.models.encoder import SHIPPED, load_encoder  # noqa: E402
from shopkeeper.models.export import PLACES, export_encoder  # noqa: E402
from shopkeeper.models.sentences.recover import recover  # noqa: E402
from shopkeeper.models.sentences.vocabulary import extend  # noqa: E402
from shopkeeper.shop import InvalidFile  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
import small  # noqa: E402

from tiny_bert import tiny_bert  # noqa: E402

TEXTS = ["red tea pot", "茶壶", "茶壺", "blue dress 杯", "!"]


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    base, bilingual, folder = (tmp_path_factory.mktemp(name) for name in ("base", "bilingual", "served"))
    rows = extend(str(small.base(base)), ["茶", "壶", "杯", "茶壶"], {"茶": ["tea"]}, bilingual, positions=16)
    export_encoder(str(bilingual), folder, languages=("en", "zh"), max_tokens=16)
    return folder, rows


def test_tokens_with_one_vector_share_its_row(served):
    folder, rows = served
    tensors = {each.name: list(each.dims) for each in onnx.load(str(folder / "model.onnx")).graph.initializer}
    assert tensors["encoder.embeddings.word_embeddings.weight"] == [rows, 32]
    assert tensors[PLACES] == [len(json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"])]
    red, simplified, traditional, *_ = load_encoder(folder).encode(TEXTS)
    assert simplified @ traditional == pytest.approx(1, abs=1e-5)
    assert red @ simplified < 0.999


def test_what_serves_can_be_trained_on_and_served_again(served, tmp_path):
    recover(served[0], tmp_path / "plain")
    export_encoder(str(tmp_path / "plain"), tmp_path / "again", languages=("en", "zh"), max_tokens=16)
    before, after = load_encoder(served[0]).encode(TEXTS), load_encoder(tmp_path / "again").encode(TEXTS)
    assert (before * after).sum(1).min() > 0.999
    losses = small.train(tmp_path / "plain", tmp_path / "trained")
    assert np.mean(losses[-4:]) < np.mean(losses[:4])


def test_the_shipped_encoder_can_be_trained_further_and_starts_with_the_vectors_that_it_serves(tmp_path):
    recover(SHIPPED, tmp_path)
    assert (vectors(tmp_path, TEXTS) * load_encoder().encode(TEXTS)).sum(1).min() > 0.97


def vectors(folder, texts):
    from transformers import AutoModel, AutoTokenizer

    model, tokenizer, out = AutoModel.from_pretrained(folder, add_pooling_layer=False).eval(), AutoTokenizer.from_pretrained(folder), []
    for text in texts:
        with torch.inference_mode():
            vector = model(**tokenizer(text, return_tensors="pt", return_token_type_ids=False)).last_hidden_state[0].mean(0).numpy()
        out.append(vector / np.linalg.norm(vector))
    return np.array(out)


def test_another_architecture_is_refused(tmp_path):
    export_encoder(str(tiny_bert(tmp_path / "source", kind="distilbert")), tmp_path / "exported")
    with pytest.raises(InvalidFile, match="name a --base"):
        recover(tmp_path / "exported", tmp_path / "back")


def test_a_graph_of_another_kind_is_refused(tmp_path):
    (tmp_path / "model.onnx").write_bytes(onnx.ModelProto().SerializeToString())
    with pytest.raises(InvalidFile, match="cannot be trained further, as its graph is not that of a BERT in 8 bits; name a --base"):
        recover(tmp_path, tmp_path / "plain")
