"""The values of products by field, as arrays: exact filters and facet counts in microseconds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....shop import InvalidQuery, Language, Localized
from ...document import FIELDS, IndexDocument
from ...filters import Filter, Range, field_key, value_key
from ...result import FacetCount

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
        self._lookup: dict[str, list[int]] | None = None
        self._known: dict[Localized, int] | None = None

    def add(self, row: int, label: Localized) -> None:
        if self._known is None:
            self._known = {each: code for code, each in enumerate(self.labels)}
        code = self._known.get(label)
        if code is None:
            code = self._known[label] = len(self.labels)
            self.labels.append(label)
            self._lookup = None
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
            rows, codes = self.arrays
            mask[rows[np.isin(codes, wanted)]] = True
        return mask

    def counts(self, chosen: Mask, language: Language) -> tuple[FacetCount, ...]:
        rows, codes = self.arrays
        counts = np.bincount(codes[chosen[rows]], minlength=len(self.labels))
        best = sorted(np.flatnonzero(counts).tolist(), key=lambda code: (-counts[code], self.labels[code].get(language)))
        return tuple(FacetCount(self.labels[code].get(language), int(counts[code])) for code in best[:MOST_VALUES])

    def _codes_of(self, value: str) -> list[int]:
        if self._lookup is None:
            lookup: dict[str, list[int]] = {}
            for code, label in enumerate(self.labels):
                for text in label.all:
                    lookup.setdefault(value_key(text), []).append(code)
            self._lookup = lookup
        return self._lookup.get(value_key(value), [])


class _Numbers:
    """Which row has which number; a product with several variants has several."""

    def __init__(self, rows: Any = (), values: Any = ()) -> None:
        self.arrays = (np.asarray(rows, np.int32), np.asarray(values, np.float64))
        self._later: list[tuple[int, float]] = []

    def add(self, row: int, value: float) -> None:
        self._later.append((row, value))

    def settle(self) -> None:
        """Makes what was added visible, all at once."""
        rows, values = zip(*self._later, strict=True)
        self.arrays = (np.concatenate([self.arrays[0], np.array(rows, np.int32)]), np.concatenate([self.arrays[1], np.array(values)]))
        self._later = []

    def mask(self, condition: Filter, n: int) -> Mask:
        rows, values = self.arrays
        mask = np.zeros(n, bool)
        for span in condition.ranges():
            mask[rows[_inside(values, span)]] = True
        return mask

    def counts(self, chosen: Mask) -> tuple[FacetCount, ...]:
        rows, values = self.arrays
        kept = chosen[rows]
        rows, values = rows[kept], values[kept]
        if not len(values):
            return ()
        edges = _edges(values)
        spans = [Range(low, high, high_open=True) for low, high in pairwise(edges)]
        spans[-1] = replace(spans[-1], high_open=False)
        counts = [(span, len(np.unique(rows[_inside(values, span)]))) for span in spans]
        return tuple(FacetCount(_shown(span), count) for span, count in counts if count)


def _inside(values: NDArray[np.float64], span: Range) -> Mask:
    above = values > span.low if span.low_open else values >= span.low
    below = values < span.high if span.high_open else values <= span.high
    mask: Mask = above & below
    return mask


def _shown(span: Range) -> str:
    """A range as a filter takes it."""
    return f"{span.low:.12g}..{'<' if span.high_open else ''}{span.high:.12g}"


def _edges(values: NDArray[np.float64]) -> list[float]:
    """Round numbers near the quantiles, the first and last covering everything."""
    inner = [_round(value) for value in np.quantile(values, np.linspace(0, 1, RANGES + 1)[1:-1])]
    low, high = float(values.min()), float(values.max())
    return [float(np.floor(low)), *sorted({v for v in inner if low < v < high}), float(np.ceil(high))]


def _round(value: float) -> float:
    if value == 0:
        return 0.0
    step = 10.0 ** (np.floor(np.log10(abs(value))))
    return float(f"{np.round(value / step * 2) / 2 * step:.12g}")


class Columns:
    """All fields of all rows. Rows are appended; a dead row is left out by the caller's mask."""

    def __init__(self) -> None:
        self.ids: list[str] = []
        self._keywords: dict[str, _Keywords] = {}
        self._numbers: dict[str, _Numbers] = {}
        self._names: dict[str, Localized] = {}
        self._aliases: dict[str, str] = {}
        self._unsettled: dict[str, _Keywords | _Numbers] = {}
        for key, name in FIELDS.items():
            self._name(key, name)

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, record: dict[str, Any]) -> None:
        """Appends a row as `record_of` describes it; `settle` makes it visible."""
        row = len(self.ids)
        self.ids.append(record["id"])
        for key, name in record["names"].items():
            if key not in self._names:
                self._name(key, Localized(*name))
        for key, labels in record["keywords"].items():
            column = self._unsettled[f"w{key}"] = self._keywords.setdefault(key, _Keywords())
            for zh, en in labels:
                column.add(row, Localized(zh, en))
        for key, values in record["numbers"].items():
            numbers = self._unsettled[f"n{key}"] = self._numbers.setdefault(key, _Numbers())
            for value in values:
                numbers.add(row, value)

    def settle(self) -> None:
        """Makes the rows that were added visible to filters and facets."""
        for column in self._unsettled.values():
            column.settle()
        self._unsettled = {}

    def save(self, folder: Path) -> None:
        """Writes columns.npz and columns.json."""
        words = {key: column.arrays for key, column in self._keywords.items()}
        numbers = {key: column.arrays for key, column in self._numbers.items()}
        np.savez(
            folder / "columns.npz",
            word_rows=_flat(words, 0), word_codes=_flat(words, 1), number_rows=_flat(numbers, 0), numbers=_flat(numbers, 1),
        )
        about = {
            "ids": self.ids,
            "names": {key: [name.zh, name.en] for key, name in self._names.items()},
            "words": [[key, len(rows), [[v.zh, v.en] for v in self._keywords[key].labels]] for key, (rows, _) in words.items()],
            "numbers": [[key, len(rows)] for key, (rows, _) in numbers.items()],
        }
        (folder / "columns.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Columns:
        """What `save` wrote."""
        about = json.loads((folder / "columns.json").read_text("utf-8"))
        columns = cls()
        columns.ids = about["ids"]
        for key, name in about["names"].items():
            columns._name(key, Localized(*name))
        with np.load(folder / "columns.npz") as arrays:
            word_rows, word_codes, number_rows, numbers = (arrays[k] for k in ("word_rows", "word_codes", "number_rows", "numbers"))
        at = 0
        for key, count, labels in about["words"]:
            columns._keywords[key] = _Keywords(labels, word_rows[at : at + count], word_codes[at : at + count])
            at += count
        at = 0
        for key, count in about["numbers"]:
            columns._numbers[key] = _Numbers(number_rows[at : at + count], numbers[at : at + count])
            at += count
        return columns

    def mask(self, conditions: Iterable[Filter]) -> Mask | None:
        """bool[n], True where every condition holds; None when there is no condition."""
        mask: Mask | None = None
        for condition in conditions:
            each = self._one(condition)
            mask = each if mask is None else mask & each
        return mask

    def facets(self, fields: Sequence[str], rows: Rows, language: Language) -> dict[str, tuple[FacetCount, ...]]:
        """Counts of these rows by value; numbers as ranges `a..b` that can be used as a filter."""
        chosen = np.zeros(len(self.ids), bool)
        chosen[rows] = True
        out: dict[str, tuple[FacetCount, ...]] = {}
        for name in fields:
            key = self._key(name)
            words = self._keywords[key].counts(chosen, language) if key in self._keywords else ()
            out[name] = words or (self._numbers[key].counts(chosen) if key in self._numbers else ())
        return out

    def _one(self, condition: Filter) -> Mask:
        key, n = self._key(condition.field), len(self.ids)
        keywords, numbers = self._keywords.get(key), self._numbers.get(key)
        if condition.op in ("<", "<=", ">", ">="):
            if numbers is None and keywords is not None:
                raise InvalidQuery(f"filter {str(condition)!r}: {condition.field} holds words, expected = or !=")
            return numbers.mask(condition, n) if numbers else np.zeros(n, bool)
        mask = np.zeros(n, bool)
        if keywords:
            mask |= keywords.mask(condition.values, n)
        if numbers and (not keywords or _numeric(condition)):
            mask |= numbers.mask(condition, n)
        return ~mask if condition.op == "!=" else mask

    def _key(self, name: str) -> str:
        key = field_key(name)
        if key in self._keywords or key in self._numbers or key in FIELDS:
            return key
        if key in self._aliases:
            return self._aliases[key]
        known = sorted(self._keywords.keys() | self._numbers.keys())
        raise InvalidQuery(f"no field {name!r} in this shop; there are {', '.join(known[:12])}{' …' if len(known) > 12 else ''}")

    def _name(self, key: str, name: Localized) -> None:
        self._names[key] = name
        for text in name.all:
            self._aliases.setdefault(field_key(text), key)


def _flat(columns: dict[str, Any], part: int) -> NDArray[Any]:
    return np.concatenate([arrays[part] for arrays in columns.values()]) if columns else np.zeros(0)


def record_of(document: IndexDocument) -> dict[str, Any]:
    """What the columns keep of a document, as plain JSON values."""
    return {
        "id": document.id,
        "keywords": {k: [[v.zh, v.en] for v in values] for k, values in document.keywords.items()},
        "numbers": document.numbers,
        "names": {k: [v.zh, v.en] for k, v in document.names.items()},
    }


def _numeric(condition: Filter) -> bool:
    try:
        condition.ranges()
    except InvalidQuery:
        return False
    return True
