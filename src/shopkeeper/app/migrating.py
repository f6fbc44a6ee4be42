"""Moves a shop from one database to another, or from a database into a folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..shop import InvalidFile, InvalidQuery
from ..store import Store, open_store
from ..store.carry import Sum, carry
from .backup.files import copy_kept, portable, portable_text
from .settings import FILE, Settings, write, written

Step = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Migrated:
    """A shop that was moved: from where to where, what each table holds at both, the folder of its files, what is left to do."""

    source: str
    target: str
    tables: dict[str, Sum]
    folder: str
    files: int
    next: tuple[str, ...]

    @property
    def rows(self) -> int:
        """Rows of all tables."""
        return sum(table.rows for table in self.tables.values())

    def to_dict(self) -> dict[str, Any]:
        """JSON values."""
        return {**asdict(self), "rows": self.rows, "next": list(self.next)}


def migrate(settings: Settings, to: str, *, progress: Step | None = None) -> Migrated:
    """Copies the shop of `settings` to the URL of a database, or into a new folder; the shop stays where it is too.

    All tables are copied in one transaction and compared row by row, see `store.carry.carry`; at a URL the shop's folder goes on holding
    its files, into a folder they are copied. `InvalidQuery` when both are the same, `InvalidFile` and `StoreError` when something is there
    already, or the shop is written to meanwhile; nothing is left of the attempt then.
    """
    settings.require_shop()
    return _to_url(settings, to, progress) if "://" in to else _to_folder(settings, Path(to), progress)


def _to_url(settings: Settings, to: str, progress: Step | None) -> Migrated:
    with closing(open_store(settings.database)) as source, closing(open_store(to)) as target:
        tables = _carried(source, target, progress)
        steps = (f'put store = "{target.url}" with its password, or SHOPKEEPER_STORE, where {settings.folder / FILE} is read',
                 "start the servers again; index, models and pictures stay in the folder")
        return Migrated(source.url, target.url, tables, str(settings.folder), 0, steps)


def _to_folder(settings: Settings, folder: Path, progress: Step | None) -> Migrated:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise InvalidFile(f"{folder}: something is there already; choose a new folder")
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        with closing(open_store(settings.database)) as source, closing(open_store(part / "shop.db")) as target:
            tables = _carried(source, target, progress)
        files = copy_kept(settings.folder, part)
        write(part, portable(written(settings.folder), secrets=True), portable_text(settings.folder, secrets=True))
        if folder.exists():
            folder.rmdir()
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    steps = (f"make it searchable: shopkeeper index --shop {folder}", f"serve it: shopkeeper serve --shop {folder}")
    return Migrated(source.url, str(folder / "shop.db"), tables, str(folder), files, steps)


def _carried(source: Store, target: Store, progress: Step | None) -> dict[str, Sum]:
    if source.url == target.url:
        raise InvalidQuery(f"--to: expected another place than that of the shop, {source.url}")
    with target.transaction():
        tables = carry(source, target, still=True, progress=progress)
        target.audit.note("cli", "migrate", "shop", {"from": source.url.partition(":")[0], "rows": sum(t.rows for t in tables.values())})
    return tables
