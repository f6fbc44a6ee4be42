import threading
from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.search.log import SearchLog
from shopkeeper.search.result import SearchResult, Understood
from shopkeeper.shop import LoggedSearch
from shopkeeper.store import StoreError, open_store
from shopkeeper.store import behind as room


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    yield store
    store.close()


def answer(id="q1", total=3, **more):
    return SearchResult(id, total, (), leading=("p1", "p2"), language="en", took_ms=4.567, **more)


class Busy:
    """A store that fails, or waits until it may go on."""

    def __init__(self, error=None):
        self.error, self.may, self.started, self.kept = error, threading.Event(), threading.Event(), []

    def put(self, searches):
        self.started.set()
        if self.error:
            raise self.error
        self.may.wait(20)
        self.kept += searches

    def prune(self, before):
        return 0


def test_a_search_is_kept_with_what_was_answered(store):
    log = SearchLog(store.searches)
    result = answer(understood=Understood("red shirt", ("price<50",), "price"), did_you_mean="red shirts", relaxed=("price<9",))
    log.note("red shirt", result, session_id="s1", customer_id="c1")
    log.close()
    [kept] = store.searches.all()
    assert datetime.now(UTC) - kept.at < timedelta(minutes=1)
    assert kept == LoggedSearch("q1", kept.at, "red shirt", "en", 3, ("p1", "p2"), ("price<50",), "price", "red shirts", ("price<9",),
                                session_id="s1", customer_id="c1", took_ms=4.57)


def test_browsing_without_words_is_no_search(store):
    log = SearchLog(store.searches)
    log.note("  ", answer())
    log.close()
    assert store.searches.count() == 0


def test_personal_data_is_masked_before_it_is_written(store):
    log = SearchLog(store.searches)
    log.note("order of li@example.com 13812345678", answer(did_you_mean="order li@example.com"))
    log.close()
    [kept] = store.searches.all()
    assert (kept.query, kept.meant) == ("order of [email] [phone]", "order [email]")


def test_what_cannot_be_stored_takes_nothing_else_with_it(store):
    log = SearchLog(store.searches)
    for id, session in (("q1", None), ("q2", "a\0b"), ("q3", None)):
        log.note("mug", answer(id), session_id=session)
    log.close()
    assert [s.id for s in store.searches.all()] == ["q1", "q3"]
    assert log.dropped == 1


def test_a_full_room_drops_and_counts_instead_of_waiting(monkeypatch):
    monkeypatch.setattr(room, "PAUSE", 0)
    busy, heard = Busy(), []
    log = SearchLog(busy, room=2)
    log.on_drop = heard.append
    log.note("first", answer("q0"))
    assert busy.started.wait(20)  # the writer holds the first and waits for the store
    for i in range(1, 5):
        log.note("mug", answer(f"q{i}"))
    assert (log.dropped, heard) == (2, [1, 1])
    busy.may.set()
    log.close()
    assert [s.id for s in busy.kept] == ["q0", "q1", "q2"]


@pytest.mark.parametrize("error", [StoreError("locked"), RuntimeError("a fault")])
def test_a_store_that_fails_costs_searches_of_the_log_only(error):
    log = SearchLog(Busy(error))
    log.note("mug", answer())
    log.close()
    assert log.dropped == 1


def test_everything_waiting_is_written_on_close(store):
    log = SearchLog(store.searches)
    for i in range(1200):
        log.note("mug", answer(f"q{i}"))
    log.close()
    assert (store.searches.count(), log.dropped) == (1200, 0)


@pytest.mark.parametrize(("days", "left"), [(30, ["new", "q1"]), (0, ["new", "old", "q1"])])
def test_old_searches_go_after_so_many_days_or_never(store, days, left):
    now = datetime.now(UTC)
    store.searches.put([LoggedSearch("old", now - timedelta(days=31), "mug"), LoggedSearch("new", now - timedelta(days=29), "mug")])
    log = SearchLog(store.searches, days=days)
    log.note("mug", answer())
    log.close()
    assert [s.id for s in store.searches.all()] == left
