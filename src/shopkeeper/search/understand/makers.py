"""Finds the makers that a query names, known to the shop or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .brands import GROUPS
from .lexicon import Token, key_of
from .spelled import Span

_PHRASES: dict[tuple[str, ...], tuple[str, ...]] = {key_of(name): group for group in GROUPS for name in group}
_LONGEST: dict[str, int] = {}
for _key in _PHRASES:
    _LONGEST[_key[0]] = max(_LONGEST.get(_key[0], 0), len(_key))


def find_makers(token_list: Sequence[Token], accept: Callable[[int, int], bool]) -> list[tuple[Span, tuple[str, ...]]]:
    """Where the tokens name a maker that `accept(start, end)`, with all its names."""
    found = []
    for i, token in enumerate(token_list):
        for length in range(min(_LONGEST.get(token.key, 0), len(token_list) - i), 0, -1):
            part = token_list[i : i + length]
            names = _PHRASES.get(tuple(each.key for each in part))
            if names and accept(part[0].start, part[-1].end):
                found.append(((part[0].start, part[-1].end), names))
                break
    return found
