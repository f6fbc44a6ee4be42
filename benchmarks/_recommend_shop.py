"""A shop for measuring recommendations: products of real titles, shoppers who walk through groups of them, their orders and events."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from _recombined import recombined

from shopkeeper import Shop, open_shop
from shopkeeper.shop import Attribute, Customer, Event, EventItem, Localized, Money, Order, OrderLine, Product
from shopkeeper.store.records import batches

GROUP = 50  # products of a group, among which a taste stays
GROUPS = 3  # of a shopper
BATCH = 1000
NOW = datetime.now(UTC).replace(microsecond=0)
DAYS = 180  # over which a shopper's deeds are spread
BOUGHT = 0.25  # share of the deeds that are purchases
FACTS = {"材质": "Material", "产地": "Origin", "尺寸": "Size", "保修": "Warranty", "适用": "Made for", "包装": "Packing"}


def shoppers(products: int, people: int, deeds: int) -> Iterator[tuple[str, list[int]]]:
    """Made-up people, each walking through a few groups of products that follow one another, wanted unequally (Zipf)."""
    draw, groups = np.random.default_rng(0), max(1, products // GROUP)
    liked = 1 / np.arange(1, groups + 1) ** 0.8
    cumulated = np.cumsum(liked / liked.sum())
    for start in range(0, people, 10_000):
        n = min(10_000, people - start)
        mine = np.searchsorted(cumulated, draw.random((n, GROUPS)))
        group = np.take_along_axis(mine, draw.integers(0, GROUPS, (n, deeds)), 1)
        inside = np.minimum(draw.geometric(0.08, (n, deeds)) - 1, GROUP - 1)
        for i, row in enumerate(np.minimum(group * GROUP + inside, products - 1).tolist()):
            yield f"u{start + i}", row


def made(folder: Path, products: int, people: int, deeds: int) -> Shop:
    """The shop in a folder; it is filled and indexed if it is not there yet."""
    there = (folder / "shop.db").exists()
    folder.mkdir(parents=True, exist_ok=True)
    shop = open_shop(str(folder), create=True)
    if not there:
        for part in batches(_stocked(products), BATCH):
            shop.store.products.put(part)
        for some in batches(shoppers(products, people, deeds), BATCH):
            _act(shop, some)
        shop.index()
    return shop


def _stocked(n: int) -> Iterator[Product]:
    for number, product in enumerate(recombined(n)):
        kind = Localized(f"分类{number // GROUP}", f"Category {number // GROUP}")
        root = Localized(f"部门{number // (20 * GROUP)}", f"Department {number // (20 * GROUP)}")
        facts = tuple(Attribute(Localized(zh, en), Localized(f"{zh}{number % 17}", f"{en} {number % 17}")) for zh, en in FACTS.items())
        yield replace(product, id=_id(number), category=(root, kind), attributes=facts, created_at=NOW - timedelta(days=30 + number % 300))


def _act(shop: Shop, people: Iterator[tuple[str, list[int]]] | tuple[tuple[str, list[int]], ...]) -> None:
    draw = np.random.default_rng(len(people))  # type: ignore[arg-type]
    customers, events, orders = [], [], []
    for who, row in people:
        customers.append(Customer(who))
        ago = np.sort(draw.random(len(row)))[::-1] * DAYS
        bought = draw.random(len(row)) < BOUGHT
        for i, (number, days, buys) in enumerate(zip(row, ago.tolist(), bought.tolist(), strict=True)):
            at, id = NOW - timedelta(days=days), f"{who}-{i}"
            if buys:
                orders.append(Order(id, (OrderLine(_id(number), 1, Money(1000, "CNY")),), "CNY", at, customer_id=who))
            else:
                events.append(Event(id, "view_item", at, who, items=(EventItem(_id(number)),)))
    shop.store.customers.put(customers)
    shop.store.orders.put(orders)
    shop.store.events.put(events)


def _id(number: int) -> str:
    return f"p{number}"
