"""A description: what it is, what it is like, what that means for the buyer, how to use it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ....shop import Localized
from ....text.attributes import find_values, values_of
from ...brief import Brief, Tone
from ...facts import Fact
from ...plan import Plan
from ...read_off import unlikely
from ...seeds import Choices
from ...words import table
from .. import Realised
from .phrases import Piece, label_of, piece
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
    return [made for fact in _merged(_joint(plan.facts, subject)) if (made := piece(fact, subject))]


def _joint(facts: Sequence[Fact], subject: Subject) -> tuple[Fact, ...]:
    """The facts of a plan without those that another one says better: the two ends of a cable are one, the makers of the devices that
    something fits go without saying beside the devices, so does a box's colour beside the ink's, and a tag's metal beside the title's."""
    by_label = {label_of(fact): fact for fact in facts}
    ends = [by_label.get(f"{which} connector") for which in ("first", "second")]
    gone = {each for kept, *others in _BETTER if kept in by_label for each in others}
    out = []
    for fact in facts:
        if _doubtful(fact, subject):
            continue
        if fact in ends:
            if fact is (ends[0] or ends[1]) and (said := _ends(*ends)):
                out.append(replace(fact, name="connectors", label=Localized("", "connectors"), value=Localized("", said)))
        elif label_of(fact) not in gone:
            out.append(fact)
    return tuple(out)


def _doubtful(fact: Fact, subject: Subject) -> bool:
    """Whether a record says of a thing what is hardly so: stone of clothes, a colour that its title gainsays, the RGB of a cable."""
    if fact.name == "material" and subject.family in ("clothes", "shoes") and unlikely(fact.text("en"), subject.family):
        return True
    if fact.name == "age" and fact.record == "title" and subject.family not in ("baby", "toys", "clothes", "shoes", "sport"):
        return True  # baby corn
    if fact.name == "material" and _imitated(fact.text("en"), subject.material.title.en):
        return True
    if fact.name in _ONE_OF_EACH and _other_than_title(fact, subject):
        return True
    if fact.record == "title" and fact.name in ("feature", "connectivity") and subject.good.kind == "supply":
        return True
    return subject.family == "jewellery" and _unlike_title(fact, subject)


# Stuffs of which a thing is or is not.
_SAME_STUFF = re.compile(r"wool|polyester|cotton|silk|linen|acetate|polycarbonate|metal|plastic|alloy|resin|acrylic|leather|suede", re.I)
_ONE_OF_EACH = ("colour", "pattern", "waist", "sleeve", "fit", "garment_length")  # a title that names one means this one
_LONG = re.compile("long|short|half|less|quarter|elbow|wrist")
_BETTER = (  # what is said, and what is not said beside it
    ("compatibility", "brand compatibility"), ("printing colours", "product colour", "colour"), ("processor family", "processor model"),
    ("product colour", "cable colour"),
)


def _ends(one: Fact | None, other: Fact | None) -> str:
    """What a cable has at its ends, after "connect"."""
    names = [value for fact in (one, other) if fact and (value := fact.text("en")) and len(value) < 30]
    if len(names) < 2:
        return ""
    return f"{names[0]} to {names[1]}"


def _imitated(value: str, title: str) -> bool:
    """Whether a title says that the material is none (faux suede), or names another one."""
    if re.search(rf"\b(?:faux|fake|imitation|artificial|vegan|pu|mock)[ -]{re.escape(value)}\b", title, re.I):
        return True
    named, said = ({each.value for each in find_values(text) if each.kind == "material"} for text in (title, value))
    return "%" not in value and bool(named) and bool(said) and not said & named and _SAME_STUFF.search(value) is not None


def _other_than_title(fact: Fact, subject: Subject) -> bool:
    """Whether a tag names a colour or a pattern where the title says which one this is: "Shorts in BLACK" of black and gray ones."""
    texts = (subject.material.title.en, fact.text("en"))
    named, said = ({each.value for each in find_values(text) if each.kind == fact.name} for text in texts)
    if fact.name == "sleeve":  # a balloon sleeve may be long
        named = {each for each in named if _LONG.search(each)}
    return fact.record != "title" and bool(named) and bool(said) and not said & named


def _unlike_title(fact: Fact, subject: Subject) -> bool:
    """Whether a tag of jewellery names a metal or a stone where the title names another, or a pattern that the title does not."""
    title = subject.material.title.en
    if fact.name == "pattern":
        return fact.text("en").lower() not in title.lower()
    if fact.name != "material":
        return False
    named, said = ({each.value for each in find_values(text) if each.kind == "material"} for text in (title, fact.text("en")))
    return bool(named) and bool(said) and not said & named


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
    if one.value.en.count(",") > 1 or other.value.en.lower() in one.value.en.lower() or _same(one, other):
        return one
    return replace(
        one,
        value=Localized("、".join(filter(None, (one.value.zh, other.value.zh))), ", ".join(filter(None, (one.value.en, other.value.en)))),
    )


def _same(one: Fact, other: Fact) -> bool:
    """Whether two values are the same in other words or letters: charcoal gray, charcoal grey."""
    first, second = (set(values_of(fact.text("en").lower())) for fact in (one, other))
    return bool(first & second) or _plain(one) == _plain(other)


def _plain(fact: Fact) -> str:
    return re.sub(r"neckline\b", "neck", fact.text("en").lower().replace("grey", "gray").replace("colour", "color")).replace("-", " ")


def body(plan: Plan, brief: Brief, talk: Talk, pieces: list[Piece]) -> list[str]:
    """The sentences of a description."""
    keys = [p for p in pieces if p.fact.name == "keyword" or (plan.material.bare and p.group == "named")]
    pieces = [p for p in pieces if p not in keys]
    version = _version(talk)
    named = [p for p in pieces if _in_name(p, talk.subject, version)]
    alone = len(pieces) == len(named)  # nothing else is known
    again = [p for p in named if p.group not in ("named", "does") and not _within(p.value, version)][:2] if alone else []
    with talk.subject.full_name(version if version and not _SAYS.match(version) else ""):
        opening, left = talk.opening([p for p in pieces if p not in named or p in again])
    out = [*([talk.known(keys)] if keys else []), *([opening] if pieces or not keys else [])]
    left = [p for p in left if p not in named or (p.benefits and p.pred)]
    talk.said += [p.fact.name for p in named]
    rest = [p for p in left if not (p.pred or p.with_ or p.say)]
    left = sorted((p for p in left if p not in rest), key=lambda p: p.group != "figures" or not talk.subject.technical)
    while left:
        text, left = talk.body(left)
        out.append(text)
    if version and _SAYS.match(version):
        out.insert(1, talk.plain(f"{{S}} {'{+be}' if version.startswith('for ') else '{+come}'} {version}.") or "")
    few = len(out) < _FEW
    if not talk.subject.technical and not rest:
        out[1 + len(out) // 2 : 1 + len(out) // 2] = talk.uses(_USES[brief.tone] or len(out) != _ENOUGH)
    if rest:
        out.append(talk.listing(rest)[0])
    if few and brief.kind == "description" and brief.tone in _SORTED and talk.subject.category not in " ".join(out):
        out.append(_shelf(talk) or "")
    out += [talk.proof(point.evidence[0]) for point in plan.points if point.role == "proof"]
    if len(talk.said) > 2 and brief.kind not in ("ad", "seo") and (last := talk.closing()) and talk.choose.chance(0.5):
        out.append(last)
    return list(dict.fromkeys(text for text in out if text))


def _in_name(piece: Piece, subject: Subject, version: str) -> bool:
    """Whether the name, or what the title adds to it, says a fact already."""
    return piece.group == "named" or _within(piece.value, f"{subject.name} {subject.noun} {version}")


def _within(value: str, text: str) -> bool:
    return value.lower().replace("-", " ") in text.lower().replace("-", " ")


_SAYS = re.compile(r"(?:for|with|from|without) ")
_NUMBER = re.compile(r"[A-Z]*\d{3,}|[A-Z]+\d+[A-Z]*|\d+X\d+|[A-Z]{2,}\d*-\S+")


def _version(talk: Talk) -> str:
    """What a title says after its name and no fact has said: "for hands & body", "Plain, No. 2"; article numbers are nothing to say."""
    tail, facts = talk.subject.tail.split(" + ")[0], talk.subject.material.facts  # what comes with it is another product
    stated = " ".join(f"{fact.label.en} {fact.text('en')}" for fact in facts if fact.record != "title").lower().replace("-", " ")
    stated += f" {talk.subject.name.lower()}"
    parts = [part.strip(" -()") for part in re.split(r",\s+|\s+[|+]\s+|\s-\s|\s*\(", tail)]
    parts = [part for part in parts if part and not any(_NUMBER.fullmatch(word) for word in part.split())]
    words = re.findall(r"(?!(?:with|and|for|the|from)\b)[a-z]{3,}|\d+", " ".join(parts).lower())
    untold = not words or any(word in stated for word in words)
    if untold or len(tail) > 60 or sum(fact.record != "title" for fact in facts) > 4:
        return ""
    if _SAYS.match(tail.lower()):
        return parts[0][:1].lower() + parts[0][1:]
    return ", ".join(parts)


def _shelf(talk: Talk) -> str | None:
    """Where the shop has it, by the deepest category, where the name does not say it."""
    level = next((level.en for level in reversed(talk.subject.material.category) if level.en), "")
    said = set(re.findall(r"[a-z]+", talk.subject.name.lower()))
    if not talk.subject.category or set(re.findall(r"[a-z]+", level.lower())) <= said or len(level) > 40:
        return None
    return talk.plain(talk.choose.one(table(_MOMENTS)["frames"]["shelf"]).replace("{category}", level))
