"""For whom a text says a product is: children's of a woman's coat, "for your cat" of a bed for dogs, 孕妇 of a record that says adults.

Age, sex and kind of animal are held apart: a claim is contradicted where the facts speak of one of these and share nothing with it. Only words that say
whom it is for count; who may get it as a present, or will love to see it, is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ...text.attributes import attribute
from ...text.normalise import letterwise
from ...text.sorts import sorts_in
from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..said import Found, Said
from ..traits import mentions
from .judgement import Judgement, asks

# Ages from b(abies), t(oddlers), c(hildren), teens (n), a(dults) to s(eniors) and p(regnant women), with the years that they take.
_YEARS = {"b": (0, 1), "t": (1, 3), "c": (3, 13), "n": (12, 18), "a": (18, 60), "s": (55, 120)}
_AGES = {
    "newborn": "b", "baby": "b", "toddler": "t", "child": "tc", "preschool": "tc", "teen": "n", "student": "cna", "young-adult": "a", "adult": "as", "middle-aged": "as", "senior": "s",
    "pregnant": "p", "boys": "btcn", "girls": "btcn", "men": "ans", "women": "ansp",
}  # fmt: skip
_SEX = {"men": "m", "boys": "m", "women": "f", "girls": "f", "unisex": "mf", "pregnant": "f"}
_ANIMALS = {"dog": "d", "cat": "k"}
_LOOSE = frozenset(("宝宝", "宝贝"))  # said of children of any age
_KEYS = frozenset(("gender", "age", "age_range", "title", "category"))
_FOR = re.compile(r"^(?:for|best for|suitable for|适用|适合|适用于)$")
_SPAN = re.compile(r"(\d+)\s?(?:-|~|to|到|至)\s?(\d+)\s?(months?|个?月)?|(\d+)\s?(?:\+|years|岁|周岁)")
_BEFORE = re.compile(
    r"(?:\b(?:for|suits?|fits?|suitable for|designed for|made for|cut for|aimed at|sized for|safe for)(?: (?!a\b)[a-z'-]+){0,2}|\byour(?: \w+)?|\b(?:adult|children|kid)s?(?:'s)? and) $"
    r"|(?:适合|专为|专门为|适用于|专给|照顾到?)[^,。、;!?]{0,3}$")
_AFTER = re.compile(r"^(?:'s?| only\b|-only\b)|^们?(?:款|专用|专属|都能|也能|也可|可穿|可用|适用|装|版|也爱|都爱|穿|用|吃|玩|在家|上[体课学]|尺码|的?口粮)")
_NAMES_THEM = re.compile(r"^for |(?<=men)'s$")
_GIFT = re.compile(r"gift|present|surprise|treat for|送|礼|如|像|比|一样|\b(?:like|than|as)\b")
_ONLY = re.compile(r"(?:only|strictly|exclusively) for (?:\w+ )?$|(?:仅|只)(?:限|适合|供)$")
_ONLY_AFTER = re.compile("^ only\\b|^专用")


class Audience(NamedTuple):
    """Ages, sexes and animals, each empty where nothing is said."""

    ages: frozenset[str]
    sexes: frozenset[str]
    animals: frozenset[str]


def _of(values: set[str], word: str = "") -> Audience:
    """What the values of the shared vocabulary say together."""
    ages = "btc" if word in _LOOSE else "".join(_AGES.get(value, "") for value in values)
    return Audience(frozenset(ages), frozenset("".join(_SEX.get(value, "") for value in values)), frozenset(_ANIMALS[value] for value in values & _ANIMALS.keys()))


def _meant(plain: str) -> Iterator[tuple[int, int, Audience]]:
    """Who is named, and where."""
    for mention in mentions(plain):
        values = {value for kind, value in mention.meanings if kind in ("gender", "age")}
        who = _of(values, plain[mention.start : mention.end])
        if mention.holds and any(who):
            yield mention.start, mention.end, who


@lru_cache(4096)
def _years(text: str) -> frozenset[str]:
    """The ages of "6+", "3-6 years" or 6岁以上."""
    out: set[str] = set()
    for match in _SPAN.finditer(text):
        least, most = (int(match[1]), int(match[2])) if match[1] else (int(match[4]), 120)
        least, most = (least // 12, max(1, most // 12)) if match[3] else (least, most)
        out |= {age for age, (start, end) in _YEARS.items() if start <= most and least < end}
    return frozenset(out)


def _audience(leaves: list[Leaf]) -> tuple[Audience, str]:
    """Whom the facts name, and the path of one that does. Years count before words for an age, these before what a sex implies."""
    spans, ages, implied, sexes, animals, path = set[str](), set[str](), set[str](), set[str](), set[str](), ""
    for leaf in leaves:
        key, plain = attribute(leaf.key), letterwise(str(leaf.value))
        if not (key in _KEYS or _FOR.match(letterwise(leaf.key))) or not isinstance(leaf.value, str):
            continue
        if key == "age" and (years := _years(plain)):
            spans, path = spans | years, leaf.path
        for _, _, who in _meant(plain):
            (implied if who.sexes else ages).update(who.ages)
            sexes, animals, path = sexes | who.sexes, animals | who.animals, path or leaf.path
        if not leaf.prose:
            animals |= {sign for sign, word in (("d", "狗|犬"), ("k", "猫")) if re.search(word, plain) and (key in _KEYS or animals)}
    return Audience(frozenset(spans or ages or implied), frozenset(sexes), frozenset(animals)), path


def against(said: Said, facts: Facts) -> Iterator[Judgement]:
    """Everybody for whom the text says it is, and who shares nothing with those whom the facts name."""
    known, path = facts.derived(_audience)
    if not any(known):
        return
    for start, end, who in _meant(said.plain):
        begin = next(first for first, _ in reversed(said.sentences) if first <= start)
        before, after = said.plain[max(begin, start - 40) : start], said.plain[end : end + 12]
        if not _claims(before, said.plain[start:end], after) or asks(said, start):
            continue
        apart = any(mine and theirs and not mine & theirs for mine, theirs in zip(who, known, strict=True))
        alone = bool(_ONLY.search(before) or _ONLY_AFTER.match(after)) and bool(who.ages) and not known.ages <= who.ages
        if apart or alone:
            yield Judgement(Found(start, end, said.plain[start:end]), Kind.AUDIENCE, Verdict.CONTRADICTED, path)


def _claims(before: str, word: str, after: str) -> bool:
    """Whether somebody who is named there is one for whom it is."""
    named = next(iter(sorts_in(after)), None)
    own = named is not None and not after[0].isascii() and (named.start == 0 or (named.start < 3 and after[: named.start] in ("的", "们的")))  # 姑娘们的慢跑鞋
    return (own or bool(_NAMES_THEM.search(word) or _BEFORE.search(before) or _AFTER.match(after))) and not _GIFT.search(before)
