"""The hand-written sentences, and how much of the personal data in them is found."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from shopkeeper.text.personal import Found, find

_MARK = re.compile(r"\{(\w+) ([^}]*)\}")
ENOUGH = 0.9  # of what is personal has to be covered, and of what is masked has to be personal at least half


def marked(line: str) -> tuple[str, list[Found]]:
    """A sentence without its marks, and what was marked."""
    text, places, end = "", [], 0
    for match in _MARK.finditer(line):
        text += line[end:match.start()]
        places.append(Found(len(text), len(text) + len(match[2]), match[1]))
        text, end = text + match[2], match.end()
    return text + line[end:], places


def sentences(*, kept_back: bool) -> list[tuple[str, list[Found]]]:
    """Every second sentence: those to tune on, or those kept back."""
    lines = [line for line in (Path(__file__).parent / "lines.txt").read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return [marked(line) for line in lines[1 if kept_back else 0::2]]


def wrong(text: str, wanted: Sequence[Found]) -> Iterator[tuple[str, str, str]]:
    """What was missed and what was masked for nothing: which of the two, its kind, its words."""
    found = find(text)
    for each in wanted:
        covered = sum(max(0, min(each.end, other.end) - max(each.start, other.start)) for other in found if other.kind == each.kind)
        if covered < ENOUGH * (each.end - each.start):
            yield "missed", each.kind, text[each.start:each.end]
    for other in found:
        inside = sum(max(0, min(each.end, other.end) - max(each.start, other.start)) for each in wanted if each.kind == other.kind)
        if 2 * inside < other.end - other.start:
            yield "false", other.kind, text[other.start:other.end]


def measured(*, kept_back: bool) -> dict[str, tuple[float, float, int]]:
    """Recall, precision and number of what is marked, by kind and of all."""
    wanted, found, bad = Counter[str](), Counter[str](), Counter[tuple[str, str]]()
    for text, marks in sentences(kept_back=kept_back):
        wanted.update(each.kind for each in marks)
        found.update(each.kind for each in find(text))
        bad.update((what, kind) for what, kind, _ in wrong(text, marks))
    kinds = sorted(wanted | found)
    of = {kind: (wanted[kind], found[kind], bad["missed", kind], bad["false", kind]) for kind in kinds}
    of["all"] = tuple(map(sum, zip(*of.values(), strict=True)))  # type: ignore[assignment]
    return {kind: (1 - missed / (n or 1), 1 - false / (m or 1), n) for kind, (n, m, missed, false) in of.items()}
