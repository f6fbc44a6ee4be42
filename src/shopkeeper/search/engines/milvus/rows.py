"""Entries as rows of a collection, and back."""

from __future__ import annotations

import json
import struct
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..remote.backend import Entry, Found, Lead, Parcel, Restocked, Vectors
from .codes import codes_of, prices_of

LONGEST_ID, CHUNK, CHUNKS = 4096, 60_000, 1000  # bytes; characters of a part of what is kept, and how many parts there may be
PART = {"x": 0, "t": 1, "g": 2}  # of which of the lengths a lexeme's field is
K, SLOPE = 1.3, 0.9  # see `remote.backend.Lead`
KEPT = ("id", "row", "parcel", "record", "dense")
Lengths = tuple[float, float, float]
Sparse = dict[int, float]


def row_of(number: int, entry: Entry, vector: Any, usual: Lengths) -> dict[str, Any]:
    """An entry as a row; `usual` are the lengths that count as average."""
    parcel = entry.parcel
    return {
        "id": entry.id, "row": number, "dense": np.ascontiguousarray(vector, np.float32), "sparse": _sparse(entry, usual),
        "parcel": packed([parcel.signature, parcel.title, parcel.variants]), "record": packed([parcel.record]), **_values(entry),
    }


def restocked(row: Mapping[str, Any], change: Restocked) -> dict[str, Any]:
    """A row with other prices and stock."""
    return {**row, "record": packed([change.record]), **_values(change)}


def query_of(leads: Iterable[Lead]) -> Sparse:
    """What is sought by words, as a sparse vector. What counts against a product only counts when its score is worked out."""
    out: Sparse = {}
    for lead in leads:
        if lead.fixed > 0:
            _add(out, _held(lead.lexeme), lead.fixed)
        if lead.bm25 > 0:
            _add(out, _short(lead.lexeme), lead.bm25)
    return out


def found_of(rows: Sequence[Mapping[str, Any]], dimensions: int) -> Found:
    """Rows as what was found, in the order in which they came into the index."""
    ordered = sorted(rows, key=lambda row: row["row"])
    parcels = [parcel_of(row) for row in ordered]
    vectors: Vectors = np.array([row["dense"] for row in ordered], np.float32).reshape(-1, dimensions)
    return Found([row["id"] for row in ordered], parcels, vectors)


def parcel_of(row: Mapping[str, Any]) -> Parcel:
    """What the index keeps in a row."""
    signature, title, variants = unpacked(row["parcel"])
    return Parcel(signature, title, unpacked(row["record"])[0], variants)


def packed(parts: Sequence[bytes]) -> list[str]:
    """Bytes as texts that a column of Milvus takes, which has none for bytes."""
    head = struct.pack(f"<{len(parts) + 1}I", len(parts), *map(len, parts))
    text = b64encode(head + b"".join(parts)).decode()
    return [text[start : start + CHUNK] for start in range(0, len(text), CHUNK)]


def unpacked(texts: Sequence[str]) -> list[bytes]:
    """What `packed` packed."""
    data = b64decode("".join(texts))
    count, = struct.unpack_from("<I", data)
    ends = np.cumsum([4 * (count + 1), *struct.unpack_from(f"<{count}I", data, 4)]).tolist()
    return [data[start:end] for start, end in pairwise(ends)]


def hashed(lexemes: Iterable[str]) -> NDArray[np.uint64]:
    """Lexemes as numbers, uint64[n]."""
    digests = b"".join(blake2b(each.encode("utf-8", "replace"), digest_size=8).digest() for each in lexemes)
    return np.frombuffer(digests, "<u8").astype(np.uint64)


def quoted(texts: Iterable[str]) -> str:
    """Texts as a list in a filter."""
    return json.dumps(list(texts), ensure_ascii=False)


def holds(sparse: Mapping[int, float], every: Sequence[Sequence[str]]) -> bool:
    """Whether a row's words hold one of each group."""
    return all(any(_held(lexeme) in sparse for lexeme in group) for group in every)


def _values(entry: Entry | Restocked) -> dict[str, Any]:
    codes, shared = codes_of(entry.values)
    low, high = prices_of(entry.values)
    return {"codes": codes, "shared": shared, "price_low": low, "price_high": high}


def _sparse(entry: Entry, usual: Lengths) -> Sparse:
    out: Sparse = {}
    for lexeme in entry.lexemes:
        out[_held(lexeme)] = 1.0
        if (part := PART.get(lexeme[:1])) is not None:
            out[_short(lexeme)] = 1 / (K + SLOPE * entry.lengths[part] / usual[part])
    return out or {0: 1.0}


def _held(lexeme: str) -> int:
    """The dimension of a lexeme; two may share one, which a choice of candidates can bear."""
    return zlib.crc32(lexeme.encode("utf-8", "replace")) & 0xFFFFFFFE


def _short(lexeme: str) -> int:
    """The dimension beside, for how short the field is in which it stands."""
    return _held(lexeme) | 1


def _add(out: Sparse, dimension: int, value: float) -> None:
    out[dimension] = out.get(dimension, 0.0) + value
