"""Recommendations on a shop that is open: what is shown takes part in experiments, is kept with its chances, and can be replayed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from shopkeeper import open_shop
from shopkeeper.recommend.experiments import arm_of
from shopkeeper.shop import Arm, Event, EventItem, Experiment
from shopkeeper.store.demo import build

VISITORS = 260


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shown") / "shop"
    shop = open_shop(str(folder), create=True)
    build(shop.store, folder / "media", products=30, customers=8)
    shop.index()
    shop.close()
    (folder / "shopkeeper.toml").write_text("recommend_explore = 0.5\nlog_days = 0\n")
    return folder


@pytest.fixture(scope="module")
def shown(folder):
    """Lists for many visitors under an experiment; who sees the new arm clicks more."""
    shop, random, events = open_shop(str(folder)), Random(1), []
    arms = Arm("plain"), Arm("new", ("diversity=0.9", "without=trend"))
    plan = shop.experiments.start(Experiment("mixed", arms, planned=150), datetime.now(UTC))
    answers = {}
    for n in range(VISITORS):
        answers[n] = answer = shop.recommend(session_id=f"s{n}", k=4)
        if random.random() < (0.7 if arm_of(plan, f"session/s{n}").name == "new" else 0.2):
            item = (EventItem(random.choice(answer.hits).id),)
            events.append(Event(f"e{n}", "select_item", datetime.now(UTC), session_id=f"s{n}", items=item, query_id=answer.id))
    shop.recommend(session_id="measured", log=False)
    shop.close()
    shop = open_shop(str(folder))
    shop.put_events(events)
    yield shop, plan, answers
    shop.close()


@pytest.fixture(scope="module")
def replayed(shown):
    return shown[0].replay_recommendations(days=1)


def test_what_is_shown_is_kept_with_its_arm_its_sources_and_its_chances(shown):
    shop, plan, answers = shown
    kept = {each.id: each for each in shop.store.recommendations.all()}
    assert len(kept) == VISITORS
    for n, answer in answers.items():
        each = kept[answer.id]
        assert each.product_ids == answer.ids
        assert each.arms == (f"mixed={arm_of(plan, f'session/s{n}').name}",)
        assert len(each.propensities) == len(each.sources) == 4
    assert any(chance < 0.4 for each in kept.values() for chance in each.propensities)


def test_the_experiment_finds_who_clicks_more(shown):
    shop, _, _ = shown
    found = shop.experiment_result("mixed")
    assert found.trusted
    assert found.arms[1].verdict == "better"
    assert sum(arm.visitors for arm in found.arms) == VISITORS


def test_the_log_replays_what_it_showed_itself(replayed):
    assert replayed.explored == 1
    assert replayed.same > 0.4
    estimate = replayed.estimate
    assert estimate.lists == VISITORS
    assert estimate.ips.low < estimate.logged.high
    assert estimate.doubly_robust is not None
    assert 0 < estimate.effective <= VISITORS


def test_a_replay_knows_nothing_of_what_happened_since(shown, replayed):
    shop, _, answers = shown
    best = Counter(id for answer in answers.values() for id in answer.ids).most_common(1)[0][0]
    now = datetime.now(UTC)
    wanted = [Event(f"w{n}", "view_item", now + timedelta(seconds=n), session_id="s0", items=(EventItem(best),)) for n in range(3)]
    shop.put_events(wanted)
    assert shop.replay_recommendations(days=1) == replayed
