"""A description: what it is, what it is like, what that means for the buyer, how to use it."""

from __future__ import annotations

import re
from dataclasses import replace

from ....shop import Localized
from ...brief import Brief, Tone
from ...facts import Fact
from ...plan import Plan
from ...seeds import Choices
from ...words import table
from .. import Realised
from .phrases import Piece, piece
from .subject import Subject
from .talk import MOMENTS as _MOMENTS
from .talk import Talk

_ENOUGH = 2  # sentences of facts after which a plain text needs no suggestion, unless it is a full one
_FEW = 3  # sentences up to which a text may say where the shop has the product
_SORTED: tuple[Tone, ...] = ("expert", "warm")  # tones that say where the shop has a product of which little is known
_USES: dict[Tone, int] = {"plain": 0, "warm": 2, "lively": 1, "expert": 0, "luxurious": 1}


def describe(plan: Plan, brief: Brief, choose: Choices) -> Realised:
    """A paragraph of the plan's points in their order."""
    subject = Subject(plan.material)
    talk = Talk(subject, brief.tone, choose)
    pieces = pieces_of(plan, subject)
    sentences = body(plan, brief, talk, pieces)
    return Realised(" ".join(sentences), {}, tuple(dict.fromkeys(talk.said)))


def pieces_of(plan: Plan, subject: Subject) -> list[Piece]:
    """The facts of a plan that English has words for; several values of one attribute are one piece."""
    return [made for fact in _merged(plan.facts) if (made := piece(fact, subject))]


def _merged(facts: tuple[Fact, ...]) -> list[Fact]:
    """Facts of one name and record as one with all values, save features, each of which is a thing of its own."""
    out: dict[tuple[str, ...], Fact] = {}
    for fact in facts:
        apart = not isinstance(fact.value, Localized) or fact.name in ("feature", "keyword", "detail")
        key = (fact.name, str(fact.value)) if apart else (fact.name, fact.label.en, str("plated" in str(fact.value)))
        out[key] = _with(out[key], fact) if key in out and not apart else out.get(key, fact)
    return list(out.values())


def _with(one: Fact, other: Fact) -> Fact:
    assert isinstance(one.value, Localized)
    assert isinstance(other.value, Localized)
    if one.value.en.count(",") > 1 or other.value.en.lower() in one.value.en.lower():
        return one
    return replace(
        one,
        value=Localized("、".join(filter(None, (one.value.zh, other.value.zh))), ", ".join(filter(None, (one.value.en, other.value.en)))),
    )


def body(plan: Plan, brief: Brief, talk: Talk, pieces: list[Piece]) -> list[str]:
    """The sentences of a description."""
    keys = [p for p in pieces if p.fact.name == "keyword" or (plan.material.bare and p.group == "named")]
    pieces = [p for p in pieces if p not in keys]
    named = [p for p in pieces if _in_name(p, talk.subject)]
    again = [p for p in named if p.group != "named"][:2]  # the name says them; two may be said again
    opening, left = talk.opening([p for p in pieces if p not in named or p in again])
    out = [*([talk.known(keys)] if keys else []), *([opening] if pieces or not keys else [])]
    left = [p for p in left if p not in named or (p.benefits and p.pred)]
    talk.said += [p.fact.name for p in named]
    while left:
        text, left = talk.body(left)
        out.append(text)
    if extra := _version(talk):
        out.insert(1, extra)
    few = len(out) < _FEW
    out[1 + len(out) // 2 : 1 + len(out) // 2] = talk.uses(_USES[brief.tone] or len(out) != _ENOUGH)
    if few and brief.kind == "description" and brief.tone in _SORTED and (shelf := _shelf(talk)):
        out.append(shelf)
    out += [talk.proof(point.evidence[0]) for point in plan.points if point.role == "proof"]
    if len(talk.said) > 2 and brief.kind not in ("ad", "seo") and (last := talk.closing()) and talk.choose.chance(0.5):
        out.append(last)
    return list(dict.fromkeys(text for text in out if text))


def _in_name(piece: Piece, subject: Subject) -> bool:
    """Whether the name says a fact already."""
    return piece.group == "named" or piece.value.lower().replace("-", " ") in f"{subject.name} {subject.noun}".lower().replace("-", " ")


def _version(talk: Talk) -> str | None:
    """What a title says after its name and no fact has said: "For Hands & Body", "Plain, No. 2"."""
    tail, facts = talk.subject.tail, talk.subject.material.facts
    stated = " ".join(f"{fact.label.en} {fact.text('en')}" for fact in facts if fact.record != "title").lower().replace("-", " ")
    stated += f" {talk.subject.name.lower()}"
    words = re.findall(r"(?!(?:with|and|for|the|from)\b)[a-z]{3,}|\d+", tail.lower())
    if not tail or len(tail) > 60 or sum(fact.record != "title" for fact in facts) > 4 or any(word in stated for word in words):
        return None
    if tail.lower().startswith(("for ", "with ", "from ", "without ")):
        return (
            talk.plain("{S} {+be} " + tail[:1].lower() + tail[1:] + ".")
            if tail.lower().startswith("for ")
            else talk.plain("{S} {+come} " + tail[:1].lower() + tail[1:] + ".")
        )
    return talk.plain(talk.choose.one(table(_MOMENTS)["frames"]["version"]).replace("{tail}", tail))


def _shelf(talk: Talk) -> str | None:
    """Where the shop has it, by the deepest category, where the name does not say it."""
    level = next((level.en for level in reversed(talk.subject.material.category) if level.en), "")
    said = set(re.findall(r"[a-z]+", talk.subject.name.lower()))
    if not level or set(re.findall(r"[a-z]+", level.lower())) <= said or len(level) > 40:
        return None
    return talk.plain(talk.choose.one(table(_MOMENTS)["frames"]["shelf"]).replace("{category}", level))
