"""The one filter at the end of every path: what may be recommended to whom, by the records as they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..shop import Customer, Localized, ProductStatus
from ..store.glance import Glance
from ..text.normalise import normalise

Records = Callable[[Sequence[str]], Mapping[str, Glance]]
Hidden = Callable[[str, Glance], bool]


@dataclass(frozen=True, slots=True)
class Excluded:
    """What a customer never wants to be shown: ids of products, and brands and categories as `normalise` writes them."""

    products: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()

    @classmethod
    def of(cls, customer: Customer | None) -> Excluded:
        """What the `excludes` of a customer say."""
        if customer is None or not customer.excludes:
            return _NOTHING
        rules = [rule.partition("=") for rule in customer.excludes]
        named = {field: frozenset(normalise(value) for at, _, value in rules if at == field) for field in ("brand", "category")}
        return cls(frozenset(value.strip() for at, _, value in rules if at == "product"), named["brand"], named["category"])

    def holds(self, id: str, product: Glance) -> bool:
        """Whether it is about this product."""
        if id in self.products or (self.brands and not self.brands.isdisjoint(_keys([product.brand]))):
            return True
        return bool(self.categories) and not self.categories.isdisjoint(_keys(product.category))


_NOTHING = Excluded()


@dataclass(frozen=True, slots=True)
class Eligible:
    """Who asks, as far as it decides what may leave. `bought` are the products that they bought, `again` says of one of which nobody
    wrote whether it is used up, whether its buyers come back for it; `hidden` whether a merchant's rule hides it here; `never` are the
    products of the page and those that are not wanted this time."""

    country: str
    excluded: Excluded
    bought: Mapping[str, datetime]
    again: Callable[[str], bool]
    hidden: Hidden
    never: frozenset[str]

    def refusal(self, id: str, product: Glance | None) -> str:
        """Why a product may not leave, empty when it may."""
        if id in self.never:
            return "excluded"
        if product is None or product.status is not ProductStatus.ACTIVE:
            return "inactive"
        if not product.sellable:
            return "sold out"
        if self.country and product.sold_in and self.country not in product.sold_in:
            return "not sold in this country"
        if id in self.bought and not self.consumable(id, product):
            return "bought already"
        if self.excluded.holds(id, product):
            return "excluded by the customer"
        return "hidden by a rule" if self.hidden(id, product) else ""

    def consumable(self, id: str, product: Glance) -> bool:
        """Whether a product is bought again once it is used up: as its record says, else as its buyers do."""
        return self.again(id) if product.consumable is None else product.consumable

    def passing(self, ids: Sequence[str], records: Records) -> dict[str, Glance]:
        """Those of the products that may leave, in their order, as they are in the store now."""
        found = records([id for id in ids if id not in self.never])
        return {id: found[id] for id in ids if not self.refusal(id, found.get(id))}


def _keys(texts: Iterable[Localized]) -> set[str]:
    return {normalise(name) for text in texts for name in text.all}
