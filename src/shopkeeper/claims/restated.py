"""Where a text repeats a fact word for word: its name with its value ("is it foldable: no"), or words of a long value (a title)."""

from __future__ import annotations

import re
from functools import lru_cache

from ..text.normalise import letterwise
from .claim import Kind
from .facts import ASKED, Facts, Leaf
from .said import Said

LITERAL = frozenset((Kind.NUMBER, Kind.QUANTITY, Kind.DURATION, Kind.CODE, Kind.CERTIFICATION, Kind.CONTACT, Kind.DATE))
_PREFIX = re.compile(r"^attr_[a-z]_")
_GAP = re.compile(r"[_\s]+")
_BETWEEN = re.compile(r"(?:e?s(?=[: ]))?\s?(?::|is\b|are\b|为|是|,)?\s?")
_LONG = 8  # characters from which on a value has words around a number that say what it counts
_MOST = 300  # characters of a value that a text may repeat
_INCLUDED = re.compile(r"\(不?含\)")  # how market places write the ends of a range
_TOKEN = re.compile(r"[a-z]+|\d+(?:\.\d+)?|[^\sa-z\d]")
_AND = r"(?:,|、|;|和|及|\s?and\b)"
_LEFT = re.compile(r"(?:[a-z0-9'.%-]+|[^\sa-z0-9]{1,2})\s?$")
_RIGHT = re.compile(r"\s?(?:[a-z0-9'.%-]+|[^\sa-z0-9]{1,2})")


def named(said: Said, facts: Facts, start: int, end: int) -> str:
    """The path of the fact of which the text gives name and value where a claim stands; empty for none."""
    for leaf in facts.leaves:
        name, values = _name(leaf.key), _values(leaf)
        at = said.plain.rfind(name, 0, start + len(name)) if name and leaf.root != ASKED else -1
        while at >= 0:
            after = _BETWEEN.match(said.plain, at + len(name))
            last = after.end() if after else at
            ends = [there.end() for value in values if (there := value.match(said.plain, last))]
            if at <= start and end <= max(ends, default=at + len(name) if leaf.value is True else -1):
                return leaf.path
            at = said.plain.rfind(name, 0, at + len(name) - 1)
    return ""


def token(said: Said, facts: Facts, start: int, end: int) -> str:
    """The path of a text of the shop's own that has a code as one of its words; empty for none."""
    word = re.compile(rf"(?<![a-z0-9-]){re.escape(said.plain[start:end])}(?![a-z0-9-])")
    mine = (leaf for leaf in facts.leaves if isinstance(leaf.value, str) and leaf.root != ASKED and not leaf.review)
    return next((leaf.path for leaf in mine if word.search(letterwise(leaf.value))), "")


def repeated(said: Said, facts: Facts, start: int, end: int) -> str:
    """The path of a long text of the shop's own in which a claim stands with the same words on both sides; empty for none."""
    before, after = _LEFT.search(said.plain, max(0, start - 24), start), _RIGHT.match(said.plain, end, end + 24)
    claim, left, right = said.plain[start:end], before[0] if before else "", after[0] if after else ""
    for leaf in facts.leaves:
        if isinstance(leaf.value, str) and len(leaf.value) >= _LONG and leaf.root != ASKED and not leaf.review:
            plain = _INCLUDED.sub("", letterwise(leaf.value))
            at_an_end = (right and plain.startswith(claim + right)) or (left and plain.endswith(left + claim))
            if at_an_end or plain == claim or left + claim + right in plain:
                return leaf.path
    return ""


@lru_cache(20_000)
def _name(key: str) -> str:
    return _GAP.sub(" ", letterwise(_PREFIX.sub("", key))).strip()


def _values(leaf: Leaf) -> tuple[re.Pattern[str], ...]:
    if isinstance(leaf.value, bool):
        return tuple(map(_written, ("yes", "是") if leaf.value else ("no", "否")))
    return (_written(str(leaf.value).removesuffix(".0") if isinstance(leaf.value, float) else str(leaf.value)),)


@lru_cache(5_000)
def _written(value: str) -> re.Pattern[str]:
    """A value as it may stand in a text: with other spaces, a comma in a long number, "and" or 、 between the parts of a list."""
    tokens = _TOKEN.findall(_INCLUDED.sub("", letterwise(value)[:_MOST]))
    return re.compile(r"\s?".join(_AND if token in (",", "、", "，", ";") else re.escape(token) for token in tokens))
