"""Rules in a file: JSON, JSON lines, or a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson

from ..shop import InvalidFile, InvalidRecord, Rule, from_dict
from ..store.importers import read_rows
from .rules import prepared

_JSON = (".json", ".jsonl", ".ndjson")
_LISTS = {"product_ids": r"[,;|]", "where": ";", "queries": r"[;|]"}  # columns with several values, and what stands between these
_TRUTH = {"true": True, "yes": True, "1": True, "是": True, "false": False, "no": False, "0": False, "否": False}


def read_rules(path: Path) -> list[Rule]:
    """The rules of a file with one JSON object a line, or of a JSON list of them, in the form that `/v1/rules` gives; or of a
    table (CSV, TSV, Parquet) with these fields as columns, where several values of a cell stand between semicolons.
    `InvalidFile` and `InvalidRecord` name file, rule and field."""
    rules = [_rule(place, item) for place, item in _items(path)]
    if not rules:
        raise InvalidFile(f"{path}: expected at least one rule, as JSON or in a table")
    return rules


def day_or_moment(field: str, text: str | None, *, end: bool = False) -> datetime | None:
    """A date or moment as a person writes it, None for nothing; in UTC unless it names its zone. With `end` a date is the end of
    that day. `InvalidRecord` names the `field`."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise InvalidRecord(field, "a date such as 2026-11-11, or a moment such as 2026-11-11T20:00+08:00", text) from None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return moment + timedelta(days=1) if end and len(text.strip()) <= len("2026-11-11") else moment


def _items(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        with path.open("rb") as file:
            first = file.read(100).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    except OSError as error:
        raise InvalidFile(f"{path}: expected a file with rules ({error})") from None
    if path.suffix.lower() in _JSON or first in (b"[", b"{"):
        yield from _of_json(path)
        return
    for row in read_rows(path):
        yield (place := f"{path}, row {row.number}"), _of_row(place, row.values)


def _of_json(path: Path) -> Iterator[tuple[str, Any]]:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(f"{path}: expected a text file in UTF-8 ({error})") from None
    if text.lstrip().startswith("["):
        for number, item in enumerate(_json(str(path), text), 1):
            yield f"{path}, rule {number}", item
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield (place := f"{path}, line {number}"), _json(place, line)


def _of_row(place: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the JSON form of a rule; an empty cell says nothing."""
    return {name: _cell(place, name, value) for name, value in values.items() if value is not None and str(value).strip()}


def _cell(place: str, name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = value.strip()
    if name in _LISTS:
        return [part for each in re.split(_LISTS[name], text) if (part := each.strip())]
    if name in ("starts_at", "ends_at"):
        moment = day_or_moment(f"{place}, {name}", text, end=name == "ends_at")
        return moment.isoformat() if moment else None
    if name in ("position", "strength"):
        return _number(text)
    return _TRUTH.get(text.lower(), text) if name == "enabled" else text


def _number(text: str) -> float | str:
    try:
        return int(text) if text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        return text  # the rule says what it expects


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
