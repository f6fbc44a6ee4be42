"""Long streams, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def pages(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """The rows in their order, `size` at a time, the last ones fewer."""
    left = iter(rows)
    while page := list(islice(left, size)):
        yield page
