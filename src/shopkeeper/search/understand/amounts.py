"""Amounts in a query: a number with its unit or currency and the words that compare it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...text.money import currency_of
from ...text.units import UNIT_NAMES, unit
from .numerals import Number, find_numbers
from .spelled import Span

ABOUT = 0.2  # "about 300" is a fifth either way
# What is counted without a unit of measure, with the ways to say it, and what fields of such numbers are called.
COUNTS: dict[str, tuple[str, str]] = {
    "pieces": ("件 块 片 粒 颗 枚 颗粒 piece pieces pcs pc", "piece 件 粒 颗 片 枚"),
    "ports": ("口 个口 个接口 接口 port ports", "port 接口"),
    "people": ("人 个人 人用 person persons people", "sleeps people person 人数"),
    "modes": ("模式 种模式 个模式 档 挡 mode modes", "mode 模式 档位"),
    "yarn": ("支 支纱 count", "yarn 纱支 支数 thread"),
}
AGES = {"岁": 12.0, "周岁": 12.0, "years old": 12.0, "year old": 12.0, "years": 12.0, "year": 12.0, "yrs": 12.0, "yr": 12.0,
        "个月": 1.0, "months old": 1.0, "month old": 1.0, "months": 1.0, "month": 1.0}  # fmt: skip
_SIZES = ("码", "号")
_MONEY = (
    "人民币 元人民币 块钱 元钱 元 块 圆 rmb yuan kuai cny 美元 美金 刀 dollars dollar bucks usd us$ 欧元 欧 euros euro eur € 英镑 镑 "
    "gbp £ 港币 港元 hkd "
    "日元 円 jpy 韩元 台币 新台币 卢布 澳元 加元 $ ¥"
).split()
_OURS = {"刀": "USD", "bucks": "USD", "dollars": "USD", "dollar": "USD", "yuan": "CNY", "kuai": "CNY", "欧": "EUR", "euros": "EUR",
"镑": "GBP",
         "元钱": "CNY", "卢布": "RUB"}  # fmt: skip
_COUNTED = {name: group for group, (names, _) in COUNTS.items() for name in names.split()}
_PIECES_OR_MONEY = "块"


def _any(names: Iterator[str] | list[str]) -> str:
    return "|".join(re.escape(name) + (r"(?![a-z])" if name[-1].isascii() and name[-1].isalpha() else "") for name in sorted(names,
    key=len, reverse=True))


_MONEY_BEFORE = re.compile(r"(us\$|hk\$|nt\$|[¥$€£₩]|\brmb|\bcny|\busd|\beur|\bgbp|\bhkd|人民币)\s?$")
_SIGNS = "$¥€£"
_MONEY_AFTER = re.compile(rf"\s?({_any([name for name in _MONEY if name not in _SIGNS])}|"
                          rf"[{_SIGNS}](?!\s?[\d一二两三四五六七八九十百千万几半]))")
_NOT_INCH = UNIT_NAMES - {"in", "'", "''", "两", "码数"}
_UNIT_AFTER = re.compile(rf"[\s-]?({_any([*_NOT_INCH, *_COUNTED, *AGES, *_SIZES])})|\s?(in)(?![a-z]|[\s-]?\d| (?:stock|the|an?|my|any|"
                         rf"total|colou?r|black|white|red|blue|gr[ae]y|green)\b)|(\")")
_SIZE_BEFORE = re.compile(r"(?:\bsizes?|\beu|\beur|尺码|码数|鞋码)\s?[::]?\s?$")
_AGE_BEFORE = re.compile(r"\bage[sd]?\s?[::]?\s?$")
# What compares an amount: before it, with the words that may stand between, and behind it.
_BEFORE = re.compile(
    r"(?:(?:(?:my |our |a )?\bbudget|(?:我们?的?)?预算)(?:\s?(?:is|of|:|在|是|为|,))?\s?)?"
    r"(?:(?P<most>不超过|不能超过|别超过|不要超过|不高于|不大于|不多于|最多|顶多|至多|控制在|最高|封顶|at most|no(?:t)? more than|up to|"
    r"max(?:imum)?(?: of)?|within|not over|"
    r"no(?:t)? higher than|capped at|≤|<=)|(?P<under>不到|低于|少于|小于|不足|\bunder|\bbelow|\bless than|\bcheaper than|\b(?:low|small|short|light|thinn|quiet)er than|<)|"
    r"(?P<least>至少|不低于|不少于|不小于|最少|起码|\bat least|\bno(?:t)? less than|\bstarting (?:at|from)|\bfrom|"
    r"\bmin(?:imum)?(?: of)?|≥|>=)|"
    r"(?P<over>超过|高于|大于|多于|\bover|\babove|\bmore than|\b(?:great|bigg|larg|long|heavi|thick|tall|wid|deep|loud|high)er than|>)|"
    r"(?P<about>大概|大约|约|差不多|\babout|\baround|\bapprox(?:imately|\.|\b)|\broughly|\bcirca|~)|(?P<budget>(?:我们?的?)?预算|(?:\b(?:my|our|a) )?\bbudget))"
    r"(?:\s?(?:大概|差不多|在|是|为|of|is|:|a|to|,))?\s?$"
)
_BEHIND = re.compile(
    r"\s?(?:(?P<most>(?:或|及)?以下|以内|之内|内(?![存置部胆衣裤里搭增层饰])|封顶|or (?:less|under|below|(?:cheap|small|short|light|thinn|low)er)|max(?:imum)?\b|tops\b)|"
    r"(?P<least>(?:或|及)?以上|起步|往上|起(?![床泡球])|or (?:more|above|over|higher|up|(?:long|bigg|larg|thick|heavi|tall|high|wid)er)|and (?:up|above|over)|\+|minimum\b)|"
    r"(?P<about>左右|上下|前后|来块|or so\b)|(?P<budget>的?预算|budget\b))"
)
_TO = re.compile(r"\s?(?:-|~|—|to\b|到|至)\s?")
_AND = re.compile(r"\s?(?:and\b|和|与)\s?")
_BETWEEN = re.compile(r"(?:\bbetween|\bfrom|从|介于|在)\s?$")
_BETWEEN_END = re.compile(r"\s?(?:之间|间)")
_TEN_THOUSANDS = re.compile(r"w(?:元|块|以内|以下|以上|左右|起)")  # 1w以内
_PART_OF_CODE = re.compile(r"[a-z]|-[a-z0-9]*[a-z]|\sin\s?\d")


@dataclass(frozen=True, slots=True)
class Amount:
    """What a query says about a number: `op` is one of = < <= > >= and .. (from low to high), with
    "~" for one that is only said to be about so. `unit` is as written, `dimension` that of the unit
    ("length", "age", "pieces", "size" …), `size` what one of it is in the base unit; `currency` an ISO
    code or None. `core` is where number and unit stand without the words that compare."""

    span: Span
    core: Span
    op: str
    low: float
    high: float
    open: bool = False
    dimension: str = ""
    size: float = 1.0
    currency: str | None = None
    compared: bool = False

    @property
    def bare(self) -> bool:
        """Whether nothing says what it is an amount of."""
        return not self.dimension and self.currency is None


@dataclass(frozen=True, slots=True)
class _Unit:
    end: int
    dimension: str = ""
    size: float = 1.0
    currency: str | None = None


def find_amounts(text: str, currency: str) -> list[Amount]:
    """Every amount of a normalised text, left to right, in a shop whose prices are in `currency`."""
    found: list[Amount] = []
    numbers, skip = list(find_numbers(text)), 0
    for i, number in enumerate(numbers):
        if number.start < skip:
            continue
        own = _unit(text, number, currency)
        if own is None:
            continue
        other = _other_end(text, number, own, numbers[i + 1 : i + 2], currency)
        amount = _ranged(text, number, own, *other) if other else _single(text, number, own)
        skip = amount.span[1]
        found.append(amount)
    return found


def _unit(text: str, number: Number, currency: str) -> _Unit | None:
    """The unit or currency that stands at a number; None where the number is a part of a code."""
    before = _MONEY_BEFORE.search(text, max(0, number.start - 5), number.start)
    money, measure = _MONEY_AFTER.match(text, number.end), _UNIT_AFTER.match(text, number.end)
    if before:
        code = currency_of(before[1], currency)
        return _Unit(money.end() if money else number.end, currency=code or "?")
    if money and not (measure and measure.end() > money.end()):
        name = money[1]
        code = currency if currency == "CNY" and name == _PIECES_OR_MONEY else currency_of(_OURS.get(name, name), currency)
        return _Unit(money.end(), currency=code or "?")
    if measure:
        return _measure(measure, text, number) if not _TEN_THOUSANDS.match(text, number.end) else _Unit(number.end + 1, size=10_000)
    if _SIZE_BEFORE.search(text, max(0, number.start - 8), number.start):
        return _Unit(number.end, "size")
    if _AGE_BEFORE.search(text, max(0, number.start - 8), number.start):
        return _Unit(number.end, "age", 12.0)
    return None if _PART_OF_CODE.match(text, number.end) else _Unit(number.end)


def _measure(match: re.Match[str], text: str, number: Number) -> _Unit | None:
    name = next(group for group in match.groups() if group)
    if re.match(r"[\s-]?in[\s-]?(?:\d|one)", text[number.end :]):
        return None  # 6-in-1
    if name in AGES:
        return _Unit(match.end(), "age", AGES[name])
    if name in _SIZES:
        return _Unit(match.end(), "size")
    known = unit(name)
    if known is not None:
        return _Unit(match.end(), *known)
    return _Unit(match.end(), _COUNTED[name])


def _other_end(text: str, number: Number, own: _Unit, rest: list[Number], currency: str) -> tuple[Number, _Unit] | None:
    """The number that ends a range that `number` begins."""
    if not rest or not number.exact or not rest[0].exact:
        return None
    other, between = rest[0], _BETWEEN.search(text, max(0, number.start - 9), number.start)
    gap = text[own.end : other.start].removesuffix("¥").removesuffix("$")
    if not _TO.fullmatch(gap) and not (between and _AND.fullmatch(gap)):
        return None
    theirs = _unit(text, other, currency)
    if theirs is not None and not theirs.dimension and theirs.currency is None:
        theirs = replace(own, end=theirs.end)
    if theirs is not None and own.end == number.end and own.dimension == theirs.dimension:
        own = replace(own, size=theirs.size)  # "age 3-6 months": the unit is that of both
    same = theirs and (own.dimension == theirs.dimension or not own.dimension)
    if not same or theirs is None or other.low * theirs.size <= number.low * (own.size if own.dimension else theirs.size):
        return None
    return other, theirs


def _ranged(text: str, number: Number, own: _Unit, other: Number, theirs: _Unit) -> Amount:
    first = own if own.dimension and own.end > number.end else replace(own, size=theirs.size)
    start = _start(text, number)
    low, high = number.low * first.size / theirs.size, other.high
    behind = _BETWEEN_END.match(text, theirs.end)
    before = _BETWEEN.search(text, max(0, start - 9), start)
    span = before.start() if before else start, behind.end() if behind else theirs.end
    currency = own.currency or theirs.currency
    return Amount(span, (start, theirs.end), "..", low, high, False, theirs.dimension, theirs.size, currency, True)


def _single(text: str, number: Number, own: _Unit) -> Amount:
    start = _start(text, number)
    before = _BEFORE.search(text, max(0, start - 32), start)
    behind = _BEHIND.match(text, own.end)
    said = [match for match in (before, behind) if match]
    kinds = {name for match in said for name, text in match.groupdict().items() if text}
    span = before.start() if before else start, behind.end() if behind else own.end
    op = _op(kinds, number)
    low, high = (each * (own.size if not own.dimension else 1) for each in (number.low, number.high))
    if op == "=" and text[start : start + 1] in "百千万" and text.startswith("上", start - 1):
        op, span = ">=", (start - 1, span[1])
    if op == "~":
        low, high = low * (1 - ABOUT), high * (1 + ABOUT)
    return Amount(span, (start, own.end), op, low, high, number.open and op == "..", own.dimension, own.size, own.currency,
    bool(said) or not number.exact)


def _op(kinds: set[str], number: Number) -> str:
    for kind, op in (("most", "<="), ("under", "<"), ("least", ">="), ("over", ">"), ("about", "~"), ("budget", "<=")):
        if kind in kinds:
            return op
    return "=" if number.exact else ".."


def _start(text: str, number: Number) -> int:
    money = _MONEY_BEFORE.search(text, max(0, number.start - 5), number.start)
    return money.start() if money else number.start


def base(amount: Amount) -> tuple[float, float]:
    """From where to where an amount goes, in base units."""
    return round(amount.low * amount.size, 6), round(amount.high * amount.size, 6)


def _span_of(amount: Amount) -> tuple[float, float]:
    low, high = base(amount)
    return (float("-inf") if amount.op in ("<", "<=") else low), (float("inf") if amount.op in (">", ">=") else high)


def meets(value: Amount, asked: Amount) -> bool:
    """Whether a value of a field is among what is asked for: the same amount, one inside a range, or
    (for ages, which are ranges themselves) one that shares more than an end with it."""
    (low, high), (least, most) = _span_of(value), _span_of(asked)
    if asked.dimension == "age":
        return low <= least <= high if least == most else max(low, least) < min(high, most)
    if asked.op in ("<", ">") and low in (least, most):
        return False
    return least - 1e-6 <= low <= most + 1e-6
