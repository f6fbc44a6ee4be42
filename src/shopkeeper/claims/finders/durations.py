"""How long: "within 5-7 business days", "三到五个工作日", "7天无理由", "a 24-hour battery", "half a year"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..finder import Finder, Judged
from ..said import Found, Said
from . import dates
from .amounts import NUMBER, TO, bounds, near, number, of_leaf

_HOURS = {"second": Decimal(1) / 3600, "minute": Decimal(1) / 60, "hour": Decimal(1), "day": Decimal(24), "week": Decimal(168), "month": Decimal(720), "year": Decimal(8760)}
_NAMES = {
    "second": "s sec secs second seconds 秒 秒钟", "minute": "min mins minute minutes 分钟", "hour": "h hr hrs hour hours 小时 个小时 个钟头", "week": "week weeks 周 星期 个星期 个礼拜",
    "day": "day days 天 日 night nights", "month": "month months 个月", "year": "year years yr yrs 年",
}  # fmt: skip
_UNIT = {name: unit for unit, names in _NAMES.items() for name in names.split()} | {"工作日": "day", "个工作日": "day", "自然日": "day"}
_WORD = "|".join(sorted((re.escape(name) for name in _UNIT), key=len, reverse=True))
_WORK = r"(?P<work>business|working|work)"
_DURATION = re.compile(
    rf"(?:(?P<low>{NUMBER}){TO})?(?P<n>{NUMBER})[\s-]?(?:full\s)?(?:{_WORK}[\s-])?(?:calendar\s)?(?P<unit>{_WORD})(?![a-z期号])(?<!年(?=\d))"
    rf"|(?P<half>half an?|半个?)\s?(?P<of>hour|day|month|year|小时|天|月|年)(?![a-z])"
)
_KEY = re.compile(r"(?:^|_)(second|minute|hour|day|week|month|year)s?$|(天|小时|周|月|年)数?$")
_CHINESE_KEY = {"天": "day", "小时": "hour", "周": "week", "月": "month", "年": "year"}
_FROM_NOW = re.compile(r"^\s?(?:后|之后|以后|from now|from today)")
_AGO = re.compile(r"^\s?(?:前|之前|以前|ago)")


@dataclass(frozen=True, slots=True)
class Span:
    """So many hours, from `low` to `high`; `work` counts working days only, None where nothing says."""

    low: Decimal
    high: Decimal
    work: bool | None = False

    def __str__(self) -> str:
        ends = [f"{float(end):g}" for end in dict.fromkeys((self.low, self.high))]
        return "-".join(ends) + (" h of working days" if self.work else " h")


def find(said: Said) -> Iterator[Found]:
    """Every length of time of a text."""
    for match in _DURATION.finditer(said.plain):
        if match["half"]:
            size = _HOURS[_UNIT.get(match["of"]) or "month"] / 2
            yield Found(match.start(), match.end(), Span(size, size))
            continue
        high = number(match["n"])
        low = number(match["low"]) if match["low"] else high
        unit = _UNIT[match["unit"]]
        if high is not None and low is not None and not (unit == "year" and high > 100):
            size = _HOURS[unit]
            yield Found(match.start(), match.end(), Span(low * size, high * size, bool(match["work"]) or match["unit"].endswith("工作日")))


def read(leaf: Leaf) -> Iterator[Span]:
    """A number under a name such as `return_days`."""
    match = _KEY.search(leaf.key.lower())
    value = of_leaf(leaf) if match else None
    if match and value is not None:
        size = value * _HOURS[match[1] or _CHINESE_KEY[match[2]]]
        yield Span(size, size, None)


def same(claim: Span, fact: Span) -> bool:
    """Whether both are as long; one end of a range may be named alone."""
    if None not in (claim.work, fact.work) and claim.work != fact.work:
        return False
    if near(claim.low, fact.low) and near(claim.high, fact.high):
        return True
    return claim.low == claim.high and fact.low != fact.high and (near(claim.high, fact.high) or near(claim.low, fact.low))


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """As a length of time; "in 3 days" and "3 days ago" also as the day that this is."""
    verdict, record = FINDER.by_value(said, found, facts)
    sign = _sign(said, found)
    if verdict is Verdict.SUPPORTED or not sign or facts.now is None or found.value.low != found.value.high:
        return verdict, record
    day = (facts.now + sign * timedelta(hours=float(found.value.low))).date()
    moment = Found(found.start, found.end, dates.Day(day.year, day.month, day.day))
    return dates.judge(said, moment, facts) if found.value.low % 24 == 0 else (verdict, record)


def _sign(said: Said, found: Found) -> int:
    after = said.plain[found.end : found.end + 10]
    if _AGO.match(after):
        return -1
    return 1 if _FROM_NOW.match(after) or said.plain[max(0, found.start - 3) : found.start] == "in " else 0


FINDER = Finder(Kind.DURATION, find, read, same, echo=bounds, own=judge)
