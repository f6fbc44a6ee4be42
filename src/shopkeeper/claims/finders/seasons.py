"""When something is done with a plant or a crop: "sow it in spring", 秋天种下, of a record that says October to November.

The facts of sowing, planting, flowering and harvest say months or seasons; a text that speaks of one of these is held against that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ...text.normalise import letterwise
from ...text.numbers import parse_number
from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..said import Found, Said
from .judgement import Judgement, asks

# What is done: how names of facts say it, and how texts do.
_DONE = tuple((re.compile(names), re.compile(texts)) for names, texts in (
    (r"sow|plant|播种|种植|栽", r"\bsow|\bplant(?:ed|ing|s)?\b|in(?:to)? the (?:ground|soil|earth)|\bpot up\b|播|种[下到在进]|下种|栽|埋[下进]"),
    (r"flower|bloom|blossom|花期|开花", r"\bflower(?:s|ed|ing)?\b|\bbloom|\bblossom|in flower|开花|花期|盛放|绽放"),
    (r"harvest|picked|picking|crop|采[摘收]|收获|收割", r"harvest|\bpick(?:ed|ing)?\b|\bcrop\b|gather|采[摘收]|摘[下的自]|收[获割]"),
))
_ENGLISH = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
_MONTH_EN = r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)"
_SEASONS = {"spring": (3, 4, 5), "summer": (6, 7, 8), "autumn": (9, 10, 11), "fall": (9, 10, 11), "winter": (12, 1, 2), "春": (3, 4, 5), "夏": (6, 7, 8), "秋": (9, 10, 11), "冬": (12, 1, 2)}
_NEAR = 40  # characters between what is done and when
_TO = r"\s?(?:-|–|~|to|through|until|到|至)\s?"
_SPAN = re.compile(rf"\b(?P<a>{_MONTH_EN})\.?(?:{_TO}(?P<b>{_MONTH_EN})\b)?|(?P<x>\d{{1,2}}|[一二三四五六七八九十]{{1,2}})月?(?:{_TO}(?P<y>\d{{1,2}}|[一二三四五六七八九十]{{1,2}}))?月|\b(?P<s>spring|summer|autumn|fall|winter)\b|(?P<z>[春夏秋冬])(?=[天季日末初里]|$|\W)")
_SAID = re.compile(rf"(?:\b(?:in|from|by|come|until|during|early|late|mid)[ -](?:the )?(?:early |late |mid-?)?(?P<en>{_MONTH_EN}|spring|summer|autumn|winter)\b(?! (?:day|night|bank|sale)))|(?P<zh>[一二三四五六七八九十]{{1,2}}月|\d{{1,2}}月|[春夏秋冬](?=[天季日末初里]))")


def against(said: Said, facts: Facts) -> Iterator[Judgement]:
    """Every month and season in which a text does what the facts do in others."""
    for number, leaf, its in facts.derived(_known):
        for start, end in said.sentences:
            done = [texts.search(said.plain, start, end) for _, texts in _DONE]
            what = done[number]
            if what is None or sum(each is not None for each in done) > 1 or asks(said, start):
                continue
            near = [match for match in _SAID.finditer(said.plain, start, end) if abs(match.start() - what.end()) < _NEAR]
            first = next((match for match in near if months(match["en"] or match["zh"]) & its), near[0] if near else None)
            if first:
                group = "en" if first["en"] else "zh"
                verdict = Verdict.SUPPORTED if months(first[group]) & its else Verdict.CONTRADICTED
                yield Judgement(Found(*first.span(group), first[group]), Kind.SEASON, verdict, leaf.path)


def _known(leaves: list[Leaf]) -> list[tuple[int, Leaf, frozenset[int]]]:
    """Which of the things that are done a fact is about, and in which months."""
    read = [(number, leaf, months(letterwise(leaf.value))) for leaf in leaves if isinstance(leaf.value, str) and not leaf.prose for number in _what(leaf.key)]
    return [(number, leaf, its) for number, leaf, its in read if its]


@lru_cache(4096)
def _what(key: str) -> tuple[int, ...]:
    """The things that are done of which a fact's name speaks."""
    return tuple(number for number, (names, _) in enumerate(_DONE) if names.search(letterwise(key)))


@lru_cache(4096)
def months(plain: str) -> frozenset[int]:
    """The months that a text names, with those between two of them."""
    out: set[int] = set()
    for match in _SPAN.finditer(plain):
        if season := match["s"] or match["z"]:
            out.update(_SEASONS[season])
            continue
        first = _number(match["a"] or match["x"])
        last = _number(match["b"] or match["y"] or "") or first
        if 1 <= first <= 12 and 1 <= last <= 12:
            out.update(range(first, last + 1) if first <= last else (*range(first, 13), *range(1, last + 1)))
    return frozenset(out)


def _number(month: str) -> int:
    if month[:3] in _ENGLISH:
        return _ENGLISH.index(month[:3]) + 1
    return int(parse_number(month) or 0) if month else 0
