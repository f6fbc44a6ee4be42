"""What the record of a product says, by field: words, numbers in comparable units, yes or no."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...shop import Attribute, Language, Localized, Product
from ...text.normalise import has_cjk, normalise
from ...text.units import parse_quantity, unit
from .conditions import field_key

UNITS = {"h": ("小时", " hours"), "day": ("天", " days"), "min": ("分钟", " min"), "in": ("英寸", " inch")}
PRICE, WEIGHT = Localized("价格", "price"), Localized("发货重量", "weight as packed")


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of one field. `words` are its values (options have several), `number` its value in `unit`, `base` the
    same in the base unit of its `dimension` (hours, grams, millimetres …; a bare number has none), `flag` its yes or no; `place` is where
    it stands in the record."""

    field: str
    name: Localized
    words: tuple[Localized, ...] = ()
    number: float | None = None
    unit: str = ""
    base: float | None = None
    dimension: str = ""
    flag: bool | None = None
    place: str = "attributes"

    def said(self, language: Language) -> str:
        """The value for reading."""
        if self.flag is not None:
            return ("是" if self.flag else "否") if language == "zh" else ("yes" if self.flag else "no")
        if self.number is not None:
            return amount(self.number, self.unit, language)
        return ("、" if language == "zh" else ", ").join(word.get(language) for word in self.words)


@dataclass(frozen=True)
class Item:
    """A product and its facts by field: attributes, options, brand, price (lowest of what can be bought), the levels of its
    category as `category:0` … and, where variants state it, `packed_weight`."""

    product: Product
    facts: dict[str, Fact]

    @property
    def id(self) -> str:
        """The product's."""
        return self.product.id

    @property
    def kind(self) -> Localized:
        """The narrowest category; empty without one."""
        return self.product.category[-1] if self.product.category else Localized()

    @cached_property
    def name(self) -> str:
        """What it is called, normalised: title, brand and categories."""
        product = self.product
        return normalise(" ; ".join(text for each in (product.title, product.brand, *product.category) for text in each.all))

    def is_called(self, word: str) -> bool:
        """Whether an index word is in what it is called."""
        return _in(word, self.name)

    @cached_property
    def text(self) -> str:
        """All that the record says, normalised; of yes/no facts those that are true."""
        product = self.product
        named = [product.title, product.description, product.brand, *product.category]
        facts = [word for fact in self.facts.values() for word in fact.words]
        flags = [fact.name for fact in self.facts.values() if fact.flag]
        return normalise(" ; ".join([*(text for each in (*named, *facts, *flags) for text in each.all), *product.tags]))

    def has(self, word: str) -> bool:
        """Whether the record says an index word."""
        return _in(word, self.text)

    def hints(self, word: str) -> bool:
        """Whether it says the word or, of a Chinese one, two characters of it side by side (帆布 of 帆布鞋)."""
        return self.has(word) or (has_cjk(word) and any(word[i : i + 2] in self.text for i in range(len(word) - 1)))


def _in(word: str, text: str) -> bool:
    """Whether an index word stands in a normalised text: a Chinese one anywhere, however the words around it are cut, a stem of four
    letters or more with what its word may end in."""
    if word not in text or has_cjk(word):
        return word in text
    ending = "[a-z]{0,3}" if len(word) > 3 and word.isalpha() else "s?"
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}{ending}(?![a-z0-9])", text) is not None


def amount(number: float, unit_name: str, language: Language) -> str:
    """A number with its unit for reading: 30 小时, 30 hours."""
    zh, en = UNITS.get(
        unit_name, (f" {unit_name}" if unit_name[:1].isascii() and unit_name[:1].isalpha() else unit_name, f" {unit_name}")
    )
    return f"{number:.10g}{zh if language == 'zh' else en}".rstrip()


def item(product: Product) -> Item:
    """A product as the guide looks at it."""
    return Item(
        product, {fact.field: fact for fact in (*_levels(product), *_options(product), *map(_attribute, product.attributes))}
    )


def _attribute(attribute: Attribute) -> Fact:
    key, value = field_key(attribute.name.get("en")), attribute.value
    if isinstance(value, bool):
        return Fact(key, attribute.name, flag=value)
    if isinstance(value, Localized):
        return _worded(key, attribute.name, (value,), "attributes")
    known = unit(attribute.unit) if attribute.unit else None
    base = value * known[1] if known else value
    return Fact(
        key, attribute.name, number=value, unit=attribute.unit, base=base, dimension=known[0] if known else attribute.unit.lower()
    )


def _worded(key: str, name: Localized, words: tuple[Localized, ...], place: str) -> Fact:
    """A fact in words; where the one word is an amount ("24 inch"), it can be compared too."""
    quantity = parse_quantity(words[0].get("en")) or parse_quantity(words[0].get("zh")) if len(words) == 1 else None
    if quantity is None or quantity.count != 1:
        return Fact(key, name, words, place=place)
    return Fact(key, name, words, base=quantity.base, dimension=quantity.dimension, place=place)


def _options(product: Product) -> Iterator[Fact]:
    found: dict[str, tuple[Localized, dict[Localized, None]]] = {}
    for variant in product.variants:
        for option in variant.options:
            found.setdefault(field_key(option.name.get("en")), (option.name, {}))[1][option.value] = None
    for key, (name, values) in found.items():
        yield _worded(key, name, tuple(values), "variants.options")


def _levels(product: Product) -> Iterator[Fact]:
    if product.brand:
        yield Fact("brand", Localized("品牌", "brand"), (product.brand,), place="brand")
    for depth, name in enumerate(product.category):
        yield Fact(f"category:{depth}", Localized("种类", "kind"), (name,), place="category")
    sold = [v for v in product.variants if v.price and v.in_stock] or [v for v in product.variants if v.price]
    if sold:
        low = min((v.price for v in sold if v.price), key=lambda money: money.amount)
        yield Fact(
            "price",
            PRICE,
            number=float(low.major),
            unit=low.currency,
            base=float(low.major),
            dimension=low.currency,
            place="variants.price",
        )
    weights = [v.weight_grams for v in product.variants if v.weight_grams]
    if weights:
        yield Fact(
            "packed_weight",
            WEIGHT,
            number=min(weights),
            unit="g",
            base=min(weights),
            dimension="mass",
            place="variants.weight_grams",
        )
