"""What a file of rows may ask for: bounds that no honest file reaches and every bomb does. They keep an import below a gigabyte."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from ...shop import InvalidFile, InvalidRecord

LONGEST = 1 << 22  # characters that one row may have
ENDLESS = 1 << 28  # characters of a row that is too long, after which reading stops
HEAVY = 1 << 24  # characters of rows that are held at once
COLUMNS = 5_000  # fields that one row may have
NAMES = 50_000  # names of columns that a whole file may have
DEPTH = 64  # lists and objects within each other
VALUES = 200_000  # lists and objects in one row
WHOLE = 1 << 25  # bytes of a file that must be read in one piece
RATIO = 200  # how many times its size a packed file may become; text becomes 3 to 30 times its size
UNCHECKED = 1 << 26  # bytes that a packed file may become at any ratio
UNPACKED = 1 << 36  # bytes that it may become at all


class TooMuch(InvalidFile):
    """A file asks for more than any file of rows needs; the text says what is wrong with it."""


class Unpacked(gzip.GzipFile):
    """The content of a gzip file. `TooMuch` as soon as it becomes out of proportion to the file."""

    def __init__(self, raw: Any) -> None:
        super().__init__(fileobj=raw)
        self._raw_file, self._made = raw, 0

    def readinto(self, buffer: Any) -> int:
        """See `io.RawIOBase.readinto`."""
        count = super().readinto(buffer)
        self._made += count
        proportionate(self._made, self._raw_file.tell())
        return count


def proportionate(made: int, size: int) -> None:
    """`TooMuch` for a file that so far became `made` bytes out of `size`."""
    if made > UNPACKED:
        raise TooMuch(f"expected a file that unpacks to at most {UNPACKED >> 30} GB")
    if made > UNCHECKED and made > RATIO * size:
        raise TooMuch(f"expected a file of rows, got one that unpacks to more than {RATIO} times its size")


def require_proportion(path: Path) -> None:
    """`TooMuch` for a gzip file whose beginning becomes out of proportion already; one that is damaged is found so when it is read."""
    with path.open("rb") as raw, suppress(EOFError, zlib.error, gzip.BadGzipFile):
        content = Unpacked(raw)
        left, piece = UNCHECKED + 1, bytearray(1 << 20)
        while left > 0 and (count := content.readinto(piece)):
            left -= count


class Lines(Protocol):
    """What a text file is read by."""

    def __call__(self, size: int, /) -> str:
        """The next line, or the next `size` characters of a longer one."""


def skip_line(read: Lines) -> None:
    """Passes over the rest of a line that is too long; `TooMuch` when it does not end."""
    seen = 0
    while (rest := read(LONGEST)) and not rest.endswith("\n"):
        seen += len(rest)
        if seen > ENDLESS:
            raise TooMuch(f"expected rows, got one of more than {ENDLESS >> 20} million characters")


def excess(values: dict[str, Any], text: str) -> InvalidRecord | None:
    """What is wrong with the values of a row read from JSON: too many fields, or too deep."""
    if len(values) > COLUMNS:
        return InvalidRecord("row", f"at most {COLUMNS:,} fields", f"{len(values):,}")
    if text.count("[") + text.count("{") > DEPTH and too_deep(values):
        return InvalidRecord("row", f"at most {DEPTH} lists and objects within each other", text[:60])
    return None


def crowded(text: str) -> bool:
    """Whether a JSON text holds so many lists and objects that it must not be read."""
    return len(text) > VALUES and text.count("[") + text.count("{") > VALUES


def too_deep(value: Any, deep: int = 0) -> bool:
    """Whether lists and objects stand within each other more than `DEPTH` times."""
    if deep > DEPTH:
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return any(too_deep(each, deep + 1) for each in inner if isinstance(each, dict | list | tuple))
