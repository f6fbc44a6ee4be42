"""Makes a backup of a shop that may be served meanwhile, in one file or as the newest of several."""

from __future__ import annotations

import fcntl
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ... import __version__
from ...shop import InvalidFile
from ...store.copies import SCHEMA, save_copy
from ..settings import SECRETS, write, written
from .archive import Step, Writer, opened
from .files import kept, portable, portable_text

if TYPE_CHECKING:
    from ..shop import Shop

STORE, FILES, SETTINGS = "store/shop.db", "files/", "settings/"
DONE = "backup:last"  # where the shop's own notebook says when it was saved last
_NAMED = re.compile(r"shop-\d{8}-\d{6}\.zip")


@dataclass(frozen=True, slots=True)
class Saved:
    """A backup that was made: where, of when, how large, how many rows and files it holds, and which older ones it took the place of."""

    file: str
    at: datetime
    bytes: int
    rows: int
    files: int
    secrets: bool
    removed: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """JSON values."""
        return {**asdict(self), "at": self.at.isoformat(), "removed": list(self.removed)}


def save(shop: Shop, path: Path, *, secrets: bool = False, progress: Step | None = None) -> Saved:
    """Writes the whole shop into a new file: the store as it is at one moment, models, pictures, policy, and the settings, of these the
    secrets only where asked for. The index is made again from the store. `InvalidFile` when there is such a file, or no such folder."""
    if path.exists():
        raise InvalidFile(f"{path}: there is such a file; choose another name, or a folder, in which each backup is named by its time")
    if not path.parent.is_dir():
        raise InvalidFile(f"{path.parent}: no such folder; make it first")
    at = datetime.now(UTC)
    with Writer(path) as archive, _room(path.parent) as room:
        sums = save_copy(shop.store, room / "shop.db", progress)
        archive.add(STORE, room / "shop.db")
        names = [name for name in kept(shop.data_dir) if (shop.data_dir / name) != path]
        for done, name in enumerate(names, 1):
            archive.add(FILES + name, shop.data_dir / name)
            if progress:
                progress("files", done, len(names))
        settings = written(shop.data_dir)
        write(room, saved_settings := portable(settings, secrets), portable_text(shop.data_dir, secrets))
        archive.add(SETTINGS + "shopkeeper.toml", room / "shopkeeper.toml")
        archive.about |= {"shopkeeper": __version__, "made": at.isoformat(), "schema": SCHEMA, "secrets": secrets,
                          "left_out": sorted(key for key in settings if key in SECRETS and key not in saved_settings),
                          "store": shop.store.url.partition(":")[0], "tables": {name: asdict(each) for name, each in sums.items()}}
    saved = Saved(str(path), at, path.stat().st_size, sum(each.rows for each in sums.values()), len(names), secrets)
    shop.store.jobs.save(DONE, {"at": at.isoformat(), "file": str(path.absolute()), "bytes": saved.bytes})
    shop.store.audit.note("cli", "backup", "shop", {"file": path.name, "bytes": saved.bytes, "secrets": secrets})
    return saved


@contextmanager
def _room(folder: Path) -> Iterator[Path]:
    """A folder for what goes into the archive, on the same disk, gone afterwards; those that a killed backup left go too."""
    for left in folder.glob(".shopkeeper-backup-*.part"):
        _remove_idle(left)
    with TemporaryDirectory(prefix=".shopkeeper-backup-", suffix=".part", dir=folder) as room, (Path(room) / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield Path(room)


def _remove_idle(room: Path) -> None:
    try:
        with (room / "lock").open("r") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(room, ignore_errors=True)
    except OSError:  # somebody works in it
        return


def save_in(shop: Shop, folder: Path, *, keep: int = 7, secrets: bool = False, progress: Step | None = None) -> Saved:
    """Writes a backup that is named by its time into a folder, reads it again, and then removes the oldest of those that were named so,
    but for `keep` of them. `InvalidFile` when what was written cannot be read."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    saved = save(shop, folder / f"shop-{datetime.now(UTC):%Y%m%d-%H%M%S}.zip", secrets=secrets, progress=progress)
    with opened(Path(saved.file)) as archive:
        archive.verify()
    ours = sorted(path for path in folder.iterdir() if _NAMED.fullmatch(path.name))
    old = ours[:-keep]
    for path in old:
        path.unlink(missing_ok=True)
    return Saved(**{**asdict(saved), "removed": tuple(path.name for path in old)})
