from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.shop import Arm, Experiment, Guard, InvalidRecord, LoggedRecommendation

AT = datetime(2026, 11, 1, tzinfo=UTC)
TWO = Arm("plain"), Arm("new", ("without=trend",))


def test_an_experiment_runs_from_its_start_to_its_end():
    running = Experiment("e", TWO, started_at=AT)
    assert [running.runs(AT + timedelta(days=d)) for d in (-1, 0, 400)] == [False, True, True]
    ended = Experiment("e", TWO, started_at=AT, ended_at=AT + timedelta(days=2))
    assert [ended.runs(AT + timedelta(days=d)) for d in (0, 1, 2)] == [True, True, False]
    assert not Experiment("e", TWO).runs(AT)


def test_an_arm_is_found_by_its_name():
    assert Experiment("e", TWO).arm("new") is TWO[1]
    assert Experiment("e", TWO).arm("old") is None


@pytest.mark.parametrize(("field", "wrong"), [
    ("id", {"id": "a=b"}), ("id", {"id": " "}), ("arms", {"arms": TWO[:1]}), ("arms", {"arms": (TWO[0], TWO[0])}),
    ("goal", {"goal": "joy"}), ("places", {"places": ("attic",)}), ("share", {"share": 0.0}), ("share", {"share": 1.5}),
    ("alpha", {"alpha": float("nan")}), ("detect", {"detect": 0.0}), ("planned", {"planned": 0}),
    ("ended_at", {"started_at": AT, "ended_at": AT - timedelta(days=1)}),
])
def test_an_experiment_that_cannot_be_is_refused_by_its_field(field, wrong):
    with pytest.raises(InvalidRecord) as refused:
        Experiment(**{"id": "e", "arms": TWO, **wrong})
    assert refused.value.field == field


@pytest.mark.parametrize(("field", "make"), [
    ("name", lambda: Arm("")), ("share", lambda: Arm("a", share=-1.0)), ("changes", lambda: Arm("a", ("trend",))),
    ("measure", lambda: Guard("joy")), ("margin", lambda: Guard("revenue", 1.0)),
])
def test_arms_and_guards_are_checked_too(field, make):
    with pytest.raises(InvalidRecord) as refused:
        make()
    assert refused.value.field == field


def shown(**fields):
    return LoggedRecommendation("rec_1", AT, **{"place": "home", "product_ids": ("p1", "p2"), **fields})


def test_a_list_is_seen_by_a_customer_or_else_by_a_session():
    assert shown(customer_id="c1", session_id="s1").visitor == "customer/c1"
    assert shown(session_id="s1").visitor == "session/s1"
    assert shown().visitor is None


@pytest.mark.parametrize(("field", "wrong"), [
    ("place", {"place": "attic"}), ("product_ids", {"product_ids": ("p1", "p1")}), ("propensities", {"propensities": (0.5,)}),
    ("propensities", {"propensities": (0.5, 0.0)}), ("propensities", {"propensities": (0.5, 1.1)}), ("sources", {"sources": ("trend",)}),
    ("arms", {"arms": ("e",)}), ("arms", {"arms": ("=b",)}),
])
def test_a_list_that_cannot_have_been_shown_is_refused_by_its_field(field, wrong):
    with pytest.raises(InvalidRecord) as refused:
        shown(**wrong)
    assert refused.value.field == field
