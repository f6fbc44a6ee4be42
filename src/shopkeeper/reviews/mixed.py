"""Where a text is for and against at once: "delivery was slow, but I love it" is neither a good review nor a bad one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .opinions import SURE, Mood, Opinion, opinions

EXTREME = 0.97  # probability of either label from which a text is that, whatever its clauses say
_COMMA = re.compile("[,，]")
_TURN = re.compile(r"(?<!不)但是?|虽然|尽管|不过|可是|可惜|然而|\b(?:but(?! also)|however|although|though|yet|unfortunately)\b", re.I)
# What somebody thought or was told before: no judgement of what they got.
_BEFORE = re.compile(
    r"本来|原本|原以为|以为|开始|起初|担心|听说|说好|号称|期待|"
    r"\b(?:thought|worried|afraid|expect\w*|hoped|advertised|promised|supposed|at first)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Sides:
    """The two sides of a text, each in its own words: a clause that is for, and one that is against."""

    good: str
    bad: str


def sides(text: str, positive: float, mood: Mood) -> Sides | None:
    """Both sides of a text that is positive with this probability; None where it has one side only, or is very sure of one. Clauses are
    judged by the words of opinions and, where the text turns at a "but" and the words judge one half alone, the other half by `mood`."""
    if max(positive, 1 - positive) >= EXTREME:
        return None
    found = _clear(text)
    good, bad = (next((each.quote(text) for each in found if each.polarity == side), "") for side in (1, -1))
    if bool(good) != bool(bad) and (other := _other_half(text, found[0], mood)):
        good, bad = good or other, bad or other
    return Sides(good, bad) if good and bad else None


def _clear(text: str) -> list[Opinion]:
    """The opinions of clauses that are for or against, not both, and tell what was found rather than what was expected."""
    found = [each for each in opinions(text) if each.polarity and not _BEFORE.search(text[each.start : each.end])]
    signs = {start: {each.polarity for each in found if each.start == start} for start in {each.start for each in found}}
    return [each for each in found if len(signs[each.start]) == 1]


def _other_half(text: str, opinion: Opinion, mood: Mood) -> str:
    """The half of a text on the other side of its turn than an opinion, where its mood is surely the opposite."""
    turn = _TURN.search(text)
    if turn and not text[: turn.start()].strip():  # "although …, …"
        turn = _COMMA.search(text, turn.end())
    if turn is None:
        return ""
    other = text[: turn.start()] if opinion.start >= turn.start() else text[turn.end() :]
    other = other.strip(" ,，。.;；、")
    if not other or _BEFORE.search(other):
        return ""
    against = 1 - mood(other) if opinion.polarity > 0 else mood(other)
    return other if against >= SURE else ""
