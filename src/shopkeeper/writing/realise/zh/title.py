"""Titles: the words that buyers search for, the thing, and what else fits; nothing twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...brief import Brief
from ...facts import Material
from ...plan import Plan
from .. import Realised
from .limits import Measure, cut, gbk
from .sayable import KEYWORD, Sayable, sayables
from .tables import read, words
from .telling import Telling

_LIMITS: dict[str, tuple[int, Measure]] = {"amazon": (200, len), "shopify": (60, gbk), "xiaohongshu": (20, len)}
_CHINESE_MARKET: tuple[int, Measure] = (60, gbk)
_LONGEST = 8  # characters of a bare keyword
_SHORT = 20  # a product's own title up to this length is kept whole; a longer one is a heap of search words
_AMOUNT = re.compile(r"\d+(?:\.\d+)?[A-Za-z\u3400-\u9fff]{1,3}")  # plain values that are keywords
_WORD = re.compile(r"[\u3400-\u9fff]{2,5}")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LETTER = re.compile(r"[A-Za-z0-9]$")
_BLANK = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")  # Chinese titles are written without


def title(plan: Plan, brief: Brief, telling: Telling) -> Realised:
    """A title within its platform's limit (30 Chinese characters where none is named)."""
    said = sayables(plan.facts, telling.thing)
    most, measure = _LIMITS.get(brief.platform, _CHINESE_MARKET)
    own = own_title(plan.material, telling, most, measure)
    said = [each for each in said if not (own and each.facts[0].record.startswith("title"))]
    text, used = compose(telling, said, most, measure, name=own)
    return Realised(text, {}, tuple(dict.fromkeys(fact.name for each in used for fact in each.facts)))


def own_title(material: Material, telling: Telling, most: int, measure: Measure) -> str:
    """The record's own title where that is short, or begins with its brand and names series, thing and facts with spaces between: as many
    of its words as there is room for, the thing among them; "" where it is a heap of search words."""
    title, thing = material.title.get("zh").strip(), telling.thing
    led = bool(thing.brand) and title.startswith(f"{thing.brand} ")
    if not led:
        return title if len(title) <= _SHORT else ""
    parts = title.split(" ")
    named = next((at for at in range(len(parts), 0, -1) if measure(" ".join(parts[:at])) <= most), 0)
    kept = " ".join(parts[:named])
    return kept if kept == title or thing.noun[-2:] in kept else ""


def compose(telling: Telling, said: Sequence[Sayable], most: int, measure: Measure, name: str = "") -> tuple[str, list[Sayable]]:
    """Brand, what goes before the noun (or the product's own `name`, where that is short), the noun, what goes after it; and what of the
    facts is in it."""
    frame, thing = read("formats")["title"], telling.thing
    brand = "" if thing.brand in name else thing.brand
    noun = name or (thing.bare if any(_of(said, words(frame["before"]))) else thing.noun)
    before = [] if name else _of(said, words(frame["before"]))[: frame["before_most"]]
    gap = " " if " " in name else ""
    after = [each for each in (*_of(said, words(frame["after"])), *said) if each not in before]
    out, used = _joined([brand, noun]), []
    if measure(out) > most:
        return cut(noun, most, measure), []
    front, back = "", ""
    for each in (*before, *dict.fromkeys(after)):
        word = keyword(each)
        if not word or _repeats(word, front + back + out) or (gap and _said(word, out)):
            continue
        more = f"{gap}{word}" if gap else _spaced(back, word)
        longer = (front + _spaced(front, word), back) if each in before else (front, back + more)
        whole = _joined([brand, longer[0] + _spaced(longer[0], noun) + _spaced(noun, longer[1])])
        if measure(whole) <= most:
            front, back = longer
            out = whole
            used.append(each)
    return _BLANK.sub("", out), used


def keyword(said: Sayable) -> str:
    """What a fact gives to a title: its value in a word or two, "" where it has none."""
    word = said.word
    if said.of_part or word in words(read("kinds")["before_noun"]["never"]):
        return ""
    if said.facts[0].name == KEYWORD and len(word) <= _LONGEST:
        return word
    known = words(read("formats")["title"]["plain"])
    named = said.label in known if _AMOUNT.fullmatch(word) else bool(_WORD.fullmatch(word)) and said.label.endswith(known)
    return word if said.entry or named else ""


def compound(word: str, noun: str) -> str:
    """A value before a noun: 雪纺连衣裙; 阔腿裤 is one itself."""
    bare = noun.removesuffix("子") if len(noun) == 2 else noun
    if word.endswith(noun):
        return word
    return word if word and noun.startswith(word[-1]) else f"{word}{bare}"


def _of(said: Sequence[Sayable], kinds: tuple[str, ...]) -> list[Sayable]:
    found = [each for each in said if each.entry and each.entry.kind in kinds]
    return sorted(found, key=lambda each: kinds.index(each.entry.kind if each.entry else ""))


def _repeats(word: str, text: str) -> bool:
    return word.lower() in text.lower() or (len(word) > 1 and any(word[at : at + 2] in text for at in range(len(word) - 1)))


def _said(word: str, title: str) -> bool:
    """Whether a title has the number of a value already, with whatever unit: 4L of a 电饭煲 4升."""
    return bool(set(_NUMBER.findall(word)) & set(_NUMBER.findall(title)))


def _spaced(before: str, word: str) -> str:
    """A space between two words of Latin letters."""
    return f" {word}" if before and _LETTER.search(before) and re.match(r"[A-Za-z0-9]", word) else word


def _joined(parts: Sequence[str]) -> str:
    out = ""
    for part in parts:
        out += _spaced(out, part)
    return out
