"""The values of products by field, as arrays: exact filters and facet counts in microseconds."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....shop import InvalidQuery, Language, Localized
from ...document import FIELDS, IndexDocument
from ...filters import Filter, Range, field_key, value_key
from ...result import FacetCount
from ..protocol import Carried, CatalogueValues, FieldValues

Mask = NDArray[np.bool_]
Rows = NDArray[np.int64]
MOST_VALUES = 50  # of one facet
RANGES = 5  # a number's facet is shown as about so many ranges


class _Keywords:
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

    def mask(self, values: Sequence[str], n: int) -> Mask:
        wanted = [code for value in values for code in self._codes_of(value)]
        mask = np.zeros(n, bool)
        if wanted:
            rows, codes = _first(self.arrays, n)
            chosen = np.zeros(len(self.labels), bool)
            chosen[wanted] = True
            mask[rows[chosen[codes]]] = True
        return mask

    def counts(self, chosen: Mask, language: Language) -> tuple[FacetCount, ...]:
        rows, codes = _first(self.arrays, len(chosen))
        kept = chosen[rows]
        rows, codes = rows[kept], codes[kept]
        counts = np.bincount(codes)
        found: dict[tuple[int, ...], FacetCount] = {}
        for code in np.flatnonzero(counts).tolist():
            text = self.labels[code].get(language)
            same = tuple(self._codes_of(text))  # "Red" is found by a filter on "red", so it counts there too
            if same not in found:
                count = counts[code] if len(same) == 1 else len(np.unique(rows[np.isin(codes, same)]))
                found[same] = FacetCount(text, int(count))
        return _most(found.values())

    def _codes_of(self, value: str) -> list[int]:
        count, lookup = self._lookup
        if count != len(self.labels):
            count, lookup = len(self.labels), {}
            for code, label in enumerate(self.labels[:count]):
                for text in label.all:
                    lookup.setdefault(value_key(text), []).append(code)
            self._lookup = count, lookup
        return lookup.get(value_key(value), [])


class _Numbers:
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


def _number_counts(rows: NDArray[np.int32], values: NDArray[np.float64]) -> tuple[FacetCount, ...]:
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


def _held(own: NDArray[np.int32], rows: Rows) -> Mask:
    """Which of the rows are among a column's own."""
    place = np.minimum(np.searchsorted(own, rows), len(own) - 1)
    held: Mask = own[place] == rows if len(own) else np.zeros(len(rows), bool)
    return held


def _most(counts: Iterable[FacetCount]) -> tuple[FacetCount, ...]:
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


class Columns:
    """All fields of all rows. Rows are appended; a dead row is left out by the caller's mask."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._keywords: dict[str, _Keywords] = {}
        self._numbers: dict[str, _Numbers] = {}
        self._names: dict[str, list[Localized]] = {}
        self._aliases: dict[str, list[str]] = {}
        self._unsettled: dict[str, _Keywords | _Numbers] = {}
        self._values = CatalogueValues({}, 0, self)
        self._grown: set[str] = set()  # fields whose `_values` are of yesterday
        for key, name in FIELDS.items():
            self._name(key, name)

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, record: dict[str, Any]) -> None:
        """Appends a row as `record_of` describes it; `settle` makes it visible."""
        row = len(self.ids)
        self.ids.append(record["id"])
        for key, name in record["names"].items():
            self._name(key, Localized(*name))
        for key, labels in record["keywords"].items():
            column = self._unsettled[f"w{key}"] = self._keywords.setdefault(key, _Keywords())
            for label in dict.fromkeys(Localized(*each) for each in labels):
                column.add(row, label)
        for key, values in record["numbers"].items():
            numbers = self._unsettled[f"n{key}"] = self._numbers.setdefault(key, _Numbers())
            for value in values:
                numbers.add(row, value, record["units"].get(key, ""))

    def settle(self) -> None:
        """Makes the rows that were added visible to filters and facets."""
        for column in self._unsettled.values():
            column.settle()
        self._grown |= {key[1:] for key in self._unsettled}
        self._unsettled = {}

    def save(self, folder: Path) -> None:
        """Writes columns.npz and columns.json."""
        words = {key: column.arrays for key, column in self._keywords.items()}
        numbers = {key: column.arrays for key, column in self._numbers.items()}
        np.savez(
            folder / "columns.npz",
            word_rows=_flat(words, 0), word_codes=_flat(words, 1), number_rows=_flat(numbers, 0), numbers=_flat(numbers, 1),
            units=np.concatenate([np.zeros(0, np.int16), *(column.codes for column in self._numbers.values())]),
        )
        about = {
            "ids": self.ids,
            "names": [[key, name.zh, name.en] for key, names in self._names.items() for name in names],
            "words": [[key, len(rows), [[v.zh, v.en] for v in self._keywords[key].labels]] for key, (rows, _) in words.items()],
            "numbers": [[key, len(rows), self._numbers[key].units] for key, (rows, _) in numbers.items()],
        }
        (folder / "columns.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Columns:
        """What `save` wrote."""
        about = json.loads((folder / "columns.json").read_text("utf-8"))
        columns = cls()
        columns.ids = about["ids"]
        for key, zh, en in about["names"]:
            columns._name(key, Localized(zh, en))
        with np.load(folder / "columns.npz") as arrays:
            word_rows, word_codes = arrays["word_rows"], arrays["word_codes"]
            number_rows, numbers, units = arrays["number_rows"], arrays["numbers"], arrays["units"]
        at = 0
        for key, count, labels in about["words"]:
            columns._keywords[key] = _Keywords(labels, word_rows[at : at + count], word_codes[at : at + count])
            at += count
        at = 0
        for key, count, names in about["numbers"]:
            part = slice(at, at + count)
            columns._numbers[key] = _Numbers(number_rows[part], numbers[part], names, units[part])
            at += count
        columns._grown = {*columns._keywords, *columns._numbers}
        return columns

    def mask(self, conditions: Iterable[Filter], n: int) -> Mask | None:
        """bool[n] of the first `n` rows, True where every condition holds; None when there is no condition."""
        mask: Mask | None = None
        for condition in conditions:
            each = self._one(condition, n)
            mask = each if mask is None else mask & each
        return mask

    def values(self) -> CatalogueValues:
        """The values of every field: the same object until `settle` brings new ones."""
        if grown := self._grown:
            self._grown = set()
            self._values = CatalogueValues({**self._values.fields, **{key: self._of(key) for key in grown}}, len(self.ids), self)
        return self._values

    def _of(self, key: str) -> FieldValues:
        words, numbers = self._keywords.get(key, _Keywords()), self._numbers.get(key, _Numbers())
        rows = np.union1d(words.arrays[0], numbers.arrays[0]) if len(numbers.arrays[0]) else words.arrays[0]
        products = int(np.count_nonzero(np.diff(rows))) + 1 if len(rows) else 0
        low, high = (float(each(numbers.arrays[1])) if len(numbers.arrays[1]) else 0.0 for each in (np.min, np.max))
        return FieldValues(self._names.get(key, ()), words.labels, products, low, high, numbers.units)

    def carried(self, rows: Rows, fields: Sequence[str]) -> dict[str, Carried]:
        """Which share of the rows has a value in each field, and of which unit."""
        return {field: self._carried(field, np.sort(rows)) for field in fields}

    def _carried(self, field: str, rows: Rows) -> Carried:
        words, numbers = self._keywords.get(field), self._numbers.get(field)
        named, counted = (_held(column.arrays[0], rows) if column else np.zeros(len(rows), bool) for column in (words, numbers))
        return Carried(float((named | counted).mean()), float(counted.mean()), numbers.unit(rows[counted]) if numbers else "")

    def facets(self, fields: Sequence[str], rows: Rows, language: Language) -> dict[str, tuple[FacetCount, ...]]:
        """Counts of these rows by value, each the number that a filter on the value keeps of them;
        numbers as ranges `a..b` that can be used as a filter."""
        chosen = np.zeros(len(self.ids), bool)
        chosen[rows] = True
        return {name: self._counts(name, chosen, language) for name in fields}

    def _counts(self, name: str, chosen: Mask, language: Language) -> tuple[FacetCount, ...]:
        keys = self._keys(name)
        numbers = [self._numbers[key] for key in keys if key in self._numbers]
        words = [count for key in keys if key in self._keywords for count in self._keywords[key].counts(chosen, language)]
        if not words:
            rows, values = zip(*(column.of(chosen) for column in numbers), strict=True) if numbers else ([()], [()])
            return _number_counts(np.concatenate(rows), np.concatenate(values))
        if len(keys) == 1 and not numbers:
            return tuple(words)
        distinct = {value_key(count.value): count.value for count in words}.values()
        masks = ((value, self._one(Filter(name, "=", (value,)), len(chosen))) for value in distinct)
        return _most(FacetCount(value, int((mask & chosen).sum())) for value, mask in masks)

    def _one(self, condition: Filter, n: int) -> Mask:
        keys = self._keys(condition.field)
        words = [self._keywords[key] for key in keys if key in self._keywords]
        numbers = [self._numbers[key] for key in keys if key in self._numbers]
        if condition.op in ("<", "<=", ">", ">="):
            if words and not numbers:
                raise InvalidQuery(f"filter {str(condition)!r}: {condition.field} holds words, expected = or !=")
            words = []
        if words and not _numeric(condition):
            numbers = []
        mask = np.zeros(n, bool)
        for keywords in words:
            mask |= keywords.mask(condition.values, n)
        for column in numbers:
            mask |= column.mask(condition, n)
        return ~mask if condition.op == "!=" else mask

    def _keys(self, name: str) -> list[str]:
        """The columns of a field that is called so in either language. Usually it is one; where some
        products name an attribute in both languages and others in one, they are several."""
        key = field_key(name)
        if key in FIELDS:
            return [key]
        keys = list(dict.fromkeys([key, *self._aliases.get(key, ())]))
        if built_in := [each for each in keys if each in FIELDS]:
            return built_in
        others = [field_key(text) for each in keys for label in self._names.get(each, ()) for text in label.all]
        keys = [each for each in dict.fromkeys([*keys, *others]) if each in self._keywords or each in self._numbers]
        if keys:
            return keys
        raise InvalidQuery(f"no field {name!r} in this shop; there are {', '.join(self._like(key))} …")

    def _like(self, key: str) -> list[str]:
        """The fields that may have been meant, then those that every shop has and the commonest."""
        most = sorted(self._keywords, key=lambda field: -len(self._keywords[field].arrays[0]))
        return list(dict.fromkeys([*get_close_matches(key, [*self._aliases, *self._keywords, *self._numbers], 3), *FIELDS, *most]))[:12]

    def _name(self, key: str, name: Localized) -> None:
        known = self._names.setdefault(key, [])
        if name in known:
            return
        known.append(name)
        for text in name.all:
            keys = self._aliases.setdefault(field_key(text), [])
            if key not in keys:
                keys.append(key)


def _flat(columns: dict[str, Any], part: int) -> NDArray[Any]:
    return np.concatenate([arrays[part] for arrays in columns.values()]) if columns else np.zeros(0)


def record_of(document: IndexDocument) -> dict[str, Any]:
    """What the columns keep of a document, as plain JSON values."""
    return {
        "id": document.id,
        "keywords": {k: [[v.zh, v.en] for v in values] for k, values in document.keywords.items()},
        "numbers": document.numbers,
        "units": document.units,
        "names": {k: [v.zh, v.en] for k, v in document.names.items()},
    }


def _numeric(condition: Filter) -> bool:
    try:
        condition.ranges()
    except InvalidQuery:
        return False
    return True
