"""The questions about a shop's catalogue that want more than one product to be answered."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ..models.active import Active
from ..models.versions import Versions
from ..shop import InvalidFile, Product
from ..store.protocol import Store
from .attributes.extractor import Extracted, Extractor
from .attributes.missing import Suggestion, Usual
from .attributes.stated import Stated, stated
from .classify.classifier import Classifier, Guess, Learnt, Path, Unlearnt, levels, rolled, text_of
from .classify.moves import Move, moves, path_of
from .duplicates import Duplicate, duplicates
from .price.elasticity import Elasticity, Week, elasticity
from .price.expected import Expected, Priced, PriceModel
from .score import Score, scores
from .words import Encode

SURE = 0.7  # of a value that is read out of a text
WANTED = (
    "Brand",
    "Brand Name",
    "Color",
    "Material",
    "Size",
    "Gender",
    "Pack size",
    "Net content",
    "Volume",
    "Flavor",
    "Scent",
    "Item form",
    "Model Number",
    "Pattern",
    "Sport Type",
)
ODD = 2.5  # times the half interval away


@dataclass(frozen=True, slots=True)
class Advice:
    """The price of a product now (major units, None where it has none), the one to expect and what a change would do."""

    product_id: str
    currency: str
    now: float | None
    expected: Expected
    elasticity: Elasticity

    @property
    def odd(self) -> bool:
        """Whether the price now lies outside of the interval."""
        return self.now is not None and not self.expected.low <= self.now <= self.expected.high

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "product_id": self.product_id,
            "currency": self.currency,
            "now": self.now,
            "expected": self.expected.to_dict(),
            "outside": self.odd,
            "elasticity": self.elasticity.to_dict(),
        }


class Catalogue:
    """A shop's catalogue. What is learnt from it is learnt when it is first asked for, and anew when products changed. Safe to use from
    several threads."""

    def __init__(self, store: Store, encode: Encode, extractors: Versions, currency: str) -> None:
        self._store, self._encode, self._currency = store, encode, currency
        self._extractor: Active[Extractor, None] = Active(extractors, Extractor.load, None)
        self._lock, self._revision = threading.RLock(), -1
        self._products: list[Product] = []
        self._made: dict[str, Any] = {}

    def products(self) -> list[Product]:
        """All products, as what is learnt was learnt from."""
        return self._all()

    def classify(self, text: str, k: int = 5, paths: Sequence[Path] = ()) -> list[Guess]:
        """The likeliest categories of a text or, where it is the id of one, a product: of the shop's own tree, or of `paths`, which nothing
        was learnt of. `InvalidFile` where there is no tree."""
        product = self._store.products.get_many([text]).get(text)
        said, told = (text_of(product), ". ".join(product.title.all)) if product else (text, text)
        return (self._unlearnt(paths) if paths else self._classifier()).guess(said, k, told)

    def _unlearnt(self, paths: Sequence[Path]) -> Unlearnt:
        return Unlearnt(paths, self._encode, [text_of(product) for product in self._all()])

    def way(self, text: str) -> list[Guess]:
        """The way down the shop's tree, each level with its chance."""
        product = self._store.products.get_many([text]).get(text)
        judge = self._classifier()
        chances = judge.chances([text_of(product) if product else text])[0].tolist()
        return levels(dict(zip(judge.paths, chances, strict=True)))

    def moves(self) -> list[Move]:
        """Products that seem to stand in the wrong category, surest first."""
        found: list[Move] = self._kept("moves", lambda: moves(self._all(), self._encode))
        return found

    def attributes(self, text: str, names: Sequence[str] = (), category: str = "") -> list[Extracted]:
        """What a text, or the English title of the product whose id it is, states of the attributes named (default: the common ones).
        Empty where no extractor is in use."""
        extractor, product = self._extractor(), self._store.products.get_many([text]).get(text)
        if extractor is None:
            return []
        found = extractor.extract(product.title.get("en") if product else text, names or WANTED, category)
        return [each for each in found if names or each.sure >= SURE]

    def stated(self, text: str, names: Sequence[str] = (), category: str = "") -> list[Stated]:
        """What a text, or each title of the product whose id it is, states: values of the attributes named (default: the common ones),
        those that the vocabulary of both languages knows, and quantities."""
        product = self._store.products.get_many([text]).get(text)
        learnt = self.attributes(text, names, category)
        titles = product.title.all if product else (text,)
        return [stated(title, learnt if product is None or title == product.title.get("en") else ()) for title in titles]

    def missing(self, product_id: str | None = None) -> list[Suggestion]:
        """Attributes that a product, or any, lacks and its own words state. `NotFound` when there is no such product."""
        usual, asked = self._usual(), self._all() if product_id is None else [self._store.products.get(product_id)]
        return [each for product in asked for each in usual.suggestions(product)]

    def scores(self) -> list[Score]:
        """How complete and right each active product is, with what to mend first; the worst first."""
        found: list[Score] = self._kept("scores", lambda: scores(self._all(), self._currency, self._usual()))
        return found

    def _usual(self) -> Usual:
        found: Usual = self._kept("usual", lambda: Usual(self._all()))
        return found

    def duplicates(self) -> list[Duplicate]:
        """Products that seem to be listed twice."""
        found: list[Duplicate] = self._kept("duplicates", lambda: duplicates(self._all(), self._encode))
        return found

    def price(self, product_id: str) -> Advice:
        """What a product should cost beside the others. `NotFound` when there is none, `InvalidFile` when too few products have a price."""
        return self._advice([self._store.products.get(product_id)], self._prices())[0]

    def odd_prices(self) -> list[Advice]:
        """Products whose price lies far outside of what the others let expect, the furthest first."""
        model = self._prices()
        found: list[tuple[float, Product]] = [(each, product) for product in self._all() if (each := model.distance(product.id)) >= ODD]
        return self._advice([product for _, product in sorted(found, key=lambda row: (-row[0], row[1].id))], model)

    def known_odd_prices(self) -> int | None:
        """How many prices `odd_prices` would tell of, where that was asked since products changed; None else: nothing is learnt for it."""
        model: PriceModel | None = self._made.get("prices") if self._store.products.revision() == self._revision else None
        return None if model is None else sum(model.distance(product.id) >= ODD for product in self._products)

    def _advice(self, products: Sequence[Product], model: PriceModel) -> list[Advice]:
        expected = model.predict([priced(product) for product in products])
        return [
            Advice(
                product.id,
                product.price.currency if product.price else "",
                float(product.price.major) if product.price else None,
                each,
                elasticity(self._weeks(product)),
            )
            for product, each in zip(products, expected, strict=True)
        ]

    def _weeks(self, product: Product) -> list[Week]:
        """Every week in which the product was sold, at the mean price of its lines; what was given away is no sale."""
        sold: dict[tuple[int, int], list[tuple[float, int]]] = defaultdict(list)
        for week, price, count in self._sales().get(product.id, ()):
            if price > 0:
                sold[week].append((price, count))
        return [
            Week(sum(price * count for price, count in lines) / sum(count for _, count in lines), sum(count for _, count in lines))
            for _, lines in sorted(sold.items())
        ]

    def _sales(self) -> dict[str, list[tuple[tuple[int, int], float, int]]]:
        def read() -> dict[str, list[tuple[tuple[int, int], float, int]]]:
            out: dict[str, list[tuple[tuple[int, int], float, int]]] = defaultdict(list)
            for sale in self._store.orders.sales():
                week = sale.placed_at.isocalendar()
                out[sale.product_id].append(((week.year, week.week), float(sale.unit_price.major), sale.quantity))
            return dict(out)

        found: dict[str, list[tuple[tuple[int, int], float, int]]] = self._kept("sales", read)
        return found

    def _classifier(self) -> Classifier:
        def learn() -> Classifier:
            placed = [product for product in self._all() if product.category]
            if not placed:
                raise InvalidFile("classify: expected products with categories, got none; the command also takes --taxonomy FILE")
            paths = rolled([path_of(product) for product in placed])
            if len(set(paths)) < 2:
                return Unlearnt(set(paths), self._encode)
            return Learnt.learn([text_of(product) for product in placed], paths, self._encode)

        found: Classifier = self._kept("classifier", learn)
        return found

    def _prices(self) -> PriceModel:
        found: PriceModel = self._kept("prices", lambda: PriceModel.learn([priced(product) for product in self._all()], self._encode))
        return found

    def _all(self) -> list[Product]:
        revision = self._store.products.revision()
        with self._lock:
            if revision != self._revision:
                self._products, self._made, self._revision = list(self._store.products.all()), {}, revision
            return self._products

    def _kept(self, name: str, make: Callable[[], Any]) -> Any:
        with self._lock:
            self._all()
            if name not in self._made:
                self._made[name] = make()
            return self._made[name]


def priced(product: Product) -> Priced:
    """A product as its price is told from."""
    price = product.price
    return Priced(
        text_of(product),
        " > ".join(path_of(product)),
        product.brand.en or product.brand.zh,
        float(price.major) if price else None,
        product.id,
        ". ".join([*product.title.all, *product.brand.all]),
    )
