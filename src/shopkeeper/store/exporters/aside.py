"""Files that appear whole or not at all: written beside their place, then renamed into it."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from types import TracebackType
from typing import IO, Any, BinaryIO, TextIO, cast

from ...shop import InvalidFile


class Aside:
    """The file (or the files of a folder) that an export writes. Leaving the block puts them into
    their place; an error on the way leaves what was there before."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._files: dict[Path, Path] = {}
        self._open: list[IO[Any]] = []

    def text(self, name: str = "", *, encoding: str = "utf-8", newline: str = "") -> TextIO:
        """Opens the file, or the file `name` in the folder, to write text; gzipped where it is called `.gz`."""
        path = self.place(name)
        if self._place(name).suffix.lower() == ".gz":
            return cast(TextIO, self._kept(gzip.open(path, "wt", encoding=encoding, newline=newline)))
        return cast(TextIO, self._kept(path.open("w", encoding=encoding, newline=newline)))

    def binary(self, name: str = "") -> BinaryIO:
        """As `text`, to write bytes."""
        path = self.place(name)
        return cast(BinaryIO, self._kept(gzip.open(path, "wb") if self._place(name).suffix.lower() == ".gz" else path.open("wb")))

    def place(self, name: str = "") -> Path:
        """Where to write for now; `InvalidFile` when nothing can be written there."""
        final = self._place(name)
        try:
            final.parent.mkdir(parents=True, exist_ok=True)
            (made := final.with_name(f".{final.name}.{os.getpid()}.part")).touch()
        except OSError as error:
            raise InvalidFile(f"{final}: cannot be written: {error.strerror}") from None
        self._files[final] = made
        return made

    def _place(self, name: str) -> Path:
        if not name and self.path.is_dir():
            raise InvalidFile(f"{self.path}: expected the name of a file to write, got a folder")
        return self.path / name if name else self.path

    def _kept(self, file: Any) -> IO[Any]:
        self._open.append(file)
        return cast(IO[Any], file)

    def __enter__(self) -> Aside:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for file in self._open:
            file.close()
        for final, written in self._files.items():
            if kind is None:
                _settle(written)
                written.replace(final)
            else:
                written.unlink(missing_ok=True)


def _settle(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
