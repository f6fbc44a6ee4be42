"""Engines give the same answers: the same products pass filters, with the same facets, prices and text scores."""

from __future__ import annotations

import dataclasses
from itertools import count

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract.engines import open_remote
from contract.test_index import shops
from shopkeeper.search.engines.local import LocalIndex
from shopkeeper.search.engines.postgres import PostgresBackend
from shopkeeper.search.engines.protocol import IndexQuery
from shopkeeper.search.engines.remote import RemoteIndex
from shopkeeper.search.filters import parse_filters
from shopkeeper.search.slots import Alternative, Slot
from shopkeeper.shop import InvalidQuery, Localized
from shopkeeper.text.analyse import Terms, analyse_query, runs
from shopkeeper.text.normalise import normalise
from small_shop import BagEncoder, D, batch, product

NUMBERS = count(1)
WHERE = st.lists(st.sampled_from([
    "price<15", "price>=10", "price=5..<20", "price!=10", "color=red", "颜色=红", "color!=红|Red", "size=1", "尺寸!=yes",
    "size>0", "size=0..3", "size!=3", "brand=red", "brand!=é", "category=a", "tags=3|yes", "tags!=a\\|b", "in_stock=yes",
    "in_stock=no", "in_stock!=no", "currency=CNY", "color<5", "nosuch=1", "a\\=b=1", "price<cheap",
]), max_size=3)  # fmt: skip
TEXTS = st.sampled_from(["shirt", "red thing", "thing 红", "茶壶", "shirt nothing", "a b 3", "红 衬衫 thing"])
FACETS = ["price", "brand", "category", "tags", "in_stock", "currency"]


class Loose(PostgresBackend):
    """An engine that cannot hold all filters: what passes is looked at again."""

    exact = False

    def find(self, generation, ask):
        return super().find(generation, dataclasses.replace(ask, clauses=(), text_depth=1000, vector_depth=1000))

    def passing(self, generation, clauses, records, limit=None):
        return super().passing(generation, (), records, limit)


@pytest.fixture(params=["postgres", "loose", "milvus"])
def pair(request, tmp_path_factory):
    """Opens an empty local index and one of another engine, at each call anew."""
    if request.param == "loose":
        shared = request.getfixturevalue("connections")
        remote = lambda name: RemoteIndex(Loose(shared, name), D, "bag")  # noqa: E731
    else:
        remote = open_remote(request)

    def open_both():
        number = next(NUMBERS)
        return LocalIndex(tmp_path_factory.mktemp("local"), D, "bag"), remote(f"alike {number}")

    return open_both


def asked(index, query):
    """What a query finds, as values that can be compared, or the sentence of its error."""
    try:
        found = index.query(query)
        facets = [found.facets(FACETS, language) for language in ("en", "zh")]
    except InvalidQuery as error:
        return str(error).partition("; there are")[0]
    order = sorted(range(len(found.ids)), key=found.ids.__getitem__)
    return {
        "ids": [found.ids[i] for i in order], "text": found.text[order].tolist(), "whole": (found.whole & (found.text > 0))[order].tolist(),
        "telling": (found.telling & (found.text > 0))[order].tolist(), "cosine": found.cosine[order].tolist(), "facets": facets,
        "prices": np.nan_to_num(found.prices()[order], nan=-1).tolist(), "variants": index.variants(query.filters, sorted(found.ids)),
        "titles": [found.titles([i]).codes.tolist() for i in order],
    }


def same(ours, theirs):
    assert type(ours) is type(theirs), (ours, theirs)
    if isinstance(ours, str):
        assert ours == theirs
        return
    for name in ours:
        near = {"text": 1e-4, "cosine": 2e-3}.get(name)
        assert theirs[name] == (pytest.approx(ours[name], abs=near) if near else ours[name]), name


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(shops, st.lists(WHERE, min_size=6, max_size=6), TEXTS)
def test_what_passes_filters_and_how_it_scores_is_the_same(pair, products, conditions, text):
    local, remote = pair()
    for index in (local, remote):
        index.replace([batch(products)], 1)
    vector = BagEncoder().encode([text])[0]
    for where, ask in zip(conditions, [(None, None), (text, None), (None, vector), (text, vector)] * 2, strict=False):
        terms = analyse_query(ask[0]) if ask[0] else None
        query = IndexQuery(terms, ask[1], parse_filters(where), floor=0.1, also=("p00", "nobody"))
        same(asked(local, query), asked(remote, query))


def test_scores_of_long_and_repeated_texts_with_slots_are_the_same(pair):
    # Given texts of all lengths, words that come once and often, codes, both languages
    local, remote = pair()
    shop = [
        product(
            f"p{i:02}", f"Red {'cotton ' * (i % 5)}shirt size {i}", "红色棉衬衫" if i % 3 else "", tags=("gift",),
            category=(Localized("衬衫", "Shirts"),), facts=[("Fabric", "linen")] * (i % 2),
            description=Localized(en="soft warm shirt " * i, zh="适合夏天穿的衬衫" if i % 4 else ""),
        )
        for i in range(60)
    ]
    for index in (local, remote):
        index.replace([batch(shop)], 1)
    slot = Slot("tee", analyse_query("tee"), tuple(
        Alternative(other, tuple(run.terms() for run in runs(normalise(other))), "synonym", weight)
        for other, weight in (("shirt", 1.0), ("cotton shirt", 0.7), ("衬衫", 0.9))))
    for text in ("red shirt", "cotton", "warm linen tee", "棉衬衫", "夏天 gift 衬衫 17", "tee size 3", "衫"):
        for slots in ((), (slot,)):
            terms = analyse_query(text)
            same(*(asked(index, IndexQuery(terms, slots=slots)) for index in (local, remote)))
            held = [index.matched(terms, ["p07", "p40", "gone"], slots) for index in (local, remote)]
            for ours, theirs in zip(*held, strict=True):
                assert dict(theirs) == pytest.approx(dict(ours), abs=1e-4)
            assert local.frequencies(terms) == remote.frequencies(terms)
            for kind in (terms, analyse_query("red shirt")):
                assert local.kind(kind) == remote.kind(kind)
                assert local.carried(kind, ["fabric", "price"]) == remote.carried(kind, ["fabric", "price"])
    assert local.together(["gift", "linen"]) == remote.together(["gift", "linen"])
    assert local.frequencies(Terms(["linen"], ["衬衫"])) == remote.frequencies(Terms(["linen"], ["衬衫"]))
    assert local.vocabulary.counts == remote.vocabulary.counts
    assert local.values().fields == remote.values().fields
