"""Days: "2024-05-15", "May 15th", "5月15日", "tomorrow", "下周三", "on Friday"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ...text.numbers import parse_number
from ..claim import Kind, Verdict
from ..facts import Facts
from ..finder import Finder, Judged, relevant
from ..said import Found, Said

_MONTHS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_HAN = "[零〇一二三四五六七八九十]"
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WRITTEN = [
    re.compile(r"(?<![\d.])(?P<y>20\d\d|19\d\d)([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?:(?P<y>\d{4})年)?(?P<m>\d{1,2})月(?:份)?(?:(?P<d>\d{1,2})[日号])?(?<!月)|(?P<y2>\d{4})年(?P<m2>\d{1,2})月"),
    re.compile(rf"\b{_MONTH}\s(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)(?:,?\s(?P<y>\d{{4}})\b)?"),
    re.compile(rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:\sof)?\s{_MONTH}(?![a-z])(?:,?\s(?P<y>\d{{4}})\b)?"),
    re.compile(rf"\b{_MONTH}\s(?P<y>\d{{4}})\b"),
]
_ORDINALS = {word: n for n, word in enumerate((
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth "
    "twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first").split(), 1)}
_ORDINAL = "|".join(sorted(_ORDINALS, key=len, reverse=True))
_IN_WORDS = (
    re.compile(rf"\b(?P<o>{_ORDINAL}) of {_MONTH}(?![a-z])(?:,?\s(?P<y>\d{{4}})\b)?"), re.compile(rf"\b{_MONTH} the (?P<o>{_ORDINAL})\b(?:,?\s(?P<y>\d{{4}})\b)?"),
    re.compile(rf"(?:(?P<y>{_HAN}{{4}})年)?(?P<m>十?[一二三四五六七八九]|十)月(?:(?P<d>{_HAN}{{1,3}})[日号])"), re.compile(rf"(?P<y>{_HAN}{{4}})年(?P<m>十[一二]|[一二三四五六七八九十])月"))
_SLASHED = re.compile(r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})/(?P<y>\d{4})(?![\d/])")
_RELATIVE = {
    "the day after tomorrow": 2, "day after tomorrow": 2, "后天": 2, "tomorrow": 1, "明天": 1, "明日": 1, "明早": 1, "明晚": 1,
    "today": 0, "tonight": 0, "今天": 0, "今日": 0, "今晚": 0, "当天": 0, "yesterday": -1, "昨天": -1, "昨日": -1, "前天": -2,
}  # fmt: skip
_NEAR = re.compile("|".join(sorted(_RELATIVE, key=len, reverse=True)))
_HAPPENS = re.compile(
    r"arriv|deliver|ship|sent|send|refund|dispatch|cancel|expir|clos|open|reach|credit|until|by today|due|deadline|left|"
    r"到|送|发|退|过期|截止|寄|签收|取消|关门|营业|上架|恢复"
)
_WEEKDAY = re.compile(r"\b(?P<en>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)\b(?!\s(?:mornings|evenings|nights|afternoons|lunches|dinners|blues))|(?:周|星期|礼拜)(?P<zh>[一二三四五六日天])(?!内)")


@dataclass(frozen=True, slots=True)
class Day:
    """A day of which year and day of the month may be left open, or a weekday (0 is Monday), or a number of days from today."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    offset: int | None = None

    def __str__(self) -> str:
        if self.offset is not None:
            return f"today{self.offset:+d}d" if self.offset else "today"
        if self.weekday is not None:
            return _WEEK[self.weekday]
        return "-".join(f"{part:02d}" if part is not None else "?" for part in (self.year, self.month, self.day))


def find(said: Said) -> Iterator[Found]:
    """Every day that a text names; "today" only where something happens."""
    for pattern in _WRITTEN:
        for match in pattern.finditer(said.plain):
            yield from _written(match)
    for pattern in _IN_WORDS:
        for match in pattern.finditer(said.plain):
            yield from _written(match)
    for match in _SLASHED.finditer(said.plain):
        first, second = int(match["a"]), int(match["b"])
        month, day = (first, second) if first <= 12 else (second, first)
        yield Found(match.start(), match.end(), Day(int(match["y"]), month, day))
    for match in _NEAR.finditer(said.plain):
        start, end = said.clause(match.start())
        if _HAPPENS.search(said.plain, start, end) and said.plain[max(0, match.start() - 1) : match.start()] not in ("到", "至"):
            yield Found(match.start(), match.end(), Day(offset=_RELATIVE[match[0]]))
    for match in _WEEKDAY.finditer(said.plain):
        number = _WEEK.index(match["en"][:3]) if match["en"] else min("一二三四五六日天".index(match["zh"]), 6)
        yield Found(match.start(), match.end(), Day(weekday=number))


def find_done(said: Said) -> Iterator[Found]:
    """Those of them on which something happens: copy wears a shirt from Monday to Friday."""
    return (found for found in find(said) if found.value.weekday is None or _HAPPENS.search(said.sentence(found.start)))


def _written(match: re.Match[str]) -> Iterator[Found]:
    parts = match.groupdict()
    month = _MONTHS[parts["month"][:3]] if parts.get("month") else _count(parts.get("m") or parts.get("m2")) or 0
    year, day = _count(parts.get("y") or parts.get("y2")), _ORDINALS[parts["o"] or ""] if parts.get("o") else _count(parts.get("d"))
    if 1 <= month <= 12 and 1 <= (day or 1) <= 31:
        yield Found(match.start(), match.end(), Day(year, month, day))


def _count(text: str | None) -> int | None:
    """The number that digits or Chinese numerals write."""
    value = parse_number(text) if text else None
    return None if value is None else int(value)


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """Days that follow from today are counted from there; without a today they are not supported."""
    if found.value.offset is not None:
        if facts.now is None:
            return FINDER.by_value(said, found, facts)
        day = facts.now.date() + timedelta(days=found.value.offset)
        found = Found(found.start, found.end, Day(day.year, day.month, day.day))
    others = ""
    for leaf, value in relevant(FINDER, said, found, facts):
        if _same(found.value, value):
            return Verdict.SUPPORTED, leaf.path
        others = others or leaf.path
    return (Verdict.CONTRADICTED, others) if others else (Verdict.UNSUPPORTED, "")


def _same(claim: Day, fact: Day) -> bool:
    if claim.weekday is not None:
        return claim.weekday == fact.weekday or (None not in (fact.year, fact.month, fact.day) and _weekday(fact) == claim.weekday)
    if claim.offset is not None or fact.offset is not None:
        return claim.offset == fact.offset
    pairs = ((claim.year, fact.year), (claim.month, fact.month), (claim.day, fact.day))
    return claim.month is not None and all(mine is None or theirs is None or mine == theirs for mine, theirs in pairs)


def _weekday(fact: Day) -> int | None:
    try:
        return date(fact.year or 0, fact.month or 0, fact.day or 0).weekday()
    except ValueError:
        return None


FINDER = Finder(Kind.DATE, find, own=judge)
OF_PRODUCT = Finder(Kind.DATE, find_done, own=judge)
