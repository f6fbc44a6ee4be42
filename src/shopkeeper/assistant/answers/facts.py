"""What a product's page says of it: attributes, options, weight, brand, and sentences of its description."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...shop import Attribute, Language, Localized, Product
from ...text.goods import kinds_of
from ...text.normalise import normalise
from ...text.units import UNIT_NAMES, find_quantities, unit
from ..reply import Source
from .library import content_words
from .meanings import group, meanings
from .question import Answer, Question
from .quoting import clean, commands, sentences

MOST = 3  # facts that are told at once
_UNIT = "|".join(sorted(map(re.escape, UNIT_NAMES), key=len, reverse=True))
_IN_UNIT = re.compile(rf"(?:\bin|how many|多少|几|合|等于)\s*({_UNIT})(?![a-z])", re.I)
_BELOW = re.compile(
    r"\b(?:under|less than|below|lighter than|smaller than|no more than|up to)\b|不到|以下|以内|小于|低于|少于|不超过", re.I)
_ABOVE = re.compile(
    r"\b(?:over|more than|at least|above|heavier than|bigger than|longer than)\b|超过|以上|大于|高于|多于|至少|够|能用到|有没有到", re.I)
_WORDS = {"zh": {"h": "小时", "min": "分钟", "day": "天", "days": "天"}, "en": {"h": "hours", "min": "minutes"}}
# What one asks for when one asks for an amount of a dimension.
_OF_DIMENSION = {
    "temperature": frozenset(["cook", "comfort_temperature", "brew"]), "volume": frozenset(["capacity"]), "power": frozenset(["power"]),
    "mass": frozenset(["weight", "net_weight"]), "sound": frozenset(["noise"]), "light": frozenset(["brightness"]),
    "charge": frozenset(["battery_capacity"]),
}  # fmt: skip
_FACTS = group("product") | {"shelf_life", "plug", "timer"}
_COLOUR_NAME = re.compile(r"colou?r|颜色|花色", re.I)
_SIZE_NAME = re.compile(r"size|尺码|鞋码|码数", re.I)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that a page says: the words, where they stand, and what they answer to a yes-or-no question (None: read for yourself)."""

    text: str
    field: str
    yes: bool | None = None
    note: str = ""


def from_page(ask: Question, product: Product) -> Answer | None:
    """The facts of the page that the question is about, quoted; None where the page does not say."""
    found = list(facts(ask, product))[:MOST]
    told = list(_told(ask, product))[: 1 if found else 2]
    if not found and not told:
        return None
    name = ask.name(product)
    parts = [_lead(ask, name, found)] if found else []
    parts += [fact.note for fact in found if fact.note]
    if told:
        parts.append(ask.say("described" if found else "described_only", name=name, quote=ask.quote(ask.joined(told))))
    sources = [Source("product", product.id, fact.field, fact.text) for fact in found]
    sources += [Source("product", product.id, f"description.{ask.language}", text) for text in told]
    return Answer(ask.joined(parts), tuple(sources))


def facts(ask: Question, product: Product) -> Iterator[Fact]:
    """The facts of a product that a question is about, the nearest first."""
    about = _about(ask, product)
    scored = [(_nearness(ask, attribute, about), attribute) for attribute in product.attributes]
    best = max((score for score, _ in scored), default=0.0)
    for score, attribute in scored:
        if score and score >= best - 0.01:
            yield _of_attribute(ask, attribute)
    if not best:
        yield from _others(ask, product, about)


def _about(ask: Question, product: Product) -> frozenset[str]:
    """What the question is about besides the product's own kind of thing: an insulated bottle is not asked whether it insulates."""
    text = normalise(ask.text)
    for name in sorted(_nouns(product), key=len, reverse=True):
        text = text.replace(name, " ")
    return meanings(text) & _FACTS


def _nouns(product: Product) -> set[str]:
    """What the product is called in short: its last category, and how its Chinese title ends before the figures."""
    last = {normalise(name) for part in product.category[-1:] for name in part.all}
    runs = re.findall(r"[\u4e00-\u9fff]{3,}", normalise(product.title.zh))
    ends = {run[-length:] for run in runs for length in range(2, len(run) + 1)}
    return last | {name.removesuffix("s") for name in last if name.isascii()} | {end for end in ends if len(end) == 3 or kinds_of(end)}


def _others(ask: Question, product: Product, about: Iterable[str]) -> Iterator[Fact]:
    """Facts that are no attributes: options, weight, brand."""
    if ("weight" in about or _speaks_of(ask.text, "mass")) and (weight := product.variants[0].weight_grams):
        yield _of_attribute(ask, Attribute(Localized("重量", "Weight"), float(weight), "g"), "variants.weight_grams")
    for meaning, names in (("colour", _COLOUR_NAME), ("size", _SIZE_NAME), ("choose_size", _SIZE_NAME), ("fit", _SIZE_NAME)):
        if meaning in ask.meanings and (values := _options(product, names, ask.language)):
            yield Fact(_named(*values, language=ask.language), "variants.options")
            break
    if "brand" in about and product.brand:
        yield Fact(clean(product.brand.get(ask.language)), "brand")


def _nearness(ask: Question, attribute: Attribute, about: frozenset[str]) -> float:
    """How much an attribute is what was asked for: meanings in common, words of its name, and of its value."""
    name = " ".join(attribute.name.all)
    shared = len(meanings(name) & about)
    asked = content_words(ask.text)
    words = sum(word in asked for text in attribute.name.all for word in content_words(text) if len(word) > 1)
    value = attribute.value if isinstance(attribute.value, Localized) else Localized()
    named = sum(word in asked for text in value.all for word in content_words(text) if len(word) > 1)
    known = unit(attribute.unit) if attribute.unit else None
    measured = known is not None and _speaks_of(ask.text, known[0])
    measured = measured or (known is not None and bool(_OF_DIMENSION.get(known[0], frozenset()) & ask.meanings))
    return 2 * bool(words) + measured + shared + min(words, 2) + (1.5 if named and not words else 0.5 * bool(named))


def _of_attribute(ask: Question, attribute: Attribute, field: str = "") -> Fact:
    language, value = ask.language, attribute.value
    name = clean(attribute.name.get(language))
    field = field or f"attributes.{attribute.name.get('en')}"
    if isinstance(value, bool):
        return Fact(_named(name, ask.say("yes_value" if value else "no_value"), language=language), field, value)
    if isinstance(value, Localized):
        return Fact(_named(name, clean(value.get(language)), language=language), field, _plain_yes(value))
    text = _named(name, amount(value, attribute.unit, language), language=language)
    return Fact(text, field, _compared(ask.text, value, attribute.unit), _converted(ask, value, attribute.unit))


def amount(value: float, unit_name: str, language: Language) -> str:
    """A number with its unit as a person writes it: "40 hours", "40小时", "5 W"."""
    shown = f"{value:g}" if abs(value) < 1e5 else f"{value:.0f}"
    word = _WORDS[language].get(unit_name, unit_name)
    return f"{shown}{word}" if language == "zh" and not word.isascii() else f"{shown} {word}".strip()


def _plain_yes(value: Localized) -> bool | None:
    """Whether a value begins with a yes or a no of its own ("Yes, folds flat")."""
    first = normalise(value.en).split(",")[0].split(" ")[0]
    return {"yes": True, "no": False, "none": False}.get(first)


def _speaks_of(question: str, dimension: str) -> bool:
    return any(quantity.dimension == dimension for quantity in find_quantities(question))


def _compared(question: str, value: float, unit_name: str) -> bool | None:
    """Yes or no to "under 300 g?" and "more than a litre?"."""
    known = unit(unit_name)
    limit = next((q for q in find_quantities(question) if known and q.dimension == known[0]), None)
    if limit is None or known is None:
        return None
    if _BELOW.search(question):
        return value * known[1] <= limit.base
    return value * known[1] >= limit.base if _ABOVE.search(question) else None


def _converted(ask: Question, value: float, unit_name: str) -> str:
    """The amount in the unit that the question asks for, where that is another one of the same dimension."""
    known, wanted = unit(unit_name), _IN_UNIT.search(ask.text)
    other = unit(wanted[1]) if wanted else None
    if wanted is None or known is None or other is None or other[0] != known[0] or other[1] == known[1]:
        return ""
    return ask.say("converted", amount=f"{value * known[1] / other[1]:.3g} {wanted[1]}")


def _options(product: Product, names: re.Pattern[str], language: Language) -> tuple[str, str] | None:
    found = [option for variant in product.variants for option in variant.options if any(names.search(n) for n in option.name.all)]
    values = list(dict.fromkeys(clean(option.value.get(language)) for option in found))
    return (clean(found[0].name.get(language)), ", ".join(values) if language == "en" else "、".join(values)) if values else None


def _told(ask: Question, product: Product) -> Iterator[str]:
    """The sentences of the description that share a meaning of a product with the question."""
    about = _about(ask, product)
    for sentence in sentences(product.description.get(ask.language)):
        if 2 * len(meanings(sentence) & about) > len(about) and not commands(sentence):
            yield clean(sentence)


def _named(name: str, value: str, *, language: Language) -> str:
    return f"{name}：{value}" if language == "zh" else f"{name}: {value}"


def _lead(ask: Question, name: str, found: list[Fact]) -> str:
    verdicts = {fact.yes for fact in found}
    key = "page_yes" if verdicts == {True} else "page_no" if verdicts == {False} else "page_says"
    between = "；" if ask.language == "zh" else "; "
    return ask.say(key, name=name, quote=ask.quote(between.join(fact.text for fact in found)))
