"""A middle-sized demo shop after its two years, in memory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shopkeeper.shop import Event, Order, Review
from shopkeeper.store.demo.build import open_market
from shopkeeper.store.demo.events import events
from shopkeeper.store.demo.orders import orders
from shopkeeper.store.demo.reviews import reviews
from shopkeeper.store.demo.shelf import Shelf
from shopkeeper.store.demo.shopping import Basket, Market, shop_for_two_years

UNTIL = date(2026, 9, 30)


@dataclass(frozen=True)
class Lived:
    market: Market
    baskets: list[Basket]
    shelf: Shelf
    orders: list[Order]
    reviews: list[Review]
    events: list[Event]


def live() -> Lived:
    market = open_market(7, 240, 500, UNTIL)
    baskets, shelf = shop_for_two_years(market)
    placed = list(orders(market, baskets))
    return Lived(market, baskets, shelf, placed, list(reviews(market, baskets, placed)), list(events(market, baskets, placed)))
