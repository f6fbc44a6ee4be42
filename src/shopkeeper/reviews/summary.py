"""What the reviews of a product, or of a shop, come to: the share for and against each aspect, with the buyers' own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..evaluation import Interval, proportion
from ..shop import Language, Localized
from .lexicon import OVERALL, names
from .opinions import OTHER, Opinion, strongest
from .reading import BAD, GOOD, Read

FEWEST = 2  # reviews that must speak of a thing that is in no list before it has a line of its own
QUOTES = 3
LONGEST = 120  # characters of a quote


@dataclass(frozen=True, slots=True)
class Quote:
    """A clause of a review, word for word."""

    review_id: str
    product_id: str
    text: str
    rating: float
    at: datetime | None

    def to_dict(self) -> dict[str, Any]:
        """With the moment in ISO 8601."""
        return {"review_id": self.review_id, "product_id": self.product_id, "text": self.text, "rating": self.rating,
                "at": self.at.isoformat() if self.at else None}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AspectSummary:
    """Of the reviews that speak of an aspect how many are for it, against it, neither; newest quotes first, none twice."""

    key: str
    name: Localized
    good: int
    bad: int
    neither: int
    praise: tuple[Quote, ...]
    complaints: tuple[Quote, ...]

    @property
    def reviews(self) -> int:
        """How many reviews speak of it."""
        return self.good + self.bad + self.neither

    @property
    def share(self) -> Interval | None:
        """The share of those for it among those for or against, with its 95 % interval; None where there are neither."""
        return proportion(self.good, self.good + self.bad)

    def to_dict(self) -> dict[str, Any]:
        """`{key, name: {zh, en}, reviews, good, bad, neither, share: {value, low, high}, praise, complaints}`."""
        return {"key": self.key, "name": {"zh": self.name.zh, "en": self.name.en}, "reviews": self.reviews, "good": self.good,
                "bad": self.bad, "neither": self.neither, "share": self.share.to_dict() if self.share else None,
                "praise": [each.to_dict() for each in self.praise], "complaints": [each.to_dict() for each in self.complaints]}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Summary:
    """Reviews read together: how many, their mean stars, how many are good (4 and more) and bad (2 and less), aspects the most spoken of
    first. `said`: its sentences as they were held against the reviews, None where nobody did."""

    reviews: int
    mean: float
    good: int
    bad: int
    aspects: tuple[AspectSummary, ...]
    said: Localized | None = None

    def headline(self, language: Language) -> str:
        """What it comes to, in sentences a person can check; where they were held against the reviews, those that hold (`said`)."""
        return self.said.get(language) if self.said is not None else written(self.sentences(language), language)

    def sentences(self, language: Language) -> list[str]:
        """How many reviews and their stars; two aspects that are criticised, of those with more than half as many against them as for
        them (of what all speak of, more may be against it, and yet few); and before these the two most praised of the others."""
        if not self.reviews:
            return ["还没有评价。" if language == "zh" else "No reviews yet."]
        liked = self._most([each for each in self.aspects if each.good >= each.bad * 2], "good", language)
        disliked = self._most([each for each in self.aspects if each.bad * 2 > each.good], "bad", language)
        if language == "zh":
            told = [f"{self.reviews:,} 条评价，平均 {self.mean:.1f} 星。"]
            return told + ([f"夸得最多的是{liked}。"] if liked else []) + ([f"受批评的有{disliked}。"] if disliked else [])
        told = [f"{self.reviews:,} review{'s' if self.reviews > 1 else ''}, {self.mean:.1f} stars on average."]
        return told + ([f"Most praised: {liked}."] if liked else []) + ([f"Criticised: {disliked}."] if disliked else [])

    def _most(self, aspects: Sequence[AspectSummary], what: str, language: Language) -> str:
        best = sorted((each for each in aspects if each.key != OVERALL and getattr(each, what)), key=lambda each: -getattr(each, what))[:2]
        verdict = "好评" if what == "good" else "差评"
        if language == "zh":
            return "、".join(f"{each.name.get('zh')}（{each.reviews:,} 条评价里 {getattr(each, what):,} 条{verdict}）" for each in best)
        return ", ".join(f"{each.name.get('en')} ({getattr(each, what):,} of {each.reviews:,} reviews)" for each in best)

    def to_dict(self) -> dict[str, Any]:
        """`{reviews, mean, good, bad, headline: {zh, en}, aspects}`."""
        return {"reviews": self.reviews, "mean": round(self.mean, 3), "good": self.good, "bad": self.bad,
                "headline": {"zh": self.headline("zh"), "en": self.headline("en")},
                "aspects": [each.to_dict() for each in self.aspects]}  # fmt: skip


def written(sentences: Sequence[str], language: Language) -> str:
    """Sentences one after another."""
    return ("" if language == "zh" else " ").join(sentences)


def summarise(reads: Iterable[Read]) -> Summary:
    """Everything that reviews say, each review once an aspect (against, where it says both)."""
    said: dict[str, list[tuple[Read, Opinion]]] = defaultdict(list)
    stars = list[float]()
    for read in reads:
        stars.append(read.review.rating)
        for opinion in strongest(read.opinions):
            said[key_of(opinion)].append((read, opinion))
    aspects = [_aspect(key, found) for key, found in said.items() if key in names() or len(found) >= FEWEST]
    return Summary(
        len(stars), sum(stars) / len(stars) if stars else 0.0, sum(each >= GOOD for each in stars), sum(each <= BAD for each in stars),
        tuple(sorted(aspects, key=lambda each: (-each.reviews, each.key))))


def key_of(opinion: Opinion) -> str:
    """The aspect's key, or "other:term" for one that is in no list."""
    return f"{OTHER}:{opinion.term}" if opinion.aspect == OTHER else opinion.aspect


def name_of(key: str) -> Localized:
    """What an aspect is called; one that is in no list by its own word."""
    term = key.removeprefix(f"{OTHER}:")
    return names().get(key) or (Localized(en=term) if term.isascii() else Localized(zh=term))


def quote(read: Read, opinion: Opinion) -> Quote:
    """The clause that is the evidence of an opinion."""
    words = opinion.quote(read.text)
    words = words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"
    return Quote(read.review.id, read.review.product_id, words, read.review.rating, read.review.at)


def _aspect(key: str, found: Sequence[tuple[Read, Opinion]]) -> AspectSummary:
    def quotes(polarity: int) -> tuple[Quote, ...]:
        mine = [quote(read, opinion) for read, opinion in found if opinion.polarity == polarity]
        mine.sort(key=lambda each: (each.at.timestamp() if each.at else 0.0, each.review_id), reverse=True)
        return tuple({each.text.lower(): each for each in reversed(mine)}.values())[::-1][:QUOTES]

    count = {polarity: sum(opinion.polarity == polarity for _, opinion in found) for polarity in (1, -1, 0)}
    return AspectSummary(key, name_of(key), count[1], count[-1], count[0], quotes(1), quotes(-1))
