"""How near two texts are in meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..models.encoder import Encoder, OnnxEncoder
from ..models.explain.attributions import Numbers
from ..models.explain.explanation import Explanation, align, read
from ..models.vectors import cosines
from ..text.analyse import Terms, analyse_query
from .fusion import known_share
from .result import Match


def match(encoder: Encoder, query: str, texts: Sequence[str], k: int | None = None) -> list[Match]:
    """The texts by nearness to the query, best first, at most `k`; a score is that of `similarities`."""
    scores = similarities(encoder, [(query, text) for text in texts])
    out = [Match(i, text, score) for i, (text, score) in enumerate(zip(texts, scores, strict=True))]
    return sorted(out, key=lambda each: -each.score)[:k]


def similarity(encoder: Encoder, a: str, b: str) -> float:
    """How near two texts are, -1 to 1; see `similarities`."""
    return similarities(encoder, [(a, b)])[0]


def similarities(encoder: Encoder, pairs: Sequence[tuple[str, str]]) -> list[float]:
    """How near the two texts of each pair are, -1 to 1, symmetric.

    A score is the cosine of the two vectors. Where a text is in a language that the encoder does not
    know, that share of the score is the overlap of their words and characters instead.
    """
    texts = {text: i for i, text in enumerate(dict.fromkeys(text for pair in pairs for text in pair))}
    if not texts:
        return []
    vectors = encoder.encode(list(texts))
    terms = [analyse_query(text) for text in texts]
    known = [known_share(each, encoder.languages) for each in terms]
    out = []
    for a, b in ((texts[a], texts[b]) for a, b in pairs):
        share = min(known[a], known[b])
        score = share * float(cosines(vectors[b : b + 1], vectors[a])[0]) + (1 - share) * overlap(terms[a], terms[b])
        out.append(min(max(score, -1.0), 1.0))  # rounding of a length may lead just beyond
    return out


def explain(encoder: OnnxEncoder, a: str, b: str) -> Explanation:
    """Why two texts are as near as they are: what each word of one adds while the other stands as it is, and between
    which words of both the likeness lies."""

    def nearness_to(text: str) -> Callable[[Sequence[str]], Numbers]:
        def values(variants: Sequence[str]) -> Numbers:
            found = sorted(match(encoder, text, variants), key=lambda each: each.index)
            return np.array([each.score for each in found])

        return values

    left, right = read(a, nearness_to(b), encoder.replay), read(b, nearness_to(a), encoder.replay)
    return Explanation("similarity", similarity(encoder, a, b), (left, right), align(left, right))


def overlap(a: Terms, b: Terms) -> float:
    """The cosine of two bags of words and character pairs, 0 to 1."""
    left, right = set(a.words) | set(a.grams), set(b.words) | set(b.grams)
    return len(left & right) / float(np.sqrt(len(left) * len(right))) if left and right else 0.0
