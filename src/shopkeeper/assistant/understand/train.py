"""Trains the classifier of intents: kernel ridge regression, solved at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .classifier import Encode, Floats, Weights
from .features import BUCKETS, hashed, masked

WIDTH = 3.0  # how fast nearness of sentence vectors falls
RUNS = 0.8  # how much the hashed runs count beside it
RIDGE = 0.2
CONSTANT = 0.2
COLDEST, HOTTEST = 0.02, 0.6


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the classes that it says, and how much it counts."""

    text: str
    labels: tuple[str, ...]
    weight: float = 1.0


def fit(examples: Sequence[Example], encode: Encode) -> Weights:
    """Kernel ridge regression (Saunders et al. 1998) of the classes on the examples; a text that says several has a share of each."""
    labels = tuple(sorted({label for each in examples for label in each.labels}))
    plain = [masked(each.text) for each in examples]
    vectors, runs = np.asarray(encode(plain), np.float32), _sparse(plain)
    kernel = np.exp(WIDTH * (vectors @ vectors.T - 1)) + RUNS * (runs @ runs.T).toarray() + CONSTANT
    root = np.sqrt(np.array([each.weight for each in examples], np.float32))[:, None]
    system = kernel * root * root.T
    system[np.diag_indices_from(system)] += RIDGE
    shares = np.asarray(np.linalg.solve(system, _targets(examples, labels) * root) * root, np.float32)
    return Weights(labels, vectors, shares, np.asarray(RUNS * (runs.T @ shares), np.float32), CONSTANT * shares.sum(0), WIDTH)


def temperature(scores: Floats, classes: NDArray[np.int64]) -> float:
    """What the scores of texts that were not learnt are divided by, so that a probability is as often right as it says (Guo et al. 2017):
    the best of a grid by log loss."""

    def loss(heat: float) -> float:
        scaled = (scores - scores.max(1, keepdims=True)) / heat
        return float(np.mean(np.log(np.exp(scaled).sum(1)) - scaled[np.arange(len(classes)), classes]))

    return float(min(np.geomspace(COLDEST, HOTTEST, 60), key=loss))


def _sparse(plain: Sequence[str]) -> Any:
    """Sparse float32[texts, BUCKETS]."""
    from scipy import sparse

    rows = [hashed(text) for text in plain]
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    values, places = np.concatenate([values for _, values in rows]), np.concatenate([places for places, _ in rows])
    return sparse.csr_matrix((values, places, ends), (len(rows), BUCKETS))


def _targets(examples: Sequence[Example], labels: Sequence[str]) -> Floats:
    places = {label: i for i, label in enumerate(labels)}
    targets = np.zeros((len(examples), len(labels)), np.float32)
    for row, example in zip(targets, examples, strict=True):
        for label in example.labels:
            row[places[label]] = 1 / len(example.labels)
    return targets


def fit_decision(rows: NDArray[np.float64], holds: NDArray[np.float64], *, decay: float = 0.3) -> tuple[float, ...]:
    """What speaks how much for a wish in a message, the constant last: logistic regression by Newton's method of float64[n, features] rows
    of `wishes.evidence` on whether each wish is in its message."""
    x = np.column_stack([rows, np.ones(len(rows))])
    found = np.zeros(x.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-(x @ found)))
        slope = x.T @ (chance - holds) + decay * found
        curve = (x * (chance * (1 - chance))[:, None]).T @ x + decay * np.eye(x.shape[1])
        found -= np.linalg.solve(curve, slope)
    return tuple(float(each) for each in found)
