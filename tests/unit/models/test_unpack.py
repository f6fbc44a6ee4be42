import numpy as np
import pytest

from shopkeeper.models.encoder import SHIPPED, load_encoder
from shopkeeper.models.export import export_encoder
from shopkeeper.models.unpack import unpack_encoder
from shopkeeper.shop import InvalidFile
from tiny_bert import tiny_bert

TEXTS = ["red cotton shirt", "wireless earbuds with a case", "茶壶", "a"]


def vectors(folder, texts):
    import torch
    from transformers import AutoModel, AutoTokenizer

    model, tokenizer, out = AutoModel.from_pretrained(folder, add_pooling_layer=False).eval(), AutoTokenizer.from_pretrained(folder), []
    for text in texts:
        with torch.inference_mode():
            vector = model(**tokenizer(text, return_tensors="pt", return_token_type_ids=False)).last_hidden_state[0].mean(0).numpy()
        out.append(vector / np.linalg.norm(vector))
    return np.array(out)


def test_the_shipped_encoder_can_be_trained_further_and_starts_with_the_vectors_that_it_serves(tmp_path):
    unpack_encoder(SHIPPED, tmp_path)
    assert (vectors(tmp_path, TEXTS) * load_encoder().encode(TEXTS)).sum(1).min() > 0.97


def test_there_and_back_again_is_the_same_but_for_rounding(tmp_path):
    source = tiny_bert(tmp_path / "source")
    export_encoder(str(source), tmp_path / "exported")
    unpack_encoder(tmp_path / "exported", tmp_path / "back")
    assert (vectors(source, TEXTS) * vectors(tmp_path / "back", TEXTS)).sum(1).min() > 0.99


def test_what_is_no_bert_in_8_bits_is_said(tmp_path):
    export_encoder(str(tiny_bert(tmp_path / "source", kind="distilbert")), tmp_path / "exported")
    with pytest.raises(InvalidFile, match="cannot be trained further, as its graph is not that of a BERT in 8 bits; name a --base"):
        unpack_encoder(tmp_path / "exported", tmp_path / "back")
