"""What is made of the vectors of a text's tokens: the class that it says, and those that it holds. No torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Head:
    """Weights of two readings, in the order of `labels`. The logits of the one class that a text says: the mean of its tokens, at length
    1, times `weights` float32[d, classes], plus `bias`. The logit of each class that a text may hold (Mullenbach et al. 2018): the
    products of its tokens, each at length 1, with `say` float32[d, classes], in a mean weighed by the softmax over the tokens of their
    products with `look` float32[d, classes]; plus `least`."""

    labels: tuple[str, ...]
    weights: Matrix
    bias: Matrix
    look: Matrix
    say: Matrix
    least: Matrix
