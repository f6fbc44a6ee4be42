"""The part of a shop's rows that no model learns from, so that every version can be measured on it."""

from __future__ import annotations

import hashlib

PARTS = 5


def held_out(key: str, parts: int = PARTS) -> bool:
    """Whether the row of this key (a text or an id) belongs to it: one in `parts`, by a hash, so that it stays while others come and
    go."""
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "replace"), digest_size=8).digest(), "big") % parts == 0
