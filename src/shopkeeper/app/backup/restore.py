"""Puts a shop back from its backup, in a new place or over what is there.

The store is replaced in one transaction, so that it is the old one or the new one whenever the work ends; files are unpacked beside
the shop, the old ones are moved aside and are removed when all is done. A note in the folder says that a restore is under way: after a
crash `doctor` finds it, and the same command does everything again.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ...shop import InvalidFile
from ...store import Store, StoreError, open_store
from ...store.carry import carry
from ..privacy.again import Forgotten, forget_again, forgotten, keep
from ..settings import Settings, text_of, write, written
from .archive import Archive, Step, opened
from .files import joined, kept, left
from .make import FILES, SETTINGS, STORE

UNDER_WAY = ".restoring"  # the folder of a restore that is under way, and its note
_NOTE = "restoring.json"
_SQLITE_FILES = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back: from which file, of when, into which shop, how many rows and files."""

    file: str
    made: str
    store: str
    folder: str
    rows: int
    files: int
    missing: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON values; `missing` are the secrets that the backup does not hold and the shop has not."""
        return {**asdict(self), "missing": list(self.missing)}


def restore(path: Path, settings: Settings, *, force: bool = False, progress: Step | None = None) -> Restored:
    """Puts the backup at `path` into the shop that `settings` name. `InvalidFile` where the backup is damaged, or something is there
    already and not to be replaced; nothing is changed then."""
    folder = settings.folder
    with opened(path) as archive:
        if STORE not in archive.files:
            raise InvalidFile(f"{path}: expected the records of a shop in it ({STORE}); use another backup")
        archive.verify(progress)
        if not force:
            _refuse_occupied(folder, settings)
        with _under_way(folder, archive) as room:
            archive.extract(room)
            with closing(_target(settings, force)) as store, closing(open_store(room / STORE)) as saved:
                erased = forgotten(store)
                rows = _replace(saved, store, archive, force, progress, erased)
            held = _swap(room, folder)
            missing = [name for name in archive.about.get("left_out", ()) if name not in held]
            _index(settings, progress, erased)
        return Restored(str(path), str(archive.about.get("made")), store.url, str(folder), rows, _files(archive), tuple(missing))


def under_way(folder: Path) -> str:
    """The backup of which a restore was begun in this folder and not finished; empty: none."""
    try:
        return str(json.loads((folder / UNDER_WAY / _NOTE).read_text("utf-8"))["file"])
    except (OSError, ValueError, KeyError):
        return ""


def _files(archive: Archive) -> int:
    return sum(name.startswith(FILES) for name in archive.files)


def _refuse_occupied(folder: Path, settings: Settings) -> None:
    there = settings.database if isinstance(settings.database, Path) and settings.database.exists() else next(iter(kept(folder)), None)
    if there:
        raise InvalidFile(f"{folder}: something is there already ({there}); choose a new place, or give --force to replace it")


@contextmanager
def _under_way(folder: Path, archive: Archive) -> Iterator[Path]:
    """The folder that the backup is unpacked in. It stays where something was put in place and the rest could not be."""
    room = folder / UNDER_WAY
    room.mkdir(parents=True, exist_ok=True, mode=0o700)
    for name in (STORE.partition("/")[0], FILES.rstrip("/"), SETTINGS.rstrip("/")):
        shutil.rmtree(room / name, ignore_errors=True)
    (room / _NOTE).write_text(json.dumps({"file": str(archive.path.absolute())}), "utf-8")
    try:
        yield room
    except BaseException:
        if not (room / "old").exists():
            shutil.rmtree(room)
        raise
    shutil.rmtree(room)


def _target(settings: Settings, force: bool) -> Store:
    """The store to be filled; a SQLite file that is damaged is moved aside."""
    database = settings.database
    if isinstance(database, Path):
        database.parent.mkdir(parents=True, exist_ok=True)
    try:
        return open_store(database)
    except StoreError:
        if not (force and isinstance(database, Path) and database.exists()):
            raise
        for end in _SQLITE_FILES:
            if (file := Path(f"{database}{end}")).exists():
                file.replace(f"{database}{end}.damaged")
        return open_store(database)


def _replace(saved: Store, store: Store, archive: Archive, force: bool, progress: Step | None, erased: Forgotten) -> int:
    with store.transaction():
        sums = carry(saved, store, replace=force, progress=progress)
        keep(store, erased)
        store.audit.note("cli", "restore", "shop", {"file": archive.path.name, "made": archive.about.get("made")})
    return sum(each.rows for each in sums.values())


def _swap(room: Path, folder: Path) -> dict[str, Any]:
    """Moves the shop's old files aside and the new ones in place; the settings that hold from now on."""
    brought, old = room / FILES, room / "old"
    brought.mkdir(exist_ok=True)
    old.mkdir(exist_ok=True)
    settings = joined(written(room / SETTINGS), written(folder))
    for path in list(folder.iterdir()):
        if not left(path.name):
            _aside(path, old / path.name)
    for path in list(brought.iterdir()):
        path.replace(folder / path.name)
    write(folder, settings, text_of(room / SETTINGS))
    return settings


def _index(settings: Settings, progress: Step | None, erased: Forgotten) -> None:
    """The index is of the shop that was there before: it is made anew. Whoever was erased since the backup is forgotten again."""
    from ..bootstrap import open_shop

    with closing(open_shop(settings.shop, str(settings.folder))) as shop:
        forget_again(shop, erased)
        shop.index(rebuild=True, progress=progress)


def _aside(path: Path, place: Path) -> None:
    """What an interrupted restore moved aside is the old; what lies in its place now is not."""
    if not place.exists():
        path.replace(place)
    elif path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
