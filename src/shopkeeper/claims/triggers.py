"""Without what a pattern cannot be found: two Chinese characters (or one) of each of its ways, so that most texts are never read by it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_HAN = re.compile("[\u4e00-\u9fff]")
_ENGLISH = re.compile("[a-z]{2}")
_OPTIONAL = ("?", "*", "{0")
_GROUP = re.compile(r"\((?:\?P<\w+>|\?:)?")
_LOOK = re.compile(r"\(\?(?:[=!]|<[=!])")


def chinese(pattern: str) -> frozenset[str]:
    """For each way of a pattern that has Chinese in it: characters side by side that it cannot do without. A way that may be English has
    to have triggers of its own. ValueError for one of which nothing is sure."""
    return _of_ways(pattern)


def _needed(way: str) -> frozenset[str]:
    sure = [keys for keys in _parts(way) if keys]
    if not sure:
        raise ValueError(f"nothing is sure in {way!r}")
    return min(sure, key=lambda keys: (sum(len(key) < 2 for key in keys), len(keys)))


def _parts(way: str) -> Iterator[frozenset[str]]:
    """The sets of keys of which a text has to have one each, for the parts of a way."""
    run, at = "", 0
    while at < len(way):
        end = _end(way, at)
        optional = way[end : end + 2].startswith(_OPTIONAL)
        literal = end == at + 1 and _HAN.match(way, at) is not None
        if literal and not optional:
            run += way[at]
        else:
            yield from (frozenset((run[n : n + 2],)) for n in range(max(1, len(run) - 1)) if run)
            run = ""
            if not optional and not literal:
                yield _of_part(way[at:end])
        at = end + (1 if way[end : end + 1] in ("?", "*", "+") and way[end : end + 1] else 0)
    yield from (frozenset((run[n : n + 2],)) for n in range(max(1, len(run) - 1)) if run)


def _of_part(part: str) -> frozenset[str]:
    """The keys of a class of characters or a group; none where one of its ways is without."""
    if part.startswith("["):
        inside = part[1:-1]
        return frozenset(inside) if not inside.startswith("^") and "-" not in inside and _HAN.fullmatch(inside[:1]) else frozenset()
    if not part.startswith("(") or _LOOK.match(part):
        return frozenset()
    inside = part[_GROUP.match(part).end() : -1]  # type: ignore[union-attr]
    try:
        return _of_ways(inside)
    except ValueError:
        return frozenset()


def _of_ways(pattern: str) -> frozenset[str]:
    out: set[str] = set()
    for way in _ways(pattern):
        try:
            out |= _needed(way)
        except ValueError:
            if not _ENGLISH.search(way):
                raise
    return frozenset(out)


def _ways(pattern: str) -> list[str]:
    """The alternatives of a pattern."""
    ways, start, at = [], 0, 0
    while at < len(pattern):
        if pattern[at] == "|":
            ways.append(pattern[start:at])
            start = at + 1
        at = _end(pattern, at)
    return [*ways, pattern[start:]]


def _end(pattern: str, at: int) -> int:
    """Where the part at a place ends: a character, an escape, a class, a group, a number of times."""
    mark = pattern[at]
    if mark == "\\":
        return at + 2
    if mark == "[":
        return pattern.index("]", at + 2) + 1
    if mark == "{":
        return pattern.index("}", at) + 1
    if mark != "(":
        return at + 1
    end = at + 1
    while pattern[end] != ")":
        end = _end(pattern, end)
    return end + 1
