"""Somebody who wants a gift and names no thing, 适合送爸爸的: where nothing answers that, what the shop sells as a gift is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..text.analyse import analyse_query
from ..text.normalise import has_cjk, normalise
from ..text.people import names_a_gift_alone
from .reading import Reading
from .relax import Relaxed

GIFTS = "礼盒", "gift"  # the word that stands in titles of what is made to be given, in Chinese and in English


def as_gift(reading: Reading) -> Relaxed | None:
    """The reading with gifts in place of its words, which are given up; its conditions hold. None where it names a thing."""
    if not names_a_gift_alone(normalise(reading.text)):
        return None
    word = GIFTS[0] if has_cjk(reading.text) else GIFTS[1]
    gifts = replace(reading, text=word, terms=analyse_query(word), slots=(), meant=None, corrected=None)
    return Relaxed(gifts, (reading.text,), word)


def shows_gifts(text: str, given_up: Sequence[str]) -> bool:
    """Whether an answer to `text`, for which words were given up, shows gifts in place of them."""
    return text in GIFTS and any(names_a_gift_alone(normalise(words)) for words in given_up)
