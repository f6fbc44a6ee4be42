"""What reviews may be asked for in a word or two, in both languages: praise and complaint of the aspects that shoppers choose by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..shop import Localized
from .lexicon import table

SIDES = {"good": 1, "bad": -1}


@dataclass(frozen=True, slots=True)
class Saying:
    """An aspect's praise (`polarity` 1) or complaint (-1), and how it is said; in either language it is a value of the condition
    `saying=`."""

    aspect: str
    polarity: int
    text: Localized


@cache
def sayings() -> tuple[Saying, ...]:
    """All of them, aspect by aspect."""
    return tuple(Saying(aspect, polarity, _text(values[side])) for aspect, values in table("sayings").items()
                 for side, polarity in SIDES.items())  # fmt: skip


def _text(pair: str) -> Localized:
    en, zh = (word.strip() for word in pair.split(","))
    return Localized(en=en, zh=zh)
