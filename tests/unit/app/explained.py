"""An explanation with known numbers, as doors get it from a shop."""

from __future__ import annotations

import numpy as np

from shopkeeper.models.explain.attributions import Attribution
from shopkeeper.models.explain.explanation import Explanation, Reading
from shopkeeper.models.explain.replay import Replay, Token
from shopkeeper.models.explain.words import words
from shopkeeper.models.explain.writing import Step, Writing


def explained(a, b):
    """The first word of each text adds .4, each other takes a little; a text is one token a word, between two marks."""
    left, right = _reading(a, 0.25), _reading(b, 0.25)
    pairs = np.zeros((len(left.words) + 1, len(right.words) + 1))
    pairs[0, 0], pairs[-1, -1] = 0.2, 0.05
    return Explanation("similarity", 0.25, (left, right), pairs)


def judged(text, value):
    """A sentiment, log-odds `value`."""
    return Explanation("sentiment", value, (_reading(text, value),))


def written(prompt, answer):
    """Each word of the answer hangs on the first word of the prompt, by .7, and is half likely."""
    text, spans = prompt + answer, words(prompt + answer)
    shares = np.array([0.7 if i == 0 else 0.0 for i in range(len(spans))])
    steps = tuple(Step(s.start, s.end, float(np.log(0.5)), shares) for s in spans if s.start >= len(prompt))
    return Writing(text, len(prompt), tuple(spans), steps, _reading(text, 0.0).replay)


def _reading(text, value):
    spans = words(text)
    shares = np.array([0.4 if i == 0 else -0.01 * i for i in range(len(spans))])
    tokens = (Token("[CLS]", 0, 0), *(Token(text[s.start : s.end], s.start, s.end) for s in spans), Token("[SEP]", 0, 0))
    n = len(tokens)
    attention = np.full((2, 3, n, n), 1 / n, np.float32)
    attention[1, 2] = np.eye(n)
    found = Attribution(shares, value, float(value - shares.sum()), "shapley")
    return Reading(text, tuple(spans), found, Replay(tokens, np.ones(4, np.float32), np.ones((n, 4), np.float32), attention))
