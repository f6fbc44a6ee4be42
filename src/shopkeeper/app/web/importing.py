"""The console's page of imports: upload a file, see how it would be read, change that, import it, fetch what was rejected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import get_args

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.responses import FileResponse, RedirectResponse

from ...shop import InvalidFile, InvalidQuery, Language, NotFound
from ...shop.job import Job, JobState
from ...store.importers import Look, look
from ...store.importers.plan import FORMATS
from ..callers import caller_of
from ..jobs import UPLOADS, ImportArguments, rejects_folder
from ..request import shop_of
from ..shop import Shop
from ..uploads import KEPT, LARGEST, Upload, Uploads
from .expected import expected, of_file, remark
from .form import Fields
from .jobs import IDLE
from .language import language_of
from .record_view import told
from .render import page
from .strings import STRINGS, text

router = APIRouter(prefix="/console/import", include_in_schema=False)

SHOWN = 20  # imports of the list
COLUMNS = 100  # of a file that can be mapped on the page; the others are read as they are recognised
KINDS: tuple[str, ...] = get_args(get_args(ImportArguments.model_fields["kind"].annotation)[0])
_GOOD = (JobState.WAITING, JobState.RUNNING, JobState.DONE)
_MAP = "map:"  # before a column's name, in the form


@dataclass(frozen=True, slots=True)
class Past:
    """An import that was queued: its job, the file's name, and its rejects where they are still those of this import."""

    job: Job
    name: str
    upload: str
    rejects: bool


@router.get("")
def imports(request: Request) -> Response:
    """What waits, and what was imported last."""
    return _list(request)


@router.post("")
async def upload(request: Request) -> Response:
    """Keeps a file that a form sends."""
    async with request.form(max_files=2, max_fields=5) as form:
        files = [each for each in form.getlist("file") if isinstance(each, UploadFile) and each.filename]
        if len(files) != 1:
            wrong = text("import_too_many" if files else "import_no_file", language_of(request))
            return await run_in_threadpool(_list, request, wrong)
        return await run_in_threadpool(_kept, request, files[0])


@router.get("/rejects/{job}")
def rejects(request: Request, job: str) -> Response:
    """The rows that an import rejected, as a file that can be corrected and uploaded again."""
    shop = shop_of(request)
    found = next((each for each in _past(shop) if each.job.id == job and each.rejects), None)
    if found is None:
        raise NotFound("file of rejected rows", job)
    path = _rejects(shop, Path(str(found.job.arguments["file"])))
    return FileResponse(path, media_type="application/x-ndjson", filename=path.name, headers={"Cache-Control": "private, no-store"})


@router.get("/{id}")
def one(request: Request, id: str) -> Response:
    """How a file would be read, or how its import stands."""
    shop, language = shop_of(request), language_of(request)
    past = next((each for each in _past(shop) if each.upload == id and each.job.state in _GOOD), None)
    if past:
        return _course(request, past)
    upload = Uploads(shop).get(id)
    found, wrong = _looked(shop, upload, language)
    return page(request, "import_one.html", upload=upload, seen=found, wrong=wrong, failed=_failed(shop, upload, language), kinds=KINDS,
                formats=FORMATS, columns=found.columns[:COLUMNS] if found else (), label=partial(field_label, language=language),
                expected=partial(expected, language=language), told=partial(told, language=language), size=_size, map=_MAP, known=STRINGS,
                remark=partial(remark, language=language))


def _course(request: Request, past: Past) -> Response:
    """How the import of a file stands."""
    job = past.job
    idle = job.state is JobState.WAITING and max(job.at, job.not_before or job.at) < datetime.now(UTC) - IDLE
    return page(request, "import_course.html", past=past, live=not job.ended, idle=idle,
                expected=partial(expected, language=language_of(request)), reasons=job.result["reasons"] if job.result else [])


@router.post("/{id}")
def act(request: Request, id: str, fields: Fields) -> Response:
    """Keeps how a file is to be read, imports it, or throws it away."""
    shop, what = shop_of(request), fields.get("do", "")
    uploads = Uploads(shop)
    if what == "throw":
        uploads.throw_away(id)
        return RedirectResponse("/console/import", 303)
    if what not in ("look", "import"):
        raise InvalidQuery(f"do: expected look, import or throw, got {what[:20]!r}")
    kept = uploads.told(uploads.get(id), *_said(fields))
    if what == "import":
        uploads.begin(kept, datetime.now(UTC))
    return RedirectResponse(f"/console/import/{id}", 303)


def field_label(field: str, language: Language) -> str:
    """A field as a mapping says it, such as `title_en`, `price_eur_cents` or `attribute:Colour`, in words."""
    bare, _, label = field.partition(":")
    if bare == "ignore":
        return text("becomes_ignore", language)
    if bare in ("attribute", "option"):
        return text(f"becomes_{bare}", language, label=label)
    if (known := f"field_of_{bare}") in STRINGS:
        return text(known, language)
    start, _, end = bare.rpartition("_")
    if not start:
        return field
    shown = field_label(start, language)
    return text(f"becomes_{end}", language, field=shown) if end in ("zh", "en", "cents") else f"{shown} ({end.upper()})"


def _list(request: Request, wrong: str = "") -> Response:
    shop = shop_of(request)
    uploads = Uploads(shop)
    uploads.sweep(datetime.now(UTC))
    waiting = [each for each in uploads.all() if not (job := uploads.job(each)) or job.ended]
    past = _past(shop)
    return page(request, "import.html", 422 if wrong else 200, waiting=waiting, past=past, wrong=wrong, mb=LARGEST >> 20, days=KEPT.days,
                size=_size, live=any(not each.job.ended for each in past), said=partial(of_file, language=language_of(request)))


def _kept(request: Request, file: UploadFile) -> Response:
    name = file.filename or ""
    try:
        kept = Uploads(shop_of(request)).keep(name, file.file, caller_of(request).name, datetime.now(UTC))
    except InvalidFile as error:
        return _list(request, of_file(str(error), name, language_of(request)))
    return RedirectResponse(f"/console/import/{kept.id}", 303)


def _looked(shop: Shop, upload: Upload, language: Language) -> tuple[Look | None, str]:
    """What a look finds, or what is wrong with the file."""
    path = Uploads(shop).path(upload)
    try:
        return look(shop.store, path, kind=upload.kind or None, format=upload.format or "auto", mapping=upload.mapping,
                    currency=shop.currency), ""
    except InvalidFile as error:
        return None, of_file(str(error), upload.name, language)


def _failed(shop: Shop, upload: Upload, language: Language) -> str:
    job = Uploads(shop).job(upload)
    return of_file(job.error, upload.name, language) if job and job.state is JobState.FAILED else ""


def _said(fields: dict[str, str]) -> tuple[str, str, dict[str, str]]:
    """Kind, format and mapping of a form."""
    kind, format = fields.get("kind", ""), fields.get("format", "")
    if kind not in ("", *KINDS) or format not in ("", *FORMATS):
        raise InvalidQuery(f"kind or format: expected one of those offered, got {kind[:40]!r} and {format[:40]!r}")
    mapping = {name.removeprefix(_MAP): field for name, field in fields.items() if name.startswith(_MAP) and field}
    return kind, "" if format == "auto" else format, mapping


def _past(shop: Shop) -> list[Past]:
    """The imports that were queued last; of two of files with one name in the folder `imports` the rejects are those of the later."""
    found, seen = [], set[Path]()
    for job in shop.store.queue.newest(SHOWN, kind="import"):
        path = Path(str(job.arguments.get("file", "")))
        rejected = _rejects(shop, path)
        fresh = rejected not in seen and job.ended
        seen.add(rejected)
        there = fresh and job.state is not JobState.CANCELLED and rejected.is_file()
        found.append(Past(job, path.name, path.parent.name if path.parent.parent.name == UPLOADS else "", there))
    return found


def _rejects(shop: Shop, file: Path) -> Path:
    return rejects_folder(shop, file) / f"{file.name}.rejects.jsonl"


def _size(count: float) -> str:
    for unit in ("B", "kB"):
        if count < 1000:
            return f"{count:,.0f} {unit}"
        count /= 1000
    return f"{count:,.1f} MB"
