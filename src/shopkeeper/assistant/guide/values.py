"""The values of a field by the parts of words that they are made of, so that a text need not be tried against each of thousands."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from functools import lru_cache

from ...shop import Localized
from ...text.analyse import analyse
from ...text.normalise import has_cjk, normalise

_WITHIN = "~"  # before a character of a longer Chinese value


@lru_cache(maxsize=20_000)
def terms(text: str) -> tuple[str, ...]:
    """The index words of a name or value; remembered, for the same few are asked for all day."""
    return tuple(analyse(text).words)


class Sharing:
    """The values of one field. They may only grow in number, as those of a `FieldValues` do; for any number of threads."""

    def __init__(self) -> None:
        self._by: dict[str, list[Localized]] = {}
        self._read, self._lock = 0, threading.Lock()

    def follow(self, values: Sequence[Localized]) -> None:
        """Takes in the values that are new."""
        with self._lock:
            for value in values[self._read :]:
                for part in {part for text in value.all for part in _parts(normalise(text))}:
                    self._by.setdefault(part, []).append(value)
            self._read = len(values)

    def of(self, text: str, bare: str) -> list[Localized]:
        """The values that a normalised text may name, or `bare`, the text without its frame: those that share an English word, two
        Chinese characters in a row, or are one character of it, with it. None that it names is missing."""
        asked = [*analyse(text).words, *_pairs(text), *text, *([_WITHIN + bare] if len(bare) == 1 else [])]
        return list(dict.fromkeys(value for part in asked for value in self._by.get(part, ())))


def _parts(text: str) -> Iterator[str]:
    if not has_cjk(text):
        yield from analyse(text).words
    elif len(text) == 1:
        yield text
    else:
        yield from _pairs(text)
        yield from (_WITHIN + sign for sign in text)


def _pairs(text: str) -> Iterator[str]:
    return (text[at : at + 2] for at in range(len(text) - 1))
