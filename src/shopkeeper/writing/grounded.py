"""The writer without a language model: several wordings of a plan, each held against the records, the best of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from ..claims import Claim, check, sentences
from ..claims.markets import MARKETS
from ..shop import Language, Localized
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
_LEFT = 0.4  # of a text has to be left without its sentences that do not hold
_DASH = re.compile(r"\s+[-–—|]\s+")
_PARTS = re.compile(r"\s+[-–—|]\s+|[,，(（)）]")
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
        """The best wording, without the sentences of which a claim does not hold; None where nothing is left. Where every wording begins
        with such a sentence, the facts that it speaks of are left out of the plan, at last all of them."""
        planned = self._plan(material, brief)
        made, wrong = self._best(planned, brief, 0)
        if not made.text and wrong:
            planned = _less(planned, wrong, brief.language)
            made, _ = self._best(planned, brief, CANDIDATES)
        if not made.text and brief.kind != "translate":
            made, _ = self._best(replace(planned, points=()), brief, 2 * CANDIDATES)
        return self._copy(made, planned, brief) if made.text else None

    def _plan(self, material: Material, brief: Brief) -> Plan:
        """What is to be said, its facts in the words of the order's language."""
        material = self._named(material, brief)
        if brief.kind == "translate":
            return translation(material, brief)
        return in_language(plan(material, brief, self._neighbours(material) if self._neighbours else None), brief.language)

    def _named(self, material: Material, brief: Brief) -> Material:
        """A material whose title may be said: the parts of one that claims what may not be claimed ("Ultra Healing") are left out, and
        where that leaves no name, what the thing is stands for it."""
        title, brand = material.title.get(brief.language), material.brand.get(brief.language)

        def holds(name: str) -> bool:
            return all(claim.holds for claim in self._claims(f"{brand} {' '.join(_DASH.split(name))}".strip(), material, brief))

        if holds(title):
            return material
        noun = material.noun.get(brief.language)
        parts = [part.strip() for part in _PARTS.split(title) if part.strip()]
        name = next((part for part in parts if noun.lower() in part.lower() and holds(part)), "" if noun == title else noun)
        return replace(material, title=Localized.of(capitalised(name), brief.language)) if name else material

    def _best(self, planned: Plan, brief: Brief, first: int) -> tuple[Realised, str]:
        """The best of a few wordings, and all that does not hold in them."""
        realiser, wrong = self._realisers[brief.language], ""
        best = Realised("")
        for number in range(first, first + CANDIDATES):
            made = realiser.realise(planned, brief, seed_of(planned.material, brief, number))
            held, cut = self._held(made, planned.material, brief)
            wrong += f" {cut}"
            best = max(best, held, key=lambda each: _score(each, planned))
        return best, wrong.strip()

    def _claims(self, text: str, material: Material, brief: Brief) -> list[Claim]:
        return check(text, material.records, now=self._now, market=brief.market if brief.market in MARKETS else None)

    def _held(self, made: Realised, material: Material, brief: Brief) -> tuple[Realised, str]:
        """A wording without its sentences that do not hold, and these; empty where the first does not or the rest does not either."""
        claims = [claim for claim in self._claims(made.text, material, brief) if not claim.holds]
        never = [word.lower() for word in brief.brand_voice.never] if brief.brand_voice else []
        spans = [(start, end) for start, end in sentences(made.text) if any(start <= claim.span[0] < end for claim in claims)
                 or any(word in made.text[start:end].lower() for word in never)]
        wrong = [made.text[start : _full_stop(made.text, end)].strip() for start, end in spans]
        if not wrong:
            return made, ""
        rest = replace(made, text=_without(made.text, wrong), fields={name: _without(part, wrong) for name, part in made.fields.items()},
                       used=_still(made, wrong, material, brief.language))
        asked = any(made.text[: made.text.find(each)].rstrip().endswith(("?", "？")) for each in wrong)  # and has lost its answer
        begun = not made.text.startswith(wrong[0]) and not asked and len(rest.text) > _LEFT * len(made.text)
        holds = begun and all(claim.holds for claim in self._claims(rest.text, material, brief))
        return rest if holds else Realised(""), " ".join(wrong)

    def _copy(self, made: Realised, planned: Plan, brief: Brief) -> Copy:
        claims = tuple(self._claims(made.text, planned.material, brief))
        left = tuple(dict.fromkeys(fact.name for fact in planned.material.facts if fact.name not in made.used))
        return Copy(made.text, brief.language, brief.kind, made.fields, claims, made.used, left, self.name,
                    label(self.name, brief.language, brief.market))


def capitalised(name: str) -> str:
    """A name with capitals, as a title has them."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split(" "))


def _without(text: str, wrong: list[str]) -> str:
    for each in wrong:
        lines = ((line, line.replace(each, "").strip(" ").rstrip(";,；，") if each in line else line) for line in text.split("\n"))
        text = "\n".join(left for line, left in lines if left.strip("•") or not line.strip())
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]{2,}", " ", text)).strip()


def _full_stop(text: str, end: int) -> int:
    """Where the sentence ends of which a part before a semicolon ends here."""
    stop = re.compile(r"[.!?。！？\n]").search(text, end)
    return (stop.end() if stop else len(text)) if text[:end].rstrip().endswith((";", "；")) else end


def _still(made: Realised, wrong: list[str], material: Material, language: Language) -> tuple[str, ...]:
    """The names of the facts that a text says without some sentences: those whose value stands in one of them are said no more."""
    cut, rest = " ".join(wrong).lower(), _without(made.text, wrong).lower()
    gone = {fact.name for fact in material.facts if (value := fact.text(language).lower()) in cut and value not in rest}
    return tuple(name for name in made.used if name not in gone)


def _less(planned: Plan, wrong: str, language: Language) -> Plan:
    """A plan without the facts whose values stand in a text."""
    said = wrong.lower()
    points = (replace(point, facts=tuple(f for f in point.facts if f.text(language).lower() not in said)) for point in planned.points)
    return replace(planned, points=tuple(points))


def _score(made: Realised, planned: Plan) -> float:
    """Coverage of what was planned, less what repeats itself."""
    if not made.text:
        return -1.0
    names = [fact.name for fact in planned.facts]
    covered = sum(name in made.used for name in names) / len(names) if names else 1.0
    words = _WORD.findall(made.text.lower())
    pairs = list(itertools.pairwise(words))
    return covered + 0.5 * (len(set(pairs)) / len(pairs) if pairs else 1.0)
