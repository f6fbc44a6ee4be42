"""Two products that the shopper names, fact by fact."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...shop import Attribute, Localized, Product
from ..reply import Act, Action, Source
from .facts import amount
from .naming import Naming
from .question import Answer, Question
from .quoting import clean
from .which import POINTS, named

MOST = 8  # facts that are put side by side
_BETWEEN = re.compile(r"\b(?:and|or|vs\.?|versus|with|than|to)\b|,|，|、|和|跟|与|还是|比", re.I)


def compare(ask: Question) -> Answer | None:
    """Price, stars and the facts that both products have; None where the question does not name two."""
    pair = _pair(ask)
    if pair is None:
        return None
    left, right = pair
    rows = list(_rows(ask, left, right))[:MOST]
    names = (ask.name(left), ask.name(right))
    lines = [f"{name}{'：' if ask.language == 'zh' else ': '}{a} | {b}" for name, a, b in rows]
    text = "\n".join([ask.say("compared", left=names[0], right=names[1]), *lines])
    sides = ((left, 1), (right, 2))
    sources = tuple(Source("product", product.id, "attributes", " | ".join(row[side] for row in rows)) for product, side in sides)
    return Answer(text, sources, (Action(Act.SHOW, "comparison", {"ids": [left.id, right.id]}), Action(Act.IDLE)))


def _pair(ask: Question) -> tuple[Product, Product] | None:
    """The two products: one named on each side of an "and", or the one spoken of before and one that is named."""
    found: dict[str, Product] = {}
    for part in _BETWEEN.split(ask.text):
        products = named(ask, part) if POINTS.search(part) or Naming.of(part).words else []
        if products and len(products) == 1:
            found[products[0].id] = products[0]
    pair = list(found.values())
    return (pair[0], pair[1]) if len(pair) == 2 else None


def _rows(ask: Question, left: Product, right: Product) -> Iterator[tuple[str, str, str]]:
    unknown = ask.say("unknown_value")
    yield ask.say("row_price"), str(left.price or unknown), str(right.price or unknown)
    yield ask.say("row_rating"), _rating(ask, left), _rating(ask, right)
    mine, theirs = ({attribute.name: attribute for attribute in product.attributes} for product in (left, right))
    for name in sorted({**mine, **theirs}, key=lambda name: not (name in mine and name in theirs)):
        yield clean(name.get(ask.language)), _value(ask, mine.get(name)), _value(ask, theirs.get(name))


def _value(ask: Question, attribute: Attribute | None) -> str:
    if attribute is None:
        return ask.say("unknown_value")
    if isinstance(attribute.value, bool):
        return ask.say("yes_value" if attribute.value else "no_value")
    if isinstance(attribute.value, Localized):
        return clean(attribute.value.get(ask.language))
    return amount(attribute.value, attribute.unit, ask.language)


def _rating(ask: Question, product: Product) -> str:
    stars = [review.rating for review in ask.desk.store.reviews.all(product_id=product.id)]
    return ask.say("row_stars", mean=f"{sum(stars) / len(stars):.1f}", count=len(stars)) if stars else ask.say("unknown_value")
