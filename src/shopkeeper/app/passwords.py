"""Passwords: what is kept of one, and whether one is right. scrypt (RFC 7914) makes each guess cost time and memory."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import unicodedata

from ..shop import InvalidRecord

SHORTEST, LONGEST = 10, 1000  # characters
COST, BLOCK, LANES = 2**15, 8, 3  # 32 MB and about a quarter of a second
_AT_ONCE = threading.Semaphore(2)  # so that a flood of guesses takes neither all memory nor all processors


def checked(password: str, name: str = "") -> str:
    """A new password; `InvalidRecord` where it is too short or says the user's name, without showing it."""
    if not SHORTEST <= len(password) <= LONGEST or len(set(password)) < 4 or (name and name.casefold() in password.casefold()):
        raise InvalidRecord("password", f"at least {SHORTEST} characters, not a few repeated and without the user's name",
                            "one that is not shown")
    return password


def protected(password: str) -> str:
    """What is kept of a password: `scrypt$cost$block$lanes$salt$hash`, the last two in hexadecimal."""
    salt = secrets.token_bytes(16)
    return f"scrypt${COST}${BLOCK}${LANES}${salt.hex()}${_derived(password, salt, COST, BLOCK, LANES).hex()}"


def matches(password: str, kept: str) -> bool:
    """Whether a password is the one of which this is kept. It takes as long for a right one as for a wrong one."""
    _, cost, block, lanes, salt, right = kept.split("$")
    found = _derived(password[:LONGEST], bytes.fromhex(salt), int(cost), int(block), int(lanes))
    return hmac.compare_digest(found, bytes.fromhex(right))


def nobodys() -> str:
    """What a password is held against where there is no such user, so that the answer takes as long."""
    return f"scrypt${COST}${BLOCK}${LANES}${bytes(16).hex()}${bytes(32).hex()}"


def _derived(password: str, salt: bytes, cost: int, block: int, lanes: int) -> bytes:
    text = unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")
    with _AT_ONCE:
        return hashlib.scrypt(text, salt=salt, n=cost, r=block, p=lanes, maxmem=256 * cost * block, dklen=32)
