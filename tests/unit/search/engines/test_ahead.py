"""A new generation of the local index that is made ready before it is used."""

from __future__ import annotations

import threading

import pytest

from shopkeeper.search.engines.local import LocalIndex
from shopkeeper.search.engines.protocol import IndexQuery
from shopkeeper.search.understand import Reader
from shopkeeper.shop import InvalidFile, Localized
from shopkeeper.text.analyse import analyse_query
from small_shop import batch, product

SHIRTS = [product(f"s{i}", f"Cotton shirt {i}", category=(Localized(en="Shirts"),), facts=[("Fabric", "Cotton")]) for i in range(4)]
PANS = [product(f"p{i}", f"Iron pan {i}", category=(Localized(en="Pans"),), facts=[("Coating", "Enamel")]) for i in range(4)]


class Ready:
    """What makes a generation ready, once `go` is set."""

    def __init__(self):
        self.go, self.began, self.seen = threading.Event(), threading.Event(), []

    def __call__(self, values, vocabulary):
        self.began.set()
        assert self.go.wait(20)
        self.seen.append((sorted(values.fields), "pan" in vocabulary))


@pytest.fixture
def builder(tmp_path):
    index = open_index(tmp_path)
    index.replace([batch(SHIRTS)], 1)
    yield index
    index.close()


@pytest.fixture
def serving(tmp_path, builder):
    index = open_index(tmp_path)
    assert found(index, "shirt") == {"s0", "s1", "s2", "s3"}
    index.go = Ready()
    index.ahead(index.go)
    yield index
    index.go.go.set()
    index.close()


def open_index(folder):
    return LocalIndex(folder, batch(SHIRTS)[1].shape[1], "bag")


def found(index, words):
    return set(index.query(IndexQuery(analyse_query(words))).ids)


def settled(index):
    index.go.go.set()
    with index._lock:  # whoever makes it ready has it
        return index


def test_queries_are_answered_by_the_old_one_until_the_new_one_is_ready(builder, serving):
    builder.replace([batch(PANS)], 2)
    assert found(serving, "shirt") == {"s0", "s1", "s2", "s3"}
    assert serving.go.began.wait(20)
    assert (found(serving, "pan"), len(serving), serving.revision) == (set(), 4, 1)
    settled(serving)
    assert (found(serving, "pan"), serving.revision) == ({"p0", "p1", "p2", "p3"}, 2)
    assert serving.go.seen == [(sorted(serving.values().fields), True)]


def test_a_change_goes_to_the_new_one(builder, serving):
    builder.replace([batch(PANS)], 2)
    serving.go.go.set()
    serving.upsert(batch([product("late", "Copper pan")]), [], 3)
    assert found(serving, "pan") == {"p0", "p1", "p2", "p3", "late"} == found(builder, "pan")


def test_a_build_of_its_own_is_ready_when_it_ends(serving):
    serving.go.go.set()
    serving.replace([batch(PANS)], 2)
    assert len(serving.go.seen) == 1
    assert found(serving, "pan") == {"p0", "p1", "p2", "p3"}


def test_a_new_one_that_is_damaged_is_told_to_who_asks(tmp_path, builder, serving):
    builder.replace([batch(PANS)], 2)
    [meta] = tmp_path.glob("gen-*/meta.json")
    meta.write_text("{")
    found(serving, "shirt")
    settled(serving)
    with pytest.raises(InvalidFile, match="is damaged"):
        found(serving, "shirt")


def test_a_reader_that_was_prepared_does_not_learn_the_words_again(builder, monkeypatch):
    reader = Reader(builder, "CNY")
    assert [str(each.filter) for each in reader.read("cotton shirts").constraints] == ["fabric=Cotton"]
    builder.replace([batch(PANS)], 2)
    reader.prepare(builder.values())
    monkeypatch.setattr("shopkeeper.search.understand.lexicon.Lexicon._grow", None)
    assert [str(each.filter) for each in reader.read("enamel pans").constraints] == ["coating=Enamel"]
    assert reader.read("cotton shirts").constraints == ()
