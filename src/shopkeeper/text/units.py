"""Amounts with a unit, as they stand in titles and attributes, in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .numbers import halfwidth, parse_number

# dimension: base unit, then every unit with its size in the base and the ways to write it.
_TABLE: dict[str, tuple[str, dict[str, tuple[float, str]]]] = {
    "mass": ("g", {
        "g": (1, "g gr gram grams gramme grammes 克"), "kg": (1000, "kg kgs kilo kilos kilogram kilograms 千克 公斤"),
        "mg": (0.001, "mg milligram milligrams 毫克"), "jin": (500, "斤 市斤"), "liang": (50, "两"), "t": (1e6, "吨"),
        "lb": (453.59237, "lb lbs pound pounds 磅"), "oz": (28.349523125, "oz ounce ounces 盎司")}),
    "volume": ("ml", {
        "ml": (1, "ml milliliter milliliters millilitre millilitres cc 毫升"),
        "l": (1000, "l liter liters litre litres ltr 升"), "cl": (10, "cl"), "dl": (100, "dl"),
        "fl oz": (29.5735295625, "floz 液量盎司"), "gal": (3785.411784, "gal gallon gallons 加仑")}),
    "length": ("mm", {
        "mm": (1, "mm millimeter millimeters millimetre millimetres 毫米"),
        "cm": (10, "cm centimeter centimeters centimetre centimetres 厘米 公分"),
        "m": (1000, "m meter meters metre metres 米"), "km": (1e6, "km kilometer kilometers 公里 千米"),
        "in": (25.4, "in inch inches \" ″ ” '' 英寸 寸 吋"), "ft": (304.8, "ft foot feet 英尺"), "yd": (914.4, "yd yard yards 码数")}),
    "data": ("gb", {
        "gb": (1, "gb gbyte 吉字节"), "tb": (1024, "tb"), "mb": (1 / 1024, "mb")}),
    "power": ("w", {"w": (1, "w watt watts 瓦 瓦特"), "kw": (1000, "kw kilowatt kilowatts 千瓦")}),
    "charge": ("mah", {"mah": (1, "mah 毫安 毫安时"), "ah": (1000, "ah 安时")}),
    "voltage": ("v", {"v": (1, "v volt volts 伏 伏特")}),
    "frequency": ("mhz", {"mhz": (1, "mhz 兆赫"), "ghz": (1000, "ghz"), "hz": (1e-6, "hz 赫兹")}),
    "time": ("h", {
        "h": (1, "h hr hrs hour hours 小时"), "min": (1 / 60, "min mins minute minutes 分钟"), "day": (24, "day days 天")}),
    "sound": ("db", {"db": (1, "db 分贝 decibel decibels")}),
    "light": ("lm", {"lm": (1, "lm 流明 lumen lumens")}),
    "pressure": ("kpa", {"kpa": (1, "kpa 千帕"), "pa": (0.001, "pa 帕")}),
    "temperature": ("c", {"c": (1, "℃ °c 摄氏度")}),
}  # fmt: skip
_UNITS = {
    name: (unit, dimension)
    for dimension, (_, units) in _TABLE.items()
    for unit, (_size, names) in units.items()
    for name in names.split()
}
UNIT_NAMES = frozenset(_UNITS)  # every way to write a unit
_NUMERALS = "零一二三四五六七八九十百千万两半"
_NUMBER = rf"(?:(?>\d+(?:[.,]\d+)*)|[{_NUMERALS}]{{1,24}})"
_NAME = "|".join(re.escape(n) for n in sorted(_UNITS, key=len, reverse=True))
_BEGIN = "".join(sorted({re.escape(name[0]) for name in _UNITS} - set(_NUMERALS)))  # 千克 and 两 begin as a number may go on
_ALSO = "|".join(name for name in _UNITS if name[0] in _NUMERALS)
_UNIT = rf"(?=[{_BEGIN}]|{_ALSO})(?:{_NAME})"
# A number is read from its first digit and only as a whole, so that a run of thousands of digits is read once and not from each of them.
_QUANTITY = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:(?P<count>\d{{1,4}})\s*[x×*]\s*)?(?P<value>{_NUMBER})\s*(?P<unit>{_UNIT})(?![a-z])"
    rf"(?:\s*[x×*]\s*(?P<after>\d{{1,4}})(?!(?>[\d.]*)\s*{_UNIT}))?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """So much of a unit, `count` times: "3 x 200g" is 200 g, 3 times. `unit` is the short English
    name (g, kg, ml, in …), `base` the amount of one in the base unit of its dimension (g, ml, mm,
    gb, w, mah, v, mhz, h, db, lm, kpa, c); `start` and `end` say where in the text it stands."""

    value: float
    unit: str
    dimension: str
    count: int = 1
    start: int = 0
    end: int = 0

    @property
    def base(self) -> float:
        """The amount of one in the base unit of its dimension: 2.5 kg is 2500 (g)."""
        return self.value * _TABLE[self.dimension][1][self.unit][0]


def unit(name: str) -> tuple[str, float] | None:
    """The dimension of a unit, by any of its names, and its size in the base unit; None for no unit."""
    known = _UNITS.get(name.strip().lower())
    return None if known is None else (known[1], _TABLE[known[1]][1][known[0]][0])


def base_unit(dimension: str) -> str:
    """The unit that amounts of a dimension are brought to: "g" of mass."""
    return _TABLE[dimension][0]


def parse_quantity(text: str) -> Quantity | None:
    """The one quantity that the whole text is ("2.5kg", "15.6英寸", "17\\"", "3 x 200g"), else None."""
    plain = halfwidth(text).strip()
    match = _QUANTITY.fullmatch(plain)
    return _quantity(match) if match else None


def find_quantities(text: str) -> Iterator[Quantity]:
    """Every quantity in a text, in order: "五百克咖啡" holds 500 g."""
    for match in _QUANTITY.finditer(halfwidth(text)):
        before = text[match.start() - 1 : match.start()]
        quantity = None if before.isascii() and before.isalnum() else _quantity(match)
        if quantity:
            yield quantity


def grams(text: str, unit: str = "") -> float | None:
    """A weight in grams: "2.5kg" is 2500; a bare number counts in `unit`; None when it is no weight."""
    quantity = parse_quantity(f"{text} {unit}" if unit and parse_number(text) is not None else text)
    return quantity.base * quantity.count if quantity and quantity.dimension == "mass" else None


def _quantity(match: re.Match[str]) -> Quantity | None:
    value = 0.5 if match["value"] == "半" else parse_number(match["value"])
    if value is None:
        return None
    unit, dimension = _UNITS[match["unit"].lower()]
    count = int(match["count"] or match["after"] or 1)
    return Quantity(float(value), unit, dimension, count, match.start(), match.end())
