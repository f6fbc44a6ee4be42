"""What is known of all products of an index together, and how a process comes to know it: from notes.

A note says what some products added: words of fields, names of fields, words of titles, lengths. Words and pairs of a field and a
unit have numbers, their codes, in the order in which they came. Each process reads the notes once, and then those that are new.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import orjson

from ....shop import Localized
from ...document import YES
from ...filters import Filter
from ...words.vocabulary import Vocabulary
from ..local.columns import STOCK, Columns, Values, states
from ..local.fields import Fields, Keywords, Numbers
from ..protocol import CatalogueValues, FieldValues
from .backend import SELLABLE, Clause
from .records import unpack

PRODUCT, VARIANT = 0, 1  # where a value stands
Word = tuple[int, str, Localized]  # where, field, word
Measure = tuple[int, str, str]  # where, field, unit


class _Place(NamedTuple):
    """Where a code's word stands: which column it is of, and its number among the words of that."""

    column: int
    word: int


class Schema(Columns):
    """Columns of no rows that know all fields of a shop, their names and words."""

    def __init__(self) -> None:
        super().__init__()
        self.levels: tuple[Fields, Fields] = (self._products, self._variants)
        self._seen: dict[str, set[Localized]] = {}

    def learn(self, where: int, field: str, word: Localized) -> int:
        """Takes in a word of a field; its number among the field's."""
        columns = self.levels[where].keywords
        if field not in columns:
            columns[field] = Keywords()
        column = columns[field]
        column.labels.append(word)
        known, seen = self._words.setdefault(field, []), self._seen.setdefault(field, set())
        if word not in seen:
            seen.add(word)
            known.append(word)
        return len(column.labels) - 1

    def words(self, field: str) -> list[Localized]:
        """The words of a field."""
        return self._words.get(field, [])

    def named(self, field: str) -> Sequence[Localized]:
        """What a field is called."""
        return self._names.get(field, ())

    def sum_up(self, values: CatalogueValues) -> None:
        """Keeps what is known of the values of all fields."""
        self._values = values


class Catalogue:
    """What the notes of one generation say. It only grows."""

    def __init__(self) -> None:
        self.schema, self.vocabulary = Schema(), Vocabulary()
        self.products = 0  # that ever were in this generation
        self.lengths = np.zeros(3, np.int64)  # of all of them together
        self.notes = 0
        self.words: dict[Word, int] = {}
        self.measures: dict[Measure, int] = {}
        self._columns: dict[tuple[int, str], int] = {}
        self._places: list[_Place] = [_Place(-1, -1)]  # the code 0 is SELLABLE
        self._codes: dict[int, list[int]] = {}  # of each column's words
        self._fields: list[str] = []  # of each column
        self._measured: list[str] = []
        self._held: dict[str, int] = {}  # products with a field
        self._spans: dict[str, tuple[float, float]] = {}
        self._in: dict[str, int] = {}  # products in a category, by its code
        self._arrays: tuple[int, Any, Any] = (0, None, None)

    @property
    def next_code(self) -> int:
        """The code of the next word that is new."""
        return len(self._places)

    @property
    def sellable(self) -> list[int]:
        """The codes of words that say that a variant can be sold."""
        return list(self._coded([STOCK], [YES.en]))

    def field_of(self, code: int) -> str:
        """The field of a word, by its code."""
        return self._fields[self._places[code].column]

    def field_of_measure(self, code: int) -> str:
        """The field of a pair of a field and a unit, by its code."""
        return self._measured[code]

    def span(self, field: str) -> tuple[float, float] | None:
        """The least and the greatest number of a field."""
        return self._spans.get(field)

    @property
    def averages(self) -> tuple[float, float, float]:
        """The average lengths of text, title and Chinese characters."""
        text, title, grams = (self.lengths / max(self.products, 1)).tolist()
        return text, title, grams

    def take_in(self, note: bytes) -> None:
        """Learns what a note says."""
        said = orjson.loads(note)
        for where, field, zh, en in said["words"]:
            self._learn(where, field, Localized(zh, en))
        for where, field, unit in said["measures"]:
            self.measures[where, field, unit] = len(self.measures)
            self._measured.append(field)
            column = self.schema.levels[where].numbers.setdefault(field, Numbers())
            column.units.append(unit)
        for field, zh, en in said["names"]:
            self.schema.name(field, Localized(zh, en))
        self._add(said)
        self._sum_up({field for _, field, _, _ in said["words"]} | said["held"].keys() | said["spans"].keys())
        self.notes += 1

    def _learn(self, where: int, field: str, word: Localized) -> None:
        if (where, field) not in self._columns:
            self._columns[where, field] = len(self._columns)
            self._fields.append(field)
        column = self._columns[where, field]
        self.words[where, field, word] = len(self._places)
        self._codes.setdefault(column, []).append(len(self._places))
        self._places.append(_Place(column, self.schema.learn(where, field, word)))

    def _add(self, said: dict[str, Any]) -> None:
        self.products += said["products"]
        self.lengths += np.array(said["lengths"], np.int64)
        for sums, more in ((self._held, said["held"]), (self._in, said["in"])):
            for key, count in more.items():
                sums[key] = sums.get(key, 0) + count
        for key, (low, high) in said["spans"].items():
            known = self._spans.get(key, (low, high))
            self._spans[key] = min(low, known[0]), max(high, known[1])
        if self.vocabulary.counts:
            self.vocabulary.add(word for word, count in said["vocabulary"].items() for _ in range(count))
        else:
            self.vocabulary = Vocabulary(said["vocabulary"])

    def _sum_up(self, fields: Iterable[str]) -> None:
        before = self.schema.values()
        units: dict[str, list[str]] = {}
        for _, field, unit in self.measures:
            if unit not in units.setdefault(field, []):
                units[field].append(unit)
        new = {
            field: FieldValues(self.schema.named(field), self.schema.words(field), self._held.get(field, 0),
                               *self._spans.get(field, (0.0, 0.0)), units.get(field, []))
            for field in fields
        }
        self.schema.sum_up(CatalogueValues({**before.fields, **new}, self.products, before.origin))

    def clauses(self, filters: Sequence[Filter]) -> tuple[Clause, ...]:
        """The filters as an engine takes them; `InvalidQuery` as `Columns` says it."""
        return tuple(clause for each in filters if (clause := self._clause(each)) is not None)

    def _clause(self, condition: Filter) -> Clause | None:
        keys, words, numbers = self.schema.meant(condition)
        if keys == [STOCK]:
            wanted = states(condition)
            if len(wanted) != 1:
                return None if wanted else Clause()
            return Clause((SELLABLE,), (), True) if wanted == {False} else Clause(tuple(self._coded([STOCK], [YES.en])))
        ranges = [(key, span) for key in keys for span in condition.ranges()] if numbers else []
        return Clause(tuple(self._coded(keys, condition.values)) if words else (), tuple(ranges), condition.op == "!=")

    def _coded(self, keys: Sequence[str], values: Sequence[str]) -> Iterable[int]:
        """The codes of the words that are meant by some values of a field."""
        for where, fields in enumerate(self.schema.levels):
            for key in keys:
                if key in fields.keywords:
                    codes = self._codes[self._columns[where, key]]
                    yield from (codes[word] for value in values for word in fields.keywords[key].codes_of(value))

    def narrowest(self, words: Sequence[Localized]) -> Localized | None:
        """Of some categories the one with the fewest products."""
        return min(words, key=lambda word: self._in.get(str(self.words[PRODUCT, "category", word]), 0), default=None)

    def columns(self, ids: Sequence[str], records: Sequence[bytes], variants: Sequence[bytes] = ()) -> Columns:
        """The columns of some products, as the local engine has them, read from their records; the ids of variants are known only
        when they are given."""
        many = unpack(records)
        ends = np.cumsum(many.variants)
        owner, starts = np.repeat(np.arange(len(records)), many.variants), ends - many.variants
        levels = []
        for where in (PRODUCT, VARIANT):
            words, numbers = (many.word_places > 0) == where, (many.number_places > 0) == where
            word_rows = many.word_rows if where == PRODUCT else starts[many.word_rows] + many.word_places - 1
            number_rows = many.number_rows if where == PRODUCT else starts[many.number_rows] + many.number_places - 1
            levels.append(_Picked(self, where, (word_rows[words], many.word_codes[words]),
                                  (number_rows[numbers], many.number_codes[numbers], many.numbers[numbers])))
        names = [id for each in variants for id in each.decode().split("\0")]
        return Columns.of(Values(list(ids), names, owner, many.created, levels[0], levels[1]), self.schema)

    def of_codes(self, codes: Any) -> tuple[Any, Any]:
        """The columns and the numbers in them of words by their codes."""
        known, columns, words = self._arrays
        if known != len(self._places):
            table = np.array(self._places, np.int32).reshape(-1, 2)
            columns, words = table[:, 0], table[:, 1]
            self._arrays = len(table), columns, words
        return columns[codes], words[codes]

    def column(self, where: int, field: str) -> int:
        """The number of the column of a field's words."""
        return self._columns.get((where, field), -2)


class _Lazy(dict[str, Any]):
    """Columns by field, each made when it is first asked for."""

    def __init__(self, known: Mapping[str, Any], make: Callable[[str], Any]) -> None:
        super().__init__()
        self._fields, self._make = known, make

    def __contains__(self, field: object) -> bool:
        return field in self._fields

    def __missing__(self, field: str) -> Any:
        if field not in self:
            raise KeyError(field)
        column = self[field] = self._make(field)
        return column

    def get(self, field: str, default: Any = None) -> Any:
        return self[field] if field in self._fields else default


class _Picked(Fields):
    """The columns of a few products, made from arrays as they are asked for."""

    def __init__(self, catalogue: Catalogue, where: int, words: tuple[Any, Any], numbers: tuple[Any, Any, Any]) -> None:
        super().__init__()
        known = catalogue.schema.levels[where]
        rows, codes = words
        columns, places = catalogue.of_codes(codes)

        def keywords(field: str) -> Keywords:
            chosen = columns == catalogue.column(where, field)
            return known.keywords[field].having(rows[chosen], places[chosen])

        def measured(field: str) -> Numbers:
            units = known.numbers[field].units
            codes = [catalogue.measures[where, field, unit] for unit in units]
            own, measures, values = numbers
            chosen = np.isin(measures, codes)
            place = {code: i for i, code in enumerate(codes)}
            return Numbers(own[chosen], values[chosen], units, [place[code] for code in measures[chosen].tolist()])

        self.keywords, self.numbers = _Lazy(known.keywords, keywords), _Lazy(known.numbers, measured)
