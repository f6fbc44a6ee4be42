"""What an engine in another process must be able to do, as little as that is. Everything else is the same for all: `RemoteIndex`.

An engine keeps *entries*, one for each product: some bytes that mean nothing to it, the lexemes by which words find it, a vector,
and the values that filters look at. It keeps how many entries have each lexeme, and *notes*, bytes that are only ever added to and
that tell readers what is known of all products together. All this is of one generation; a build writes the next one aside.

Asked for words, an engine only chooses entries that may be among the best: it adds up the weights of the `Lead`s that each holds.
The exact text scores are then worked out here, from the entries' own bytes, so that they are the same for every engine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from ....models.encoder import Space
from ...filters import Range

Vectors = NDArray[np.float32]
SELLABLE = 0  # the code that each variant of a product has of which some variant can be sold


class Swapped(Exception):
    """The generation that was asked is gone: another was swapped in just then. Whoever asked asks again."""


class State(NamedTuple):
    """The index at one moment. `revision` is the store's that it has reached, `notes` how many notes its generation has,
    `documents` how many entries, `dead` how many were removed or replaced since the build."""

    generation: int
    revision: int
    space: Space
    documents: int
    dead: int
    notes: int


@dataclass(frozen=True, slots=True)
class Values:
    """What filters look at of one variant, the product's own values among them: its words as codes, its numbers by field."""

    codes: list[int]
    numbers: dict[str, list[float]]


class Parcel(NamedTuple):
    """What an engine keeps of a product without looking at it: the terms it holds, the words of its title, its values by
    field, the ids of its variants."""

    signature: bytes
    title: bytes
    record: bytes
    variants: bytes


@dataclass(frozen=True, slots=True)
class Entry:
    """A product as an engine keeps it. `lexemes` are distinct, at most 400 characters each; `lengths` how many words text, title
    and Chinese characters and pairs of the title have; `values` those of each variant (at least one)."""

    id: str
    lexemes: Sequence[str]
    lengths: tuple[int, int, int]
    values: Sequence[Values]
    parcel: Parcel


@dataclass(frozen=True, slots=True)
class Restocked:
    """An entry of which only prices and stock are others: its record and the values of its variants."""

    id: str
    record: bytes
    values: Sequence[Values]


Filled = tuple[Sequence[Entry], Vectors]  # vectors float32[n, d], of length 1; zero for a product that has none


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition on a variant: it has one of the codes, or in one of the fields a number in a range; negated: it has none
    of these. Without codes and ranges nothing holds it (negated: everything)."""

    codes: tuple[int, ...] = ()
    ranges: tuple[tuple[str, Range], ...] = ()
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """What a lexeme adds to the weight of an entry: `fixed`, and `bm25` / (1.3 + .9 length / average) by the length
    of its field (`part`: 0 text, 1 title, 2 characters). Weights may be negative."""

    lexeme: str
    part: int
    fixed: float
    bm25: float


@dataclass(frozen=True, slots=True)
class Ask:
    """What to look for: the `text_depth` entries that weigh most by `leads`, the `vector_depth` nearest to a vector, and those of
    `also`; each only where some variant holds all the clauses. `averages` are the average lengths that BM25 needs."""

    leads: Sequence[Lead] = ()
    averages: tuple[float, float, float] = (1.0, 1.0, 1.0)
    text_depth: int = 0
    vector: Vectors | None = None
    vector_depth: int = 0
    clauses: tuple[Clause, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """Entries with their parcels, each once, in the order in which they came into the index. `vectors` is float32[n, d], `state` the
    newest at that moment from an engine that tells it along with what it finds."""

    ids: list[str]
    parcels: list[Parcel]
    vectors: Vectors
    state: State | None = None


class Passed(NamedTuple):
    """The ids of entries, in the order of their characters, and their records if these were wanted; `state` as in `Found`."""

    ids: list[str]
    records: list[bytes]
    state: State | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of an index at once. Entries of an id that is there replace it; `counts` are how many more entries
    have each lexeme."""

    revision: int
    entries: Sequence[Entry] = ()
    vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), np.float32))
    deleted: Sequence[str] = ()
    restocked: Sequence[Restocked] = ()
    note: bytes | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


Closing = Callable[[], tuple[bytes, Mapping[str, int]]]  # the first note of a generation, and how many entries have each lexeme


class Writer(Protocol):
    """What the one process that writes may do."""

    def state(self) -> State | None:
        """The newest state, which nobody else changes meanwhile."""

    def build(self, batches: Iterable[Filled], closing: Closing, revision: int, space: Space) -> None:
        """Writes a new generation aside and swaps it in; `closing` is called when all batches are read. Until then, and when it
        is killed or fails, the old one serves, and nothing of the new one stays."""

    def change(self, change: Change) -> None:
        """Writes a change to the current generation: all of it or nothing, seen by the next question of every process."""


class Backend(Protocol):
    """An engine's index of one shop. Each method but the first raises `Swapped` for a generation that is gone; all may raise
    a `ShopkeeperError` with a sentence about the server."""

    exact: bool  # whether what passes clauses is exactly that; if not, it may be more, and is looked at again
    tells: bool  # whether `find` and `passing` tell the newest state, no older than what they found, in the same round trip

    def state(self) -> State | None:
        """The newest state, None before there is an index. It is asked before every query that does not tell it."""

    def notes(self, generation: int, since: int) -> list[bytes]:
        """The notes of a generation, in their order, from the one numbered `since` (0 is the first) on."""

    def frequencies(self, generation: int, lexemes: Sequence[str]) -> list[int]:
        """How many entries have each lexeme; about, as a `Change` says only which are more."""

    def find(self, generation: int, ask: Ask) -> Found:
        """What was asked for, in one round trip: all that is chosen by words, by vector and by id. May be more, never less
        but for what an approximate search leaves out; under clauses that leave few entries nothing is left out."""

    def passing(self, generation: int, clauses: Sequence[Clause], records: bool, limit: int | None = None) -> Passed:
        """All entries of which a variant holds all clauses, or some where there are more than `limit`, with their records if wanted."""

    def get(self, generation: int, ids: Sequence[str]) -> Found:
        """The entries of these ids that there are."""

    def holds(self, generation: int, every: Sequence[Sequence[str]]) -> bool:
        """Whether some entry has one lexeme of each of the groups."""

    def writing(self) -> AbstractContextManager[Writer]:
        """The right to write, which one process has at a time."""

    def close(self) -> None:
        """Lets connections go."""
