"""What the guide is handed: a search, similar products, the names of the shop's fields, a basket."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Protocol

from ...shop import Language, Localized
from ...store.protocol import Store
from ...text.normalise import normalise
from ..basket import Basket
from .conditions import Condition
from .values import Sharing

_ASKED: ContextVar[dict[tuple[object, ...], Found] | None] = ContextVar("asked", default=None)


class HitLike(Protocol):
    """A product that was found; `score` is comparable within one answer."""

    @property
    def id(self) -> str:
        """The product's."""

    @property
    def score(self) -> float:
        """How well it fits."""


class Understood(Protocol):
    """How a query was read: the text that is left, and the filters that were `read` from it."""

    @property
    def text(self) -> str:
        """What was looked for."""

    @property
    def read(self) -> Sequence[str]:
        """The filters that the query asks for."""


class Found(Protocol):
    """The answer of a search: the first hits of `total`, how the query was read, what of it was given up."""

    @property
    def hits(self) -> Sequence[HitLike]:
        """Best first."""

    @property
    def total(self) -> int:
        """How many there are."""

    @property
    def understood(self) -> Understood:
        """How the query was read."""

    @property
    def relaxed(self) -> Sequence[str]:
        """Filters that were read and given up, for nothing has them all."""


class FieldLike(Protocol):
    """A field of the shop's products: its names and its values in words, and the units of its numbers."""

    @property
    def names(self) -> Sequence[Localized]:
        """What it is called."""

    @property
    def words(self) -> Sequence[Localized]:
        """Its values."""

    @property
    def units(self) -> Sequence[str]:
        """What its numbers count."""


class GuideDesk(Protocol):
    """What the guide works with. `search` takes `k`, `where`, `language` and `customer_id`; `similar` takes an id and `k`; `fields` gives
    the shop's fields by key; `basket` is what the shopper's basket is filled with, None where the shop has none here."""

    @property
    def store(self) -> Store:
        """The shop's records."""

    @property
    def search(self) -> Callable[..., Any]:
        """Finds products: a `Found`, or a list of hits."""

    @property
    def similar(self) -> Callable[..., Any]:
        """Finds products like one."""

    @property
    def fields(self) -> Callable[[], Mapping[str, FieldLike]]:
        """The shop's fields."""

    @property
    def basket(self) -> Basket | None:
        """The baskets of the shop's visitors."""


@dataclass(frozen=True, slots=True)
class Hits:
    """The answer of a search that tells no more than its hits."""

    hits: Sequence[HitLike] = ()
    total: int = 0
    understood: Understood = field(default_factory=lambda: Unread())
    relaxed: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A query that was not read."""

    text: str = ""
    read: Sequence[str] = ()


def search(desk: GuideDesk, query: str, k: int, where: Sequence[str], language: Language, customer_id: str | None) -> Found:
    """What the desk's search finds; within `once` it is not asked the same again."""
    asked, key = _ASKED.get(), (id(desk), query, k, tuple(where), language, customer_id)
    if asked is not None and key in asked:
        return asked[key]
    found = _answer(desk.search(query, k=k, where=list(where), language=language, customer_id=customer_id), query)
    if asked is not None:
        asked[key] = found
    return found


@contextmanager
def once() -> Iterator[None]:
    """Within this each search is made once: the parts of a turn ask the same."""
    if _ASKED.get() is not None:
        yield
        return
    token = _ASKED.set({})
    try:
        yield
    finally:
        _ASKED.reset(token)


def similar(desk: GuideDesk, id: str, k: int) -> Found:
    """What the desk finds like a product."""
    return _answer(desk.similar(id, k=k), "")


def _answer(found: Any, query: str) -> Found:
    """An answer as it is, or one of a bare list of hits, with the query as it stands."""
    answer: Found = found if hasattr(found, "understood") else Hits(found, len(found), Unread(query))
    return answer


class Names:
    """What the shop calls its fields and values, in both languages."""

    def __init__(self, fields: Callable[[], Mapping[str, FieldLike]]) -> None:
        self._fields = fields
        self._values: dict[str, tuple[int, dict[str, Localized]]] = {}
        self._sharing: dict[str, Sharing] = {}

    def field(self, key: str) -> Localized:
        """A field's name; its key with spaces where the shop knows none."""
        known = self._fields().get(key)
        return known.names[0] if known and known.names else Localized(en=key.replace("_", " "))

    def values(self, key: str) -> Mapping[str, Localized]:
        """The values of a field in both languages, by either of them normalised."""
        known = self._fields().get(key)
        words = known.words if known else ()
        size, table = self._values.get(key, (-1, {}))
        if size != len(words):
            table = {normalise(text): word for word in words for text in word.all}
            self._values[key] = len(words), table
        return table

    def sharing(self, key: str, text: str, bare: str) -> list[Localized]:
        """The values of a field that a normalised text may name, see `values.Sharing`."""
        known = self._fields().get(key)
        sharing = self._sharing.setdefault(key, Sharing())
        sharing.follow(known.words if known else ())
        return sharing.of(text, bare)

    def warm(self) -> None:
        """Takes in the values of all fields, which the first message would wait for."""
        for key in self._fields():
            self.values(key)
            self.sharing(key, "", "")

    def unit(self, key: str) -> str:
        """What a field's numbers count: a currency for prices, else the unit when there is one alone."""
        fields = self._fields()
        if key == "price":
            known = fields.get("currency")
            return known.words[0].en if known and len(known.words) == 1 else ""
        known = fields.get(key)
        return known.units[0] if known and len(known.units) == 1 else ""

    def of(self, condition: Condition) -> tuple[Localized, list[Localized], str]:
        """The name, the values and the unit of a condition, for reading."""
        table = self.values(condition.field)
        values = [table.get(normalise(value), Localized(value, value)) for value in condition.values]
        return self.field(condition.field), values, self.unit(condition.field)
