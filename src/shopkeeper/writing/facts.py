"""What a text may speak from: the facts of one product, what its buyers say, and its brand's page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..claims.records import facts_of
from ..shop import Attribute, Language, Localized, Money, Product
from ..text.attributes import find_values
from ..text.attributes import name_of as known_name
from ..text.language import detect
from .families import family_of
from .goods import good_of
from .measures import is_bare, unit_of
from .names import key_of, name_of, plain_name
from .nouns import noun_of
from .read_off import kind_of, read_off
from .weights import counts, weight_of

Value = Localized | float | bool
_TAGS = ("tag", "tags", "标签")
_NAMED = ("title", "brand", "category", *_TAGS)  # names of pairs that are no facts
_LEAST, _ENOUGH, _BY_THE_WAY = 0.4, 4, 0.5  # weight of a fact worth its place, so many are enough, what a title adds then weighs
_A_TEXT = 120  # characters from which on a value is a text of its own
_NAMES_OF_VALUES = ("colour", "size", "material")  # names of which a bare yes says nothing
_NOTHING = re.compile(  # values that say nothing
    r".*(?:其他|见描述|不支持).*|0+(?:\.0+)?[xX*×].*|(\d+)[xX*×]\1[xX*×]\1\D*|.*\b(?:10[1-9]|1[1-9]\d|[2-9]\d\d) ?%.*"
    "|not specified|均码|通用|中", re.I)
# Names of facts that say what a thing is of.
_STUFF = re.compile(r"材质|面料|材料|填充|成分|\b(?:material|fabric|filling|lining|upper)\b", re.I)
_FLAGS = {"Y": True, "N": False}  # a catalogue's yes and no
_MARKS = re.compile(r"[,，、\n]")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is so. `name` is the canonical key of an attribute (material, colour) or the record's own name in small letters;
    `record` the path of its record (attributes.material); `weight` 0 to 1 how much a buyer wants to know it."""

    name: str
    label: Localized
    value: Value
    unit: str = ""
    record: str = ""
    weight: float = 0.5

    def text(self, language: Language) -> str:
        """The value as it stands in the record, with its unit; "yes" or "no" for one of these."""
        if isinstance(self.value, Localized):
            return f"{self.value.get(language)} {self.unit}".strip()
        if isinstance(self.value, bool):
            return {"zh": ("否", "是"), "en": ("no", "yes")}[language][self.value]
        return f"{_figure(self.value)} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What buyers say of one aspect: `positive` of the `count` reviews that speak of it praise it; `quote` is one in its own words."""

    aspect: Localized
    positive: int
    count: int
    quote: str = ""
    record: str = "reviews"

    @property
    def share(self) -> float:
        """The share of praise among those who speak of it."""
        return self.positive / self.count if self.count else 0.0


@dataclass(frozen=True, slots=True)
class Material:
    """All that one text may speak from. `noun` is what the thing is ("running shoes"), `family` one of clothes, shoes, bags, jewellery,
    beauty, food, electronics, home, kitchen, sport, toys, baby, pets, office, general; `records` the JSON values that `claims.check` holds
    a text against; `bare` whether only keywords or pairs are known and no product with a name stands behind them."""

    title: Localized
    noun: Localized
    family: str
    facts: tuple[Fact, ...]
    id: str = ""
    brand: Localized = Localized()
    category: tuple[Localized, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    price: Money | None = None
    compare_at: Money | None = None
    policy: tuple[str, ...] = ()
    story: tuple[str, ...] = ()
    bare: bool = False
    records: Any = field(default=None, compare=False, hash=False)

    def fact(self, name: str) -> Fact | None:
        """The first fact of this name."""
        return next((fact for fact in self.facts if fact.name == name), None)

    def all(self, name: str) -> tuple[Fact, ...]:
        """Every fact of this name."""
        return tuple(fact for fact in self.facts if fact.name == name)


def _figure(value: float) -> str:
    return str(int(value)) if value == int(value) else f"{value:.10g}"


def of_product(product: Product, *, records: Any = None, evidence: Sequence[Evidence] = (), policy: Sequence[str] = (),
               story: Sequence[str] = ()) -> Material:
    """A product of the catalogue. `records` are the facts that its texts are held against; without them those of the product's own
    fields, what buyers say, the policy and the brand's page (`claims.records.facts_of`)."""
    family = family_of(product.title, product.category)
    noun = noun_of(product.title, product.category, family)
    own = (*map(_of_attribute, product.attributes), *_options(product))
    facts = tuple(_dedupe((*own, *_unless(own, read_off(product.title, (noun, product.brand), product.tags, family, Fact), product.title))))
    offers = [v for v in product.variants if v.price == product.price] if product.price else []
    return Material(
        product.title, noun, family, facts, product.id, product.brand, product.category, tuple(evidence), product.price,
        offers[0].compare_at if offers else None, tuple(policy), tuple(story),
        records=[*facts_of(product, policy=policy, brand_page=" ".join(story)), *map(_pair, evidence)] if records is None else records)


def of_pairs(pairs: Iterable[Sequence[Any]], language: Language) -> Material:
    """A list of `[name, value]`, a name as often as it likes. Title, brand, categories (标题, 品牌, 类型; the widest first) and tags are
    taken as such."""
    plain = [(str(name).strip(), value) for name, value in pairs if str(name).strip() and value not in (None, "")]
    title, brand = (next(iter(_named(plain, name, language)), Localized()) for name in ("title", "brand"))
    category = _named(plain, "category", language)
    family = family_of(title, category)
    noun = noun_of(title, category, family)
    own = tuple(_of_pair(name, value, language, title) for name, value in plain if key_of(name) not in _NAMED)
    tags = [str(value) for name, value in plain if key_of(name) in _TAGS]
    facts = tuple(_dedupe((*own, *_unless(own, read_off(title, (noun, brand), tags, family, Fact), title))))
    records = [[name, value] for name, value in plain]
    return Material(title, noun, family, facts, "", brand, category, bare=not title, records=records)


def of_keywords(text: str, language: Language | None = None) -> Material:
    """Bare keywords ("蓝牙耳机 降噪 通勤"; "wireless earbuds, noise cancelling"): one part is what it is, in English the first that names
    goods, in Chinese the first; the others are all that is known. English words without commas are read by what they name."""
    language = language or detect(text)
    family = family_of(Localized.of(text, language), ())
    parts = [part.strip() for part in (_MARKS.split(text) if _MARKS.search(text) else _words(text, family, language)) if part.strip()]
    parts = list(dict.fromkeys(parts))
    thing = next((part for part in parts if language == "en" and good_of(part, family)), parts[0] if parts else "")
    facts = [_keyword(part, number, family, language) for number, part in enumerate(parts) if part != thing]
    return Material(Localized(), Localized.of(thing, language), family, tuple(facts), bare=True, records={"keywords": [text, *parts]})


def _words(text: str, family: str, language: Language) -> list[str]:
    """Keywords without commas: Chinese ones between spaces; English ones as the goods, the values and the words that they are."""
    good = good_of(text, family) if language == "en" else None
    if language == "zh" or good is None:
        return text.split()
    at = text.lower().rfind(good.noun)
    rest = f"{text[:at]} , {text[at + len(good.noun):]}" if at >= 0 else text
    found = [rest[said.start : said.end] for said in find_values(rest)]
    for value in found:
        rest = rest.replace(value, ",")
    return [good.noun, *found, *rest.split(",")]


def _keyword(word: str, number: int, family: str, language: Language) -> Fact:
    """A keyword as the fact that it is ("noise cancelling" is a feature), else as a word."""
    kind = (kind_of(word, family) or ("keyword",))[0]
    label = Localized() if kind == "keyword" else Localized(known_name(kind, "zh"), known_name(kind, "en"))
    return Fact(kind, label, Localized.of(word, language), "", f"keywords[{number}]", 0.9)


def _unless(own: Sequence[Fact], more: Iterable[Fact], title: Localized) -> Iterable[Fact]:
    """The facts of the title and the tags that the record does not state itself, under whatever name: "60 count" beside a yarn count of
    60 is no number of pieces. A Chinese title is a heap of words to be found by, some of them names: where the record states enough
    itself, what only such a title says weighs less."""
    searched = not title.en
    known = sum(fact.weight > _LEAST for fact in own) >= _ENOUGH
    numbers = {fact.value for fact in own if isinstance(fact.value, float) and not fact.unit}
    named = {fact.name.removesuffix(" choices") for fact in own}
    texts = [text.lower() for fact in own if isinstance(fact.value, Localized) for text in (*fact.value.all, *fact.label.all)]
    texts += [text.lower() for fact in own if not isinstance(fact.value, Localized) for text in fact.label.all]
    stuffed = any(_STUFF.search(text) for fact in own for text in fact.label.all)
    for fact in more:
        if stuffed and fact.name == "material" and fact.record == "title":
            continue  # the record says itself what it is of, or what of it
        said = fact.value.all if isinstance(fact.value, Localized) else ()
        if not said and fact.value in numbers:
            continue
        if fact.name not in named and not any(word.lower().replace("-", " ") in text.replace("-", " ") for word in said for text in texts):
            yield replace(fact, weight=fact.weight * _BY_THE_WAY) if known and searched and fact.record == "title" else fact


def _of_attribute(attribute: Attribute) -> Fact:
    name = key_of(attribute.name.en) or key_of(attribute.name.zh)
    weight = _weight(name, attribute.value, attribute.unit)
    return Fact(name, attribute.name, attribute.value, attribute.unit, f"attributes.{attribute.name.get('en')}", weight)


def _of_pair(name: str, value: Any, language: Language, title: Localized) -> Fact:
    key, value = key_of(name), _FLAGS.get(value, value) if isinstance(value, str) else value
    number = isinstance(value, int | float) and not isinstance(value, bool)
    kept: Value = value if isinstance(value, bool) else float(value) if number else Localized.of(str(value), language)
    unit = unit_of(title.get(language), float(value), plain_name(name)) if number else ""
    weight = _weight(key, kept, unit) if weight_of(plain_name(name)) else 0.0  # 外机尺寸 is no 尺寸 that anybody asks for
    return Fact(key, name_of(name, language), kept, unit, name, weight)


def _pair(evidence: Evidence) -> list[Any]:
    """What buyers say, as the ledger has facts."""
    said = f"{evidence.positive} of {evidence.count} reviews of {evidence.aspect.get('en')} are positive"
    return ["reviews", f"{said}. {evidence.quote}".strip()]


def _weight(name: str, value: Value, unit: str) -> float:
    """A long text is no fact to be worked into a sentence, nor is a measure without its unit; a no is seldom wanted."""
    text = value.get("en") if isinstance(value, Localized) else ""
    whole = not isinstance(value, float) or value == int(value)  # nothing is counted in halves
    number_of_what = not unit and not (counts(name) and whole) and (isinstance(value, float) or is_bare(text, name))
    weight = weight_of(name)
    if len(text) > _A_TEXT or number_of_what or _NOTHING.fullmatch(text) or (value is True and name in _NAMES_OF_VALUES):
        return weight * 0.1
    return weight * (0.15 if value is False else 0.5 if value == 1.0 and value is not True and not unit else 1.0)


def _options(product: Product) -> list[Fact]:
    """The choices of a product with several variants: every value of each option as one fact."""
    values: dict[Localized, list[Localized]] = {}
    for variant in product.variants:
        for option in variant.options:
            values.setdefault(option.name, []).append(option.value)
    out = []
    for name, all_values in values.items():
        key, different = key_of(name.get("en")), tuple(dict.fromkeys(all_values))
        joined = Localized("、".join(v.zh for v in different if v.zh), ", ".join(v.en for v in different if v.en))
        out.append(Fact(key if len(different) == 1 else f"{key} choices", name, joined, "", f"options.{name.get('en')}", weight_of(key)))
    return out


def _dedupe(facts: Iterable[Fact]) -> Iterable[Fact]:
    return {(fact.name, str(fact.value)): fact for fact in facts if fact.value != Localized()}.values()


def _named(pairs: list[tuple[str, Any]], name: str, language: Language) -> tuple[Localized, ...]:
    return tuple(dict.fromkeys(Localized.of(str(value).strip(), language) for known, value in pairs if key_of(known) == name))
