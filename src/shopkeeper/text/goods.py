"""What kinds of goods a text names, in either language: a "camera" may be several kinds, a 运动相机 is one."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path

from .normalise import normalise
from .phrases import Found, Phrases

_FILE = Path(__file__).parent / "words" / "goods.toml"


def goods_in(text: str) -> list[Found[str]]:
    """The goods that a normalised text names, each with its place and the kinds that it may be."""
    return _goods().find(text)


@lru_cache(maxsize=20_000)
def kinds_of(title: str) -> frozenset[str]:
    """The kinds of goods that a title names; of several the last, which is what a title is about in both languages."""
    found = goods_in(normalise(title))
    return found[-1].meanings if found else frozenset()


@cache
def _goods() -> Phrases[str]:
    known: dict[str, set[str]] = {}
    for kinds in tomllib.loads(_FILE.read_text("utf-8")).values():
        for kind, names in kinds.items():
            for name in names.split(","):
                known.setdefault(normalise(name), set()).add(kind)
    return Phrases(known)
