"""What reviews raise and the product's page leaves open: aspects that buyers talk about and no text or fact of the product mentions, and
the questions that reviews ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..shop import Localized, Product
from ..text.normalise import letterwise
from ..text.phrases import Found
from .lexicon import Meaning, phrases
from .reading import Read
from .summary import AspectSummary, Summary

FEWEST = 3  # reviews that speak of an aspect, before the page should
ON_PAGE = frozenset(("size", "material", "colour", "comfort", "battery", "screen", "sound", "picture", "speed", "storage", "connection", "noise", "weight",
                     "ease", "function", "smell", "taste", "freshness", "packaging", "accessories", "warmth", "safety", "care", "durability", "software", "heat"))
_ASKS = re.compile(r"[^。！!；;\n.？?]*[？?]|[^，,。！!；;\n.]*(?:不知道|想问|请问|求问|有没有人知道|wonder(?:ing)? (?:if|how|why|whether)|does anyone know|not sure (?:if|how|whether))[^，,。！!；;\n.]*", re.I)
SHORTEST, LONGEST = 4, 120  # characters of a question


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What a product's page leaves open: `aspects` that reviews speak of and the page does not, with their summaries, and `questions` that
    reviews ask, word for word, newest first."""

    product_id: str
    aspects: tuple[AspectSummary, ...]
    questions: tuple[tuple[str, str], ...]  # review id, words

    def to_dict(self) -> dict[str, Any]:
        """`{product_id, aspects, questions: [{review_id, text}]}`."""
        return {"product_id": self.product_id, "aspects": [each.to_dict() for each in self.aspects],
                "questions": [{"review_id": id, "text": text} for id, text in self.questions]}  # fmt: skip


def unanswered(product: Product, summary: Summary, reads: Sequence[Read]) -> Unanswered:
    """What the page of `product` should say, from its reviews and what they come to."""
    told = {meaning.aspect for found in _found(product) for meaning in found.meanings}
    aspects = [each for each in summary.aspects if each.key in ON_PAGE and each.reviews >= FEWEST and each.key not in told]
    asked = [(read.review.id, words) for read in reads for words in questions(read.review.text)]
    return Unanswered(product.id, tuple(aspects), tuple(asked[::-1][:10]))


def questions(text: str) -> list[str]:
    """The questions in a text, word for word."""
    found = (match[0].strip(" ,，") for match in _ASKS.finditer(text))
    return [words for words in found if SHORTEST <= len(words) <= LONGEST]


def _found(product: Product) -> list[Found[Meaning]]:
    out = list[Found[Meaning]]()
    for text in _texts(product):
        out += phrases().find(letterwise(text))
    return out


def _texts(product: Product) -> list[str]:
    said: list[Localized] = [product.title, product.description]
    for attribute in product.attributes:
        said += [attribute.name, *([attribute.value] if isinstance(attribute.value, Localized) else [])]
    said += [option.name for variant in product.variants for option in variant.options]
    return [text for each in said for text in each.all]
