"""Clothes sizes in letters, which have an order."""

from __future__ import annotations

LETTERS = ("xxxs", "xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "xxxxl", "xxxxxl")

# A size in words and the letters that shops write it in.
IN_WORDS = {
    "s": ("small", "小号"), "m": ("medium", "中号"), "l": ("large", "大号"),
    "xl": ("extra large", "x-large", "加大号", "特大号"),
}  # fmt: skip


def letters_between(first: str, last: str) -> tuple[str, ...]:
    """The sizes from one to another, both included; () where one is no such size."""
    order = {name: i for i, name in enumerate(LETTERS)}
    if first not in order or last not in order:
        return ()
    return LETTERS[order[first] : order[last] + 1]
