import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from shopkeeper.models.encoder import SHIPPED, OnnxEncoder, load_encoder
from shopkeeper.shop import InvalidFile

TEXTS = ["wireless earbuds", "bluetooth headphones", "ceramic teapot", "", "!!!", "无线耳机", "x" * 5000]
TEXTS += [f"word {i} " * (i % 9) for i in range(60)]


@pytest.fixture(scope="module")
def encoder():
    return load_encoder()


def test_texts_become_vectors_of_length_one(encoder):
    vectors = encoder.encode(TEXTS)
    assert (vectors.dtype, vectors.shape) == (np.float32, (len(TEXTS), encoder.dimensions))
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)
    assert encoder.encode([]).shape == (0, encoder.dimensions)


def test_a_text_has_the_same_vector_alone_and_in_any_company(encoder):
    alone = np.vstack([encoder.encode([text]) for text in TEXTS])
    assert np.allclose(encoder.encode(TEXTS), alone, atol=1e-6)
    assert np.allclose(encoder.encode(TEXTS[::-1])[::-1], alone, atol=1e-6)


def test_the_tokens_that_are_read_are_counted_up_to_the_limit(encoder):
    once, more = encoder.tokens(["耳机"]), encoder.tokens(["耳机 headphones"])
    assert 1 <= once < more
    assert encoder.tokens(["耳机", "耳机 headphones"]) == once + more
    assert encoder.tokens(["耳机 " * 1000]) == encoder.max_tokens


def test_what_means_the_same_is_near(encoder):
    earbuds, headphones, teapot = encoder.encode(TEXTS[:3])
    assert earbuds @ headphones > 0.5 > earbuds @ teapot


def test_what_means_the_same_in_the_other_language_is_near(encoder):
    chinese = encoder.encode(["蓝牙耳机", "连衣裙", "冰箱", "跑步鞋", "怎么退货"])
    english = encoder.encode(["bluetooth headphones", "summer dress", "refrigerator", "running shoes", "how do I return an item"])
    cosines = chinese @ english.T
    assert cosines.argmax(1).tolist() == [0, 1, 2, 3, 4]
    assert cosines.diagonal().min() > 0.35 > np.quantile(cosines, 0.75)
    assert np.allclose(*encoder.encode(["藍牙耳機", "蓝牙耳机"]), atol=1e-6)


def test_several_threads_share_an_encoder(encoder):
    expected = [encoder.encode([text])[0] for text in TEXTS[:8]]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: encoder.encode([text])[0], TEXTS[:8]))
    assert np.allclose(found, expected, atol=1e-5)


def test_the_shipped_encoder_is_small_says_what_it_knows_and_is_always_the_same(encoder):
    assert (SHIPPED / "model.onnx").stat().st_size <= 40_000_000
    assert sum(path.stat().st_size for path in SHIPPED.iterdir()) <= 42 * 2**20
    assert {"config.json", "model.onnx", "tokenizer.json", "CARD.md"} <= {path.name for path in SHIPPED.iterdir()}
    assert encoder.languages == tuple(json.loads((SHIPPED / "config.json").read_text())["languages"])
    assert encoder.fingerprint == load_encoder().fingerprint


@pytest.mark.parametrize("name", [None, "config.json", "model.onnx", "tokenizer.json"])
def test_a_folder_that_holds_no_encoder_is_named(tmp_path, name):
    if name:
        for path in SHIPPED.iterdir():
            (tmp_path / path.name).symlink_to(path)
        (tmp_path / name).unlink()
        (tmp_path / name).write_bytes(b"broken")
    with pytest.raises(InvalidFile, match=rf"{tmp_path.name}.*not an encoder's folder"):
        OnnxEncoder(tmp_path)


def test_serving_needs_no_torch():
    code = ("import sys; from shopkeeper.models.encoder import load_encoder; import shopkeeper.app.shop; load_encoder().encode(['tea']);"
            "assert not {'torch', 'transformers', 'onnx', 'polars'} & set(sys.modules), sys.modules.keys()")
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
