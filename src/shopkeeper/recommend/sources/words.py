"""What a shopper says they like, in their own words: the search answers it, so that "under 300" is a condition and not a word."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..asked import Asked
from ..numbered import Numbered
from ..wish import Fit, Fitting
from .protocol import Scored, nothing

DEEP = 100  # products that a sentence is answered with
_FITS: tuple[Fit, ...] = "words", "meaning", "conditions"  # the closest first
_REMEMBERED = 5_000  # sentences, most of them said by several
Ask = Callable[[str, int], Fitting]
Answer = tuple[list[int], Fitting]


class Words:
    """Products that the search finds for the wish of this request, else for the `tastes` that the customer wrote down.
    `ask(text, n)` answers a wish; `version` tells another number when the texts of
    products changed: until then the answers to tastes are kept."""

    name = "words"

    def __init__(self, products: Numbered, ask: Ask, version: Callable[[], int]) -> None:
        self._products, self._ask, self._version = products, ask, version
        self._answers: tuple[int, dict[str, Answer]] = -1, {}

    def candidates(self, asked: Asked, n: int) -> Scored:
        """See `Source`. Of several sentences each has its say: a product gains 1 / (5 + its place) in the answer to each."""
        wish = asked.likes.strip()  # is asked each time: prices and stock as they are now
        lists = [self._answer(wish)] if wish else [self._remembered(text) for text in asked.tastes]
        scores: dict[int, float] = {}
        for rows, _ in lists:
            for place, row in enumerate(rows):
                scores[row] = scores.get(row, 0.0) + 1 / (5 + place)
        top = sorted(scores, key=lambda row: (-scores[row], row))[:n]
        if not top:
            return nothing()
        return Scored(np.array(top, np.int64), np.array([scores[row] for row in top], np.float32), np.full(len(top), -1, np.int64))

    def fitting(self, asked: Asked, row: int) -> Fitting:
        """What was said that a product answers best."""
        answers = [self._answer(asked.likes)] if asked.likes.strip() else [self._remembered(text) for text in asked.tastes]
        of_it = [(_FITS.index(fitting.fit), rows.index(row), i) for i, (rows, fitting) in enumerate(answers) if row in rows]
        return answers[min(of_it)[2]][1] if of_it else Fitting()

    def _remembered(self, text: str) -> Answer:
        version, answers = self._answers
        if version != self._version() or len(answers) > _REMEMBERED:
            version, answers = self._answers = self._version(), {}
        if text not in answers:
            answers[text] = self._answer(text)
        return answers[text]

    def _answer(self, text: str) -> Answer:
        fitting = self._ask(text, DEEP)
        return self._products.rows(fitting.ids), fitting
