"""What a GGUF file says of itself: the keys at its beginning, without its weights.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import struct
from collections.abc import Collection
from io import BufferedReader
from pathlib import Path
from typing import Any

from ...shop import InvalidFile

MAGIC = b"GGUF"
_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_TEXT, _LIST = 8, 9
_LONGEST = 1 << 26  # bytes of a text


def read_header(path: Path, lists: Collection[str] = ()) -> dict[str, Any]:
    """Every key that holds a number, a truth value or a text, and those of `lists`; other lists, which may be long, are passed over.
    `InvalidFile` for another file."""
    try:
        with path.open("rb") as file:
            if file.read(4) != MAGIC:
                raise InvalidFile(f"{path}: expected a language model as a GGUF file")
            _version, _tensors, keys = struct.unpack("<IQQ", file.read(20))
            found = dict(_pair(file, lists) for _ in range(keys))
    except OSError as error:
        raise InvalidFile(f"{path}: expected a language model as a GGUF file ({error.strerror})") from None
    except (struct.error, KeyError, UnicodeDecodeError):
        raise InvalidFile(f"{path}: this GGUF file is broken or cut short") from None
    return {name: value for name, value in found.items() if value is not None}


def _number(file: BufferedReader, kind: str) -> Any:
    return struct.unpack(kind, file.read(struct.calcsize(kind)))[0]


def _text(file: BufferedReader) -> str:
    if (size := _number(file, "<Q")) > _LONGEST:
        raise struct.error("no text is as long as that")
    return file.read(size).decode("utf-8")


def _pair(file: BufferedReader, lists: Collection[str]) -> tuple[str, Any]:
    name = _text(file)
    return name, _value(file, _number(file, "<I"), name in lists)


def _value(file: BufferedReader, kind: int, wanted: bool) -> Any:
    if kind == _TEXT:
        return _text(file)
    if kind != _LIST:
        return _number(file, _SCALARS[kind])
    kind, count = struct.unpack("<IQ", file.read(12))
    if kind in _SCALARS and not wanted:
        file.seek(count * struct.calcsize(_SCALARS[kind]), 1)
        return None
    values = [_value(file, kind, wanted) for _ in range(count)]
    return values if wanted else None
