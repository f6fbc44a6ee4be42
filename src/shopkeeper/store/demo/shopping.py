"""Two years in the shop, day by day: who comes, what they take, what is on the shelf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from . import year
from .catalogue import Item
from .customers import Floats, Shopper, affinity
from .dice import Dice
from .prices import Tariff
from .shelf import Shelf
from .words import Kind, kinds
from .year import Sale

Places = npt.NDArray[np.intp]
DAYS = 730
_ORDERS_A_CUSTOMER = 12.5
_EXTRA_LINES = (0.52, 0.28, 0.14, 0.06)
_WITH_COMPLEMENT = 0.55
# What 1 % off adds to the wish for a product, in per cent.
_ELASTICITY = 5.0


@dataclass(frozen=True, slots=True)
class Take:
    """One line of a basket: product and variant by place, and how many."""

    item: int
    variant: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Basket:
    """What one customer (by place) took on one day. A cancelled one went back on the shelf the next day."""

    day: date
    shopper: int
    takes: tuple[Take, ...]
    cancelled: bool


@dataclass
class Market:
    """Everything a day of shopping depends on."""

    seed: int
    items: Sequence[Item]
    people: Sequence[Shopper]
    offers: Sequence[Sale]
    tariffs: dict[str, Tariff]
    until: date
    wish: Floats = field(init=False)

    def __post_init__(self) -> None:
        self.wish = affinity(self.people, self.items)
        place_of = {item.product.id: place for place, item in enumerate(self.items)}
        self._seasons = [item.kind.season for item in self.items]
        self._created = np.array([item.product.created_at.toordinal() for item in self.items if item.product.created_at])
        self._on_sale = [(sale, np.array([place_of[id] for id in sale.promotion.product_ids], dtype=np.intp)) for sale in self.offers]

    @property
    def first(self) -> date:
        """The first day of the two years that end with `until`."""
        return self.until - timedelta(days=DAYS - 1)

    def busy(self, day: date) -> float:
        """How many come on a day against an average one: growth, weekday, promotions, holidays."""
        growth = 0.75 + 0.5 * (day - self.first).days / DAYS
        rush = max((sale.rush for sale in self.offers if sale.first <= day <= sale.last), default=1.0)
        away = 0.4 if 0 <= (day - year.spring_festival(day.year)).days < 7 else 1.0
        return growth * rush * away * year.weekday(day)

    def pull(self, day: date) -> Floats:
        """How much each product is wanted on a day whoever comes, float64[products]: season,
        promotion, and 0 before it was there."""
        wanted = {name: year.season(name, day) for name in set(self._seasons)}
        off = np.zeros(len(self.items))
        for sale, places in self._on_sale:
            if sale.first <= day <= sale.last:
                off[places] = np.maximum(off[places], sale.promotion.percent_off)
        # A new product is found slowly: from a third of its pull to all of it over six weeks.
        age = day.toordinal() - self._created
        found = np.where(age < 0, 0.0, np.minimum(1.0, 0.33 + 0.67 * age / 42))
        return np.array([wanted[name] for name in self._seasons]) * (1 + _ELASTICITY * off / 100) * found


def shop_for_two_years(market: Market) -> tuple[list[Basket], Shelf]:
    """The baskets in order of their day, and the shelf with its history."""
    shelf = Shelf(market.seed, market.items, market.first)
    visitors = _Visitors(market, shelf)
    days = [market.first + timedelta(days=n) for n in range(DAYS)]
    busy = [market.busy(day) for day in days]
    scale = len(market.people) * _ORDERS_A_CUSTOMER / sum(busy)
    baskets: list[Basket] = []
    for day, factor in zip(days, busy, strict=True):
        dice = Dice(market.seed, "day", day.isoformat())
        shelf.open(day)
        visitors.arrive(day)
        for _ in range(dice.poisson(factor * scale)):
            basket = visitors.basket(dice)
            if basket:
                baskets.append(basket)
        shelf.close(day)
    return baskets, shelf


class _Visitors:
    """Chooses who comes and what they take on the current day."""

    def __init__(self, market: Market, shelf: Shelf) -> None:
        self.market, self.shelf = market, shelf
        self.owned: list[list[int]] = [[] for _ in market.people]
        self.members = {kind.key: _places(market.items, kind) for kind in kinds()}
        activity = np.array([person.taste.activity for person in market.people])
        joined = np.array([(person.joined - market.first).days for person in market.people])
        self.order = np.argsort(joined, kind="stable")
        self.joined, self.activity = joined[self.order], np.cumsum(activity[self.order])

    def arrive(self, day: date) -> None:
        """Opens the day: today's pull, and the customers who have joined by now."""
        self.day, self.pull = day, self.market.pull(day)
        self.present = int(np.searchsorted(self.joined, (day - self.market.first).days, side="right"))

    def basket(self, dice: Dice) -> Basket | None:
        """What the next visitor takes; None when nobody has joined yet or nothing is left to want."""
        if not self.present:
            return None
        mark = dice.unit() * self.activity[self.present - 1]
        shopper = int(self.order[np.searchsorted(self.activity[: self.present], mark, side="right")])
        wish = self.market.wish[shopper] * self.pull * self.shelf.available
        takes: list[Take] = []
        extra = dice.weighted(range(len(_EXTRA_LINES)), _EXTRA_LINES)
        for line in range(extra + 1):
            item = self._choose(shopper, wish, takes, dice) if line else self._draw(wish, None, dice)
            if item is None or any(take.item == item for take in takes):
                continue
            takes.append(self._take(shopper, item, dice))
        if not takes:
            return None
        basket = Basket(self.day, shopper, tuple(takes), dice.chance(0.04))
        self._remember(basket)
        return basket

    def _choose(self, shopper: int, wish: Floats, takes: Sequence[Take], dice: Dice) -> int | None:
        """A further product: what goes with the first, what they bought before and eat up, or anything."""
        again = [i for i in self.owned[shopper] if self.market.items[i].kind.perishable and self.shelf.available[i]]
        if again and dice.chance(0.2):
            return dice.pick(again)
        if takes and dice.chance(_WITH_COMPLEMENT):
            partners = self.market.items[takes[0].item].kind.complements
            weights = (5.0, 3.0, 2.0)[: len(partners)]
            return self._draw(wish, self.members.get(dice.weighted(partners, weights)), dice)
        return self._draw(wish, None, dice)

    def _draw(self, wish: Floats, among: Places | None, dice: Dice) -> int | None:
        sums = np.cumsum(wish if among is None else wish[among])
        if not len(sums) or sums[-1] <= 0:
            return None
        place = min(int(np.searchsorted(sums, dice.unit() * sums[-1], side="right")), len(sums) - 1)
        return place if among is None else int(among[place])

    def _take(self, shopper: int, item: int, dice: Dice) -> Take:
        there = self.shelf.variants(item)
        taste, product = self.market.people[shopper].taste, self.market.items[item]
        sizes = len(product.kind.choice.values) if product.kind.choice else 1
        own = shopper * 7 % sizes
        weights = []
        for variant in there:
            colour = product.colours[variant // sizes].key if product.colours else ""
            weights.append((4.0 if colour in taste.colours else 1.0) * (6.0 if variant % sizes == own else 1.0))
        variant = dice.weighted(there, weights)
        most = self.shelf.stock[item][variant]
        quantity = min(most, dice.weighted((1, 2, 3), (6, 3, 1)) if product.kind.perishable else 1 + dice.chance(0.06))
        return Take(item, variant, quantity)

    def _remember(self, basket: Basket) -> None:
        for take in basket.takes:
            self.shelf.sell(take.item, take.variant, take.quantity)
            if basket.cancelled:
                self.shelf.put_back(take.item, take.variant, take.quantity, self.day)
            else:
                self.owned[basket.shopper].append(take.item)


def _places(items: Sequence[Item], kind: Kind) -> Places:
    return np.array([place for place, item in enumerate(items) if item.kind is kind], dtype=np.intp)
