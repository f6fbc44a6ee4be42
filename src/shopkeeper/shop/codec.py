"""Records to plain JSON values and back, one decoder for every record of the shop.

The JSON of a record is its fields by name; empty fields are left out. Reading is strict: an
unknown field, a missing one or a wrong type is an `InvalidRecord` that names the dotted path.
A decoder knows nothing of its path: the path is put together on the way out of an error, so that
good data, which is nearly all of it, costs nothing for it.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache, lru_cache
from math import isfinite
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from .errors import InvalidRecord
from .localized import Localized
from .money import Money

Decoder = Callable[[Any], Any]
T = TypeVar("T")


def to_dict(record: Any) -> dict[str, Any]:
    """A record as JSON values; fields that hold their default are left out."""
    out: dict[str, Any] = {}
    for name, default in _plan(record.__class__):
        value = getattr(record, name)
        if value is not default and (default is MISSING or value != default):
            out[name] = _plain(value)
    return out


def from_dict(kind: type[T], data: Any, path: str = "") -> T:
    """The record of type `kind` that `data` describes; `InvalidRecord` says what is wrong."""
    try:
        record: T = _decoder(cast(Any, kind))(data)
    except InvalidRecord as error:
        place = path or ("" if error.field else kind.__name__.lower())
        raise (_within(place, error) if place else error) from None
    return record


@cache
def _plan(kind: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in fields(kind))


_ATOMS = frozenset({str, int, float, bool, type(None)})


def _plain(value: Any) -> Any:
    return value if type(value) in _ATOMS else _writer(value.__class__)(value)


@cache
def _writer(kind: Any) -> Callable[[Any], Any]:
    """What makes JSON of a value that is not JSON already."""
    if issubclass(kind, tuple):
        return lambda items: [_plain(item) for item in items]
    if issubclass(kind, datetime):
        return lambda moment: (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
    if issubclass(kind, StrEnum):
        return lambda member: member.value
    return to_dict


def _within(name: str, error: InvalidRecord) -> InvalidRecord:
    """The same error, of a value that is held under `name`."""
    dot = "." if error.field and not error.field.startswith("[") else ""
    return InvalidRecord(name + dot + error.field, error.expected, error.got)


@cache
def _decoder(kind: Any) -> Decoder:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union(get_args(kind))
    if origin is tuple:
        return _sequence(_decoder(get_args(kind)[0]))
    if origin is Literal:
        return _one_of({value: value for value in get_args(kind)})
    if kind in _SCALARS:
        return _SCALARS[kind]
    if is_dataclass(kind):
        return _record(kind)
    return _one_of({member.value: member for member in kind})


def _record(kind: Any) -> Decoder:
    hints = get_type_hints(kind)
    decoders = {f.name: _decoder(hints[f.name]) for f in fields(kind)}
    known = frozenset(decoders)
    required = {f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING}
    # A value that already has the field's type needs no call.
    exact = {name: _exact(hint) for name, hint in hints.items()}

    def decode(data: Any) -> Any:
        if type(data) is not dict:
            raise InvalidRecord("", "an object", data)
        if not known.issuperset(data):
            unknown = next(name for name in data if name not in known)
            raise InvalidRecord(str(unknown), "one of the fields " + ", ".join(decoders), data[unknown])
        if not required <= data.keys():
            raise _missing(min(required - data.keys()))
        values = {}
        try:
            for name, value in data.items():
                values[name] = value if type(value) is exact[name] else decoders[name](value)
        except InvalidRecord as error:
            raise _missing(name) if value is None and name in required else _within(name, error) from None
        return kind(**values)

    return decode


def _missing(name: str) -> InvalidRecord:
    return InvalidRecord(name, "a value: it is required")


def _exact(hint: Any) -> type | None:
    """The type whose values a field takes as they are, when it is str, int or bool (or None)."""
    members = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    return next((kind for kind in (str, int, bool) if kind in members), None)


def _sequence(item: Decoder) -> Decoder:
    def decode(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, list | tuple):
            raise InvalidRecord("", "a list", data)
        try:
            return tuple([item(value) for value in data])
        except InvalidRecord:
            return tuple(_numbered(item, i, value) for i, value in enumerate(data))

    return decode


def _numbered(item: Decoder, i: int, value: Any) -> Any:
    try:
        return item(value)
    except InvalidRecord as error:
        raise _within(f"[{i}]", error) from None


def _union(members: tuple[Any, ...]) -> Decoder:
    by_type = {json_type: _decoder(member) for member in members for json_type in _json_types(member)}
    decoders = [_decoder(member) for member in members if member is not type(None)]

    def decode(data: Any) -> Any:
        if data is None and type(None) in members:
            return None
        decoder = by_type.get(type(data))
        if decoder is None:
            raise InvalidRecord("", " or ".join(_expected(d) for d in decoders), data)
        return decoder(data)

    return decode


def _json_types(kind: Any) -> tuple[type, ...]:
    """The types of JSON values (and of Python's, for moments) that a member of a union may have."""
    if kind in (str, bool):
        return (kind,)
    if kind in (int, float):
        return (int, float)
    if kind is datetime:
        return (str, datetime)
    if is_dataclass(kind):
        return (dict,)
    return () if kind is type(None) else (str,)


def _expected(decoder: Decoder) -> str:
    try:
        decoder(object())
    except InvalidRecord as error:
        return error.expected
    raise AssertionError("every decoder refuses an object that is no JSON value")


def _one_of(values: dict[str, Any]) -> Decoder:
    def decode(data: Any) -> Any:
        try:
            return values[data]
        except (KeyError, TypeError):
            raise InvalidRecord("", "one of " + ", ".join(values), data) from None

    return decode


# Names, brands, categories, colours and prices repeat all over a shop; records never change, so one
# object serves them all, in a third of the time that a new one takes.
_short_text = lru_cache(8192)(Localized)
_money = lru_cache(8192)(Money)


def _localized(data: Any) -> Localized:
    if type(data) is dict:
        zh, en = data.get("zh", ""), data.get("en", "")
        if type(zh) is str and type(en) is str and len(data) == ("zh" in data) + ("en" in data):
            return _short_text(zh, en) if len(zh) + len(en) < 64 else Localized(zh, en)
    raise InvalidRecord("", 'an object with "zh" and/or "en"', data)


def _amount(data: Any) -> Money:
    if type(data) is dict and len(data) == 2:
        amount, currency = data.get("amount"), data.get("currency")
        if type(amount) is int and type(currency) is str:
            return _money(amount, currency)
    money: Money = _strict_money(data)
    return money


def _moment(data: Any) -> datetime:
    try:
        moment = data if isinstance(data, datetime) else datetime.fromisoformat(data)
    except (TypeError, ValueError):
        raise InvalidRecord("", "an ISO 8601 date and time", data) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _number(data: Any) -> float:
    if type(data) in (int, float) and isfinite(data):
        return float(data)
    raise InvalidRecord("", "a number", data)


def _scalar(accepted: type, expected: str) -> Decoder:
    def decode(data: Any) -> Any:
        if type(data) is accepted:
            return data
        raise InvalidRecord("", expected, data)

    return decode


_SCALARS: dict[Any, Decoder] = {
    str: _scalar(str, "a text"),
    int: _scalar(int, "a whole number"),
    bool: _scalar(bool, "true or false"),
    float: _number,
    datetime: _moment,
    Localized: _localized,
    Money: _amount,
}
_strict_money = _record(Money)
