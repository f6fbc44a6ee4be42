"""Titles and descriptions: sentences of the word tables, chosen so that each is true of the product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...shop import LANGUAGES, Attribute, Language, Localized
from .dice import Dice
from .words import Brand, Fact, Kind

_SMALL = frozenset(["a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "over", "the", "to", "with"])
_LENGTH = {"zh": (60, 200), "en": (40, 118)}


@dataclass(frozen=True, slots=True)
class Known:
    """A fact with the value it has for one product."""

    fact: Fact
    value: Localized | float | bool

    @property
    def attribute(self) -> Attribute:
        """As the shop stores it; choices begin with a capital in English."""
        value = self.value
        if isinstance(value, Localized):
            value = Localized(value.zh, capital(value.en))
        return Attribute(self.fact.name, value, self.fact.unit)

    def shown(self, language: Language) -> str:
        """The value inside a sentence."""
        if isinstance(self.value, Localized):
            return self.value.get(language)
        return f"{self.value:g}" if self.value < 1e5 else f"{self.value:.0f}"


def title(brand: Brand, series: Localized, kind: Kind, known: Sequence[Known], dice: Dice) -> Localized:
    """Brand, line, what sets it apart, what it is, and one or two figures."""
    true = [k for k in known if k.value is not False]
    leads = dice.picks([k for k in true if k.fact.lead], 1)
    tails = dice.picks([k for k in true if k.fact.title and k not in leads], dice.whole(1, 2))
    zh = " ".join([f"{brand.name.zh} {series.zh}", "".join(_part(k.fact.lead, k, "zh") for k in leads) + kind.noun.zh,
                   *(_part(k.fact.title, k, "zh") for k in tails)])  # fmt: skip
    noun = " ".join([*(_part(k.fact.lead, k, "en") for k in leads), kind.noun.en]).strip()
    en = ", ".join([f"{brand.name.en} {series.en} {_headline(noun)}", *(_part(k.fact.title, k, "en") for k in tails)])
    return Localized(zh, en)


def description(brand: Brand, series: Localized, kind: Kind, known: Sequence[Known], dice: Dice) -> Localized:
    """What it is for and for whom, then its facts, how it is made, and a practical last word."""
    facts = [(k, dice.pick(pool)) for k in known if (pool := k.fact.say_no if k.value is False else k.fact.say)]
    middle: list[tuple[Known | None, Localized]] = list(dice.picks(facts, dice.whole(2, 4)))
    for detail in dice.picks(kind.details, dice.whole(1, 2)):
        middle.insert(dice.whole(0, len(middle)), (None, detail))
    sentences = [(None, dice.pick(kind.uses)), *middle, (None, dice.pick(kind.closings))]
    spare = [d for d in kind.details if all(d is not s for _, s in sentences)]
    return Localized(*(_paragraph(brand, series, sentences, spare, language) for language in LANGUAGES))


def capital(text: str) -> str:
    """With a capital first letter."""
    return text[:1].upper() + text[1:]


def _paragraph(
    brand: Brand, series: Localized, sentences: Sequence[tuple[Known | None, Localized]], spare: Sequence[Localized], language: Language
) -> str:
    low, high = _LENGTH[language]
    texts = [_sentence(text, known, brand, series, language) for known, text in sentences]
    while _length(texts, language) > high:
        del texts[-2]
    for extra in spare:
        if _length(texts, language) < low:
            texts.insert(-1, _sentence(extra, None, brand, series, language))
    return ("" if language == "zh" else " ").join(texts)


def _length(texts: Sequence[str], language: Language) -> int:
    return sum(len(text) if language == "zh" else len(text.split()) for text in texts)


def _sentence(text: Localized, known: Known | None, brand: Brand, series: Localized, language: Language) -> str:
    name = f"{brand.name.zh}「{series.zh}」" if language == "zh" else f"{brand.name.en} {series.en}"
    filled = text.get(language).replace("{name}", name).replace("{brand}", brand.name.get(language))
    return capital(_filled(filled, known, language) if known else filled)


def _part(text: Localized, known: Known, language: Language) -> str:
    """A piece of a title; where it asks for a capital, every word of an English value gets one."""
    shown = known.shown(language)
    return text.get(language).replace("{v}", shown).replace("{V}", _headline(shown))


def _filled(text: str, known: Known, language: Language) -> str:
    shown = known.shown(language)
    return text.replace("{v}", shown).replace("{V}", capital(shown))


def _headline(text: str) -> str:
    words = text.split(" ")
    return " ".join(w if i and w in _SMALL else "-".join(map(capital, w.split("-"))) for i, w in enumerate(words))
