"""Facts in the other language: nouns, names and values by the vocabularies of the house; what they do not know is left as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from ..shop import Language, Localized
from ..text.attributes import attribute, find_values, name_of, spoken, values_of
from ..text.normalise import has_cjk, normalise
from .facts import Fact, Material
from .plan import Plan
from .words import table

_FILE = Path(__file__).parent / "words" / "nouns.toml"
_MARKS = "、/,，;；"


def in_language(plan: Plan, language: Language) -> Plan:
    """The same plan with every noun, name and value said in `language` too, where the vocabularies know how."""
    material = plan.material
    points = tuple(replace(point, facts=tuple(fact_in(fact, language) for fact in point.facts)) for point in plan.points)
    facts = tuple(fact_in(fact, language) for fact in material.facts)
    return Plan(replace(material, noun=_noun(material, language), facts=facts), points)


def is_noun(text: str) -> bool:
    """Whether a value names goods rather than a property: 连衣裙 of a 裙长."""
    return any(normalise(text) in known for known in _nouns().values())


def _noun(material: Material, language: Language) -> Localized:
    """The noun in both languages; of a group that has no word of its own (裙) the value that names the thing."""
    named = [fact.value for fact in material.facts
             if isinstance(fact.value, Localized) and is_noun(fact.value.zh or fact.value.en) and not _of_a_detail(fact)]
    known = (noun_in(noun, language) for noun in (*sorted(named, key=lambda noun: -len(noun.zh)), material.noun))
    return material.noun if _has(material.noun, language) and not named else next((n for n in known if _has(n, language)), material.noun)


def _of_a_detail(fact: Fact) -> bool:
    """Whether a fact names what a garment has on it, not what it is: 裙款式 腰带."""
    return len(fact.label.zh) > len("款式") and fact.label.zh.endswith("款式")


def fact_in(fact: Fact, language: Language) -> Fact:
    """A fact whose name and value have their words in a language."""
    value = fact.value
    if isinstance(value, Localized) and not _has(value, language):
        value = _with(value, language, translated(_other(value, language), fact, language))
    label = fact.label
    if not _has(label, language) and (key := attribute(_other(label, language) or fact.name)):
        label = _with(label, language, name_of(key, language))
    return replace(fact, value=value, label=label)


def noun_in(noun: Localized, language: Language) -> Localized:
    """A noun in both languages: the whole of it, or its longest known end with the values before it (雪纺连衣裙: chiffon dress)."""
    if _has(noun, language):
        return noun
    known = _nouns()[language]
    word = normalise(_other(noun, language))
    end = next((word[at:] for at in range(len(word)) if word[at:] in known and _edge(word, at)), "")
    if not end:
        return noun
    before = translated(word[: len(word) - len(end)].strip(), None, language) if len(end) < len(word) else ""
    if len(end) < len(word) and not before:
        return _with(noun, language, known[end])
    return _with(noun, language, f"{before}{'' if language == 'zh' else ' ' if before else ''}{known[end]}")


def translated(text: str, fact: Fact | None, language: Language) -> str:
    """A value in a language: numbers and codes as they stand, a known word by its word, a list by its parts; "" where one is not known."""
    parts = _parts(text)
    if len(parts) > 1:
        said = [translated(part, fact, language) for part in parts]
        return ("、" if language == "zh" else ", ").join(said) if all(said) else ""
    if not text or not (has_cjk(text) if language == "en" else _letters(text)):
        return text
    return _known(text, fact, language) or _together(text, language)


def _known(text: str, fact: Fact | None, language: Language) -> str:
    """The word of a whole value; of several kinds, that of the fact's name."""
    name = attribute(fact.name) if fact else None
    meanings = sorted(values_of(text), key=lambda meaning: meaning[0] != name)
    return next((words[0] for kind, value in meanings if (words := spoken(kind, value, language))), "")


def _together(text: str, language: Language) -> str:
    """A value that is made of known words and nothing else: 纯棉针织, "long sleeve cotton"."""
    words: list[str] = []
    end = 0
    for said in find_values(text):
        if said.start < end:
            continue
        if text[end : said.start].strip(" -"):
            return ""
        ways = spoken(said.kind, said.value, language)
        if not ways:
            return ""
        words.append(ways[0])
        end = said.end
    return "" if text[end:].strip() else ("" if language == "zh" else " ").join(words)


def _parts(text: str) -> list[str]:
    for mark in _MARKS:
        text = text.replace(mark, "\n")
    return [part.strip() for part in text.split("\n") if part.strip()]


def _letters(text: str) -> bool:
    """Whether a value has words of Latin letters, which are more than a unit or a code."""
    return any(len(word) > 2 and word.isalpha() and not word.isupper() for word in text.replace("-", " ").split())


def _edge(word: str, at: int) -> bool:
    return at == 0 or has_cjk(word) or word[at - 1] in " -"


def _has(text: Localized, language: Language) -> bool:
    return bool(text.zh if language == "zh" else text.en)


def _other(text: Localized, language: Language) -> str:
    return text.en if language == "zh" else text.zh


def _with(text: Localized, language: Language, said: str) -> Localized:
    return Localized(said or text.zh, text.en) if language == "zh" else Localized(text.zh, said or text.en)


@cache
def _nouns() -> Mapping[Language, Mapping[str, str]]:
    """A noun of the one language to the word of the other."""
    to_english: dict[str, str] = {}
    to_chinese: dict[str, str] = {}
    for goods in table(_FILE).values():
        for chinese, line in goods.items():
            words = [word.strip() for word in line.split(",")]
            to_english[normalise(chinese)] = words[0]
            for word in words:
                to_chinese.setdefault(normalise(word), chinese)
    return {"en": to_english, "zh": to_chinese}
