"""What a shop keeps for a time only, and the sweep that removes what is older."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from ...assistant.retention import forget as forget_dialogues
from ...store.messages import DONE, FAILED
from ..live import baskets
from ..live.erase import without_person
from ..uploads import Uploads
from .days import Days
from .erase import go_on

if TYPE_CHECKING:
    from ..shop import Shop

_BATCH = 500


class _Undone(Exception):
    """A sweep that was only to be counted."""


def sweep(shop: Shop, now: datetime | None = None, *, dry_run: bool = False) -> dict[str, int]:
    """Removes what is older than the shop keeps it, and finishes erasures that were begun; how many of each kind. A dry run counts only:
    it does the same in a transaction that is undone."""
    moment, found = now or datetime.now(UTC), dict[str, int]()
    for kind in fields(Days):
        if days := getattr(shop.retention, kind.name):
            found[kind.name] = _swept(shop, _SWEEPS[kind.name], moment - timedelta(days=days), dry_run)
    if not dry_run:
        found["uploads"] = Uploads(shop).sweep(moment)
        found["erasures"] = go_on(shop)
        if any(found.values()):
            shop.store.audit.note("shopkeeper", "retention", "shop", found)
    return found


def _swept(shop: Shop, work: Callable[[Shop, datetime, bool], int], before: datetime, dry_run: bool) -> int:
    count = 0
    try:
        if not dry_run:
            return work(shop, before, False)
        with shop.store.transaction():
            count = work(shop, before, True)
            raise _Undone
    except _Undone:
        return count


def _searches(shop: Shop, before: datetime, dry: bool) -> int:
    return shop.store.searches.prune(before)


def _recommendations(shop: Shop, before: datetime, dry: bool) -> int:
    return shop.store.recommendations.prune(before)


def _baskets(shop: Shop, before: datetime, dry: bool) -> int:
    return baskets.forget(shop, before)


def _conversations(shop: Shop, before: datetime, dry: bool) -> int:
    return forget_dialogues(shop.store, 1, before + timedelta(days=1))


def _events(shop: Shop, before: datetime, dry: bool) -> int:
    until = (before - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)
    old = [trace.id for trace in takewhile(lambda trace: trace.at < until, shop.store.events.traces())]
    return sum(shop.store.events.delete(part) for part in _parts(old))


def _orders(shop: Shop, before: datetime, dry: bool) -> int:
    old = [order for order in shop.store.orders.all() if order.placed_at < before]
    bare = [after for order in old if (after := without_person(order)) != order]
    return shop.store.orders.put(bare).changed


def _reviews(shop: Shop, before: datetime, dry: bool) -> int:
    old = [review for review in shop.store.reviews.all() if review.at and review.at < before and review.customer_id]
    return shop.store.reviews.put(replace(review, customer_id=None) for review in old).changed


def _messages(shop: Shop, before: datetime, dry: bool) -> int:
    """Bodies of messages that could not be taken in, and answers to requests that might have been sent again."""
    failed = [each for each in shop.store.inbox.all(FAILED) if each.at < before]
    for each in failed:
        shop.store.inbox.put(replace(each, state=DONE, error="", body=""))
    shop.store.answers.forget(before)
    return len(failed)


def _rejects(shop: Shop, before: datetime, dry: bool) -> int:
    old = [path for path in _files(shop.data_dir / "rejects") if path.stat().st_mtime < before.timestamp()]
    for path in old if not dry else []:
        path.unlink()
    return len(old)


def _files(folder: Path) -> Iterator[Path]:
    yield from (path for path in folder.rglob("*") if path.is_file())


def _parts(ids: list[str]) -> Iterator[list[str]]:
    yield from (ids[start:start + _BATCH] for start in range(0, len(ids), _BATCH))


_SWEEPS: dict[str, Callable[[Shop, datetime, bool], int]] = {
    "searches": _searches, "recommendations": _recommendations, "baskets": _baskets, "conversations": _conversations, "events": _events,
    "orders": _orders, "reviews": _reviews, "messages": _messages, "rejects": _rejects,
}  # fmt: skip
