from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.recommend.experiments import Experiments, arm_of
from shopkeeper.recommend.tuning import Tuning
from shopkeeper.shop import Arm, Experiment, InvalidQuery, NotFound
from shopkeeper.store import open_store

AT = datetime(2026, 11, 1, tzinfo=UTC)
ARMS = Arm("plain"), Arm("new", ("without=trend", "explore=0.1"))
VISITORS = [f"session/{n}" for n in range(400)]


@pytest.fixture
def store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    yield store
    store.close()


def test_an_arm_changes_the_recommendations_of_its_visitors_only(store):
    running = Experiments(store.experiments)
    running.start(Experiment("e", ARMS), AT)
    told = {visitor: running.tuned(Tuning(margin=0.2), "home", visitor, AT) for visitor in VISITORS}
    assert {arms for _, arms in told.values()} == {("e=plain",), ("e=new",)}
    assert {tuning for tuning, arms in told.values() if arms == ("e=plain",)} == {Tuning(margin=0.2)}
    assert {tuning for tuning, arms in told.values() if arms == ("e=new",)} == {Tuning(margin=0.2, explore=0.1, weights=(("trend", 0.0),))}
    assert Experiments(store.experiments).tuned(Tuning(), "home", VISITORS[0], AT)[1] == told[VISITORS[0]][1]


def test_nobody_and_other_places_and_other_times_have_no_arm(store):
    running = Experiments(store.experiments)
    running.start(Experiment("e", ARMS, places=("basket",)), AT)
    assert running.arms("home", VISITORS[0], AT) == running.arms("basket", None, AT) == []
    assert running.arms("basket", VISITORS[0], AT - timedelta(days=1)) == []
    assert len(running.arms("basket", VISITORS[0], AT)) == 1


def test_a_part_of_the_visitors_takes_part_whatever_their_arm_would_be():
    half, whole = Experiment("e", ARMS, share=0.5), Experiment("e", ARMS)
    parts = [arm for visitor in VISITORS if (arm := arm_of(half, visitor))]
    assert 150 < len(parts) < 250
    assert 60 < sum(arm.name == "new" for arm in parts) < 140
    assert all(arm_of(half, visitor) in (None, arm_of(whole, visitor)) for visitor in VISITORS)


def test_two_experiments_change_together(store):
    running = Experiments(store.experiments)
    running.start(Experiment("e", ARMS), AT)
    running.start(Experiment("f", (Arm("a", ("margin=0.1",)), Arm("b", ("margin=0.2",)))), AT)
    found = {running.tuned(Tuning(), "home", visitor, AT)[1] for visitor in VISITORS}
    assert found == {(f"e={one}", f"f={two}") for one in ("plain", "new") for two in ("a", "b")}


def test_a_change_is_known_at_once_where_it_is_made_and_soon_elsewhere(store):
    here, there = Experiments(store.experiments), Experiments(store.experiments, check=0)
    here.start(Experiment("e", ARMS), AT)
    assert here.arms("home", "session/1", AT)
    assert there.arms("home", "session/1", AT)
    here.stop("e", AT + timedelta(days=1))
    for each in (here, there):
        assert each.arms("home", "session/1", AT + timedelta(days=1)) == []
    assert [each.ended_at for each in here.all()] == [AT + timedelta(days=1)]


def test_what_cannot_be_started_or_stopped_is_refused(store):
    running = Experiments(store.experiments)
    running.start(Experiment("e", ARMS), AT)
    with pytest.raises(InvalidQuery, match="there is an experiment of this id"):
        running.start(Experiment("e", ARMS), AT)
    with pytest.raises(InvalidQuery, match="colour=red"):
        running.start(Experiment("f", (Arm("a"), Arm("b", ("colour=red",)))), AT)
    with pytest.raises(InvalidQuery, match="two arms are the same"):
        running.start(Experiment("f", (Arm("a"), Arm("b", ("margin=0.1",)), Arm("c", ("margin=0.10",)))), AT)
    running.start(Experiment("aa", (Arm("a"), Arm("b"))), AT)
    running.stop("e", AT + timedelta(days=1))
    with pytest.raises(InvalidQuery, match="does not run"):
        running.stop("e", AT + timedelta(days=2))
    with pytest.raises(NotFound):
        running.stop("g", AT)
    assert [each.id for each in running.all()] == ["aa", "e"]
