"""How long conversations are kept, and that those of a person who is forgotten go at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ..store.protocol import Dialogue, Store

_AT_ONCE = 500


def forget(store: Store, days: int, now: datetime) -> int:
    """Removes the conversations, with their audit, in which nothing has been said for so many days (0: none); how many."""
    gone = 0
    while days and (old := store.dialogues.oldest(now - timedelta(days=days), _AT_ONCE)):
        _remove(store, old)
        gone += len(old)
    return gone


def erase(store: Store, customer_id: str) -> int:
    """Removes all conversations of a customer, with their audit; how many."""
    gone = 0
    while kept := store.dialogues.newest(customer_id=customer_id, limit=_AT_ONCE):
        _remove(store, kept)
        gone += len(kept)
    return gone


def _remove(store: Store, dialogues: Sequence[Dialogue]) -> None:
    ids = [each.id for each in dialogues]
    with store.transaction():
        store.audit.erase(ids)
        store.dialogues.delete(ids)
