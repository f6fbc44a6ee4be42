"""Attributes that a product lacks and its own words state: suggestions with the words that are the evidence."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ...shop import Localized, Product
from ...text.attributes import attribute, find_values, spoken
from ...text.normalise import letterwise

USUAL = 0.3  # of the category's products that have an attribute, before others should
AROUND = 30  # characters of evidence on each side
SHORTEST = 2  # characters of a value that is looked for
FEWEST = 2  # products that have a value before it is looked for
_ANYTHING = frozenset(("feature", "detail", "benefit", "style", "occasion"))  # kinds whose words say little of which attribute
_NOTHING = frozenset(
    "其他 其它 其他/other other others 无 没有 none no n/a na 不详 未知 unknown 见描述 通用 普通".split()
)
# Where a thing was made, not where its wool, its style or its designer is from.
_MADE_THERE = re.compile(
    r"(?:产自|产地|来自|原产|made in|product of|imported from)[\s:：]*\||"  # before the place
    r"\|(?:进口|原装|制造|产|直邮|直供|特产)",  # behind it
    re.I,
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value for an attribute that the product has not: its name as the shop has it, the value, the words that say so and where."""

    product_id: str
    name: Localized
    value: Localized
    field: str
    evidence: str

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "product_id": self.product_id,
            "name": {"zh": self.name.zh, "en": self.name.en},
            "value": {"zh": self.value.zh, "en": self.value.en},
            "field": self.field,
            "evidence": self.evidence,
        }


class Usual:
    """What the products of a shop have: for each category the attributes that are usual there, and the values that each attribute takes."""

    def __init__(self, products: Iterable[Product]) -> None:
        self._count: Counter[tuple[str, ...]] = Counter()
        self._names: dict[tuple[str, ...], Counter[Localized]] = defaultdict(Counter)
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        values: dict[str, dict[str, Localized]] = defaultdict(dict)
        for product in products:
            path = _path(product)
            self._count[path] += 1
            self._names[path].update({each.name for each in product.attributes})
            for each in product.attributes:
                if isinstance(each.value, Localized):
                    for word in map(letterwise, each.value.all):
                        seen[_name(each.name)][word] += 1
                        values[_name(each.name)].setdefault(word, each.value)
        self._values = {
            name: {word: value for word, value in said.items() if _may_be_said(word, seen[name][word])} for name, said in values.items()
        }
        self._kinds = {name: _kind(name, words) for name, words in seen.items()}

    def lacking(self, product: Product, share: float = 0.5) -> list[Localized]:
        """The names of the attributes that at least this share of the products of its category have and it has not, the usual first."""
        has = {_key(each.name) for each in product.attributes} | {
            _key(option.name) for variant in product.variants for option in variant.options
        }
        has |= {"brand"} if product.brand else set()
        path = _path(product)
        usual = sorted(self._names[path].items(), key=lambda each: -each[1])
        return [name for name, count in usual if count >= share * self._count[path] and _key(name) not in has]

    def suggestions(self, product: Product) -> list[Suggestion]:
        """What the product lacks that its category usually has and its title or description states, the title first. The same words say
        one attribute only, the most usual one: latex in a title is not the filling and the cover."""
        stated = (next(iter(self._stated(product, name)), None) for name in self.lacking(product, USUAL))
        once = dict[tuple[str, Localized], Suggestion]()
        for each in stated:
            if each:
                once.setdefault((each.evidence, each.value), each)
        return list(once.values())

    def _stated(self, product: Product, name: Localized) -> Iterable[Suggestion]:
        for field, texts in (("title", product.title.all), ("description", product.description.all)):
            for text in texts:
                plain = letterwise(text)
                for at, end, value in [*self._known(plain, _name(name)), *_vocabulary(text, self._kinds.get(_name(name)))]:
                    if _key(name) != "origin" or _MADE_THERE.search(text[max(0, at - AROUND) : at] + "|" + text[end:]):
                        yield Suggestion(product.id, name, value, field, text[max(0, at - AROUND) : end + AROUND].strip())

    def _known(self, plain: str, name: str) -> Iterable[tuple[int, int, Localized]]:
        for word, value in self._values.get(name, {}).items():
            at = plain.find(word)
            if (
                at >= 0
                and not (word[0].isascii() and plain[max(0, at - 1) : at].isalnum())
                and not (word[-1].isascii() and plain[at + len(word) :][:1].isalnum())
            ):
                yield at, at + len(word), value


def _may_be_said(word: str, products: int) -> bool:
    """Whether a value may be looked for in texts: one that says something, that more than one product has."""
    return len(word) >= SHORTEST and products >= FEWEST and word not in _NOTHING


def _kind(name: str, words: Counter[str]) -> str | None:
    """The kind of the vocabulary that an attribute's values name, where at least half of them do: those of "Mount type" are no features,
    whatever its name ends with."""
    key = attribute(name)
    if key in _ANYTHING:
        return None
    of_it = sum(count for word, count in words.items() if any(said.kind == key for said in find_values(word)))
    return key if key and 2 * of_it >= sum(words.values()) else None


def _vocabulary(text: str, key: str | None) -> Iterable[tuple[int, int, Localized]]:
    for said in find_values(text):
        if said.kind == key:
            ways = {language: spoken(said.kind, said.value, language) for language in ("zh", "en")}
            yield said.start, said.end, Localized(zh=next(iter(ways["zh"]), ""), en=next(iter(ways["en"]), ""))


def _name(name: Localized) -> str:
    return letterwise(name.en or name.zh)


def _key(name: Localized) -> str:
    """The canonical attribute, else the name itself."""
    known: Sequence[str | None] = [attribute(each) for each in name.all]
    return next((each for each in known if each), letterwise(name.en or name.zh))


def _path(product: Product) -> tuple[str, ...]:
    return tuple(level.en or level.zh for level in product.category)
