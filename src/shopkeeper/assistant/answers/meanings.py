"""What a text is about: meanings that a question, a heading, a fact and a review can share whatever words and language they use."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ...text.normalise import has_cjk, normalise
from .words import read

_LONGEST = 8  # characters of a Chinese phrase, words of an English one
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


@lru_cache(maxsize=20_000)
def meanings(text: str) -> frozenset[str]:
    """The meanings that the words of a text name, such as `postage` or `battery_life`."""
    plain = _plain(text)
    found: set[str] = set()
    table = _lookup()
    for phrase, _ in _written(plain):
        found |= table.exact.get(phrase, frozenset())
    found.update(name for pattern, name in table.gaps if pattern.search(plain))
    return frozenset(found)


@lru_cache(maxsize=2_000)
def explained(text: str) -> frozenset[str]:
    """The phrases of a text, as normalised, that have a meaning, and the words inside English ones."""
    plain, table = _plain(text), _lookup()
    found: set[str] = set()
    for phrase, written in _written(plain):
        if phrase in table.exact:
            found |= {written, *written.split()}
    found.update(word for pattern, _ in table.gaps if (match := pattern.search(plain)) for word in match.group().split())
    return frozenset(found)


def group(name: str) -> frozenset[str]:
    """The meanings of a part of the table: `service`, `manual` or `product`."""
    return frozenset(_table()[name])


class _Lookup(NamedTuple):
    """Phrases by what they mean; one that ends in "*" stands for all that begin so, and `gaps` are those with a hole in them."""

    exact: dict[str, frozenset[str]]
    gaps: list[tuple[re.Pattern[str], str]]


def _written(plain: str) -> Iterator[tuple[str, str]]:
    """Each phrase under which a part of a text may stand in the table, and that part."""
    yield from _english(plain)
    if has_cjk(plain):
        yield from ((phrase, phrase) for phrase in _chinese(plain))


def _english(plain: str) -> Iterator[tuple[str, str]]:
    words = _WORD.findall(plain)
    for first in range(len(words)):
        before = ""
        for word in words[first : first + _LONGEST]:
            yield before + word, before + word
            yield from ((f"{before}{word[:end]}*", before + word) for end in range(2, len(word) + 1))
            before += f"{word} "


def _chinese(plain: str) -> Iterator[str]:
    for first in range(len(plain)):
        yield from (plain[first:end] for end in range(first + 1, min(first + _LONGEST, len(plain)) + 1))


def _plain(text: str) -> str:
    return normalise(text).replace("’", "'").replace("-", " ")


@cache
def _table() -> dict[str, dict[str, list[str]]]:
    return {part: {name: words.split(", ") for name, words in rows.items()} for part, rows in read("meanings").items()}


@cache
def _lookup() -> _Lookup:
    exact: dict[str, set[str]] = defaultdict(set)
    gaps = []
    for rows in _table().values():
        for name, words in rows.items():
            for phrase in map(_plain, words):
                if " * " in phrase:
                    gaps.append((_gap(phrase), name))
                else:
                    exact[phrase].add(name)
    return _Lookup({phrase: frozenset(names) for phrase, names in exact.items()}, gaps)


def _gap(phrase: str) -> re.Pattern[str]:
    """ "send * back" with one to three words in the hole."""
    before, after = (re.escape(part).replace(r"\*", r"\w*") for part in phrase.split(" * ", 1))
    return re.compile(rf"\b{before} (?:[\w']+ ){{1,3}}{after}\b")
