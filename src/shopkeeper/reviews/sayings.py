"""What reviews may be asked for in a word or two, in both languages: praise and complaint of the aspects that shoppers choose by."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..shop import Localized

_FILE = Path(__file__).parent / "words" / "sayings.toml"
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
    return tuple(Saying(aspect, polarity, _text(values[side])) for aspect, values in tomllib.loads(_FILE.read_text("utf-8")).items()
                 for side, polarity in SIDES.items())  # fmt: skip


def _text(pair: str) -> Localized:
    en, zh = (word.strip() for word in pair.split(","))
    return Localized(en=en, zh=zh)
