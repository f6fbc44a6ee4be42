"""The export itself: records out of the store, through a format, into a file that appears whole."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ...shop import InvalidFile, Language
from ..protocol import Store
from .aside import Aside
from .job import Job
from .registry import EXPORTS, SUFFIXES, WHOLE
from .report import ExportReport, Losses

_STEP = 1000  # records between two reports of progress


def export_file(
    store: Store,
    path: str | Path,
    *,
    kind: str = "products",
    format: str = "auto",
    language: Language = "zh",
    currency: str = "CNY",
    progress: Callable[[int], None] | None = None,
) -> ExportReport:
    """Writes all records of a kind into a file (or the folder that the format is made of).

    `format` is any that the kind has in `EXPORTS`, or one of `WHOLE`, which holds several kinds whatever `kind` says; `auto` goes
    by the name of the file (`.jsonl`, `.csv`, `.parquet`, each also `.gz`). `language` chooses the text where the format holds
    one language only; the other stands in where it is missing. `currency` (ISO 4217) is the shop's, which formats mean that write
    amounts alone. The file appears when it is whole; an older one is replaced then. `progress` is told now and then how many
    records are written. The report notes what the format cannot hold. `InvalidFile` says what cannot be written.
    """
    started = time.monotonic()
    path, found = Path(path), format if format in WHOLE else _format(Path(path), kind, format)
    kind = "records" if format in WHOLE else kind
    export, lost, counted = WHOLE.get(found) or EXPORTS[kind], Losses(), _Counted(progress)
    with Aside(path) as out:
        rows = export.formats[found](Job(out, counted(export.records(store)), language, currency, lost))
    return ExportReport(str(path), kind, found, counted.count - lost.whole, rows, lost.notes(kind), round(time.monotonic() - started, 3))


def _format(path: Path, kind: str, format: str) -> str:
    if kind not in EXPORTS:
        raise InvalidFile(f"kind {kind!r}: expected one of {', '.join(EXPORTS)}")
    known = EXPORTS[kind].formats
    suffix = Path(path.stem).suffix if path.suffix.lower() == ".gz" else path.suffix
    found = SUFFIXES.get(suffix.lower(), "") if format == "auto" else format
    if not found:
        raise InvalidFile(f"{path}: the name does not say the format; expected --format with one of {', '.join(known)}")
    if found not in known:
        raise InvalidFile(f"format {found!r}: expected one of {', '.join(known)} for {kind}")
    return found


class _Counted:
    """Counts the records that pass."""

    def __init__(self, progress: Callable[[int], None] | None) -> None:
        self.count, self._progress = 0, progress

    def __call__(self, records: Iterable[Any]) -> Iterator[Any]:
        for record in records:
            self.count += 1
            if self._progress and self.count % _STEP == 0:
                self._progress(self.count)
            yield record
