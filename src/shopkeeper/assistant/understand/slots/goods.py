"""What a Chinese request for goods names, letter by letter: products, brands, sizes and amounts, models, materials.

A linear chain of tags over hashed surroundings of each letter, decoded by Viterbi; learnt by an averaged perceptron (Collins 2002).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ....shop import InvalidFile
from ....text.analyse import segment
from ....text.numbers import halfwidth
from .words import GOODS_ZH

Kind = Literal["product", "brand", "size", "model", "material"]
KINDS: tuple[Kind, ...] = ("product", "brand", "size", "model", "material")
TAGS = ("O", *(f"{part}-{kind}" for kind in KINDS for part in "BI"))
PLACES = 1 << 14
SHIPPED = Path(__file__).parents[2] / "shipped" / "goods" / "weights.npz"
LONGEST = 200  # letters of a request that are read
Floats = NDArray[np.float32]
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z]+|\d+(?:\.\d+)?|.", re.S)
_GOODS = frozenset(GOODS_ZH)


@dataclass(frozen=True, slots=True)
class Named:
    """A part of a request: what kind of thing it names, and the words as written."""

    kind: Kind
    text: str
    start: int


class GoodsTagger:
    """`weights` float32[PLACES, tags] of a letter's surroundings, `steps` float32[tags, tags] from one letter's tag to the next one's."""

    def __init__(self, weights: Floats, steps: Floats) -> None:
        self.weights, self.steps = weights, steps

    def __call__(self, text: str) -> list[Named]:
        """What a request names, in order."""
        text = text[:LONGEST]
        return list(named(text, self.tags(surroundings(text)))) if text else []

    def tags(self, letters: Sequence[Sequence[int]]) -> list[int]:
        """The likeliest tags of letters of which the surroundings are given."""
        scores = np.array([self.weights[list(places)].sum(0) for places in letters])
        best, back = scores[0] + self.steps[0], []
        for row in scores[1:]:
            paths = best[:, None] + self.steps
            back.append(paths.argmax(0))
            best = paths.max(0) + row
        tags = [int(best.argmax())]
        for came in reversed(back):
            tags.append(int(came[tags[-1]]))
        return tags[::-1]

    @classmethod
    def load(cls, path: Path) -> GoodsTagger:
        """From a file of `save`; `InvalidFile` when it is none."""
        try:
            with np.load(path) as kept:
                return cls(kept["weights"].astype(np.float32) * kept["scale"], kept["steps"].astype(np.float32))
        except (OSError, ValueError, KeyError) as error:
            raise InvalidFile(f"{path}: not a tagger of goods: {error}") from error

    def save(self, path: Path) -> None:
        """Keeps the weights, a byte each."""
        path.parent.mkdir(parents=True, exist_ok=True)
        scale = np.float32(np.abs(self.weights).max() / 127)
        np.savez_compressed(path, weights=np.round(self.weights / scale).astype(np.int8), scale=scale, steps=self.steps.astype(np.float16))


@cache
def shipped() -> GoodsTagger:
    """The shipped tagger, read once."""
    return GoodsTagger.load(SHIPPED)


def named(text: str, tags: Sequence[int]) -> Iterator[Named]:
    """The parts that tags mark: a B begins one, an I of the same kind goes on, also without a B before it."""
    start, kind = 0, ""
    for place, tag in enumerate((*(TAGS[each] for each in tags), "O")):
        if kind and tag != f"I-{kind}":
            yield Named(kind, text[start:place], start)  # type: ignore[arg-type]
            kind = ""
        if tag != "O" and not kind:
            start, kind = place, tag[2:]


def surroundings(text: str) -> list[list[int]]:
    """The places in the table of what stands around each letter: letters, their pairs, the word that it is in."""
    plain = halfwidth(text).lower()
    plain = plain if len(plain) == len(text) else text
    words = _words(plain)
    padded = f"^^{plain}$$"
    return [[crc32(name.encode()) % PLACES for name in _names(padded, i + 2, words[i])] for i in range(len(plain))]


def _words(text: str) -> list[tuple[str, str]]:
    """For each letter the word that it is in and whether it begins (B), ends (E) or is in it (I)."""
    found: list[tuple[str, str]] = []
    for match in _RUN.finditer(text):
        for word in segment(match[0]) if match[0][0] >= "\u3400" else [match[0]]:
            last = len(word) - 1
            found += [(word, "S" if not last else "B" if not i else "E" if i == last else "I") for i in range(len(word))]
    return found


def _names(text: str, i: int, word: tuple[str, str]) -> Iterator[str]:
    yield from (f"{place}{text[i + place]}" for place in (-2, -1, 0, 1, 2))
    yield from (f"p{place}{text[i + place : i + place + 2]}" for place in (-2, -1, 0, 1))
    yield from (f"t{text[i - 1 : i + 2]}", f"w{word[0]}", f"x{word[1]}", f"wx{word[0]}{word[1]}", f"e{word[0][-1]}{word[1]}")
    yield f"g{word[0] in _GOODS}{word[1]}"
    yield f"c{_class(text[i - 1])}{_class(text[i])}{_class(text[i + 1])}"


def _class(letter: str) -> str:
    return "d" if letter.isdigit() else "a" if "a" <= letter <= "z" else "h" if letter >= "\u3400" else letter
