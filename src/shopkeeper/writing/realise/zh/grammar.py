"""Words that may stand for one another: how one line of the word files becomes many."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ...seeds import Choices
from .tables import read, words

_EVEN = 0.3  # 0: every line as often; 1: every wording
_SYMBOL = re.compile(r"\[([^\[\]]+)\]")
_CHOICE = re.compile(r"\(([^()]*)\)")


def expand(text: str, choose: Choices, worn: bool = True) -> str:
    """A line with its symbols and alternatives chosen; what is not worn has its own line ("整·") where there is one."""
    known = read("grammar")["symbols"]
    while found := _SYMBOL.search(text):
        name = found[1] if worn or f"{found[1]}·" not in known else f"{found[1]}·"
        text = text[: found.start()] + choose.one(words(known[name])) + text[found.end() :]
    while found := _CHOICE.search(text):
        text = text[: found.start()] + choose.one(found[1].split("|")) + text[found.end() :]
    return text


def varied(text: str, choose: Choices) -> str:
    """A phrase of which known parts are changed for near ones."""
    return expand(_near().sub(lambda found: choose.one(words(read("grammar")["near"][found[0]])), text), choose)


def ordered(lines: Sequence[str], choose: Choices) -> list[str]:
    """Lines in a chance order; one that can be said in more ways comes sooner, so that no wording comes up more often than others."""
    return choose.by_weight(lines, [_ways(line) for line in lines])


@cache
def _ways(line: str) -> float:
    """In how many ways a line can be said, to the power of `_EVEN`."""
    known = read("grammar")
    count = 1
    for found in _CHOICE.findall(_SYMBOL.sub("", line)):
        count *= found.count("|") + 1
    for name in _SYMBOL.findall(line):
        count *= len(words(known["symbols"][name]))
    for found in _near().findall(line):
        count *= len(words(known["near"][found]))
    return float(count**_EVEN)


def moods_near(word: str) -> tuple[str, ...]:
    """Words near to a mood, itself among them."""
    return words(read("grammar")["moods"][word])


def is_mood(word: str) -> bool:
    """Whether a word is one that a design can add."""
    return word in read("grammar")["moods"]


@cache
def _near() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, read("grammar")["near"]), key=len, reverse=True)))
