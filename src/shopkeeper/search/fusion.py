"""How the text score and the cosine of a candidate become one score.

score = (1 - w) * text + w * cosine / best cosine, with a weight w for each query. Then feedback
(Rocchio, 1971): the query's vector moves towards the mean of the best `FEEDBACK` candidates and the
cosines are taken again. How the figures were chosen: docs/experiments.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..models.vectors import highest
from ..shop import Language
from ..text.analyse import STOPWORDS, Terms, analyse_query
from ..text.normalise import has_cjk
from .engines.protocol import Candidates
from .reading import Reading
from .slots import outside

Vectors = NDArray[np.float32]

VECTOR_WEIGHT = 0.55
CHINESE_WEIGHT = 0.25  # of the vectors for Chinese words: their characters tell more of a thing than English words do
FEEDBACK = 15  # candidates that the query learns from
FEEDBACK_SHARE = 0.4  # of the moved query


@dataclass(frozen=True, slots=True)
class Fused:
    """Positions into the candidates, best first, with the score of each and its two parts."""

    order: NDArray[np.int64]
    score: Vectors
    text: Vectors
    vector: Vectors

    def keep(self, candidates: NDArray[np.bool_]) -> Fused:
        """Only these candidates, bool[n] in the engine's order."""
        kept = candidates[self.order]
        return Fused(self.order[kept], self.score[kept], self.text[kept], self.vector[kept])


def vector_weight(terms: Terms, languages: tuple[Language, ...]) -> float:
    """The weight of the vector part for a query: `VECTOR_WEIGHT`, of Chinese words `CHINESE_WEIGHT`, and less by the share of words
    that mean nothing to the encoder, which are codes, numbers and those of a language that it does not know."""
    if not terms.words:
        return VECTOR_WEIGHT if terms.grams == [] else 0.0
    weights = {"en": VECTOR_WEIGHT, "zh": CHINESE_WEIGHT}
    return sum(weights[language] for word in terms.words if (language := _known(word, languages))) / len(terms.words)


def known_share(terms: Terms, languages: tuple[Language, ...]) -> float:
    """The share of words that mean something to an encoder of these languages, 1 where there are none to ask about."""
    if not terms.words:
        return 1.0 if terms.grams == [] else 0.0
    return sum(_known(word, languages) is not None for word in terms.words) / len(terms.words)


def _known(word: str, languages: tuple[Language, ...]) -> Language | None:
    language: Language = "zh" if has_cjk(word) else "en"
    return language if word.isalpha() and language in languages else None


def spoken(reading: Reading, languages: tuple[Language, ...]) -> str:
    """The text of a query that the encoder reads: as it was typed, with its slips put right. Only when it
    understands no word of that, and each is in a slot with a synonym that it does understand, the synonyms."""
    text = reading.corrected or reading.text
    if not reading.slots or vector_weight(analyse_query(text), languages):
        return text
    rest = outside(reading.terms, reading.slots)
    known = [next((each.text for each in slot.others if vector_weight(analyse_query(each.text), languages)), "") for slot in reading.slots]
    return text if [word for word in rest.words if word not in STOPWORDS] or not all(known) else " ".join(known)


def fuse(candidates: Candidates, query: Vectors | None, weight: float) -> Fused:
    """The candidates in order. `weight` 0 is text alone, 1 vectors alone."""
    text = (1 - weight) * candidates.text
    if query is None or weight == 0 or not len(candidates.text):
        return _ordered(candidates, text, np.zeros_like(text))
    vector = weight * _of_best(candidates.cosine)
    if len(candidates.text) > FEEDBACK:
        centre = candidates.vectors(highest(text + vector, FEEDBACK)).mean(0)
        moved = (1 - FEEDBACK_SHARE) * query + FEEDBACK_SHARE * centre / max(float(centre @ centre) ** 0.5, 1e-9)
        vector = weight * _of_best(candidates.cosines(moved))
    return _ordered(candidates, text, vector)


def _of_best(cosine: Vectors) -> Vectors:
    best = float(cosine.max(initial=0.0))
    return cosine / best if best > 0 else np.zeros_like(cosine)


def _ordered(candidates: Candidates, text: Vectors, vector: Vectors) -> Fused:
    score = text + vector
    order = np.argsort(-score, kind="stable")  # candidates of one score keep the engine's order
    return Fused(order, score[order], text[order], vector[order])
