"""Learns from a shop's visits which of them end in a purchase, and is measured on visits held out."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from ..evaluation import Difference, Interval, auc, compare, mean
from ..models.card import Card, Data, fingerprint
from ..models.split import held_out
from ..models.versions import CONFIG, Versions
from ..shop import Event, InvalidFile
from ..store.protocol import Store
from .chance import FORESTS, Chance
from .intention import CAPABILITY, past, sessions
from .lifetimes.counts import Floats
from .purchases import UNDONE
from .visit import FEATURES, Past, Visit

FEWEST = 40  # visits of each kind, with a purchase and without, to learn from
LOOKS = (1, 2, 3, 5, 8, 13, 21, 34, 55, 89)  # after so many events a visit is looked at
HERE = "the shop's events"
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Looks:
    """Visits as they were after some of their events: `rows` are `FEATURES`, `bought` whether a purchase came later, `weights` one for each
    visit all together, `visits` the session of each look."""

    rows: Floats
    bought: Floats
    weights: Floats
    visits: tuple[str, ...]

    def of(self, keep: Callable[[str], bool]) -> Looks:
        """Those of some sessions."""
        kept = np.array([keep(each) for each in self.visits], bool)
        visits = tuple(each for each, stays in zip(self.visits, kept, strict=True) if stays)
        return Looks(self.rows[kept], self.bought[kept], self.weights[kept], visits)


@dataclass(frozen=True, slots=True)
class TrainedIntention:
    """A model that was made: its version and whether it is in use; visits and purchases learnt from; how it does on visits held out, and
    how much smaller its squared error there is than that of the one in use (None: there was none)."""

    version: str
    active: bool
    visits: int
    purchases: int
    metrics: dict[str, Interval]
    difference: Difference | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"version": self.version, "active": self.active, "visits": self.visits, "purchases": self.purchases,
                "metrics": {name: each.to_dict() for name, each in self.metrics.items()},
                "difference": self.difference.to_dict() if self.difference else None}


def looks_of(store: Store) -> Looks:
    """All visits of a shop, as they were after some of their events. `InvalidFile` when too few ended in a purchase, or without."""
    orders: dict[str, list[datetime]] = defaultdict(list)
    for order in store.orders.all():
        if order.customer_id and order.status not in UNDONE:
            orders[order.customer_id].append(order.placed_at)
    found = list(_looks(sessions(list(store.events.all())), orders))
    bought = len({session for session, _, later, _ in found if later})
    visits = len({session for session, *_ in found})
    if min(bought, visits - bought) < FEWEST:
        raise InvalidFile(f"events: expected at least {FEWEST} visits with a purchase and {FEWEST} without, got {bought} of {visits}")
    names, rows, later, weights = zip(*found, strict=True)
    return Looks(np.array(rows), np.array(later, float), np.array(weights), names)


def _looks(visits: Sequence[Sequence[Event]], orders: dict[str, list[datetime]]) -> Iterator[tuple[str, list[float], bool, float]]:
    """The session, the features, whether a purchase came later, the weight of each look; visits in order of time."""
    begun: dict[str, list[datetime]] = defaultdict(list)
    for events in visits:
        customer = next((event.customer_id for event in events if event.customer_id), None)
        start, session = events[0].at, str(events[0].session_id)
        before = past(orders[customer], begun[customer], start) if customer else Past()
        if customer:
            begun[customer].append(start)
        end = next((place for place, event in enumerate(events) if event.name == "purchase"), None)
        yield from _of_visit(Visit(session, before), events[:end], end is not None)


def _of_visit(visit: Visit, events: Sequence[Event], bought: bool) -> Iterator[tuple[str, list[float], bool, float]]:
    places = {each for each in (*LOOKS, len(events)) if 0 < each <= len(events)}
    for number, event in enumerate(events, 1):
        visit.add(event)
        if number in places:
            yield visit.session_id, visit.features(), bought, 1 / len(places)


def measured(chance: Chance, looks: Looks) -> dict[str, Interval]:
    """`auc_begin`, over the first look at each visit, `auc_middle` and `auc_end`, over the last; `squared_error` of the chance."""
    said = chance.predict(looks.rows)
    names = np.array(looks.visits)
    first = np.flatnonzero(np.r_[True, names[1:] != names[:-1]])
    last = np.r_[first[1:] - 1, len(names) - 1]
    found = {name: auc(said[rows].tolist(), (looks.bought[rows] > 0).tolist())
             for name, rows in (("auc_begin", first), ("auc_middle", (first + last) // 2), ("auc_end", last))}
    return {**{name: each for name, each in found.items() if each}, "squared_error": mean(((said - looks.bought) ** 2).tolist())}


def train_intention(store: Store, versions: Versions, progress: Progress | None = None) -> TrainedIntention:
    """Learns from four visits in five, is measured on the others, and is put in use unless it is worse there than the version in use."""
    begun = time.monotonic()
    looks = looks_of(store)
    learn, look = looks.of(lambda visit: not held_out(visit)), looks.of(held_out)
    if progress:
        progress("intention", 1, 3)
    chance = Chance.learn(learn.rows, learn.bought, learn.weights)
    if progress:
        progress("intention", 2, 3)
    metrics = measured(chance, look)
    difference = _against(versions, chance, look)
    card = _card(looks, metrics, time.monotonic() - begun)
    usual = float(np.average(learn.bought, weights=learn.weights))
    version = versions.add(lambda folder: _write(chance, usual, folder), card=card, about={"source": HERE})
    active = difference is None or difference.not_worse
    if active:
        versions.promote(version.name)
    if progress:
        progress("intention", 3, 3)
    bought = {visit for visit, later in zip(looks.visits, looks.bought, strict=True) if later}
    return TrainedIntention(version.name, active, len(set(looks.visits)), len(bought), metrics, difference)


def _against(versions: Versions, chance: Chance, look: Looks) -> Difference | None:
    """How much smaller the squared error of each look is than by the version in use, where its features are these."""
    if versions.active is None:
        return None
    folder = versions.get(versions.active).folder
    if json.loads((folder / CONFIG).read_text("utf-8")).get("features") != list(FEATURES):
        return None
    old, new = ((each.predict(look.rows) - look.bought) ** 2 for each in (Chance.load(folder), chance))
    return compare(old.tolist(), new.tolist())


def data_of(looks: Looks) -> Data:
    """What the looks are, for the card."""
    each = zip(looks.visits, looks.bought, looks.rows, strict=True)
    rows = (f"{visit}\t{int(later)}\t{row.tobytes().hex()}" for visit, later, row in each)
    return Data(fingerprint(rows), len(looks.visits), [HERE])


def _write(chance: Chance, usual: float, folder: Path) -> None:
    chance.save(folder)
    (folder / CONFIG).write_text(json.dumps({"capability": CAPABILITY, "features": list(FEATURES), "usual": usual}), "utf-8")


def _card(looks: Looks, metrics: dict[str, Interval], seconds: float) -> Card:
    return Card(
        "Intention to buy", "Says how likely a visit is to end in a purchase, from its events so far; three forests of trees.",
        data_of(looks), metrics, "visits held out, one in five", {f"{name} trees": n for name, (n, _) in FORESTS.items()}, seconds,
        limits=["It knows this shop's visitors as they were; train it anew when the shop's pages or its sources of visitors change."],
    )
