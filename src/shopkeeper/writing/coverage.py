"""How much of what a buyer wants to know a text says."""

from __future__ import annotations

import re
from functools import lru_cache

from ..shop import Language, Localized
from ..text.attributes import find_values
from ..text.normalise import has_cjk, normalise
from ..text.stem import stem
from .facts import Fact, Material

WANTED = 0.75  # from this weight on a fact is one that a buyer asks for
MOST, LEAST = 6, 3  # no description says more than the six most wanted; where few are wanted, the three that weigh most
UNWANTED = 0.1  # up to this weight no buyer asks for it
ENOUGH = 0.6  # the share of a value's words that says it
_NO = frozenset(("no", "none", "否", "无", "没有"))
_PART = re.compile(r"[,，、;；/\n]|\+| and ")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"[a-z0-9][a-z0-9'.-]*")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")


def important(material: Material) -> tuple[Fact, ...]:
    """The facts that a text should say: those wanted most, at most six; what is not so ("no") is not among them."""
    told = [fact for fact in material.facts if fact.weight > UNWANTED and not _denied(fact)]
    facts = sorted(told, key=lambda fact: -fact.weight)
    wanted = [fact for fact in facts if fact.weight >= WANTED]
    return tuple(wanted[:MOST] if len(wanted) >= LEAST else facts[:LEAST])


def _denied(fact: Fact) -> bool:
    return fact.value is False or (isinstance(fact.value, Localized) and {text.strip().lower() for text in fact.value.all} <= _NO)


def coverage(material: Material, text: str, language: Language) -> float | None:
    """The share of the important facts that a text says; None where there is none."""
    facts = important(material)
    return sum(said(fact, text, language) for fact in facts) / len(facts) if facts else None


def said(fact: Fact, text: str, language: Language) -> bool:
    """Whether a text says a fact: at least half of the values of its list, in the same words, in others that mean the same, or as the
    same numbers. Whether it says them rightly is the ledger's to judge."""
    if fact.value is True:
        return _part_said(fact.label.get(language) or fact.name, text)
    value = fact.text(language) if isinstance(fact.value, Localized) else f"{fact.value:g}"
    parts = [part.strip() for part in _PART.split(value) if part.strip()]
    return sum(_part_said(part, text) for part in parts) * 2 >= len(parts)


def _part_said(part: str, text: str) -> bool:
    words, meanings, numbers = _known(text)
    wanted, meant, figures = _known(part)
    if meant & meanings or (figures and figures <= numbers):
        return True
    return bool(wanted) and len(wanted & words) >= ENOUGH * len(wanted)


@lru_cache(4096)
def _known(text: str) -> tuple[frozenset[str], frozenset[tuple[str, str]], frozenset[float]]:
    """The words of a text (stems in English, characters and pairs of them in Chinese), the values that it names, its numbers."""
    plain = normalise(text)
    words = {stem(word) for word in _WORD.findall(plain)}
    for run in _CHINESE.findall(plain) if has_cjk(plain) else ():
        words.update([run[at : at + 2] for at in range(len(run) - 1)] or [run])
    return (frozenset(words), frozenset((found.kind, found.value) for found in find_values(text)),
            frozenset(map(float, _NUMBER.findall(plain))))
