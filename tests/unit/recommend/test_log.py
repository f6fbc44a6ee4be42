from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.recommend.log import RecommendationLog
from shopkeeper.shop import LoggedRecommendation
from shopkeeper.store import StoreError, open_store


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    yield store
    store.close()


def shown(id="rec_1", at=None, **more):
    return LoggedRecommendation(id, at or datetime.now(UTC), "home", ("p1", "p2"), **more)


def test_a_list_is_kept_as_it_was_shown(store):
    log = RecommendationLog(store.recommendations)
    log.put(first := shown(propensities=(1.0, 0.9), sources=("trend", "alike"), arms=("e=b",), session_id="s1", about=("p9",)))
    log.close()
    assert list(store.recommendations.all()) == [first]


def test_personal_data_in_a_wish_is_masked_before_it_is_written(store):
    log = RecommendationLog(store.recommendations)
    log.put(shown(likes="给 li@example.com 的礼物，电话 13812345678"))
    log.close()
    assert store.recommendations.get("rec_1").likes == "给 [email] 的礼物，电话 [phone]"


def test_a_store_that_fails_costs_lists_of_the_log_only(store):
    class Broken:
        def put(self, records):
            raise StoreError("locked")

        def prune(self, before):
            raise StoreError("locked")

    log = RecommendationLog(Broken())
    log.put(shown())
    log.close()
    assert log.dropped == 1


def test_what_cannot_be_stored_takes_nothing_else_with_it(store):
    log = RecommendationLog(store.recommendations)
    for id, likes in (("r1", ""), ("r2", "a\0b"), ("r3", "")):
        log.put(shown(id, likes=likes))
    log.close()
    assert ([each.id for each in store.recommendations.all()], log.dropped) == (["r1", "r3"], 1)


@pytest.mark.parametrize(("days", "left"), [(30, ["new", "r1"]), (0, ["new", "old", "r1"])])
def test_old_lists_go_after_so_many_days_or_never(store, days, left):
    now = datetime.now(UTC)
    store.recommendations.put([shown("old", now - timedelta(days=31)), shown("new", now - timedelta(days=29))])
    log = RecommendationLog(store.recommendations, days=days)
    log.put(shown("r1"))
    log.close()
    assert [each.id for each in store.recommendations.all()] == left
