"""The writer with our own language model, taught on pairs of facts and copy: several texts, mended, the best of them by three scores.

It runs in this process, from a file. It knows how shops write and nothing of what is true, so each text goes through the gate first.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from math import exp

from ..models.language.pairs import prompt
from ..models.language.protocol import Answer, LanguageModel, Sampling, whole
from ..shop import ShopkeeperError
from .brief import Brief
from .copy import Copy
from .coverage import coverage, said
from .facts import Material
from .forms import TEXT
from .gate import Gate, Judged
from .label import label

CANDIDATES = 6
KINDS = frozenset({"description"})  # what it has learnt to write
SAMPLING = Sampling(temperature=0.7, top_p=0.9, max_tokens=220, probabilities=1)
LEAST = 0.35  # of a candidate that has to be left: it lies in most of what it says
SHORTEST = {"zh": 20, "en": 60}  # characters of a description
COVERED = 0.5  # of the important facts that a text says at least; else the next writer says more
Source = Callable[[], LanguageModel | None]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that holds: how many of the important facts it says, how likely it was to the model (0 to 1, the geometric mean of its
    tokens' probabilities), how little it repeats itself (the share of its pairs of characters that are different)."""

    judged: Judged
    covered: float
    likely: float
    varied: float

    @property
    def score(self) -> float:
        """Facts count most, then how it reads."""
        return self.covered + 0.5 * self.likely + 0.5 * self.varied


class LearnedWriter:
    """An author that asks the model of this shop's own that `model` gives, if there is one."""

    name = "own"

    def __init__(self, model: Source, *, now: Callable[[], datetime] | None = None) -> None:
        self._model, self._now = model, now

    def write(self, material: Material, brief: Brief) -> Copy | None:
        """The best of a few texts of which every claim holds; None where none says enough, and for kinds that it has not learnt."""
        if brief.kind not in KINDS:
            return None
        try:
            model = self._model()
            best = max(self.candidates(model, material, brief), key=lambda each: each.score, default=None) if model else None
        except ShopkeeperError as error:
            log.warning("the shop's own model writes no %s: %s", brief.kind, error)
            return None
        return self._copy(best.judged, material, brief) if best and best.covered >= COVERED else None

    def candidates(self, model: LanguageModel, material: Material, brief: Brief) -> list[Candidate]:
        """What is left of its texts behind the gate, those that are too short left out."""
        gate = Gate(material, brief, self._now() if self._now else None)
        asked = asked_of(material, brief)
        out = []
        for number in range(CANDIDATES):
            answer = whole(model.complete(asked, sampling=_sampling(brief.seed * CANDIDATES + number)))
            judged = gate.mended(gate.judge({TEXT: whole_sentences(answer)}), LEAST)
            if judged and len(judged.fields[TEXT]) >= SHORTEST[brief.language]:
                text = judged.fields[TEXT]
                share = coverage(material, text, brief.language)
                out.append(Candidate(judged, 1.0 if share is None else share, _likely(answer), _varied(text)))
        return out

    def _copy(self, judged: Judged, material: Material, brief: Brief) -> Copy:
        text = judged.fields[TEXT]
        used = tuple(dict.fromkeys(fact.name for fact in material.facts if said(fact, text, brief.language)))
        left = tuple(dict.fromkeys(fact.name for fact in material.facts if fact.name not in used))
        return Copy(text, brief.language, brief.kind, {}, judged.claims, used, left, self.name,
                    label(self.name, brief.language, brief.market))


def asked_of(material: Material, brief: Brief) -> str:
    """The prompt: title and facts as the pairs have them that it learnt from."""
    language = brief.language
    category = [("类型" if language == "zh" else "category", each.get(language)) for each in material.category[-1:]]
    facts = [(fact.label.get(language) or fact.name, fact.text(language)) for fact in material.facts]
    return prompt([*category, *facts], material.title.get(language))


def whole_sentences(answer: Answer) -> str:
    """The text of an answer; without its last sentence where the model had to stop in it."""
    text = answer.text.strip()
    if answer.finish == "stop":
        return text
    ends = [text.rfind(mark) for mark in "。！？.!?"]
    return text[: max(ends) + 1]


def _sampling(seed: int) -> Sampling:
    return Sampling(SAMPLING.temperature, SAMPLING.top_p, SAMPLING.max_tokens, seed=seed, probabilities=SAMPLING.probabilities)


def _likely(answer: Answer) -> float:
    return exp(sum(token.logprob for token in answer.tokens) / len(answer.tokens)) if answer.tokens else 0.0


def _varied(text: str) -> float:
    pairs = list(itertools.pairwise(text))
    return len(set(pairs)) / len(pairs) if pairs else 0.0
