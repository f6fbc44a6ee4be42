"""What other settings would have earned, told from the shop's own log without showing them to anybody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

import numpy as np

from ..evaluation import Interval, Report
from ..evaluation.beyond import beyond
from ..evaluation.counterfactual import FEWEST, Estimate, Expected, Floats, estimate
from ..shop import InvalidFile, Language, LoggedRecommendation
from ..store.protocol import Bought, Sale, Store, Trace
from ..store.schema import microseconds
from .asked import Asked
from .online import clicks

Answer = Callable[[LoggedRecommendation], Sequence[str]]

_PRIOR = 5.0  # clicks that a product is taken to have had, as many as expected at its places, before any are counted
_FOLDS = 2


@dataclass(frozen=True, slots=True)
class Replayed:
    """Clicks a list under other settings (`estimate`), over so many lists of which the share `explored` left something to chance;
    `same` is the share of places where both put the same product. `logged` and `other` say how much of the shop each shows, how
    new and how popular it is, see `evaluation.beyond`."""

    estimate: Estimate
    explored: float
    same: float
    logged: dict[str, Interval]
    other: dict[str, Interval]

    def to_dict(self) -> dict[str, Any]:
        """All of it as JSON values."""
        return {**self.estimate.to_dict(), "explored": round(self.explored, 4), "same": round(self.same, 4)}

    def report(self) -> Report:
        """The figures, for reading and for gates: clicks a list as logged and as estimated, and of both sides what they show."""
        found = self.estimate
        robust = {"doubly_robust": found.doubly_robust} if found.doubly_robust else {}
        clicks = {"logged": found.logged, "ips": found.ips, "snips": found.snips, **robust, "gain": found.gain, "support": found.support}
        both = ("logged", self.logged), ("other", self.other)
        sides = {f"{name}_{side}": figure for side, figures in both for name, figure in figures.items()}
        return Report("replay", clicks | dict(sorted(sides.items())), {"lists": found.lists, "effective lists": round(found.effective)})


class Then:
    """A store as if it were some moment of the past, for whoever learns from what people did: nothing that happened `until` then or
    later is there. Products, prices and stock are those of now."""

    def __init__(self, store: Store, until: datetime) -> None:
        self._store = store
        self.events, self.orders, self.activity = (_Then(each, until) for each in (store.events, store.orders, store.activity))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


class _Then:
    def __init__(self, room: Any, until: datetime) -> None:
        self._room, self._until = room, until

    def __getattr__(self, name: str) -> Any:
        return getattr(self._room, name)

    def traces(self, since: datetime | None = None) -> Iterator[Trace]:
        last = microseconds(self._until)
        return takewhile(lambda trace: trace.at < last, self._room.traces(since))

    def lines(self, since: datetime | None = None) -> Iterator[Bought]:
        last = microseconds(self._until)
        return takewhile(lambda line: line.at < last, self._room.lines(since))

    def sales(self, since: datetime | None = None) -> Iterator[Sale]:
        return takewhile(lambda sale: sale.placed_at < self._until, self._room.sales(since))

    def bought(self, customer_id: str | None, session_id: str | None = None) -> dict[str, datetime]:
        return {id: at for id, at in self._room.bought(customer_id, session_id).items() if at < self._until}


def asked_of(shown: LoggedRecommendation) -> Asked:
    """What was asked when a list was shown."""
    return Asked(
        shown.place, shown.customer_id, shown.session_id, shown.recent, shown.about, shown.likes,
        "goes_with" if shown.relation == "goes_with" else "similar", max(1, len(shown.product_ids)), shown.language, shown.country,
        now=shown.at,
    )  # fmt: skip


def replay(store: Store, since: datetime, answer: Answer, popularity: Mapping[str, float]) -> Replayed:
    """Other settings over the lists since a moment: `answer` says what they would have shown. `InvalidFile` when there are none."""
    lists = [shown for shown in store.recommendations.between(since) if shown.product_ids]
    if not lists:
        raise InvalidFile("the log of recommendations: expected at least one list that was shown in this time")
    clicked = clicks(store.recommendations.came(since))
    answers = [list(answer(shown)) for shown in lists]
    k = max(len(shown.product_ids) for shown in lists)
    rewards, chances, others = np.zeros((3, len(lists), k))
    for row, (shown, other) in enumerate(zip(lists, answers, strict=True)):
        n = len(shown.product_ids)
        rewards[row, :n] = [id in clicked.get(shown.id, ()) for id in shown.product_ids]
        chances[row, :n] = shown.propensities or 1.0
        others[row, :n] = [place < len(other) and other[place] == id for place, id in enumerate(shown.product_ids)]
    groups = _numbers([shown.visitor or shown.id for shown in lists])
    expected = _expected(lists, answers, rewards, chances > 0, groups)
    return Replayed(
        estimate(rewards, chances, others, expected=expected, groups=groups), float(np.mean([bool(shown.propensities) for shown in lists])),
        float(others.sum() / (chances > 0).sum()), beyond([shown.product_ids for shown in lists], popularity), beyond(answers, popularity),
    )  # fmt: skip


def _numbers(names: Sequence[str]) -> Any:
    known: dict[str, int] = {}
    return np.array([known.setdefault(name, len(known)) for name in names])


def _expected(
    lists: Sequence[LoggedRecommendation], answers: Sequence[Sequence[str]], rewards: Floats, there: Any, groups: Any,
) -> Expected:
    """Clicks expected by place and product; those of a visitor are told by what the visitors of the other half did, so that no list
    is foretold from itself."""
    shown, other = np.zeros_like(rewards), np.zeros_like(rewards)
    for fold in range(_FOLDS):
        told = np.flatnonzero(groups % _FOLDS == fold).tolist()
        learnt = np.flatnonzero(groups % _FOLDS != fold).tolist()
        rates, likes = _learnt([lists[row] for row in learnt], rewards[learnt], there[learnt])
        for row in told:
            both: tuple[tuple[Floats, Sequence[str]], ...] = (shown, lists[row].product_ids), (other, answers[row])
            for matrix, ids in both:
                n = min(len(ids), int(there[row].sum()))
                matrix[row, :n] = np.minimum(1.0, rates[:n] * [likes.get(id, 1.0) for id in ids[:n]])
    return Expected(shown, other)


def _learnt(lists: Sequence[LoggedRecommendation], rewards: Floats, there: Any) -> tuple[Floats, dict[str, float]]:
    """The click rate of each place, and how much more often than that each product was clicked."""
    rates = np.divide(rewards.sum(0), there.sum(0), out=np.zeros(rewards.shape[1]), where=there.sum(0) > 0)
    got, due = defaultdict[str, float](lambda: _PRIOR), defaultdict[str, float](lambda: _PRIOR)
    for shown, reward in zip(lists, rewards, strict=True):
        for place, id in enumerate(shown.product_ids):
            got[id] += float(reward[place])
            due[id] += float(rates[place])
    return rates, {id: got[id] / due[id] for id in got}


_WORDS = {
    "better": ("照这样设置，每个列表的点击会多 {gain:+.1%}（有把握的范围 {low:+.1%} 到 {high:+.1%}）。",
               "With these settings a list would have been clicked {gain:+.1%} more (surely between {low:+.1%} and {high:+.1%})."),
    "worse": ("照这样设置，每个列表的点击会变化 {gain:+.1%}（有把握的范围 {low:+.1%} 到 {high:+.1%}）：更差。",
              "With these settings a list would have been clicked {gain:+.1%} (surely between {low:+.1%} and {high:+.1%}): worse."),
    "undecided": ("还没有定论：点击的变化在 {low:+.1%} 到 {high:+.1%} 之间。",
                  "Not decided yet: clicks would have changed by something between {low:+.1%} and {high:+.1%}."),
    "unsupported": ("日志说明不了：这样设置会展示日志里从没有机会出现的商品。请把 recommend_explore 设为 0.05 左右，"
                    "过些时候再看；或者做一次对比试验。",
                    "The log cannot tell: these settings show products that had no chance to stand there. Set recommend_explore to about "
                    "0.05 and look again in a while, or run an experiment."),
    "few": ("能用来判断的列表太少（相当于 {effective:.0f} 个）：还没有定论。",
            "Too few lists can tell (as good as {effective:.0f}): not decided yet."),
}  # 中文, English


def told(replayed: Replayed, language: Language) -> str:
    """What a replay comes to, in a sentence."""
    found = replayed.estimate
    base = found.logged.value or 1.0
    values = {"gain": found.gain.value / base, "low": found.gain.low / base, "high": found.gain.high / base, "effective": found.effective}
    if not found.supported:
        key = "unsupported"
    elif found.decided:
        key = "better" if found.gain.value > 0 else "worse"
    else:
        key = "undecided" if found.effective >= FEWEST else "few"
    return _WORDS[key][language != "zh"].format(**values)

