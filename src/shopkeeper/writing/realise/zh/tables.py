"""The words of Chinese copy, from the files in `words/`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from ...words import table

_CAPITALS = re.compile(r"^(?:[vaht](?=[\u3400-\u9fff])|p(?=olo)|ol$)")
_FULL = ("设计", "风", "面料", "工艺", "型", "潮", "性感", "水洗", "英伦")  # values after which no further noun is put
WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few words, and what they are only for: a class of garment (裙 裤 衣 鞋) or tones (their Chinese names)."""

    text: str
    only: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Entry:
    """What may be said of a value: the names of the design, words that stand before or after them, and clauses that follow. `kind` is its
    section, `families` the goods that it is for (none: all)."""

    kind: str
    value: str
    names: tuple[Phrase, ...]
    adjectives: tuple[Phrase, ...]
    clauses: tuple[Phrase, ...]
    bring: tuple[str, ...]
    families: frozenset[str] = frozenset()


@cache
def mute() -> frozenset[str]:
    """Values of which nothing is said, whatever their name."""
    files = (read(f"values/{file}") for file in ("clothes", "goods"))
    return frozenset(value.lower() for file in files for lines in file.values() for value, line in lines.items() if not line)


def read(name: str) -> dict[str, Any]:
    """One file of words."""
    return table(WORDS / f"{name}.toml")


@cache
def entries() -> Mapping[str, tuple[Entry, ...]]:
    """Every value that something is known of, in small letters, with what may be said; a value may stand in several sections."""
    out: dict[str, list[Entry]] = {}
    for file in ("clothes", "goods"):
        for kind, lines in read(f"values/{file}").items():
            for value, line in lines.items():
                if line:
                    out.setdefault(value.lower(), []).append(_entry(kind, value, line))
    return {value: tuple(found) for value, found in out.items()}


def phrase(text: str) -> Phrase:
    """Words with their conditions: 活泼>带劲."""
    *only, words = (part.strip() for part in text.split(">"))
    return Phrase(words, frozenset(only))


def words(text: str) -> tuple[str, ...]:
    """A list that is written with commas."""
    return tuple(word.strip() for word in text.split(",") if word.strip())


def shown(value: str) -> str:
    """A value as it is printed: V领, A字, PU."""
    return value.upper() if value.isascii() else _CAPITALS.sub(lambda found: found[0].upper(), value)


def renamed(entry: Entry, word: str) -> Entry:
    """What is said of a value, of another word for it: 预约 is spoken of as 定时 is."""
    names = tuple(Phrase(name.format(v=shown(word))) for name in read("kinds")[entry.kind]["names"])
    return replace(entry, value=word, names=names)


def _entry(kind: str, value: str, line: str) -> Entry:
    names, adjectives, clauses = (tuple(map(phrase, words(part))) for part in line.split(";"))
    frame = read("kinds")[kind]
    usual = tuple(Phrase(name.format(v=shown(value))) for name in frame["names"])
    more = tuple(Phrase(name.format(v=shown(value))) for name in words(frame.get("more", "")) if not value.endswith(_FULL))
    families = frozenset(words(frame.get("families", "")))
    return Entry(kind, value, (*(names or usual), *more), adjectives, clauses, tuple(frame["bring"]), families)
