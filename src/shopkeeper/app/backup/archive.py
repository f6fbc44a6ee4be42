"""The file of a backup: a ZIP archive whose last member, `manifest.json`, names every other with its size and SHA-256.

It is written beside its name and renamed when it is whole and on the disk, so that a file of that name is always a whole backup.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Any

from ...shop import InvalidFile

FORMAT = 1
MANIFEST = "manifest.json"
_CHUNK = 1 << 20
_LARGEST_MANIFEST = 256 << 20
_PACKED = (".onnx", ".npz", ".gguf", ".safetensors", ".jpg", ".jpeg", ".png", ".webp", ".gz", ".zip")  # what packing makes no smaller
Step = Callable[[str, int, int], None]


class Writer:
    """Writes an archive; `about` joins the manifest. Leaving the context without an error puts the file in its place."""

    def __init__(self, path: Path) -> None:
        self.about: dict[str, Any] = {}
        self._path, self._part = path, path.with_name(f".{path.name}.part")
        self._files: dict[str, dict[str, Any]] = {}

    def __enter__(self) -> Writer:
        self._file = os.fdopen(os.open(self._part, os.O_RDWR | os.O_CREAT, 0o600), "r+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise InvalidFile(f"{self._path}: another backup is being written there") from None
        self._file.truncate(0)  # what a killed one left
        self._zip = zipfile.ZipFile(self._file, "w", allowZip64=True)
        return self

    def add(self, name: str, path: Path) -> None:
        """Adds a file under a name. One that is gone meanwhile is left out."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return
        with source:
            info = zipfile.ZipInfo.from_file(path, name, strict_timestamps=False)
            info.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
            digest, size = hashlib.sha256(), 0
            with self._zip.open(info, "w", force_zip64=True) as member:
                while chunk := source.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    member.write(chunk)
        self._files[name] = {"bytes": size, "sha256": digest.hexdigest()}

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self._finish()
            else:
                self._part.unlink(missing_ok=True)
                self._zip.close()  # while its file is still open
        finally:
            self._file.close()

    def _finish(self) -> None:
        manifest = {"format": FORMAT, **self.about, "files": self._files}
        self._zip.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1), zipfile.ZIP_DEFLATED)
        self._zip.close()
        self._file.flush()
        os.fsync(self._file.fileno())
        self._part.replace(self._path)
        folder = os.open(self._path.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)


@dataclass(frozen=True, slots=True)
class Archive:
    """An open backup. `about` is its manifest without the files, `files` the size and SHA-256 of each."""

    path: Path
    about: Mapping[str, Any]
    files: Mapping[str, Mapping[str, Any]]
    _zip: zipfile.ZipFile = field(repr=False)

    def verify(self, progress: Step | None = None) -> int:
        """Reads every file and compares it with the manifest; the bytes that were read. `InvalidFile` names what is wrong."""
        done, total = 0, sum(each["bytes"] for each in self.files.values())
        for name in self.files:
            for chunk in self._chunks(name):
                done += len(chunk)
                if progress:
                    progress("checking", done, total)
        return done

    def extract(self, folder: Path) -> None:
        """Writes every file below a folder, comparing it with the manifest."""
        for name in self.files:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                for chunk in self._chunks(name):
                    file.write(chunk)

    def _chunks(self, name: str) -> Iterator[bytes]:
        digest, left = hashlib.sha256(), self.files[name]["bytes"]
        try:
            with self._zip.open(name) as member:
                while chunk := member.read(min(_CHUNK, left + 1)):
                    left -= len(chunk)
                    if left < 0:
                        break
                    digest.update(chunk)
                    yield chunk
        except _BROKEN as error:
            raise InvalidFile(f"{self.path}, {name}: damaged ({error}); use another backup") from None
        if left or digest.hexdigest() != self.files[name]["sha256"]:
            raise InvalidFile(f"{self.path}, {name}: not what was saved; use another backup")


_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, KeyError)


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A backup for reading. `InvalidFile` where the file is none, is damaged, is of a newer version, or names a file outside of a shop."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise InvalidFile(f"{path}: cannot be read ({error.strerror})") from None
    with file:
        try:
            archive = zipfile.ZipFile(file)
            manifest = _manifest(archive)
        except (*_BROKEN, ValueError, TypeError, AttributeError):
            what = "no whole backup of a shop (its end or its manifest is missing or damaged)"
            raise InvalidFile(f"{path}: {what}; use another backup") from None
        if manifest["format"] > FORMAT:
            raise InvalidFile(f"{path}: made by a newer version of Shopkeeper ({manifest.get('shopkeeper')}): upgrade Shopkeeper")
        _check_names(path, archive, manifest["files"])
        about = {key: value for key, value in manifest.items() if key != "files"}
        yield Archive(path, about, manifest["files"], archive)


def _manifest(archive: zipfile.ZipFile) -> dict[str, Any]:
    if archive.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
        raise ValueError
    manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
    files = manifest["files"].values()
    if not isinstance(manifest["format"], int) or any(type(f["bytes"]) is not int or not isinstance(f["sha256"], str) for f in files):
        raise ValueError
    return manifest


def _check_names(path: Path, archive: zipfile.ZipFile, files: Mapping[str, Any]) -> None:
    """So that nothing is written but what the manifest names, and nothing outside of the folder that it is written to."""
    for name in files:
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts or str(pure) != name or any(c in name for c in '\\:\0'):
            raise InvalidFile(f"{path}: expected names of files below a shop's folder, found {name[:100]!r}: this is no backup of ours")
    if sorted(archive.namelist()) != sorted([*files, MANIFEST]):
        raise InvalidFile(f"{path}: its files are not those that its manifest names; use another backup")
