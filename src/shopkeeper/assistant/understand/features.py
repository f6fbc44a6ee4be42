"""What the classifier sees of a text: its letters and words in runs, hashed to places in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ...text.analyse import segment
from ...text.normalise import normalise

BUCKETS = 1 << 15
LONGEST = 600  # characters of a text that are counted
_MASKS = (
    (re.compile(r"[a-z0-9][\w.%+-]*@[\w.-]+\.[a-z]{2,}"), " @ "),
    (re.compile(r"#\s?[a-z]{0,4}\d[\w-]*|(?<![a-z0-9])(?:[a-z]{1,3}[-_]?\d{4,}|\d{7,})(?![a-z])"), " # "),
    (re.compile(r"(?:[$€£¥]\s?\d[\d,.]*|\d[\d,.]*\s?(?:dollars?|usd|元|块钱|块(?=[^\u4e00-\u9fff]|$)))"), " $ "),
    (re.compile(r"\d+(?:[.,:/-]\d+)*"), "0"),
)
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9@#$']+|[?!]")


def masked(text: str) -> str:
    """The text in one spelling, with a sign in place of each address, order number, amount and figure: which one it is says nothing
    of what is wanted."""
    plain = normalise(text[:LONGEST]).replace("’", "'").replace("？", "?").replace("！", "!")
    for pattern, sign in _MASKS:
        plain = pattern.sub(sign, plain)
    return " ".join(plain.split())


def hashed(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """The places of a masked text in a table of `BUCKETS` rows and how much each counts; the squares add up to 1."""
    counts: dict[int, float] = {}
    for name, weight in _grams(text):
        place = crc32(name.encode()) % BUCKETS
        counts[place] = counts.get(place, 0.0) + weight
    places = np.fromiter(counts, np.int64, len(counts))
    values = np.sqrt(np.fromiter(counts.values(), np.float32, len(counts)), dtype=np.float32)
    return places, np.asarray(values / max(float(np.sqrt((values**2).sum())), 1e-9), np.float32)


def _grams(text: str) -> Iterator[tuple[str, float]]:
    runs = _RUN.findall(text)
    words = [word for run in runs for word in (segment(run) if run[0] >= "\u3400" else [run])]
    for i, word in enumerate(words):
        yield f"w{word}", 1.0
        if i:
            yield f"b{words[i - 1]} {word}", 1.0
        if i > 1:
            yield f"t{words[i - 2]} {words[i - 1]} {word}", 0.5
    yield f"s{' '.join(words[:2])}", 0.5
    for run in runs:
        if run[0] >= "\u3400":
            yield from ((run[i : i + n], 0.6) for n in (1, 2, 3, 4) for i in range(len(run) - n + 1))
        else:
            edged = f"<{run}>"
            yield from ((edged[i : i + n], 0.3) for n in (3, 4, 5) for i in range(len(edged) - n + 1))

