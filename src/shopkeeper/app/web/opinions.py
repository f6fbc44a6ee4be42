"""What buyers say, as a product's page shows it: stars, what is praised and criticised with their own words, the latest reviews."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...reviews.lexicon import OVERALL
from ...reviews.summary import AspectSummary, Quote, Summary
from ...shop import Localized, Review
from ...text.language import detect

if TYPE_CHECKING:
    from ..shop import Shop

LATEST, ASPECTS, QUOTES = 4, 6, 3


@dataclass(frozen=True, slots=True)
class Words:
    """A quote, word for word, whether it is praise, and its language."""

    text: str
    good: bool
    language: str


@dataclass(frozen=True, slots=True)
class Aspect:
    """Something that reviews speak of: how many are for it and against it, the share of the first in per cent, and quotes."""

    name: Localized
    good: int
    bad: int
    percent: int
    quotes: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What buyers think: how many, their average stars, how many gave each number of stars with its share in per cent (5 first), the
    sentence and the aspects that their words come to, the latest words."""

    count: int
    average: float
    stars: tuple[tuple[int, int, int], ...]
    headline: Localized
    aspects: tuple[Aspect, ...]
    latest: tuple[Review, ...]


def verdict(shop: Shop, product_id: str) -> Verdict | None:
    """What the reviews of a product come to; None when there are none."""
    found = list(shop.store.reviews.all(product_id=product_id))
    if not found:
        return None
    summary = shop.reviews.summary_of(product_id, found)
    headline = Localized(summary.headline("zh"), summary.headline("en"))
    return Verdict(len(found), summary.mean, stars_of(found), headline, aspects_of(summary), latest_of(found))


def stars_of(reviews: Sequence[Review]) -> tuple[tuple[int, int, int], ...]:
    """How many reviews gave each number of stars, halves rounded up, and their share in per cent; 5 stars first."""
    given = Counter(min(max(int(review.rating + 0.5), 1), 5) for review in reviews)
    return tuple((n, given[n], round(100 * given[n] / len(reviews))) for n in range(5, 0, -1))


def aspects_of(summary: Summary) -> tuple[Aspect, ...]:
    """The aspects for or against which something is said, the most spoken of first; not the product as a whole, whose stars say that."""
    told = [each for each in summary.aspects if each.good + each.bad and each.key != OVERALL]
    return tuple(_aspect(each) for each in told[:ASPECTS])


def latest_of(reviews: Iterable[Review]) -> tuple[Review, ...]:
    """The newest reviews that have words."""
    written = (review for review in reviews if review.text)
    return tuple(sorted(written, key=lambda r: (r.at.timestamp() if r.at else 0.0, r.id), reverse=True)[:LATEST])


def _aspect(each: AspectSummary) -> Aspect:
    quotes = [*_distinct(each.praise, True), *_distinct(each.complaints, False)]
    return Aspect(each.name, each.good, each.bad, round(100 * each.good / (each.good + each.bad)), tuple(quotes))


def _distinct(quotes: Iterable[Quote], good: bool) -> list[Words]:
    """The quotes without those that say the same in the same words."""
    return [Words(text, good, detect(text)) for text in list(dict.fromkeys(quote.text.strip() for quote in quotes))[:QUOTES]]
