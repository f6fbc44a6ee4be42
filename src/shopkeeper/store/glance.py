"""A stored product at a glance: what a list of hits shows, without decoding the rest."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import orjson

from ..shop import Localized, Money, Product, ProductStatus, Variant, from_dict


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
