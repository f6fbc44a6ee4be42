"""Facts and the copy that people wrote of them, as a language model learns them: each pair once, a tenth held out for good.

A pair reads as `app/texts.py` writes a product: its title, a line for each fact, an empty line, the copy. So a language model that has
read the shop's products knows the form, and holds the same pairs out, by the same hash. Standard library and numpy only.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ...text.html import to_text
from ...text.personal import mask
from ..corpus import Copies, part

Facts = Sequence[tuple[str, str]]

LONGEST_PROMPT, LONGEST_VALUE, LONGEST_COPY = 700, 120, 700  # bytes: some 200 tokens, and a sentence of a value
SHORTEST_COPY = 12  # bytes
_SENTENCE_END = re.compile(r"[。！？!?；;\n]|\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Pair:
    """Facts of a product, name and value each, what was written of it, and its title, if it has one."""

    facts: Facts
    copy: str
    title: str = ""

    @property
    def document(self) -> str:
        """The pair as one text, whole."""
        lines = "\n".join(f"{name}: {value}" for name, value in self.facts)
        return f"{self.title}\n{lines}\n\n{self.copy}".strip()


@dataclass(slots=True)
class Split:
    """Pairs to learn from and those held out; how many were left out because they were there already."""

    train: list[Pair] = field(default_factory=list)
    held_out: list[Pair] = field(default_factory=list)
    copies: int = 0

    @property
    def fingerprint(self) -> str:
        """Names exactly these pairs in this order."""
        digest = hashlib.sha256()
        for pairs in (self.train, self.held_out):
            for pair in pairs:
                digest.update(pair.document.encode() + b"\0")
            digest.update(b"\1")
        return digest.hexdigest()[:16]


def prompt(facts: Facts, title: str = "") -> str:
    """The title and the facts as a text, a line each and an empty one at the end: what asks for the copy. What a model of a short memory
    would lose is left out: values that are texts of their own, and facts after the first LONGEST_PROMPT bytes."""
    text = f"{title}\n" if title else ""
    for name, value in facts:
        line = f"{name}: {value}\n"
        if len(value.encode()) <= LONGEST_VALUE and len((text + line).encode()) <= LONGEST_PROMPT:
            text += line
    return text + "\n"


def split(pairs: Iterable[Pair]) -> Split:
    """Each pair once, copies that hardly differ count as one; a tenth is held out by the hash of its text, as a corpus does it. Copy that
    is too short to learn from is left out, of what is too long the beginning is learnt, whole sentences of it."""
    out, seen = Split(), Copies()
    for pair in pairs:
        copy = mask(_beginning(pair.copy.strip()))
        if len(copy.encode()) < SHORTEST_COPY:
            continue
        if seen.seen(copy):
            out.copies += 1
            continue
        learnt = part(mask(to_text(pair.document))) == "train"
        (out.train if learnt else out.held_out).append(Pair(pair.facts, copy, pair.title))
    return out


def _beginning(copy: str) -> str:
    if len(copy.encode()) <= LONGEST_COPY:
        return copy
    cut = copy.encode()[:LONGEST_COPY].decode("utf-8", "ignore")
    ends = [found.end() for found in _SENTENCE_END.finditer(cut)]
    return cut[: ends[-1]].strip() if ends else ""
