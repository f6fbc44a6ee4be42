"""What customers say of a product: how many like it, and a few of their own words for and against."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...shop import Product, Review
from ..reply import Source
from .meanings import group, meanings
from .question import Answer, Question
from .quoting import clean, commands, sentences

GOOD, BAD = 4, 2  # stars from which, and up to which, a review is for or against
QUOTES = 2  # of each side
_LONGEST = 140  # characters of a customer's words


@dataclass(frozen=True, slots=True)
class Remark:
    """Words of a review, and whether they are for the product (None: neither)."""

    review: Review
    text: str
    good: bool | None


def reviewed(ask: Question, product: Product, *, again: bool = False) -> Answer | None:
    """What the reviews say of the product, or of the side of it that the question is about; None without reviews that speak of it.
    `again`: the product was named in the sentence before."""
    reviews = list(ask.desk.store.reviews.all(product_id=product.id))
    if ask.meanings & group("product"):
        return _of_side(ask, product, reviews, "reviews_side_it" if again else "reviews_side")
    return _of_all(ask, product, reviews) if reviews else None


def _of_all(ask: Question, product: Product, reviews: Sequence[Review]) -> Answer:
    good = sum(review.rating >= GOOD for review in reviews)
    mean = sum(review.rating for review in reviews) / len(reviews)
    remarks = [Remark(review, text, _stars(review)) for review in reviews if (text := _first(review))]
    head = ask.say("reviews_all", name=ask.name(product), count=len(reviews), share=_share(good, len(reviews)), mean=f"{mean:.1f}")
    summary = Source("product", product.id, "reviews", f"{good}/{len(reviews)}")
    return _with_quotes(ask, head, remarks, summary)


def _of_side(ask: Question, product: Product, reviews: Sequence[Review], key: str) -> Answer | None:
    about = ask.meanings & group("product")
    remarks = _felt(ask, [(review, text) for review in reviews for text in _remarks(review) if meanings(text) & about])
    if not remarks:
        return None
    speaking = len({remark.review.id for remark in remarks})
    good = len({remark.review.id for remark in remarks if remark.good})
    head = ask.say(key, name=ask.name(product), count=len(reviews), speaking=speaking, good=good)
    return _with_quotes(ask, head, remarks, Source("product", product.id, "reviews", f"{good}/{speaking}"))


def _with_quotes(ask: Question, head: str, remarks: Sequence[Remark], summary: Source) -> Answer:
    sides = [_picked(ask, [r for r in remarks if r.good is good]) for good in (True, False)]
    parts = [head]
    for key, side in zip(("quotes_for", "quotes_against"), sides, strict=True):
        if side:
            parts.append(ask.say(key, quotes=ask.joined([ask.quote(remark.text) for remark in side])))
    sources = tuple(Source("review", remark.review.id, "text", remark.text) for side in sides for remark in side)
    return Answer(ask.joined(parts), (summary, *sources))


def _picked(ask: Question, remarks: Sequence[Remark]) -> list[Remark]:
    """Different words, the newest first; in the other language only where there are none in the shopper's."""
    own = [remark for remark in remarks if remark.review.language in (ask.language, None)] or remarks
    newest = sorted(own, key=lambda r: r.review.at.timestamp() if r.review.at else 0.0)
    return list({remark.text: remark for remark in newest}.values())[::-1][:QUOTES]


def _felt(ask: Question, found: Sequence[tuple[Review, str]]) -> list[Remark]:
    """Each remark as the shop's reader of reviews takes it, without one as its stars are."""
    feelings = ask.desk.sentiment([text for _, text in found]) if found else ()
    if len(feelings) != len(found):
        return [Remark(review, text, _stars(review)) for review, text in found]
    return [Remark(review, text, _feeling(feeling.positive)) for (review, text), feeling in zip(found, feelings, strict=True)]


def _feeling(positive: float) -> bool | None:
    return True if positive >= 0.6 else False if positive <= 0.4 else None


def _stars(review: Review) -> bool | None:
    return True if review.rating >= GOOD else False if review.rating <= BAD else None


def _first(review: Review) -> str:
    """The words of a review as far as they fit."""
    parts = _clauses(review)
    text = clean(parts[0]) if parts else ""
    for part in parts[1:]:
        if len(text) + len(part) > _LONGEST:
            break
        text += (" " if text[-1:].isascii() else "") + part
    return text


def _clauses(review: Review) -> list[str]:
    """The sentences of a review; none where any of it speaks to a machine."""
    if commands(f"{review.title} {review.text}"):
        return []
    return [part for sentence in sentences(review.text) if (part := clean(sentence)) and len(part) <= _LONGEST]


def _remarks(review: Review) -> list[str]:
    """The parts of a review that speak of one thing each: sentences, in Chinese what stands between commas."""
    return [part for sentence in _clauses(review) for part in re.split("[，；]", sentence.rstrip("。")) if part]


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%"


