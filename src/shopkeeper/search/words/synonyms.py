"""A merchant's synonyms, ready to be looked up by the words of a query."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...shop import InvalidRecord, Synonym
from ...text.analyse import runs
from ...text.normalise import normalise

LONGEST_ID = 120  # characters
Atoms = tuple[str, ...]  # stems, codes and single Chinese characters: what a phrase is compared by
_TWO_WAY, _ONE_WAY = re.compile(r"\s*[=,，、]\s*"), re.compile(r"\s*(?:=>|->|>|→|⇒)\s*")


class Match(NamedTuple):
    """A phrase found at atoms `start` to `end`, and what means the same."""

    start: int
    end: int
    terms: tuple[str, ...]


class SynonymTable:
    """The synonyms of a shop. A phrase of several records has the terms of all."""

    def __init__(self, synonyms: Iterable[Synonym] = ()) -> None:
        self._terms: dict[Atoms, dict[str, None]] = {}
        for synonym in synonyms:
            for phrase in (synonym.source,) if synonym.source else synonym.terms:
                self._add(phrase, synonym.terms)
        self._longest = max(map(len, self._terms), default=0)

    def __bool__(self) -> bool:
        return bool(self._terms)

    def matches(self, words: Sequence[str]) -> list[Match]:
        """The phrases among the atoms of a query, the longest that start first; one that ends before
        another does, or lies inside it, is left to the caller."""
        found = []
        for start in range(len(words)):
            for end in range(min(len(words), start + self._longest), start, -1):
                if terms := self._terms.get(tuple(words[start:end])):
                    found.append(Match(start, end, tuple(terms)))
        return found

    def _add(self, phrase: str, terms: Iterable[str]) -> None:
        key = atoms(phrase)
        others = {normalise(term): None for term in terms if atoms(term) != key}
        if key and others:
            self._terms.setdefault(key, {}).update(others)


def atoms(text: str) -> Atoms:
    """A phrase as it is compared: stems and codes, and Chinese character by character."""
    return tuple(atom for run in runs(normalise(text)) for atom in (run.text if run.chinese else run.terms().words[:1]))


def parse_synonym(text: str) -> Synonym:
    """A synonym as one writes it: "耳机 = headphones" both ways, "trainers > sneakers, running shoes" only
    for who asks for trainers. `InvalidRecord` when it is neither."""
    source, arrow, rest = _split(text)
    terms = tuple(term for term in _TWO_WAY.split(rest) if term)
    if not terms or (arrow and not source) or (not arrow and len(terms) < 2):
        raise InvalidRecord("synonym", 'words such as "耳机 = headphones" or "trainers > sneakers"', text)
    return synonym_of(source, terms)


def synonym_of(source: str, terms: Sequence[str]) -> Synonym:
    """A synonym with an id made of its words: the same again is the same record. `InvalidRecord` when there
    are no two different words."""
    words = [word for word in (*terms, source) if atoms(word)]
    if len({atoms(word) for word in words}) < 2:
        raise InvalidRecord("terms", "at least two words or phrases that differ", [*terms, *filter(None, [source])])
    return Synonym(_id(source, terms), tuple(terms), source)


def _split(text: str) -> tuple[str, bool, str]:
    parts = _ONE_WAY.split(text.strip(), maxsplit=1)
    return (parts[0], True, parts[1]) if len(parts) == 2 else ("", False, parts[0])


def _id(source: str, terms: Sequence[str]) -> str:
    """An id that the same words, in whatever order, have again."""
    words = "=".join(sorted(map(normalise, terms)))
    whole = f"{normalise(source)}>{words}" if source else words
    return whole if len(whole) <= LONGEST_ID else f"{whole[: LONGEST_ID - 9]}~{zlib.crc32(whole.encode()):08x}"
