"""What somebody got wrong at the keyboard: a price with a zero too few, a product in the wrong category."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from ...shop import Localized, Money, Product
from .shopping import Market

ENOUGH = 200  # products, below which no neighbours tell what would be right
LEAST = 20_000  # minor units: what the mispriced product costs at least, so that a tenth of it is odd


@dataclass(frozen=True, slots=True)
class Slips:
    """The ids of the products whose prices are a tenth of what they should be, and that stand in another department's category."""

    mispriced: str
    misplaced: str


def slips(market: Market) -> Slips | None:
    """Two products that few people want, of types of which there are many; None in a small shop."""
    if len(market.items) < ENOUGH:
        return None
    wanted, kinds = market.wish.sum(axis=0), Counter(item.kind.key for item in market.items)
    seldom = sorted(range(len(market.items)), key=lambda place: (-kinds[market.items[place].kind.key], float(wanted[place]), place))
    dear = next(place for place in seldom if _least(market.items[place].product) >= LEAST)
    other = next(place for place in seldom if market.items[place].kind.key != market.items[dear].kind.key)
    return Slips(market.items[dear].product.id, market.items[other].product.id)


def slipped(product: Product, found: Slips | None, market: Market) -> Product:
    """The product as it stands in the shop after that."""
    if found and product.id == found.mispriced:
        return replace(product, variants=tuple(replace(each, price=_tenth(each.price)) for each in product.variants))
    if found and product.id == found.misplaced:
        return replace(product, category=_elsewhere(product, market))
    return product


def _elsewhere(product: Product, market: Market) -> tuple[Localized, ...]:
    return next(item.product.category for item in market.items if item.product.category[:1] != product.category[:1])


def _tenth(price: Money | None) -> Money | None:
    return price and replace(price, amount=price.amount // 100 * 10)


def _least(product: Product) -> int:
    return min(each.price.amount for each in product.variants if each.price)
