"""The words of a shop: those of its titles, brands and categories, in how many products each, and how
Chinese ones sound. A slip of the finger is put right to one of these, never to a word the shop lacks."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from pathlib import Path

from ...text.normalise import has_cjk
from ...text.pinyin import sound

LARGE = 5000  # words of a shop in which what occurs once is likely a slip of the shop's own
FEW, FEW_CHINESE = 1, 2  # products; Chinese words that sound the same are many
MOST = 200_000  # words that are kept, about 100 bytes each; the rarest go first


class Vocabulary:
    """Words with counts. Words are only ever added, so that it may be read while it grows."""

    def __init__(self, counts: Mapping[str, int] | None = None, sounds: Mapping[str, str] | None = None) -> None:
        self.counts: dict[str, int] = dict(counts or {})
        self._known_sounds = dict(sounds or {})
        self._later: list[str] = []
        self._lock = threading.Lock()
        self._latin: dict[tuple[str, int], list[str]] | None = None
        self._sounds: dict[str, list[str]] = {}
        self._holes: dict[str, list[str]] = {}

    def __len__(self) -> int:
        return len(self.counts)

    def __contains__(self, word: object) -> bool:
        return word in self.counts

    def add(self, words: Iterable[str]) -> None:
        """Counts the words of one product more."""
        for word in words:
            known = self.counts.get(word)
            if known is None and len(self.counts) >= 2 * MOST:
                self._forget()
            self.counts[word] = (known or 0) + 1
            if known is None:
                self._later.append(word)

    def common(self, word: str) -> bool:
        """Whether a word is in more than a few products, as many as may all have the same slip in a large shop."""
        few = 0 if len(self.counts) < LARGE else (FEW_CHINESE if has_cjk(word) else FEW)
        return self.counts.get(word, 0) > few

    def prepare(self) -> None:
        """Makes the tables that slips are looked up in, for which the first query would wait."""
        self._derived()

    def spelt_like(self, word: str, slack: int) -> list[list[str]]:
        """Latin words with the same first letter, at most `slack` letters longer or shorter: a list for each length."""
        table = self._derived()
        lengths = range(len(word) - slack, len(word) + slack + 1)
        return [table[word[0], length] for length in lengths if (word[0], length) in table]

    def sounding(self, pinyin: str) -> list[str]:
        """The Chinese words of this pinyin, the commonest first."""
        self._derived()
        return sorted(self._sounds.get(pinyin, ()), key=lambda word: -self.counts.get(word, 0))

    def one_off(self, word: str) -> list[str]:
        """The Chinese words of three characters or more in which one character is another, the commonest first."""
        self._derived()
        found = {each for hole in _holes(word) for each in self._holes.get(hole, ()) if each != word}
        return sorted(found, key=lambda each: -self.counts.get(each, 0))

    def save(self, path: Path) -> None:
        """Writes the words, each on a line with its count and its sound."""
        kept = sorted(self.counts.items(), key=lambda each: -each[1])[:MOST]
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f"{word}\t{count}\t{sound(word) if has_cjk(word) else ''}\n" for word, count in kept)

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """What `save` wrote."""
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        return cls({word: int(count) for word, count, _ in rows}, {word: spoken for word, _, spoken in rows if spoken})

    def _forget(self) -> None:
        kept = sorted(self.counts.items(), key=lambda each: -each[1])[:MOST]
        self.counts, self._latin = dict(kept), None

    def _derived(self) -> dict[tuple[str, int], list[str]]:
        """The words by first letter and length, brought up to date."""
        if self._latin is not None and not self._later:
            return self._latin
        with self._lock:
            if self._latin is None:
                table, self._later, self._sounds, self._holes = {}, [], {}, {}
                new: Iterable[str] = list(self.counts)
            else:
                table, (new, self._later) = self._latin, (self._later, [])
            for word in new:
                self._place(word, table)
            self._known_sounds = {}
            self._latin = table
        return table

    def _place(self, word: str, table: dict[tuple[str, int], list[str]]) -> None:
        if not has_cjk(word):
            table.setdefault((word[0], len(word)), []).append(word)
            return
        if spoken := self._known_sounds.get(word) or sound(word):
            self._sounds.setdefault(spoken, []).append(word)
        if len(word) > 2:
            for hole in _holes(word):
                self._holes.setdefault(hole, []).append(word)


def _holes(word: str) -> list[str]:
    return [f"{word[:i]}?{word[i + 1 :]}" for i in range(len(word))] if len(word) > 2 else []
