"""The words of Chinese copy, from the files in `words/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ...words import table

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


def _entry(kind: str, value: str, line: str) -> Entry:
    names, adjectives, clauses = (tuple(map(phrase, words(part))) for part in line.split(";"))
    frame = read("kinds")[kind]
    said = tuple(Phrase(name.format(v=value)) for name in frame["names"])
    return Entry(kind, value, names or said, adjectives, clauses, tuple(frame["bring"]), frozenset(words(frame.get("families", ""))))
