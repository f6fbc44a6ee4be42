"""Sequences with a rule in them, and a tiny network that learns it in a second."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from shopkeeper.models.sequences.options import Recipe
from shopkeeper.models.sequences.train import Made, train
from shopkeeper.models.training.options import TrainOptions

ITEMS = 24
TINY = Recipe(width=16, layers=1, heads=2, inner=32, context=8, dropout=0.1)
OPTIONS = TrainOptions(epochs=9, batch_size=32, lr=1e-2, device="cpu")


def sequences(count: int = 150, seed: int = 0) -> list[np.ndarray]:
    """In each sequence the next item is always 2 or always 3 more than the one before: which of them, the last item alone does not tell."""
    rng, made = np.random.default_rng(seed), []
    for _ in range(count):
        step, row = int(rng.integers(2, 4)), [int(rng.integers(ITEMS))]
        for _ in range(int(rng.integers(3, 10))):
            row.append((row[-1] + step) % ITEMS)
        made.append(np.array(row, np.int64))
    return made


def made(folder: Path, **options: object) -> Made:
    """A network that learnt the rule."""
    return train(sequences(), ITEMS, TINY, OPTIONS.given(**options), folder)
