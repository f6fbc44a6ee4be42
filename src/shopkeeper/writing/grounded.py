"""The writer without a language model: several wordings of a plan, each held against the records, the best of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from datetime import datetime

from ..claims import Claim, check, sentences
from ..claims.markets import MARKETS
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
        """The best wording, without the sentences of which a claim does not hold; None where nothing is left."""
        planned = self._plan(material, brief)
        realiser = self._realisers[brief.language]
        wordings = (realiser.realise(planned, brief, seed_of(material, brief, number)) for number in range(CANDIDATES))
        judged = [(made, self._claims(made.text, material, brief)) for made in wordings]
        made = max((self._held(made, claims, material, brief) for made, claims in judged), key=lambda each: _score(each, planned))
        return self._copy(made, planned, brief) if made.text else None

    def _plan(self, material: Material, brief: Brief) -> Plan:
        if brief.kind == "translate":
            return translation(material, brief)
        return in_language(plan(material, brief, self._neighbours(material) if self._neighbours else None), brief.language)

    def _claims(self, text: str, material: Material, brief: Brief) -> list[Claim]:
        return check(text, material.records, now=self._now, market=brief.market if brief.market in MARKETS else None)

    def _held(self, made: Realised, claims: list[Claim], material: Material, brief: Brief) -> Realised:
        """A wording without its sentences that do not hold; empty where the rest does not hold either."""
        wrong = [made.text[start:end].strip() for start, end in sentences(made.text)
                 if any(start <= claim.span[0] < end and not claim.holds for claim in claims)]
        if not wrong:
            return made
        rest = Realised(_without(made.text, wrong), {name: _without(part, wrong) for name, part in made.fields.items()}, made.used)
        return rest if all(claim.holds for claim in self._claims(rest.text, material, brief)) else Realised("")

    def _copy(self, made: Realised, planned: Plan, brief: Brief) -> Copy:
        claims = tuple(self._claims(made.text, planned.material, brief))
        left = tuple(dict.fromkeys(fact.name for fact in planned.material.facts if fact.name not in made.used))
        return Copy(made.text, brief.language, brief.kind, made.fields, claims, made.used, left, self.name,
                    label(self.name, brief.language, brief.market))


def _without(text: str, wrong: list[str]) -> str:
    for each in wrong:
        text = text.replace(each, "")
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]{2,}", " ", text)).strip()


def _score(made: Realised, planned: Plan) -> float:
    """Coverage of what was planned, less what repeats itself."""
    if not made.text:
        return -1.0
    names = [fact.name for fact in planned.facts]
    covered = sum(name in made.used for name in names) / len(names) if names else 1.0
    words = _WORD.findall(made.text.lower())
    pairs = list(itertools.pairwise(words))
    return covered + 0.5 * (len(set(pairs)) / len(pairs) if pairs else 1.0)
