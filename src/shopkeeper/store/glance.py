"""A stored product at a glance: what a list of hits shows, without decoding the rest."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple

import orjson

from ..shop import Localized, Money, Product, ProductStatus, Variant, from_dict


class Level(NamedTuple):
    """What of a variant changes all day: price and cost in minor units, pieces on hand; None where it is not known or counted."""

    price: int | None
    cost: int | None
    stock: int | None
    sellable: bool


class Glance:
    """What is stored of a product. Its title, price and status are read as they stand, since only
    checked records are stored; `product` is the whole record, decoded when it is first asked for."""

    def __init__(self, payload: str) -> None:
        self._data: dict[str, Any] = orjson.loads(payload)

    @property
    def title(self) -> Localized:
        """See `Product.title`."""
        return Localized(**self._data["title"])

    @property
    def category(self) -> tuple[Localized, ...]:
        """See `Product.category`."""
        return tuple(Localized(**name) for name in self._data.get("category", ()))

    @property
    def price(self) -> Money | None:
        """See `Product.price`."""
        prices = [variant["price"] for variant in self._data["variants"] if "price" in variant]
        return Money(**min(prices, key=lambda price: price["amount"])) if prices else None

    @property
    def brand(self) -> Localized:
        """See `Product.brand`."""
        return Localized(**self._data.get("brand", {}))

    @property
    def created_at(self) -> datetime | None:
        """See `Product.created_at`."""
        text = self._data.get("created_at")
        return None if text is None else datetime.fromisoformat(text)

    @property
    def sold_in(self) -> tuple[str, ...]:
        """See `Product.sold_in`."""
        return tuple(self._data.get("sold_in", ()))

    @property
    def consumable(self) -> bool | None:
        """See `Product.consumable`."""
        consumable: bool | None = self._data.get("consumable")
        return consumable

    def levels(self) -> list[Level]:
        """Of each variant; `sellable` where it is in stock (see `Variant.in_stock`) and has a price."""
        return [_level(variant) for variant in self._data["variants"]]

    @property
    def sellable(self) -> bool:
        """Whether some variant can be bought now: it is in stock, and has a price."""
        return any(level.sellable for level in self.levels())

    @property
    def status(self) -> ProductStatus:
        """See `Product.status`."""
        return ProductStatus(self._data.get("status", ProductStatus.ACTIVE))

    @property
    def several(self) -> bool:
        """Whether there is more than one variant."""
        return len(self._data["variants"]) > 1

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """See `Product.variants`."""
        return tuple(from_dict(Variant, variant) for variant in self._data["variants"])

    @cached_property
    def product(self) -> Product:
        """The whole record."""
        return from_dict(Product, self._data)


def _level(variant: dict[str, Any]) -> Level:
    price, stock = variant.get("price"), variant.get("stock")
    there = stock is None or stock > 0 or "availability" in variant
    return Level(price and price["amount"], variant["cost"]["amount"] if "cost" in variant else None, stock, there and price is not None)
