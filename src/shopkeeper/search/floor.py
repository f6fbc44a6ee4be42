"""What is too far from a query to be an answer: an absolute floor, so that nonsense finds nothing.

A candidate is kept for its words, when it holds all of them or enough of the query's weight, for its meaning, when its cosine is
near enough, or for both together; and it must not be far behind the best. How the figures were chosen: docs/experiments.md.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..text.analyse import Terms
from .engines.protocol import Candidates
from .fusion import VECTOR_WEIGHT

WORDS = 0.45  # share of the query's weight, where its meaning is weighed too
WORDS_ALONE = 0.3  # where words are all there is
LONG = 5  # characters or words of a query from which less of it needs to be found
PAIR = 0.3  # of what a character counts
TOGETHER = 1.3  # of the two shares that words and meaning have of what either needs alone
MORE = 0.2  # nearness that a query of numbers and codes needs more: to an encoder one 15 is like another
BESIDE_BEST_WORDS = 0.3  # of the best share
BESIDE_BEST_MEANING = 0.4  # of the best cosine, and of the best of both together
BESIDE_BEST_ALONE = 0.4  # of the best share where words are all there is
# Words around what is wanted: titles do not hold them.
VAGUE = frozenset("适合 送 用 穿 戴 个 款 种 些 东西 推荐 可以 能 好 时 时候 什么 哪 比较 很 不 有点 想买 想买个 买个 要买 找个".split())


def above_floor(found: Candidates, terms: Terms, weight: float, related: float) -> NDArray[np.bool_]:
    """bool[n] of the candidates, True where one has to do with the query. `weight` is that of the vectors,
    `related` the cosine from which two texts have to do with each other, which depends on the encoder."""
    if not len(found.text):
        return np.zeros(0, bool)
    share = min(1.0, weight / VECTOR_WEIGHT)
    text: NDArray[np.float32] = np.where(found.telling | found.whole, found.text, np.float32(0))
    words, meaning = text / (share * WORDS + (1 - share) * _needed(terms)), found.cosine / (related * (1 + MORE * (1 - share)))
    whole = found.whole & (text > 0)
    if weight <= 0:
        return whole | _beside_best(words, 1.0, BESIDE_BEST_ALONE)
    kept = whole | _beside_best(words, 1.0, BESIDE_BEST_WORDS) | _beside_best(meaning, 1.0, BESIDE_BEST_MEANING)
    both: NDArray[np.bool_] = kept | _beside_best(words + meaning, TOGETHER, BESIDE_BEST_MEANING)
    return both


def _beside_best(value: NDArray[np.float32], least: float, share: float) -> NDArray[np.bool_]:
    kept: NDArray[np.bool_] = value >= max(least, share * float(value.max()))
    return kept


def _needed(terms: Terms) -> float:
    """The share of words alone that is enough: less for a long query, and for one that says more than what it wants."""
    signs = {sign for word in terms.words if word not in VAGUE for sign in word}
    latin = sum(word.isascii() for word in terms.words)
    wanted = [gram for gram in terms.grams if signs.issuperset(gram)]
    size = latin + sum(len(gram) == 1 for gram in wanted)
    return WORDS_ALONE * min(1.0, LONG / max(size, 1)) * (latin + _weight(wanted)) / max(latin + _weight(terms.grams), 1.0)


def _weight(grams: Sequence[str]) -> float:
    """What characters and pairs count, about as engines weigh them."""
    return sum(1.0 if len(gram) == 1 else PAIR for gram in grams)
