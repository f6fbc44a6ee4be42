"""A search engine elsewhere that does not answer: what is said, and what goes on without it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from shopkeeper.search.contents import Contents
from shopkeeper.search.engines.watched import engine_breaker, watched
from shopkeeper.shop import EngineUnavailable, InvalidQuery, NotIndexed
from shopkeeper.store import StoreError
from small_shop import BagEncoder, product, small_shop


class Engine:
    """Holds three products, and fails with `error` when there is one."""

    def __init__(self):
        self.error, self.asked = None, 0

    def __len__(self):
        return self._answer(3)

    @property
    def revision(self):
        return self._answer(7)

    def query(self, query):
        return self._answer(SimpleNamespace(ids=["a"]))

    def vectors(self, ids):
        return self._answer([[1.0]] * len(ids))

    def _answer(self, value):
        self.asked += 1
        if self.error:
            raise self.error
        return value


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def engine():
    return Engine()


def test_an_engine_that_answers_is_as_it_is(engine):
    index = watched(engine, engine_breaker(Clock()))
    assert (len(index), index.revision, index.query(None).ids) == (3, 7, ["a"])


@pytest.mark.parametrize("error", [StoreError("server refused"), ConnectionError("gone")])
def test_one_that_does_not_is_said_to_be_unavailable_and_then_left_alone(engine, error):
    clock = Clock()
    breaker = engine_breaker(clock)
    index = watched(engine, breaker)
    engine.error = error
    for _ in range(20):
        with pytest.raises(EngineUnavailable):
            index.query(None)
    assert (engine.asked, breaker.state) == (5, "open")
    engine.error, clock.now = None, 5.1
    assert len(index) == 3
    assert breaker.state == "closed"


@pytest.mark.parametrize("error", [NotIndexed(), InvalidQuery("filter")])
def test_what_a_living_engine_says_is_no_failure(engine, error):
    breaker = engine_breaker(Clock())
    engine.error = error
    for _ in range(20):
        with pytest.raises(type(error)):
            len(watched(engine, breaker))
    assert (breaker.state, breaker.failing) == ("closed", False)


def test_what_asks_for_contents_gets_none_and_goes_on(engine):
    contents = Contents(watched(engine, engine_breaker(Clock())))
    engine.error = StoreError("gone")
    assert contents.passing([]) == []
    assert contents.vectors(["a", "b"]).shape == (2, 1)


class Failing(BagEncoder):
    broken = False

    def encode(self, texts):
        if self.broken:
            raise MemoryError("no room")
        return super().encode(texts)


@pytest.fixture
def shop(tmp_path):
    encoder = Failing()
    shop = small_shop(tmp_path, encoder)
    shop.put("products", [product("p1", en="red kettle"), product("p2", en="blue kettle"), product("p3", en="green lamp")])
    shop.index()
    shop.encoder_of_test = encoder
    yield shop
    shop.close()


def test_a_search_goes_by_words_when_the_encoder_fails_and_says_so(shop):
    whole = shop.search("kettle", k=1)
    assert "degraded" not in whole.to_dict()
    shop.encoder_of_test.broken = True
    found = shop.search("kettle", k=1)
    assert (found.total, found.to_dict()["degraded"]) == (2, ["meaning"])
    assert shop.search(next=found.next).to_dict()["degraded"] == ["meaning"]
    assert "degraded" not in shop.search("", k=5).to_dict(), "nothing was encoded for it"
    shop.encoder_of_test.broken = False
    assert "degraded" not in shop.search("kettle").to_dict()


def test_recommendations_go_on_without_the_engine_and_say_so(shop, monkeypatch):
    breaker = engine_breaker(Clock())
    shop.breakers["engine"] = breaker
    assert "degraded" not in shop.recommend(k=2).to_dict()
    monkeypatch.setattr(shop._index, "vectors", lambda ids: (_ for _ in ()).throw(EngineUnavailable("gone")))
    with pytest.raises(StoreError), breaker.watch():
        raise StoreError("gone")
    answer = shop.recommend(k=2)
    assert (len(answer), answer.to_dict()["degraded"]) == (2, ["engine"])
