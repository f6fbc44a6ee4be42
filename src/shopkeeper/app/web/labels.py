"""What the fields, values and amounts of filters are called on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...search.engines.protocol import FieldValues
from ...search.filters import field_key
from ...search.result import Hit
from ...shop import InvalidQuery, Language, Localized, Money
from . import present
from .address import amount
from .strings import STRINGS, text

NO_FIELDS: Mapping[str, FieldValues] = {}
_YES_NO = {"yes": True, "是": True, "true": True, "no": False, "否": False, "false": False}


@dataclass(frozen=True, slots=True)
class Labels:
    """Names in the visitor's language, as the shop has them: `fields` are the shop's by key, `currency`
    is that of all prices on the page ("" when they are in several, or none is known)."""

    language: Language
    fields: Mapping[str, FieldValues] = field(default_factory=lambda: NO_FIELDS)
    currency: str = ""

    def field(self, name: str) -> str:
        """What a field of filters and facets is called; one that the shop does not name, by itself."""
        key = f"field_{name}"
        if key in STRINGS:
            return text(key, self.language)
        names = self._names(name)
        own = (called for each in names if (called := each.zh if self.language == "zh" else each.en))
        return next(own, names[0].get(self.language) if names else name)

    def _names(self, name: str) -> list[Localized]:
        key = field_key(name)
        if key in self.fields:
            return list(self.fields[key].names)
        return [each for found in self.fields.values() for each in found.names if key in map(field_key, each.all)]

    def value(self, name: str, value: str) -> str:
        """How a value reads: stock, yes and no, ranges and amounts in words, the rest as the shop calls it."""
        if value.lower() in _YES_NO:
            yes = _YES_NO[value.lower()]
            return text(("in_stock" if yes else "out_of_stock") if name == "in_stock" else ("yes" if yes else "no"), self.language)
        low, dots, high = value.replace("..<", "..").partition("..")
        if not dots:
            return self._amount(value) if name == "price" else self._word(name, value)
        if name == "price":
            low, high = self._amount(low), self._amount(high)
        return text("range_below" if not low else "range_above" if not high else "range", self.language, low=low, high=high)

    def _word(self, name: str, value: str) -> str:
        known = self.fields.get(field_key(name))
        return next((word.get(self.language) for word in known.words if value in word.all), value) if known else value

    def _amount(self, words: str) -> str:
        if not self.currency or not words:
            return words
        try:
            return present.money(Money.of(amount(words), self.currency), self.language)
        except InvalidQuery:  # what somebody wrote into the address
            return words


def currency_of(hits: Iterable[Hit]) -> str:
    """The currency of the prices of some hits; "" when there are several, or none."""
    found = {hit.price.currency for hit in hits if hit.price}
    return found.pop() if len(found) == 1 else ""
