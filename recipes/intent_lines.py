"""What the classifier of intents learns from: the lines of `intents.*.tsv` beside this file, which were written for it, and public
customer-service utterances (Bitext, CDLA-Sharing-1.0). A twelfth of our lines is held out, to measure and to calibrate."""

from __future__ import annotations

import csv
import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

from shopkeeper.assistant.understand.labels import CONTEXT, OTHER, POLITE

Row = tuple[str, tuple[str, ...]]  # a text and the wishes that it says
LANGUAGES = "en", "zh"
LATER = "single", "whole", "decision", "two", "one", "mixed"  # written when the layers had become the better reader
AWAITED = "oblique", "told", "moods", "people", "joined"  # written since; what ships has not learnt them yet (docs/experiments.md)
JOINTS = {
    "en": (". ", " and ", ", also ", ". also ", ", and ", " then ", "? ", "; ", " btw ", ", "),
    "zh": ("，", "，还有", "。", "，顺便", "？", "，另外", " ", "，再", "，", "，然后"),
}
_ENDS = ".?!。？！"


def own(language: str, *, without: Sequence[str] = ()) -> list[Row]:
    """The lines written for this, each once; without those of some files, such as `LATER`, and those that are `AWAITED`."""
    paths = sorted(Path(__file__).parent.glob(f"intents.{language}*.tsv"))
    paths = [path for path in paths if not any(f".{name}." in path.name for name in (*without, *AWAITED))]
    pairs = (line.split("\t") for path in paths for line in path.read_text("utf-8").splitlines() if line)
    return list(dict.fromkeys((text, tuple(intents.split("+"))) for intents, text in pairs))


def public(most: int) -> list[Row]:
    """The first `most` public utterances of each intent."""
    path, seen = Path(os.environ["SHOPKEEPER_DATA"]) / "service" / "bitext" / "intents.train.csv", dict[str, list[Row]]()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            seen.setdefault(row["intent"], []).append((row["utterance"], (row["intent"],)))
    return [row for rows in seen.values() for row in rows[:most]]


def held_out(text: str) -> bool:
    """Whether a line is in the twelfth that is only measured on."""
    return int(hashlib.blake2b(text.encode(), digest_size=8).hexdigest(), 16) % 12 == 0


def pairs(language: str, rows: Sequence[Row], count: int) -> Iterator[Row]:
    """Messages of two wishes out of lines of one."""
    draw, wishes = Random(3), _wishes(rows)
    for (first, says), (second, more) in (draw.sample(wishes, 2) for _ in range(count)):
        yield first.rstrip(_ENDS) + draw.choice(JOINTS[language]) + second, tuple(dict.fromkeys((*says, *more)))


def stories(language: str, rows: Sequence[Row], count: int) -> Iterator[Row]:
    """Messages of a story and a wish."""
    draw, wishes, told = Random(4), _wishes(rows), [text for text, says in rows if says == (CONTEXT,)]
    for _ in range(count):
        text, says = draw.choice(wishes)
        yield draw.choice(told).rstrip(_ENDS) + draw.choice(JOINTS[language][::2]) + text, says


def _wishes(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if len(row[1]) == 1 and row[1][0] not in {*POLITE, CONTEXT, OTHER}]
