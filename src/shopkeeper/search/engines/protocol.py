"""What a search engine does for us. The engine finds candidates and scores each part; how the parts
are put together (`fusion.py`) is ours, and the same for every engine."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ...models.encoder import Space
from ...shop import Language, Localized
from ...text.analyse import Terms
from ..document import IndexDocument, Levels
from ..filters import Filter
from ..result import FacetCount
from ..slots import Slot
from ..words.vocabulary import Vocabulary

A = TypeVar("A")
Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


class OtherSpace(Exception):
    """The vector of a query or a change is of another encoder than the index is now: it was swapped in just then. Whoever
    asked asks again."""


class Moved(Exception):
    """A search went by what was known of the index, which has changed since: it is begun again, see `Index.at_once`."""


# Documents with their vectors, float32[n, d].
Batch = tuple[Sequence[IndexDocument], Vectors]


@dataclass(frozen=True, slots=True)
class IndexQuery:
    """What to look for. `terms` None: not by text; `vector` None: not by meaning; both None: all
    that passes the filters, in id order. `space` is where the vector lies (None: where the index's own do).
    `slots` say which of the terms have alternatives. The products of `also` that pass the filters are candidates
    whatever is looked for."""

    terms: Terms | None = None
    vector: Vectors | None = None
    filters: tuple[Filter, ...] = ()
    text_depth: int = 500
    vector_depth: int = 200
    floor: float = 0.2
    slots: tuple[Slot, ...] = ()
    also: tuple[str, ...] = ()
    space: Space | None = None


@dataclass(frozen=True, slots=True)
class Titles:
    """The words of n titles in their order, each as `code` gives it: `codes` uint32[m], title after title, and the
    `lengths` int64[n]."""

    codes: NDArray[np.uint32]
    lengths: NDArray[np.int64]


def code(word: str) -> int:
    """An index term as a number. Of 50,000 terms a few share one, which a ranking can bear."""
    return zlib.crc32(word.encode("utf-8", "replace"))


class Candidates(Protocol):
    """The products that were found, frozen: what the index does later does not change them.

    `ids` are the n candidates, `text` their text scores (float32[n], share of the query's weight that
    is found, 0 to about 1) and `cosine` those with the query's vector (0 without one). `whole` says of
    which it is known that they hold every word, be it in attributes and codes, which count little (bool[n]); `telling` which hold
    something of the query that says what they are, and not only a stray word, number or Chinese character (bool[n]).
    """

    text: Vectors
    cosine: Vectors
    whole: NDArray[np.bool_]
    telling: NDArray[np.bool_]

    @property
    def ids(self) -> list[str]:
        """The ids of all."""

    def vectors(self, among: Rows) -> Vectors:
        """The vectors of the candidates at the positions `among` (int64[m]), float32[m, d]."""

    def cosines(self, vector: Vectors) -> Vectors:
        """The cosines of all candidates with another vector than the query's, float32[n]."""

    def passing(self, filters: Sequence[Filter]) -> NDArray[np.bool_]:
        """Which candidates pass these filters too, bool[n]."""

    def named(self, among: Sequence[int] | Rows) -> list[str]:
        """The ids of the candidates at the positions `among`."""

    def positions(self, ids: Sequence[str]) -> list[int]:
        """Where those of `ids` stand that are candidates, in the order of `ids`."""

    def prices(self) -> Vectors:
        """The lowest price of each candidate among its variants that pass the query's filters, in major units,
        float32[n]; NaN without one."""

    def created(self) -> NDArray[np.float64]:
        """When each candidate came into the shop, in seconds since 1970, float64[n]; NaN when that is not known."""

    def titles(self, among: Sequence[int]) -> Titles:
        """The words of the titles of the candidates at the positions `among`."""

    def facets(self, fields: Sequence[str], language: Language, among: Sequence[int] | None = None) -> dict[str, tuple[FacetCount, ...]]:
        """How many candidates (or only those at the positions `among`) have each value, most first.
        A count is the number of them that a filter on the value keeps."""


@dataclass(frozen=True, slots=True)
class FieldValues:
    """What the products of a shop have in one field: its names, the distinct `words` in the order in
    which they came (more are only ever added behind), and how many products have words or numbers
    there; the numbers lie between `low` and `high`, in one of the `units`."""

    names: Sequence[Localized]
    words: Sequence[Localized] = ()
    products: int = 0
    low: float = 0.0
    high: float = 0.0
    units: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class CatalogueValues:
    """The fields of a shop by key. While `origin` is the same object, words have only been added."""

    fields: Mapping[str, FieldValues]
    products: int
    origin: object


class Carried(NamedTuple):
    """What some products have in a field: the share that has a value at all and that has a number, the
    unit that most of these numbers have, and the words, by their place in `FieldValues.words`."""

    share: float
    numbers: float
    unit: str
    words: frozenset[int]


class Index(Protocol):
    """An engine's index of one shop."""

    @property
    def space(self) -> Space | None:
        """Where the vectors lie that it holds now, None before there is an index."""

    def replace(self, batches: Iterable[Batch], revision: int, space: Space | None = None) -> None:
        """Builds a whole new index aside, of vectors in `space`, and swaps it in; until then, and if killed, the old one serves."""

    def upsert(
        self, batch: Batch, deleted: Sequence[str], revision: int, levels: Sequence[Levels] = (), space: Space | None = None,
    ) -> None:
        """Adds or replaces documents, removes the `deleted` ids, and sets prices and stock of documents
        that stay as they are (`levels`; unknown ids are passed over). The next query sees it, in every
        process. A change of an earlier revision than the index has reached is left out. `OtherSpace` when the vectors do not
        lie where those of the index do."""

    def at_once(self, ask: Callable[[], A], query: str = "") -> A:
        """The answer of `ask`, a search that puts several questions to the index, all of them answered of about one moment, which is no
        earlier than this call. An engine may have it answer twice, and may use `query`, the words that are searched for, to bring along
        in one round trip what will be asked later."""

    def query(self, query: IndexQuery) -> Candidates:
        """The candidates for a query; `NotIndexed` when nothing was ever indexed, `OtherSpace` for a vector of another encoder."""

    def matched(self, terms: Terms, ids: Sequence[str], slots: tuple[Slot, ...] = ()) -> list[list[tuple[str, float]]]:
        """For each product the terms of a query that it holds, with their share of its text score; for a
        slot of which an alternative is found, `Slot.reason` of that."""

    def frequencies(self, terms: Terms) -> tuple[list[int], list[int]]:
        """In how many products each word and each gram is, wherever it is looked for; about, since a product that
        was replaced may count until the next build."""

    def together(self, words: Sequence[str]) -> bool:
        """Whether some product has all of these words, wherever it has them."""

    def brands(self) -> Sequence[Localized]:
        """The brands of all products."""

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of titles, brands and categories of the products, and of some that went since the last build."""

    def values(self) -> CatalogueValues:
        """The values that products have, by field: the same object until there are new ones."""

    def carried(self, kind: Terms | Filter, fields: Sequence[str]) -> Mapping[str, Carried]:
        """What the products of a kind, those that hold most of some terms or pass a filter, have in each
        of the fields; empty when there are none."""

    def variants(self, filters: Sequence[Filter], ids: Sequence[str]) -> list[list[str]]:
        """For each product the ids of its variants that hold all the filters, in the product's order."""

    def kind(self, terms: Terms) -> Localized | None:
        """The narrowest category that most of the products are in that hold most of the terms; None when
        these are of many kinds."""

    def vector(self, id: str) -> Vectors | None:
        """The vector of a product, None when it is not in the index."""

    def vectors(self, ids: Sequence[str]) -> Vectors:
        """The vectors of products, float32[len(ids), d]; of one that is not in the index it is zero."""

    @property
    def stale_share(self) -> float:
        """How much of the index waits for a build to tidy it up, 0 to 1."""

    @property
    def revision(self) -> int:
        """The store's revision that the index has caught up with; -1 when nothing was ever indexed."""

    def __len__(self) -> int: ...

    def close(self) -> None:
        """Releases files."""
