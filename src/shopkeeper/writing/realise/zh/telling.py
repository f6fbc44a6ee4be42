"""One text while it is told: whose voice it is, and what has been said, so that nothing is said twice."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...brief import Tone
from ...seeds import Choices
from .sayable import Sayable
from .tables import Phrase, phrase, read, words
from .thing import ANY, Thing

TONES = {"plain": "朴实", "warm": "亲切", "lively": "活泼", "expert": "专业", "luxurious": "高端"}
_SLOT = re.compile(r"\{(\w+?)(\d?)\}")
_OWN = 0.6  # how often a tone's own shapes come before those of everybody


class Telling:
    """Chooses words. One is made for each text."""

    def __init__(self, seed: int, tone: Tone, thing: Thing) -> None:
        self.choose, self.tone, self.thing = Choices(seed), tone, thing
        self._said: set[str] = set()
        self._near: set[str] = set()  # of the shape that is being filled
        self._named = False

    def sentence(self, role: str, group: Sequence[Sayable], tone: str = "") -> str:
        """A sentence of a role about some facts; "" where no shape of it can be filled."""
        for shape in self._shapes(role, tone or self.tone):
            if _reach(shape) == len(group) and shape not in self._said and (text := self.fill(shape, group)):
                self._said.add(shape)
                return text
        return ""

    def fill(self, shape: str, group: Sequence[Sayable] = (), **given: str) -> str:
        """A shape with its braces filled; "" where one of them cannot be."""
        filled: dict[str, str] = {}
        self._near = set()
        for name, number in _SLOT.findall(shape):
            slot = name + number
            if slot not in filled:
                bare = f"的{{{slot}}}" in shape
                filled[slot] = given.get(name) or self._slot(name, group[int(number) - 1] if number else None, bare)
                if not filled[slot]:
                    return ""
        self._said |= self._near
        self._named = self._named or "{this}" in shape
        return _SLOT.sub(lambda slot: filled[slot[1] + slot[2]], shape)

    def one_of(self, ways: Sequence[str]) -> str:
        """One of several lines that has not been said yet; "" where all have."""
        fitting = [way.text for way in map(phrase, ways) if self._fits(way) and way.text not in self._said]
        if not fitting:
            return ""
        self._said.add(chosen := self.choose.one(fitting))
        return chosen

    def clause(self, said: Sayable) -> str:
        """A clause about a fact that has not been said."""
        self._near = set()
        found = self._fresh(said.entry.clauses) if said.entry else ""
        self._said |= self._near
        return found

    def this(self) -> str:
        """The thing: by its name first, later by a short one."""
        thing = self.thing
        if not self._named:
            brand = f"{thing.brand}的" if thing.brand and self.choose.chance(0.7) else ""
            return f"{brand}这{self.measure()}{thing.noun}"
        return self.choose.one((f"这{thing.measure}{thing.short}", "它", f"这{ANY}{thing.noun}"))

    def measure(self) -> str:
        """The measure word of the thing, or 款."""
        return self.choose.one((self.thing.measure, self.thing.measure, ANY))

    def _shapes(self, role: str, tone: str) -> list[str]:
        known = read("sentences").get(role, {})
        own, common = self.choose.shuffled(known.get(tone, ())), self.choose.shuffled(known.get("any", ()))
        return own + common if not common or self.choose.chance(_OWN) else common + own

    def _slot(self, name: str, said: Sayable | None, bare: bool) -> str:
        if said is None:
            return self._free(name)
        entry = said.entry
        if entry is None:
            return ""
        match name:
            case "d": return self._any([each for each in entry.names if not (bare and "的" in each.text)])
            case "a": return self._fresh(entry.adjectives)
            case "m": return self._fresh([each for each in entry.adjectives if each.text in _moods()])
            case "p" | "pp": return self._fresh(entry.clauses)
            case "b": return self.choose.one(entry.bring)
            case _: return str(read("names")["parts"].get(entry.kind, ""))

    def _free(self, name: str) -> str:
        thing = self.thing
        match name:
            case "this": return self.this()
            case "one": return f"一{self.measure()}{thing.noun}"
            case "noun": return thing.noun
            case "q": return self.measure()
            case "body": return thing.part(0)
            case "edge": return thing.part(1)
            case "use": return thing.part(2)
            case _: return ""

    def _fits(self, phrase: Phrase) -> bool:
        return phrase.only <= {TONES[self.tone], self.thing.group}

    def _any(self, phrases: Sequence[Phrase]) -> str:
        fitting = [each.text for each in phrases if self._fits(each)]
        return self.choose.one(fitting) if fitting else ""

    def _fresh(self, phrases: Sequence[Phrase]) -> str:
        """A phrase of which neither the whole, nor its first words, nor its last have been said; what is for this tone comes first."""
        fitting = [each for each in self.choose.shuffled(list(phrases)) if self._fits(each) and self._new(each.text)]
        fitting.sort(key=lambda each: not each.only)
        if not fitting:
            return ""
        self._near |= _edges(fitting[0].text)
        return fitting[0].text

    def _new(self, text: str) -> bool:
        return _edges(text).isdisjoint(self._said | self._near)


def _edges(text: str) -> set[str]:
    return {text, "^" + text[:3], text[-3:] + "$"} if len(text) > 4 else {text}


def _reach(shape: str) -> int:
    return max((int(number) for _, number in _SLOT.findall(shape) if number), default=0)


def _moods() -> tuple[str, ...]:
    return words(read("sentences")["moods"]["words"])
