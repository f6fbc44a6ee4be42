"""Whether a visit will end in a purchase, said while it goes on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np

from ..models.versions import CONFIG
from ..shop import Event, InvalidFile, NotFound
from ..store.protocol import Store
from .chance import Chance
from .purchases import UNDONE
from .visit import FEATURES, Past, Visit
from .visit_words import said

CAPABILITY = "intention"
REASONS = 4


@dataclass(frozen=True, slots=True)
class Intention:
    """What is said of a visit: the `chance` that it ends in a purchase from here on, `times` as high as that of all visits; `because`, what
    speaks most for it (above 0) and against it, in log-odds with the value; the ids of the events that it is read from; whether the visitor
    `bought` already."""

    session_id: str
    customer_id: str | None
    chance: float
    times: float
    bought: bool
    because: tuple[tuple[str, float, float], ...]
    event_ids: tuple[str, ...]
    at: datetime

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        because = [{"what": what, "value": None if np.isnan(value) else round(value, 4), "share": round(share, 4),
                    "said": {"zh": said(what, value, "zh"), "en": said(what, value, "en")}} for what, value, share in self.because]
        return {"session_id": self.session_id, "customer_id": self.customer_id, "chance": round(self.chance, 6),
                "times": round(self.times, 3), "bought": self.bought, "because": because, "events": list(self.event_ids),
                "at": self.at.isoformat()}


class Reader:
    """Reads intentions by a model folder: `config.json`, the forests of `Chance`, CARD.md."""

    def __init__(self, folder: Path) -> None:
        try:
            config = json.loads((folder / CONFIG).read_text("utf-8"))
            names, self._usual = config["features"], float(config["usual"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise InvalidFile(f"{folder}: not a model of the intention to buy: {error}") from error
        if names != list(FEATURES):
            raise InvalidFile(f"{folder}: this version looks at other features of visits; train it anew")
        self._chance = Chance.load(folder)

    def read(self, visit: Visit) -> Intention:
        """What is said of a visit of at least one event."""
        rows = np.array([visit.features()])
        chance, shares = float(self._chance.predict(rows)[0]), self._chance.shares(rows)[0]
        strongest = np.argsort(-np.abs(shares))[:REASONS]
        names, customer = list(FEATURES), next((event.customer_id for event in visit.events if event.customer_id), None)
        because = tuple((names[i], float(rows[0, i]), float(shares[i])) for i in strongest.tolist() if shares[i])
        return Intention(visit.session_id, customer, chance, chance / max(self._usual, 1e-9), visit.bought, because,
                         tuple(event.id for event in visit.events), visit.events[-1].at)


def visit_of(store: Store, session_id: str) -> Visit:
    """The visit of a session as the store has it now. `NotFound` when it has no events."""
    events = sorted(store.events.all(session_id=session_id), key=lambda event: (event.at, event.id))
    if not events:
        raise NotFound("session", session_id)
    customer = next((event.customer_id for event in events if event.customer_id), None)
    visit = Visit(session_id, past_of(store, customer, events[0].at, session_id) if customer else Past())
    for event in events:
        visit.add(event)
    return visit


def past_of(store: Store, customer_id: str, before: datetime, session_id: str) -> Past:
    """What the store knows of a customer before a moment, leaving out the session itself."""
    orders = [order.placed_at for order in store.orders.all(customer_id=customer_id)
              if order.status not in UNDONE and order.placed_at < before]
    starts: dict[str, datetime] = {}
    for event in store.events.all(customer_id=customer_id):
        if event.session_id and event.session_id != session_id:
            starts[event.session_id] = min(starts.get(event.session_id, event.at), event.at)
    return past(orders, list(starts.values()), before)


def past(orders: Sequence[datetime], visits: Sequence[datetime], before: datetime) -> Past:
    """The moments of somebody's orders and of the beginnings of their visits, as they were before a moment."""
    orders, visits = [at for at in orders if at < before], [at for at in visits if at < before]
    return Past(len(orders), len(visits), max(orders, default=None), max(visits, default=None))


def sessions(events: Sequence[Event]) -> list[list[Event]]:
    """The events of each session in order of time; the sessions in that of their first event. Events without a session are left out."""
    with_session = sorted((event for event in events if event.session_id), key=lambda e: (e.session_id or "", e.at, e.id))
    found = [list(group) for _, group in groupby(with_session, key=lambda event: event.session_id)]
    return sorted(found, key=lambda group: (group[0].at, group[0].id))
