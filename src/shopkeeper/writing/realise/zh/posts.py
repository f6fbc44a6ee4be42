"""Social posts, e-mails and short messages."""

from __future__ import annotations

from ...brief import Brief
from ...plan import Plan
from .. import Realised
from .description import body, closing, use
from .limits import fitting
from .sayable import Sayable, sayables
from .tables import read
from .telling import Telling
from .title import compound, keyword

_TITLE, _BODY, _WEIBO, _SMS, _TAGS = 20, 1000, 140, 70, 5


def social(plan: Plan, brief: Brief, telling: Telling) -> Realised:
    """小红书: `title` (20 characters), `body` (1,000), `tags`; 微博 and others: one text of 140 with its tags."""
    said = sayables(plan.facts, telling.thing)
    if brief.platform in ("", "xiaohongshu"):
        return _note(plan, telling, said, min(brief.length or 600, _BODY))
    found = _tags(telling, said)
    tags = "".join(f"#{tag}#" for tag in found[:2]) if brief.platform == "weibo" else " ".join(f"#{tag}" for tag in found)
    ending = telling.fill(telling.one_of(read("formats")["weibo"]["ending"]))
    sentences = body(plan, telling, said)
    text = fitting([*sentences, ending], _WEIBO - len(tags))
    return Realised(f"{text}{tags}", {"body": text, "tags": tags}, _names(said, text))


def email(plan: Plan, brief: Brief, telling: Telling) -> Realised:
    """`subject`, `preview` and `body`; a `length` of 70 or less asks for a short message instead."""
    said = sayables(plan.facts, telling.thing)
    if 0 < brief.length <= _SMS:
        return message(plan, telling, said, brief.length)
    sentences = body(plan, telling, said)
    lines = read("formats")["email"]
    subject = _line(telling, lines[f"subject_{brief.tone}"], said)
    hello, bye = telling.one_of(lines[f"hello_{brief.tone}"]), telling.one_of(lines[f"bye_{brief.tone}"])
    sign = (brief.brand_voice.sign_off if brief.brand_voice else "") or telling.thing.brand
    paragraphs = [hello, "".join(sentences[:2]), "".join(sentences[2:]), f"{use(telling)}{closing(telling, len(said) > 2)}", bye, sign]
    letter = "\n\n".join(filter(None, paragraphs))
    fields = {"subject": subject, "preview": sentences[0] if sentences else "", "body": letter}
    return Realised(f"{subject}\n\n{letter}", fields, _names(said, letter))


def message(plan: Plan, telling: Telling, said: list[Sayable], most: int) -> Realised:
    """A short message: who sends it, and as much as fits."""
    head = f"【{telling.thing.brand}】" if telling.thing.brand else ""
    text = head + fitting(body(plan, telling, said), most - len(head))
    return Realised(text, {"body": text}, _names(said, text))


def _note(plan: Plan, telling: Telling, said: list[Sayable], most: int) -> Realised:
    lines = read("formats")["xiaohongshu"]
    title = next((t for t in (_line(telling, lines["title"], said) for _ in range(6)) if 0 < len(t) <= _TITLE), telling.thing.noun[:_TITLE])
    hello = telling.fill(telling.one_of(lines[f"greeting_{telling.tone}"]))
    ending = telling.fill(telling.one_of(lines[f"ending_{telling.tone}"]))
    sentences = body(plan, telling, said)
    note = "\n".join(_marked(telling, [hello, *sentences, use(telling), ending], lines))
    while len(note) > most:
        note = note.rsplit("\n", 1)[0]
    tags = " ".join(f"#{tag}" for tag in _tags(telling, said))
    return Realised(f"{title}\n\n{note}\n\n{tags}", {"title": title, "body": note, "tags": tags}, _names(said, note))


def _marked(telling: Telling, sentences: list[str], lines: dict[str, list[str]]) -> list[str]:
    """Sentences a line, some with a small picture before them where the tone has such."""
    marks = lines.get(f"marks_{telling.tone}", [])
    kept = [each for each in sentences if each]
    return kept[:1] + [f"{telling.choose.one(marks)} {each}" if marks and telling.choose.chance(0.5) else each for each in kept[1:]]


def _line(telling: Telling, shapes: list[str], said: list[Sayable]) -> str:
    known = [each for each in said if each.entry]
    return telling.about(telling.choose.one(shapes), telling.choose.one(known) if known else None) or telling.thing.noun


def _tags(telling: Telling, said: list[Sayable]) -> list[str]:
    noun = telling.thing.noun
    words = [keyword(each) for each in said if each.entry]
    return list(dict.fromkeys([noun, *(compound(word, noun) for word in words if word and word not in noun)]))[:_TAGS]


def _names(said: list[Sayable], text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.name for each in said if each.word in text or each.value in text for fact in each.facts))
