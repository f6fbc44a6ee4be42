"""One thing that can be suggested, and by which beginnings it is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any, Literal

from ...text.analyse import STOPWORDS, runs, segment
from ...text.normalise import has_cjk, normalise
from ...text.pinyin import sound

Kind = Literal["query", "category", "brand", "product"]
STARTS = 5  # words of a text that it can be begun at
LONGEST_KEY = 40  # characters
INNER = 0.5  # what a text counts that holds the beginning further in


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A completion: a query to search for, a category or brand to filter by (`where`), or a product (`id`)."""

    text: str
    kind: Kind = "query"
    id: str | None = None
    where: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The suggestion as JSON values; what it has not is left out."""
        named = {"text": self.text, "kind": self.kind, "id": self.id, "where": self.where}
        return {name: value for name, value in named.items() if value is not None}


def keys(text: str) -> Iterator[tuple[str, float]]:
    """The beginnings by which a text is found, each with what it counts: the text from each of its first words on,
    and for Chinese how that sounds."""
    plain = normalise(text)
    for i, start in enumerate(_starts(plain)):
        if i == STARTS:
            return
        share, rest = 1.0 if i == 0 else INNER, plain[start:]
        yield rest[:LONGEST_KEY], share
        if has_cjk(rest[:1]):
            yield _spoken(rest)[:LONGEST_KEY], share


def key(prefix: str) -> str:
    """What was typed, as it is compared with beginnings."""
    return normalise(prefix)[:LONGEST_KEY]


def _starts(plain: str) -> Iterator[int]:
    for run in runs(plain):
        if run.chinese:
            yield from (run.start + offset for offset in chain([0], accumulate(map(len, segment(run.text)[:-1]))))
        elif run.text not in STOPWORDS:
            yield run.start


def _spoken(text: str) -> str:
    """Chinese as pinyin, the rest as it stands."""
    out = ""
    for run in runs(text):
        if len(out) >= LONGEST_KEY:
            break
        out += sound(run.text) or "".join(map(sound, run.text)) if run.chinese else run.text
    return out
