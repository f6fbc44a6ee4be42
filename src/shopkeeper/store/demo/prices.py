"""What each variant cost on each day: a regular price that moves now and then, less the promotions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from ...shop import Money, PriceChange, Variant
from .catalogue import CURRENCY, Item
from .dice import Dice
from .year import Sale


@dataclass(frozen=True, slots=True)
class Tariff:
    """The price factor of a product by day: `regular` from each of its first days on, promotions in per cent off."""

    regular: tuple[tuple[date, float], ...]
    offers: tuple[tuple[date, date, float], ...]

    def off(self, day: date) -> float:
        """The largest per cent off on a day, 0 when nothing is on."""
        return max((percent for first, last, percent in self.offers if first <= day <= last), default=0.0)

    def factor(self, day: date) -> float:
        """The regular price of the day in terms of today's."""
        return [factor for first, factor in self.regular if first <= day or first == self.regular[0][0]][-1]

    def price(self, variant: Variant, day: date) -> int:
        """What the variant is sold for on a day, in minor units, rounded to ten of them."""
        assert variant.price is not None
        return round(variant.price.amount * self.factor(day) * (1 - self.off(day) / 100) / 10) * 10

    def days(self, first: date, until: date) -> list[date]:
        """The days on which the price may change."""
        moves = {day for day, _ in self.regular}
        moves |= {start for start, _, _ in self.offers} | {end + timedelta(1) for _, end, _ in self.offers}
        return sorted(day for day in moves if first <= day <= until)


def tariffs(seed: int, items: Sequence[Item], offers: Sequence[Sale], first: date, until: date) -> dict[str, Tariff]:
    """The tariff of every product, by product id."""
    by_product: dict[str, list[tuple[date, date, float]]] = {item.product.id: [] for item in items}
    for sale in offers:
        for id in sale.promotion.product_ids:
            by_product[id].append((sale.first, sale.last, sale.promotion.percent_off))
    return {item.product.id: _tariff(seed, item, tuple(by_product[item.product.id]), first, until) for item in items}


def _tariff(seed: int, item: Item, offers: tuple[tuple[date, date, float], ...], first: date, until: date) -> Tariff:
    """Zero to three moves of a few per cent; today's factor is 1. Electronics come down, the rest creeps up."""
    dice = Dice(seed, "price", item.product.id)
    created = item.product.created_at.date() if item.product.created_at else first
    start = max(first, created)
    span = (until - start).days
    days = sorted({start + timedelta(days=dice.whole(20, max(21, span))) for _ in range(dice.whole(0, 3))} - {start})
    drift = 1.05 if item.kind.department.key in ("audio", "phones", "appliances") else 0.97
    factors = [round(drift ** (len(days) - i) * dice.between(0.99, 1.01), 3) for i in range(len(days))] + [1.0]
    return Tariff(tuple(zip([start, *days], factors, strict=True)), offers)


def history(items: Sequence[Item], tariffs: dict[str, Tariff], first: date, until: date) -> Iterator[PriceChange]:
    """Each variant's price whenever it changed."""
    for item in items:
        tariff = tariffs[item.product.id]
        days = tariff.days(first, until)
        for variant in item.product.variants:
            last = None
            for day in days:
                price = tariff.price(variant, day)
                if price != last:
                    yield PriceChange(variant.id, datetime.combine(day, time(), UTC), Money(price, CURRENCY))
                last = price


def today(variant: Variant, tariff: Tariff, until: date, stock: int) -> Variant:
    """The variant as it is on the shelf at `until`: promotion price with the regular one beside it, and its stock."""
    assert variant.price is not None
    price = tariff.price(variant, until)
    compare = variant.price if price < variant.price.amount else None
    return replace(variant, price=Money(price, CURRENCY), compare_at=compare, stock=stock)
