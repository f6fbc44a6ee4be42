"""Files that were uploaded and are not imported yet: kept in the shop's folder, for its people only, until they are imported, thrown away
or a week old."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from ..shop import InvalidFile, NotFound
from ..shop.job import Job, JobState
from .jobs import IMPORTS, UPLOADS, queue

if TYPE_CHECKING:
    from .shop import Shop

LARGEST = 256 << 20  # bytes of a file
TOGETHER = 1 << 30  # bytes of all files that wait
KEPT = timedelta(days=7)
_NOTE = "upload.json"
_PIECE = 1 << 20
_NAME = 60  # characters of a file's name that are kept: their bytes and the ending of the rejects fit into any file system


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was uploaded: under which name, when, by whom, how many bytes; how it is to be read, as far as somebody has said
    (`kind` and `format` empty and `mapping` without a column: as recognised); and the job that imports it, empty before there is one."""

    id: str
    name: str
    at: datetime
    by: str
    size: int
    kind: str = ""
    format: str = ""
    mapping: Mapping[str, str] = field(default_factory=dict)
    job: str = ""


class Uploads:
    """The uploaded files of a shop, each in a folder of its own."""

    def __init__(self, shop: Shop) -> None:
        self._shop, self._folder = shop, shop.data_dir / IMPORTS / UPLOADS

    def keep(self, name: str, file: BinaryIO, by: str, now: datetime) -> Upload:
        """Keeps what a file holds. `InvalidFile` for one that is empty or too large, or where too much waits already."""
        upload = Upload(secrets.token_hex(8), safe_name(name), now, by, 0)
        waiting = sum(each.size for each in self.all())
        folder = self._folder / upload.id
        folder.mkdir(parents=True, mode=0o700)
        self._folder.chmod(0o700)
        try:
            size = copied(file, folder / upload.name, min(LARGEST, TOGETHER - waiting))
        except BaseException:
            shutil.rmtree(folder)
            raise
        return self._noted(replace(upload, size=size))

    def get(self, id: str) -> Upload:
        """The upload of this id; `NotFound` when there is none."""
        note = self._folder / id / _NOTE
        if not id.isalnum() or not note.is_file():
            raise NotFound("upload", id)
        return _read(note)

    def all(self) -> list[Upload]:
        """All, the newest first."""
        notes = self._folder.glob(f"*/{_NOTE}") if self._folder.is_dir() else ()
        return sorted(map(_read, notes), key=lambda each: each.at, reverse=True)

    def path(self, upload: Upload) -> Path:
        """Where its file lies."""
        return self._folder / upload.id / upload.name

    def told(self, upload: Upload, kind: str, format: str, mapping: Mapping[str, str]) -> Upload:
        """The upload with how it is to be read. `InvalidFile` while its job waits or runs, which reads that as well."""
        self._require_idle(upload)
        return self._noted(replace(upload, kind=kind, format=format, mapping=dict(mapping)))

    def begin(self, upload: Upload, now: datetime) -> Job:
        """Queues the import of an upload; the job that there is when one was queued already and came to something."""
        if (job := self.job(upload)) and job.state not in (JobState.FAILED, JobState.CANCELLED):
            return job
        note = [str(self._folder / upload.id / _NOTE)] if upload.mapping else []
        said = {"kind": upload.kind, "format": upload.format, "map": note}
        file = f"{UPLOADS}/{upload.id}/{upload.name}"
        job = queue(self._shop, "import", {"file": file} | {name: value for name, value in said.items() if value}, now)
        self._noted(replace(upload, job=job.id))
        return job

    def job(self, upload: Upload) -> Job | None:
        """The job that imports an upload, None when there is none."""
        try:
            return self._shop.store.queue.get(upload.job) if upload.job else None
        except NotFound:
            return None

    def throw_away(self, id: str) -> None:
        """Forgets an upload. `InvalidFile` while its job waits or runs."""
        self._require_idle(self.get(id))
        shutil.rmtree(self._folder / id, ignore_errors=True)

    def sweep(self, now: datetime) -> int:
        """Removes the files that were imported, and those that nobody wanted for a week; how many."""
        old = [each for each in self.all() if self._done_with(each, now)]
        for each in old:
            shutil.rmtree(self._folder / each.id, ignore_errors=True)
        return len(old)

    def _done_with(self, upload: Upload, now: datetime) -> bool:
        job = self.job(upload)
        imported = job is not None and job.state is JobState.DONE
        return imported or (upload.at < now - KEPT and not self._working(upload))

    def _require_idle(self, upload: Upload) -> None:
        if self._working(upload):
            raise InvalidFile(f"{upload.name}: it is being imported; cancel the job first")

    def _working(self, upload: Upload) -> bool:
        job = self.job(upload)
        return job is not None and not job.ended

    def _noted(self, upload: Upload) -> Upload:
        note = self._folder / upload.id / _NOTE
        aside = note.with_suffix(".part")
        aside.write_bytes(orjson.dumps(asdict(upload)))
        aside.replace(note)
        return upload




def safe_name(name: str) -> str:
    """A file's name as it may stand on this disk, its endings kept: no folders, nothing unprintable, not hidden, not too long."""
    bare = "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable()).strip().lstrip(".")
    stem, dot, ends = bare.partition(".")
    kept = stem[: max(_NAME - len(ends) - 1, 1)] + dot + ends
    return kept[:_NAME] if kept.strip(". ") and kept != _NOTE else "upload"


def copied(file: BinaryIO, path: Path, most: int) -> int:
    """Copies a file that is sent into a new one for its owner alone; its bytes. `InvalidFile` when there are more than `most`, or none."""
    size = 0
    with path.open("xb") as out:
        path.chmod(0o600)
        for piece in _pieces(file):
            size += len(piece)
            if size > most:
                expected = f"expected a file of at most {most >> 20} MB; import a larger one with `shopkeeper import`"
                raise InvalidFile(f"{path.name}: {expected}")
            out.write(piece)
    if not size:
        raise InvalidFile(f"{path.name}: the file is empty")
    return size


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _read(note: Path) -> Upload:
    found: dict[str, Any] = orjson.loads(note.read_bytes())
    at = datetime.fromisoformat(found.pop("at"))
    return Upload(**found, at=at if at.tzinfo else at.replace(tzinfo=UTC))
