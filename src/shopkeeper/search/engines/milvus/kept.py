"""What is known of an index beside its entries: the state, the notes, and how many entries have each lexeme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from ....models.encoder import Space
from ..remote.backend import State, Swapped
from .client import Client
from .rows import Lengths, hashed, packed, quoted, unpacked

FORMAT = 1
STATE = "state"
IN_A_BUCKET = 32  # lexemes whose counts are one row
COUNT = np.dtype([("lexeme", "<u8"), ("entries", "<i4")])
PART = 1000  # keys of one question


@dataclass(frozen=True, slots=True)
class Facts:
    """The state with what only this engine needs: the number of the next row, the lengths that count as average in the sparse
    vectors, in how many buckets the counts lie, and how many notes are written."""

    generation: int
    revision: int
    encoder: str
    dimensions: int
    documents: int = 0
    dead: int = 0
    notes: int = 0
    rows: int = 0
    buckets: int = 1
    usual: Lengths = (1.0, 1.0, 1.0)

    @property
    def state(self) -> State:
        """The state as the index wants it."""
        space = Space(self.encoder, self.dimensions)
        return State(self.generation, self.revision, space, self.documents, self.dead, self.notes)


class Kept:
    """The collection of one shop's state, notes and counts."""

    def __init__(self, client: Client, name: str) -> None:
        self._client, self.name = client, name
        self._last: Facts | None = None

    def facts(self, strong: bool = False) -> Facts | None:
        """The newest, None before there is an index or for one of another format."""
        try:
            found = self._read([STATE], strong)
        except Swapped:
            found = {}
        self._last = _facts(found[STATE][0]) if STATE in found else None
        return self._last

    def of(self, generation: int) -> Facts:
        """Those of a generation as they were last asked for; `Swapped` when it is another's turn."""
        facts = self._last
        if facts is None or facts.generation != generation:
            raise Swapped
        return facts

    def notes(self, facts: Facts, since: int) -> list[bytes]:
        """The notes from one on."""
        keys = [_note(facts.generation, number) for number in range(since, facts.notes)]
        found = self._read(keys)
        return [found[key][0] for key in keys]

    def frequencies(self, facts: Facts, lexemes: Sequence[str], strong: bool = False) -> list[int]:
        """How many entries have each lexeme."""
        codes = hashed(lexemes)
        buckets = self._buckets(facts, codes)
        held = self._counts(facts, sorted(set(buckets)), strong)
        return [int(_among(held[bucket], code)) for bucket, code in zip(buckets, codes, strict=True)]

    def write_facts(self, facts: Facts) -> None:
        """From now on every process sees this state."""
        self._write({STATE: [orjson.dumps({"format": FORMAT, **asdict(facts)})]})

    def write_note(self, generation: int, number: int, note: bytes) -> None:
        """Adds a note, which is read when the state counts it."""
        self._write({_note(generation, number): [note]})

    def first_counts(self, facts: Facts, counts: Mapping[str, int]) -> Facts:
        """Writes the counts of a new generation; the facts with their buckets."""
        facts = replace(facts, buckets=1 << max(len(counts) // IN_A_BUCKET, 1).bit_length())
        self._write_counts(facts, {}, counts)
        return facts

    def add_counts(self, facts: Facts, counts: Mapping[str, int]) -> None:
        """How many more entries have each lexeme."""
        self._write_counts(facts, self._counts(facts, sorted(set(self._buckets(facts, hashed(counts)))), True), counts)

    def drop(self, generation: int) -> None:
        """Removes the notes and counts of a generation."""
        self._client.delete(self.name, f'id like "{generation}:%"')

    def _write_counts(self, facts: Facts, known: Mapping[int, NDArray[Any]], counts: Mapping[str, int]) -> None:
        codes = hashed(counts)
        more: dict[int, dict[int, int]] = defaultdict(dict)
        for bucket, code, count in zip(self._buckets(facts, codes), codes.tolist(), counts.values(), strict=True):
            more[bucket][code] = count
        for bucket, old in known.items():
            for code, count in old.tolist():
                more[bucket][code] = more[bucket].get(code, 0) + count
        self._write({_bucket(facts.generation, bucket): [np.array(sorted(each.items()), COUNT).tobytes()] for bucket, each in more.items()})

    def _counts(self, facts: Facts, buckets: Sequence[int], strong: bool) -> dict[int, NDArray[Any]]:
        keys = {bucket: _bucket(facts.generation, bucket) for bucket in buckets}
        found = self._read(list(keys.values()), strong)
        return {bucket: np.frombuffer(found[key][0] if key in found else b"", COUNT) for bucket, key in keys.items()}

    def _buckets(self, facts: Facts, codes: NDArray[np.uint64]) -> list[int]:
        return [int(code) & (facts.buckets - 1) for code in codes.tolist()]

    def _read(self, keys: Sequence[str], strong: bool = False) -> dict[str, list[bytes]]:
        found: dict[str, list[bytes]] = {}
        for start in range(0, len(keys), PART):
            rows = self._client.query(self.name, f"id in {quoted(keys[start : start + PART])}", ("id", "data"), strong)
            found |= {row["id"]: unpacked(row["data"]) for row in rows}
        return found

    def _write(self, rows: Mapping[str, Sequence[bytes]]) -> None:
        made = [{"id": key, "data": packed(parts), "nothing": [0.0, 0.0]} for key, parts in rows.items()]
        for start in range(0, len(made), PART):
            self._client.write(self.name, made[start : start + PART])


def _facts(written: bytes) -> Facts | None:
    said = orjson.loads(written)
    return Facts(**{**said, "usual": tuple(said["usual"])}) if said.pop("format") == FORMAT else None


def _note(generation: int, number: int) -> str:
    return f"{generation}:note:{number}"


def _bucket(generation: int, number: int) -> str:
    return f"{generation}:count:{number}"


def _among(counts: NDArray[Any], code: np.uint64) -> int:
    place = int(np.searchsorted(counts["lexeme"], code))
    return int(counts["entries"][place]) if place < len(counts) and counts["lexeme"][place] == code else 0
