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


class Choice(NamedTuple):
    """What tells a variant from its siblings: the values of its options (each in the languages that it has), its price in minor units
    (None where it is not known), and whether it can be sold now (see `Variant.in_stock`)."""

    id: str
    options: tuple[tuple[str, ...], ...]
    price: int | None
    in_stock: bool


class Glance:
    """What is stored of a product, never changed. Its title, price and status are read as they stand, since only
    checked records are stored; `product` is the whole record, decoded when it is first asked for."""

    def __init__(self, payload: str) -> None:
        self._data: dict[str, Any] = orjson.loads(payload)

    @cached_property
    def title(self) -> Localized:
        """See `Product.title`."""
        return Localized(**self._data["title"])

    @property
    def category(self) -> tuple[Localized, ...]:
        """See `Product.category`."""
        return tuple(Localized(**name) for name in self._data.get("category", ()))

    @cached_property
    def price(self) -> Money | None:
        """See `Product.price`."""
        prices = [variant["price"] for variant in self._data["variants"] if "price" in variant]
        return Money(**min(prices, key=lambda price: price["amount"])) if prices else None

    @property
    def brand(self) -> Localized:
        """See `Product.brand`."""
        return Localized(**self._data.get("brand", {}))

    @cached_property
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

    @cached_property
    def choices(self) -> list[Choice]:
        """Of each variant."""
        return [_choice(variant) for variant in self._data["variants"]]

    def variant(self, id: str) -> Variant:
        """The variant of this id; KeyError where there is none."""
        for variant in self._data["variants"]:
            if variant["id"] == id:
                return from_dict(Variant, variant)
        raise KeyError(id)

    @cached_property
    def sellable(self) -> bool:
        """Whether some variant can be bought now: it is in stock, and has a price."""
        return any(level.sellable for level in self.levels())

    @cached_property
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
    price, cost = variant.get("price"), variant["cost"]["amount"] if "cost" in variant else None
    return Level(price and price["amount"], cost, variant.get("stock"), _in_stock(variant) and price is not None)


def _choice(variant: dict[str, Any]) -> Choice:
    options, price = variant.get("options", ()), variant.get("price")
    values = tuple([tuple(option["value"].values()) for option in options])
    return Choice(variant["id"], values, price and price["amount"], _in_stock(variant))


def _in_stock(variant: dict[str, Any]) -> bool:
    stock = variant.get("stock")
    return stock is None or stock > 0 or "availability" in variant
