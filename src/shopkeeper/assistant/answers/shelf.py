"""What lies on the shelf and what it costs: stock by variant, prices now and before, promotions that hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from ...shop import Availability, Money, PriceChange, Product, Promotion, Variant
from ..reply import Act, Action, Source
from .question import Answer, Question, nothing_known
from .variants import asked_for, label, named_options, several, strange_option, values
from .which import which
from .words import day

FEW = 5  # pieces from which on the shopper is told how many are left
_PAST = re.compile(
    r"\b(?:was|were|used to|before|cheaper|lowest|history|ever|last (?:week|month|year)|gone up|go up|went up|drop(?:ped)?|raised|rise)\b"
    r"|以前|之前|原来|历史|最低|降过|涨价|涨了|便宜过|上个月|上周|去年|曾经|降价", re.I)


def stock(ask: Question) -> Answer:
    """Whether the product can be had, in the size and colour that the question names."""
    product = which(ask)
    if isinstance(product, Answer):
        return product
    name = ask.name(product)
    wanted = asked_for(product, ask.text)
    if not wanted or strange_option(product, ask.text):
        text = ask.say("no_such_variant", name=name, values=values(product, ask.language))
        return Answer(text, (Source("product", product.id, "variants.options"),))
    if len(wanted) == 1:
        return _of_one(ask, product, wanted[0])
    there, gone = [v for v in wanted if v.in_stock], [v for v in wanted if not v.in_stock]
    key = "stock_all" if not gone else "stock_none" if not there else "stock_some"
    facts = {"name": name, "there": several(there, ask.language), "gone": several(gone, ask.language)}
    return Answer(ask.say(key, **facts), tuple(_stock_source(product, v) for v in wanted[:8]), _shown(product))


def _of_one(ask: Question, product: Product, variant: Variant) -> Answer:
    facts = {"name": ask.name(product), "variant": label(variant, ask.language), "left": variant.stock}
    key = "stock_one_" + _state(variant)
    if variant.availability and not variant.stock:
        facts["day"] = day(variant.available_at, ask.language) if variant.available_at else ask.say("day_unknown")
    text = ask.say(key if facts["variant"] else f"{key}_plain", **facts)
    return Answer(text, (_stock_source(product, variant),), _shown(product))


def _state(variant: Variant) -> str:
    if variant.stock is None or variant.stock > FEW:
        return "there"
    if variant.stock > 0:
        return "few"
    return {Availability.PREORDER: "preorder", Availability.BACKORDER: "backorder", None: "gone"}[variant.availability]


def _stock_source(product: Product, variant: Variant) -> Source:
    return Source("product", product.id, f"variants.{variant.id}.stock", "" if variant.stock is None else str(variant.stock))


def price(ask: Question) -> Answer:
    """What the product costs now, which promotions hold, and, where that is asked, what it cost before."""
    product = which(ask)
    if isinstance(product, Answer):
        return product
    priced = [(v, v.price) for v in asked_for(product, ask.text) or product.variants if v.price is not None]
    if not priced:
        return nothing_known(ask, "price_unknown", name=ask.name(product))
    parts, sources = [_now(ask, product, priced)], [_price_source(product, v) for v, _ in _ends(priced)]
    for promotion in _promotions(ask, product):
        parts.append(told(ask, promotion))
        sources.append(promotion_source(promotion))
    if _PAST.search(ask.text):
        text, more = _before(ask, product, *_ends(priced)[0])
        parts, sources = [*parts, text], [*sources, *more]
    return Answer(ask.joined(parts), tuple(sources), _shown(product))


def told(ask: Question, promotion: Promotion) -> str:
    """A promotion in a sentence."""
    title, last = ask.quote(promotion.title.get(ask.language)), day(promotion.ends_at, ask.language)
    return ask.say("promotion", title=title, percent=f"{promotion.percent_off:g}", day=last)


def promotion_source(promotion: Promotion) -> Source:
    """Where a promotion stands."""
    return Source("promotion", promotion.id, "percent_off", f"{promotion.percent_off:g}%")


def _now(ask: Question, product: Product, priced: Sequence[tuple[Variant, Money]]) -> str:
    (variant, low), (_, high) = _ends(priced)
    facts = {"name": ask.name(product), "price": low, "high": high, "before": variant.compare_at}
    if named_options(product, ask.text) and len(priced) == 1:
        facts["name"] = f"{facts['name']} ({label(variant, ask.language)})"
    if low != high:
        return ask.say("price_range", **facts)
    return ask.say("price_reduced" if variant.compare_at and variant.compare_at.amount > low.amount else "price_one", **facts)


def _ends(priced: Sequence[tuple[Variant, Money]]) -> list[tuple[Variant, Money]]:
    """The cheapest and the dearest."""
    ranked = sorted(priced, key=lambda pair: pair[1].amount)
    return [ranked[0], ranked[-1]]


def _before(ask: Question, product: Product, variant: Variant, now: Money) -> tuple[str, list[Source]]:
    """What the cheapest variant cost before: the lowest price on record, and the price before the last change."""
    points = [p for p in ask.desk.store.history.prices(variant.id) if p.price.currency == now.currency and _moment(p) <= ask.desk.now()]
    if not points:
        return ask.say("no_history"), []
    lowest = min(points, key=lambda point: point.price.amount)
    last = next((p for p in reversed(points) if p.price != now), None)
    source = Source("price", variant.id, _moment(lowest).date().isoformat(), str(lowest.price))
    if lowest.price.amount >= now.amount:
        return ask.say("never_cheaper", day=day(points[0].at, ask.language)), [source]
    text = ask.say("was_cheaper", price=lowest.price, day=day(lowest.at, ask.language))
    if last is not None and last != lowest:
        text += ask.say("price_before", price=last.price, day=day(last.at, ask.language))
    return text, [source]


def _moment(point: PriceChange) -> datetime:
    return point.at if point.at.tzinfo else point.at.replace(tzinfo=UTC)


def _promotions(ask: Question, product: Product) -> Iterator[Promotion]:
    now = ask.desk.now()
    for promotion in ask.desk.store.promotions.all():
        if promotion.starts_at <= now < promotion.ends_at and (not promotion.product_ids or product.id in promotion.product_ids):
            yield promotion


def _price_source(product: Product, variant: Variant) -> Source:
    return Source("product", product.id, f"variants.{variant.id}.price", str(variant.price))


def _shown(product: Product) -> tuple[Action, ...]:
    return (Action(Act.SHOW, "products", {"ids": [product.id]}), Action(Act.IDLE))
