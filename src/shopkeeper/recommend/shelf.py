"""What is known of each product without reading it again: arrays by the number of the product in `History.products`.

It ranks and thins out candidates. What leaves is decided by the record as it is then, see `eligible.py`.
"""

from __future__ import annotations

import math
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..shop import Localized, ProductStatus
from ..store.glance import Glance, Level
from ..store.protocol import Products
from ..text.normalise import normalise
from .numbered import Numbered
from .sources.protocol import Rows

_PAGE = 500  # products read at once

# `kind` and `root` are the narrowest and the widest category, `brand` the brand, as numbers of `Shelf.names` (-1: none);
# `price` in major units, `margin` the share of it that the shop keeps, `stock` pieces of all variants, `created` seconds since
# 1970 (all NaN where it is not known); `open`: could be bought when it was last looked at; `consumable` 1 yes, 0 no, -1 nobody said;
# `lands` the countries it is sold in, together as one number of `Shelf.lands` (-1: everywhere).
FACT = np.dtype([
    ("kind", np.int32), ("root", np.int32), ("brand", np.int32), ("price", np.float32), ("margin", np.float32), ("stock", np.float32),
    ("created", np.float64), ("open", np.bool_), ("consumable", np.int8), ("lands", np.int32),
])  # fmt: skip
_UNKNOWN = (-1, -1, -1, math.nan, math.nan, math.nan, math.nan, False, -1, -1)


class Shelf:
    """The products of a store by number. One thread at a time follows the store, any number reads meanwhile."""

    def __init__(self, products: Products, numbers: Numbered) -> None:
        self._products, self._numbers = products, numbers
        self.names, self.lands = Numbered(), Numbered()
        self._facts = np.full(0, np.array(_UNKNOWN, FACT))
        self.revision = 0
        self.content = 0  # grows when a product's words changed, or one came or went

    def follow(self) -> bool:
        """Takes in the products that were written or deleted since the last time; whether there were any."""
        if self._products.revision() == self.revision:
            return False
        changes = self._products.changes(self.revision)
        while page := list(islice(changes, _PAGE)):
            known = self._products.glance([change.id for change in page if not change.deleted])
            rows = [self._numbers.add(change.id) for change in page]
            self._grow()
            for row, change in zip(rows, page, strict=True):
                self._facts[row] = self._fact(known[change.id]) if change.id in known else _UNKNOWN
            self.content += any(change.content > self.revision for change in page)
            self.revision = page[-1].revision
        return True

    def facts(self, rows: Rows) -> NDArray[np.void]:
        """`FACT`[len(rows)] of products by their numbers."""
        found: NDArray[np.void] = self._reaching(rows)[rows]
        return found

    def fact(self, name: str, rows: Rows) -> NDArray[Any]:
        """One fact of products by their numbers: quicker than all where one is asked for."""
        found: NDArray[Any] = self._reaching(rows)[name][rows]
        return found

    def _reaching(self, rows: Rows) -> NDArray[np.void]:
        """The facts with those of rows that were met in an event, never in the store."""
        facts, n = self._facts, int(rows.max(initial=-1)) + 1
        return facts if n <= len(facts) else np.concatenate([facts, np.full(n - len(facts), np.array(_UNKNOWN, FACT))])

    def every(self) -> NDArray[np.void]:
        """`FACT`[n] of all products."""
        return self._facts[: len(self._numbers)]

    def kinds(self) -> NDArray[np.int32]:
        """The category of every product, int32[n]."""
        kinds = np.full(len(self._numbers), -1, np.int32)
        known = self._facts["kind"][: len(kinds)]
        kinds[: len(known)] = known
        return kinds

    def sent_to(self, country: str, rows: Rows) -> NDArray[np.bool_]:
        """Which products are sold in a country; all where the country is not known, or no product is bound to any."""
        if not country or not len(self.lands):
            return np.ones(len(rows), bool)
        there = [land for land in range(len(self.lands)) if country in self.lands.id(land).split()]
        return np.isin(self.fact("lands", rows), [-1, *there])

    def _grow(self) -> None:
        if len(self._numbers) > len(self._facts):
            more = max(len(self._numbers), 2 * len(self._facts)) - len(self._facts)
            self._facts = np.concatenate([self._facts, np.full(more, np.array(_UNKNOWN, FACT))])

    def _fact(self, product: Glance) -> tuple[Any, ...]:
        category, levels, created = product.category, product.levels(), product.created_at
        cheapest = min((level for level in levels if level.price is not None), key=_price, default=None)
        price = product.price
        stocks = [level.stock for level in levels]
        consumable = product.consumable
        return (
            self._name(category[-1]) if category else -1, self._name(category[0]) if category else -1, self._name(product.brand),
            float(price.major) if price else math.nan, math.nan if cheapest is None else _margin(cheapest),
            math.nan if None in stocks else sum(stock or 0 for stock in stocks), created.timestamp() if created else math.nan,
            product.status is ProductStatus.ACTIVE and product.sellable, -1 if consumable is None else int(consumable),
            self.lands.add(" ".join(product.sold_in)) if product.sold_in else -1,
        )  # fmt: skip

    def _name(self, text: Localized) -> int:
        return self.names.add(_key(text)) if text else -1


def _key(text: Localized) -> str:
    return normalise(text.get("zh"))


def _price(level: Level) -> int:
    return level.price or 0


def _margin(level: Level) -> float:
    """The share of the price that is left after the cost."""
    if level.cost is None or not level.price:
        return math.nan
    return max(0.0, 1 - level.cost / level.price)


