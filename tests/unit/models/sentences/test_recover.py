import json
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

from shopkeeper.models.encoder import load_encoder  # noqa: E402
from shopkeeper.models.export import PLACES, export_encoder  # noqa: E402
from shopkeeper.models.sentences.recover import recover  # noqa: E402
from shopkeeper.models.sentences.vocabulary import extend  # noqa: E402
from shopkeeper.shop import InvalidFile  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
import small  # noqa: E402

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


def test_a_graph_of_another_kind_is_refused(tmp_path):
    (tmp_path / "model.onnx").write_bytes(onnx.ModelProto().SerializeToString())
    with pytest.raises(InvalidFile, match="that Shopkeeper has exported"):
        recover(tmp_path, tmp_path / "plain")
