"""Numbers in a query: digits, 1.5k, 两千三, "two hundred", and vague ones such as 两三百, 三百多, 几十."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...text.numbers import ENGLISH, parse_english, parse_number

_ONES = "一二两三四五六七八九"
_NUMERAL = rf"[{_ONES}十百千万亿零半](?:[{_ONES}十百千万亿零])*(?:点[零{_ONES}]+)?"
_FORM = re.compile(
    rf"(?<![a-z0-9/_])(?<![a-z]-)(?<!\d[.,])(?P<digits>\d{{1,9}}(?:[.,]\d{{1,9}})*)(?P<scale>\s?k(?![a-z0-9])|[千万亿]|百(?=[元块])|)"
    rf"|(?P<some>(?:好?几[十百千万]|十几))|(?P<pair>[{_ONES}]{{2}}[十百千万])(?![{_ONES}])|(?P<numeral>{_NUMERAL})"
    rf"|\b(?P<english>{ENGLISH})\b"
)
_SIZE = {"十": 10, "百": 100, "千": 1000, "万": 10_000}


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `start` to `end`, or what lies from `low` to `high` (without `high` itself when `open`)."""

    start: int
    end: int
    low: float
    high: float
    open: bool = False

    @property
    def exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


def find_numbers(text: str) -> Iterator[Number]:
    """Every number of a normalised text, left to right. Digits that are part of a code ("xm4", "a4",
    "2-pack", "50r13c") are none."""
    for match in _FORM.finditer(text):
        number = _number(match, text)
        if number is not None:
            yield number


def _number(match: re.Match[str], text: str) -> Number | None:
    start, end = match.span()
    if match["some"]:
        low = 10.0 if match["some"] == "十几" else float(_SIZE[match["some"][-1]])
        return Number(start, end, low, low * 2 if match["some"] == "十几" else low * 10, open=True)
    if match["pair"]:
        first, second, size = (parse_number(part) for part in match["pair"])
        if first is not None and second is not None and first < second:
            scale = _SIZE[match["pair"][-1]]
            return Number(start, end, float(first) * scale, float(second) * scale)
    value = _value(match)
    if value is None or not math.isfinite(value):
        return None
    if text.startswith("多", end) and value >= 10:
        return Number(start, end + 1, value, value + _step(value), open=True)
    return Number(start, end, value, value)


def _value(match: re.Match[str]) -> float | None:
    if match["english"]:
        return parse_english(match["english"])
    if match["digits"]:
        value, scale = parse_number(match["digits"]), match["scale"].strip()
        if value is None:
            return None
        return float(value) * (1000 if scale == "k" else 1e8 if scale == "亿" else _SIZE.get(scale, 1))
    plain = match["pair"] or match["numeral"]
    value = parse_number("0.5" if plain == "半" else plain)
    return None if value is None else float(value)


def _step(value: float) -> float:
    """What 多 may add: up to the next step of the last figure that is not zero."""
    step = 10.0
    while value % (step * 10) == 0:
        step *= 10
    return step
