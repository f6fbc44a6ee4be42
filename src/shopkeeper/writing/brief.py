"""What is ordered from a writer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from ..shop import InvalidQuery, Language, Localized, Review
from .voice import Voice

Kind = Literal["title", "features", "description", "story", "seo", "ad", "social", "email", "reply", "translate"]
Tone = Literal["plain", "warm", "lively", "expert", "luxurious"]
Platform = Literal["", "taobao", "xiaohongshu", "weibo", "instagram", "google_ads", "shopify", "amazon"]
KINDS: tuple[Kind, ...] = get_args(Kind)
TONES: tuple[Tone, ...] = get_args(Tone)
PLATFORMS: tuple[Platform, ...] = get_args(Platform)


@dataclass(frozen=True, slots=True)
class Segment:
    """Whom a text speaks to. `worries` are names of facts (or aspects of reviews) that these buyers ask about first, the first one most."""

    id: str
    name: Localized = Localized()
    worries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """One order for a text. `market` is a country (ISO 3166 alpha-2) whose rules hold; `length` about how many characters are wanted
    (0: as long as suits the kind); `seed` chooses among the ways to say it; `review` is what a reply answers, `source` the copy that is
    translated."""

    kind: Kind
    language: Language
    tone: Tone = "plain"
    segment: Segment | None = None
    market: str = ""
    platform: Platform = ""
    length: int = 0
    seed: int = 0
    brand_voice: Voice | None = None
    review: Review | None = None
    source: str = ""

    def __post_init__(self) -> None:
        for field, value, known in (("kind", self.kind, KINDS), ("language", self.language, ("zh", "en")), ("tone", self.tone, TONES),
                                    ("platform", self.platform, PLATFORMS)):
            if value not in known:
                raise InvalidQuery(f"{field} must be one of {', '.join(k for k in known if k)}, not {value!r}")
        if self.kind == "reply" and self.review is None:
            raise InvalidQuery("a reply needs the review that it answers")
