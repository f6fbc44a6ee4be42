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
# What asks something, and what only complains or exclaims in the form of a question.
_ASKED = re.compile(r"[吗么呢嘛]|怎|如何|为什么|为何|什么|哪|多少|多久|多大|几|咋|(?P<x>[\u4e00-\u9fff])不(?P=x)|是否|有没有|不[？?]|请问|想问|求问"
    r"|^(?:(?:but|and|so|also|or|well|ok|anyone)\W+)?(?:is|are|do|does|did|can|could|will|would|has|have|should|what|which|where|when|how|why|anyone|anybody)\s(?:\S+\s){2}|wonder|does anyone|not sure (?:if|how|whether) (?:it|this|that|they|the)\b", re.I)
_EXCLAIMED = re.compile(r"难道|坑谁|坑人|还能怎么|凭什么|什么玩意|搞什么|给个(?:解释|说法)|你还|你叫我|你说|何必|真的?不知道|怎么说|怎么会|哪个更|太.{1,3}了吧|就这|不是自己|什么意义|不知道(?:小|大|多)了"
    r"|what'?s not to|go wrong|who (?:doesn't|wouldn't|on)|why (?:would|not|did i)|what (?:more|else|was i|were they|the)\b|can i say|have to be kidding|am i\b|how (?:could|did|can) (?:i|you|they|anyone)\b", re.I)


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
    """The questions in a text, word for word; complaints in the form of a question are left out."""
    found = (match[0].strip(" ,，\"“”") for match in _ASKS.finditer(text))
    return [words for words in found if SHORTEST <= len(words) <= LONGEST and _ASKED.search(words) and not _EXCLAIMED.search(words)]


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
