import sqlite3

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.models.cache import VectorCache
from shopkeeper.models.encoder import CachedEncoder
from small_shop import BagEncoder


def key(i):
    return i.to_bytes(16, "big")


def test_vectors_come_back_by_their_keys_in_half_precision(tmp_path):
    cache = VectorCache(tmp_path / "new" / "vectors.cache")
    vectors = {key(i): np.array([i / 7, -1], np.float32) for i in range(1200)}
    cache.put(vectors)
    found = VectorCache(tmp_path / "new" / "vectors.cache").get([*vectors, key(9999)])
    assert found.keys() == vectors.keys()
    assert np.allclose(found[key(5)], vectors[key(5)], atol=1e-3)
    assert (cache.get([]), cache.put({})) == ({}, None)


def test_a_put_that_fails_leaves_the_cache_usable(tmp_path):
    cache = VectorCache(tmp_path / "vectors.cache")
    blocker = sqlite3.connect(tmp_path / "vectors.cache", isolation_level=None)
    cache._db.execute("PRAGMA busy_timeout=1")
    blocker.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        cache.put({key(1): np.zeros(2, np.float32)})
    blocker.execute("COMMIT")
    cache.put({key(2): np.zeros(2, np.float32)})
    assert list(cache.get([key(1), key(2)])) == [key(2)]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.sampled_from(["red shirt", "blue hat", "茶壶", "", "tea"]), max_size=6), max_size=4))
def test_each_text_is_encoded_once_whatever_is_asked(tmp_path_factory, asks):
    encoder = BagEncoder()
    path = tmp_path_factory.mktemp("cache") / "vectors.cache"
    for texts in asks:
        cached = CachedEncoder(encoder, VectorCache(path))
        assert np.allclose(cached.encode(texts), BagEncoder().encode(texts), atol=1e-3)
    assert sorted(encoder.texts) == sorted({text for texts in asks for text in texts})


def test_another_encoder_shares_no_vector(tmp_path):
    cache, first, other = VectorCache(tmp_path / "vectors.cache"), BagEncoder(), BagEncoder()
    other.fingerprint = "other"
    CachedEncoder(first, cache).encode(["tea"])
    CachedEncoder(other, cache).encode(["tea"])
    assert (first.texts, other.texts) == (["tea"], ["tea"])


def test_an_interrupted_encoding_goes_on_where_it_stopped(tmp_path):
    class Failing(BagEncoder):
        def encode(self, texts):
            if len(self.texts) >= 2:
                raise KeyboardInterrupt
            return super().encode(texts)

    cache, texts = VectorCache(tmp_path / "vectors.cache"), [f"text {i}" for i in range(6)]
    first = CachedEncoder(Failing(), cache)
    first.chunk = 2
    with pytest.raises(KeyboardInterrupt):
        first.encode(texts)
    second, done = CachedEncoder(encoder := BagEncoder(), cache), []
    second.chunk = 2
    second.encode([*texts, "text 5"], done.append)
    assert (encoder.texts, second.encoded, done) == (texts[2:], 4, [4, 7])
