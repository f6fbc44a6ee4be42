"""Cleans the files of a shop's folder of a person: lines and rows that are about them go, words that name them are blotted out."""

from __future__ import annotations

import gzip
import io
import mmap
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ...text.blot import Words
from . import rows
from .kept_files import clean_database

_ENCODINGS = ("utf-8", "gb18030", "utf-16-le")
_TEXT = ("utf-8-sig", "gb18030")
EXPORT = "shopkeeper-person"  # stands in what was exported of a person
_LINES: dict[str, Callable[[str, Words, str], str]] = {
    ".jsonl": rows.without_lines, ".ndjson": rows.without_lines, ".csv": rows.without_records, ".tsv": rows.without_records}
BACKUP = "store/shop.db"  # what every backup holds
_MOST = 1 << 30  # bytes of a packed file that is looked into


@dataclass
class Cleaned:
    """What became of the files: changed ones with what was done, and those that still name the person with the reason."""

    changed: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)


def clean(folder: Path, words: Words, id: str, skip: Sequence[Path] = ()) -> Cleaned:
    """Cleans all files below a folder but those of `skip` (and what lies beside a database that is one of them). Doing it twice is as
    good as once."""
    found, out = _Search(words, id), Cleaned()
    for path in _files(folder, skip):
        name = path.relative_to(folder).as_posix()
        try:
            if path.exists() and found.names(path):  # a folder may have gone with the file before
                done, why = _cleaned(path, folder, found)
                if done or why:
                    (out.changed if done else out.left)[name] = done or why
            if path.exists() and words.within(name):
                out.left[name] = "its name names the person"
        except OSError as error:
            out.left[name] = f"it could not be read or written: {error.strerror}"
    return out


def _files(folder: Path, skip: Sequence[Path]) -> Iterator[Path]:
    beside = {str(path.absolute()) + end for path in skip for end in ("", "-wal", "-shm", "-journal")}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and str(path.absolute()) not in beside and not path.name.endswith(("-wal", "-shm")):
            yield path


class _Search:
    """Finds a person in bytes of any form."""

    def __init__(self, words: Words, id: str) -> None:
        self.words, self.id = words, id
        forms = {form.encode(encoding) for form in words.forms for encoding in _ENCODINGS}
        bare = [re.escape(form) for form in sorted(forms, key=len, reverse=True)]
        self._bytes = re.compile(b"|".join(bare) or rb"(?!)", re.IGNORECASE)

    def names(self, path: Path) -> bool:
        """Whether a file may be about the person: packed ones, and tables by customer, are looked into later."""
        if path.stat().st_size == 0:
            return False
        if path.suffix in (".gz", ".zip", ".xlsx", ".parquet") or path.suffix in _LINES:
            return True
        return any(map(self._stands_in, (path, path.with_name(f"{path.name}-wal"))))

    def _stands_in(self, path: Path) -> bool:
        if not path.exists() or path.stat().st_size == 0:
            return False
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            return self._bytes.search(content) is not None

    def within(self, content: bytes) -> bool:
        """Whether bytes name the person."""
        return self._bytes.search(content) is not None


def _cleaned(path: Path, folder: Path, found: _Search) -> tuple[str, str]:
    """What was done to a file, or why it could not be cleaned; neither where it is not about the person at all."""
    scratch = _scratch(path, folder)
    if scratch:
        if scratch.is_dir():
            shutil.rmtree(scratch)
        else:
            scratch.unlink()
        return "removed: it is made anew when it is needed", ""
    with path.open("rb") as file:
        if file.read(16) == b"SQLite format 3\0":
            return clean_database(path, found.words), ""
    if path.stat().st_size > _MOST:
        return "", "it is too large to be cleaned: look into it yourself"
    before = path.read_bytes()
    after = _content(before, path.name, found)
    if after is None:
        path.unlink()
        return "removed: it was told of this person", ""
    if after != before:
        _replace(path, after)
    if found.within(after):
        return "", "it has a form that cannot be cleaned: remove it"
    return ("cleaned" if after != before else ""), ""


def _scratch(path: Path, folder: Path) -> Path | None:
    """What can be thrown away with a file: suggestions, and what an interrupted training has kept of its texts."""
    parts = path.relative_to(folder).parts
    if parts == ("index", "suggest.db"):
        return path
    if parts[0] == "models" and len(parts) > 3 and (parts[2] == "training" or parts[2].endswith(".part")):
        return folder / "models" / parts[1] / parts[2]
    return None


def _content(content: bytes, name: str, found: _Search) -> bytes | None:
    """A file's content without the person; as it was where it cannot be read; None where all of it is about them."""
    suffix = Path(name).suffix.lower()
    if suffix == ".gz":
        return _gzipped(content, name, found)
    if suffix in (".zip", ".xlsx"):
        return _zipped(content, found)
    if suffix == ".parquet":
        return rows.without_rows(content, found.words, found.id)
    if suffix not in _LINES and not found.within(content):
        return content
    if EXPORT.encode() in content[:2000]:
        return None
    return _text(content, suffix, found)


def _text(content: bytes, suffix: str, found: _Search) -> bytes:
    for encoding in _TEXT:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            return content
        after = _LINES.get(suffix, rows.blotted)(text, found.words, found.id)
        same = encoding if content.startswith(b"\xef\xbb\xbf") else encoding.removesuffix("-sig")
        return content if after == text else after.encode(same)
    return content


def _gzipped(content: bytes, name: str, found: _Search) -> bytes | None:
    try:
        with gzip.open(io.BytesIO(content)) as packed:
            inner = packed.read(_MOST)
    except (OSError, EOFError):
        return content
    after = _content(inner, name[:-3], found)
    return content if after == inner else None if after is None else gzip.compress(after, mtime=0)


def _zipped(content: bytes, found: _Search) -> bytes | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if any(each.filename == BACKUP for each in packed.infolist()):
                return content  # a backup stays whole: who was erased is erased again when it is put back
            if sum(each.file_size for each in packed.infolist()) > _MOST:
                return content
            members = [(each, packed.read(each)) for each in packed.infolist()]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return content
    cleaned = [(each, inner, _content(inner, each.filename, found)) for each, inner in members]
    if any(after is None for *_, after in cleaned):
        return None
    if all(inner == after for _, inner, after in cleaned):
        return content
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for each, _, after in cleaned:
            packed.writestr(each, after or b"")
    return out.getvalue()


def _replace(path: Path, content: bytes) -> None:
    aside = path.with_name(f"{path.name}.{os.getpid()}.part")
    aside.write_bytes(content)
    shutil.copymode(path, aside)
    aside.replace(path)
