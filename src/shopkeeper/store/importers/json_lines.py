"""JSONL, NDJSON, and JSON in one piece: an array, or objects one after the other."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

from ...shop import InvalidRecord
from . import limits
from .encoding import MARK
from .row import Row

_DECODER = json.JSONDecoder()
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # escaped, and not a backslash before the letters
_CHUNK = 1 << 16
_FOLLOWS = re.compile("[^ \\t\\r\\n,\ufeff]")


def looks_like(text: str) -> bool:
    """Whether a text begins as JSON objects do."""
    start = text.lstrip()
    return start.startswith("{") or (start.startswith("[") and start[1:].lstrip()[:1] in ("{", "]", "["))


def bare(text: str) -> bool:
    """Whether a whole text is a JSON array that has no objects, such as [1, 2]."""
    return text.lstrip().startswith("[") and isinstance(_loads(text), list)


def one_a_line(text: str) -> bool:
    """Whether one of the first lines is a whole object: JSONL rather than one piece over many lines."""
    if text.lstrip().startswith("["):
        return False
    lines = [line for line in text.split("\n")[:50] if line.strip()]
    return any(isinstance(_loads(line), dict) for line in lines) or (len(lines) > 1 and _damaged(lines))


def _damaged(lines: list[str]) -> bool:
    """Every line begins an object of its own, though none can be read."""
    return all(line.lstrip().startswith("{") for line in lines)


def _loads(text: str) -> Any:
    try:
        return orjson.loads(text.strip().lstrip("\ufeff"))
    except orjson.JSONDecodeError:
        return None


def read_lines(text: io.TextIOBase) -> Iterator[Row]:
    """One object a line, numbered by line; empty lines are passed over."""
    number = 0
    while line := text.readline(limits.LONGEST):
        number += 1
        if len(line) == limits.LONGEST:
            limits.skip_line(text.readline)
            yield Row(number, {"line": line[:200]}, InvalidRecord("line", f"at most {limits.LONGEST:,} characters", line[:60]))
        elif not line.isspace():
            yield parse(number, line.lstrip("\ufeff") if number == 1 else line)


def parse(number: int, text: str) -> Row:
    """A row from the JSON object that the text is; its problem says why it is none."""
    if limits.crowded(text):
        return Row(number, {"line": text[:200]}, InvalidRecord("line", f"at most {limits.VALUES:,} lists and objects", text[:60]))
    try:
        values = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError) as error:
        shown = text.strip().replace(MARK, "\ufffd")
        reason = "text in the encoding of the file" if MARK in text else f"a JSON object ({error})"
        return Row(number, {"line": shown}, InvalidRecord("line", reason, shown), len(text))
    if not isinstance(values, dict):
        shown = values if len(text) < 500 else text[:60]
        return Row(number, {"line": text.strip()}, InvalidRecord("line", "a JSON object", shown), len(text))
    if "\\u0000" in text and _NUL.search(text):
        return Row(number, values, InvalidRecord("line", "text without NUL characters", text[:60]), len(text))
    problem = limits.excess(values, text)
    return Row(number, {"line": text[:200]} if problem else values, problem, len(text))


def read_stream(text: io.TextIOBase) -> Iterator[Row]:
    """The objects of a JSON array, or of objects that follow each other, numbered from 1.

    After broken JSON nothing says where the next object begins: the rest of the file is one problem.
    """
    buffer = _Buffer(text)
    inside = buffer.begins("[")
    buffer.at += inside
    number = 0
    while buffer.more() and not (inside and buffer.begins("]")):
        number += 1
        found = buffer.value()
        if found is None:
            shown = buffer.rest()
            yield Row(number, {"text": shown}, InvalidRecord("record", "a JSON object; what follows cannot be read", shown[:60]))
            return
        yield parse(number, found)


class _Buffer:
    """The part of a text that is being read; `at` is the place in it."""

    def __init__(self, text: io.TextIOBase) -> None:
        self._read, self._text, self.at = text.read, "", 0

    def more(self) -> bool:
        """Whether anything follows, other than blanks and commas, which are passed over."""
        while True:
            if follows := _FOLLOWS.search(self._text, self.at):
                self.at = follows.start()
                return True
            self._text, self.at = self._read(_CHUNK), 0
            if not self._text:
                return False

    def begins(self, sign: str) -> bool:
        """Whether that stands here."""
        return self.more() and self._text.startswith(sign, self.at)

    def rest(self) -> str:
        """What can be shown of what follows."""
        return self._text[self.at : self.at + 200]

    def value(self) -> str | None:
        """The JSON text of the value that stands here; None where it is broken."""
        step = _CHUNK
        while True:
            try:
                end = _DECODER.raw_decode(self._text, self.at)[1]
                if end < len(self._text) or self._text[-1] in "}]":
                    found, self.at = self._text[self.at : end], end
                    return found
            except json.JSONDecodeError:
                if limits.crowded(self._text[self.at :]):
                    return None
            except (RecursionError, ValueError):  # too deep, or a number of thousands of figures
                return None
            length = len(self._text) - self.at
            more = self._read(step) if length < limits.LONGEST else ""
            if not more:
                return None
            self._text, self.at, step = self._text[self.at :] + more, 0, step * 2
