"""The phrases that the titles of a shop have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ...text.analyse import STOPWORDS, runs, segment
from ...text.normalise import normalise

LONGEST = 3  # words
LONGEST_CHINESE = 8  # characters
MOST = 400_000  # phrases that are counted at once; those met once go when there are more
LARGE = 1000  # products from which a phrase must be in more of them
SWALLOWED = 0.9  # of a phrase's products: when a longer one is in as many, the shorter is but a part of it


class Phrases:
    """Counts phrases by the titles that hold them."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._titles = 0

    def add(self, title: str) -> None:
        """Counts the phrases of one title."""
        self._titles += 1
        self._counts.update(set(_phrases(normalise(title))))
        if len(self._counts) > MOST:
            self._counts = Counter({phrase: count for phrase, count in self._counts.items() if count > 1})

    def common(self) -> dict[str, int]:
        """Phrases that several titles hold, with how many, without those that only occur inside one longer phrase."""
        least = 3 if self._titles >= LARGE else 2
        kept = {phrase: count for phrase, count in self._counts.items() if count >= least}
        inside: dict[str, int] = {}
        for phrase, count in kept.items():
            for part in _parts(phrase):
                inside[part] = max(inside.get(part, 0), count)
        return {phrase: count for phrase, count in kept.items() if inside.get(phrase, 0) < SWALLOWED * count}


def _phrases(plain: str) -> Iterator[str]:
    words: list[str] = []
    end = 0
    for run in runs(plain):
        if run.chinese:
            yield from _chinese(segment(run.text))
        # A phrase goes on over a space only: "box, red" is none.
        words = words if plain[end : run.start] == " " and not run.chinese else []
        end = run.end
        if run.chinese or not run.text.isalpha():
            words = []
            continue
        words.append(run.text)
        for start in range(max(0, len(words) - LONGEST), len(words)):
            if words[start] not in STOPWORDS and run.text not in STOPWORDS and len(run.text) > 1:
                yield " ".join(words[start:])


def _chinese(words: list[str]) -> Iterator[str]:
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            phrase = "".join(words[start:end])
            if 2 <= len(phrase) <= LONGEST_CHINESE and words[start] not in STOPWORDS and words[end - 1] not in STOPWORDS:
                yield phrase


def _parts(phrase: str) -> Iterator[str]:
    words = phrase.split(" ") if " " in phrase else segment(phrase)
    joint = " " if " " in phrase else ""
    for size in range(1, len(words)):
        for start in range(len(words) - size + 1):
            yield joint.join(words[start : start + size])
