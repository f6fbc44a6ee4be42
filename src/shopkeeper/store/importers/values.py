"""Cells of a file as values of the shop's fields; each names its column when it cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

import orjson

from ...shop import Availability, InvalidRecord, Language, Localized, Money
from ...text import html, language, money, numbers

T = TypeVar("T")


class Cell(NamedTuple):
    """A value with its column's name and what the column's header says about it."""

    value: Any
    column: str
    currency: str = ""
    minor: bool = False
    unit: str = ""


_TRUE = frozenset(
    "true yes y t 1 1.0 on instock available availablefororder active published visible verified preorder backorder limitedstock "
    "limitedavailability 是 有 有货 现货 在售 上架 已上架 已验证".split()
)
_FALSE = frozenset(
    "false no n f 0 0.0 off outofstock unavailable soldout discontinued hidden 否 无 无货 缺货 售罄 下架 已下架 未上架".split()
)
_PREORDER = frozenset("preorder presale preordered 预售 预订 预定 可预订".split())
_BACKORDER = frozenset("backorder onbackorder availableonbackorder backordered 可订购 补货中 缺货可订".split())
_DAY = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}(?:\s*日|T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
_SPLITTERS = ("|", ";", "；", ",", "，", "、")
_URLS = re.compile(r"[|;\s]+|,(?=\s*(?:https?:)?/)")
_ADDRESS = re.compile(r"https?://[!#-&(-;=?-_a-~]+")  # ASCII without quotes, angle brackets, blanks
_ZONE = re.compile(r"\s+(?:UTC)?([+-]\d{2}:?\d{2})(?: UTC)?$")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?[T\s]*(.*)")
_DAY_FIRST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})[,T\s]*(.*)")
_CLOCK = re.compile(r"(\d{1,2})[:：时](\d{1,2})分?(?:[:：]?(\d{2})(?:\.\d+)?)?秒?\s*([AaPp][Mm])?\s*(?:Z|UTC|\+00:?00)?")


def filled(names: Mapping[str, tuple[str, ...]], values: Mapping[str, Any], path: str = "") -> dict[str, Cell]:
    """The fields of an object, each from the first of its keys that holds something; `path` leads to the object."""
    found = {}
    for field, keys in names.items():
        key = next((key for key in keys if values.get(key) not in (None, "", [])), None)
        if key is not None:
            found[field] = Cell(values[key], path + key)
    return found


def objects(value: Any) -> list[dict[str, Any]]:
    """The objects of a list; none where it is no list."""
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list | tuple) else []


def text(value: Any) -> str:
    """A cell as plain text: 17850.0 is "17850", a list its items."""
    if isinstance(value, str):
        return value.strip()
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return ", ".join(text(v) for v in value)
    return str(value)


def identity(value: Any) -> str:
    """A cell as the id of somebody: "17850.0", as tables with gaps write numbers, is "17850", and 0 is nobody."""
    plain = text(value)
    plain = plain[:-2] if plain.endswith(".0") and plain[:-2].isdigit() else plain
    return "" if plain == "0" else plain


def line(value: Any) -> str:
    """A cell as text on one line, free of HTML."""
    plain = text(value)
    if "<" in plain or "&" in plain or not plain.isprintable():
        return html.to_line(plain)
    return " ".join(plain.split()) if "  " in plain else plain


def body(value: Any) -> str:
    """A cell as text in paragraphs, free of HTML."""
    return html.to_text(text(value))


def localized(value: Any, clean: Callable[[Any], str], says: Language | None = None) -> Localized:
    """A cell in the language that the column says, else the one that the text is in."""
    if isinstance(value, dict):
        return Localized(zh=clean(value.get("zh", "")), en=clean(value.get("en", "")))
    if clean is line and says is None and isinstance(value, str) and len(value) < 50:
        return _short(value)
    plain = clean(value)
    return Localized.of(plain, says or language.detect(plain)) if plain else Localized()


@lru_cache(16384)  # brands, colours and categories come again and again
def _short(value: str) -> Localized:
    plain = line(value)
    return Localized.of(plain, language.detect(plain)) if plain else Localized()


def price(cell: Cell, default: str) -> Money:
    """A cell as money; in minor units where the header says so."""
    value = cell.value
    if isinstance(value, dict):
        return _priced_object(cell, value)
    try:
        return money.parse_money(value, cell.currency or default, minor=cell.minor)
    except (InvalidRecord, TypeError, ArithmeticError) as error:
        raise InvalidRecord(cell.column, getattr(error, "expected", "a price such as 79.99 USD"), value) from None


def _priced_object(cell: Cell, value: dict[str, Any]) -> Money:
    try:
        return Money(value["amount"], value["currency"])
    except (KeyError, InvalidRecord):
        raise InvalidRecord(cell.column, 'a price such as {"amount": 7999, "currency": "USD"}', value) from None


def number(cell: Cell) -> Decimal:
    """A cell as a number."""
    plain = text(cell.value)
    found = numbers.parse_number(plain)
    if found is None or isinstance(cell.value, bool | dict | list):
        raise InvalidRecord(cell.column, "a number", cell.value)
    return found


def whole(cell: Cell) -> int:
    """A cell as a whole number: "1,200", "12.0"."""
    value = cell.value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    found = number(cell)
    if found != found.to_integral_value() or abs(found) >= 10**15:
        raise InvalidRecord(cell.column, "a whole number", value)
    return int(found)


def boolean(cell: Cell) -> bool:
    """A cell as yes or no, in the words of both languages; stock words too ("in stock", "缺货")."""
    key = re.sub(r"[\s_\-]+", "", text(cell.value)).lower()
    if key in _TRUE:
        return True
    if key in _FALSE:
        return False
    raise InvalidRecord(cell.column, "yes or no", cell.value)


def availability(cell: Cell) -> tuple[bool, Availability | None, datetime | None]:
    """A cell as what can be bought: whether one is there, how it can be ordered when none is, and
    when it comes. Knows Google's and ACP's "preorder", OpenAI's "pre_order", schema.org's addresses,
    "Pre-order, 2026-12-01" and "预售（2026年12月1日发货）"."""
    plain = text(cell.value).removeprefix("https://schema.org/").removeprefix("http://schema.org/")
    day = _DAY.search(plain)
    words = re.findall(r"[^\W\d_]+", plain[: day.start()] + " " + plain[day.end() :] if day else plain)
    key = "".join(words).lower()
    for known, found in ((_PREORDER, Availability.PREORDER), (_BACKORDER, Availability.BACKORDER)):
        if key in known or (day and key.startswith(tuple(known))):
            return True, found, moment(Cell(day[0], cell.column)) if day else None
    if key == "unknown":
        return True, None, None
    try:
        return boolean(cell), None, None
    except InvalidRecord:
        expected = "an availability such as in_stock, out_of_stock, preorder or backorder"
        raise InvalidRecord(cell.column, expected, cell.value) from None


def unpacked(value: Any) -> Any:
    """The list or object that a cell holds as JSON text; any other value as it is."""
    if isinstance(value, str) and value[:1] in ("[", "{") and value.rstrip()[-1:] in ("]", "}"):
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            return value
    return value


def items(value: Any) -> list[str]:
    """A list, or a text split at the first of | ; , 、 that it holds."""
    value = unpacked(value)
    if isinstance(value, list | tuple):
        return [plain for v in value if (plain := line(v))]
    plain = line(value)
    for splitter in _SPLITTERS:
        if splitter in plain:
            return [part.strip() for part in plain.split(splitter) if part.strip()]
    return [plain] if plain else []


def urls(cell: Cell) -> list[str]:
    """The addresses in a cell; one that a page would execute is refused."""
    value = unpacked(cell.value)
    if isinstance(value, list | tuple):
        found = [v.get("url") or v.get("src") if isinstance(v, dict) else v for v in value]
    else:
        found = _URLS.split(text(value))
    return [url(Cell(v, cell.column)) for v in found if v]


def url(cell: Cell) -> str:
    """A web address or a path."""
    plain = text(cell.value)
    if _ADDRESS.fullmatch(plain):
        return plain
    scheme, colon, _ = plain.partition(":")
    web = scheme.lower() in ("http", "https") if colon and "/" not in scheme else True
    if not web or not plain.isprintable() or any(c in plain for c in "<>\"'` "):
        raise InvalidRecord(cell.column, "an address that begins with http:// or https://, or a path", cell.value)
    return plain


def moment(cell: Cell) -> datetime:
    """A cell as a moment, UTC where it names no zone.

    Reads ISO 8601, "2024/5/1 8:30", "2024年5月1日", Unix seconds or milliseconds, "1.5.2024" and
    "13/5/2024" (day first), "5/1/2024" (month first, as spreadsheets in the USA write it).
    """
    value = cell.value
    try:
        found = _moment(value)
    except (ValueError, OverflowError, OSError):
        found = None
    if found is None:
        raise InvalidRecord(cell.column, "a date and time such as 2024-05-01 08:30", value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    plain = text(value)
    return _moment_of(plain) if len(plain) < 100 else None


@lru_cache(4096)  # the lines of an order, the events of a second, repeat theirs
def _moment_of(plain: str) -> datetime | None:
    if plain.replace(".", "", 1).isdigit() and plain.isascii():
        return _epoch(float(plain), plain)
    try:
        return datetime.fromisoformat(_ZONE.sub(r"\1", plain))
    except ValueError:
        return _written(numbers.halfwidth(plain))


def _epoch(number: float, plain: str) -> datetime | None:
    if len(plain) == 8 and plain[:2] in ("19", "20"):
        return datetime(int(plain[:4]), int(plain[4:6]), int(plain[6:]), tzinfo=UTC)
    if number <= 1e8:
        return None
    # Milliseconds, microseconds (GA4) and nanoseconds are told by how many they are.
    scale = next((scale for scale in (10**9, 10**6, 10**3) if number > 1e8 * scale), 1)
    if scale > 1000 and plain.isdigit():
        return datetime.fromtimestamp(int(plain) // scale, UTC) + timedelta(microseconds=int(plain) % scale * 10**6 // scale)
    return datetime.fromtimestamp(number / scale, UTC)


def _written(plain: str) -> datetime | None:
    if match := _DATE.fullmatch(plain):
        year, month, day, clock = int(match[1]), int(match[2]), int(match[3]), match[4]
    elif match := _DAY_FIRST.fullmatch(plain):
        day, month, year, clock = int(match[1]), int(match[3]), int(match[4]), match[5]
        if month > 12 or (match[2] == "/" and day <= 12):
            day, month = month, day
    else:
        return None
    found = _CLOCK.fullmatch(clock.strip()) if clock.strip() else None
    if clock.strip() and not found:
        return None
    hour, minute, second = (int(found[1]), int(found[2]), int(found[3] or 0)) if found else (0, 0, 0)
    if found and found[4]:
        hour = hour % 12 + (12 if found[4].lower() == "pm" else 0)
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def choice(cell: Cell, words: dict[str, T], expected: str) -> T:
    """What a word of the file stands for."""
    key = re.sub(r"[\s_\-]+", "", text(cell.value)).lower()
    if key not in words:
        raise InvalidRecord(cell.column, expected, cell.value)
    return words[key]


def table(**words: str) -> Callable[[Callable[[str], T]], dict[str, T]]:
    """Builds the words of `choice`: `table(shipped="shipped 已发货")(OrderStatus)`."""
    return lambda build: {word: build(name) for name, listed in words.items() for word in listed.split()}
