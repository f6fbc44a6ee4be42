"""Search engines and adverts: short lines with hard limits, in half widths."""

from __future__ import annotations

from ...brief import Brief
from ...plan import Plan
from .. import Realised
from .description import body
from .limits import cut, fitting, gbk, width
from .sayable import Sayable, sayables
from .tables import read
from .telling import Telling
from .title import compose, compound, keyword, own_title

_TITLE, _META, _HEADLINE, _DESCRIPTION = 60, 155, 30, 90
_HEADLINES, _DESCRIPTIONS, _KEYWORDS = 5, 2, 6


def seo(plan: Plan, brief: Brief, telling: Telling) -> Realised:
    """`title` (60 half widths), `meta` (155) and `keywords`."""
    said, thing = sayables(plan.facts, telling.thing), telling.thing
    own = own_title(plan.material, telling, _TITLE, gbk)
    title, used = compose(telling, said, _TITLE, gbk, name=own)
    meta = fitting([*body(plan, telling, said), telling.fill(telling.one_of(read("formats")["seo"]["meta_end"]))], _META, width)
    keywords = list(dict.fromkeys([thing.noun, *(compound(keyword(each), thing.noun) for each in said if each.entry)]))[:_KEYWORDS]
    fields = {"title": title, "meta": meta, "keywords": "，".join(keywords)}
    return Realised(f"{title}\n{meta}", fields, _names(used, said, meta))


def ad(plan: Plan, brief: Brief, telling: Telling) -> Realised:
    """`headlines` (30 half widths each) and `descriptions` (90), one a line, as search adverts take them."""
    said = sayables(plan.facts, telling.thing)
    sentences = body(plan, telling, said)
    headlines = _headlines(telling, said)
    descriptions = [line for line in _packed(sentences) if line][:_DESCRIPTIONS]
    fields = {"headlines": "\n".join(headlines), "descriptions": "\n".join(descriptions)}
    text = "\n".join((*headlines, *descriptions))
    return Realised(text, fields, _names([], said, text))


def _headlines(telling: Telling, said: list[Sayable]) -> list[str]:
    out: list[str] = []
    known = [each for each in said if each.entry]
    for shape in telling.choose.shuffled(read("formats")["ad"]["headlines"]):
        fact = telling.choose.one(known) if known else None
        text = telling.about(shape, fact)
        if text and width(text) <= _HEADLINE and text not in out:
            out.append(text)
    return out[:_HEADLINES] or [cut(telling.thing.noun, _HEADLINE, width)]


def _packed(sentences: list[str]) -> list[str]:
    """Sentences put together to lines of the limit; a clause's end is where a longer one is cut."""
    lines: list[str] = []
    for sentence in sentences:
        if width(sentence) > _DESCRIPTION:
            sentence = fitting([f"{part}，" for part in sentence.rstrip("。！").split("，")], _DESCRIPTION, width).rstrip("，") + "。"
        if lines and width(lines[-1] + sentence) <= _DESCRIPTION:
            lines[-1] += sentence
        else:
            lines.append(sentence)
    return [line for line in lines if width(line) <= _DESCRIPTION]


def _names(used: list[Sayable], said: list[Sayable], text: str) -> tuple[str, ...]:
    seen = [*used, *(each for each in said if each.word in text)]
    return tuple(dict.fromkeys(fact.name for each in seen for fact in each.facts))
