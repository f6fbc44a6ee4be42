"""The writer without a language model: several wordings of a plan, each held against the records, the best of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from ..claims import Claim, check
from ..shop import Language
from .brief import Brief
from .copy import Copy
from .facts import Material
from .glossary import in_language
from .label import label
from .plan import Plan, Usual, plan
from .realise import Realised, Realiser
from .seeds import seed_of
from .translate import translation

CANDIDATES = 4
_WORD = re.compile(r"[A-Za-z0-9'’-]+|[\u3400-\u9fff]")
Neighbours = Callable[[Material], Usual]


class GroundedWriter:
    """Plans, words, checks, and takes the best of a few. `realisers` by language; `neighbours` gives the share of a product's
    neighbours that have each of its facts."""

    name = "grounded"

    def __init__(self, realisers: Mapping[Language, Realiser], *, neighbours: Neighbours | None = None,
                 now: datetime | None = None) -> None:
        self._realisers, self._neighbours, self._now = realisers, neighbours, now

    def write(self, material: Material, brief: Brief) -> Copy | None:
        """The best wording of which every claim holds; None where there is none."""
        planned = self._plan(material, brief)
        best: tuple[float, Copy] | None = None
        for number in range(CANDIDATES):
            made = self._realisers[brief.language].realise(planned, brief, seed_of(material, brief, number))
            copy = self._copy(made, planned, brief)
            score = _score(made, planned)
            if copy.holds and made.text and (best is None or score > best[0]):
                best = score, copy
        return best[1] if best else None

    def _plan(self, material: Material, brief: Brief) -> Plan:
        if brief.kind == "translate":
            return translation(material, brief)
        return in_language(plan(material, brief, self._neighbours(material) if self._neighbours else None), brief.language)

    def _copy(self, made: Realised, planned: Plan, brief: Brief) -> Copy:
        claims: list[Claim] = check(made.text, planned.material.records, now=self._now)
        left = tuple(dict.fromkeys(fact.name for fact in planned.material.facts if fact.name not in made.used))
        return Copy(made.text, brief.language, brief.kind, made.fields, tuple(claims), made.used, left, self.name,
                    label(self.name, brief.language, brief.market))


def _score(made: Realised, planned: Plan) -> float:
    """Coverage of what was planned, less what repeats itself."""
    names = [fact.name for fact in planned.facts]
    covered = sum(name in made.used for name in names) / len(names) if names else 1.0
    words = _WORD.findall(made.text.lower())
    pairs = list(itertools.pairwise(words))
    return covered + 0.5 * (len(set(pairs)) / len(pairs) if pairs else 1.0)
