"""A record of any kind as names and values that a person reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...shop import InvalidRecord, Language, Localized, Money, from_dict
from .present import money
from .strings import STRINGS, text

LONGEST = 300  # characters of a value
MOST = 8  # things of a list
_PATHS = ("category",)


def told(record: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """The fields of a record's JSON form, each with its name in a language and its value as a text."""
    return [(_name(field, language), _shortened(_value(field, value, language))) for field, value in record.items()]


def _name(field: str, language: Language) -> str:
    key = f"field_of_{field}"
    return text(key, language).removesuffix(f" {field}").removesuffix("（整体）") if key in STRINGS else field.replace("_", " ")


def _value(field: str, value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return text("yes" if value else "no", language)
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return _object(value, language)
    if isinstance(value, list | tuple):
        return _listed(value, " › " if field in _PATHS else text("list_comma", language), language)
    return str(value)


def _object(value: Mapping[str, Any], language: Language) -> str:
    if value.keys() <= {"zh", "en"}:
        return " / ".join(Localized(**value).all)
    if value.keys() == {"amount", "currency"}:
        return _money(value, language)
    if value.keys() <= {"name", "value", "unit"}:
        parts = [_value(name, value[name], language) for name in ("name", "value") if name in value]
        return text("colon", language).join(parts) + (f" {value['unit']}" if value.get("unit") else "")
    fields = (f"{_name(name, language)}{text('colon', language)}{_value(name, each, language)}" for name, each in value.items())
    return text("list_comma", language).join(fields)


def _money(value: Mapping[str, Any], language: Language) -> str:
    try:
        return money(from_dict(Money, dict(value)), language)
    except InvalidRecord:
        return f"{value['amount']} {value['currency']}"


def _listed(values: Iterable[Any], comma: str, language: Language) -> str:
    shown = [_value("", value, language) for value in values]
    parts = [f"({each})" if text("colon", language) in each and len(shown) > 1 and comma.strip() in each else each for each in shown[:MOST]]
    return comma.join(parts) + (" …" if len(shown) > MOST else "")


def _shortened(shown: str) -> str:
    return shown if len(shown) <= LONGEST else shown[:LONGEST] + " …"
