"""The words for options and their values, in both languages, and which of two values is the greater."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from .normalise import normalise
from .phrases import Phrases

_FILE = Path(__file__).parent / "words" / "options.toml"
_SIZES = {"tb": ("gb", 1024.0), "l": ("ml", 1000.0), "ft": ("inch", 12.0), "kg": ("g", 1000.0), "cm": ("mm", 10.0)}
_DIGITS = {
    **{word: n for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)},
    **{word: n for n, word in enumerate("一二三四五六七八九十", 1)}, "两": 2, "半": 0.5, "一千": 1000, "两千": 2000, "五百": 500, "一千五": 1500,
    "一千五百": 1500, "half a": 0.5,
}  # fmt: skip
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?|" + "|".join(sorted(_DIGITS, key=len, reverse=True))


class Measure(NamedTuple):
    """A number with its unit ("" for none) at `start` to `end` of a text; litres count as millilitres, and so on."""

    number: float
    unit: str
    start: int = 0
    end: int = 0


@lru_cache(maxsize=20_000)
def words_of_value(value: str) -> frozenset[str]:
    """The ways in which a value may be said: "Black" is also 黑色; "full size" also full-size and 全尺寸."""
    plain = normalise(value)
    said = {plain, plain.replace("-", " "), plain.replace("-", "")}
    for names in _table("values").values():
        if plain in names or plain.replace("-", " ") in names:
            said |= names
    return frozenset(said)


@lru_cache(maxsize=20_000)
def words_of_name(name: str) -> frozenset[str]:
    """The ways in which an option may be named: "dial color" is the dial, the face, the 表盘, the colour."""
    said: set[str] = set()
    for part in [normalise(name), *re.split(r"[ /_-]+", normalise(name))]:
        said.add(part)
        for names in _table("names").values():
            said |= names if part in names else set()
    return frozenset(said)


@lru_cache(maxsize=20_000)
def measure(value: str) -> Measure | None:
    """The number and unit that a value begins with: "15-inch", "1.5L", "1TB SSD", "1000"; None where it is no measure."""
    plain = normalise(value)
    if re.match(r"\d+(?:\.\d+)?\s*-\s*\d", plain):
        return None
    first = next(measures_in(plain), None)
    if first is None or first.start or (not first.unit and first.end < len(plain)):
        return None
    return first


def measures_in(text: str) -> Iterator[Measure]:
    """Every number of a normalised text with the unit that follows it, if one does: "15-inch", "两升", "1000 pieces"."""
    for match in _measure().finditer(text):
        unit = _unit_names().get(match["unit"] or "", "")
        number = _DIGITS.get(match["number"])
        number = float(match["number"].replace(",", "")) if number is None else float(number)
        if match["number"] in _DIGITS and (not unit or (len(match["unit"]) < 3 and match["unit"].isascii())):
            continue  # "one in black" is no inch
        base, size = _SIZES.get(unit, (unit, 1.0))
        end = match.end() if unit else match.end("number")
        yield Measure(number * size, base, match.start(), end)


@lru_cache(maxsize=20_000)
def rank(value: str) -> tuple[str, float] | None:
    """Where a value stands on its scale, as (scale, place): numbers by their unit, sizes, levels; None for one without an order."""
    found = measure(value)
    if found:
        return found.unit, found.number
    plain = normalise(value)
    for scale, places in _scales().items():
        if plain in places:
            return scale, float(places.index(plain))
    return None


def comparable(values: tuple[str, ...]) -> dict[str, float] | None:
    """The places of values that all stand on one scale; None when they do not. "none" is the least of any scale of numbers."""
    plain = {value: normalise(value) for value in values}
    for places in _scales().values():
        if all(each in places for each in plain.values()):
            return {value: float(places.index(each)) for value, each in plain.items()}
    ranked = {value: measure(value) for value in values}
    if all(ranked.values()) and len({each.unit for each in ranked.values() if each}) == 1:
        return {value: each.number for value, each in ranked.items() if each}
    return None


@cache
def option_names() -> Phrases[str]:
    """All words that name an option."""
    return Phrases({name: [key] for key, names in _table("names").items() for name in names})


@cache
def _table(section: str) -> dict[str, frozenset[str]]:
    rows = _words()[section]
    return {key: frozenset(normalise(word) for word in words.split(",")) for key, words in rows.items()}


@cache
def _scales() -> dict[str, list[str]]:
    return {key: [normalise(word) for word in words.split(",")] for key, words in _words()["scales"].items()}


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _unit_names() -> dict[str, str]:
    return {name: key for key, names in _table("units").items() for name in names}


@cache
def _measure() -> re.Pattern[str]:
    units = "|".join(re.escape(name) for name in sorted(_unit_names(), key=len, reverse=True))
    return re.compile(rf"(?<![a-z\d.#])(?P<number>{_NUMBER})(?:[ -]?(?P<unit>{units})(?![a-z]))?(?![\da-z])", re.I)
