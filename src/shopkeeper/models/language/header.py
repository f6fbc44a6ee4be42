"""What a GGUF file says of itself: the keys at its beginning, without its vocabulary and weights.

The format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import struct
from io import BufferedReader
from pathlib import Path
from typing import Any

from ...shop import InvalidFile

MAGIC = b"GGUF"
_SCALARS = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
_TEXT, _LIST = 8, 9
_LONGEST = 1 << 26  # bytes of a text


def read_header(path: Path) -> dict[str, Any]:
    """Every key that holds a number, a truth value or a text; lists are passed over. `InvalidFile` for another file."""
    try:
        with path.open("rb") as file:
            if file.read(4) != MAGIC:
                raise InvalidFile(f"{path}: expected a language model as a GGUF file")
            _version, _tensors, keys = struct.unpack("<IQQ", file.read(20))
            found = {_text(file): _value(file, _number(file, "<I")) for _ in range(keys)}
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


def _value(file: BufferedReader, kind: int) -> Any:
    if kind == _TEXT:
        return _text(file)
    if kind != _LIST:
        return _number(file, _SCALARS[kind])
    kind, count = struct.unpack("<IQ", file.read(12))
    if kind in _SCALARS:
        file.seek(count * struct.calcsize(_SCALARS[kind]), 1)
    else:
        for _ in range(count):
            _value(file, kind)
    return None
