"""Attributes that a product lacks and its own words state: suggestions with the words that are the evidence."""

from __future__ import annotations

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
        self._values: dict[str, dict[str, Localized]] = defaultdict(dict)
        for product in products:
            path = _path(product)
            self._count[path] += 1
            self._names[path].update({each.name for each in product.attributes})
            for each in product.attributes:
                if isinstance(each.value, Localized):
                    for word in each.value.all:
                        self._values[_key(each.name)].setdefault(letterwise(word), each.value)

    def lacking(self, product: Product, share: float = 0.5) -> list[Localized]:
        """The names of the attributes that at least this share of the products of its category have and it has not, the usual first."""
        has = {_key(each.name) for each in product.attributes} | {
            _key(option.name) for variant in product.variants for option in variant.options
        }
        path = _path(product)
        usual = sorted(self._names[path].items(), key=lambda each: -each[1])
        return [name for name, count in usual if count >= share * self._count[path] and _key(name) not in has]

    def suggestions(self, product: Product) -> list[Suggestion]:
        """What the product lacks that its category usually has and its title or description states, the title first."""
        stated = (next(iter(self._stated(product, name)), None) for name in self.lacking(product, USUAL))
        return [each for each in stated if each]

    def _stated(self, product: Product, name: Localized) -> Iterable[Suggestion]:
        for field, texts in (("title", product.title.all), ("description", product.description.all)):
            for text in texts:
                plain = letterwise(text)
                for at, end, value in [*self._known(plain, _key(name)), *_vocabulary(text, _key(name))]:
                    yield Suggestion(product.id, name, value, field, text[max(0, at - AROUND) : end + AROUND].strip())

    def _known(self, plain: str, key: str) -> Iterable[tuple[int, int, Localized]]:
        for word, value in self._values[key].items():
            at = plain.find(word) if len(word) >= SHORTEST else -1
            if (
                at >= 0
                and not (word[0].isascii() and plain[max(0, at - 1) : at].isalnum())
                and not (word[-1].isascii() and plain[at + len(word) :][:1].isalnum())
            ):
                yield at, at + len(word), value


def _vocabulary(text: str, key: str) -> Iterable[tuple[int, int, Localized]]:
    for said in find_values(text):
        if said.kind == key:
            ways = {language: spoken(said.kind, said.value, language) for language in ("zh", "en")}
            yield said.start, said.end, Localized(zh=next(iter(ways["zh"]), ""), en=next(iter(ways["en"]), ""))


def _key(name: Localized) -> str:
    """The canonical attribute, else the name itself."""
    known: Sequence[str | None] = [attribute(each) for each in name.all]
    return next((each for each in known if each), letterwise(name.en or name.zh))


def _path(product: Product) -> tuple[str, ...]:
    return tuple(level.en or level.zh for level in product.category)
