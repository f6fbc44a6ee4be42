"""Hypothesis strategies for the records of a shop, with all that may stand in their fields."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import strategies as st

from shopkeeper.shop import (
    CHANNELS,
    EVENT_NAMES,
    MARKETS,
    MEASURES,
    PLACES,
    TEXT_KINDS,
    Address,
    Arm,
    Attribute,
    Availability,
    Campaign,
    Cart,
    CartLine,
    Conversation,
    Customer,
    Document,
    DocumentKind,
    Draft,
    DraftClaim,
    DraftField,
    DraftState,
    DraftStep,
    DraftVersion,
    Event,
    EventItem,
    Experiment,
    Fulfilment,
    Guard,
    Image,
    Localized,
    LoggedRecommendation,
    LoggedSearch,
    Message,
    Money,
    Option,
    Order,
    OrderLine,
    OrderStatus,
    Payment,
    Product,
    ProductStatus,
    Promotion,
    Purchase,
    PurchaseLine,
    PurchaseState,
    Review,
    Rule,
    RuleAction,
    RuleMatch,
    Speaker,
    Supplier,
    SupplierItem,
    Synonym,
    Thumb,
    Variant,
)

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
ids = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12)
zones = st.sampled_from([UTC, timezone(timedelta(hours=8)), timezone(timedelta(hours=-3, minutes=-30))])
moments = st.datetimes(datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=zones)  # noqa: DTZ001
numbers = st.floats(allow_nan=False, allow_infinity=False)
amounts = st.integers(0, 2**53 - 1)
languages = st.none() | st.sampled_from(["zh", "en"])
localized = st.builds(Localized, texts, texts)
titles = localized.filter(bool)
currencies = st.sampled_from(["CNY", "USD", "JPY", "KWD"])
money = st.builds(Money, amounts, currencies)


def sample(whole: int) -> int:
    """How many of so many random examples a test takes unless `make soak` asks for all: a third."""
    return whole if "SHOPKEEPER_SOAK" in os.environ else -(-whole // 3)


def some(strategy: st.SearchStrategy, least: int = 0, most: int = 3) -> st.SearchStrategy:
    return st.lists(strategy, min_size=least, max_size=most).map(tuple)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


addresses = st.builds(Address, texts, texts, texts, texts, texts, texts)
images = st.builds(Image, texts, localized)
attributes = st.builds(Attribute, localized, localized | numbers | st.booleans(), texts)
options = st.builds(Option, localized, localized)
variants = st.builds(
    Variant, ids, sku=texts, barcode=texts, options=some(options), price=maybe(money), compare_at=maybe(money), cost=maybe(money),
    stock=maybe(st.integers(-5, 2**53 - 1)), weight_grams=maybe(numbers), image=texts,
    availability=maybe(st.sampled_from(Availability)), available_at=maybe(moments),
)
products = st.builds(
    Product, ids, titles, st.lists(variants, min_size=1, max_size=3, unique_by=lambda v: v.id).map(tuple), description=localized,
    brand=localized, category=some(localized), tags=some(texts), attributes=some(attributes), images=some(images), url=texts,
    status=st.sampled_from(ProductStatus), created_at=maybe(moments),
    sold_in=st.lists(st.sampled_from(["CN", "US", "DE"]), max_size=2, unique=True).map(tuple), consumable=maybe(st.booleans()),
)
customers = st.builds(
    Customer, ids, name=texts, email=texts, phone=texts, address=addresses, language=languages, created_at=maybe(moments),
    tags=some(texts), tastes=some(texts), excludes=some(st.builds("{}={}".format, st.sampled_from(["product", "brand", "category"]), ids)),
    consents=st.lists(st.sampled_from(CHANNELS), max_size=3, unique=True).map(tuple),
)
quantities = st.integers(1, 10**6)
carts = st.builds(Cart, ids, lines=some(st.builds(CartLine, ids, quantities)), customer_id=maybe(texts), updated_at=maybe(moments))


def _order(currency: str) -> st.SearchStrategy[Order]:
    paid = st.builds(Money, amounts, st.just(currency))
    return st.builds(
        Order, ids, some(st.builds(OrderLine, ids, quantities, paid, texts, texts, texts), 1), st.just(currency), moments,
        customer_id=maybe(texts), status=st.sampled_from(OrderStatus), discount=maybe(paid), shipping=maybe(paid), tax=maybe(paid),
        payments=some(st.builds(Payment, texts, paid, st.sampled_from(["payment", "refund"]), texts, maybe(moments))),
        fulfilments=some(st.builds(Fulfilment, texts, some(texts), texts, texts, maybe(moments), maybe(moments))),
        address=addresses, note=texts,
    )


orders = currencies.flatmap(_order)
reviews = st.builds(
    Review, ids, ids, st.floats(1, 5), texts, texts, customer_id=maybe(texts), language=languages, at=maybe(moments), verified=st.booleans()
)
event_items = st.builds(EventItem, texts, texts, st.integers(-9, 9), maybe(money), maybe(st.integers(1, 99)))
events = st.builds(
    Event, ids, st.sampled_from(sorted(EVENT_NAMES)), moments, customer_id=maybe(texts), session_id=maybe(texts), items=some(event_items),
    query=texts, query_id=maybe(texts), transaction_id=maybe(texts), value=maybe(money),
    device=st.sampled_from(["", "desktop", "mobile", "tablet"]), source=texts,
)
documents = st.builds(Document, ids, st.sampled_from(DocumentKind), localized, localized, some(ids), maybe(moments))
promotions = st.builds(
    lambda id, title, starts, days, percent, ids: Promotion(id, title, starts, starts + timedelta(days=days), percent, ids),
    ids, localized, moments, st.integers(1, 99), st.floats(0.5, 99), some(ids),
)

# The name of each table of a store, with its records.
suppliers = st.builds(
    Supplier, ids, texts, texts, maybe(st.floats(0, 1e6)), maybe(st.floats(0, 1e6)), maybe(money),
    st.lists(
        st.builds(SupplierItem, ids, maybe(money), st.integers(1, 1000), st.integers(1, 1000), maybe(st.floats(0, 1e6)), texts),
        max_size=3, unique_by=lambda item: item.variant_id,
    ).map(tuple), texts,
)
conversations = st.builds(
    Conversation, ids, some(st.builds(Message, st.sampled_from(Speaker), texts, maybe(moments)), least=1), maybe(ids), maybe(ids), texts,
    languages, maybe(moments), some(texts),
)
rules = st.builds(
    Rule, ids, st.sampled_from(RuleAction), some(ids, least=1), some(texts), some(texts), st.sampled_from(RuleMatch), st.integers(1, 100),
    st.floats(0.01, 1), enabled=st.booleans(), note=texts, starts_at=maybe(moments),
)
synonyms = st.builds(Synonym, ids, st.sampled_from([("耳机", "headphones"), ("a", "b c", "D")]), st.sampled_from(["", "trainers"]))
searches = st.builds(
    LoggedSearch, ids, moments, texts, languages, st.integers(0, 1000), some(ids), some(texts), texts, texts, some(texts), maybe(ids),
    maybe(ids), st.floats(0, 1e6),
)
thumbs = st.builds(Thumb, st.booleans(), texts, maybe(moments))
chances = st.floats(1e-9, 1)
names = st.text("abc一二.-_0", min_size=1, max_size=12)
changes = st.builds("{}={}".format, names, texts)


def _listed(shown: tuple[str, ...]) -> st.SearchStrategy[LoggedRecommendation]:
    n = len(shown)
    return st.builds(
        LoggedRecommendation, ids, moments, st.sampled_from(PLACES), st.just(shown), some(chances, n, n) | st.just(()),
        some(texts, n, n) | st.just(()), some(st.builds("{}={}".format, names, names)), maybe(ids), maybe(ids), some(ids), some(ids),
        texts, texts, languages, texts, st.floats(0, 1e6), some(thumbs),
    )


recommendations = st.lists(ids, max_size=4, unique=True).map(tuple).flatmap(_listed)
experiments = st.builds(
    Experiment, names, st.lists(st.builds(Arm, names, some(changes), st.floats(0.01, 100)), min_size=2, max_size=3,
                                unique_by=lambda arm: arm.name).map(tuple),
    st.sampled_from(MEASURES), some(st.builds(Guard, st.sampled_from(MEASURES), st.floats(0.001, 0.99))), some(st.sampled_from(PLACES)),
    st.floats(0.01, 1), st.floats(0.001, 0.5), st.floats(0.001, 1), st.integers(1, 10**6), maybe(moments), note=texts,
)
campaigns = st.builds(
    Campaign, ids, st.sampled_from(CHANNELS), moments, texts, st.floats(0, 0.99), maybe(money), texts, localized,
)
purchases = st.builds(
    Purchase, ids, moments, st.lists(st.builds(PurchaseLine, ids, st.integers(1, 10**6), texts, localized, texts, maybe(money)), min_size=1,
                                     max_size=3, unique_by=lambda line: line.variant_id).map(tuple),
    st.sampled_from(PurchaseState), texts, texts, texts, texts, maybe(moments), maybe(moments), maybe(moments),
)
names_of_people = texts.filter(str.strip)


def _version(text: str) -> st.SearchStrategy[DraftVersion]:
    claims = st.builds(DraftClaim, st.just(0), st.integers(1, len(text)), texts, st.sampled_from(["supported", "unsupported"]), texts)
    return st.builds(DraftVersion, st.just(text), moments, names_of_people, texts, some(st.builds(DraftField, texts, texts)), some(claims),
                     texts, texts)


def _draft(versions: tuple[DraftVersion, ...]) -> st.SearchStrategy[Draft]:
    steps = st.builds(DraftStep, st.sampled_from(DraftState), st.integers(1, len(versions)), moments, names_of_people, texts)
    return st.builds(Draft, ids, st.sampled_from(TEXT_KINDS), st.sampled_from(["zh", "en"]), st.just(versions), maybe(ids), texts,
                     st.sampled_from(MARKETS), texts, texts, texts, texts, some(st.builds(DraftField, texts, texts)), some(steps))


drafts = some(names_of_people.flatmap(_version), 1).flatmap(_draft)
kinds: dict[str, st.SearchStrategy] = {
    "products": products, "customers": customers, "carts": carts, "orders": orders, "reviews": reviews, "events": events,
    "documents": documents, "promotions": promotions,
    "purchases": purchases,
    "suppliers": suppliers, "conversations": conversations, "rules": rules, "synonyms": synonyms, "searches": searches,
    "recommendations": recommendations, "experiments": experiments, "campaigns": campaigns,
    "drafts": drafts,
}

# Products such as files of the trade hold: readable texts whose language shows, real prices.
_LATIN, _HAN = "abcdefgh XYZ", "红蓝大小棉麻杯茶壶"
shown = {
    "en": st.text(_LATIN, min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool),
    "zh": st.text(_HAN, min_size=1, max_size=8),
}
codes = st.text("abcXYZ019-_", min_size=1, max_size=8).filter(lambda code: code.strip("-_0"))
links = st.builds("https://shop.example/{}.jpg".format, st.text("abc123", min_size=1, max_size=4))


@st.composite
def one_language(draw: st.DrawFn) -> Localized:
    language = draw(st.sampled_from(["zh", "en"]))
    return Localized.of(draw(shown[language]), language)


said = st.builds(Localized, shown["zh"], shown["en"]) | one_language()
facts = st.builds(Attribute, st.sampled_from([Localized(en="Care"), Localized(en="Origin"), Localized(zh="产地")]), one_language())
measures = st.builds(Attribute, st.just(Localized(en="Height")), st.integers(1, 999).map(float), st.sampled_from(["", "cm"]))


def _named(name: str) -> Localized:
    return Localized.of(name, "en" if name.isascii() else "zh")


@st.composite
def sellable(draw: st.DrawFn, *, texts: st.SearchStrategy = one_language(), options: tuple[str, ...] = ("Color", "Size"),
             currency: st.SearchStrategy = currencies, most: int = 3) -> Product:
    """A product with what most formats hold: each test takes away what its format does not."""
    names = draw(st.sampled_from([options[:n] for n in range(len(options) + 1)]))
    count = draw(st.integers(2, most)) if names else 1
    prices = st.builds(Money, st.integers(1, 10**7), st.just(draw(currency)))
    skus = draw(st.lists(codes, min_size=count, max_size=count, unique=True))
    values = {name: draw(st.lists(shown["en"], min_size=count, max_size=count, unique=True)) for name in names}
    made = []
    for place, sku in enumerate(skus):
        price = draw(prices)
        made.append(Variant(
            sku, sku=sku, barcode=draw(st.sampled_from(["", "6901234567892", "0012345678905"])),
            options=tuple(Option(_named(name), Localized(en=values[name][place])) for name in names),
            price=price, compare_at=draw(maybe(st.integers(1, 10**6).map(lambda more, p=price: Money(p.amount + more, p.currency)))),
            cost=draw(maybe(st.integers(1, 10**6).map(lambda n, p=price: Money(n, p.currency)))),
            stock=draw(maybe(st.integers(0, 10**6))), weight_grams=draw(maybe(st.integers(1, 10**5).map(float))),
            availability=draw(maybe(st.sampled_from(Availability))),
        ))  # fmt: skip
    return Product(
        draw(codes) if names else skus[0], draw(texts), tuple(made), description=draw(texts), brand=draw(texts | st.just(Localized())),
        category=tuple(draw(st.lists(texts, max_size=3, unique=True))),
        tags=tuple(draw(st.lists(shown["en"] | shown["zh"], max_size=3, unique=True))),
        attributes=tuple({a.name: a for a in draw(st.lists(facts | measures, max_size=3))}.values()),
        images=tuple(Image(url) for url in draw(st.lists(links, max_size=3, unique=True))), url=draw(st.just("") | links),
        status=draw(st.sampled_from(ProductStatus)), created_at=draw(maybe(moments.map(lambda at: at.replace(microsecond=0)))),
    )  # fmt: skip
