"""Which family of goods a product belongs to: what a text about it talks of differs by family."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from ..shop import Localized
from ..text.normalise import normalise
from ..text.phrases import Phrases
from .words import table

_FILE = Path(__file__).parent / "words" / "families.toml"


def family_of(title: Localized, category: Sequence[Localized]) -> str:
    """The family by the category's deepest level that tells, else by the last word of the title that does; "general" where none tells."""
    texts = [text for level in reversed(category) for text in level.all] + list(title.all)
    for text in texts:
        if found := _words().find(normalise(text)):
            return min(found[-1].meanings)
    return "general"


@cache
def _words() -> Phrases[str]:
    known: dict[str, set[str]] = {}
    for family, words in table(_FILE).items():
        for word in words.split(","):
            known.setdefault(normalise(word.strip()), set()).add(family)
    return Phrases(known)
