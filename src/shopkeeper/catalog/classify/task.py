"""`evaluate classify`: how often products that were not learnt from get their category."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...evaluation import Interval, Report, mean
from ...shop import InvalidFile, InvalidRecord
from ..words import Encode
from .classifier import Classifier, Learnt, Path, Unlearnt, rolled

HELD_OUT = 5  # one of so many
ROLL = 10  # rows of a path before it stands alone


@dataclass(frozen=True, slots=True)
class Placed:
    """A text and its category."""

    text: str
    path: Path


def read_placed(rows: Iterable[tuple[int, Mapping[str, Any]]], source: str) -> list[Placed]:
    """The rows {title, description?, path}, a path as a list or as text with " > ". `InvalidRecord` names the row and field of the first
    one that is wrong; paths of fewer than `ROLL` rows are rolled up to their parent."""
    found = []
    for number, row in rows:
        title, path = str(row.get("title") or "").strip(), row.get("path")
        levels = tuple(str(each).strip() for each in (path if isinstance(path, list) else str(path or "").split(">")))
        if not title:
            raise InvalidRecord(f"{source}, row {number}, title", "a text", row.get("title"))
        if not all(levels):
            raise InvalidRecord(f"{source}, row {number}, path", 'a category such as "Clothing > Dresses"', path)
        found.append(Placed(f"{title}. {title}. {str(row.get('description') or '')[:600]}", levels))
    if not found:
        raise InvalidFile(f"{source}: expected at least one row with title and path")
    return [Placed(each.text, path) for each, path in zip(found, rolled([each.path for each in found], ROLL), strict=True)]


def measure(rows: Sequence[Placed], encode: Encode | None, labels: int | None = None, progress: Any = None) -> Report:
    """accuracy and macro_f1 over the fifth (by the hash of the text) that was held out. `labels`: learnt from so many rows a category at
    most; 0: from none, by the names of the categories and the
    texts without their category."""
    held = [row for row in rows if _held(row)]
    learn = [row for row in rows if not _held(row)]
    judge = classifier(learn, sorted({row.path for row in rows}), encode, labels)
    said = list[Path]()
    for start in range(0, len(held), 256):
        part = held[start : start + 256]
        said += [judge.paths[place] for place in judge.chances([row.text for row in part]).argmax(axis=1).tolist()]
        if progress:
            progress("products", min(start + 256, len(held)), len(held))
    if not held:
        raise InvalidFile("expected enough rows for a fifth to be held out")
    right = [float(guess == row.path) for guess, row in zip(said, held, strict=True)]
    out = tuple({"key": str(place), "accuracy": hit} for place, hit in enumerate(right))
    macro = macro_f1([row.path for row in held], said)
    return Report(
        "classify",
        {"macro_f1": Interval(macro, macro, macro), "accuracy": mean(right)},
        {"learnt": len(learn), "held_out": len(held), "categories": len(judge.paths)},
        out,
    )


def classifier(learn: Sequence[Placed], paths: Sequence[Path], encode: Encode | None, labels: int | None) -> Classifier:
    """What is measured."""
    if labels == 0:
        return Unlearnt(paths, encode, [row.text for row in learn])
    kept, seen = list[Placed](), dict[Path, int]()
    for row in learn:
        seen[row.path] = seen.get(row.path, 0) + 1
        if labels is None or seen[row.path] <= labels:
            kept.append(row)
    return Learnt.learn([row.text for row in kept], [row.path for row in kept], encode)


def macro_f1(truth: Sequence[Path], said: Sequence[Path]) -> float:
    """The mean over all categories that are true or were said of 2·right / (true + said)."""
    scores = []
    for path in {*truth, *said}:
        right = sum(a == b == path for a, b in zip(truth, said, strict=True))
        scores.append(2 * right / (sum(a == path for a in truth) + sum(b == path for b in said)))
    return sum(scores) / len(scores)


def _held(row: Placed) -> bool:
    return zlib.crc32(row.text.encode()) % HELD_OUT == 0
