"""Replies to reviews: thanks, an apology for what was named and for nothing else, and no promise that the policy does not make."""

from __future__ import annotations

import re
from functools import cache

from ....shop import Review
from ...brief import Brief
from ...plan import Plan
from .. import Realised
from .tables import read, words
from .telling import Telling

_CLAUSES = re.compile(r"[，。！？；,.!?;\n]|但是|不过|可是|就是|然而|\bbut\b|\bhowever\b", re.I)
_CLOSE = ("warm", "lively")  # tones that say 你
_MIDDLING = 3  # stars
_MOST = 2  # so many aspects are named of each side


def reply(plan: Plan, brief: Brief, telling: Telling) -> Realised:
    """What the shop answers to `brief.review`."""
    review = brief.review
    good, bad = aspects(review) if review else ([], [])
    lines = [telling.one_of(_lines(f"thanks_{brief.tone}"))]
    unhappy = bool(bad) or (review is not None and review.rating <= 2)
    if unhappy:
        lines += [_named(telling, "good", good, f"glad_{brief.tone}", ""), _named(telling, "bad", bad, f"sorry_{brief.tone}", "sorry_all")]
        lines += [_policy(telling, plan, bad), telling.one_of(_lines("next_bad"))]
    else:
        otherwise = "glad_all" if review is None or review.rating > _MIDDLING else "middling"
        lines += [_named(telling, "good", good, f"glad_{brief.tone}", otherwise), telling.one_of(_lines("next_good"))]
    text = "".join(filter(None, lines))
    text = text.replace("您", "你") if brief.tone in _CLOSE else text
    sign = brief.brand_voice.sign_off if brief.brand_voice else ""
    return Realised(f"{text}\n{sign}" if sign else text)


def aspects(review: Review) -> tuple[list[str], list[str]]:
    """What a review praises and what it complains of, each aspect on one side."""
    good: dict[str, None] = {}
    bad: dict[str, None] = {}
    for clause in _CLAUSES.split(f"{review.title}\n{review.text}"):
        for aspect in _aspects_in(clause):
            side = bad if _has(clause, "bad", review) else good
            side[aspect] = None
    return [each for each in good if each not in bad][:_MOST], list(bad)[:_MOST]


def _aspects_in(clause: str) -> list[str]:
    return [aspect for aspect, pattern in _patterns().items() if pattern.search(clause)]


def _has(clause: str, side: str, review: Review) -> bool:
    other = "good" if side == "bad" else "bad"
    if _side(side).search(clause):
        return not _side(other).search(clause) or review.rating <= _MIDDLING or "不" in clause
    return not _side(other).search(clause) and review.rating <= 2


def _named(telling: Telling, name: str, found: list[str], shape: str, otherwise: str) -> str:
    if found:
        return telling.fill(telling.one_of(_lines(shape)), given={name: "和".join(found)})
    return telling.one_of(_lines(otherwise)) if otherwise else ""


def _policy(telling: Telling, plan: Plan, bad: list[str]) -> str:
    """A sentence of the policy on returns, in its own words, where something was wrong and there is one."""
    stated = next((line for line in plan.material.policy if bad and re.search("退|换", line)), "")
    return telling.fill(telling.one_of(_lines("policy")), given={"policy": stated}) if stated else ""


def _lines(name: str) -> list[str]:
    return list(read("reply")["lines"][name])


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {aspect: _any(words(names)) for aspect, names in read("reply")["aspects"].items()}


@cache
def _side(name: str) -> re.Pattern[str]:
    return _any(words(read("reply")[name]["words"]))


def _any(names: tuple[str, ...]) -> re.Pattern[str]:
    ways = [rf"\b{re.escape(name)}\b" if name.isascii() else re.escape(name) for name in names]
    return re.compile("|".join(ways), re.I)
