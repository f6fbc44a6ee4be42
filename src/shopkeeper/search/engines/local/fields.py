"""Values by field, as arrays: which row has which word or number, filtered and counted in microseconds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....shop import Language, Localized
from ...document import LEVELS
from ...filters import Filter, Range, value_key
from ...result import FacetCount

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
LevelsOfRow = tuple[dict[str, list[list[str]]], dict[str, list[float]]]  # by field: words, numbers
MOST_VALUES = 50  # of one facet
RANGES = 5  # a number's facet is shown as about so many ranges


class Keywords:
    """Which row has which value: `codes[i]` stands for the value of row `rows[i]`."""

    def __init__(self, labels: Sequence[Sequence[str]] = (), rows: Any = (), codes: Any = ()) -> None:
        self.labels = [Localized(*label) for label in labels]
        self.arrays = (np.asarray(rows, np.int32), np.asarray(codes, np.int32))
        self._later: list[tuple[int, int]] = []
        self._lookup: tuple[int, dict[str, list[int]]] = (0, {})
        self._known: dict[Localized, int] | None = None

    def add(self, row: int, label: Localized) -> None:
        if self._known is None:
            self._known = {each: code for code, each in enumerate(self.labels)}
        code = self._known.get(label)
        if code is None:
            code = self._known[label] = len(self.labels)
            self.labels.append(label)
        self._later.append((row, code))

    def settle(self) -> None:
        """Makes what was added visible, all at once."""
        rows, codes = np.array(self._later, np.int32).T
        self.arrays = (np.concatenate([self.arrays[0], rows]), np.concatenate([self.arrays[1], codes]))
        self._later = []

    def replaced(self, rows: Iterable[int], labels: Mapping[int, Sequence[Localized]]) -> Keywords:
        """This column with other values in some rows; it stays as it is itself."""
        new = copy(self)
        new._later = []
        for row, values in labels.items():
            for label in values:
                new.add(row, label)
        added = np.array(new._later, np.int32).reshape(-1, 2).T
        new._later, new.arrays = [], _replaced(self.arrays, rows, (added[0], added[1]))
        return new

    def having(self, rows: Any, codes: Any) -> Keywords:
        """A column of these labels, with other rows."""
        self.codes_of("")  # the labels by their texts, once for all that are made of this one
        new = copy(self)
        new.arrays, new._later, new._known = (np.asarray(rows, np.int32), np.asarray(codes, np.int32)), [], None
        return new

    def of_row(self, row: int) -> list[list[str]]:
        start, end = np.searchsorted(self.arrays[0], np.array([row, row + 1], np.int32))
        return [[label.zh, label.en] for label in (self.labels[code] for code in self.arrays[1][start:end].tolist())]

    def mask(self, values: Sequence[str], n: int) -> Mask:
        wanted = [code for value in values for code in self.codes_of(value)]
        mask = np.zeros(n, bool)
        if wanted:
            rows, codes = _first(self.arrays, n)
            chosen = np.zeros(len(self.labels), bool)
            chosen[wanted] = True
            mask[rows[chosen[codes]]] = True
        return mask

    def counts(self, chosen: Mask, language: Language, owner: Rows | None = None) -> tuple[FacetCount, ...]:
        """How many of the chosen rows have each value; how many of their owners, when rows are variants of products."""
        rows, codes = _first(self.arrays, len(chosen))
        kept = chosen[rows]
        rows, codes = rows[kept], codes[kept]
        if owner is not None:
            rows, codes = _distinct(owner[rows], codes)
        counts = np.bincount(codes)
        found: dict[tuple[int, ...], FacetCount] = {}
        for code in np.flatnonzero(counts).tolist():
            text = self.labels[code].get(language)
            same = tuple(self.codes_of(text))  # "Red" is found by a filter on "red", so it counts there too
            if same not in found:
                count = counts[code] if len(same) == 1 else len(np.unique(rows[np.isin(codes, same)]))
                found[same] = FacetCount(text, int(count))
        return most(found.values())

    def codes_of(self, value: str) -> list[int]:
        """The codes of the labels that a filter means by a value."""
        count, lookup = self._lookup
        if count != len(self.labels):
            count, lookup = len(self.labels), {}
            for code, label in enumerate(self.labels[:count]):
                for text in label.all:
                    lookup.setdefault(value_key(text), []).append(code)
            self._lookup = count, lookup
        return lookup.get(value_key(value), [])


class Numbers:
    """Which row has which number, and of which unit; a product with several variants has several."""

    def __init__(self, rows: Any = (), values: Any = (), units: Sequence[str] = (), codes: Any = ()) -> None:
        self.arrays = (np.asarray(rows, np.int32), np.asarray(values, np.float64))
        self.units, self.codes = list(units), np.asarray(codes, np.int16)
        self._later: list[tuple[int, float, int]] = []

    def add(self, row: int, value: float, unit: str) -> None:
        if unit not in self.units:
            self.units.append(unit)
        self._later.append((row, value, self.units.index(unit)))

    def settle(self) -> None:
        """Makes what was added visible, all at once."""
        rows, values, codes = zip(*self._later, strict=True)
        self.codes = np.concatenate([self.codes, np.array(codes, np.int16)])
        self.arrays = (np.concatenate([self.arrays[0], np.array(rows, np.int32)]), np.concatenate([self.arrays[1], np.array(values)]))
        self._later = []

    def replaced(self, rows: Iterable[int], values: Mapping[int, Sequence[float]]) -> Numbers:
        """This column with other values, without a unit, in some rows; it stays as it is itself."""
        units = self.units if "" in self.units else [*self.units, ""]
        pairs = [(row, value) for row, each in values.items() for value in each]
        added = np.array([row for row, _ in pairs], np.int32), np.array([value for _, value in pairs], np.float64)
        codes = np.full(len(pairs), units.index(""), np.int16)
        kept = _replaced((self.arrays[0], self.codes), rows, (added[0], codes))
        return Numbers(*_replaced(self.arrays, rows, added), units, kept[1])

    def of_row(self, row: int) -> list[float]:
        start, end = np.searchsorted(self.arrays[0], np.array([row, row + 1], np.int32))
        values: list[float] = self.arrays[1][start:end].tolist()
        return values

    def unit(self, rows: Rows) -> str:
        """The unit that most of these rows have."""
        place = np.searchsorted(self.arrays[0], rows)
        codes = self.codes[place[place < len(self.codes)]]
        return self.units[int(np.bincount(codes).argmax())] if len(codes) else ""

    def mask(self, condition: Filter, n: int) -> Mask:
        rows, values = _first(self.arrays, n)
        mask = np.zeros(n, bool)
        for span in condition.ranges():
            mask[rows[_inside(values, span)]] = True
        return mask

    def of(self, chosen: Mask) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """The chosen rows with their numbers."""
        rows, values = _first(self.arrays, len(chosen))
        kept = chosen[rows]
        return rows[kept], values[kept]


Arrays = tuple[NDArray[Any], NDArray[Any]]


def _replaced(arrays: Arrays, rows: Iterable[int], added: Arrays) -> Arrays:
    """A column's rows and values without what it has of `rows` and with what is added."""
    kept = ~np.isin(arrays[0], np.fromiter(rows, np.int64), kind="table")
    all_rows, values = (np.concatenate([old[kept], new]) for old, new in zip(arrays, added, strict=True))
    order = np.argsort(all_rows, kind="stable")
    return all_rows[order], values[order]


def _distinct(rows: Rows, codes: NDArray[np.int32]) -> tuple[Rows, NDArray[Any]]:
    """Each pair of a row and a code once."""
    span = int(rows.max(initial=0)) + 1
    pairs = np.unique(codes.astype(np.int64) * span + rows)
    return pairs % span, pairs // span


def number_counts(rows: NDArray[Any], values: NDArray[np.float64]) -> tuple[FacetCount, ...]:
    """How many distinct rows have a number in each of a few round ranges."""
    if not len(values):
        return ()
    spans = [Range(low, high, high_open=True) for low, high in pairwise(_edges(values))]
    spans[-1] = replace(spans[-1], high_open=False)
    counts = [(span, len(np.unique(rows[_inside(values, span)]))) for span in spans]
    return tuple(FacetCount(_shown(span), count) for span, count in counts if count)


def _first(arrays: tuple[NDArray[Any], NDArray[Any]], n: int) -> tuple[NDArray[Any], NDArray[Any]]:
    """What the first `n` rows have; the rest came in after a query began."""
    end = int(np.searchsorted(arrays[0], n))
    return arrays[0][:end], arrays[1][:end]


def most(counts: Iterable[FacetCount]) -> tuple[FacetCount, ...]:
    """The first counts by number and then by value, as many as a facet shows."""
    return tuple(sorted(counts, key=lambda each: (-each.count, each.value))[:MOST_VALUES])


def _inside(values: NDArray[np.float64], span: Range) -> Mask:
    above = values > span.low if span.low_open else values >= span.low
    below = values < span.high if span.high_open else values <= span.high
    mask: Mask = above & below
    return mask


def _shown(span: Range) -> str:
    """A range as a filter takes it."""
    return f"{_exact(span.low)}..{'<' if span.high_open else ''}{_exact(span.high)}"


def _exact(number: float) -> str:
    return f"{number:.0f}" if number.is_integer() and abs(number) < 1e15 else repr(number)


def _edges(values: NDArray[np.float64]) -> list[float]:
    """Round numbers near the quantiles, the first and last covering everything."""
    inner = [_round(value) for value in np.quantile(values, np.linspace(0, 1, RANGES + 1)[1:-1])]
    low, high = float(values.min()), float(values.max())
    return [math.floor(low) + 0.0, *sorted({v for v in inner if low < v < high}), math.ceil(high) + 0.0]


def _round(value: float) -> float:
    step = 10.0 ** math.floor(math.log10(abs(value))) if abs(value) > 1e-300 else 0.0
    return float(f"{round(value / step * 2) / 2 * step:.12g}") if step else 0.0


class Fields:
    """The columns of the products, or of the variants, by field."""

    def __init__(self) -> None:
        self.keywords: dict[str, Keywords] = {}
        self.numbers: dict[str, Numbers] = {}
        self._unsettled: dict[str, Keywords | Numbers] = {}

    def __contains__(self, key: str) -> bool:
        return key in self.keywords or key in self.numbers

    def add(self, row: int, record: dict[str, Any]) -> None:
        for key, labels in record["keywords"].items():
            column = self._unsettled[f"w{key}"] = self.keywords.setdefault(key, Keywords())
            for label in dict.fromkeys(Localized(*each) for each in labels):
                column.add(row, label)
        for key, values in record["numbers"].items():
            numbers = self._unsettled[f"n{key}"] = self.numbers.setdefault(key, Numbers())
            for value in values:
                numbers.add(row, value, record.get("units", {}).get(key, ""))

    def settle(self) -> set[str]:
        """Makes what was added visible; the fields that grew."""
        for column in self._unsettled.values():
            column.settle()
        grown, self._unsettled = {key[1:] for key in self._unsettled}, {}
        return grown

    def save(self) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
        words = {key: column.arrays for key, column in self.keywords.items()}
        numbers = {key: column.arrays for key, column in self.numbers.items()}
        arrays = {"word_rows": _flat(words, 0), "word_codes": _flat(words, 1),
                  "number_rows": _flat(numbers, 0), "numbers": _flat(numbers, 1),
                  "units": np.concatenate([np.zeros(0, np.int16), *(column.codes for column in self.numbers.values())])}
        return arrays, {
            "words": [[key, len(rows), [[v.zh, v.en] for v in self.keywords[key].labels]] for key, (rows, _) in words.items()],
            "numbers": [[key, len(rows), self.numbers[key].units] for key, (rows, _) in numbers.items()],
        }

    def with_levels(self, changes: Mapping[int, LevelsOfRow]) -> Fields:
        """These columns with other values of the fields `LEVELS` in some rows; they stay as they are themselves."""
        new = Fields()
        new.keywords, new.numbers = dict(self.keywords), dict(self.numbers)
        for key in LEVELS:
            words = {row: [Localized(*each) for each in keywords[key]] for row, (keywords, _) in changes.items() if key in keywords}
            numbers = {row: values[key] for row, (_, values) in changes.items() if key in values}
            if words or key in self.keywords:
                new.keywords[key] = self.keywords.get(key, Keywords()).replaced(changes, words)
            if numbers or key in self.numbers:
                new.numbers[key] = self.numbers.get(key, Numbers()).replaced(changes, numbers)
        return new

    def levels_of(self, row: int) -> LevelsOfRow:
        """What a row has of the fields `LEVELS`."""
        words = {key: self.keywords[key].of_row(row) for key in LEVELS if key in self.keywords}
        numbers = {key: self.numbers[key].of_row(row) for key in LEVELS if key in self.numbers}
        return {k: v for k, v in words.items() if v}, {k: v for k, v in numbers.items() if v}

    @classmethod
    def load(cls, arrays: dict[str, NDArray[Any]], about: dict[str, Any]) -> Fields:
        fields, at = cls(), 0
        for key, count, labels in about["words"]:
            part = slice(at, at := at + count)
            fields.keywords[key] = Keywords(labels, arrays["word_rows"][part], arrays["word_codes"][part])
        at = 0
        for key, count, units in about["numbers"]:
            part = slice(at, at := at + count)
            fields.numbers[key] = Numbers(arrays["number_rows"][part], arrays["numbers"][part], units, arrays["units"][part])
        return fields


def _flat(columns: dict[str, Any], part: int) -> NDArray[Any]:
    return np.concatenate([arrays[part] for arrays in columns.values()]) if columns else np.zeros(0)
