"""A shop in memory that answers without an index: what the doors are tested against."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace

from shopkeeper.recommend.result import Recommendations, Recommended
from shopkeeper.reviews.reading import Kept, Reader
from shopkeeper.reviews.reviews import Reviews
from shopkeeper.search.result import FacetCount, Hit, Match, Reason, SearchResult, Understood
from shopkeeper.search.suggest.entry import Suggestion
from shopkeeper.shop import (
    Attribute,
    Image,
    InvalidQuery,
    Localized,
    Money,
    NotFound,
    Option,
    Product,
    Review,
    Variant,
    from_dict,
    to_dict,
)
from shopkeeper.store.protocol import Written
from unit.app.explained import explained, written


class FakeTable(dict):
    def get(self, id):
        if id not in self:
            raise NotFound("product", id)
        return self[id]

    def get_many(self, ids):
        return {id: self[id] for id in ids if id in self}

    def by_variant(self, ids):
        return {v.id: p.id for p in self.values() for v in p.variants if v.id in ids}

    def all(self, **equal):
        return iter([r for r in self.values() if all(getattr(r, name) == value for name, value in equal.items())])

    def count(self):
        return len(self)

    def revision(self):
        return len(self)

    def put(self, records):
        new = sum(r.id not in self for r in records)
        self.update({r.id: r for r in records})
        return Written(new, len(records) - new, 0)


class FakeStore:
    def __init__(self, products):
        self.products = self.catalogue = FakeTable({p.id: p for p in products})
        self.reviews, self.events, self.carts = FakeTable(), FakeTable(), FakeTable()
        self.keys = self.users = SimpleNamespace(exist=lambda: False, all=lambda: [])
        self.drafts = SimpleNamespace(page=lambda **equal: [])
        self.jobs = SimpleNamespace(load=lambda name: None)
        self.queue = SimpleNamespace(counts=lambda: {"waiting": 2, "failed": 1})
        self.order_requests = self.inbox = SimpleNamespace(all=lambda state, limit=1: [])
        self.links, self.outbox = SimpleNamespace(of=lambda variant: ()), SimpleNamespace(announce=lambda *event: None)

    def transaction(self):
        return nullcontext()


class NoExperiments:
    """Nothing is tried on visitors."""

    def tuned(self, tuning, place, visitor, now, products=()):
        return tuning, ()


class StillLooking:
    """What is found out beside a request is never found out here."""

    def ask(self, *asked, **how):
        return None


class FakeShop:
    encoder_fingerprint, currency = "bag", "CNY"
    widget_origins, has_assistant = frozenset(), False
    rates, key_budget, breakers, tracer = {}, 0, {}, None

    def __init__(self, products=(), data_dir="."):
        self.searchable = self.indexed_revision = len(products)
        self.store, self.data_dir, self.calls = FakeStore(products), Path(data_dir), []
        self.search_log, self.visits, self.asked, self.rated = None, [], [], []
        self.secrets, self.checkout_url = {}, ""
        self.experiments, self.kept = NoExperiments(), StillLooking()
        self.reviews = Reviews(self.store, Reader(Kept()))

    def search(self, query="", *, k=10, where=(), facets=(), language=None, next=None, explain=False, mode="hybrid", weight=None,
               synonyms=True, literal=False, without=(), sort="", session_id=None, customer_id=None, log=True):
        self.visits.append((session_id, customer_id))
        self.calls.append({"query": query, "k": k, "where": list(where), "facets": list(facets), "language": language, "next": next,
                           "explain": explain, "mode": mode, "weight": weight, "synonyms": synonyms, "sort": sort,
                           "literal": literal, "without": list(without)})
        if any(not set(w) & set("<>=") for w in where):
            raise InvalidQuery(f"where: {where[0]!r} is not a filter")
        found = [p for p in self.store.products.values() if query.lower() in f"{p.title.zh} {p.title.en}".lower()]
        start = int(next or 0)
        reasons = (Reason("term", query, 0.75), Reason("vector", "", 0.25)) if explain else ()
        hits = tuple(Hit(p.id, p.title.get(language or "en"), p.price, 1.0, p, reasons) for p in found[start:start + k])
        return SearchResult("q-1", len(found), hits, {f: self._facet(found, f, language) for f in facets},
                            Understood(query, tuple(where)), next=str(start + k) if start + k < len(found) else None)

    def _facet(self, found, field, language):
        values = [p.brand.get(language or "en") for p in found] if field == "brand" else []
        return tuple(FacetCount(v, values.count(v)) for v in dict.fromkeys(values) if v)

    def suggest(self, prefix, k=8):
        found = [p for p in self.store.products.values() if p.title.en.lower().startswith(prefix.lower())]
        return [Suggestion(p.title.en, "product", id=p.id) for p in found][:k]

    def similar(self, id, *, k=10, where=(), language=None):
        self.store.products.get(id)
        others = [p for p in self.store.products.values() if p.id != id][:k]
        return SearchResult("q-2", len(others), tuple(Hit(p.id, p.title.get(language or "en"), p.price, 0.5, p) for p in others))

    def recommend(self, customer=None, **asked):
        self.asked.append({"customer": customer, **asked})
        if asked.get("product"):
            self.store.products.get(asked["product"])
        gone = {asked.get("product"), *asked.get("exclude", ())}
        language = asked.get("language") or "en"
        hits = [Recommended(p.id, p.title.get(language), p.price, 1.0, Localized("大家都买", "Everybody buys it"), "trend", "",
                            SimpleNamespace(product=p)) for p in self.store.products.values() if p.id not in gone]
        return Recommendations("rec_1", asked.get("place") or "home", tuple(hits[:asked.get("k", 10)]), language)

    def rate_recommendation(self, id, up, product_id=""):
        self.rated.append((id, up, product_id))

    def fields(self):
        return {}

    def similarity(self, a, b):
        return 1.0 if a == b else 0.25

    def explain_similarity(self, a, b):
        return explained(a, b)

    def explain_writing(self, prompt, answer):
        return written(prompt, answer)

    def match(self, query, texts, k=None):
        return [Match(i, text, 1.0 if query in text else 0.0) for i, text in enumerate(texts)][:k]

    def table(self, kind):
        return getattr(self.store, kind)

    def put(self, kind, records):
        return self.table(kind).put(records)

    def patch(self, kind, id, changes):
        before = self.table(kind).get(id)
        after = from_dict(type(before), {**to_dict(before), **changes})
        self.put(kind, [after])
        return after

    def delete(self, kind, ids):
        return sum(self.table(kind).pop(id, None) is not None for id in ids)

    def put_products(self, products):
        return self.put("products", products)

    def put_events(self, events):
        return self.store.events.put(events)


def product(id, en, zh="", price=9900, brand="Edifier", **more):
    variants = more.pop("variants", None) or (Variant(f"{id}-v", sku=f"{id}-SKU", price=Money(price, "CNY"), stock=9),)
    return Product(id, Localized(zh=zh, en=en), variants, brand=Localized(en=brand), **more)


def earbuds():
    """A product with all there is: two colours, a sold-out one, attributes, a picture."""
    red, white = Localized("红色", "Red"), Localized("白色", "White")
    colour = Localized("颜色", "Colour")
    return product(
        "buds", "Wireless earbuds", "无线蓝牙耳机",
        variants=(Variant("buds-red", options=(Option(colour, red),), price=Money(19900, "CNY"), compare_at=Money(29900, "CNY"), stock=3),
                  Variant("buds-white", options=(Option(colour, white),), price=Money(17950, "CNY"), stock=0)),
        category=(Localized("数码", "Electronics"), Localized("耳机", "Headphones")),
        description=Localized("听歌一整天。", "A whole day of music."), images=(Image("/media/buds.svg"),),
        attributes=(Attribute(Localized("续航", "Battery life"), 30.0, "h"), Attribute(Localized("防水", "Waterproof"), True)),
    )


def review(id, product_id, rating, text=""):
    return Review(id, product_id, rating, text)
