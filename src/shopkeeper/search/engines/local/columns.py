"""The values of products by field, as arrays: exact filters and facet counts in microseconds."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....shop import InvalidQuery, Language, Localized
from ...document import FIELDS, LEVELS, NO, YES, IndexDocument, IndexVariant, Levels
from ...filters import Filter, field_key, value_key
from ...result import FacetCount
from ..protocol import Carried, CatalogueValues, FieldValues
from .fields import Fields, LevelsOfRow, Mask, Rows, most, number_counts

LevelsRecord = list[list[Any]]  # of each variant: its id, words and numbers by field
STOCK = "in_stock"
_STATES = {"yes": True, "是": True, "no": False, "否": False}


class Kept(NamedTuple):
    """What passes some filters: products, bool[n], and which of their variants, bool[m]; None: all of theirs."""

    products: Mask
    variants: Mask | None


class Values(NamedTuple):
    """What some products have: `owner` is the product of each variant, the fields those of the products and of the variants."""

    ids: list[str]
    variant_ids: list[str]
    owner: Rows
    created: NDArray[np.float64]
    products: Fields
    variants: Fields


class Meant(NamedTuple):
    """What a condition asks for: the columns that its field names, and whether their words and numbers may hold it."""

    keys: list[str]
    words: bool
    numbers: bool


NOTHING_ASKED: tuple[tuple[tuple[Filter, ...], int], Kept] = (((), 0), Kept(np.zeros(0, bool), None))


class Columns:
    """All fields of all rows. Rows are appended; a dead row is left out by the caller's mask.

    What variants may differ in (options, price, currency, stock) stands by variant, the rest by product. A filter is
    held by a variant, or by its product for all of its variants; a product passes filters when one of its variants holds
    them all. One is in stock when it can be sold, and a product is out of stock when none of its variants can.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.variant_ids: list[str] = []
        self._owner: Rows = np.zeros(0, np.int64)  # the product's row of each variant
        self._created: NDArray[np.float64] = np.zeros(0)
        self._later: tuple[list[int], list[float]] = ([], [])
        self._products, self._variants = Fields(), Fields()
        self._names: dict[str, list[Localized]] = {}
        self._aliases: dict[str, list[str]] = {}
        self._values = CatalogueValues({}, 0, self)
        self._grown: set[str] = set()  # fields whose `_values` are of yesterday
        self._places: dict[str, dict[Localized, int]] = {}  # of each of a field's words
        self._kept = NOTHING_ASKED
        self._words: dict[str, list[Localized]] = {}  # of a field, in the order in which they came
        for key, name in FIELDS.items():
            self.name(key, name)

    @classmethod
    def of(cls, values: Values, schema: Columns) -> Columns:
        """The columns of some rows, settled, with the names of fields and the words of another that knows all of them."""
        columns = cls()
        columns.ids, columns.variant_ids, columns._owner, columns._created = values.ids, values.variant_ids, values.owner, values.created
        columns._products, columns._variants = values.products, values.variants
        columns._names, columns._aliases = schema._names, schema._aliases
        columns._words, columns._places, columns._values = schema._words, schema._places, schema._values
        return columns

    def __len__(self) -> int:
        return len(self.ids)

    def add(self, record: dict[str, Any]) -> None:
        """Appends a row as `record_of` describes it; `settle` makes it visible."""
        row = len(self.ids)
        self.ids.append(record["id"])
        for key, name in record["names"].items():
            self.name(key, Localized(*name))
        self._products.add(row, record)
        owners, created = self._later
        for variant in record["variants"]:
            self._variants.add(len(self.variant_ids), variant)
            self.variant_ids.append(variant["id"])
            owners.append(row)
        created.append(math.nan if record["created"] is None else record["created"])

    def settle(self) -> None:
        """Makes the rows that were added visible to filters and facets."""
        owners, created = self._later
        self._owner = np.concatenate([self._owner, np.array(owners, np.int64)])
        self._created = np.concatenate([self._created, np.array(created)])
        self._later = ([], [])
        self._grown |= self._products.settle() | self._variants.settle()

    def with_levels(self, changes: Mapping[int, LevelsRecord]) -> Columns:
        """These columns with other prices and stock in some rows; they stay as they are themselves."""
        self.settle()
        new, variants = copy(self), dict[int, LevelsOfRow]()
        for row, record in changes.items():
            places = {self.variant_ids[place]: place for place in self._variant_rows(row)}
            variants |= {places[id]: (keywords, numbers) for id, keywords, numbers in record if id in places}
        new._variants, new._later, new._kept = self._variants.with_levels(variants), ([], []), NOTHING_ASKED
        new._grown = self._grown | {key for key in LEVELS if _span(self._variants, key) != _span(new._variants, key)}
        return new

    def levels_of(self, row: int) -> LevelsRecord:
        """What is known of the prices and stock of a row, as `levels_record` says it."""
        return [[self.variant_ids[place], *self._variants.levels_of(place)] for place in self._variant_rows(row)]

    def _variant_rows(self, row: int) -> range:
        """The rows of a product's variants."""
        return range(*np.searchsorted(self._owner, [row, row + 1]).tolist())

    def save(self, folder: Path) -> None:
        """Writes columns.npz and columns.json."""
        (products, about_products), (variants, about_variants) = self._products.save(), self._variants.save()
        arrays = {f"p_{name}": array for name, array in products.items()} | {f"v_{name}": array for name, array in variants.items()}
        np.savez(folder / "columns.npz", owner=self._owner, created=self._created, **arrays)  # type: ignore[arg-type]
        about = {
            "ids": self.ids, "variant_ids": self.variant_ids, "products": about_products, "variants": about_variants,
            "names": [[key, name.zh, name.en] for key, names in self._names.items() for name in names],
        }
        (folder / "columns.json").write_text(json.dumps(about, ensure_ascii=False), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> Columns:
        """What `save` wrote."""
        about = json.loads((folder / "columns.json").read_text("utf-8"))
        columns = cls()
        columns.ids, columns.variant_ids = about["ids"], about["variant_ids"]
        for key, zh, en in about["names"]:
            columns.name(key, Localized(zh, en))
        with np.load(folder / "columns.npz") as arrays:
            columns._owner, columns._created = arrays["owner"], arrays["created"]
            columns._products = Fields.load({name[2:]: arrays[name] for name in arrays if name.startswith("p_")}, about["products"])
            columns._variants = Fields.load({name[2:]: arrays[name] for name in arrays if name.startswith("v_")}, about["variants"])
        columns._grown = {key for fields in (columns._products, columns._variants) for key in (*fields.keywords, *fields.numbers)}
        return columns

    def kept(self, conditions: Iterable[Filter], n: int) -> Kept | None:
        """Of the first `n` rows those that pass all conditions; None when there is no condition."""
        conditions = tuple(conditions)
        if not conditions:
            return None
        asked, known = self._kept
        if asked != (conditions, n):  # a search asks for its candidates and again for the variants of a page
            known = self._pass(conditions, n)
            self._kept = (conditions, n), known
        return known

    def _pass(self, conditions: Sequence[Filter], n: int) -> Kept:
        owner = self._owners(n)
        products: Mask = np.ones(n, bool)
        variants: Mask | None = None
        for condition in conditions:
            of_products, of_variants = self._one(condition, n, owner)
            products = products if of_products is None else products & of_products
            variants = variants if of_variants is None else _both(variants, of_variants)
        if variants is not None:
            variants = variants & products[owner]
            products = _owners_of(variants, owner, n)
        return Kept(products, variants)

    def values(self) -> CatalogueValues:
        """The values of every field: the same object until `settle` brings new ones."""
        if grown := self._grown:
            self._grown = set()
            self._values = CatalogueValues({**self._values.fields, **{key: self._of(key) for key in grown}}, len(self.ids), self)
        return self._values

    def _of(self, key: str) -> FieldValues:
        words = self._words.setdefault(key, [])
        known = set(words)
        labels = (label for fields in (self._products, self._variants) if key in fields.keywords for label in fields.keywords[key].labels)
        words += dict.fromkeys(label for label in labels if label not in known)
        numbers = [fields.numbers[key] for fields in (self._products, self._variants) if key in fields.numbers]
        counted = np.concatenate([np.zeros(0), *(column.arrays[1] for column in numbers)])
        low, high = (float(counted.min()), float(counted.max())) if len(counted) else (0.0, 0.0)
        units = list(dict.fromkeys(unit for column in numbers for unit in column.units))
        held = np.unique(np.concatenate([np.zeros(0, np.int64), *self._rows_with(key)]))
        return FieldValues(self._names.get(key, ()), words, len(held), low, high, units)

    def _rows_with(self, key: str, *, words: bool = True) -> list[Rows]:
        """The products' rows, ascending, of each column that has the field; without `words` of numbers only."""
        kinds = ("keywords", "numbers") if words else ("numbers",)
        found = [(fields, getattr(fields, kind)[key]) for fields in (self._products, self._variants) for kind in kinds
                 if key in getattr(fields, kind)]
        return [self._owner[column.arrays[0]] if fields is self._variants else column.arrays[0] for fields, column in found]

    def carried(self, rows: Rows, fields: Sequence[str]) -> dict[str, Carried]:
        """Which share of the rows has a value in each field, and of which unit."""
        self.values()  # the words have their places
        return {field: self._carried(field, np.sort(rows)) for field in fields}

    def _carried(self, field: str, rows: Rows) -> Carried:
        none = np.zeros(len(rows), bool)
        every = np.logical_or.reduce([none, *(_among(own, rows) for own in self._rows_with(field))])
        counted = np.logical_or.reduce([none, *(_among(own, rows) for own in self._rows_with(field, words=False))])
        numbers = self._products.numbers.get(field)
        unit = numbers.unit(rows[counted]) if numbers else ""
        return Carried(float(every.mean()), float(counted.mean()), unit, self._words_among(field, rows))

    def _words_among(self, field: str, rows: Rows) -> frozenset[int]:
        """The places in `FieldValues.words` of the words that the rows have."""
        chosen = np.zeros(len(self.ids), bool)
        chosen[rows] = True
        if field not in self._places:
            self._places[field] = {}
        places, words = self._places[field], self._words.get(field, [])
        places.update((word, i) for i, word in enumerate(words[len(places) :], len(places)))
        found: set[int] = set()
        for fields in (self._products, self._variants):
            if column := fields.keywords.get(field):
                own, codes = column.arrays
                owner = self._owner[own] if fields is self._variants else own
                found.update(places[label] for code in np.unique(codes[chosen[owner]]).tolist() if (label := column.labels[code]) in places)
        return frozenset(found)

    def category(self, rows: Rows) -> Localized | None:
        """The narrowest category that most of the rows are in."""
        column = self._products.keywords.get("category")
        whole = np.zeros(0, np.int64) if column is None else np.bincount(column.arrays[1], minlength=len(column.labels))
        return min(self.categories(rows), key=lambda label: int(whole[column.labels.index(label)]) if column else 0, default=None)

    def categories(self, rows: Rows) -> list[Localized]:
        """The categories that most of the rows are in."""
        column = self._products.keywords.get("category")
        if column is None or not len(rows):
            return []
        chosen = np.zeros(len(self.ids), bool)
        chosen[rows] = True
        own, codes = column.arrays
        held = np.bincount(codes[chosen[own]], minlength=len(column.labels))
        return [column.labels[code] for code in np.flatnonzero(held * 2 > len(rows)).tolist()]

    def variants_of(self, row: int, kept: Kept | None) -> list[str]:
        """The ids of a row's variants, in the product's order; those that pass when it is known which do."""
        start, end = (places := self._variant_rows(row)).start, places.stop
        passing = range(start, end) if kept is None or kept.variants is None else start + np.flatnonzero(kept.variants[start:end])
        return [self.variant_ids[i] for i in passing]

    def lowest_prices(self, rows: Rows, variants: Mask | None) -> NDArray[np.float32]:
        """The lowest price of each row, among the `variants` that pass if given; NaN without one."""
        lowest = np.full(len(self.ids), np.inf)
        if "price" in self._variants.numbers:
            chosen = np.ones(len(self._owner), bool) if variants is None else _padded(variants, len(self._owner))
            priced, prices = self._variants.numbers["price"].of(chosen)
            np.minimum.at(lowest, self._owner[priced], prices)
        found = lowest[rows].astype(np.float32)
        found[np.isinf(found)] = np.nan
        return found

    def created(self, rows: Rows) -> NDArray[np.float64]:
        """When each row's product came into the shop, in seconds since 1970; NaN when that is not known."""
        return self._created[rows]

    def facets(self, fields: Sequence[str], rows: Rows, variants: Mask | None, language: Language) -> dict[str, tuple[FacetCount, ...]]:
        """Counts of these rows by value, each the number that a filter on the value keeps of them, among the `variants`
        that pass the other filters; numbers as ranges `a..b` that can be used as a filter."""
        chosen = np.zeros(len(self.ids), bool)
        chosen[rows] = True
        of_variants = chosen[self._owners(len(self.ids))]
        if variants is not None:
            of_variants &= _padded(variants, len(of_variants))
        return {name: self._counts(name, Kept(chosen, of_variants), language) for name in fields}

    def _counts(self, name: str, chosen: Kept, language: Language) -> tuple[FacetCount, ...]:
        keys, n = self.keys(name), len(chosen.products)
        assert chosen.variants is not None
        owner = self._owners(n)
        if keys == [STOCK]:
            return self._stock_counts(chosen, owner, language)
        words = [self._products.keywords[key].counts(chosen.products, language) for key in keys if key in self._products.keywords]
        words += [self._variants.keywords[key].counts(chosen.variants, language, owner) for key in keys if key in self._variants.keywords]
        numbers: list[tuple[NDArray[Any], NDArray[np.float64]]]
        numbers = [self._products.numbers[key].of(chosen.products) for key in keys if key in self._products.numbers]
        for key in keys:
            if key in self._variants.numbers:
                variants, values = self._variants.numbers[key].of(chosen.variants)
                numbers.append((owner[variants], values))
        if not any(words):
            every = [rows for rows, _ in numbers] or [np.zeros(0, np.int64)]
            return number_counts(np.concatenate(every), np.concatenate([values for _, values in numbers] or [np.zeros(0)]))
        if len(words) == 1 and not numbers:
            return words[0]
        distinct = {value_key(count.value): count.value for counts in words for count in counts}.values()
        return most(FacetCount(value, self._count(Filter(name, "=", (value,)), chosen, owner)) for value in distinct)

    def _count(self, condition: Filter, chosen: Kept, owner: Rows) -> int:
        products, variants = self._one(condition, len(chosen.products), owner)
        if products is not None:
            return int((chosen.products & products).sum())
        assert variants is not None
        return int(_owners_of(_both(chosen.variants, variants), owner, len(chosen.products)).sum())

    def _stock_counts(self, chosen: Kept, owner: Rows, language: Language) -> tuple[FacetCount, ...]:
        available, n = self._available(len(owner)), len(chosen.products)
        some = _owners_of(_both(chosen.variants, available), owner, n)
        none = chosen.products & ~_owners_of(available, owner, n)
        counts = (FacetCount(label.get(language), int(mask.sum())) for label, mask in ((YES, some), (NO, none)))
        return most(count for count in counts if count.count)

    def _by_stock(self, condition: Filter, n: int, owner: Rows) -> tuple[Mask | None, Mask | None]:
        wanted = states(condition)
        if len(wanted) != 1:
            return np.full(n, bool(wanted)), None
        available = self._available(len(owner))
        return (None, available) if wanted == {True} else (~_owners_of(available, owner, n), None)

    def _available(self, m: int) -> Mask:
        column = self._variants.keywords.get(STOCK)
        return column.mask([YES.en], m) if column else np.zeros(m, bool)

    def _one(self, condition: Filter, n: int, owner: Rows) -> tuple[Mask | None, Mask | None]:
        """Which of `n` products hold a condition; or, where variants differ in it, which variants do."""
        keys, words, numbers = self.meant(condition)
        if keys == [STOCK]:
            return self._by_stock(condition, n, owner)
        of_products, of_variants = (_held(fields, keys, condition, size, words, numbers)
                                    for fields, size in ((self._products, n), (self._variants, len(owner))))
        if of_products is not None and of_variants is not None:
            of_variants |= of_products[owner]
            of_products = None
        elif of_products is None and of_variants is None:
            of_products = np.zeros(n, bool)
        if condition.op == "!=":
            return (None if of_products is None else ~of_products), (None if of_variants is None else ~of_variants)
        return of_products, of_variants

    def meant(self, condition: Filter) -> Meant:
        """What a condition asks for in this shop; `InvalidQuery` when no field is called so, or it holds words that are compared."""
        keys = self.keys(condition.field)
        words, numbers = any(self._has_words(key) for key in keys), any(self._has_numbers(key) for key in keys)
        if keys == [STOCK]:
            return Meant(keys, True, False)
        if condition.op in ("<", "<=", ">", ">="):
            if words and not numbers:
                raise InvalidQuery(f"filter {str(condition)!r}: {condition.field} holds words, expected = or !=")
            words = False
        return Meant(keys, words, numbers and (not words or _numeric(condition)))

    def _has_words(self, key: str) -> bool:
        return key in self._products.keywords or key in self._variants.keywords

    def _has_numbers(self, key: str) -> bool:
        return key in self._products.numbers or key in self._variants.numbers

    def _owners(self, n: int) -> Rows:
        """The rows of the variants that the first `n` products have."""
        return self._owner[: int(np.searchsorted(self._owner, n))]

    def keys(self, name: str) -> list[str]:
        """The columns of a field that is called so in either language. Usually it is one; where some
        products name an attribute in both languages and others in one, they are several."""
        key = field_key(name)
        if key in FIELDS:
            return [key]
        keys = list(dict.fromkeys([key, *self._aliases.get(key, ())]))
        if built_in := [each for each in keys if each in FIELDS]:
            return built_in
        others = [field_key(text) for each in keys for label in self._names.get(each, ()) for text in label.all]
        keys = [each for each in dict.fromkeys([*keys, *others]) if each in self._products or each in self._variants]
        if keys:
            return keys
        raise InvalidQuery(f"no field {name!r} in this shop; there are {', '.join(self._like(key))} …")

    def _like(self, key: str) -> list[str]:
        """The fields that may have been meant, then those that every shop has and the commonest."""
        sizes = {key: len(column.arrays[0]) for fields in (self._products, self._variants) for key, column in fields.keywords.items()}
        most = sorted(sizes, key=lambda field: -sizes[field])
        known = [*self._aliases, *sizes, *self._products.numbers, *self._variants.numbers]
        return list(dict.fromkeys([*get_close_matches(key, known, 3), *FIELDS, *most]))[:12]

    def name(self, key: str, name: Localized) -> None:
        """Takes in what a field is called."""
        known = self._names.setdefault(key, [])
        if name in known:
            return
        known.append(name)
        for text in name.all:
            keys = self._aliases.setdefault(field_key(text), [])
            if key not in keys:
                keys.append(key)


def states(condition: Filter) -> set[bool]:
    """What a condition on the stock lets pass: products that can be sold, those that cannot."""
    if condition.op not in ("=", "!="):
        raise InvalidQuery(f"filter {str(condition)!r}: {condition.field} holds words, expected = or !=")
    wanted = {_STATES[key] for value in condition.values if (key := value_key(value)) in _STATES}
    return wanted if condition.op == "=" else {True, False} - wanted


def _held(fields: Fields, keys: Sequence[str], condition: Filter, size: int, words: bool, numbers: bool) -> Mask | None:
    """The rows with one of the values of a condition; None when these rows lack its field."""
    masks = [fields.keywords[key].mask(condition.values, size) for key in keys if words and key in fields.keywords]
    masks += [fields.numbers[key].mask(condition, size) for key in keys if numbers and key in fields.numbers]
    if not masks:
        return None
    held: Mask = np.logical_or.reduce(masks)
    return held


def _both(mask: Mask | None, other: Mask) -> Mask:
    return other if mask is None else mask & other


def _owners_of(variants: Mask, owner: Rows, n: int) -> Mask:
    products = np.zeros(n, bool)
    products[owner[variants]] = True
    return products


def _padded(mask: Mask, size: int) -> Mask:
    """The mask over more rows, which came in later and are not in it."""
    return mask if len(mask) == size else np.concatenate([mask, np.zeros(size - len(mask), bool)])


def _among(own: NDArray[Any], rows: Rows) -> Mask:
    """Which of the rows are among a column's own, which ascend."""
    place = np.minimum(np.searchsorted(own, rows), len(own) - 1)
    held: Mask = own[place] == rows if len(own) else np.zeros(len(rows), bool)
    return held


def record_of(document: IndexDocument) -> dict[str, Any]:
    """What the columns keep of a document, as plain JSON values."""
    return {
        **_values_of(document), "units": document.units, "variants": [_values_of(variant) for variant in document.variants],
        "names": {k: [v.zh, v.en] for k, v in document.names.items()},
        "created": document.created.timestamp() if document.created else None,
    }


def _values_of(document: IndexDocument | IndexVariant) -> dict[str, Any]:
    keywords = {k: [[v.zh, v.en] for v in values] for k, values in document.keywords.items()}
    return {"id": document.id, "keywords": keywords, "numbers": document.numbers}


def levels_record(levels: Levels) -> tuple[str, LevelsRecord]:
    """Prices and stock of a document as plain JSON values."""
    return levels.id, [list(_values_of(variant).values()) for variant in levels.variants]


def _span(fields: Fields, key: str) -> tuple[object, ...]:
    """What the summary of a field's values is made of: others, another summary."""
    words, numbers = fields.keywords.get(key), fields.numbers.get(key)
    values = numbers.arrays[1] if numbers else np.zeros(0)
    return (len(words.labels), len(words.arrays[0])) if words else (), len(values), values.min(initial=np.inf), values.max(initial=-np.inf)


def _numeric(condition: Filter) -> bool:
    try:
        condition.ranges()
    except InvalidQuery:
        return False
    return True
