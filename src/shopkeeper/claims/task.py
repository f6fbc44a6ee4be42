"""`evaluate claims`: labelled texts, and what the ledger says of each."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..shop import InvalidFile, InvalidRecord
from .check import check, false_claims

_LABELS = {"0": False, "1": True, "0.0": False, "1.0": True, "false": False, "true": True}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the facts that it may speak from, `[[name, value], …]`. `false`: whether it claims what they do not bear out;
    `kind` what that is, empty where it is not said."""

    facts: Any
    language: str
    text: str
    false: bool
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found of a text: the claims that do not hold, as they are written, and the seconds that it took."""

    row: Labelled
    failed: tuple[str, ...]
    seconds: float

    @property
    def right(self) -> bool:
        """Whether a false text was found to be one, or a true one was left alone."""
        return bool(self.failed) == self.row.false


def read_texts(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> list[Labelled]:
    """Numbered rows {facts, language, text, label, kind?}, label 1 = the text holds a false or unsupported claim. `InvalidRecord` names
    the row and field of the first one that is wrong; `InvalidFile` unless there are texts of both labels."""
    texts = [_text(row, f"{source}, row {number}") for number, row in rows]
    if len({text.false for text in texts}) < 2:
        raise InvalidFile(f"{source}: expected texts with label 1 and with label 0, got {len(texts)} in all")
    return texts


def judge(texts: Sequence[Labelled], progress: Any = None) -> list[Judged]:
    """Every text held against its facts, one after the other, after one that is not timed and loads the words."""
    check(texts[0].text, texts[0].facts)
    out = []
    for row in texts:
        begun = time.process_time()
        failed = false_claims(check(row.text, row.facts))
        out.append(Judged(row, tuple(f"{claim.text} ({claim.kind}, {claim.verdict})" for claim in failed), time.process_time() - begun))
        if progress:
            progress("texts", len(out), len(texts))
    return out


def _text(row: Mapping[str, Any], place: str) -> Labelled:
    text, label, facts = row.get("text"), _LABELS.get(str(row.get("label")).strip().lower()), row.get("facts")
    if not isinstance(text, str) or not text.strip():
        raise InvalidRecord(f"{place}, text", "a text", text)
    if label is None:
        raise InvalidRecord(f"{place}, label", "0 (all is true) or 1 (a claim is false or unsupported)", row.get("label"))
    if not isinstance(facts, list | dict):
        raise InvalidRecord(f"{place}, facts", "a list of pairs [name, value]", facts)
    return Labelled(facts, str(row.get("language") or ""), text, label, str(row.get("kind") or ""))
