"""Rules in a file: JSON, or JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from ..shop import InvalidFile, InvalidRecord, Rule, from_dict
from .rules import prepared


def read_rules(path: Path) -> list[Rule]:
    """The rules of a file with one JSON object a line, or of a JSON list of them, in the form that `/v1/rules` gives.
    `InvalidFile` and `InvalidRecord` name file, rule and field."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(f"{path}: expected a text file in UTF-8 ({error})") from None
    rules = [_rule(place, item) for place, item in _items(path, text)]
    if not rules:
        raise InvalidFile(f"{path}: expected at least one rule, as JSON")
    return rules


def _items(path: Path, text: str) -> Iterator[tuple[str, Any]]:
    if text.lstrip().startswith("["):
        for number, item in enumerate(_json(str(path), text), 1):
            yield f"{path}, rule {number}", item
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield (place := f"{path}, line {number}"), _json(place, line)


def _json(place: str, text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise InvalidFile(f"{place}: expected JSON ({error})") from None


def _rule(place: str, item: Any) -> Rule:
    try:
        return prepared(from_dict(Rule, item)).rule
    except InvalidRecord as error:
        raise InvalidRecord(f"{place}, {error.field}", error.expected, error.got) from None
