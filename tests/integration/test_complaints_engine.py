"""What users of search engines complain about, as tests: memory, reindexing, embedding jobs (B11, B12, B13)."""

from __future__ import annotations

import weakref

import pytest

from shopkeeper.search.engines.local import LocalIndex
from shopkeeper.search.engines.protocol import IndexQuery
from shopkeeper.text.analyse import analyse_query
from small_shop import BagEncoder, D, batch, product, small_shop

SHIRTS = [product(f"s{i:04}", f"Cotton shirt number {i}") for i in range(6000)]


class Broken(RuntimeError):
    pass


class FailingEncoder(BagEncoder):
    """Gives up after so many texts, as a service that limits its rate does."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.after = after

    def encode(self, texts):
        if len(self.texts) + len(texts) > self.after:
            raise Broken
        return super().encode(texts)


def found(index: LocalIndex) -> list[str]:
    return index.query(IndexQuery(analyse_query("shirt number 17"), BagEncoder().encode(["shirt number 17"])[0])).ids


def test_b11_vectors_beyond_the_memory_that_is_set_stay_on_disk_and_answers_are_the_same(tmp_path):
    held = LocalIndex(tmp_path, D, "bag")
    held.replace(iter([batch(SHIRTS)]), 1)
    mapped = LocalIndex(tmp_path, D, "bag", memory_mb=0)
    assert found(mapped) == found(held)


def test_b11_a_build_asks_for_one_batch_at_a_time(make):
    given: list[weakref.ref] = []

    def batches():
        for start in range(0, 6000, 1000):
            assert sum(each() is not None for each in given) <= 1, "the batches before the last are let go"
            documents, vectors = batch(SHIRTS[start : start + 1000])
            given.append(weakref.ref(vectors))
            yield documents, vectors
            del documents, vectors

    index = make()
    index.replace(batches(), 1)
    assert len(index) == 6000


def test_b12_the_old_index_answers_until_the_new_one_is_whole(make):
    index, reader = make(), make()
    index.replace(iter([batch([product("old", "red shirt")])]), 1)

    def batches():
        yield batch([product("new", "red shirt")])
        assert reader.query(IndexQuery(analyse_query("red shirt"))).ids == ["old"], "in the middle of the build"

    index.replace(batches(), 2)
    assert reader.query(IndexQuery(analyse_query("red shirt"))).ids == ["new"]


def test_b12_a_build_that_fails_leaves_the_old_index_serving(make, tmp_path):
    index = make()
    index.replace(iter([batch([product("old", "red shirt")])]), 1)

    def batches():
        yield batch([product("new", "red shirt")])
        raise Broken

    with pytest.raises(Broken):
        index.replace(batches(), 2)
    assert index.query(IndexQuery(analyse_query("red shirt"))).ids == ["old"]
    assert not list(tmp_path.rglob("*.part")), "and no half of a new one on the disk"


def test_b13_an_embedding_job_that_stops_goes_on_where_it_was(make, tmp_path):
    # Given an encoder that fails after 512 of 600 texts
    first = small_shop(tmp_path, FailingEncoder(after=512), index=make())
    first.store.products.put(SHIRTS[:600])
    with pytest.raises(Broken):
        first.index()
    first.close()
    # When the same index is asked for again, then only what is missing is encoded
    encoder = BagEncoder()
    second = small_shop(tmp_path, encoder, index=make())
    assert second.index().products == 600
    assert len(encoder.texts) == 600 - 512
    second.close()


def test_b13_a_price_change_encodes_nothing(make, tmp_path):
    encoder = BagEncoder()
    shop = small_shop(tmp_path, encoder, index=make())
    shop.put_products([product("a", "red shirt", prices=[10])])
    encoder.texts.clear()
    shop.put_products([product("a", "red shirt", prices=[12])])
    assert encoder.texts == []
    shop.close()
