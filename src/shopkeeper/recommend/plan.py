"""How an experiment is written down, and how long it is likely to take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ..evaluation.experiments import visitors_needed
from ..shop import Arm, Experiment, Guard, InvalidQuery
from ..store.protocol import Store
from .online import baseline

_WEEKS = timedelta(weeks=4)


def arms_of(texts: Sequence[str], shares: str = "") -> tuple[Arm, ...]:
    """Arms from texts such as "plain" and "new: without=trend; margin=0.2", their parts from "9,1" (none: all alike)."""
    parts = [_number(part, "shares", "numbers with commas between, one for each arm") for part in shares.split(",")] if shares else []
    if parts and len(parts) != len(texts):
        raise InvalidQuery(f"shares: expected one for each of the {len(texts)} arms, got {len(parts)}")
    return tuple(_arm(text, part) for text, part in zip(texts, parts or [1.0] * len(texts), strict=True))


def guards_of(texts: Sequence[str]) -> tuple[Guard, ...]:
    """Guards from texts such as "revenue:0.05"; without a number 0.05."""
    pairs = [text.partition(":") for text in texts]
    return tuple(Guard(name.strip(), _number(margin, "guard", "a measure and a margin, such as revenue:0.05") if margin else 0.05)
                 for name, _, margin in pairs)


def planned(store: Store, experiment: Experiment, now: datetime, currency: str) -> tuple[Experiment, float | None]:
    """The experiment with the visitors that each arm needs, and the days that takes at the pace of the last four weeks, None
    where nothing is known of it: then it stays as it is."""
    known = baseline(store, experiment.goal, now - _WEEKS, currency)
    if not known.mean or not known.variance:
        return experiment, None
    arms = len(experiment.arms)
    needed = visitors_needed(known.mean, known.variance, experiment.detect, alpha=experiment.alpha / (arms - 1))
    smallest = min(arm.share for arm in experiment.arms) / sum(arm.share for arm in experiment.arms) * experiment.share
    return replace(experiment, planned=needed), needed / (known.n / _WEEKS.days * smallest)


def _arm(text: str, share: float) -> Arm:
    name, _, changes = text.partition(":")
    return Arm(name.strip(), tuple(change.strip() for change in changes.split(";") if change.strip()), share)


def _number(text: str, field: str, expected: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise InvalidQuery(f"{field}: expected {expected}, got {text.strip()!r}") from None
