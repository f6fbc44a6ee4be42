"""What buyers say: stars and words that follow the hidden quality of each aspect, as one person felt it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache

from ...shop import Language, Localized, Order, OrderStatus, Review
from .dice import Dice
from .faults import FELT, MOOD, Fault, faulty
from .shopping import Basket, Market
from .words import both, read

_SHARE = 0.195
_SILENT = 0.17
# What was felt, 0..1, that it takes to give 2, 3, 4 and 5 stars.
_STEPS = (0.32, 0.45, 0.56, 0.67)
_BANDS = ("low", "middle", "high")
_WORDS = {"low": "bad", "middle": "middle", "high": "good"}
_AGAINST = {"low": ("high",), "middle": ("low", "high"), "high": ("low",)}
_BUT = Localized("不过", "But")


def reviews(market: Market, baskets: Sequence[Basket], placed: Sequence[Order]) -> Iterator[Review]:
    """A review for about one delivered line in five, in the buyer's language, in order of the order."""
    now = datetime.combine(market.until + timedelta(days=1), time(), UTC)
    number, fault = 0, faulty(market)
    for basket, order in zip(baskets, placed, strict=True):
        arrived = order.fulfilments[0].delivered_at if order.fulfilments else None
        if arrived is None:
            continue
        for line, take in enumerate(basket.takes):
            dice = Dice(market.seed, "review", order.id, line)
            at = arrived + timedelta(hours=dice.whole(8, 400))
            if at >= now or not dice.chance(_SHARE):
                continue
            number += 1
            struck = fault if fault and take.item == fault.item and order.placed_at.date() >= fault.since else None
            yield _review(f"r{number:05}", market, basket, order, take.item, at, dice, struck)


def _review(id: str, market: Market, basket: Basket, order: Order, item: int, at: datetime, dice: Dice, fault: Fault | None) -> Review:
    buyer = market.people[basket.shopper].customer
    quality = market.items[item].quality
    felt = {aspect: dice.around(q, 0.11) for aspect, q in quality.items()}
    mood = dice.around(0, 0.06) - (0.2 if order.status is OrderStatus.RETURNED else 0.0)
    if fault:
        felt[fault.aspect], mood = FELT, mood + MOOD
    score = sum(felt.values()) / len(felt) + mood
    stars = 1 + sum(score > step for step in _STEPS)
    language = buyer.language or "zh"
    text = "" if dice.chance(_SILENT) else _text(felt | _parcel(order, dice), stars, language, dice, fault)
    return Review(id, market.items[item].product.id, float(stars), text, "", buyer.id, language, at, True)


def _parcel(order: Order, dice: Dice) -> dict[str, float]:
    """How the delivery felt, from how long it really took; most do not speak of it."""
    if not dice.chance(0.2):
        return {}
    parcel = order.fulfilments[0]
    assert parcel.delivered_at is not None
    days = (parcel.delivered_at - order.placed_at).total_seconds() / 86400
    return {"delivery": 0.8 if days < 3.2 else 0.5 if days < 5 else 0.2}


def _text(felt: dict[str, float], stars: int, language: Language, dice: Dice, fault: Fault | None) -> str:
    """Up to three remarks: what broke, those that fit the stars, then perhaps one against the grain, after a "but"."""
    mood = _band((stars - 1) / 4)
    bands = {aspect: _band(value) for aspect, value in felt.items()}
    fitting = dice.picks([a for a in felt if bands[a] == mood], dice.whole(1, 2))
    other = dice.picks([a for a in felt if bands[a] in _AGAINST[mood]], 1 if dice.chance(0.5) else 0)
    if fault:
        fitting, other = [fault.aspect], []
    said = [_remark(a, bands[a], language, dice) for a in fitting]
    opening, closing = (dice.pick(_phrases()[part, mood]).get(language) for part in ("opening", "closing"))
    start = [opening] if dice.chance(0.45) or not said else []
    end = [closing] if dice.chance(0.25) else []
    contrast = [_contrast(_remark(a, bands[a], language, dice), language) for a in other]
    clauses = [*start, *said, *contrast] if contrast else [*start, *said, *end]
    return "，".join(clauses) + "。" if language == "zh" else " ".join(f"{clause}." for clause in clauses)


def _remark(aspect: str, band: str, language: Language, dice: Dice) -> str:
    return dice.pick(_phrases()[aspect, band]).get(language)


def _contrast(remark: str, language: Language) -> str:
    if language == "zh":
        return _BUT.zh + remark
    return f"{_BUT.en} {remark if remark.startswith('I ') else remark[0].lower() + remark[1:]}"


def _band(value: float) -> str:
    return _BANDS[0 if value < 0.42 else 1 if value < 0.58 else 2]


@cache
def _phrases() -> dict[tuple[str, str], tuple[Localized, ...]]:
    """Phrases by (aspect, band) and by ("opening" or "closing", band)."""
    table = read("reviews")
    frame = {(part, band): table[part][band] for part in ("opening", "closing") for band in _BANDS}
    aspects = {(aspect, band): rows[_WORDS[band]] for aspect, rows in table["aspects"].items() for band in _BANDS}
    return {key: tuple(both(row) for row in rows) for key, rows in (frame | aspects).items()}
