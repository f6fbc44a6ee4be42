"""What a process knows of an index in another one, and for how long a search may rely on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ....text.analyse import Terms, analyse_query
from ...document import ending
from ...slots import Slot
from ..formula import FIELDS
from .backend import Backend, Found, Parcel, State
from .catalogue import Catalogue
from .scoring import lexeme

CACHED = 100_000  # terms of which a process remembers in how many products they are


class Now(NamedTuple):
    """The index at one moment, and what is known of all its products."""

    state: State
    catalogue: Catalogue
    counts: Frequencies

    @property
    def generation(self) -> int:
        """Which index it is: another one after a rebuild."""
        return self.state.generation

    def still_holds(self, later: Now) -> bool:
        """Whether all that is known is what it was; prices and stock are no part of that."""
        return self.state._replace(revision=0, dead=0) == later.state._replace(revision=0, dead=0)


class Frequencies:
    """In how many products terms are, asked for many at once and remembered while the notes are the same."""

    def __init__(self, backend: Backend, state: State) -> None:
        self._backend, self._generation, self.num_docs = backend, state.generation, state.documents
        self._known: dict[str, int] = {}

    def doc_freq(self, field: str, term: str) -> int:
        """In how many products a term is, in a field."""
        word = lexeme(field, term)
        if word not in self._known:
            self._ask([word])
        return self._known[word]

    def prepare(self, terms: Terms, slots: Sequence[Slot] = (), query: str = "") -> None:
        """Asks at once for all that a formula of these terms needs; where something has to be asked, also for the other words of a
        `query`, which will be needed later."""
        every = [terms, *(slot.terms for slot in slots), *(run for slot in slots for each in slot.others for run in each.runs)]
        if new := self._new(every):
            self._ask([*new, *self._new([analyse_query(query)])])

    def _new(self, every: Sequence[Terms]) -> list[str]:
        words = dict.fromkeys(word for each in every for word in (*each.words, *each.grams, *map(ending, each.words)))
        return [each for word in words for field in FIELDS if (each := lexeme(field, word)) not in self._known]

    def _ask(self, words: Sequence[str]) -> None:
        if len(self._known) > CACHED:
            self._known = {}
        new = list(dict.fromkeys(words))
        self._known.update(zip(new, self._backend.frequencies(self._generation, new), strict=True))


@dataclass(slots=True)
class Moment:
    """One search for a `query`. `now` is what it takes to be known, `sure` when the engine has said that nothing is newer, `brought`
    the products that came with its answers."""

    query: str
    now: Now | None = None
    sure: bool = False
    brought: list[Found] = field(default_factory=list)

    def parcels(self, ids: Sequence[str]) -> dict[str, Parcel] | None:
        """What came along of these products, None where one did not."""
        known = {id: parcel for found in self.brought for id, parcel in zip(found.ids, found.parcels, strict=True)}
        return {id: known[id] for id in ids} if all(id in known for id in ids) else None
