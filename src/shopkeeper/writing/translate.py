"""Our own copy in the other language: not word for word, but the same facts in the same order, said anew."""

from __future__ import annotations

from dataclasses import replace

from ..shop import Language
from ..text.language import detect
from ..text.normalise import has_cjk, normalise
from .brief import Brief
from .facts import Fact, Material
from .glossary import in_language, is_noun
from .plan import Plan, Point


def translation(material: Material, brief: Brief) -> Plan:
    """The plan of `brief.source` in `brief.language`: the facts that it says, in its order, each with its words in that language. What the
    vocabularies have no word for is left out, for nothing may be guessed. Without a source every fact is taken."""
    facts = _said(material, brief.source) if brief.source.strip() else list(material.facts)
    points = [Point("opening", tuple(facts[:1]))]
    points += [Point("benefit" if number < len(facts) // 2 else "detail", (fact,)) for number, fact in enumerate(facts[1:])]
    plan = in_language(Plan(material, (*points, Point("closing"))), brief.language)
    known = tuple(replace(p, facts=tuple(fact for fact in p.facts if _sayable(fact, brief.language))) for p in plan.points)
    return Plan(plan.material, tuple(point for point in known if point.facts or point.role == "closing"))


def _said(material: Material, source: str) -> list[Fact]:
    """The facts of which a text gives the value, in its order."""
    plain, language = normalise(source), detect(source)
    places = ((_place(fact, plain, language), number, fact) for number, fact in enumerate(material.facts))
    return [fact for place, _, fact in sorted((p for p in places if p[0] >= 0), key=lambda found: found[:2])]


def _place(fact: Fact, plain: str, language: Language) -> int:
    """Where a text says a fact's value (or, of yes and no, its name); -1 where it does not."""
    words = normalise(fact.label.get(language) if fact.value is True else fact.text(language))
    return plain.replace(" ", "").find(words.replace(" ", "")) if words else -1


def _sayable(fact: Fact, language: Language) -> bool:
    """Whether a fact can be said in a language: a value, not a name of the thing, in its letters or in figures."""
    text = fact.label.get(language) if fact.value is True else fact.text(language)
    if fact.value is False or is_noun(text):
        return False
    return has_cjk(text) == (language == "zh") or not any(char.isalpha() for char in text) or any(char.isdigit() for char in text)
