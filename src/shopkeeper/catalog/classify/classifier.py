"""The category of a product: learnt from products whose category is known, or, without any, by the nearness of its words to the names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ...shop import InvalidFile, Product
from ...text.analyse import analyse
from ..words import MEANT, Encode, Floats, Words, counted, telling
from .linear import blend, fit, softmax

FEWEST = 5  # products of a category before it is learnt
ENOUGH = 20  # products of a category that speak for themselves
TOP = 5
REASONS = 4
_SHARP = 0.05  # of the differences between cosines, where nothing was learnt
_FOLDS = 5
HEARD = 1000  # texts that tell which names are near to everything
NEAREST = 5  # of them at least, else a twentieth, that are asked of each name
Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """A category (its path from the root) with its chance, and the words that speak for it."""

    path: Path
    chance: float
    because: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """`{path, chance, because}`."""
        return {"path": list(self.path), "chance": round(self.chance, 4), "because": list(self.because)}


class Classifier(Protocol):
    """Says of texts which category each is."""

    paths: list[Path]

    def chances(self, texts: Sequence[str]) -> Floats:
        """float64[texts, paths]."""

    def guess(self, text: str, k: int = TOP, told: str = "") -> list[Guess]:
        """The likeliest categories of a text, best first, with reasons: words of `told` (default: of the text)."""


class Learnt:
    """A classifier learnt from a shop's own products, helped by the nearness of a text to the names of the categories: the less it has
    seen, the more."""

    def __init__(self, names: Unlearnt, words: Words, encode: Encode | None, weights: Floats, learnt: float, help: Floats) -> None:
        self.paths, self._words, self._encode, self._weights, self._counts = names.paths, words, encode, weights, (learnt, help)
        self._named, self._names = list(words.places), names

    @classmethod
    def learn(cls, texts: Sequence[str], paths: Sequence[Path], encode: Encode | None = None) -> Learnt:
        """From texts with their categories, of which rare ones were rolled up (see `rolled`). `InvalidFile` when only one is left."""
        known = sorted(set(paths))
        if len(known) < 2:
            raise InvalidFile(f"categories: expected at least 2 with {FEWEST} products, got {len(known)}")
        classes = np.array([known.index(path) for path in paths])
        words = Words.learn(texts)
        rows = words.rows(texts, encode)
        held = _fold(len(texts)) == 0
        trial = fit(rows[~held], classes[~held], len(known))
        seen = np.bincount(classes, minlength=len(known))
        names = Unlearnt(known, encode, texts)
        near = names.scores([text for text, out in zip(texts, held, strict=True) if out]) * _help(seen)
        learnt, named = blend(np.asarray(rows[held] @ trial[:-1] + trial[-1]), near, classes[held])
        return cls(names, words, encode, fit(rows, classes, len(known)), learnt, named * _help(seen))

    def chances(self, texts: Sequence[str]) -> Floats:
        """float64[texts, paths], each row's sum is 1."""
        rows = self._words.rows(texts, self._encode)
        learnt, near = self._counts
        return softmax((rows @ self._weights[:-1] + self._weights[-1]) * learnt + self._names.scores(texts) * near)

    def guess(self, text: str, k: int = TOP, told: str = "") -> list[Guess]:
        """The likeliest categories of a text, best first, with reasons: words of `told` (default: of the text)."""
        chances = self.chances([text])[0]
        best = np.argsort(-chances)[:k].tolist()
        because = self._because(text, told or text, best[0])
        return [Guess(self.paths[place], float(chances[place]), because if place == best[0] else ()) for place in best]

    def _because(self, text: str, told: str, place: int) -> tuple[str, ...]:
        """The words of `told` that add most for this category, against the mean of all."""
        row = self._words.rows([text])
        adds = row.data * (self._weights[row.indices, place] - self._weights[row.indices].mean(axis=1))
        found = [(add, self._named[column]) for add, column in zip(adds.tolist(), row.indices.tolist(), strict=True) if add > 0]
        shown = set(counted(told)[0])
        return telling(told, (feature for _, feature in sorted(found, reverse=True) if feature in shown))[:REASONS]


class Unlearnt:
    """A classifier that knows the category of no product: the nearness of a text to the names of the categories, by meaning and by shared
    words. `texts`, of products whose category need not be known, tell which names are near to everything: half of the mean nearness to the
    texts that are nearest to a name is taken off (cross-domain similarity local scaling, Conneau et al. 2018)."""

    def __init__(self, paths: Iterable[Path], encode: Encode | None, texts: Sequence[str] = ()) -> None:
        self.paths, self._encode = sorted(set(paths)), encode
        names = [" ".join(reversed(path)) for path in self.paths]
        self._words = Words({word: 1.0 for name in names for word in _stems(name)})
        self._rows = self._words.rows(names)
        self._leaves = encode([path[-1] for path in self.paths]) if encode else None
        self._whole = encode([" > ".join(path) for path in self.paths]) if encode else None
        self._crowd: Floats = np.zeros(len(self.paths))
        if heard := texts[:: 1 + len(texts) // HEARD]:
            self._crowd = np.sort(self.scores(heard), axis=0)[-max(NEAREST, len(heard) // 20) :].mean(axis=0) / 2

    def chances(self, texts: Sequence[str]) -> Floats:
        """float64[texts, paths], each row's sum is 1; not calibrated, for nothing was learnt."""
        return softmax(self.scores(texts) / _SHARP)

    def guess(self, text: str, k: int = TOP, told: str = "") -> list[Guess]:
        """The likeliest categories of a text, best first, with reasons: words of `told` (default: of the text)."""
        chances = self.chances([text])[0]
        told = told or text
        shared = set(_stems(told))
        return [
            Guess(path, float(chances[place]), telling(told, (word for word in _stems(" ".join(path)) if word in shared)))
            for place in np.argsort(-chances)[:k].tolist()
            for path in [self.paths[place]]
        ]

    def scores(self, texts: Sequence[str]) -> Floats:
        """The nearness of each text to each category, about -1 to 1.3, less that of the crowd."""
        shared = (self._words.rows(texts) @ self._rows.T).toarray()
        if self._encode is None or self._leaves is None or self._whole is None:
            return np.asarray(shared - self._crowd, np.float64)
        vectors = self._encode([text[:MEANT] for text in texts])
        return np.asarray(0.3 * shared + 0.5 * vectors @ self._leaves.T + 0.5 * vectors @ self._whole.T - self._crowd, np.float64)


def rolled(paths: Sequence[Path], fewest: int = FEWEST) -> list[Path]:
    """Each path, or of it the longest beginning that at least `fewest` products have as theirs or below: rare leaves join their parent."""
    counts: dict[Path, int] = {}
    for path in paths:
        for depth in range(1, len(path) + 1):
            counts[path[:depth]] = counts.get(path[:depth], 0) + 1
    return [next((path[:depth] for depth in range(len(path), 1, -1) if counts[path[:depth]] >= fewest), path[:1]) for path in paths]


def levels(guesses: Mapping[Path, float]) -> list[Guess]:
    """The likeliest way down from the root: at each level the branch with the greatest sum of chances below it."""
    out: list[Guess] = []
    at: Path = ()
    while below := {path: chance for path, chance in guesses.items() if path[: len(at)] == at and len(path) > len(at)}:
        sums: dict[Path, float] = {}
        for path, chance in below.items():
            sums[path[: len(at) + 1]] = sums.get(path[: len(at) + 1], 0) + chance
        at = max(sums, key=lambda path: (sums[path], path))
        out.append(Guess(at, sums[at]))
    return out


def text_of(product: Product) -> str:
    """What a product is classified by: its titles twice, its facts in words, the beginning of its description, in both languages."""
    facts = [text for each in product.attributes for text in (*each.name.all, *(each.value.all if hasattr(each.value, "all") else ()))]
    return ". ".join(
        [*product.title.all, *product.title.all, *product.brand.all, *facts, *(text[:600] for text in product.description.all)]
    )


def _stems(text: str) -> list[str]:
    terms = analyse(text)
    return list(dict.fromkeys([*terms.words, *(f"≈{gram}" for gram in terms.grams if len(gram) > 1)]))


def _help(seen: NDArray[np.int64]) -> Floats:
    """How much the name of each category counts: less the more products of it were seen, nothing from `ENOUGH` on."""
    return np.asarray(np.maximum(0, 1 - seen / ENOUGH), np.float64)


def _fold(count: int) -> Any:
    return np.random.default_rng(0).permutation(count) % _FOLDS
