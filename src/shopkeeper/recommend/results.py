"""How an experiment stands: what the visitors of each arm did, and what may be concluded at this moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import numpy as np

from ..evaluation.experiments import RATIO_ALPHA, Compared, Sample, compare_arms, sample_ratio, visitors_needed
from ..shop import MEASURES, Experiment, Guard, visitor_of
from ..shop.experiment import WORSE_IF_HIGHER
from ..store.counts import Visited
from ..store.protocol import Store
from .purchases import FIRST, Purchase, purchases

State = Literal["safe", "hurt", "undecided"]
Verdict = Literal["better", "unguarded", "worse", "hurt", "undecided"]


@dataclass(frozen=True, slots=True)
class Guarded:
    """A guard of an arm: `safe` when it surely lost no more than the margin, `hurt` when it surely lost more."""

    guard: Guard
    state: State


@dataclass(frozen=True, slots=True)
class ArmResult:
    """An arm by each measure (`samples`); compared with the first arm (`compared`, empty for the first itself) with its guards and
    what that comes to: better, better but not all guards are decided (`unguarded`), worse, a guard is `hurt`, or undecided."""

    name: str
    lists: int
    samples: dict[str, Sample]
    compared: dict[str, Compared]
    guards: tuple[Guarded, ...]
    verdict: Verdict

    @property
    def visitors(self) -> int:
        """How many saw a list of this arm."""
        return self.samples["clicked"].n

    def change(self, measure: str, first: ArmResult) -> tuple[float, float, float] | None:
        """The difference to the first arm as a share of that one's value, with its interval; None where that says nothing."""
        found, base = self.compared.get(measure), first.samples[measure].mean
        return (found.value / base, found.low / base, found.high / base) if found and found.enough and base else None


@dataclass(frozen=True, slots=True)
class Result:
    """An experiment at a moment. `crossed` visitors saw more than one arm and count nowhere; `ratio` is the chance of arms as unequal
    as these. `needed` visitors of each arm find the change that is sought four times out of five, `days` is how long that
    still takes at the pace so far (None: not known). `foreign` purchases in other currencies count as bought for nothing."""

    experiment: Experiment
    arms: tuple[ArmResult, ...]
    crossed: int
    ratio: float
    needed: int | None
    days: float | None
    foreign: int
    currency: str
    at: datetime

    @property
    def trusted(self) -> bool:
        """Whether the arms are about as large as they should be; where not, visitors of one arm are lost and no figure is right."""
        return self.ratio >= RATIO_ALPHA

    def to_dict(self) -> dict[str, Any]:
        """All of it as JSON values; a difference whose interval has no ends yet has only its value."""
        return {
            "id": self.experiment.id, "at": self.at.isoformat(), "goal": self.experiment.goal, "trusted": self.trusted,
            "ratio_p": round(self.ratio, 6), "crossed": self.crossed, "needed": self.needed,
            "days_left": None if self.days is None else round(self.days, 1), "currency": self.currency, "foreign": self.foreign,
            "arms": [_arm(arm) for arm in self.arms],
        }


def result(store: Store, experiment: Experiment, now: datetime, currency: str) -> Result:
    """How an experiment stands at a moment; revenue is in `currency`, in major units a visitor."""
    seen = store.recommendations.visitors(experiment.id)
    kept = [visited for visited in seen if visited.arm == visited.other and experiment.arm(visited.arm)]
    bought = purchases(store, experiment.started_at or FIRST, frozenset(experiment.products))
    values, foreign = _values(kept, bought, experiment.ended_at or now, currency)
    if experiment.products:
        values["clicked"][:] = _put_in(store, kept, frozenset(experiment.products), experiment.ended_at or now)
    groups = {arm.name: np.array([visited.arm == arm.name for visited in kept], bool) for arm in experiment.arms}
    samples = {name: {measure: Sample.of(values[measure][group]) for measure in MEASURES} for name, group in groups.items()}
    lists = {name: sum(visited.lists for visited in kept if visited.arm == name) for name in groups}
    first = samples[experiment.arms[0].name]
    arms = tuple(_result(experiment, arm.name, lists[arm.name], first, samples[arm.name]) for arm in experiment.arms)
    ratio = sample_ratio([arm.visitors for arm in arms], [arm.share for arm in experiment.arms])
    needed, days = _how_long(experiment, arms, now)
    return Result(experiment, arms, len(seen) - len(kept), ratio, needed, days, foreign, currency, now)


def _values(seen: Sequence[Visited], bought: Iterable[Purchase], until: datetime, currency: str) -> tuple[dict[str, Any], int]:
    """Of each measure the visitors' values, float[n]; and how many purchases were in another currency."""
    places = {visited.visitor: place for place, visited in enumerate(seen)}
    values = {name: np.zeros(len(seen)) for name in MEASURES}
    values["clicked"][:] = [visited.clicked > 0 for visited in seen]
    values["disliked"][:] = [visited.down > 0 for visited in seen]
    foreign = 0
    for purchase in bought:
        place = next((places[who] for who in purchase.visitors if who in places), -1)
        if place < 0 or not seen[place].since <= purchase.at < until:
            continue
        values["bought"][place] = 1
        if purchase.value is not None and purchase.value.currency == currency:
            values["revenue"][place] += float(purchase.value.major)
        foreign += purchase.value is not None and purchase.value.currency != currency
    return values, foreign


def _put_in(store: Store, seen: Sequence[Visited], products: frozenset[str], until: datetime) -> list[bool]:
    """Of each visitor whether they put one of the products into the basket after they had seen its page."""
    since = {visited.visitor: visited.since for visited in seen}
    done: set[str] = set()
    for event in store.events.all(name="add_to_cart"):
        for who in (visitor_of(event.customer_id, None), visitor_of(None, event.session_id)):
            if who in since and since[who] <= event.at < until and any(item.product_id in products for item in event.items):
                done.add(who)
    return [visited.visitor in done for visited in seen]


def _result(experiment: Experiment, name: str, lists: int, first: dict[str, Sample], own: dict[str, Sample]) -> ArmResult:
    if name == experiment.arms[0].name:
        return ArmResult(name, lists, own, {}, (), "undecided")
    # Several arms have several chances to win, so each gets its part of alpha.
    alpha = experiment.alpha / (len(experiment.arms) - 1)
    compared = {each: compare_arms(first[each], own[each], alpha=alpha, planned=experiment.planned) for each in MEASURES}
    guards = tuple(Guarded(guard, _state(guard, compared[guard.measure], first[guard.measure])) for guard in experiment.guards)
    return ArmResult(name, lists, own, compared, guards, _verdict(experiment.goal, compared, guards))


def _state(guard: Guard, compared: Compared, first: Sample) -> State:
    """Not inferior: the interval of the loss ends before the margin."""
    bound = guard.margin * first.mean
    worst, best = (-compared.high, -compared.low) if guard.measure in WORSE_IF_HIGHER else (compared.low, compared.high)
    if not compared.enough or not bound:
        return "undecided"
    return "safe" if worst > -bound else "hurt" if best < -bound else "undecided"


def _verdict(goal: str, compared: dict[str, Compared], guards: Sequence[Guarded]) -> Verdict:
    if any(each.state == "hurt" for each in guards):
        return "hurt"
    found, down = compared[goal], goal in WORSE_IF_HIGHER
    if not found.enough or found.low <= 0 <= found.high:
        return "undecided"
    if (found.value > 0) == down:
        return "worse"
    return "better" if all(each.state == "safe" for each in guards) else "unguarded"


def _how_long(experiment: Experiment, arms: Sequence[ArmResult], now: datetime) -> tuple[int | None, float | None]:
    goal, started = arms[0].samples[experiment.goal], experiment.started_at
    if not goal.mean or not goal.variance or started is None:
        return None, None
    needed = visitors_needed(goal.mean, goal.variance, experiment.detect, alpha=experiment.alpha / (len(arms) - 1))
    so_far = ((experiment.ended_at or now) - started).total_seconds() / 86_400
    least = min(arm.visitors for arm in arms)
    return needed, max(0.0, (needed - least) * so_far / least) if least and so_far else None


def _arm(arm: ArmResult) -> dict[str, Any]:
    compared = {name: each.to_dict() for name, each in arm.compared.items()}
    guards = [{"measure": each.guard.measure, "margin": each.guard.margin, "state": each.state} for each in arm.guards]
    return {
        "name": arm.name, "visitors": arm.visitors, "lists": arm.lists,
        "means": {name: round(each.mean, 6) for name, each in arm.samples.items()},
        **({"differences": compared, "guards": guards, "verdict": arm.verdict} if compared else {}),
    }
