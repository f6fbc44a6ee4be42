"""Whether words assert something, or only speak of it: conditions, offers, questions, negations."""

from __future__ import annotations

import re

from ..said import Said

_IF = re.compile(
    r"\b(?:if|once|when|whenever|until|unless|after|before|as soon as|in case|provided|whether|would you|shall i|should i|do you want|"
    r"(?:orders?|items?|goods|anything|products?|parcels?) (?:that|which)|any order|how to|like me to|want me to|like to|in order to|let me know|"
    r"can be|could be|may be|cannot|can't|unable|allows?|possible)\b|"
    r"如果|若|要是|假如|一旦|只要|等到?|待|凡|是否|要不要|需不需要|可以|可否|能否|能不能|需要(?:我|帮)|怎么|如何|不能|无法|才能|方可|想要"
)
_LATER = re.compile(r"^(?:后|之后|以后|时(?!间)|的话|的(?!状态)|前|之前|以前)")
_UPON = re.compile(r"\b(?:if|once|when|after|upon|as soon as|would you|shall i|please confirm|reply yes)\b|如果|若|确认后|同意|一旦|请(?:您)?(?:回复|确认)|是否|的话")


def spoken_of(said: Said, start: int, end: int) -> bool:
    """Whether a place is in a condition, an offer or a question, or describes a thing: nothing is asserted there."""
    return bool(_IF.search(said.before(start, 60)) or _LATER.match(said.plain[end : end + 4])) or said.asks(start)


def upon_yes(said: Said, at: int) -> bool:
    """Whether a sentence waits for an answer: "once you confirm, I will …"."""
    return said.asks(at) or _UPON.search(said.sentence(at)) is not None
