"""What a ranker knows of a candidate: how it was found, how its title fits, what is known of the product, what kind of query it is.

| feature | meaning | |
|---|---|:-:|
| score | the fused score, share of the text and of the vector together | + |
| text | the text score, 0 to about 1 | + |
| cosine | with the query's vector, over the best of them | + |
| nearness | the cosine after feedback over the best of them | + |
| rank, text_rank, vector_rank | log(1 + place) among the candidates in each order | − |
| title | share of the query's words, by their weight, that the title holds | + |
| phrase | weight of the longest run of query words that stand together in the title, over that of the query | + |
| last | whether the title holds the last word of the query, which in English says what it is | + |
| filled | share of the title's words that the query has | + |
| span | query words in the title over the words from the first to the last of them | + |
| length | log(1 + words of the title) | |
| alike, alike_more | how much of the words that the best 10 (30) titles share beside the query's the title holds | + |
| popularity, rating, reviews, age, in_stock | of `signals`; counts as log(1 + n) | |
| price | log of the price over the median of the first `NEAR` candidates | |
| words, codes, chinese, weight | words of the query, share of them with a digit, whether it is Chinese, weight of the vectors | |

+ marks what can only be better when it is more (− less): the trees are held to it. A word's weight is log(1 + n / candidates whose title
holds it). What is not known is NaN, which a tree sends the way that fits best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ..text.analyse import Terms
from ..text.normalise import has_cjk
from .engines.protocol import Candidates, Titles, code
from .fusion import Fused
from .signals import Signals

Values = NDArray[np.float32]
Floats = NDArray[np.float64]
Places = NDArray[np.int64]

DEPTH = 200  # of the fused order, that is ranked again
NEAR = 30
BEST, BEST_MORE = 10, 30  # titles that say what else is usual
COMMON = 15  # words they share
SIGNALS = ("popularity", "rating", "reviews", "age", "price", "in_stock")
# Feature -> +1 where more can only be better, -1 where less, 0 where it depends.
FEATURES: dict[str, int] = {
    "score": 1, "text": 1, "cosine": 1, "nearness": 1, "rank": -1, "text_rank": -1, "vector_rank": -1,
    "title": 1, "phrase": 1, "last": 1, "filled": 1, "span": 1, "length": 0, "alike": 1, "alike_more": 1,
    "popularity": 1, "rating": 1, "reviews": 0, "age": 0, "price": 0, "in_stock": 1,
    "words": 0, "codes": 0, "chinese": 0, "weight": 0,
}  # fmt: skip


def features(found: Candidates, fused: Fused, terms: Terms, weight: float, signals: Signals) -> Values:
    """float32[n, len(FEATURES)] of the first `DEPTH` candidates in the fused order."""
    order = fused.order[:DEPTH]
    if not len(order):
        return np.zeros((0, len(FEATURES)), np.float32)
    positions, text, cosine = order.tolist(), found.text[order], found.cosine[order]
    columns = [
        fused.score[:DEPTH], text, _of_best(cosine), _of_best(fused.vector[:DEPTH]),
        np.log1p(np.arange(len(order))), _rank(text), _rank(cosine),
        *_of_titles(found.titles(positions), terms.words, fused.score[:DEPTH]),
        *_of_products(signals, found.named(positions)),
        *(np.full(len(order), value) for value in _of_query(terms, weight)),
    ]  # fmt: skip
    return np.stack(columns, 1).astype(np.float32)


def _of_titles(titles: Titles, words: Sequence[str], score: Values) -> tuple[Floats, ...]:
    n, asked = len(titles.lengths), np.array([code(word) for word in words], np.uint32)
    of = np.repeat(np.arange(n), titles.lengths)  # which title a word stands in
    token, word = np.nonzero(titles.codes[:, None] == asked[None, :])
    held = np.zeros((n, len(asked)))
    held[of[token], word] = 1.0
    idf = np.log1p(n / np.maximum(held.sum(0), 0.5))
    total = max(float(idf.sum()), 1e-9)
    filled = np.bincount(of[token], minlength=n) / np.maximum(titles.lengths, 1)
    last = held[:, -1] if len(asked) else np.zeros(n)
    span, length = _span(of[token], token, held), np.log1p(titles.lengths)
    phrase = _phrase(of[token], token, word, idf, n)
    return held @ idf / total, phrase / total, last, filled, span, length, *_alike(titles.codes, of, asked, score)


def _phrase(of: Places, token: Places, word: Places, idf: Floats, n: int) -> Floats:
    """The heaviest run of query words that follow each other in a title as in the query. `token` is where in all the titles
    a query `word` stands, and `of` which title that is."""
    keys = token * (len(idf) + 1) + word
    before = np.searchsorted(keys, keys - len(idf) - 2)  # the word before in the query at the place before in the title
    before = np.minimum(before, max(len(keys) - 1, 0))
    follows = (keys[before] == keys - len(idf) - 2) & (of[before] == of) & (word > 0)
    weight = idf[word]
    for _ in range(len(idf) - 1 if follows.any() else 0):
        weight = idf[word] + np.where(follows, weight[before], 0.0)
    best = np.zeros(n)
    np.maximum.at(best, of, weight)
    return best


def _span(of: Places, token: Places, held: Floats) -> Floats:
    first, final = np.full(len(held), np.inf), np.full(len(held), -np.inf)
    np.minimum.at(first, of, token)
    np.maximum.at(final, of, token)
    words = held.sum(1)
    with np.errstate(invalid="ignore"):
        return np.where(words > 1, words / (final - first + 1), 0.0)


def _alike(codes: NDArray[np.uint32], of: Places, asked: NDArray[np.uint32], score: Values) -> Iterator[Floats]:
    """The share of what the best titles have in common, by exp(score / .1) (Lavrenko and Croft 2001), that each title holds."""
    n = len(score)
    known, number = np.unique(codes, return_inverse=True)
    present = np.zeros((n, len(known)), np.float32)
    present[of, number] = 1.0
    rare = np.log1p(n / np.maximum(present.sum(0), 1.0))
    rare[np.isin(known, asked, kind="sort")] = 0.0
    for best in (BEST, BEST_MORE):
        chance = np.exp((score[:best] - score[0]) / 0.1)
        common = (chance / chance.sum()) @ present[:best] * rare
        if len(common) > COMMON:
            common[common < np.partition(common, -COMMON)[-COMMON]] = 0.0
        yield present @ common / max(float(common.sum()), 1e-9)


def _of_products(signals: Signals, ids: Sequence[str]) -> tuple[Values, ...]:
    popularity, rating, reviews, age, price, in_stock = signals.values(SIGNALS, ids).T
    near = price[:NEAR][price[:NEAR] > 0]
    median = float(np.median(near)) if len(near) else 1.0
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(price > 0, np.log(price / median), np.nan)
        return np.log1p(popularity), rating, np.log1p(reviews), np.log1p(np.maximum(age, 0)), relative, in_stock


def _of_query(terms: Terms, weight: float) -> tuple[float, float, float, float]:
    words = terms.words
    codes = sum(any(sign.isdigit() for sign in word) for word in words) / max(len(words), 1)
    return float(len(words)), codes, float(bool(terms.grams) or any(map(has_cjk, words))), weight


def _of_best(values: Values) -> Values:
    best = float(values.max(initial=0.0))
    return values / best if best > 0 else np.zeros_like(values)


def _rank(values: Values) -> Floats:
    places = np.empty(len(values))
    places[np.argsort(-values, kind="stable")] = np.arange(len(values))
    return np.log1p(places)
