"""Events as other programs export them, nested: GA4 in BigQuery, Segment and PostHog, Metarank, OpenSearch UBI."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...shop import Event, EventItem, InvalidRecord
from ..protocol import Store
from . import ga4, metarank, segment, ubi
from .columns import bare_key
from .events import event_of
from .layout import OneRow, Reject
from .row import Row
from .values import Cell

Translate = Callable[[Mapping[str, Any]], dict[str, Cell]]
TRANSLATE: dict[str, Translate] = {"ga4": ga4.cells, "segment": segment.cells, "metarank": metarank.cells, "ubi": ubi.cells}
_FROM_ZERO = frozenset(("ga4", "ubi"))
_ABOUT = frozenset(("select_item", "view_item", "add_to_wishlist", "add_to_cart", "remove_from_cart"))
SHIFTED = "events count positions from 0: they are kept from 1"


class NestedEvents(OneRow):
    """Each row is an event of another program. What was clicked in a list that the same file, or an
    earlier one, tells of has its position from there, where it does not say it itself.

    GA4 and UBI leave open whether a list begins at 0 or at 1: a 0 in the first rows decides it.
    """

    def __init__(self, vocabulary: str, first: Iterable[Row], currency: str) -> None:
        self._translate, self._currency = TRANSLATE[vocabulary], currency
        self.ids = "the id of the event, else a hash of the row"
        self.told: Counter[str] = Counter()
        self._read: dict[int, Event | InvalidRecord] = {}
        self._lists: dict[str, tuple[EventItem, ...]] = {}
        self._shift = int(vocabulary in _FROM_ZERO and any(self._has_zero(row.values) for row in first))

    def look_up(self, batch: Sequence[Sequence[Row]], store: Store) -> None:
        """Reads the events, and finds the lists that they were clicked in: in the batch itself and in the store."""
        self._read = {row.number: self._tried(row.values) for rows in batch for row in rows}
        events = [event for event in self._read.values() if isinstance(event, Event)]
        self._lists = {event.id: event.items for event in events if event.query_id == event.id}
        wanted = dict.fromkeys(event.query_id for event in events if event.query_id and _unplaced(event))
        far = store.events.get_many([id for id in wanted if id not in self._lists])
        self._lists |= {id: event.items for id, event in far.items()}

    def build(self, rows: Sequence[Row], stored: Any | None, reject: Reject) -> Event | None:
        """The event of the one row."""
        event = self._read[rows[0].number]
        if isinstance(event, InvalidRecord):
            reject(rows[0], event)
            return None
        if event.query_id is None or not _unplaced(event):
            return event
        shown = {item.product_id: item.position for item in self._lists.get(event.query_id, ())}
        return replace(event, items=tuple(replace(i, position=shown.get(i.product_id)) if i.position is None else i for i in event.items))

    def _tried(self, values: Mapping[str, Any]) -> Event | InvalidRecord:
        try:
            return self._event(values)
        except InvalidRecord as error:
            return error

    def _event(self, values: Mapping[str, Any]) -> Event:
        event = event_of(self._translate(values), self._currency, values)
        if event.name in _ABOUT and not event.items:
            raise InvalidRecord("items", f"the product that {event.name} is about")
        if event.query_id == event.id or all(item.position is None for item in event.items):
            return event
        if self._shift:
            self.told[SHIFTED] += 1
        return replace(event, items=tuple(self._counted(item) for item in event.items))

    def _counted(self, item: EventItem) -> EventItem:
        if item.position is None:
            return item
        if item.position + self._shift < 1:
            raise InvalidRecord("position", "a position from 1 on, as in the first rows of the file", item.position)
        return replace(item, position=item.position + self._shift)

    def _has_zero(self, values: Mapping[str, Any]) -> bool:
        try:
            return any(item.position == 0 for item in event_of(self._translate(values), self._currency, values).items)
        except InvalidRecord:
            return False


def _unplaced(event: Event) -> bool:
    """Whether something in the event has no position."""
    return any(item.position is None for item in event.items)


def vocabulary(columns: Iterable[str], first: Sequence[Row]) -> str | None:
    """Whose nested events these are; None when they are nobody's that is known."""
    keys = {bare_key(column) for column in columns}
    if keys >= {"eventname", "eventtimestamp", "eventparams"}:
        return "ga4"
    if keys >= {"event", "properties"} and keys & {"timestamp", "originaltimestamp", "receivedat", "sentat"}:
        return "segment"
    if keys >= {"event", "timestamp"} and metarank.SHAPES.issuperset(str(row.values.get("event")) for row in first if not row.problem):
        return "metarank"
    if keys >= {"queryid"} and (keys >= {"userquery", "queryresponsehitids"} or (keys >= {"actionname"} and keys & {"eventattributes"})):
        return "ubi"
    return None
