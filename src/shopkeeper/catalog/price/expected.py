"""The price to expect of a product, from the words about it and its neighbours, with an interval that holds as often as it says.

A ridge regression of the logarithm of the price on words and vector, the prices of the nearest products by meaning, the means of its
category and brand; trees (LightGBM) put them together. All are made on the other folds, so that the residuals are honest: their
quantiles are the interval (split conformal prediction, Papadopoulos et al. 2002), of products as hard as this one: those whose neighbours'
prices spread as much.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...models.trees import Trees
from ...shop import InvalidFile
from ..words import MEANT, Encode, Floats, Words, counted, telling

FEWEST = 50  # products with a price
COVERAGE = 0.8
FOLDS = 5
NEAR = 10
FEATURES = ("words", "neighbours", "spread of neighbours", "category", "brand")
_TREES = {"objective": "l1", "learning_rate": 0.05, "num_leaves": 15, "min_data_in_leaf": 15, "bagging_fraction": 0.8, "bagging_freq": 1}
_ROUNDS = 120
_RIDGE = 1.0
_BINS = 3
_SHRINK = 5.0
REASONS = 4
_LITTLE = 0.01  # of the logarithm of a price


@dataclass(frozen=True, slots=True)
class Priced:
    """A product as the model sees it; `price` in major units of the shop's currency, None for one to be priced. `title` are the words that
    may be told as what drives the price (default: all of the text)."""

    text: str
    category: str = ""
    brand: str = ""
    price: float | None = None
    id: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """The price to expect, the interval that holds the true one in 80 of 100 products, and what drives it: words that raise and lower it,
    and the factor by which each kind of evidence moves the shop's middle price."""

    price: float
    low: float
    high: float
    raises: tuple[str, ...]
    lowers: tuple[str, ...]
    factors: dict[str, float]

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "price": round(self.price, 2),
            "low": round(self.low, 2),
            "high": round(self.high, 2),
            "coverage": COVERAGE,
            "raises": list(self.raises),
            "lowers": list(self.lowers),
            "factors": {name: round(each, 3) for name, each in self.factors.items()},
        }


class PriceModel:
    """Learnt from a shop's priced products."""

    def __init__(self, base: _Base, trees: Trees, bins: Floats, widths: Floats, encode: Encode | None, distances: dict[str, float]) -> None:
        self._base, self._trees, self._bins, self._widths, self._encode, self._distances = base, trees, bins, widths, encode, distances

    def distance(self, id: str) -> float:
        """How far the price of a product that was learnt from is from what the others let expect, in half intervals; 0 for another one."""
        return self._distances.get(id, 0.0)

    @classmethod
    def learn(cls, products: Sequence[Priced], encode: Encode | None = None) -> PriceModel:
        """From products with a price above 0; `InvalidFile` when they are fewer than `FEWEST`."""
        known = [each for each in products if each.price]
        if len(known) < FEWEST:
            raise InvalidFile(f"prices: expected at least {FEWEST} products with a price, got {len(known)}")
        vectors = encode([each.text[:MEANT] for each in known]) if encode else None
        folds = np.random.default_rng(0).permutation(len(known)) % FOLDS
        logs, rows = np.log([float(each.price or 0) for each in known]), np.zeros((len(known), len(FEATURES)))
        for fold in range(FOLDS):
            learn, look = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
            base = _Base.learn([known[at] for at in learn], logs[learn], None if vectors is None else vectors[learn])
            rows[look] = base.rows([known[at] for at in look], None if vectors is None else vectors[look])
        said = np.zeros(len(known))
        for fold in range(FOLDS):
            learn = folds != fold
            said[~learn] = Trees.grow(rows[learn], logs[learn], _ROUNDS, _TREES).predict(rows[~learn])
        bins = np.quantile(rows[:, 2], np.linspace(0, 1, _BINS + 1)[1:-1])
        widths = np.array([_width(np.abs(logs - said)[np.digitize(rows[:, 2], bins) == each]) for each in range(_BINS)])
        far = np.abs(logs - said) / np.maximum(widths[np.digitize(rows[:, 2], bins)], 1e-9)
        distances = {each.id: float(distance) for each, distance in zip(known, far, strict=True)}
        return cls(_Base.learn(known, logs, vectors), Trees.grow(rows, logs, _ROUNDS, _TREES), bins, widths, encode, distances)

    def predict(self, products: Sequence[Priced]) -> list[Expected]:
        """The price to expect of each."""
        if not products:
            return []
        vectors = self._encode([each.text[:MEANT] for each in products]) if self._encode else None
        rows = self._base.rows(products, vectors)
        logs, shares = self._trees.predict(rows), self._trees.shares(rows)
        widths = self._widths[np.digitize(rows[:, 2], self._bins)]
        return [
            self._expected(product, float(log), float(width), share)
            for product, log, width, share in zip(products, logs, widths, shares, strict=True)
        ]

    def _expected(self, product: Priced, log: float, width: float, shares: Floats) -> Expected:
        raises, lowers = self._base.words_of(product)
        factors = {name: float(np.exp(share)) for name, share in zip(FEATURES, shares[:-1].tolist(), strict=True)}
        return Expected(float(np.exp(log)), float(np.exp(log - width)), float(np.exp(log + width)), raises, lowers, factors)


class _Base:
    """The five things that are known of a product's price from others."""

    def __init__(
        self,
        words: Words,
        ridge: Floats,
        middle: float,
        logs: Floats,
        vectors: NDArray[np.float32] | None,
        means: tuple[dict[str, float], dict[str, float]],
    ) -> None:
        self._words, self._ridge, self._middle, self._logs, self._vectors, self._means = words, ridge, middle, logs, vectors, means

    @classmethod
    def learn(cls, products: Sequence[Priced], logs: Floats, vectors: NDArray[np.float32] | None) -> _Base:
        middle = float(np.median(logs))
        words = Words.learn([each.text for each in products])
        ridge = _ridge(_joined(words.rows([each.text for each in products]), vectors), logs - middle)
        means = _means([each.category for each in products], logs - middle), _means([each.brand for each in products], logs - middle)
        return cls(words, ridge, middle, logs, vectors, means)

    def rows(self, products: Sequence[Priced], vectors: NDArray[np.float32] | None) -> Floats:
        """float64[n, FEATURES], logarithms less the shop's middle one; NaN where nothing is known."""
        out = np.full((len(products), len(FEATURES)), np.nan)
        out[:, 0] = _joined(self._words.rows([each.text for each in products]), vectors) @ self._ridge
        if vectors is not None and self._vectors is not None:
            near = vectors @ self._vectors.T
            best = np.argpartition(-near, min(NEAR, near.shape[1]) - 1, axis=1)[:, :NEAR]
            prices = self._logs[best] - self._middle
            weights = np.maximum(np.take_along_axis(near, best, axis=1), 1e-3) ** 4
            out[:, 1], out[:, 2] = (prices * weights).sum(1) / weights.sum(1), prices.std(axis=1)
        for column, mean in (
            (3, [self._means[0].get(each.category) for each in products]),
            (4, [self._means[1].get(each.brand) for each in products]),
        ):
            out[:, column] = [np.nan if value is None else value for value in mean]
        return out

    def words_of(self, product: Priced) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words of a product's title that raise its price most, and those that lower it."""
        text = product.title or product.text
        row, named = self._words.rows([product.text]), list(self._words.places)
        shown = {self._words.places[word] for word in counted(text)[0] if word in self._words.places}
        weighed = zip(row.data.tolist(), row.indices.tolist(), strict=True)
        adds = sorted(((add * self._ridge[column], named[column]) for add, column in weighed if column in shown), reverse=True)
        raises = telling(text, (word for add, word in adds if add > _LITTLE))
        lowers = telling(text, (word for add, word in reversed(adds) if add < -_LITTLE))
        return raises[:REASONS], lowers[:REASONS]


def _joined(rows: Any, vectors: NDArray[np.float32] | None) -> Any:
    from scipy.sparse import csr_matrix, hstack

    return rows if vectors is None else hstack([rows, csr_matrix(vectors.astype(np.float64))]).tocsr()


def _ridge(rows: Any, targets: Floats) -> Floats:
    from scipy.sparse.linalg import lsqr

    return np.asarray(lsqr(rows, targets, damp=np.sqrt(_RIDGE), iter_lim=80)[0], np.float64)


def _means(names: Sequence[str], logs: Floats) -> dict[str, float]:
    """Of each name the mean, drawn towards 0 where it has few."""
    sums: dict[str, list[float]] = {}
    for name, log in zip(names, logs.tolist(), strict=True):
        if name:
            sums.setdefault(name, []).append(log)
    return {name: sum(each) / (len(each) + _SHRINK) for name, each in sums.items()}


def _width(residuals: Floats) -> float:
    """The quantile that covers as much as is said of rows to come."""
    if not len(residuals):
        return 0.0
    return float(np.quantile(residuals, min(1.0, COVERAGE * (1 + 1 / len(residuals)))))
