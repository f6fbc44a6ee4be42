"""One customer, read from their own records: every sentence names the orders, events and reviews that it comes from."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median, quantiles
from typing import Any

from ..shop import Customer, Event, Language, Localized, Money, NotFound, Order, OrderStatus, Product, Review, exponent
from ..store.protocol import Store
from ..text.normalise import normalise
from .funnel import DEVICES
from .people import Person, people
from .segments import HABITS, Kind, segment_of
from .window import end_of_history

# What an order, a basket, a wish and a look say of an interest, in that order of strength.
WEIGHTS = {"purchase": 1.0, "add_to_cart": 0.6, "add_to_wishlist": 0.5, "view_item": 0.2}
UNDONE = (OrderStatus.CANCELLED, OrderStatus.RETURNED)
SHOWN = 20  # records that a fact names at most; `count` is how many there are
INTERESTS = 4
SEARCHES = 5
SIZES = ("尺码", "尺寸", "鞋码", "大小", "size", "shoe size")
COLOURS = ("颜色", "色彩", "colour", "color")
CHANNELS = {
    "email": Localized("邮件", "e-mail"), "sms": Localized("短信", "text messages"), "ads": Localized("广告平台", "advertising networks"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that is known of a customer, said in both languages. `evidence` are the records it comes from ("order:o1", "event:e2",
    "review:r3", "customer:c1"), the newest first and `SHOWN` at most, of `count`."""

    about: str
    text: Localized
    evidence: tuple[str, ...]
    count: int

    def to_dict(self) -> dict[str, Any]:
        """`{about, text: {zh, en}, evidence, count}`."""
        return {"about": self.about, "text": {"zh": self.text.zh, "en": self.text.en}, "evidence": list(self.evidence), "count": self.count}


@dataclass(frozen=True, slots=True)
class Profile:
    """A customer with the group that they are in and what is known of them."""

    id: str
    name: str
    segment: Kind
    habits: tuple[Kind, ...]
    facts: tuple[Fact, ...]
    until: datetime

    def to_dict(self) -> dict[str, Any]:
        """`{id, name, until, segment: {key, name, who}, habits: [key], facts}`."""
        kind = self.segment
        texts = {name: {"zh": text.zh, "en": text.en} for name, text in (("name", kind.name), ("who", kind.who))}
        return {"id": self.id, "name": self.name, "until": self.until.isoformat(), "segment": {"key": kind.key, **texts},
                "habits": [habit.key for habit in self.habits], "facts": [fact.to_dict() for fact in self.facts]}  # fmt: skip

    def said(self, language: Language) -> list[str]:
        """The facts as lines of text."""
        return [fact.text.get(language) for fact in self.facts]


@dataclass(frozen=True, slots=True)
class Records:
    """What the store has of one customer: orders that came to something and events, the newest first, reviews, the products of them."""

    customer: Customer | None
    orders: Sequence[Order]
    events: Sequence[Event]
    reviews: Sequence[Review]
    products: dict[str, Product]


def profile(store: Store, id: str, until: datetime | None = None) -> Profile:
    """What is known of a customer; `NotFound` when there is no account, order or event of this id."""
    end = until or end_of_history(store)
    person = next((each for each in people(store, end) if each.id == id), None)
    if person is None:
        raise NotFound("customer", id)
    own = _read(store, id, end)
    segment = segment_of(person, end)
    habits = tuple(habit for habit in HABITS if habit.fits(person, end))
    found = [
        _lifecycle(person, segment, own, end), _rhythm(own), *_interests(own), _prices(own), *_choices(own), _searches(own), _devices(own),
        _reviews(own), *(_stated(own.customer) if own.customer else ()),
    ]  # fmt: skip
    name = own.customer.name if own.customer else ""
    return Profile(id, name, segment, habits, tuple(fact for fact in found if fact is not None), end)


def _read(store: Store, id: str, end: datetime) -> Records:
    orders = sorted((o for o in store.orders.all(customer_id=id) if o.status not in UNDONE and o.placed_at < end),
                    key=lambda o: (o.placed_at, o.id), reverse=True)
    events = sorted((e for e in store.events.all(customer_id=id) if e.at < end), key=lambda e: (e.at, e.id), reverse=True)
    reviews = sorted(store.reviews.all(customer_id=id), key=lambda r: (r.at.timestamp() if r.at else 0.0, r.id), reverse=True)
    ids = {line.product_id for order in orders for line in order.lines} | {item.product_id for event in events for item in event.items}
    return Records(store.customers.get_many([id]).get(id), orders, events, reviews, store.products.get_many(sorted(ids)))


def _fact(about: str, zh: str, en: str, evidence: Iterable[str]) -> Fact:
    named = list(dict.fromkeys(evidence))
    return Fact(about, Localized(zh, en), tuple(named[:SHOWN]), len(named))


def _orders(orders: Iterable[Order]) -> list[str]:
    return [f"order:{order.id}" for order in orders]


def _lifecycle(person: Person, segment: Kind, own: Records, end: datetime) -> Fact:
    zh, en = f"属于“{segment.name.zh}”：{segment.who.zh}", f"Belongs to “{segment.name.en}”: {_small(segment.who.en)}"
    if not own.orders:
        seen = person.seen
        zh += f"。最近一次来是 {seen:%Y-%m-%d}。" if seen else "。"
        en += f". Came last on {seen:%Y-%m-%d}." if seen else "."
        return _fact("lifecycle", zh, en, [f"event:{event.id}" for event in own.events[:1]] or [f"customer:{person.id}"])
    days, spent, day = (end - own.orders[0].placed_at).days, _spent(own.orders), f"{own.orders[0].placed_at:%Y-%m-%d}"
    zh += f"。共 {len(own.orders)} 单，商品合计 {spent}；最近一单在 {day}" + (f"（{days} 天前）。" if days else "。")
    en += f". {_plural(len(own.orders), 'order')}, goods for {spent} in all; the last one on {day}"
    en += f" ({_plural(days, 'day')} ago)." if days else "."
    return _fact("lifecycle", zh, en, _orders(own.orders))


def _spent(orders: Sequence[Order]) -> str:
    totals: dict[str, Money] = {}
    for order in orders:
        for line in order.lines:
            totals[order.currency] = totals.get(order.currency, Money(0, order.currency)) + line.unit_price * line.quantity
    return " + ".join(str(total) for total in totals.values())


def _rhythm(own: Records) -> Fact | None:
    days = sorted({order.placed_at.date() for order in own.orders})
    if len(days) < 3:
        return None
    gap = round(median((later - earlier) / timedelta(days=1) for earlier, later in pairwise(days)))
    return _fact("rhythm", f"通常每 {gap} 天左右买一次。", f"Usually buys about every {_plural(gap, 'day')}.", _orders(own.orders))


def _interests(own: Records) -> list[Fact]:
    """The categories and the brand with the most weight; a purchase counts by its order, not once more by its event."""
    return [fact for fact in (_interest(own, "category"), _interest(own, "brand")) if fact]


def _interest(own: Records, field: str) -> Fact | None:
    weight: dict[Localized, float] = defaultdict(float)
    evidence: dict[Localized, list[str]] = defaultdict(list)

    def count(product_id: str, strength: float, record: str) -> None:
        product = own.products.get(product_id)
        if product and (thing := _leaf(product) if field == "category" else product.brand):
            weight[thing] += strength
            evidence[thing].append(record)

    for order in own.orders:
        for line in order.lines:
            count(line.product_id, WEIGHTS["purchase"], f"order:{order.id}")
    for event in own.events:
        for item in event.items if event.name in WEIGHTS and event.name != "purchase" else ():
            count(item.product_id, WEIGHTS[event.name], f"event:{event.id}")
    best = [thing for thing, strength in sorted(weight.items(), key=lambda each: (-each[1], each[0].zh, each[0].en)) if strength >= 1]
    if not best:
        return None
    shown = best[:INTERESTS]
    zh, en = ("类目", "categories") if field == "category" else ("品牌", "brands")
    names_zh, names_en = "、".join(each.get("zh") for each in shown), ", ".join(each.get("en") for each in shown)
    records = [record for thing in shown for record in evidence[thing]]
    return _fact(field, f"最感兴趣的{zh}：{names_zh}。", f"Most interested in these {en}: {names_en}.", records)


def _leaf(product: Product) -> Localized:
    return product.category[-1] if product.category else Localized()


def _prices(own: Records) -> Fact | None:
    prices = [line.unit_price for order in own.orders for line in order.lines]
    currency = Counter(price.currency for price in prices).most_common(1)[0][0] if prices else ""
    amounts = [price.amount for price in prices if price.currency == currency]
    if len(amounts) < 4:
        return None
    low, _, high = (_plain(Money(round(each), currency)) for each in quantiles(amounts, n=4))
    dearer, of = _dearer(own, currency)
    zh, en = f"一半的商品单价在 {low} 到 {high} {currency} 之间", f"Half of what they buy costs between {low} and {high} {currency} apiece"
    if of >= 4:
        zh += f"；{of} 次里有 {dearer} 次选了价格高于看过的同类商品中位数的"
        en += f"; {dearer} of {of} times they took one above the median price of what was looked at in its category"
    return _fact("prices", zh + "。", en + ".", _orders(order for order in own.orders if order.currency == currency))


def _dearer(own: Records, currency: str) -> tuple[int, int]:
    """Of the lines of a category of which several products are known from the customer's own visits: how many cost more than the median."""
    known: dict[Localized, list[int]] = defaultdict(list)
    for product in own.products.values():
        if product.category and product.price and product.price.currency == currency:
            known[product.category[-1]].append(product.price.amount)
    lines = [line for order in own.orders if order.currency == currency for line in order.lines if line.product_id in own.products]
    compared = [(line.unit_price.amount, known[_leaf(own.products[line.product_id])]) for line in lines]
    enough = [(price, others) for price, others in compared if len(others) >= 3]
    return sum(price > median(others) for price, others in enough), len(enough)


def _plain(money: Money) -> str:
    return f"{money.major:,.{0 if money.amount % 10 ** exponent(money.currency) == 0 else exponent(money.currency)}f}"


def _choices(own: Records) -> list[Fact]:
    return [fact for fact in (_choice(own, "size", SIZES, "尺码", "size"), _choice(own, "colour", COLOURS, "颜色", "colour")) if fact]


def _choice(own: Records, about: str, names: Sequence[str], zh: str, en: str) -> Fact | None:
    """What was chosen of an option, by the kind of goods for sizes: a shoe's is not a coat's."""
    chosen: dict[tuple[Localized, Localized], list[str]] = defaultdict(list)
    for order in own.orders:
        for line in order.lines:
            product = own.products.get(line.product_id)
            variant = next((v for v in product.variants if v.id == line.variant_id), None) if product else None
            for option in variant.options if variant and product else ():
                if any(normalise(name) in names for name in option.name.all):
                    goods = _leaf(product) if product and about == "size" else Localized()
                    chosen[goods, option.value].append(f"order:{order.id}")
    best = sorted(chosen.items(), key=lambda each: (-len(each[1]), each[0][1].zh, each[0][1].en))[:3]
    if not best or len(best[0][1]) < 2:
        return None
    best = [each for each in best if len(each[1]) >= 2]
    said = {language: [_chosen(goods, value, len(records), language) for (goods, value), records in best] for language in ("zh", "en")}
    told = [record for _, records in best for record in records]
    return _fact(about, f"常选的{zh}：{'、'.join(said['zh'])}。", f"Usual {en}: {', '.join(said['en'])}.", told)


def _chosen(goods: Localized, value: Localized, count: int, language: Language) -> str:
    what = f"{goods.get(language)} {value.get(language)}" if goods else value.get(language)
    return f"{what}（{count} 次）" if language == "zh" else f"{what} ({count} times)"


def _searches(own: Records) -> Fact | None:
    asked = [event for event in own.events if event.query]
    counts = Counter({query: len({event.query_id or event.id for event in asked if normalise(event.query) == query}) for query in
                      dict.fromkeys(normalise(event.query) for event in asked)})  # fmt: skip
    if not counts:
        return None
    shown = [query for query, _ in counts.most_common(SEARCHES)]
    records = [f"event:{event.id}" for event in asked if normalise(event.query) in shown]
    return _fact("searches", "搜索过：" + "、".join(shown) + "。", "Searched for: " + ", ".join(shown) + ".", records)


def _devices(own: Records) -> Fact | None:
    told = [event for event in own.events if event.device in DEVICES and event.session_id]
    visits = Counter({device: len({e.session_id for e in told if e.device == device}) for device in {e.device for e in told}})
    if not visits:
        return None
    (device, count), total = visits.most_common(1)[0], visits.total()
    zh = f"大多用{DEVICES[device].zh}（{total} 次访问中的 {count} 次）"
    en = f"Comes mostly on a {DEVICES[device].en} device ({count} of {total} visits)"
    sources = Counter({source: len({e.session_id for e in told if e.source == source}) for source in {e.source for e in told if e.source}})
    if sources:
        source = min(sources, key=lambda name: (-sources[name], name))
        zh, en = f"{zh}，最常见的来源是 {source}", f"{en}, most often from {source}"
    return _fact("device", zh + "。", en + ".", [f"event:{event.id}" for event in told])


def _reviews(own: Records) -> Fact | None:
    if not own.reviews:
        return None
    stars = sum(review.rating for review in own.reviews) / len(own.reviews)
    last = next((review.text for review in own.reviews if review.text), "")
    quote = last if len(last) <= 80 else last[:79] + "…"
    count = len(own.reviews)
    zh, en = f"写过 {count} 条评价，平均 {stars:.1f} 星", f"Wrote {_plural(count, 'review')}, {stars:.1f} stars on average"
    said_zh, said_en = (f"；最近一条：“{quote}”", f"; the last one: “{quote}”") if quote else ("。", ".")
    return _fact("reviews", zh + said_zh, en + said_en, [f"review:{review.id}" for review in own.reviews])


def _stated(customer: Customer) -> list[Fact]:
    """What they said themselves: tastes, what they never want to see, and by which channels they may be written to."""
    own, found = [f"customer:{customer.id}"], []
    if customer.tastes:
        found.append(_fact("tastes", "自己说过：" + "；".join(t.rstrip("。.") for t in customer.tastes) + "。",
                           "Said themselves: " + "; ".join(t.rstrip("。.") for t in customer.tastes) + ".", own))  # fmt: skip
    if customer.excludes:
        names = [rule.partition("=")[2] for rule in customer.excludes]
        found.append(_fact("excludes", f"不想看到：{'、'.join(names)}。", f"Does not want to see: {', '.join(names)}.", own))
    agreed = [CHANNELS[channel] for channel in customer.consents]
    zh = f"同意通过{'、'.join(each.zh for each in agreed)}接收推广。" if agreed else "没有同意接收任何推广。"
    en = f"Agreed to be advertised to by {', '.join(each.en for each in agreed)}." if agreed else "Did not agree to any advertising."
    return [*found, _fact("consents", zh, en, own)]


def _plural(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
