"""Which family of goods a product belongs to: what a text about it talks of differs by family."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

from ..shop import Localized
from ..text.normalise import has_cjk, normalise
from ..text.phrases import Found, Phrases
from .words import HERE, table

_WITH = re.compile(r"\s+[-–—|]\s+|\s(?:with|for)\s", re.I)  # what follows in a title is not the thing itself
_FILE = HERE / "families.toml"
_FOR_IT = re.compile("[机壶杯盘柜架刀罐炉模具桶]")  # after a Chinese word for goods: a thing that is used with them, as a 咖啡机


def family_of(title: Localized, category: Sequence[Localized]) -> str:
    """The family that most words of the categories name, the deeper ones weighing more, with the last word of the title beside
    them; "general" where none tells."""
    votes: Counter[str] = Counter()
    for depth, level in enumerate(category, 1):
        for text in level.all:
            for hit in _named(normalise(text)):
                votes[min(hit.meanings)] += 10 + depth
    for text in title.all:
        head = _WITH.split(text, maxsplit=1)[0]
        if found := _named(normalise(head)) or _named(normalise(text)):
            votes[min(found[-1].meanings)] += 12
    return max(votes, key=lambda family: votes[family]) if votes else "general"


def _named(text: str) -> list[Found[str]]:
    """The words of a text that name goods of a family, not those that only say what a thing is for."""
    return [hit for hit in _words().find(text) if not (has_cjk(text[hit.end - 1 : hit.end]) and _FOR_IT.match(text, hit.end))]


@cache
def _words() -> Phrases[str]:
    known: dict[str, set[str]] = {}
    for family, words in table(_FILE).items():
        for word in words.split(","):
            known.setdefault(normalise(word.strip()), set()).add(family)
    return Phrases(known)
