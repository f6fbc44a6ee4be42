"""Reviews that look made: each with the reasons, which a person can check. It is a hint, never a verdict."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..shop import Localized, Review
from ..text.normalise import normalise
from .opinions import Mood
from .reading import BAD, GOOD, Read

SHINGLE = 5  # characters
ALIKE = 0.8  # of the shingles of the shorter text
LEAST_SAID = 60  # of a text that may be compared, a letter 1, a Chinese character 3; "good" is written by many
MANY = 5  # reviews of one customer in a day
BURST = 1e-4  # chance of so many reviews of one kind on a day
FEWEST_IN_BURST = 5
CONTRADICTS = 0.97  # certainty of the mood against the stars
_CONTACT = re.compile(r"(?:https?://|www\.)\S+|(?<![a-z])(?:微信|薇信|v信|加v|vx|wx|qq|whatsapp|telegram)(?:号|群)?\s*[:：]?\s*[a-z0-9+][a-z0-9_-]{4,}|加我?(?:的)?(?:微信|薇信|qq)|\b[\w.+-]+@[\w-]+\.\w+", re.I)
_PAID = re.compile(r"(?:好评|五星|晒图|晒单|评价|追评)[^，。！,!]{0,8}(?:返现|返\d|返[一二三五十]|返红包|红包)|(?:返现|红包)[^，。！,!]{0,6}(?:好评|评价|晒图|晒单)|好评返|五星返|晒图返|加[^，。！]{1,16}返现|refund for (?:a )?(?:5|five)|in exchange for (?:a|my|this) (?:\w+ )?review|gift card for", re.I)
REASONS: dict[str, Localized] = {
    "same_words": Localized(en="nearly the same words as {other} by somebody else", zh="和另一人的评价 {other} 几乎一字不差"),
    "many_a_day": Localized(en="{count} reviews by this customer on one day", zh="同一位顾客一天写了 {count} 条"),
    "burst": Localized(en="one of {count} {stars} reviews of this product on {day}, where {usual} a day are usual",
                       zh="{day} 这天该商品冒出 {count} 条{stars}，平时一天 {usual} 条"),
    "never_bought": Localized(en="no order of this customer holds the product", zh="这位顾客的订单里没有该商品"),
    "stars_differ": Localized(en="the words do not fit the stars", zh="文字和星级对不上"),
    "contact": Localized(en="names a contact or another site: {what}", zh="留了联系方式或外链：{what}"),
    "paid": Localized(en="speaks of a reward for the review: {what}", zh="提到给评价的好处：{what}"),
}
_WEIGHT = {"same_words": 3, "paid": 3, "contact": 2, "burst": 2, "many_a_day": 2, "stars_differ": 1, "never_bought": 1}
LEAST = 2  # of weight


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a key of `REASONS`, and what it is told with."""

    key: str
    values: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> Localized:
        """The reason in both languages."""
        told, values = REASONS[self.key], dict(self.values)
        star = {"good": ("4–5-star", "好评"), "bad": ("1–2-star", "差评")}.get(values.get("stars", ""), ("", ""))
        return Localized(en=(told.en or "").format(**{**values, "stars": star[0]}), zh=(told.zh or "").format(**{**values, "stars": star[1]}))


@dataclass(frozen=True, slots=True)
class Suspicious:
    """A review with the reasons that weigh enough together."""

    review: Review
    reasons: tuple[Reason, ...]

    @property
    def weight(self) -> int:
        """The sum of what the reasons weigh, 1 to 3 each."""
        return sum(_WEIGHT[reason.key] for reason in self.reasons)

    def to_dict(self) -> dict[str, Any]:
        """`{review_id, product_id, customer_id, rating, text, weight, reasons: [{key, zh, en}]}`."""
        return {"review_id": self.review.id, "product_id": self.review.product_id, "customer_id": self.review.customer_id,
                "rating": self.review.rating, "text": self.review.text, "weight": self.weight,
                "reasons": [{"key": each.key, "zh": each.text.zh, "en": each.text.en} for each in self.reasons]}  # fmt: skip


def suspicious(reads: Iterable[Read], bought: Callable[[str], frozenset[str]] | None = None, mood: Mood | None = None) -> list[Suspicious]:
    """The reviews that look made, those with most against them first. `bought` gives the products of a customer's orders, `mood` the chance
    that a text is positive."""
    reviews = [read.review for read in reads]
    reasons: dict[str, list[Reason]] = defaultdict(list)
    for find in (_same_words, _many_a_day, _bursts, _contacts):
        for id, reason in find(reviews):
            reasons[id].append(reason)
    for review in reviews:
        if bought and review.customer_id and not review.verified and review.product_id not in bought(review.customer_id):
            reasons[review.id].append(Reason("never_bought"))
        # By itself it weighs too little: only what else speaks against is read by the network.
        if mood and review.id in reasons and _said(review.text) >= LEAST_SAID and _differs(review, mood):
            reasons[review.id].append(Reason("stars_differ"))
    found = [Suspicious(review, tuple(reasons[review.id])) for review in reviews if review.id in reasons]
    return sorted((each for each in found if each.weight >= LEAST), key=lambda each: (-each.weight, each.review.id))


def _same_words(reviews: Sequence[Review]) -> list[tuple[str, Reason]]:
    """Texts that share most of their shingles, of different people. Only texts with a rare shingle in common are compared."""
    cut = {review.id: shingles(review.text) for review in reviews if _said(review.text) >= LEAST_SAID}
    by_id, holders = {review.id: review for review in reviews}, defaultdict[str, list[str]](list)
    for id, parts in cut.items():
        for part in parts:
            holders[part].append(id)
    out = dict[str, Reason]()
    for id, parts in cut.items():
        near = Counter(other for part in parts if 1 < len(holders[part]) <= 50 for other in holders[part] if other != id)
        for other, shared in near.most_common(3):
            strangers = by_id[id].customer_id is None or by_id[id].customer_id != by_id[other].customer_id
            if strangers and shared >= ALIKE * min(len(parts), len(cut[other])) and max(len(parts), len(cut[other])) <= 2 * len(parts):
                out.setdefault(id, Reason("same_words", (("other", other),)))
    return list(out.items())


def _said(text: str) -> int:
    return sum(1 if letter.isascii() else 3 for letter in text)


def shingles(text: str) -> frozenset[str]:
    """Every run of `SHINGLE` letters, without spaces and marks."""
    plain = re.sub(r"[\W_]+", "", normalise(text))
    return frozenset(plain[at : at + SHINGLE] for at in range(max(1, len(plain) - SHINGLE + 1)))


def _many_a_day(reviews: Sequence[Review]) -> list[tuple[str, Reason]]:
    days: Counter[tuple[str | None, date]] = Counter((review.customer_id, review.at.date()) for review in reviews if review.customer_id and review.at)
    return [(review.id, Reason("many_a_day", (("count", str(count)),))) for review in reviews
            if review.at and (count := days[review.customer_id, review.at.date()]) >= MANY]  # fmt: skip


def _bursts(reviews: Sequence[Review]) -> list[tuple[str, Reason]]:
    """Days on which a product has far more good, or bad, reviews than its own pace lets expect (Poisson, over all its days)."""
    kinds: dict[tuple[str, str], list[Review]] = defaultdict(list)
    for review in reviews:
        if review.at and (review.rating >= GOOD or review.rating <= BAD):
            kinds[review.product_id, "good" if review.rating >= GOOD else "bad"].append(review)
    out = list[tuple[str, Reason]]()
    for (_, stars), mine in kinds.items():
        dates = Counter(review.at.date() for review in mine if review.at)
        days = (max(dates) - min(dates)).days + 1
        for day, count in dates.items():
            usual = max((len(mine) - count) / max(1, days - 1), 1 / max(days, 30))
            if count >= FEWEST_IN_BURST and _at_least(count, usual) * days < BURST:
                told = (("count", str(count)), ("stars", stars), ("day", str(day)), ("usual", f"{usual:.2f}"))
                out += [(review.id, Reason("burst", told)) for review in mine if review.at and review.at.date() == day]
    return out


def _at_least(count: int, mean: float) -> float:
    """The chance of so many or more of a Poisson variable."""
    term, below = math.exp(-mean), 0.0
    for k in range(count):
        below += term
        term *= mean / (k + 1)
    return max(0.0, 1 - below) or term


def _contacts(reviews: Sequence[Review]) -> list[tuple[str, Reason]]:
    out = list[tuple[str, Reason]]()
    for review in reviews:
        if match := _PAID.search(review.text):
            out.append((review.id, Reason("paid", (("what", match[0]),))))
        elif match := _CONTACT.search(review.text):
            out.append((review.id, Reason("contact", (("what", match[0].strip()),))))
    return out


def _differs(review: Review, mood: Mood) -> bool:
    if BAD < review.rating < GOOD:
        return False
    positive = mood(review.text)
    return positive > CONTRADICTS if review.rating <= BAD else positive < 1 - CONTRADICTS
