"""What things are called by their sort, in either language, and which sorts exclude each other: sneakers are shoes, a skirt is no shirt.

The words lie in `words/sorts.toml`, in families: `key = "English words | Chinese words | the sorts that it is one of"`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from .lexicon import Hit, Lexicon
from .normalise import letterwise

_FILE = Path(__file__).parent / "words" / "sorts.toml"


class Sort(NamedTuple):
    """A sort of things in its family."""

    family: str
    name: str


def sorts_in(plain: str) -> list[Hit[Sort]]:
    """The things that a text names (made plain by `normalise.letterwise`), left to right, the longest words at each place."""
    return list(_lexicon().find(plain))


@cache
def above(sort: Sort) -> frozenset[Sort]:
    """A sort with all that it is one of."""
    return frozenset((sort,)).union(*(above(each) for each in _rows()[sort][1]))


def agree(one: Sort, other: Sort) -> bool:
    """Whether a thing may be both: one is the other's kind, or something is a kind of both."""
    return one in above(other) or other in above(one) or any(one in each and other in each for each in map(above, _rows()))


@cache
def _rows() -> Mapping[Sort, tuple[tuple[str, ...], tuple[Sort, ...]]]:
    """The words of every sort and what it is directly one of."""
    out = {}
    for family, entries in tomllib.loads(_FILE.read_text("utf-8")).items():
        for name, line in entries.items():
            english, chinese, kinds = (list(filter(None, map(str.strip, part.split(",")))) for part in (*line.split("|"), "", "")[:3])
            out[Sort(family, name)] = ((*english, *chinese), tuple(Sort(family, kind) for kind in kinds))
    return out


@cache
def _lexicon() -> Lexicon[Sort]:
    known: dict[str, list[Sort]] = {}
    for sort, (words, _) in _rows().items():
        for word in words:
            known.setdefault(letterwise(word), []).append(sort)
    return Lexicon(known)
