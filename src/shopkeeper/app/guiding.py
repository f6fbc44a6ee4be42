"""The shopping guide outside of a conversation: what its doors take and answer, as JSON values. Whoever asks keeps the brief."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ..assistant.guide.brief import Brief
from ..assistant.guide.cards import Card
from ..assistant.guide.guide import Guide, Recommended
from ..shop import InvalidQuery, Language
from ..text.language import detect

if TYPE_CHECKING:
    from .shop import Shop

Ids = list[str]
Shown = Field(None, description="of titles and reasons; left out: that of the message")


class LeaningQuery(BaseModel):
    """What is rather wanted: more (1) or less (-1) of a field."""

    field: str = Field(max_length=200)
    direction: Literal[1, -1]


class BriefQuery(BaseModel):
    """What is wanted, as an earlier answer gave it; `budget`, `size`, `must` and `must_not` of that are read from `conditions`."""

    need: str = Field("", max_length=1000)
    category: str = Field("", max_length=200)
    kinds: Ids = Field([], max_length=50)
    conditions: Ids = Field([], max_length=50)
    leanings: list[LeaningQuery] = Field([], max_length=20)
    recipient: str = Field("", max_length=200)
    occasion: str = Field("", max_length=200)
    liked: Ids = Field([], max_length=200)
    disliked: Ids = Field([], max_length=200)
    settled: Ids = Field([], max_length=200)


class AdviceQuery(BaseModel):
    """A message to be read into a brief, or a brief that was changed by hand."""

    model_config = ConfigDict(extra="forbid")

    message: str = Field("", max_length=4000, description="what the shopper says")
    brief: BriefQuery = Field(default_factory=lambda: BriefQuery.model_validate({}), description="of the last answer, if any")
    remove: Ids = Field([], max_length=50, description="conditions, or need, category, recipient, occasion, that are taken out of it")
    shown: Ids = Field([], max_length=20, description='ids of the products that "cheaper" is compared with')
    k: int = Field(4, ge=1, le=20)
    language: Language | None = Shown


class CompareQuery(BaseModel):
    """Products to be put side by side."""

    model_config = ConfigDict(extra="forbid")

    ids: Ids = Field(min_length=2, max_length=6)
    language: Language = "en"


class SuperlativeQuery(BaseModel):
    """The first of all products that a query means, by a field."""

    model_config = ConfigDict(extra="forbid")

    query: str = Field(min_length=1, max_length=1000, description="what kind of thing, such as wireless headphones under 100")
    field: str = Field(min_length=1, max_length=200, description="its key, or price, weight, rating, battery, noise …")
    direction: Literal["most", "least"] = "most"
    where: Ids = Field([], max_length=50, description="conditions such as price<500")
    language: Language | None = Shown


def advise(shop: Shop, asked: AdviceQuery) -> dict[str, Any]:
    """The brief after a message, what fits it and why, the question that would help most, and what to give up when nothing fits.
    `InvalidQuery` for a condition that is none."""
    guide, language, brief = _guide(shop), asked.language or detect(asked.message), Brief.of(asked.brief.model_dump())
    for each in asked.remove:
        brief.remove(each)
    if asked.message.strip():
        brief = guide.refine(brief, asked.message, language=language, shown=asked.shown)
    if brief.empty:
        return {"brief": brief.to_dict(), "products": [], "total": 0, "question": None, "relax": []}
    return {"brief": brief.to_dict(), **_told(guide.recommend(brief, language=language, k=asked.k))}


def compare(shop: Shop, asked: CompareQuery) -> dict[str, Any]:
    """Rows of facts, those that differ first, and what speaks for which. `NotFound` for one that is not sold."""
    found = _guide(shop).compare(list(dict.fromkeys(asked.ids)), language=asked.language)
    return {**found.to_dict(), "sources": [source.to_dict() for source in found.sources]}


def superlative(shop: Shop, asked: SuperlativeQuery) -> dict[str, Any]:
    """The products of the extreme value, those that follow, and how many do not state it; `field` is null where none does."""
    guide, language = _guide(shop), asked.language or detect(asked.query)
    sign = 1 if asked.direction == "most" else -1
    found = guide.superlative(asked.query, asked.field, sign, language=language, where=asked.where)
    if found is None:
        return {"field": None, "products": [], "after": [], "known": 0, "unknown": 0, "of": ""}
    best, after = ([guide.skills.cards.card(each, Brief(), language) for each in some] for some in (found.best[:4], found.after))
    return {"field": found.field, "products": _cards(best), "after": _cards(after), "known": found.known, "unknown": found.unknown,
            "of": found.matching.kind.get(language)}


def _guide(shop: Shop) -> Guide:
    guide = shop.helpdesk.guide
    if guide is None:
        raise InvalidQuery("guide: this shop was opened without one")
    return guide


def _told(found: Recommended) -> dict[str, Any]:
    relax = [{"remove": list(way.dropped), "total": way.pool.total} for way in found.relax]
    return {"products": _cards(found.cards), "total": found.total, "question": found.question and found.question.to_dict(), "relax": relax}


def _cards(cards: Sequence[Card]) -> list[dict[str, Any]]:
    return [{**card.to_dict(), "sources": [source.to_dict() for source in card.sources]} for card in cards]
