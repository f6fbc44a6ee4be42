"""A claim that is found and judged in one, by a finder that reads a text with the facts beside it."""

from __future__ import annotations

from typing import NamedTuple

from ..claim import Kind, Verdict
from ..said import Found, Said


class Judgement(NamedTuple):
    """What is found, of which kind, what the facts say of it and the path of the one that says so."""

    found: Found
    kind: Kind
    verdict: Verdict
    record: str


def asks(said: Said, at: int) -> bool:
    """Whether the sentence at a place is a question; copy that ends with 什么 is none."""
    return said.sentence(at).rstrip(" 。.!").endswith(("?", "吗"))
