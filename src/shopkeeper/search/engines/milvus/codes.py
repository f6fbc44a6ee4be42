"""What filters look at, as numbers that an inverted index over an array finds.

A word is its code. A number is several codes, one for each of the ranges of ever greater size that it lies in, so that any range of
numbers is a few codes of one size. Prices, which nearly every search asks for, have columns of their own.

An entry has the codes of all its variants together: what a condition finds this way may be more than what holds it, and never less.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from ...filters import Range
from ..remote.backend import Clause, Values

BITS, STEP = 32, 4  # of a number, and how much the ranges grow
FEW = 16  # codes of one condition: Milvus Lite takes them one by one for every product
NOWHERE = 1e300  # where a product without prices has its lowest one
PRICE = "price"
NOTHING = "row < 0"
MOST = 4096  # codes that an entry may have, which is the longest array of Milvus
ANY = 2**62  # what one with more has instead: it passes every condition that wants a code


def codes_of(values: Sequence[Values]) -> tuple[list[int], list[int]]:
    """The codes that any variant has, and those that all have."""
    each = [set(_codes(variant)) for variant in values]
    some, shared = sorted(set().union(*each)), sorted(each[0].intersection(*each[1:]))
    return some if len(some) <= MOST else [ANY], shared[:MOST]


def prices_of(values: Sequence[Values]) -> tuple[float, float]:
    """The lowest and the highest price of the variants."""
    prices = [price for variant in values for price in variant.numbers.get(PRICE, ())]
    return (min(prices), max(prices)) if prices else (NOWHERE, -NOWHERE)


def condition(clauses: Iterable[Clause]) -> str:
    """The clauses as Milvus reads a filter; empty: everything."""
    return " and ".join(part for clause in clauses if (part := _condition(clause)))


def _condition(clause: Clause) -> str:
    if clause.negated:
        return f"not {_any('shared', clause.codes)}" if clause.codes else ""
    codes = [*clause.codes, *(code for field, span in clause.ranges if field != PRICE for code in _covering(field, span))]
    ways = [_any("codes", [*codes, ANY])] if codes else []
    ways += [_between(span) for field, span in clause.ranges if field == PRICE]
    return f"({' or '.join(ways)})" if ways else f"({NOTHING})"


def _any(field: str, codes: Sequence[int]) -> str:
    return f"array_contains_any({field}, [{', '.join(map(str, codes))}])"


def _between(span: Range) -> str:
    low, high = max(span.low, -NOWHERE / 2), min(span.high, NOWHERE / 2)
    return f"(price_low <= {high!r} and price_high >= {low!r})"


def _codes(variant: Values) -> Iterator[int]:
    yield from variant.codes
    for field, numbers in variant.numbers.items():
        if field != PRICE:
            yield from (_code(field, shift, _ordered(number) >> shift) for number in numbers for shift in range(0, BITS, STEP))


def _covering(field: str, span: Range) -> Iterator[int]:
    """The codes of a few ranges of one size that cover a range, and a little more at its ends."""
    low, high = _ordered(span.low), _ordered(span.high)
    shift = next(shift for shift in range(0, BITS + 1, STEP) if (high >> shift) - (low >> shift) < FEW or shift + STEP >= BITS)
    return (_code(field, shift, part) for part in range(low >> shift, (high >> shift) + 1))


def _ordered(number: float) -> int:
    """A number as one of 32 bits that is as great beside others; close ones may be the same."""
    try:
        bits, = struct.unpack("<I", struct.pack("<f", number))
    except OverflowError:
        bits = 0x7F800000 if number > 0 else 0xFF800000
    return int(bits ^ 0xFFFFFFFF if bits >> 31 else bits | 1 << 31)


def _code(field: str, shift: int, part: int) -> int:
    """Below zero, where no word's code is."""
    return -1 - (int.from_bytes(blake2b(f"{shift}:{part}:{field}".encode("utf-8", "replace"), digest_size=8).digest(), "little") >> 2)
