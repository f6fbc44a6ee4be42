"""The import itself: rows to records to the store, in batches that survive a crash."""

from __future__ import annotations

import hashlib
import itertools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from ...shop import InvalidFile, InvalidRecord, Product, to_dict
from ..protocol import Store, Written
from .grouping import Unit, units
from .layout import LooksUp
from .limits import HEAVY, TooMuch
from .plan import Plan, plan_import
from .rejects import Rejects, unwrapped
from .report import ImportReport, Progress
from .sinks import sink_of

_BATCH = 1000  # records a transaction
_PREVIEW = 3


@dataclass
class _State:
    """What a job remembers after each batch."""

    units: int = 0
    rows: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    offset: int = 0
    fingerprint: str = ""
    reasons: list[dict[str, Any]] = field(default_factory=list)
    told: dict[str, int] = field(default_factory=dict)

    def count(self, written: Written) -> None:
        self.new, self.changed, self.unchanged = self.new + written.new, self.changed + written.changed, self.unchanged + written.unchanged


def import_file(
    store: Store,
    path: str | Path,
    *,
    kind: str | None = None,
    format: str = "auto",
    mapping: Mapping[str, str] | None = None,
    currency: str = "CNY",
    dry_run: bool = False,
    rejects_dir: Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    now: datetime | None = None,
    watch: Callable[[Product], None] | None = None,
) -> ImportReport:
    """Takes the records of a file into the store; the same file twice changes nothing.

    `kind` (products, customers, orders, reviews, events, documents, stock, prices …) and `format` (auto, shopify,
    jsonl, csv, parquet) are guessed where not given, and so are the fields of the columns but for
    those in `mapping` {"theirs": "ours"}. `currency` (ISO 4217) is that of prices which name none.
    A row that is wrong is kept with its reason in `<rejects_dir>/<file name>.rejects.jsonl` (default:
    beside the file), the others go in; importing that file, corrected, completes the records. Each
    batch is a transaction that also notes how far the work is: after a crash the same call goes on
    there. `dry_run` writes nothing at all. `now` (default: this moment) decides whether a sale price
    with dates counts and which of the points of a history is the current one. `watch` is
    shown each product that goes in. `InvalidFile` when the file cannot be read or understood.
    """
    started = time.monotonic()
    plan = plan_import(Path(path), kind, format, dict(mapping or {}), currency, now)
    folder, fingerprint = rejects_dir or plan.source.path.parent, _fingerprint(plan, mapping, currency)
    run = Run(store, plan, now or datetime.now(UTC), fingerprint, dry_run, folder, progress)
    run.watch = watch
    try:
        preview = run.go()
    except TooMuch as error:
        raise InvalidFile(f"{path}: {error}") from None
    finally:
        rejects_file = run.rejects.close(run.done)
    shown, attributes, ignored = plan.shown()
    state = run.state
    return ImportReport(
        file=str(path), kind=plan.kind, format=plan.format, encoding=plan.source.encoding, delimiter=plan.source.delimiter,
        ids=plan.layout.ids, mapping=shown, attributes=attributes, ignored=ignored, read=state.rows, new=state.new, changed=state.changed,
        unchanged=state.unchanged, rejected=run.rejects.count, reasons=tuple(run.rejects.reasons.values()), rejects_file=rejects_file,
        seconds=round(time.monotonic() - started, 3), resumed=run.resumed, dry_run=dry_run, preview=tuple(preview),
        notes=plan.notes + tuple(f"{count:,} × {what}" for what, count in run.told.items()),
    )  # fmt: skip


class Run:
    """The reading of one file into a store. A dry run writes nothing and answers `shown` records as JSON values; the caller may put other
    `rejects` in the place of those that are made here."""

    def __init__(
        self, store: Store, plan: Plan, now: datetime, fingerprint: str, dry_run: bool, rejects_dir: Path,
        progress: Callable[[Progress], None] | None,
    ) -> None:  # fmt: skip
        self.store, self.plan, self.dry_run, self.progress = store, plan, dry_run, progress
        self.job = f"import:{plan.source.path.resolve()}:{plan.kind}"
        saved = None if dry_run else store.jobs.load(self.job)
        self.state = _State(**saved) if saved and saved.get("fingerprint") == fingerprint else _State(fingerprint=fingerprint)
        self.resumed = self.state.rows
        told: Any = getattr(plan.layout, "told", None)
        self.told: Counter[str] = Counter() if told is None else told  # what the layout has to say about rows that went in
        self.told.update(self.state.told)
        self.sink = sink_of(store, plan.kind, now, self.told)
        folder = None if dry_run else rejects_dir
        self.rejects = Rejects(plan.source.path, folder, self.state.offset, self.state.reasons, self.state.rejected)
        self.watch: Callable[[Product], None] | None = None
        self.shown = _PREVIEW
        self.bytes = 0
        self.done = False
        self._seen: dict[Any, int] = {}

    def go(self) -> list[dict[str, Any]]:
        """Does the work; the first records as JSON values, for a dry run."""
        preview: list[dict[str, Any]] = []
        for batch in self._batches():
            made = self._records(batch)
            if self.dry_run and len(preview) < self.shown:
                preview += [to_dict(record) for _, record in made[: self.shown - len(preview)]]
            self._write(batch, made)
            if self.watch:
                for record in (record for _, record in made if isinstance(record, Product)):
                    self.watch(record)
            if self.progress:
                accepted = self.state.new + self.state.changed + self.state.unchanged
                self.progress(Progress(self.state.rows, self.bytes, self.plan.source.size, accepted, self.rejects.count))
        if not self.dry_run:
            self.store.jobs.finish(self.job)
        self.done = True
        return preview

    def _batches(self) -> Iterator[list[Unit]]:
        batch, size = list[Unit](), 0
        for unit in itertools.islice(self._units(), self.state.units, None):
            batch.append(unit)
            size += sum(row.size for row in unit)
            if len(batch) == _BATCH or size > HEAVY:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _units(self) -> Iterator[Unit]:
        source = self.plan.source
        return units(_Unwrapped(source) if self.plan.again else source, self.plan.layout, self._at)  # type: ignore[arg-type]

    def _at(self, position: int) -> None:
        self.bytes = position

    def _records(self, batch: list[Unit]) -> list[tuple[Unit, Any]]:
        """The rows of each record, with the record."""
        layout, reject = self.plan.layout, self.rejects
        stored = self._stored(batch)
        if isinstance(layout, LooksUp):
            layout.look_up([unit for unit in batch if unit[0].problem is None], self.store)
        built = []
        for unit in batch:
            problem = unit[0].problem
            if problem is not None:
                reject(unit[0], problem)
            elif (record := layout.build(unit, stored.get(layout.key(unit[0].values)), reject)) is not None:
                built.append((unit, record))
        records = []
        for (unit, _), record in zip(built, self.sink.settle([record for _, record in built]), strict=True):
            if isinstance(record, InvalidRecord):
                for row in unit:
                    reject(row, record)
            else:
                records.append((unit, record))
        return records

    def _stored(self, batch: list[Unit]) -> dict[str, Any]:
        """For corrected rejects: the records that they belong to."""
        if not self.plan.again or self.plan.layout.groups is None:
            return {}
        return dict(self.sink.get_many([self.plan.layout.key(unit[0].values) for unit in batch]))

    def _write(self, batch: list[Unit], made: list[tuple[Unit, Any]]) -> None:
        state = self.state
        state.units += len(batch)
        state.rows += sum(map(len, batch))
        if self.dry_run:
            state.count(self._compare([record for _, record in made]))
            return
        state.told = dict(self.told)
        with self.store.transaction():
            state.count(self._put(made))
            state.rejected = self.rejects.count
            state.offset = self.rejects.settle()
            state.reasons = [asdict(r) for r in self.rejects.reasons.values()]
            self.store.jobs.save(self.job, asdict(state))

    def _put(self, made: list[tuple[Unit, Any]]) -> Written:
        """Writes the records; of those that the store refuses (a variant that another product has) the rows are rejected."""
        try:
            return self.sink.put([record for _, record in made])
        except InvalidRecord:
            written = Written()
            for unit, record in made:
                try:
                    written += self.sink.put([record])
                except InvalidRecord as error:
                    for row in unit:
                        self.rejects(row, error)
            return written

    def _compare(self, records: list[Any]) -> Written:
        """What `put` would do; records seen earlier in the file count as stored."""
        stored = self.sink.stored(records)
        written = Written()
        for record in records:
            key = self.sink.key(record)
            before = self._seen.get(key) or (hash(stored[key]) if key in stored else None)
            self._seen[key] = now = hash(record)
            written += Written(new=before is None, changed=before not in (None, now), unchanged=before == now)
        return written


class _Unwrapped:
    """A file of rejects read as the rows that were rejected."""

    def __init__(self, source: Any) -> None:
        self._source = source

    def rows(self, only: Any = None, at: Any = None) -> Iterator[Any]:
        return (unwrapped(row) for row in self._source.rows(at=at))


def _fingerprint(plan: Plan, mapping: Mapping[str, str] | None, currency: str) -> str:
    """Tells whether an interrupted import is the same one: file, columns and options."""
    stat = plan.source.path.stat()
    told = [stat.st_size, stat.st_mtime_ns, plan.kind, plan.format, plan.source.encoding, sorted((mapping or {}).items()), currency]
    return hashlib.blake2b(orjson.dumps(told), digest_size=16).hexdigest()
