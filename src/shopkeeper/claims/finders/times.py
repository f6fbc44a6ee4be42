"""Times of day: "15:30", "3 pm", "下午三点半"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..claim import Kind
from ..finder import Finder
from ..said import Found, Said
from .amounts import CHINESE, number

_PART = r"(?P<part>上午|早上|早晨|凌晨|中午|下午|傍晚|晚上|晚|早)"
_TIMES = (
    re.compile(r"(?<![\d:.])(?P<h>[01]?\d|2[0-3]):(?P<m>[0-5]\d)(?![\d])(?:\s?(?P<half>[ap])\.?m\b\.?)?"),
    re.compile(r"(?<![\d:.$])(?P<h>1[0-2]|[1-9])\s?(?P<half>[ap])\.?m\b\.?"),
    re.compile(rf"(?:{_PART})?(?<!\d)(?P<h>[01]?\d|2[0-3])点(?![\d建要意注提])(?:(?P<m>[0-5]?\d)分?|(?P<thirty>半))?"),
    re.compile(rf"{_PART}(?P<h>{CHINESE})点(?:(?P<m>{CHINESE})分|(?P<thirty>半))?"),
)
_DONE = re.compile(
    r"order|ship|dispatch|deliver|\bsen[dt]\b|\bpost|\bpay|\bpaid|\bopen|\bclose[sd]?\b|cut-?off|collect|pick[- ]up|\boffer|\bsale\b|\bprice|support|hotline|"
    r"付款|下单|拍下|发货|发走|发出|寄|送达|送货|截止|截单|营业|开门|关门|客服|取货|到货|活动|秒杀|开抢|开售")
_LATE = ("下午", "傍晚", "晚上", "晚")


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes since midnight."""

    minutes: int

    def __str__(self) -> str:
        return f"{self.minutes // 60:02d}:{self.minutes % 60:02d}"


def find(said: Said) -> Iterator[Found]:
    """Every time of day of a text."""
    for pattern in _TIMES:
        for match in pattern.finditer(said.plain):
            parts = match.groupdict()
            hour = _hour(int(number(parts["h"]) or 0), parts)
            minute = 30 if parts.get("thirty") else int(number(parts["m"]) or 0) if parts.get("m") else 0
            if hour < 25:
                yield Found(match.start(), match.end(), Clock(hour % 24 * 60 + minute))


def find_done(said: Said) -> Iterator[Found]:
    """Those at which the shop does something; copy dances until 3 a.m."""
    return (found for found in find(said) if _DONE.search(said.sentence(found.start)))


def _hour(hour: int, parts: dict[str, str | None]) -> int:
    if parts.get("half") == "p" or parts.get("part") in _LATE:
        return hour + 12 if hour < 12 else hour
    return 0 if parts.get("half") == "a" and hour == 12 else hour


FINDER = Finder(Kind.TIME, find)
OF_PRODUCT = Finder(Kind.TIME, find_done)
