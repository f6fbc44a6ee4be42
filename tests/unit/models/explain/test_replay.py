"""The replay shows what the network did: its own vectors, and the attention that transformers computes from the same weights."""

import numpy as np
import pytest

from shopkeeper.models.encoder import SHIPPED, load_encoder
from shopkeeper.models.explain.replay import Replayer
from shopkeeper.shop import InvalidQuery

TEXTS = ["wireless earbuds", "red dress for a wedding, size M", "无线耳机 naïve", ""]


@pytest.fixture(scope="module")
def shipped():
    return Replayer(SHIPPED)


@pytest.mark.parametrize("text", TEXTS)
def test_the_shipped_encoder_replays_to_its_own_vector_bit_by_bit(shipped, text):
    replay = shipped.replay(text)
    assert np.array_equal(replay.output, load_encoder().encode([text])[0])
    mean = replay.vectors.mean(0)
    assert np.allclose(mean / np.linalg.norm(mean), replay.output, atol=1e-6)


def test_a_row_of_attention_is_shared_out_among_all_tokens(shipped):
    replay = shipped.replay(TEXTS[1])
    assert replay.attention.shape[-2:] == (len(replay.tokens), len(replay.tokens))
    assert np.allclose(replay.attention.sum(-1), 1, atol=1e-5)
    assert (replay.attention >= 0).all()
    heads = replay.attention.reshape(-1, *replay.attention.shape[-2:])
    assert len(np.unique(heads.round(4), axis=0)) == len(heads)  # no head is another's copy


def test_tokens_stand_where_they_are_in_the_text(shipped):
    text = TEXTS[1]
    tokens = shipped.replay(text).tokens
    assert [token.text for token in tokens if token.start < token.end] == [text[t.start : t.end] for t in tokens if t.start < t.end]
    assert [token.start == token.end for token in tokens].count(True) == 2  # one before, one after the text


def test_a_model_without_its_attention_is_named(tmp_path):
    with pytest.raises(InvalidQuery, match=r"attention\.onnx.*exported anew"):
        Replayer(tmp_path)
