"""Products that stand in the wrong category: those that a classifier which has not seen them would put elsewhere, and surely so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...shop import Product
from ..words import Encode
from .classifier import Guess, Learnt, Path, rolled, text_of

FOLDS = 5
SURE = 0.6  # chance of the other category
DOUBT = 0.05  # chance of its own, at most
FEWEST = 30  # products of a shop before anything is said


@dataclass(frozen=True, slots=True)
class Move:
    """A product, the category where it stands and how likely that is, and where it should stand, with the reasons."""

    product_id: str
    now: Path
    chance: float
    to: Guess

    def to_dict(self) -> dict[str, Any]:
        """`{product_id, now, chance, to: {path, chance, because}}`."""
        return {"product_id": self.product_id, "now": list(self.now), "chance": round(self.chance, 4), "to": self.to.to_dict()}


def path_of(product: Product) -> Path:
    """The category of a product by its English names, Chinese where there are none."""
    return tuple(level.en or level.zh for level in product.category)


def moves(products: Sequence[Product], encode: Encode | None = None) -> list[Move]:
    """The moves to suggest, surest first: each product is judged by a classifier learnt from the other four fifths of the shop."""
    placed = [product for product in products if product.category]
    if len(placed) < FEWEST or len({path_of(product) for product in placed}) < 2:
        return []
    texts, paths = [text_of(product) for product in placed], rolled([path_of(product) for product in placed])
    folds, out = np.random.default_rng(0).permutation(len(placed)) % FOLDS, list[Move]()
    for fold in range(FOLDS):
        learn = np.flatnonzero(folds != fold).tolist()
        judge = Learnt.learn([texts[place] for place in learn], [paths[place] for place in learn], encode)
        out += [
            move for place in np.flatnonzero(folds == fold).tolist() if (move := _move(placed[place], texts[place], paths[place], judge))
        ]
    return sorted(out, key=lambda move: (move.chance - move.to.chance, move.product_id))


def _move(product: Product, text: str, path: Path, judge: Learnt) -> Move | None:
    guesses = judge.guess(text, len(judge.paths))
    own = next((guess.chance for guess in guesses if guess.path == path), 0.0)
    best = guesses[0]
    return Move(product.id, path, own, best) if best.path != path and best.chance >= SURE and own <= DOUBT else None
