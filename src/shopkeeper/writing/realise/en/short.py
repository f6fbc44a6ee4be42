"""Short texts: titles, feature lists, search-engine fields, adverts."""

from __future__ import annotations

import re
from pathlib import Path

from ....shop import Money
from ....text.attributes import find_values
from ...brief import Brief
from ...plan import Plan
from ...seeds import Choices
from ...words import table
from .. import Realised
from .description import body, pieces_of
from .grammar import agree, capital, fill, headline, listed, sentence, shortened
from .phrases import Piece
from .subject import Subject
from .talk import Talk

_KINDS = Path(__file__).parent / "words" / "kinds.toml"
_TITLE = {"": 80, "amazon": 200, "shopify": 60, "xiaohongshu": 20, "google_ads": 30}  # characters
_SEO_TITLE, _SEO_META, _HEADLINE, _LINE = 60, 155, 30, 90
_FEW_LINES = 3
_BE = re.compile(r"^(?:is|are) ")
_HAVE = re.compile(r"^(?:has|have) ")


def title(plan: Plan, brief: Brief, choose: Choices) -> Realised:
    """The name, with what tells most of the product behind it, as far as the platform has room."""
    subject = Subject(plan.material)
    most = brief.length or _TITLE.get(brief.platform, 80)
    text, used = titled(subject, pieces_of(plan, subject), most, choose)
    version = subject.version
    again = set(version.lower().split()) & set(text.lower().split()) - {"and", "&", "with"}
    if version and not again and len(text) + len(version) + 2 <= most:  # Shower Gel, Lemongrass & Jojoba
        text = f"{text}, {version}"
    return Realised(text, {}, used)


def titled(subject: Subject, pieces: list[Piece], most: int, choose: Choices) -> tuple[str, tuple[str, ...]]:
    """A title of at most so many characters, and the names of the facts that it says."""
    text = subject.short(most) if subject.name else headline(" ".join([*[p.adj for p in pieces if p.adj][:2], subject.noun]).strip())
    used = [p for p in pieces if p.value.lower().replace("-", " ") in text.lower().replace("-", " ")]
    had = [p for p in pieces if p not in used]
    for way in (_had, _measure, _of_noun):  # with Long Sleeves in Green
        tags = [(p, tag) for p in had if (tag := way(p)) and tag.lower() not in text.lower()][:2]
        for each, tag in tags:
            joint = {_of_noun: " in ", _measure: ", ", _had: " and " if " with " in text else " with "}[way]
            new = tag.lower() not in text.lower() and not (way is _of_noun and _coloured(text))
            told = (" in " in text and (way is _of_noun or " with " in text.split(" in ")[0])) or tag.split()[-1].lower() in text.lower()
            if new and len(text) + len(joint) + len(tag) <= most and not told:
                text, used = f"{text}{joint}{headline(tag)}", [*used, each]
    return text, tuple(p.fact.name for p in used)


def features(plan: Plan, brief: Brief, choose: Choices) -> Realised:
    """A list: one fact a line, with what follows from it where something does."""
    subject = Subject(plan.material)
    shapes = table(_KINDS)["features"][brief.tone]
    lines, used = [], []
    for each in pieces_of(plan, subject):
        line = _feature(each, choose.shuffled(shapes), choose, subject)
        if line and line not in lines:
            lines.append(line)
            used.append(each.fact.name)
    if len(lines) < _FEW_LINES:  # what little is known, with where the shop has it
        shelf = next((level.en for level in reversed(plan.material.category) if level.en), "")
        named = (("Brand", subject.brand), ("Category", shelf))
        lines += [line for name, value in named if value and (line := f"{name}: {value}") not in lines]
    return Realised("\n".join(f"• {line}" for line in lines) or sentence(subject.called), {}, tuple(used))


def seo(plan: Plan, brief: Brief, choose: Choices) -> Realised:
    """The title (60 characters) and the description (155) that a search engine shows."""
    subject = Subject(plan.material)
    pieces = pieces_of(plan, subject)
    head, used = titled(subject, pieces, _SEO_TITLE, choose)
    talk = Talk(subject, brief.tone, choose)
    meta = fitting(body(plan, brief, talk, pieces), _SEO_META)
    said = tuple(dict.fromkeys((*used, *(p.fact.name for p in pieces if p.value.lower() in meta.lower()))))
    return Realised(f"{head}\n{meta}", {"title": head, "meta": meta}, said)


def ad(plan: Plan, brief: Brief, choose: Choices) -> Realised:
    """Headlines of 30 characters and descriptions of 90, as many as the facts give (at most 8 and 4), each true on its own."""
    subject = Subject(plan.material)
    pieces = pieces_of(plan, subject)
    headlines = [h for h in _headlines(plan, subject, pieces, brief, choose) if len(h) <= _HEADLINE][:8]
    lines = [line for line in _lines(plan, subject, pieces, brief, choose) if len(line) <= _LINE][:4]
    text = "\n".join([*headlines, *lines])
    said = tuple(dict.fromkeys(p.fact.name for p in pieces if p.value.lower() in text.lower()))
    return Realised(text, {"headlines": "\n".join(headlines), "descriptions": "\n".join(lines)}, said)


def fitting(sentences: list[str], most: int) -> str:
    """As many whole sentences as there is room for; the first is cut after a word where it alone is too long."""
    out = ""
    for each in sentences:
        longer = f"{out} {each}".strip()
        out = longer if len(longer) <= most else out
    return out or sentence(_clause(shortened(sentences[0].rstrip("."), most - 1)))


def _clause(text: str) -> str:
    """A sentence that was cut, without the clause that it was cut in."""
    at = max(text.rfind(" and "), text.rfind(", with "))
    return text[:at] if at > len(text) // 2 else text


def price_line(plan: Plan, brief: Brief, subject: Subject, choose: Choices) -> str:
    """The price as the tone says it; what it was where that is on record."""
    price, was = plan.material.price, plan.material.compare_at
    if price is None or not plan.offer:
        return ""
    words = table(_KINDS)["offer"]
    shapes = words["was"] if _lower(price, was) else words[brief.tone]
    text = fill(choose.one(shapes), {**subject.slots(), "price": str(price), "was": str(was)}, subject.plural)
    return sentence(text) if text else ""


def point(each: Piece, subject: Subject) -> str:
    """A fact as a line of its own: "Made of cotton", "A zip", "Holds 500 ml"."""
    said = next(iter(each.pred), "") or next(iter(each.with_), "")
    if not said:
        return f"{capital(each.label)}: {each.value}"
    if subject.plural and each.pred and not _BE.match(said) and not _HAVE.match(said):
        verb, _, rest = said.partition(" ")
        said = f"{agree(verb, False)} {rest}"
    return capital(_HAVE.sub("", _BE.sub("", said)))


def _feature(each: Piece, shapes: list[str], choose: Choices, subject: Subject) -> str:
    slots = {
        "Label": capital(each.label),
        "value": each.value,
        "Point": point(each, subject),
        "benefit": choose.one(each.benefits) if each.benefits else "",
    }
    line = next((text for shape in shapes if (text := fill(shape, slots, subject.plural))), "")
    if each.value in ("yes", each.label) or not each.label:
        line = ""
    return line or point(each, subject)


def _of_noun(each: Piece) -> str:
    """A colour, as a title ends with it."""
    return each.value if each.fact.name == "colour" and "," not in each.value and not each.value.startswith("multi") else ""


def _coloured(text: str) -> bool:
    """Whether a title names a colour already, in whatever letters (Gray beside grey)."""
    return any(said.kind == "colour" for said in find_values(text))


def _measure(each: Piece) -> str:
    """A size: 1.8 L, 5 mm."""
    return each.value if each.group == "size" and re.match(r"\d", each.value) and re.search(r"[A-Za-z]$", each.value) else ""


def _had(each: Piece) -> str:
    """What it has: a zip, noise cancelling, without the article."""
    said = next(iter(each.with_), "") if each.group in ("cut", "does", "make", "power") else ""
    return _bare(said) if len(said) < 30 else ""


def _bare(said: str) -> str:
    return re.sub(r"^(?:an?) ", "", said)


def _headlines(plan: Plan, subject: Subject, pieces: list[Piece], brief: Brief, choose: Choices) -> list[str]:
    own = [p for p in pieces if p.group not in ("named", "figures", "choice")]
    adjectives = [p.adj for p in own if p.adj and p.adj.lower()[:4] not in subject.noun.lower()]
    out = [subject.short(_HEADLINE), *(headline(f"{adj} {subject.noun}") for adj in adjectives[:3] if subject.noun)]
    out += [headline(_bare(point(p, subject)[:1].lower() + point(p, subject)[1:])) for p in own if p.group != "look"]
    out += [headline(capital(choose.one(p.benefits))) for p in own if p.benefits]
    offer = str(plan.material.price) if plan.offer else ""
    out += [f"{headline(subject.noun)}: {offer}" if subject.noun else offer] if offer else []
    out += [choose.one(table(_KINDS)["call"][brief.tone]).rstrip("."), subject.brand]
    return list(dict.fromkeys(capital(h) for h in out if h))


def _lines(plan: Plan, subject: Subject, pieces: list[Piece], brief: Brief, choose: Choices) -> list[str]:
    talk = Talk(subject, brief.tone, choose)
    call = choose.one(table(_KINDS)["call"][brief.tone])
    short = [s for s in body(plan, brief, talk, pieces) if len(s) <= _LINE]
    told = [f"{s} {call}" if len(s) + len(call) < _LINE else s for s in short[:2]]
    said = [point(p, subject) for p in pieces if p.pred and not _BE.match(p.pred[0]) and not _HAVE.match(p.pred[0])]
    facts = [f"{capital(listed([each[:1].lower() + each[1:] for each in said[at : at + 2]]))}." for at in range(0, len(said), 2)]
    return list(dict.fromkeys(filter(None, [*told, price_line(plan, brief, subject, choose), *short[2:], *facts])))


def _lower(price: Money, was: Money | None) -> bool:
    return was is not None and was.currency == price.currency and was.amount > price.amount
