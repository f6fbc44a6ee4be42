"""Records to plain JSON values and back, one decoder for every record of the shop.

The JSON of a record is its fields by name; empty fields are left out. Reading is strict: an
unknown field, a missing one or a wrong type is an `InvalidRecord` that names the dotted path.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from .errors import InvalidRecord
from .localized import Localized

Decoder = Callable[[Any, str], Any]
T = TypeVar("T")


def to_dict(record: Any) -> dict[str, Any]:
    """A record as JSON values; fields that hold their default are left out."""
    out: dict[str, Any] = {}
    for name, default in _plan(type(record)):
        value = getattr(record, name)
        if default is MISSING or value != default:
            out[name] = _plain(value)
    return out


def from_dict(kind: type[T], data: Any, path: str = "") -> T:
    """The record of type `kind` that `data` describes; `InvalidRecord` says what is wrong."""
    record: T = _decoder(kind)(data, path)
    return record


@cache
def _plan(kind: type) -> tuple[tuple[str, Any], ...]:
    return tuple((f.name, f.default) for f in fields(kind))


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return to_dict(value)


@cache
def _decoder(kind: Any) -> Decoder:
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _union(get_args(kind))
    if origin is tuple:
        return _sequence(get_args(kind)[0])
    if origin is Literal:
        return _one_of(get_args(kind), lambda value: value)
    if kind is Localized:
        return _localized
    if is_dataclass(kind):
        return _record(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return _one_of(tuple(member.value for member in kind), kind)
    return _SCALARS[kind]


def _record(kind: Any) -> Decoder:
    hints = get_type_hints(kind)
    decoders = {f.name: _decoder(hints[f.name]) for f in fields(kind)}
    required = [f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING]

    def decode(data: Any, path: str) -> Any:
        if not isinstance(data, dict):
            raise InvalidRecord(path or kind.__name__.lower(), "an object", data)
        prefix = f"{path}." if path else ""
        for name in data:
            if name not in decoders:
                raise InvalidRecord(prefix + str(name), "one of the fields " + ", ".join(decoders), data[name])
        for name in required:
            if data.get(name) is None:
                raise InvalidRecord(prefix + name, "a value: it is required")
        values = {name: decoders[name](value, prefix + name) for name, value in data.items()}
        try:
            return kind(**values)
        except InvalidRecord as error:
            raise InvalidRecord(prefix + error.field if path else error.field, error.expected, error.got) from None

    return decode


def _sequence(item: Any) -> Decoder:
    decode_item = _decoder(item)

    def decode(data: Any, path: str) -> tuple[Any, ...]:
        if not isinstance(data, list | tuple):
            raise InvalidRecord(path, "a list", data)
        return tuple(decode_item(value, f"{path}[{i}]") for i, value in enumerate(data))

    return decode


def _union(members: tuple[Any, ...]) -> Decoder:
    optional = type(None) in members
    # bool before float: a JSON true is also accepted where a number is, were it asked first.
    decoders = [_decoder(m) for m in sorted((m for m in members if m is not type(None)), key=lambda m: m is not bool)]

    def decode(data: Any, path: str) -> Any:
        if data is None and optional:
            return None
        for decoder in decoders[:-1]:
            try:
                return decoder(data, path)
            except InvalidRecord:
                continue
        return decoders[-1](data, path)

    return decode


def _one_of(values: tuple[Any, ...], build: Callable[[Any], Any]) -> Decoder:
    def decode(data: Any, path: str) -> Any:
        if data not in values:
            raise InvalidRecord(path, "one of " + ", ".join(map(str, values)), data)
        return build(data)

    return decode


def _localized(data: Any, path: str) -> Localized:
    if isinstance(data, dict) and set(data) <= {"zh", "en"} and all(isinstance(t, str) for t in data.values()):
        return Localized(**data)
    raise InvalidRecord(path, 'an object with "zh" and/or "en"', data)


def _moment(data: Any, path: str) -> datetime:
    try:
        moment = data if isinstance(data, datetime) else datetime.fromisoformat(data)
    except (TypeError, ValueError):
        raise InvalidRecord(path, "an ISO 8601 date and time", data) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _scalar(*accepted: type, expected: str, build: Callable[[Any], Any]) -> Decoder:
    def decode(data: Any, path: str) -> Any:
        if not isinstance(data, accepted) or (isinstance(data, bool) and bool not in accepted):
            raise InvalidRecord(path, expected, data)
        return build(data)

    return decode


_SCALARS: dict[Any, Decoder] = {
    str: _scalar(str, expected="a text", build=str),
    int: _scalar(int, expected="a whole number", build=int),
    float: _scalar(int, float, expected="a number", build=float),
    bool: _scalar(bool, expected="true or false", build=bool),
    datetime: _moment,
}
