"""Rows as PostgreSQL takes them in bulk: `COPY … FROM STDIN (FORMAT binary)`.

The formats are those of the `recv` functions of the types: PostgreSQL's documentation of COPY, arrayfuncs.c, tsvector.c and
jsonb.c, and halfvec.c of pgvector.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence

import numpy as np
import orjson
from numpy.typing import NDArray

BEGIN = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = struct.pack(">h", -1)
_INT4 = 23  # the oid of the type
_HALVES = np.arange(1 << 16, dtype="<u2").view(">f2").astype(np.float32)  # what two bytes are as a number of half precision


def row(values: Sequence[bytes | None]) -> bytes:
    """One row of values in their binary forms; None is null."""
    parts = [struct.pack(">h", len(values))]
    for value in values:
        parts.append(struct.pack(">i", -1) if value is None else struct.pack(">i", len(value)) + value)
    return b"".join(parts)


def number(value: int) -> bytes:
    """An int4."""
    return struct.pack(">i", value)


def real(value: float) -> bytes:
    """A float8."""
    return struct.pack(">d", value)


def text(value: str) -> bytes:
    """A text."""
    return value.encode()


def numbers(values: Sequence[int]) -> bytes:
    """An int4[]."""
    if not values:
        return struct.pack(">iii", 0, 0, _INT4)
    head = struct.pack(">iiiii", 1, 0, _INT4, len(values), 1)
    return head + b"".join(struct.pack(">ii", 4, value) for value in values)


def document(value: object) -> bytes:
    """A jsonb."""
    return b"\x01" + orjson.dumps(value)


def words(lexemes: Iterable[str]) -> bytes:
    """A tsvector without positions."""
    each = [lexeme.encode("utf-8", "replace") for lexeme in lexemes]
    return struct.pack(">i", len(each)) + b"".join(lexeme + b"\0\0\0" for lexeme in each)


def vector(values: NDArray[np.float32]) -> bytes:
    """A halfvec."""
    return struct.pack(">hh", len(values), 0) + values.astype(">f2").tobytes()


def vectors(packed: Sequence[bytes | None], dimensions: int) -> NDArray[np.float32]:
    """Halfvecs as float32[n, d]; null is zero."""
    none = bytes(4 + 2 * dimensions)
    codes = np.frombuffer(b"".join(each or none for each in packed), "<u2").reshape(len(packed), 2 + dimensions)
    return np.take(_HALVES, codes[:, 2:], mode="clip")
