"""Erasures that are under way: the rows are clean, the files and the room that the rows took are not yet.

What is still to be done is kept under the person's token with the words to look for, in the transaction that cleans the rows, so that
another run finishes what one that was killed began; the words go before the database is made compact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ...store.protocol import Store
from ...text.blot import Words
from .person import Person, token_of

_BELOW = "erase/"


@dataclass(frozen=True)
class Pending:
    """What is left to be done for a person: id and words are empty once the files are clean."""

    token: str
    id: str
    words: Words
    rows: dict[str, int]
    done: dict[str, Any]


def begun(store: Store, person: Person) -> Pending:
    """What is to be done for a person, together with what an earlier run did not finish."""
    token = token_of(store, person.id)
    before = get(store, token) or Pending(token, "", Words(()), {}, {})
    words = Words.of((*before.words.strong, *person.words.strong), (*before.words.names, *person.words.names))
    return Pending(token, person.id, words, before.rows, {})


def reached(pending: Pending, rows: Mapping[str, int]) -> Pending:
    """With the rows that this run reached beside those of an earlier one."""
    return replace(pending, rows={name: pending.rows.get(name, 0) + rows.get(name, 0) for name in sorted({**pending.rows, **rows})})


def get(store: Store, token: str) -> Pending | None:
    """What is left to be done for the person of this token, None where nothing is."""
    kept = store.jobs.load(_key(token))
    if kept is None:
        return None
    return Pending(token, kept["id"], Words(tuple(kept["strong"]), tuple(kept["names"])), kept["rows"], kept["done"])


def save(store: Store, pending: Pending) -> None:
    """Keeps it."""
    words = pending.words
    store.jobs.save(_key(pending.token), {
        "id": pending.id, "strong": words.strong, "names": words.names, "rows": pending.rows, "done": pending.done})  # fmt: skip


def tokens(store: Store) -> list[str]:
    """Of whom something is left to be done."""
    return [key.removeprefix(_BELOW) for key in store.jobs.below(_BELOW)]


def finish(store: Store, token: str) -> None:
    """Nothing is left to be done."""
    store.jobs.finish(_key(token))


def _key(token: str) -> str:
    return _BELOW + token
