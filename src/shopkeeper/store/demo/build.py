"""Builds the demo shop into a store: the same seed gives the same records, byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from ...shop import Product
from ..protocol import Store
from . import pictures, prices
from .catalogue import catalogue
from .customers import shoppers
from .documents import documents
from .events import events
from .orders import orders
from .prices import tariffs, today
from .reviews import reviews
from .searches import searches
from .shelf import Shelf
from .shopping import DAYS, Market, shop_for_two_years
from .slips import slipped, slips
from .year import sales

Report = Callable[[str, int, int], None]
T = TypeVar("T")
_BATCH = 2000


def build(
    store: Store, media: Path, *, seed: int = 7, products: int = 1000, customers: int = 2000, until: date = date(2026, 9, 30),
    progress: Report | None = None,
) -> None:  # fmt: skip
    """Fills `store` with the demo shop as it stands at the end of `until`, and `media` with its pictures.

    `progress(what, done, total)` hears of every batch. Run again, also after an interruption, it
    writes what is missing and changes nothing else.
    """
    report = progress or _silent
    market = open_market(seed, products, customers, until)
    pictures.write(seed, market.items, media)
    report("shopping", 0, 1)
    baskets, shelf = shop_for_two_years(market)
    report("shopping", 1, 1)
    _put(store.products.put, on_the_shelf(market, shelf), products, "products", report)
    _put(store.customers.put, (person.customer for person in market.people), customers, "customers", report)
    _put(store.promotions.put, (sale.promotion for sale in market.offers), len(market.offers), "promotions", report)
    texts = list(documents(market.items, until))
    _put(store.documents.put, texts, len(texts), "documents", report)
    placed = list(orders(market, baskets))
    _put(store.orders.put, placed, len(placed), "orders", report)
    _put(store.reviews.put, reviews(market, baskets, placed), round(0.3 * len(placed)), "reviews", report)
    happened = list(events(market, baskets, placed))
    _put(store.events.put, happened, len(happened), "events", report)
    asked = list(searches(happened))
    _put(store.searches.put, asked, len(asked), "searches", report)
    _put(store.history.put_stock, shelf.history, len(shelf.history), "stock history", report)
    moves = list(prices.history(market.items, market.tariffs, market.first, until))
    _put(store.history.put_prices, moves, len(moves), "price history", report)


def open_market(seed: int, products: int, customers: int, until: date) -> Market:
    """Products, customers, promotions and prices, before anybody has bought anything."""
    first = until - timedelta(days=DAYS - 1)
    items = catalogue(seed, products, until)
    offers = sales(seed, items, first, until)
    return Market(seed, items, shoppers(seed, customers, until), offers, tariffs(seed, items, offers, first, until), until)


def on_the_shelf(market: Market, shelf: Shelf) -> Iterator[Product]:
    """The products with the prices and the stock of the last day, and what somebody got wrong in them."""
    wrong = slips(market)
    for item, stock in zip(market.items, shelf.stock, strict=True):
        tariff = market.tariffs[item.product.id]
        variants = (today(v, tariff, market.until, left) for v, left in zip(item.product.variants, stock, strict=True))
        yield slipped(replace(item.product, variants=tuple(variants)), wrong, market)


def _put(put: Callable[[list[T]], Any], records: Iterable[T], total: int, what: str, report: Report) -> None:
    rows, done = iter(records), 0
    report(what, 0, total)
    while batch := list(islice(rows, _BATCH)):
        put(batch)
        done += len(batch)
        report(what, done, max(done, total))
    report(what, done, done)


def _silent(what: str, done: int, total: int) -> None:
    """The progress of a build that nobody watches."""
