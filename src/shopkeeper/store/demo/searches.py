"""The search log of the demo shop: the searches that its events tell of, and some for what it does not sell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from ...shop import Event, Localized, LoggedSearch
from ...text.language import detect

# Asked for again and again and found nowhere: what `searches zero` should bring to light.
MISSING = (Localized("游戏手柄", "game controller"), Localized("吉他", "guitar"), Localized("显微镜", "microscope"))
_EVERY = 29  # searches between two for something that is missing


def searches(log: Iterable[Event]) -> Iterator[LoggedSearch]:
    """Each search of the events with the list that it showed. Every so often the same visitor has tried something else before."""
    asked: dict[str, Event] = {}
    count = 0
    for event in log:
        if event.name == "search" and event.query_id:
            asked[event.query_id] = event
        elif event.name == "view_item_list" and event.query_id in asked:
            count += 1
            yield _found(asked.pop(event.query_id), event)
            if count % _EVERY == 0:
                yield _missed(event, MISSING[count // _EVERY * 7 % 11 % len(MISSING)])


def _found(asked: Event, shown: Event) -> LoggedSearch:
    ids = tuple(item.product_id for item in shown.items)
    return LoggedSearch(asked.query_id or asked.id, asked.at, asked.query, detect(asked.query), len(ids), ids, session_id=asked.session_id,
                        customer_id=asked.customer_id)


def _missed(event: Event, wanted: Localized) -> LoggedSearch:
    language = detect(event.query)
    return LoggedSearch(f"{event.query_id}-0", event.at - timedelta(minutes=1), wanted.get(language), language,
                        session_id=event.session_id, customer_id=event.customer_id)
