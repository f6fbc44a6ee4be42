"""One text while it is told: whose voice it is, and what has been said, so that nothing is said twice."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from ...brief import Tone
from ...seeds import Choices
from .grammar import expand, is_mood, moods_near, ordered, varied
from .sayable import Sayable
from .tables import Entry, Phrase, phrase, read, words
from .thing import ANY, Thing

TONES = {"plain": "朴实", "warm": "亲切", "lively": "活泼", "expert": "专业", "luxurious": "高端"}
_SLOT = re.compile(r"\{(\w+?)(\d?)\}")
_WHOLE = 0.45  # how often a clause says what a design brings to the whole
_TRIES = 6
_WORN = re.compile("穿|换下|上身|身形|[衣裙裤袖领]|搭配|约会|内搭|抬手|步子|走[动起]")
_IT = re.compile(r"^它，")  # nobody begins so
_WOVEN = re.compile("合成|凑成|成就|遇上|遇见|碰上|揉在|合在|衬着|挨着|合起来|凑在一起|由此成形|拿起|控集合|凑一对|前者|放在一起")
_ADVANTAGE = re.compile("长处|好处|要紧|关键|作用|分工|照顾|贴心|爱了|心动")
_OWN = 0.35  # how often a tone's own shapes come before those of everybody


class Telling:
    """Chooses words. One is made for each text."""

    def __init__(self, seed: int, tone: Tone, thing: Thing) -> None:
        self.choose, self.tone, self.thing = Choices(seed), tone, thing
        self._said: set[str] = set()
        self._near: set[str] = set()  # of the shape that is being filled
        self._moods: list[str] = []  # that have been said, the last ones last
        self._named, self.mods = False, ""

    def sentence(self, role: str, group: Sequence[Sayable], tone: str = "") -> str:
        """A sentence of a role about some facts; "" where no shape of it can be filled."""
        for shape in self._shapes(role, tone or self.tone):
            if _reach(shape) != len(group) or shape in self._said or not self._suits(shape, group):
                continue
            if text := self.fill(expand(shape, self.choose), group):
                self._said.add(shape)
                return text
        return ""

    def _suits(self, shape: str, group: Sequence[Sayable]) -> bool:
        """Whether a shape may speak of such facts: only clothes are woven of two designs, and a colour is no advantage."""
        if "{w1}{n}" in shape and group and not fits_noun(group[0].word, self.thing.noun):
            return False  # 直筒裙直筒裙
        if not self.thing.group and _WOVEN.search(shape):
            return False
        return not (_ADVANTAGE.search(shape) and any(each.entry and (each.entry.kind == "colour" or each.word == "纯色") for each in group))

    def fill(self, shape: str, group: Sequence[Sayable] = (), given: Mapping[str, str] = MappingProxyType({})) -> str:
        """A shape with its braces filled; "" where one of them cannot be."""
        filled: dict[str, str] = {}
        self._near = set()
        for name, number in _SLOT.findall(shape):
            slot = name + number
            if slot not in filled:
                barred = [word for word in ("细节", "设计") if word in shape]
                barred += [filled[f"b{number}"]] if name == "d" and filled.get(f"b{number}") else []
                barred += ["的"] if f"的{{{slot}}}" in shape or f"{{{slot}}}的" in shape else []
                filled[slot] = given.get(name) or self._slot(name, group[int(number) - 1] if number else None, barred)
                if not filled[slot]:
                    return ""
        self._said |= self._near
        self._named = self._named or "{this}" in shape
        return _IT.sub(f"这{self.thing.measure_word}{self.thing.short}，", _SLOT.sub(lambda slot: filled[slot[1] + slot[2]], shape))

    @property
    def named(self) -> bool:
        """Whether the thing has been named."""
        return self._named

    def about(self, shape: str, fact: Sayable | None) -> str:
        """A short line about one fact ({word}, {m1}), or about the thing; "" where it cannot be filled."""
        if fact is None and ("{word}" in shape or "{m1}" in shape):
            return ""
        if fact and "{word}{n}" in shape and (self.thing.noun in fact.word or not fits_noun(fact.word, self.thing.noun)):
            return ""  # 九分裤九分裤
        return self.fill(expand(shape, self.choose), [fact] if fact else (), {"word": fact.word} if fact else {})

    def one_of(self, ways: Sequence[str]) -> str:
        """One of several lines that has not been said yet; "" where all have."""
        fitting = [way.text for way in map(phrase, ways) if self._fits(way) and way.text not in self._said]
        if not fitting:
            return ""
        self._said.add(chosen := self.choose.one(fitting))
        return expand(chosen, self.choose)

    def clause(self, said: Sayable) -> str:
        """A clause about a fact that has not been said."""
        self._near = set()
        found = self._clause(said.entry) if said.entry else ""
        self._said |= self._near
        return found

    def head(self, said: Sayable) -> str:
        """A name of a fact's design that can stand alone."""
        return self._any([each for each in said.entry.names if "的" not in each.text]) if said.entry else said.label

    def this(self) -> str:
        """The thing: by its name first, later by a short one."""
        thing = self.thing
        if not self._named:
            brand = f"{thing.brand}的" if thing.brand and self.choose.chance(0.7) else ""
            mods = self.mods if self.choose.chance(0.4) else ""
            return f"{brand}这{self.measure()}{mods}{thing.bare if mods else thing.noun}"
        return self.choose.one((f"这{thing.measure_word}{thing.short}", "它", f"这{ANY}{thing.noun}"))

    def measure(self) -> str:
        """The measure word of the thing, or 款."""
        return self.choose.one((self.thing.measure_word, self.thing.measure_word, ANY))

    def _shapes(self, role: str, tone: str) -> list[str]:
        known = read("sentences").get(role, {})
        own, common = self.choose.shuffled(known.get(tone, ())), self.choose.shuffled(known.get("any", ()))
        return own + common if not common or self.choose.chance(_OWN) else common + own

    def _slot(self, name: str, said: Sayable | None, barred: Sequence[str]) -> str:
        if said is None:
            return self._free(name)
        entry = said.entry
        if entry is None:
            return ""
        ways: dict[str, Callable[[], str]] = {
            "d": lambda: self._any([each for each in entry.names if not any(word in each.text for word in barred)] or entry.names),
            "a": lambda: self._adjective(entry),
            "m": lambda: self._mood(entry),
            "w": lambda: "" if said.word.startswith("常规") else said.word,
            "p": lambda: self._clause(entry),
            "b": lambda: self.choose.one(entry.bring),
            "at": lambda: str(read("names")["parts"].get(entry.kind, "")),
        }
        return ways[name.replace("pp", "p")]()

    def _clause(self, entry: Entry) -> str:
        """What a fact brings: of itself, or to the whole."""
        own, whole = self._fresh, self._whole
        first, second = (whole, own) if self.choose.chance(_WHOLE) else (own, whole)
        return (first(entry.clauses) if first is own else whole(entry)) or (second(entry.clauses) if second is own else whole(entry))

    def _whole(self, entry: Entry) -> str:
        moods = self.choose.shuffled([each.text for each in entry.adjectives if is_mood(each.text)])
        known = read("grammar")["mood_clauses"]
        for shape in self.choose.shuffled([*known["any"], *known[self.tone]])[:_TRIES] if moods else ():
            if not self.thing.group and "举手投足" in shape:  # only people move
                continue
            first, second = self._other(moods[0]), self._other(moods[-1])
            if not first or ("{m2}" in shape and (not second or second in moods_near(moods[0]) or first in moods_near(moods[-1]))):
                continue
            text = expand(shape.format(m=first, m2=second), self.choose, bool(self.thing.group))
            if self._new(text):
                self._near |= _edges(text)
                self._moods += [first, second] if "{m2}" in shape else [first]
                return text
        return ""

    def _other(self, word: str) -> str:
        """A word near to a mood that has not been said; "" where all have."""
        return next((each for each in self.choose.shuffled(moods_near(word)) if each not in self._moods), "")

    def _adjective(self, entry: Entry) -> str:
        found = self._fresh([each for each in entry.adjectives if each.text not in self._moods])
        self._moods += [found] if found else []
        return found

    def _mood(self, entry: Entry) -> str:
        moods = [each.text for each in entry.adjectives if is_mood(each.text)]
        found = self._other(self.choose.one(moods)) if moods else ""
        self._moods += [found] if found else []
        return found

    def _free(self, name: str) -> str:
        thing = self.thing
        ways: dict[str, Callable[[], str]] = {
            "this": self.this, "q": self.measure, "one": lambda: f"一{self.measure()}{thing.noun}", "mods": lambda: self.mods,
            "noun": lambda: thing.noun, "n": lambda: thing.bare, "use": lambda: thing.use}
        return ways[name]() if name in ways else ""

    def _fits(self, phrase: Phrase) -> bool:
        return phrase.only <= {TONES[self.tone], self.thing.group} and (bool(self.thing.group) or not _WORN.search(phrase.text))

    def _any(self, phrases: Sequence[Phrase]) -> str:
        fitting = [each.text for each in phrases if self._fits(each)]
        return self.choose.one(fitting) if fitting else ""

    def _fresh(self, phrases: Sequence[Phrase]) -> str:
        """A phrase of which neither the whole, nor its first words, nor its last have been said."""
        by_text = {each.text: each for each in phrases}
        for each in (by_text[text] for text in ordered(list(by_text), self.choose)):
            text = varied(each.text, self.choose)
            if self._fits(each) and self._new(each.text) and self._new(text):
                self._near |= _edges(each.text) | _edges(text)
                return text
        return ""

    def _new(self, text: str) -> bool:
        return _edges(text).isdisjoint(self._said | self._near)


def fits_noun(word: str, noun: str) -> bool:
    """Whether a value can stand before a noun: 雪纺 of a 连衣裙, not H nor 线条, not 阔腿裤 of 裤子, nothing that the noun says (100%羊毛
    of a 羊毛毯)."""
    pairs = (word[at : at + 2] for at in range(len(word) - 1))
    never = words(read("kinds")["before_noun"]["never"])
    return len(word) > 1 and word[-1] not in noun and word not in never and not any(pair in noun for pair in pairs)


def _edges(text: str) -> set[str]:
    return {text, "^" + text[:3], text[-3:] + "$"} if len(text) > 4 else {text}


def _reach(shape: str) -> int:
    return max((int(number) for _, number in _SLOT.findall(shape) if number), default=0)
