"""One thing that is listed twice: products whose words mean nearly the same and whose facts do not tell them apart, with reasons.

A title alone may be that of a kind ("Women Blue Slim Fit Jeans"). So one of three things may differ and no more: a word that only one of
the titles has, the price, some of the description; and none where more than `SHARERS` products share a title. Titles of which each has a
word of its own, praise ("chic", "elegant") left aside, and descriptions that say other things are of two products.

Not all pairs are looked at. Two titles must hold the same numbers, and three in four words of the shorter one: so one of its rarest words
stands in the other (the prefix filter of Chaudhuri, Ganti and Kaushik 2006), which leaves out no pair.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..shop import Localized, Product
from ..text.analyse import STOPWORDS
from ..text.attributes import find_values
from ..text.normalise import normalise
from ..text.stem import stem
from .words import Encode

ALIKE = 0.93  # cosine of the titles
SAME = 0.95  # of the shorter description's words that both have, where nothing is said against them
WORDS = 0.75  # of the shorter title's words that both have
SHARERS = 5  # products; a barcode that more have is no barcode, a title none that tells of one thing
AT_ONCE = 256  # titles that are held against all others
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]")
_PRAISE = frozenset(
    stem(word)
    for word in "chic elegant stylish trendy sophisticated classic cozy cosy feminine cute casual fashionable perfect versatile".split()
)
_CODE = re.compile(r"(?<![\w/])[a-z0-9.]{1,4}(?:/[a-z0-9.]{1,4})+(?![\w/])")
Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Two products, how alike their titles are (cosine, −1 to 1), and why they seem to be one."""

    a: str
    b: str
    alike: float
    reasons: tuple[Localized, ...]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "a": self.a,
            "b": self.b,
            "alike": round(self.alike, 3),
            "reasons": [{"zh": each.zh, "en": each.en} for each in self.reasons],
        }


def duplicates(products: Sequence[Product], encode: Encode) -> list[Duplicate]:
    """Every pair that seems to be one product, those with most reasons first: of one barcode, or with titles that mean and say nearly the
    same. Another number in the title, another colour or the like in it, or another value of the same attribute tells two titles apart."""
    titles = [_title(product) for product in products]
    shared = list(_same_barcode(products))
    blocks = list(_blocks(titles))
    involved = {place for a, b in (*_apart(shared), *(pairs for block in blocks for pairs in block.pairs())) for place in (*a, *b)}
    row = {place: number for number, place in enumerate(sorted(int(place) for place in involved))}
    if not row:
        return []
    vectors = encode([titles[place] for place in row])

    def alike(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.float32]:
        left, right = ([row[place] for place in each.tolist()] for each in (a, b))
        return np.asarray(np.einsum("ij,ij->i", vectors[left], vectors[right]))

    out, crowd = {}, Counter(titles)
    for a, b in (pairs for block in blocks for pairs in block.pairs()):
        for place, other, near in zip(a.tolist(), b.tolist(), alike(a, b).tolist(), strict=True):
            if near >= ALIKE and _one(products[place], products[other], titles[place], titles[other], crowd):
                out[place, other] = _told(products[place], products[other], titles[place], titles[other], near)
    for place, other in shared:
        near = float(alike(np.array([place]), np.array([other]))[0])
        out[place, other] = _told(products[place], products[other], titles[place], titles[other], near)
    return sorted(out.values(), key=lambda each: (-len(each.reasons), -each.alike, each.a, each.b))


def _same_barcode(products: Sequence[Product]) -> Iterator[tuple[int, int]]:
    """The places of two products that share a barcode."""
    having = defaultdict[str, list[int]](list)
    for place, product in enumerate(products):
        for code in {variant.barcode for variant in product.variants if variant.barcode}:
            having[code].append(place)
    yield from {pair for places in having.values() if len(places) <= SHARERS for pair in combinations(places, 2)}


def _apart(pairs: Iterable[tuple[int, int]]) -> Iterator[Pairs]:
    yield from ((np.array([a]), np.array([b])) for a, b in pairs)


def _blocks(titles: Sequence[str]) -> Iterator[_Block]:
    """The titles with the same numbers, those blocks that hold two or more."""
    by_numbers = defaultdict[frozenset[str], list[int]](list)
    for place, title in enumerate(titles):
        by_numbers[frozenset(_NUMBER.findall(title))].append(place)
    yield from (_Block(np.array(places), [_words(titles[place]) for place in places]) for places in by_numbers.values() if len(places) > 1)


class _Block:
    """Titles of which any two may share their words, at these places of all, ascending."""

    def __init__(self, places: NDArray[np.int64], words: Sequence[frozenset[str]]) -> None:
        from scipy.sparse import csr_matrix

        often = Counter(word for each in words for word in each)
        column = {word: number for number, word in enumerate(often)}

        def matrix(rows: Sequence[Sequence[str]]) -> Any:
            starts = np.cumsum([0, *map(len, rows)])
            places = [column[word] for row in rows for word in row]
            return csr_matrix((np.ones(len(places), np.int32), places, starts), shape=(len(rows), len(column)))

        rarest = [sorted(each, key=lambda word: (often[word], word)) for each in words]
        self._places, self._size = places, np.array([len(each) for each in words])
        self._all = matrix(rarest)
        self._rare = matrix([each[: len(each) - math.ceil(WORDS * len(each)) + 1] if each else [] for each in rarest])

    def pairs(self) -> Iterator[Pairs]:
        """The places of the first and of the second of each pair that shares `WORDS` of the shorter one's words, some at a time."""
        whole = self._all.T.tocsr()
        for start in range(0, len(self._places), AT_ONCE):
            near = (self._rare[start : start + AT_ONCE] @ whole).tocoo()
            short, long = near.row.astype(np.int64) + start, near.col.astype(np.int64)
            mine, theirs = self._size[short], self._size[long]
            once = (mine < theirs) | ((mine == theirs) & (short < long))
            short, long = short[once], long[once]
            both = np.asarray(self._all[short].multiply(self._all[long]).sum(1)).ravel()
            kept = both >= WORDS * self._size[short]
            a, b = self._places[short[kept]], self._places[long[kept]]
            yield np.minimum(a, b), np.maximum(a, b)


def _words(title: str) -> frozenset[str]:
    return frozenset(_WORD.findall(title))


def _one(a: Product, b: Product, mine: str, theirs: str, crowd: Mapping[str, int]) -> bool:
    """Whether two products of nearly the same title may be one."""
    only_mine, only_theirs = _substance(mine) - _substance(theirs), _substance(theirs) - _substance(mine)
    if _different(a, b) or _say_otherwise(mine, theirs) or _spelled_otherwise(mine, theirs) or (only_mine and only_theirs):
        return False
    alike = _descriptions_alike(a, b)
    against = bool(only_mine or only_theirs) + (None not in (a.price, b.price) and a.price != b.price) + (alike < SAME)
    return alike >= WORDS and against <= (max(crowd[mine], crowd[theirs]) <= SHARERS)


def _spelled_otherwise(a: str, b: str) -> bool:
    """Whether single letters ("letter A", "letter K") or codes ("M/M", "M/F") tell two titles apart."""
    letters, others = ({word for word in _words(title) if len(word) == 1 and word.isalpha()} for title in (a, b))
    mine, theirs = sorted(_CODE.findall(a)), sorted(_CODE.findall(b))
    return bool(letters - others and others - letters) or bool(mine and theirs and mine != theirs)


@lru_cache(20_000)
def _substance(title: str) -> frozenset[str]:
    """The words of a title that say what it is: their stems, praise and joining words left out."""
    return frozenset(map(stem, _words(title))) - _PRAISE - STOPWORDS


def _descriptions_alike(a: Product, b: Product) -> float:
    """The share of the shorter description's words that the other has; 1 where one has none."""
    words, others = _said(a), _said(b)
    return len(words & others) / min(len(words), len(others)) if words and others else 1.0


@lru_cache(20_000)
def _said(product: Product) -> frozenset[str]:
    return _words(normalise(" ".join(product.description.all)))


def _told(a: Product, b: Product, mine: str, theirs: str, alike: float) -> Duplicate:
    words, others = _words(mine), _words(theirs)
    shared = len(words & others) / max(1, min(len(words), len(others)))
    reasons = [Localized(en=f"{shared:.0%} of the words of the titles are the same", zh=f"标题有 {shared:.0%} 的字词相同")]
    codes = {v.barcode for v in a.variants if v.barcode} & {v.barcode for v in b.variants if v.barcode}
    reasons += [Localized(en=f"the same barcode {code}", zh=f"条码相同：{code}") for code in sorted(codes)[:1]]
    if a.brand and a.brand == b.brand:
        name = a.brand.en or a.brand.zh
        reasons.append(Localized(en=f"both of {name}", zh=f"品牌都是{a.brand.zh or name}"))
    if a.price is not None and a.price == b.price:
        reasons.append(Localized(en="the same price", zh="价格相同"))
    if a.description and b.description and (alike := _descriptions_alike(a, b)) >= WORDS:
        reasons.append(Localized(en=f"{alike:.0%} of the words of the descriptions are the same", zh=f"描述有 {alike:.0%} 的字词相同"))
    return Duplicate(a.id, b.id, alike, tuple(reasons))


def _different(a: Product, b: Product) -> bool:
    """Whether the brands or the values of an attribute that both have are not the same."""
    facts = {each.name: (each.value, each.unit) for each in a.attributes}
    differ = any(each.name in facts and facts[each.name] != (each.value, each.unit) for each in b.attributes)
    return differ or bool(a.brand and b.brand and a.brand != b.brand)


def _say_otherwise(a: str, b: str) -> bool:
    """Whether titles state other values of one kind, such as another colour."""
    mine, theirs = _stated(a), _stated(b)
    return any(mine[kind] != theirs[kind] for kind in mine.keys() & theirs.keys())


@lru_cache(20_000)
def _stated(title: str) -> Mapping[str, frozenset[str]]:
    found = defaultdict[str, set[str]](set)
    for said in find_values(title):
        found[said.kind].add(said.value)
    return {kind: frozenset(values) for kind, values in found.items()}


def _title(product: Product) -> str:
    return normalise(" ".join(product.title.all))
