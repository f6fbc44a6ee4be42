"""An experiment on visitors whose behaviour is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from shopkeeper.recommend.experiments import arm_of
from shopkeeper.shop import Arm, Event, EventItem, Experiment, Guard, LoggedRecommendation, Money
from shopkeeper.store import Store

AT = datetime(2026, 11, 1, tzinfo=UTC)
ARMS = Arm("plain"), Arm("new", ("without=trend",))
PLAN = Experiment("e", ARMS, guards=(Guard("revenue", 0.3),), planned=1000, started_at=AT)
Chances = dict[str, float]


def visited(store: Store, clicks: Chances, buys: Chances, n: int = 1200, seed: int = 0, lose: float = 0.0,
            plan: Experiment = PLAN, start: datetime = AT, step: timedelta = timedelta(minutes=10)) -> None:
    """n visitors of whom each arm clicks and buys with these chances; of the new arm some are lost."""
    random, lists, events = Random(seed), [], []
    for i in range(n):
        arm = arm_of(plan, f"session/s{i}")
        if arm.name == "new" and random.random() < lose:
            continue
        at = start + i * step
        lists.append(LoggedRecommendation(f"rec_{i}", at, "home", ("p",), arms=(f"{plan.id}={arm.name}",), session_id=f"s{i}"))
        if random.random() < clicks[arm.name]:
            events.append(Event(f"c{i}", "select_item", at, session_id=f"s{i}", items=(EventItem("p"),), query_id=f"rec_{i}"))
        if random.random() < buys[arm.name]:
            value = Money(random.randrange(5_000, 15_000), "CNY")
            events.append(Event(f"b{i}", "purchase", at + step / 2, session_id=f"s{i}", value=value))
    store.recommendations.put(lists)
    store.events.put(events)
