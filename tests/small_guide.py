"""A shop of sixteen products with a search of a few lines, to try the guide on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shopkeeper.assistant.guide.conditions import Condition, passing
from shopkeeper.assistant.guide.facts import item
from shopkeeper.assistant.guide.guide import Guide
from shopkeeper.assistant.reply import Reply
from shopkeeper.assistant.session import Session
from shopkeeper.shop import Attribute, Cart, Localized, Money, Option, Product, Review, Variant
from shopkeeper.shop.cart import PricedCart, added, priced, with_line
from shopkeeper.store import open_store
from shopkeeper.store.protocol import Store
from shopkeeper.text.analyse import analyse_query
from shopkeeper.text.language import detect

HOME, KETTLES, PODS = Localized("家电", "Appliances"), Localized("水壶", "Kettles"), Localized("耳机", "Headphones")
COLOUR, SIZE = Localized("颜色", "Colour"), Localized("尺码", "Size")
RED, BLACK, WHITE = Localized("红色", "Red"), Localized("黑色", "Black"), Localized("白色", "White")
M, L = Localized("M", "M"), Localized("L", "L")
WEIGHT, CANCEL, LIFE = (
    Localized("重量", "Weight"), Localized("主动降噪", "Active noise cancelling"), Localized("续航", "Battery life"),
)  # fmt: skip
MATERIAL, STEEL = Localized("材质", "Material"), Localized("不锈钢", "stainless steel")
GLASS = Localized("高硼硅玻璃", "borosilicate glass")


def product(
    id: str, zh: str, en: str, kind: Localized, yuan: float, attributes: Sequence[Attribute] = (), *, colours: Sequence[Localized] = (),
    sizes: Sequence[Localized] = (), stock: int | None = 9, brand: Localized = Localized(), grams: float | None = None,
) -> Product:
    """A product with a variant for each colour and size, all at one price."""
    options = [(*([Option(COLOUR, c)] if c else []), *([Option(SIZE, s)] if s else [])) for c in colours or [None] for s in sizes or [None]]
    price = Money(round(yuan * 100), "CNY")
    variants = tuple(Variant(f"{id}-{n}", options=each, price=price, stock=stock, weight_grams=grams) for n, each in enumerate(options))
    return Product(id, Localized(zh, en), variants, category=(HOME, kind), attributes=tuple(attributes), brand=brand)


def pods(id: str, name: str, yuan: float, hours: float, cancels: bool, **more: Any) -> Product:
    """Headphones."""
    facts = [Attribute(LIFE, hours, "h"), Attribute(CANCEL, cancels)]
    return product(id, f"{name} 耳机", f"{name} Headphones", PODS, yuan, facts, **more)


def kettle(id: str, name: str, yuan: float, kilos: float, unit: str, material: Localized, **more: Any) -> Product:
    """A kettle whose weight is stated in `unit`."""
    facts = [Attribute(WEIGHT, kilos, unit), Attribute(MATERIAL, material)]
    return product(id, f"{name} 水壶", f"{name} Kettle", KETTLES, yuan, facts, **more)


def sized(id: str, name: str, yuan: tuple[float, float]) -> Product:
    """A scarf in M and L at two prices, which is free of wool or not."""
    made = [((Option(SIZE, size),), Money(round(cost * 100), "CNY")) for size, cost in zip((M, L), yuan, strict=True)]
    variants = tuple(Variant(f"{id}-{n}", options=options, price=price) for n, (options, price) in enumerate(made))
    facts = (Attribute(Localized("无羊毛", "Wool-free"), id == "w1"),)
    kind = (Localized("服装", "Clothes"), Localized("围巾", "Scarves"))
    return Product(id, Localized(f"{name} 围巾", f"{name} Scarf"), variants, category=kind, attributes=facts)


PRODUCTS = [
    pods("h1", "Alpha", 199, 20, False, colours=(BLACK, WHITE)), pods("h2", "Beta", 299, 30, True, colours=(BLACK,)),
    pods("h3", "Gamma", 399, 40, True, colours=(RED, BLACK)), pods("h4", "Delta", 499, 50, True, colours=(WHITE,)),
    pods("h5", "Epsilon", 899, 60, True, colours=(BLACK,)), pods("h6", "Zeta", 99, 10, False, colours=(RED,)),
    pods("h7", "Eta", 159, 15, False, colours=(BLACK,)), pods("h8", "Theta", 259, 25, True, colours=(WHITE,), stock=0),
    kettle("k1", "Iota", 89, 1.2, "kg", STEEL), kettle("k2", "Kappa", 129, 900, "g", GLASS), kettle("k3", "Lambda", 59, 1.5, "kg", STEEL),
    kettle("k4", "Mu", 189, 0.9, "kg", GLASS), product("k5", "Nu 水壶", "Nu Kettle", KETTLES, 79),
    product("t1", "Xi 上衣", "Xi Shirt", Localized("上衣", "Shirts"), 88, colours=(RED, BLACK), sizes=(M, L)),
    sized("w1", "Pi", (100, 400)), sized("w2", "Rho", (150, 200)),
    product("t2", "Omicron 上衣", "Omicron Shirt", Localized("上衣", "Shirts"), 128, colours=(RED,), sizes=(M,)),
]  # fmt: skip


@dataclass(frozen=True)
class Hit:
    id: str
    score: float


@dataclass(frozen=True)
class Understood:
    text: str
    read: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    hits: tuple[Hit, ...]
    total: int
    understood: Understood
    relaxed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Field:
    names: tuple[Localized, ...]
    words: tuple[Localized, ...] = ()
    units: tuple[str, ...] = ()


@dataclass
class SmallDesk:
    """Finds by words; `reads` are phrases that the search takes for conditions."""

    store: Store
    reads: Mapping[str, str] = field(default_factory=dict)
    basket: Any = None
    asked: list[str] = field(default_factory=list)

    def search(self, query: str, *, k: int, where: Sequence[str], language: str, customer_id: str | None) -> Found:
        self.asked.append(query)
        read = []
        for phrase, condition in self.reads.items():
            if phrase in query:
                query, read = query.replace(phrase, " "), [*read, condition]
        query = " ".join(query.split())
        found = self._found(query, [*where, *read])
        kept = found or self._found(query, where)
        return Found(tuple(kept[:k]), len(kept), Understood(query, tuple(read if found else ())), () if found else tuple(read))

    def similar(self, id: str, k: int) -> Found:
        kind = self.store.products.get(id).category[-1].en
        hits = [hit for hit in self._found(kind, []) if hit.id != id]
        return Found(tuple(hits[:k]), len(hits), Understood("", ()))

    def fields(self) -> Mapping[str, Field]:
        categories = {category: None for each in self.store.products.all() for category in each.category}
        return {
            "color": Field((COLOUR,), (RED, BLACK, WHITE)), "category": Field((Localized("分类", "category"),), tuple(categories)),
            "price": Field((Localized("价格", "price"),)), "currency": Field((Localized("货币", "currency"),), (Localized("CNY", "CNY"),)),
            "weight": Field((WEIGHT,), (), ("kg", "g")), "material": Field((MATERIAL,), (STEEL, GLASS)), "size": Field((SIZE,), (M, L)),
            "active_noise_cancelling": Field((CANCEL,)), "battery_life": Field((LIFE,), (), ("h",)),
        }  # fmt: skip

    def _found(self, query: str, where: Sequence[str]) -> list[Hit]:
        words = set(analyse_query(query).words) if query else set()
        holds = [Condition.of(each) for each in where]
        scored = [(sum(map(item(each).has, words)) / len(words) if words else 1.0, each) for each in self.store.products.all()]
        hits = [Hit(each.id, score) for score, each in scored if score > 0 and passing(each, holds)]
        return sorted(hits, key=lambda hit: -hit.score)


READS = {
    "500以内": "price<=500", "under 500": "price<=500", "under 300": "price<300", "under 50": "price<50", "50以内": "price<50",
    "黑色": "color=Black", "black": "color=Black", "红色": "color=Red", "red": "color=Red", "in M": "size=M", "M码": "size=M",
    "in L": "size=L",
}  # fmt: skip


def small_store(folder: Path) -> Store:
    """The products and some reviews."""
    store = open_store(folder / "shop.db")
    store.products.put(PRODUCTS)
    stars = {"h1": [5], "h2": [5, 4, 4], "h3": [5, 5, 5, 5], "k1": [3, 3, 3]}
    store.reviews.put(Review(f"{id}-{n}", id, rating) for id, ratings in stars.items() for n, rating in enumerate(ratings))
    return store


class SmallBasket:
    """One basket, of whoever talks."""

    def __init__(self, store: Store) -> None:
        self.store, self.cart = store, Cart("b")

    @property
    def held(self) -> dict[str, int]:
        return {line.variant_id: line.quantity for line in self.cart.lines}

    def look(self, session: Session) -> PricedCart | None:
        return priced(self.cart, self._known([line.variant_id for line in self.cart.lines])) if self.cart.lines else None

    def add(self, session: Session, variant_id: str, quantity: int) -> PricedCart:
        known = self._known([*self.held, variant_id])
        self.cart = added(self.cart, variant_id, quantity, known)
        return priced(self.cart, known)

    def set(self, session: Session, variant_id: str, quantity: int) -> PricedCart:
        known = self._known([*self.held, variant_id])
        self.cart = with_line(self.cart, variant_id, quantity, known)
        return priced(self.cart, known)

    def _known(self, variants: Sequence[str]) -> dict[str, Product]:
        owners = self.store.products.by_variant(list(variants))
        return {variant: self.store.products.get(id) for variant, id in owners.items()}


class Talker:
    """A shopper in a conversation with the guide."""

    def __init__(self, guide: Guide, customer_id: str | None = None) -> None:
        self.guide, self.session = guide, Session("s", customer_id=customer_id)

    def say(self, text: str) -> Reply:
        self.session.language = detect(text) if any(c.isalpha() for c in text) else self.session.language
        return self.guide.turn(self.session, text)

    @property
    def brief(self) -> dict[str, Any]:
        brief: dict[str, Any] = self.session.memory["guide"]["brief"]
        return brief

    @property
    def shown(self) -> list[str]:
        shown: list[str] = self.session.memory["guide"]["shown"]
        return shown
