"""From a shop's texts to documents that a language model may learn from: clean, without personal data, each once, split for good.

Near-duplicates are found by MinHash (Broder 1997): two texts agree in a place of their signatures as often as they share their
runs of characters (Jaccard similarity); bands of the signature that agree name the pairs that are looked at (Leskovec, Rajaraman
and Ullman, Mining of Massive Datasets, section 3.4). The copies go wherever they would have lain, so no held-out document has one in the
training part: training data with copies makes a model worse and its figures better (Lee et al. 2022).
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from ..text.html import to_text
from ..text.language import detect
from ..text.normalise import normalise
from ..text.personal import mask

Part = Literal["train", "validation", "held_out"]
Hashes = npt.NDArray[np.uint64]

VALIDATION, HELD_OUT = 0.05, 0.05  # shares of all documents
SHORTEST, LONGEST = 4, 20_000  # characters of a document; a longer text becomes several
RUN = 5  # characters in a run
BANDS, ROWS = 20, 5  # pairs that share 80 % of their runs are found with a chance of .9996, 50 % .47, 30 % .05
ALIKE = 0.8  # share of the signature that makes two texts copies
_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Text:
    """A text and what it is: "product", "review", a file's name …"""

    source: str
    text: str


@dataclass(slots=True)
class Corpus:
    """Documents by part, and what became of the texts: counts by source, and what was left out and why."""

    train: list[str] = field(default_factory=list)
    validation: list[str] = field(default_factory=list)
    held_out: list[str] = field(default_factory=list)
    sources: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    masked: int = 0

    @property
    def fingerprint(self) -> str:
        """Names exactly these documents in this order."""
        digest = hashlib.sha256()
        for part in (self.train, self.validation, self.held_out):
            for text in part:
                digest.update(text.encode() + b"\0")
            digest.update(b"\1")
        return digest.hexdigest()[:16]

    def kept(self) -> dict[str, Any]:
        """All of it as JSON values, which `of` reads."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: dict(value) if isinstance(value, Counter) else value for name, value in values.items()}

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Corpus:
        """What `kept` gave."""
        counted = {name: Counter(kept[name]) for name in ("sources", "languages", "left_out")}
        return cls(**{**kept, **counted})

    def to_dict(self) -> dict[str, Any]:
        """The figures as JSON values; bytes are of UTF-8."""
        parts = {"train": self.train, "validation": self.validation, "held_out": self.held_out}
        return {
            "documents": {name: len(part) for name, part in parts.items()},
            "bytes": {name: sum(len(text.encode()) for text in part) for name, part in parts.items()},
            "sources": dict(self.sources), "languages": dict(self.languages), "left_out": dict(self.left_out), "masked": self.masked,
            "fingerprint": self.fingerprint,
        }

    def __str__(self) -> str:
        told = self.to_dict()
        parts = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in told["documents"].items())
        left = ", ".join(f"{count:,} {why}" for why, count in self.left_out.items())
        return (f"{sum(told['documents'].values()):,} documents ({parts}), {sum(told['bytes'].values()) / _BYTES:.1f} MB"
                + (f"; left out: {left}" if left else "") + (f"; personal data masked in {self.masked:,}" if self.masked else ""))


def collect(texts: Iterable[Text]) -> Corpus:
    """Cleans, masks, removes copies and splits. Of copies the first stays, so texts should come in an order that lasts."""
    corpus, copies = Corpus(), Copies()
    for text in texts:
        for document in _pieces(to_text(text.text.encode("utf-8", "ignore").decode())):
            _take(corpus, copies, text.source, document)
    return corpus


def part(text: str) -> Part:
    """Where a document belongs: by its own hash alone, so that it stays there whatever is added."""
    place = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) / 2**64
    return "held_out" if place < HELD_OUT else "validation" if place < HELD_OUT + VALIDATION else "train"


def _take(corpus: Corpus, copies: Copies, source: str, text: str) -> None:
    if len(text) < SHORTEST:
        corpus.left_out["too short"] += 1
        return
    masked = mask(text)
    kind = copies.seen(masked)
    if kind:
        corpus.left_out[kind] += 1
        return
    corpus.masked += masked != text
    corpus.sources[source] += 1
    corpus.languages[detect(masked)] += 1
    getattr(corpus, part(masked)).append(masked)


def _pieces(text: str) -> Iterable[str]:
    """A text of any length in pieces of at most LONGEST characters, cut at the last line or space that fits."""
    while len(text) > LONGEST:
        cut = max(text.rfind("\n", 0, LONGEST), text.rfind(" ", 0, LONGEST) if "\n" not in text[:LONGEST] else 0)
        cut = cut if cut > 0 else LONGEST
        yield text[:cut].strip()
        text = text[cut:].strip()
    yield text


class Copies:
    """Every text seen so far, by signature."""

    def __init__(self) -> None:
        self._exact: set[bytes] = set()
        self._signatures: list[Hashes] = []
        self._bands: dict[tuple[int, bytes], list[int]] = {}

    def seen(self, text: str) -> str:
        """"copies" when this text was there, "near-duplicates" when one much like it, else ""; it is remembered then.

        Width, case, accents, 繁体 and 简体 and blanks make no difference.
        """
        plain = "".join(normalise(text).split()).encode()
        exact = hashlib.blake2b(plain, digest_size=16).digest()
        if exact in self._exact:
            return "copies"
        self._exact.add(exact)
        signature = minhash(plain.decode())
        keys = [(i, signature[i * ROWS : (i + 1) * ROWS].tobytes()) for i in range(BANDS)]
        near = {other for key in keys for other in self._bands.get(key, ())}
        if any(float((self._signatures[other] == signature).mean()) >= ALIKE for other in near):
            return "near-duplicates"
        for key in keys:
            self._bands.setdefault(key, []).append(len(self._signatures))
        self._signatures.append(signature)
        return ""


def _constants() -> tuple[Hashes, Hashes]:
    draw = np.random.default_rng(0)
    odd = draw.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64) * 2 + 1
    return odd, draw.integers(0, 2**63, BANDS * ROWS, dtype=np.uint64)


_TIMES, _PLUS = _constants()
_POWERS = np.array([0x9E3779B97F4A7C15**i % 2**64 for i in range(RUN)], dtype=np.uint64)


def minhash(text: str) -> Hashes:
    """uint64[BANDS * ROWS]: of each of so many hashes the least among the text's runs of RUN characters."""
    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32).astype(np.uint64)
    if len(letters) < RUN:
        letters = np.pad(letters, (0, RUN - len(letters)))
    count = len(letters) - RUN + 1
    runs = sum((letters[i : i + count] * _POWERS[i] for i in range(1, RUN)), letters[:count])
    mixed = runs ^ (runs >> np.uint64(29))
    hashed = mixed[:, None] * _TIMES + _PLUS
    least: Hashes = (hashed ^ (hashed >> np.uint64(32))).min(0)
    return least
