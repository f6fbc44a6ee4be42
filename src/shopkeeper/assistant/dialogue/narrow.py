"""Leaving items out of what is to be done: "only the lamp", "leave the keyboard alone", 水瓶就不换了."""

from __future__ import annotations

import re

from .cues import ONLY
from .named import Named, named_in
from .own import Line
from .state import Job
from .turn import Turn
from .wanted_words import ENDS, IF, OTHERWISE, STOPS, pieces

_STAYS = re.compile(
    r"\b(?:leave|keep|keeping|forget|skip|stays?|never ?mind|changed my mind about|is fine)\b|"
    r"不换|不退|不要换|不要退|不用换|不用退|留着|留下|保留|算了|不动|先不|别换|别退|就不|不改|去掉"
)


def narrow(turn: Turn, job: Job) -> bool:
    """Takes out of the job the items that a message says shall stay, or all but those that it names as the only ones; whether it did."""
    order = turn.own.order(job.order)
    if order is None or not job.pieces:
        return False
    lines = {piece.number: turn.own.line(order, piece.number) for piece in job.pieces}
    only, stays = _sorted(turn.plain, lines)
    if not only and stays == set(lines):
        job.pieces, job.state = [], "dropped"
        return True
    keep = only or set(lines) - stays
    if not keep or keep == set(lines):
        return False
    job.pieces = [piece for piece in job.pieces if piece.number in keep]
    job.whole = False
    return True


def _sorted(plain: str, lines: dict[int, Line]) -> tuple[set[int], set[int]]:
    """The items that are named as the only ones, and those that shall stay."""
    only: set[int] = set()
    stays: set[int] = set()
    goods = named_in(plain, lines.values())
    conditional = [(s, e) for s, e in pieces(plain, STOPS) if IF.search(plain[s:e]) or OTHERWISE.search(plain[s:e])]
    for start, end in pieces(plain, ENDS):
        if any(s <= start < e for s, e in conditional):
            continue
        clause = plain[start:end]
        named = {number for each in goods if start <= each.start < end for number, line in lines.items() if each.fits(line)}
        if named and _only(clause, [each for each in goods if start <= each.start < end], start):
            only |= named
        elif named and _STAYS.search(clause):
            stays |= named
    return only - stays, stays


def _only(clause: str, goods: list[Named], start: int) -> bool:
    match = ONLY.search(clause)
    return match is not None and match.start() <= goods[0].start - start
