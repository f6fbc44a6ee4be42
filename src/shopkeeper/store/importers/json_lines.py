"""JSONL, NDJSON, and JSON in one piece: an array, or objects one after the other."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

from ...shop import InvalidRecord
from .encoding import MARK
from .row import Row

_DECODER = json.JSONDecoder()
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # escaped, and not a backslash before the letters
_CHUNK = 1 << 16
_BETWEEN = " \t\r\n,\ufeff"


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


def read_lines(text: io.TextIOBase, longest: int) -> Iterator[Row]:
    """One object a line, numbered by line; empty lines are passed over."""
    number = 0
    while line := text.readline(longest):
        number += 1
        if len(line) == longest:
            while (rest := text.readline(longest)) and not rest.endswith("\n"):
                pass
            yield Row(number, {"line": line[:200]}, InvalidRecord("line", f"at most {longest:,} characters", line[:60]))
        elif not line.isspace():
            yield parse(number, line.lstrip("\ufeff") if number == 1 else line)


def parse(number: int, text: str) -> Row:
    """A row from the JSON object that the text is; its problem says why it is none."""
    try:
        values = orjson.loads(text)
    except (orjson.JSONDecodeError, UnicodeEncodeError) as error:
        shown = text.strip().replace(MARK, "\ufffd")
        reason = "text in the encoding of the file" if MARK in text else f"a JSON object ({error})"
        return Row(number, {"line": shown}, InvalidRecord("line", reason, shown))
    if not isinstance(values, dict):
        return Row(number, {"line": text.strip()}, InvalidRecord("line", "a JSON object", values))
    if "\\u0000" in text and _NUL.search(text):
        return Row(number, values, InvalidRecord("line", "text without NUL characters", text[:60]))
    return Row(number, values)


def read_stream(text: io.TextIOBase, longest: int) -> Iterator[Row]:
    """The objects of a JSON array, or of objects that follow each other, numbered from 1.

    After broken JSON nothing says where the next object begins: the rest of the file is one problem.
    """
    buffer, number = text.read(_CHUNK), 0
    buffer = buffer.lstrip(_BETWEEN)
    inside = buffer.startswith("[")
    buffer = buffer[1:] if inside else buffer
    while True:
        buffer = buffer.lstrip(_BETWEEN)
        if not buffer or (inside and buffer.startswith("]")):
            more = text.read(_CHUNK)
            if not more:
                return
            buffer = buffer or more
            if buffer.startswith("]"):
                return
            continue
        number += 1
        end, buffer = _end(buffer, text, longest)
        if end < 0:
            yield Row(number, {"text": buffer[:200]}, InvalidRecord("record", "a JSON object; what follows cannot be read", buffer[:60]))
            return
        yield parse(number, buffer[:end])
        buffer = buffer[end:]


def _end(buffer: str, text: io.TextIOBase, longest: int) -> tuple[int, str]:
    """Where the value at the start of the buffer ends (-1: it is broken), and the buffer with what had to be read."""
    step = _CHUNK
    while True:
        try:
            end = _DECODER.raw_decode(buffer)[1]
            if end < len(buffer) or buffer[-1] in "}]":
                return end, buffer
        except (json.JSONDecodeError, RecursionError) as error:
            if isinstance(error, RecursionError):
                return -1, buffer
        more = text.read(step) if len(buffer) < longest else ""
        if not more:
            return -1, buffer
        buffer, step = buffer + more, step * 2
