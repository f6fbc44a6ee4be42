"""The arithmetic of the audit's chain.

An entry's digest is SHA-256 over a random number and all that the entry says; its hash is SHA-256 over the hash before it, its number,
moment, kind and digest. Without the random number, which goes with the facts, a digest says nothing: nobody can find out by trying
what was erased.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime
from secrets import token_hex
from typing import Any

import orjson

from .schema import microseconds

START = "0" * 64  # stands before the first entry
ERASED = "erased"  # the kind of entry that says which entries' facts are gone

Numbers = list[list[int]]


def nonce() -> str:
    """A random number for a digest, 128 bits."""
    return token_hex(16)


def digest(nonce: str, dialogue_id: str, at: datetime, kind: str, actor: str, subject: str, data: str) -> str:
    """What the chain keeps of an entry, in hexadecimal digits; `data` is JSON text."""
    return _hash([nonce, dialogue_id, microseconds(at), kind, actor, subject, data])


def link(before: str, number: int, at: datetime, kind: str, digest: str) -> str:
    """The hash of an entry that follows the one whose hash is `before`."""
    return _hash([before, number, microseconds(at), kind, digest])


def _hash(parts: list[Any]) -> str:
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()


def ranges(numbers: Iterable[int]) -> Numbers:
    """Ascending numbers as pairs of first and last of each unbroken row."""
    found: Numbers = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def spread(found: Numbers) -> Iterator[int]:
    """The numbers that `ranges` put together."""
    for first, last in found:
        yield from range(first, last + 1)
