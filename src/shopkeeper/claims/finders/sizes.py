"""Sizes of clothes and shoes: "XS to XL", "S到XXL都有码", "sizes 36-41", 26码到35码: each end has to be one of the record's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ...text.attributes import attribute
from ...text.normalise import letterwise
from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..said import Found, Said
from .judgement import Judgement

_SCALE = ("xxxs", "xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "xxxxl", "xxxxxl")
_SAME = {"2xl": "xxl", "3xl": "xxxl", "4xl": "xxxxl", "5xl": "xxxxxl", "small": "s", "medium": "m", "large": "l", "extra large": "xl", "extra small": "xs"}
_LETTER = r"(?:\d?x{0,5}[sl]|m)(?![a-z'])"
_PAIR = re.compile(rf"(?<![a-z\d'])(?P<a>{_LETTER})\s?(?:-|~|–|to|through|到|至)\s?(?P<b>{_LETTER})")
_ONE = re.compile(rf"(?:\bsizes?|尺码|码数)[ :：]?(?:(?:is|in|from)\s)?(?P<a>{_LETTER})|(?<![a-z\d])(?P<b>{_LETTER})(?:码|号)")


class Sizes:
    """The letter sizes that facts name, with those between the ends of a range."""

    def __init__(self, leaves: list[Leaf]) -> None:
        self.of: dict[str, Leaf] = {}
        for leaf in leaves:
            if isinstance(leaf.value, str) and _is_size(leaf.key):
                for size in _sizes(letterwise(leaf.value)):
                    self.of.setdefault(size, leaf)


@lru_cache(4096)
def _is_size(key: str) -> bool:
    return attribute(key) == "size" or "size" in key.lower() or "码" in key


def _sizes(text: str) -> Iterator[str]:
    for match in _PAIR.finditer(text):
        ends = [_SCALE.index(end) for each in match.groups() if (end := _plain(each)) in _SCALE]
        yield from _SCALE[min(ends) : max(ends) + 1] if len(ends) == 2 else ()
    yield from (_plain(each) for each in re.findall(rf"(?<![a-z\d']){_LETTER}|small|medium|large", text))


def _plain(size: str) -> str:
    return _SAME.get(size, size)


def against(said: Said, facts: Facts) -> Iterator[Judgement]:
    """Every letter size of a text, where the facts name sizes."""
    known = facts.derived(Sizes).of
    if not known:
        return
    for pattern in (_PAIR, _ONE):
        for match in pattern.finditer(said.plain):
            for group, text in match.groupdict().items():
                if (text and said.text[match.start(group)] != said.plain[match.start(group)]) or (text and pattern is _PAIR):
                    leaf = known.get(_plain(text))
                    verdict = Verdict.SUPPORTED if leaf else Verdict.CONTRADICTED
                    yield Judgement(Found(*match.span(group), _plain(text)), Kind.SIZE, verdict, (leaf or next(iter(known.values()))).path)
