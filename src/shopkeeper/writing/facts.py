"""What a text may speak from: the facts of one product, what its buyers say, and its brand's page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..shop import Attribute, Language, Localized, Money, Product
from ..text.language import detect
from .families import family_of
from .names import key_of, name_of
from .nouns import noun_of
from .weights import weight_of

Value = Localized | float | bool
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
        return f"{self.value:g} {self.unit}".strip()


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


def of_product(product: Product, *, records: Any = None, evidence: Sequence[Evidence] = (), policy: Sequence[str] = (),
               story: Sequence[str] = ()) -> Material:
    """A product of the catalogue. `records` are the facts that the ledger has of it (`claims.records.facts_of`); without them the
    product's own fields are."""
    facts = tuple(_dedupe((*map(_of_attribute, product.attributes), *_options(product))))
    offers = [v for v in product.variants if v.price == product.price] if product.price else []
    return Material(
        product.title, noun_of(product.title, product.category), family_of(product.title, product.category), facts, product.id,
        product.brand, product.category, tuple(evidence), product.price,
        offers[0].compare_at if offers else None, tuple(policy), tuple(story),
        records=_records(product.title, product.brand, product.category, facts, product.price) if records is None else records)


def of_pairs(pairs: Iterable[Sequence[Any]], language: Language) -> Material:
    """A list of `[name, value]`, a name as often as it likes. A title, brand, category (标题, 品牌, 类型) are taken as such."""
    plain = [(str(name).strip(), value) for name, value in pairs if str(name).strip() and value not in (None, "")]
    named = {name: _named(plain, name, language) for name in ("title", "brand", "category")}
    facts = tuple(_dedupe(_of_pair(name, value, language) for name, value in plain if key_of(name) not in named))
    category = (named["category"],) if named["category"] else ()
    title = named["title"]
    return Material(title, noun_of(title, category), family_of(title or Localized(), category), facts, "", named["brand"], category,
                    bare=not title, records=[[name, value] for name, value in plain])


def of_keywords(text: str, language: Language | None = None) -> Material:
    """Bare keywords ("蓝牙耳机 降噪 通勤"; "wireless earbuds, noise cancelling"): the first is what it is, the others all that is known."""
    language = language or detect(text)
    words = list(dict.fromkeys(w.strip() for w in (_MARKS.split(text) if _MARKS.search(text) else text.split()) if w.strip()))
    noun = Localized.of(words[0] if words else "", language)
    facts = tuple(Fact("keyword", Localized(), Localized.of(w, language), "", f"keywords[{n}]", 0.9) for n, w in enumerate(words[1:], 1))
    return Material(Localized(), noun, family_of(Localized.of(text, language), ()), facts, bare=True, records={"keywords": words})


def _of_attribute(attribute: Attribute) -> Fact:
    name = key_of(attribute.name.en) or key_of(attribute.name.zh)
    return Fact(name, attribute.name, attribute.value, attribute.unit, f"attributes.{attribute.name.get('en')}", weight_of(name))


def _of_pair(name: str, value: Any, language: Language) -> Fact:
    key = key_of(name)
    number = isinstance(value, int | float)
    kept: Value = value if isinstance(value, bool) else float(value) if number else Localized.of(str(value), language)
    return Fact(key, name_of(name, language), kept, "", name, weight_of(key))


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


def _named(pairs: list[tuple[str, Any]], name: str, language: Language) -> Localized:
    return next((Localized.of(str(value), language) for known, value in pairs if key_of(known) == name), Localized())


def _records(title: Localized, brand: Localized, category: tuple[Localized, ...], facts: Iterable[Fact], price: Money | None) -> Any:
    """The fields of a product as pairs, in both languages."""
    pairs: list[list[Any]] = [["title", text] for text in title.all] + [["brand", text] for text in brand.all]
    pairs += [["category", text] for level in category for text in level.all]
    for fact in facts:
        for language in ("zh", "en"):
            pairs.append([fact.label.get(language) or fact.name, fact.value if isinstance(fact.value, bool) else fact.text(language)])
    return pairs + ([["price", str(price)]] if price else [])
