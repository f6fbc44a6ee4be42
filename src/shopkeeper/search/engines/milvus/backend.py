"""The engine's questions and answers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from hashlib import blake2b

from ..remote.backend import Ask, Clause, Found, Lead, Passed, State
from .client import Client
from .codes import condition
from .kept import Kept
from .rows import KEPT, found_of, holds, query_of, quoted, unpacked
from .writer import MilvusWriter, entries_of

DEEPEST = 16_384  # rows that Milvus answers at most
EF = 200  # of the graph of vectors, at least
DOUBTS = 1000  # products that are looked at for one that holds all words


def name_of(store: str) -> str:
    """What the index of the shop whose store this is (its URL as it may be shown) is called: no two shops share one."""
    return f"shop_{blake2b(store.encode(), digest_size=8).hexdigest()}"


class MilvusBackend:
    """The index of the shop called `name` (letters, digits and _); see `remote.backend.Backend`. `lock` is held by the process that
    writes: Milvus has nothing of the kind."""

    exact = False  # conditions are on products, and not on one of their variants
    tells = False

    def __init__(self, client: Client, name: str, lock: Callable[[], AbstractContextManager[object]]) -> None:
        self._client, self._name, self._lock = client, name, lock
        self._kept = Kept(client, f"{name}_notes")
        self._writing = threading.RLock()

    def state(self) -> State | None:
        """The newest state."""
        facts = self._kept.facts()
        return facts.state if facts else None

    def notes(self, generation: int, since: int) -> list[bytes]:
        """The notes of a generation from one on."""
        return self._kept.notes(self._kept.of(generation), since)

    def frequencies(self, generation: int, lexemes: Sequence[str]) -> list[int]:
        """How many products have each lexeme."""
        return self._kept.frequencies(self._kept.of(generation), lexemes)

    def find(self, generation: int, ask: Ask) -> Found:
        """What was asked for: the best by words, the nearest by vector, and those that are wanted anyway, if they pass. Of the former
        twice as many are brought under conditions, which the index has yet to look at."""
        known, where = self._kept.of(generation), condition(ask.clauses)
        times = 2 if where else 1
        chosen: dict[str, None] = {}
        if ask.leads and ask.text_depth:
            words = query_of(ask.leads)
            chosen |= dict.fromkeys(self._nearest(generation, "sparse", words, ask.text_depth * times, where, {}) if words else [])
        if ask.vector is not None and ask.vector_depth:
            depth = ask.vector_depth * times
            chosen |= dict.fromkeys(self._nearest(generation, "dense", ask.vector, depth, where, {"ef": max(EF, depth)}))
        wanted = [f"id in {quoted(chosen)}"] if chosen else []
        if ask.also:
            wanted.append(" and ".join([f"id in {quoted(ask.also)}", *([f"({where})"] if where else [])]))
        rows = self._client.query(entries_of(self._name, generation), " or ".join(f"({each})" for each in wanted), KEPT) if wanted else []
        return found_of(rows, known.dimensions)

    def passing(self, generation: int, clauses: Sequence[Clause], records: bool, limit: int | None = None) -> Passed:
        """All that pass, and perhaps some more."""
        fields = ("id", "record") if records else ("id",)
        rows = self._client.all(entries_of(self._name, generation), condition(clauses), fields, -1 if limit is None else limit)
        found = {row["id"]: unpacked(row["record"])[0] if records else b"" for row in rows}
        ids = sorted(found)
        return Passed(ids, [found[id] for id in ids])

    def get(self, generation: int, ids: Sequence[str]) -> Found:
        """The products of these ids."""
        known, distinct = self._kept.of(generation), list(dict.fromkeys(ids))
        name = entries_of(self._name, generation)
        parts = [distinct[start : start + DEEPEST // 4] for start in range(0, len(distinct), DEEPEST // 4)]
        return found_of([row for part in parts for row in self._client.query(name, f"id in {quoted(part)}", KEPT)], known.dimensions)

    def holds(self, generation: int, every: Sequence[Sequence[str]]) -> bool:
        """Whether some product has one of each group. Of more than a thousand that hold something of them the likeliest are looked at."""
        known = self._kept.of(generation)
        counts = iter(self._kept.frequencies(known, [lexeme for group in every for lexeme in group]))
        sums = [sum(next(counts) for _ in group) for group in every]
        if not all(sums):
            return False
        weights = {lexeme: 1 / total for group, total in zip(every, sums, strict=True) for lexeme in group}
        return any(holds(row, every) for row in self._words(generation, weights))

    @contextmanager
    def writing(self) -> Iterator[MilvusWriter]:
        """The right to write."""
        with self._writing, self._lock():
            yield MilvusWriter(self._client, self._name, self._kept)

    def close(self) -> None:
        """Lets the connection go."""
        self._client.close()

    def _nearest(self, generation: int, field: str, vector: object, depth: int, where: str, params: dict[str, int]) -> list[str]:
        return self._client.search(entries_of(self._name, generation), field, vector, min(depth, DEEPEST), where, params)

    def _words(self, generation: int, weights: dict[str, float]) -> Iterator[dict[int, float]]:
        """The words of the products that hold most of some, as sparse vectors."""
        sought = query_of(Lead(lexeme, 0, weight, 0.0) for lexeme, weight in weights.items())
        ids = self._nearest(generation, "sparse", sought, DOUBTS, "", {})
        for start in range(0, len(ids), 100):
            rows = self._client.query(entries_of(self._name, generation), f"id in {quoted(ids[start : start + 100])}", ("sparse",))
            yield from (row["sparse"] for row in rows)
