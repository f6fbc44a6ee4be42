"""Questions about the versions of a product: how many there are, which can be had and at what price, the cheapest."""

from __future__ import annotations

import re

from ...shop import Money, Product, ProductStatus, Variant
from ...text.goods import kinds_of
from .choose_variant import choose_variant
from .comparing import price_extreme
from .named import Named, named_in
from .names import numbered, variant_line, variant_options
from .state import Job
from .turn import Turn
from .wanted import read_wanted

PRODUCT_TOPICS = frozenset(("count", "variants", "cheapest"))
_MOST_READ = 500  # products that are gone through one by one; a larger shop is searched
_SHOWN = 8
_LIMIT = re.compile(r"(?:less than|under|below|cheaper than|低于|不到|少于|小于)\s*(?:\$|usd|¥|￥)?\s*(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\s*(?:美元|块|元|刀|美金|dollars)?\s*(?:以下|以内|之内)")


def product_answer(turn: Turn, job: Job) -> bool:
    """Answers a question about the versions of a product; False when it names none that the shop has."""
    product = _product(turn, job)
    if product is None:
        return False
    available = [variant for variant in product.variants if variant.in_stock]
    title = product.title.get(turn.language)
    if job.topic == "count":
        turn.say("count", goods=title, count=len(available), all=len(product.variants))
        return True
    if not available:
        turn.say("all_sold_out", goods=title)
        return True
    if job.topic == "cheapest" or price_extreme(job.text) < 0:
        fitting = _fitting(product, job.text, available)
        best = min(fitting, key=lambda variant: variant.price.amount if variant.price else 0)
        turn.say("cheapest", goods=title, options=variant_options(best, turn.language), price=best.price)
        if best.price:
            turn.state.told = {"product": product.id, "variant": best.id, "amount": best.price.amount, "currency": best.price.currency}
        return True
    fitting = _fitting(product, job.text, available)
    if limit := _limit(job.text, fitting):
        fitting = [variant for variant in fitting if variant.price and variant.price < limit]
    if not fitting:
        turn.say("none_fits", goods=title)
        return True
    shown = sorted(fitting, key=lambda variant: variant.price.amount if variant.price else 0)[:_SHOWN]
    turn.say("variants", goods=title, count=len(fitting), listed=numbered([variant_line(product, variant, turn.language) for variant in shown]))
    return True


def _fitting(product: Product, text: str, available: list[Variant]) -> list[Variant]:
    """The versions that what is said in the question leaves."""
    wish = read_wanted(text, product)[0]
    wish.compared = []
    chosen = choose_variant(product, None, [wish], of=available)
    found = [chosen.variant] if chosen.variant and not chosen.impossible else list(chosen.open)
    return [] if chosen.impossible else found or available


def _limit(text: str, variants: list[Variant]) -> Money | None:
    match = _LIMIT.search(text)
    priced = next((variant.price for variant in variants if variant.price), None)
    return Money.of(match[1] or match[2], priced.currency) if match and priced else None


def _product(turn: Turn, job: Job) -> Product | None:
    lines = [turn.own.line(order, number) for id, number in job.guess if (order := turn.own.order(id))]
    found = next((line.product for line in lines if line.product), None)
    if found:
        return found
    goods = named_in(job.text, ())
    if not goods:
        focus = [turn.own.line(order, number) for id, number in turn.state.lines if (order := turn.own.order(id))]
        return next((line.product for line in focus if line.product), None)
    return _in_catalogue(turn, goods[0])


def _in_catalogue(turn: Turn, named: Named) -> Product | None:
    """A product of that kind: found by search, or in a small shop by going through it."""
    products = turn.desk.store.products
    for hit in turn.desk.search(named.text, k=5, language=turn.language):
        product = next(iter(products.get_many([hit.id]).values()), None)
        if product and any(named.kinds & kinds_of(title) for title in product.title.all):
            return product
    if products.count() > _MOST_READ:
        return None
    active = (product for product in products.all() if product.status is ProductStatus.ACTIVE)
    return next((product for product in active if any(named.kinds & kinds_of(title) for title in product.title.all)), None)
