"""Small shops made by chance, with everything in them that keeps a product from being recommended; and a second opinion on what may be."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np

from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.recommend import Recommender
from shopkeeper.recommend.rules import PlaceRules
from shopkeeper.recommend.sources.alike import Alike
from shopkeeper.recommend.sources.protocol import Scored
from shopkeeper.recommend.sources.words import Words
from shopkeeper.recommend.wish import Fitting
from shopkeeper.search.filters import parse_filters
from shopkeeper.search.passing import passes
from shopkeeper.shop import (
    PLACES,
    Address,
    Availability,
    Customer,
    Event,
    EventItem,
    Localized,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    Product,
    ProductStatus,
    Rule,
    RuleAction,
    Variant,
)
from shopkeeper.store.protocol import Store, Table

BRANDS = [Localized("山野", "Wild"), Localized("", "Quill"), Localized("素白", "Plain"), Localized()]
CATEGORIES = [(Localized("厨房", "Kitchen"), Localized("杯", "Mugs")), (Localized("厨房", "Kitchen"), Localized("茶", "Tea")),
              (Localized("文具", "Stationery"),), ()]  # fmt: skip
COUNTRIES = ["CN", "FR", "DE"]
EXCLUDES = ["brand=wild", "brand=山野", "brand=QUILL", "category=Kitchen", "category=茶", "category=stationery"]
WHERE = ["brand=Quill", "price<5", "price>=20", "category=Tea", "分类=杯", "in_stock=no", "brand!=Plain"]
RECKLESS = "sequence", "basket", "people", "trend", "repeat", "learned"
NOW = datetime.now(UTC)


@dataclass
class RandomShop:
    """A shop of chance in `store`, which was empty."""

    store: Store
    seed: int
    ids: list[str] = field(init=False)
    people: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)
        self.ids = [f"{self.seed}-p{i}" for i in range(self.draw.randint(0, 14))]
        self.people = [f"{self.seed}-c{i}" for i in range(3)]
        self.serial = 0
        with self.store.transaction():
            self.store.products.put(self.product(id) for id in self.ids)
            self.store.customers.put(self.customer(id) for id in self.people if self.draw.random() < 0.8)
            self.store.orders.put(self.order() for _ in range(self.draw.randint(0, 12) if self.ids else 0))
            self.store.events.put(self.event() for _ in range(self.draw.randint(0, 25) if self.ids else 0))
            self.store.rules.put(self.rule() for _ in range(self.draw.randint(0, 4) if self.ids else 0))

    def product(self, id: str) -> Product:
        draw = self.draw
        variants = tuple(
            Variant(f"{id}/{i}", price=None if draw.random() < 0.15 else Money(draw.choice([300, 900, 2500]), "CNY"),
                    cost=Money(200, "CNY") if draw.random() < 0.5 else None, stock=draw.choice([None, 0, 0, 1, 5]),
                    availability=Availability.BACKORDER if draw.random() < 0.1 else None)
            for i in range(draw.randint(1, 2))
        )  # fmt: skip
        status = draw.choices(list(ProductStatus), (8, 1, 1))[0]
        sold_in = tuple(draw.sample(COUNTRIES, draw.randint(1, 2))) if draw.random() < 0.3 else ()
        return Product(
            id, Localized(f"商品{id}", f"Product {id}"), variants, brand=draw.choice(BRANDS), category=draw.choice(CATEGORIES),
            status=status, created_at=NOW - timedelta(days=draw.randint(0, 99)) if draw.random() < 0.7 else None, sold_in=sold_in,
            consumable=draw.choice([None, None, True, False]),
        )  # fmt: skip

    def customer(self, id: str) -> Customer:
        draw = self.draw
        excludes = draw.sample(EXCLUDES, draw.choice([0, 0, 1, 2]))
        if self.ids and draw.random() < 0.3:
            excludes.append(f"product={draw.choice(self.ids)}")
        tastes = tuple(draw.sample(["I like tea", "杯子"], draw.randint(0, 2)))
        return Customer(id, excludes=tuple(excludes), tastes=tastes, address=Address(country=draw.choice(["", "CN", "FR", "China"])))

    def order(self) -> Order:
        draw, ids = self.draw, self.ids
        lines = tuple(OrderLine(id, 1, Money(300, "CNY"), f"{id}/0") for id in draw.sample(ids, min(len(ids), draw.randint(1, 3))))
        status = draw.choices([OrderStatus.DELIVERED, OrderStatus.PENDING, OrderStatus.CANCELLED, OrderStatus.RETURNED], (6, 2, 1, 1))[0]
        return Order(self._id("o"), lines, "CNY", self._moment(), customer_id=draw.choice([*self.people, None]), status=status)

    def event(self) -> Event:
        draw = self.draw
        name = draw.choice(["view_item", "view_item", "add_to_cart", "purchase", "select_item"])
        items = tuple(EventItem(id) for id in draw.sample(self.ids, min(len(self.ids), draw.randint(1, 2))))
        return Event(self._id("e"), name, self._moment(), draw.choice([*self.people, None]), f"{self.seed}-s{draw.randint(0, 2)}", items)

    def rule(self) -> Rule:
        draw = self.draw
        action = draw.choice([RuleAction.HIDE, RuleAction.HIDE, *RuleAction])
        where = (draw.choice(WHERE),) if draw.random() < 0.4 and action is not RuleAction.PIN else ()
        ids = () if where and draw.random() < 0.5 else tuple(draw.sample(self.ids, min(len(self.ids), 2)))
        places = tuple(draw.sample(PLACES, draw.randint(0, 3)))
        return Rule(self._id("r"), action, ids, where, position=draw.randint(1, 4), places=places, enabled=draw.random() < 0.9,
                    ends_at=NOW - timedelta(days=1) if draw.random() < 0.1 else None, queries=("cup",) if draw.random() < 0.1 else ())

    def asked(self) -> Asked:
        """A request of chance."""
        draw = self.draw
        place = draw.choice(PLACES)
        some = draw.sample(self.ids, min(len(self.ids), draw.randint(1, 2)))
        about = {"product": (some[:1] or ["gone"]), "basket": some, "purchase": some}.get(place, [])
        return Asked(
            place, draw.choice([*self.people, None]), draw.choice([f"{self.seed}-s{draw.randint(0, 2)}", None]),
            tuple(draw.sample(self.ids, min(len(self.ids), draw.randint(0, 3)))), tuple(about), draw.choice(["", "", "tea under 5"]),
            draw.choice(["similar", "goes_with"]), draw.choice([1, 3, 10]), draw.choice([None, "zh", "en"]), draw.choice(["", *COUNTRIES]),
            frozenset(draw.sample(self.ids, min(len(self.ids), draw.randint(0, 2)))), draw.random() < 0.5,
        )  # fmt: skip

    def changed(self) -> None:
        """Something happens in the shop, of which no index hears."""
        store, draw = self.store, self.draw
        if draw.random() < 0.5:
            store.products.put([self.product(draw.choice(self.ids))])
        if draw.random() < 0.2:
            store.products.delete([draw.choice(self.ids)])
        if draw.random() < 0.3:
            store.orders.put([self.order()])
        if draw.random() < 0.3:
            store.events.put([self.event()])
        if draw.random() < 0.2:
            store.customers.put([self.customer(draw.choice(self.people))])

    def emptied(self) -> None:
        """Leaves the store as it was."""
        kinds: tuple[Table[Any], ...] = (self.store.products, self.store.customers, self.store.orders, self.store.events, self.store.rules)
        with self.store.transaction():
            for table in kinds:
                table.delete([record.id for record in list(table.all())])

    def _id(self, kind: str) -> str:
        self.serial += 1
        return f"{self.seed}-{kind}{self.serial}"

    def _moment(self) -> datetime:
        return NOW - timedelta(days=self.draw.randint(0, 40), minutes=self.draw.randint(0, 600))


class Reckless:
    """A source that proposes anything under the name of another."""

    def __init__(self, name: str, products: Any, draw: random.Random) -> None:
        self.name, self._products, self._draw = name, products, draw

    def candidates(self, asked: Asked, n: int) -> Scored:
        rows = self._draw.sample(range(len(self._products)), min(n, len(self._products), self._draw.randint(0, 8)))
        because = [self._draw.choice([-1, *rows]) for _ in rows]
        return Scored(np.array(rows, np.int64), np.linspace(1, 0.1, len(rows)).astype(np.float32), np.array(because, np.int64))


def recommender(shop: RandomShop) -> Recommender:
    """Recommends in a shop of chance: half of the sources are reckless, the search and the index answer anything."""
    draw = shop.draw

    def near(id: str, n: int) -> list[tuple[str, float]]:
        return [(other, draw.random()) for other in draw.sample(shop.ids, min(n, len(shop.ids)))]

    def ask(text: str, n: int) -> Fitting:
        return Fitting(tuple(draw.sample(shop.ids, draw.randint(0, len(shop.ids)))), "words", Localized(text, text))

    def build(history: Any, shelf: Any) -> list[Any]:
        proposed: list[Any] = [Alike(history, near, lambda: shelf.content), Words(history.products, ask, lambda: shelf.content)]
        return proposed + [Reckless(name, history.products, draw) for name in RECKLESS]

    rules = PlaceRules(shop.store.rules, lambda product, where: passes(product, parse_filters(where)), lambda where: (), check=0)
    return Recommender(shop.store, build, rules, lambda ids: np.zeros((len(ids), 2), np.float32))


@dataclass(frozen=True)
class Records:
    """All that is in the store at one moment, for a second opinion on what may leave."""

    products: dict[str, Product]
    customers: dict[str, Customer]
    orders: list[Order]
    purchases: list[Event]
    rules: list[Rule]

    @classmethod
    def of(cls, store: Store) -> Records:
        products, customers = ({each.id: each for each in table.all()} for table in (store.products, store.customers))
        return cls(products, customers, list(store.orders.all()), list(store.events.all(name="purchase")), list(store.rules.all()))

    def wrong(self, asked: Asked, id: str, used_up: Callable[[str], bool]) -> str:
        """Why a product should not leave; empty where it may. `used_up` says of a product whose record does not whether its buyers come
        back for it."""
        product, customer = self.products.get(id), self.customers.get(asked.customer or "")
        if product is None or product.status is not ProductStatus.ACTIVE:
            return "it is not in the shop"
        if not any(each.in_stock and each.price is not None for each in product.variants):
            return "it cannot be bought"
        if id in asked.about or id in asked.exclude:
            return "it is on the page, or was excluded"
        home = customer.address.country if customer and customer.address.country in COUNTRIES else ""
        if product.sold_in and (asked.country or home) not in ("", *product.sold_in):
            return "it is not sold there"
        names = {name.lower() for text in (product.brand, *product.category) for name in text.all}
        for rule in customer.excludes if customer else ():
            of, value = rule.split("=")
            if value == id if of == "product" else value.lower() in names:
                return "the customer excluded it"
        if self._bought(asked, id) and not (used_up(id) if product.consumable is None else product.consumable):
            return "it was bought already"
        return "a rule hides it" if any(_hides(rule, asked, product) for rule in self.rules) else ""

    def _bought(self, asked: Asked, id: str) -> bool:
        own = [order for order in self.orders if asked.customer and order.customer_id == asked.customer]
        lines = [line.product_id for order in own if order.status is not OrderStatus.CANCELLED for line in order.lines]
        told = [item.product_id for event in self.purchases for item in event.items
                if (asked.customer and event.customer_id == asked.customer) or (asked.session and event.session_id == asked.session)]
        return id in lines or id in told


def _hides(rule: Rule, asked: Asked, product: Product) -> bool:
    here = asked.place in rule.places or not (rule.places or rule.queries or rule.category)
    if rule.action is not RuleAction.HIDE or not rule.holds(asked.now) or not here:
        return False
    return product.id in rule.product_ids or (bool(rule.where) and passes(product, parse_filters(rule.where)))
