"""What reviews may be asked for in a word or two, in both languages: praise and complaint of the aspects that shoppers choose by, and of a
size that fails in which direction."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..shop import Localized
from .lexicon import table

SIDES = {"good": 1, "bad": -1}


@dataclass(frozen=True, slots=True)
class Saying:
    """An aspect's praise (`polarity` 1) or complaint (-1), of a `sense` (see `lexicon.sense`) where that matters, and how it is said; in
    either language it is a value of the condition `saying=`."""

    aspect: str
    polarity: int
    text: Localized
    sense: str = ""


@cache
def sayings() -> tuple[Saying, ...]:
    """All of them, aspect by aspect."""
    return tuple(Saying(aspect, SIDES.get(side, -1), _text(said), "" if side in SIDES else side)
                 for aspect, values in table("sayings").items() for side, said in values.items())  # fmt: skip


def _text(pair: str) -> Localized:
    en, zh = (word.strip() for word in pair.split(","))
    return Localized(en=en, zh=zh)
