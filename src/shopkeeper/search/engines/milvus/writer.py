"""Writing an index: a generation aside, or a change in place.

Milvus has no transactions. A change is written so that whoever reads meanwhile sees an index that holds together: first the note that
explains new values, then entries, then counts, last the state. A writer that is killed between leaves a part of its change, and the
revision before it, so that the change is written again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any

import numpy as np

from ....models.encoder import Space
from ..remote.backend import Change, Closing, Entry, Filled, Restocked, State
from .client import ANSWER_S, BUILD_S, WRITE_S, Client, MilvusError
from .kept import Facts, Kept
from .rows import Lengths, quoted, restocked, row_of
from .schema import create_entries, create_notes

PART = 250  # entries of one message, about 3 MB
WHOLE = ("id", "row", "dense", "sparse", "codes", "shared", "price_low", "price_high", "parcel", "record")


def entries_of(name: str, generation: int) -> str:
    """The collection of the entries of a generation."""
    return f"{name}_{generation}"


class MilvusWriter:
    """What the one process that writes may do; see `remote.backend.Writer`."""

    def __init__(self, client: Client, name: str, kept: Kept) -> None:
        self._client, self._name, self._kept = client, name, kept

    def state(self) -> State | None:
        """The newest state."""
        facts = self._kept.facts(strong=True)
        return facts.state if facts else None

    def build(self, batches: Iterable[Filled], closing: Closing, revision: int, space: Space) -> None:
        """Writes a new generation aside and swaps it in by one row."""
        old = self._begin()
        facts = Facts((old.generation if old else 0) + 1, revision, space.encoder, space.dimensions, notes=1)
        self._drop(facts.generation)  # what a killed build may have left
        try:
            facts = self._fill(facts, batches)
            note, counts = closing()
            self._kept.write_note(facts.generation, 0, note)
            facts = self._kept.first_counts(facts, counts)
        except BaseException:
            with suppress(MilvusError):
                self._drop(facts.generation)
            raise
        self._kept.write_facts(facts)
        if old:
            self._drop(old.generation)

    def change(self, change: Change) -> None:
        """Writes a change to the current generation."""
        facts = self._kept.facts(strong=True)
        assert facts is not None
        if change.note is not None:
            self._kept.write_note(facts.generation, facts.notes, change.note)
            facts = replace(facts, notes=facts.notes + 1)
            self._kept.write_facts(facts)
        name = entries_of(self._name, facts.generation)
        gone = self._present(name, [*change.deleted, *(entry.id for entry in change.entries)])
        self._remove(name, [id for id in change.deleted if id in gone])
        self._put(name, facts.rows, change.entries, change.vectors, facts.usual)
        self._restock(name, change.restocked)
        if change.counts:
            self._kept.add_counts(facts, change.counts)
        self._kept.write_facts(replace(
            facts, revision=change.revision, documents=facts.documents + len(change.entries) - len(gone), dead=facts.dead + len(gone),
            rows=facts.rows + len(change.entries)))

    def _begin(self) -> Facts | None:
        """The state before a build; makes what a new shop lacks."""
        with self._client.asking() as client:
            if not client.has_collection(self._kept.name, timeout=ANSWER_S):
                create_notes(client, self._kept.name)
        return self._kept.facts(strong=True)

    def _fill(self, facts: Facts, batches: Iterable[Filled]) -> Facts:
        name, count = entries_of(self._name, facts.generation), 0
        with self._client.asking() as client:
            create_entries(client, name, facts.dimensions)
        for entries, vectors in batches:
            if not count and entries:
                facts = replace(facts, usual=_usual(entries))
            self._put(name, count, entries, vectors, facts.usual)
            count += len(entries)
        with self._client.asking() as client:
            client.flush(name, timeout=BUILD_S)
        return replace(facts, documents=count, rows=count)

    def _put(self, name: str, first: int, entries: Sequence[Entry], vectors: Any, usual: Lengths) -> None:
        for start in range(0, len(entries), PART):
            numbered = enumerate(entries[start : start + PART], start)
            self._client.write(name, [row_of(first + i, entry, vectors[i], usual) for i, entry in numbered])

    def _present(self, name: str, ids: Sequence[str]) -> set[str]:
        found: set[str] = set()
        for start in range(0, len(ids), PART):
            found |= {row["id"] for row in self._client.query(name, f"id in {quoted(ids[start : start + PART])}", ("id",), strong=True)}
        return found

    def _remove(self, name: str, ids: Sequence[str]) -> None:
        if ids:
            self._client.delete(name, f"id in {quoted(ids)}")

    def _restock(self, name: str, changes: Sequence[Restocked]) -> None:
        for start in range(0, len(changes), PART):
            part: Mapping[str, Restocked] = {each.id: each for each in changes[start : start + PART]}
            rows = self._client.query(name, f"id in {quoted(part)}", WHOLE, strong=True)
            self._client.write(name, [restocked(row, part[row["id"]]) for row in rows])

    def _drop(self, generation: int) -> None:
        with self._client.asking() as client:
            client.drop_collection(entries_of(self._name, generation), timeout=WRITE_S)
        self._kept.drop(generation)


def _usual(entries: Sequence[Entry]) -> Lengths:
    """The average lengths of some entries."""
    text, title, grams = np.maximum(np.array([entry.lengths for entry in entries], float).mean(0), 1.0).tolist()
    return text, title, grams
