"""Days that are named, and which they are."""

from __future__ import annotations

import re
from datetime import date, timedelta

_DAYS = ("monday tuesday wednesday thursday friday saturday sunday").split()
_MONTHS = "january february march april may june july august september october november december".split()
_D = "|".join(f"{day}|{day[:3]}" for day in _DAYS)
_M = "|".join(f"{month}|{month[:3]}" for month in _MONTHS if month != "may") + "|may(?= \\d)"
_N = r"(?:\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|a couple of|a few|[一二两三四五六七八九十几半]{1,3})"
_DATE = re.compile(
    rf"\d{{4}}[-/.年]\d{{1,2}}[-/.月]\d{{1,2}}[日号]?|(?<!\d)\d{{1,2}}月\d{{1,2}}[日号]?|(?<![\w])(?:{_M})\.? \d{{1,2}}(?:st|nd|rd|th)?(?!\d)|"
    rf"(?<!\d)\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_M})(?![a-z])|(?<![a-z])(?:last|this|next|on|since|by|before) (?:{_D})(?![a-z])|"
    rf"(?<![a-z])(?:last|this|next|past) (?:week|month|year|weekend)|(?<![a-z])(?:{_N}) (?:days?|weeks?|months?|years?) ago|"
    rf"(?<![a-z])(?:day before )?yesterday|(?<![a-z])(?:today|tonight|tomorrow)(?![a-z])|"
    rf"(?:上+个?|这个?|下+个?|本)?(?:周|星期|礼拜)[一二三四五六日天末]|(?:上+个?|下+个?)(?:周|星期|礼拜|月)|{_N}(?:个)?(?:天|周|星期|礼拜|月|年)(?:之|以)?前|"
    rf"大?前天|昨[天晚日]|今[天早晚日]|明[天早晚日]|大?后天|去年|前几天|上回", re.I,
)  # fmt: skip
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
           "a couple of": 2, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}  # fmt: skip
_AGO = re.compile(rf"({_N})\s?(?:个)?(days?|weeks?|天|周|星期|礼拜)(?: ago|(?:之|以)?前)", re.I)
_WEEKDAY = re.compile(rf"(last|this|next|on|since|by|before|上+个?|这个?|下个?|本)?\s?(?:(?:周|星期|礼拜)([一二三四五六日天])|({_D})(?![a-z]))", re.I)
_ISO = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})")
_MONTH_DAY = re.compile(rf"(\d{{1,2}})月(\d{{1,2}})|({_M})\.? (\d{{1,2}})|(\d{{1,2}})(?:st|nd|rd|th)? (?:of )?({_M})", re.I)
_ZH_MONTHS = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()
_IN_MONTH = re.compile(
    r"(?:(?<!\d)(?P<n>\d{1,2})|(?<![一二三四五六七八九十])(?P<zh>十[一二]?|[一二三四五六七八九]))月(?!前|内|后)(?:(?P<d>\d{1,2})[日号]?)?|"
    rf"(?<![a-z])(?:(?:from|in|of|on|since) (?:last |this )?|(?P<before>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?)?(?P<en>{'|'.join(each for each in _MONTHS if each != 'may')}|"
    r"(?<=from )may|(?<=in )may|may(?= order| one))(?![a-z])(?: (?P<after>\d{1,2})(?:st|nd|rd|th)?(?!\d))?"
)  # fmt: skip
_NEAR = {"today": 0, "tonight": 0, "今": 0, "yesterday": -1, "昨": -1, "day before yesterday": -2, "前天": -2, "大前天": -3, "tomorrow": 1,
         "明": 1, "后天": 2, "大后天": 3}  # fmt: skip


def find_dates(text: str) -> list[str]:
    """The days and weeks that are named, as written."""
    return [match[0] for match in _DATE.finditer(text)]


def months_in(text: str) -> list[tuple[int, int | None]]:
    """The months that a normalised text names, each with its day where one is said: "the one from November" is (11, None)."""
    found = []
    for match in _IN_MONTH.finditer(text):
        number, counted, day, name, day2, day3 = match.group("n", "zh", "d", "en", "before", "after")
        month = int(number) if number else _ZH_MONTHS.index(counted) + 1 if counted else next(
            place for place, each in enumerate(_MONTHS, 1) if each.startswith(name[:3]))
        if 1 <= month <= 12:
            found.append((month, int(day or day2 or day3) if day or day2 or day3 else None))
    return found


def day_of(said: str, today: date) -> date | None:
    """The day that a phrase of `find_dates` means for somebody who says it `today`; None for a week or a month, or no day at all.
    A weekday is the last one that was, unless "next" or "下" is said; a day without a year the last one that was."""
    said = said.lower().strip()
    try:
        return _absolute(said, today) or _relative(said, today)
    except ValueError:  # the 31st of February
        return None


def _absolute(said: str, today: date) -> date | None:
    if match := _ISO.search(said):
        return date(*map(int, match.groups()))
    if match := _MONTH_DAY.search(said):
        a, b, name, day, day2, name2 = match.groups()
        month = int(a) if a else next(i for i, each in enumerate(_MONTHS, 1) if each.startswith((name or name2)[:3]))
        found = date(today.year, month, int(b or day or day2))
        return found if found <= today else found.replace(year=found.year - 1)
    return None


def _relative(said: str, today: date) -> date | None:
    if match := _AGO.search(said):
        count = int(match[1]) if match[1].isdigit() else _COUNTS.get(match[1])
        return today - timedelta(count * (1 if match[2][0] in "d天" else 7)) if count else None
    for name in sorted(_NEAR, key=len, reverse=True):
        if said.startswith(name):
            return today + timedelta(_NEAR[name])
    match = _WEEKDAY.fullmatch(said)
    if not match:
        return None
    wanted = "一二三四五六日".index(match[2].replace("天", "日")) if match[2] else next(i for i, d in enumerate(_DAYS) if d.startswith(match[3][:3]))
    return _weekday(match[1] or "", wanted, today, chinese=bool(match[2]))


def _weekday(which: str, wanted: int, today: date, *, chinese: bool) -> date:
    """Chinese 上周三 is the Wednesday of the calendar week before, English "last Wednesday" the latest that was."""
    monday = today - timedelta(today.weekday())
    if which.startswith(("next", "下")):
        return monday + timedelta(7 + wanted)
    if chinese and which:
        return monday + timedelta(wanted - 7 * which.count("上"))
    back = (today.weekday() - wanted) % 7 or (7 if which == "last" else 0)
    return today - timedelta(back)
