"""From documents to what an engine keeps of them, and the note that tells other processes what they added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import orjson

from ....shop import Localized
from ...document import LEVELS, YES, IndexDocument, IndexVariant, Levels
from ...filters import value_key
from ...words.vocabulary import MOST
from ..local.columns import STOCK
from ..local.titles import codes_of
from .backend import SELLABLE, Entry, Parcel, Restocked, Values
from .catalogue import PRODUCT, VARIANT, Catalogue, Measure, Word
from .records import Record, created
from .scoring import lexemes, signature

Words = list[tuple[int, int]]
Numbers = list[tuple[int, int, float]]


class Draft:
    """What some documents add to a catalogue, until its note is written; the one who writes alone may make one."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._words: dict[Word, int] = {}
        self._measures: dict[Measure, int] = {}
        self._names: dict[tuple[str, str, str], None] = {}
        self._held: Counter[str] = Counter()
        self._in: Counter[int] = Counter()
        self._spans: dict[str, tuple[float, float]] = {}
        self._vocabulary: Counter[str] = Counter()
        self._lengths = [0, 0, 0]
        self._products = 0
        self._measured: dict[int, str] = {}  # the field of each pair of a field and a unit
        self._sellable = set(catalogue.sellable)
        self.counts: Counter[str] = Counter()

    def entry(self, document: IndexDocument) -> Entry:
        """A document as an engine keeps it."""
        terms = lexemes(document.terms)
        lengths = (len(document.terms["text"]), len(document.terms["title"]), len(document.terms["grams"]))
        record, values = self._valued(document)
        self._count(document, terms, lengths)
        title = np.array(codes_of(document.terms["title"]), "<u4").tobytes()
        variants = "\0".join(variant.id for variant in document.variants).encode()
        return Entry(document.id, list(terms), lengths, values, Parcel(signature(terms, lengths), title, record.pack(), variants))

    def restocked(self, levels: Levels, parcel: Parcel) -> Restocked | None:
        """An entry with other prices and stock; None when they are what they were."""
        old, new = Record.unpack(parcel.record), {variant.id: variant for variant in levels.variants}
        words, numbers = [], []
        for place, id in enumerate(parcel.variants.decode().split("\0"), 1):
            if variant := new.get(id):
                more, counted = self._coded(VARIANT, place, variant, {})
                words += more
                numbers += counted
        moved = {place for place, id in enumerate(parcel.variants.decode().split("\0"), 1) if id in new}
        kept = [each for each in old.words if each[0] not in moved or self._catalogue.field_of(each[1]) not in LEVELS]
        still = [each for each in old.numbers if each[0] not in moved or self._field(each[1]) not in LEVELS]
        record = Record(old.variants, old.created, sorted([*kept, *words]), sorted([*still, *numbers]))
        if (sorted(old.words), sorted(old.numbers)) == (record.words, record.numbers):
            return None
        return Restocked(levels.id, record.pack(), self._values(record))

    @property
    def says_something(self) -> bool:
        """Whether the documents added anything."""
        return bool(self._products or self._words or self._measures or self._spans)

    def note(self) -> bytes:
        """What the documents added."""
        said: dict[str, Any] = {
            "words": [[where, field, word.zh, word.en] for where, field, word in self._words], "measures": list(self._measures),
            "names": list(self._names), "held": self._held, "in": {str(code): count for code, count in self._in.items()},
            "spans": self._spans, "vocabulary": dict(self._vocabulary.most_common(MOST)), "lengths": self._lengths,
            "products": self._products,
        }
        return orjson.dumps(said)

    def _count(self, document: IndexDocument, terms: Mapping[str, int], lengths: Sequence[int]) -> None:
        self.counts.update(terms.keys())
        self._vocabulary.update(document.words)
        self._products += 1
        self._lengths = [known + more for known, more in zip(self._lengths, lengths, strict=True)]
        parts: list[IndexDocument | IndexVariant] = [document, *document.variants]
        self._held.update({key for part in parts for key in (*part.keywords, *part.numbers)})
        self._in.update({self._word(PRODUCT, "category", word) for word in document.keywords.get("category", ())})
        self._names.update(((key, name.zh, name.en), None) for key, name in document.names.items()
                           if name not in self._catalogue.schema.named(key))

    def _valued(self, document: IndexDocument) -> tuple[Record, list[Values]]:
        words, numbers = self._coded(PRODUCT, 0, document, document.units)
        for place, variant in enumerate(document.variants, 1):
            more, counted = self._coded(VARIANT, place, variant, {})
            words += more
            numbers += counted
        moment = document.created.timestamp() if document.created else None
        record = Record(len(document.variants), created(moment), words, numbers)
        return record, self._values(record)

    def _coded(self, where: int, place: int, part: IndexDocument | IndexVariant, units: Mapping[str, str]) -> tuple[Words, Numbers]:
        words = [(place, self._word(where, field, word)) for field, each in part.keywords.items() for word in dict.fromkeys(each)]
        numbers: Numbers = []
        for field, each in part.numbers.items():
            measure = self._measure(where, field, units.get(field, ""))
            numbers += [(place, measure, value) for value in each]
            known = self._spans.get(field) or self._catalogue.span(field) or (each[0], each[0])
            span = min(known[0], *each), max(known[1], *each)
            if span != self._catalogue.span(field):
                self._spans[field] = span
        return words, numbers

    def _word(self, where: int, field: str, word: Localized) -> int:
        key = where, field, word
        code = self._catalogue.words.get(key) or self._words.get(key)
        if code is None:
            code = self._words[key] = self._catalogue.next_code + len(self._words)
            if field == STOCK and YES.en in map(value_key, word.all):
                self._sellable.add(code)
        return code

    def _measure(self, where: int, field: str, unit: str) -> int:
        key = where, field, unit
        code = self._catalogue.measures.get(key, self._measures.get(key))
        if code is None:
            code = self._measures[key] = len(self._catalogue.measures) + len(self._measures)
        self._measured[code] = field
        return code

    def _values(self, record: Record) -> list[Values]:
        """What filters look at of each variant."""
        made = [Values([], {}) for _ in range(record.variants + 1)]
        for place, code in record.words:
            made[place].codes.append(code)
        for place, code, value in record.numbers:
            made[place].numbers.setdefault(self._field(code), []).append(value)
        shared, *own = made
        if any(code in self._sellable for each in own for code in each.codes):
            shared.codes.append(SELLABLE)
        return [Values([*shared.codes, *each.codes], _joined(shared.numbers, each.numbers)) for each in own]

    def _field(self, measure: int) -> str:
        return self._measured.get(measure) or self._catalogue.field_of_measure(measure)


def _joined(some: dict[str, list[float]], others: dict[str, list[float]]) -> dict[str, list[float]]:
    return {**some, **{field: [*some.get(field, ()), *values] for field, values in others.items()}}
