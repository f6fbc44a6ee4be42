"""Numbers in a message, each taken for one thing only: an order, a parcel, a telephone, a postcode, money."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from ....text.money import currency_of
from ..understood import Amount

Span = tuple[int, int]

_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9][A-Za-z0-9.-]*\.[A-Za-z]{2,24}")
_PHONE = re.compile(
    r"(?<![\w#])(?:\+\d{1,3}[\s.-]?)?(?:1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}|\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}|0\d{2,3}-\d{7,8})(?![\w])", re.A,
)  # fmt: skip
_ORDER_WORD = r"(?:orders?|purchase|订单|订单号|订单编号|单号|单子|编号)"
_LINK = r"(?:\s|号|码|编|是|为|的|尾|：|:|#|\bnumbers?\b|\bno\b\.?|\bnum\b|\bnr\b|\bid\b|\bis\b|\bwas\b|\bit'?s\b|\(|-)*"
_CODE = r"#?[A-Za-z]{0,5}[-_]?\d[\d-]{2,24}(?![\w]|\.\d)"
_AFTER_WORD = re.compile(rf"(?:(?<![A-Za-z]){_ORDER_WORD}(?![A-Za-z])){_LINK}({_CODE})", re.I | re.A)
_BEFORE_WORD = re.compile(rf"(?<![\w#$¥￥.-])({_CODE})\s*(?:号|这个|那个|这|那|的)*\s*(?:订单|单子|这单|那单|单(?![价独品件身次位人双])|order\b)", re.I | re.A)
_NEXT = re.compile(rf"\s*(?:,|，|、|and|&|和|跟|与|还有|以及)\s*(?:also\s+|the\s+|order\s+|订单)?({_CODE})", re.I | re.A)
_PLAIN_CODE = re.compile(r"(?<![\w#])#?(?:[Ww]\d{5,12}|[Oo]\d{4,12}|(?:ORD|ord|SO|DD|NO)[-_]?\d{3,}(?:-\d+)*)(?!\w)", re.A)
_HASH = re.compile(r"(?<!\w)#\s?[A-Za-z]{0,4}\d{3,20}(?!\w)", re.A)
_LONG = re.compile(r"(?<![\w.#¥￥$-])\d{10,20}(?![\w.])", re.A)
_ANY_CODE = re.compile(r"(?<![\w.$¥￥€£#])#?[A-Za-z]{0,5}[-_]?\d{3,20}(?![\w%]|\.\d)", re.A)
_TRACKING = re.compile(r"(?<![\w])(?:SF|YT|JD|JT|ZTO|STO|YD|1Z|TBA|EMS)[A-Z0-9]*\d{6,}[A-Z0-9]*(?!\w)", re.I | re.A)
_TRACKING_AFTER = re.compile(r"(?:(?:快递|运|物流)单?号|tracking\s*(?:number|no\.?|code|id)?)(?:\s|是|为|：|:|#|\bis\b)*([A-Za-z]{0,4}\d{8,22})", re.I | re.A)
_ZIP_AFTER = re.compile(r"(?:zip(?:\s*-?\s*code)?|post(?:al)?\s*-?\s*code|postcode|邮编|邮政编码)(?:\s|是|为|：|:|=|,|#|\bis\b)*(\d{5,6}(?:-\d{4})?)", re.I | re.A)
_ZIP_BEFORE = re.compile(r"(?<![\w#])(\d{5,6})\s*(?:is\s+(?:my|the)\s+(?:zip|post)|(?:是|为)(?:我的)?邮编|zip\b)", re.I | re.A)
_UK_ZIP = re.compile(r"(?<![\w#])[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?!\w)", re.A)
_BARE_ZIP = re.compile(r"(?<![\w#$¥￥.-])\d{5,6}(?![\w]|\.\d)", re.A)
_MONEY = re.compile(
    r"(?P<before>us\$|hk\$|[$¥￥€£]|\brmb|\busd|\bcny)\s?(?P<a>\d[\d,]*(?:\.\d{1,2})?)"
    r"|(?<![\w.#-])(?P<b>\d[\d,]*(?:\.\d{1,2})?)\s?(?P<after>dollars?|bucks|usd|eur|euros?|gbp|pounds?|yuan|rmb|cny|元|块钱|块|圆|美元|美金|刀)(?![a-z])",
    re.I | re.A,
)
_SPOKEN = {"dollar": "USD", "dollars": "USD", "bucks": "USD", "刀": "USD", "euros": "EUR", "pounds": "GBP", "pound": "GBP", "yuan": "CNY",
           "块钱": "CNY"}  # fmt: skip
_SHARED = frozenset("$ ¥ 元 块 圆".split())  # several currencies have it: only the shop knows which is meant


@dataclass(slots=True)
class Numbers:
    """What the numbers of a message are, with where each stands."""

    emails: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    order_ids: list[str] = field(default_factory=list)
    tracking: list[str] = field(default_factory=list)
    zips: list[str] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    taken: list[tuple[Span, str]] = field(default_factory=list)

    def take(self, span: Span, kind: str) -> bool:
        """Claims a part of the message; False where something else has it already."""
        if any(span[0] < end and start < span[1] for (start, end), _ in self.taken):
            return False
        self.taken.append((span, kind))
        return True


def find_numbers(text: str, expects: str = "") -> Numbers:
    """Every number of a message. Plain digits are an order only beside a word for it, when an order was asked for, or when they are
    longer than any price, postcode or telephone number."""
    found = Numbers()
    for kind, values, matches in (
        ("email", found.emails, _EMAIL.finditer(text)),
        ("tracking", found.tracking, (*_TRACKING_AFTER.finditer(text), *_TRACKING.finditer(text))),
    ):
        _take(found, kind, values, matches)
    _amounts(found, text)
    _take(found, "zip", found.zips, (*_ZIP_AFTER.finditer(text), *_ZIP_BEFORE.finditer(text)))
    _take(found, "order", found.order_ids, _orders(text))
    _take(found, "phone", found.phones, _PHONE.finditer(text))
    _take(found, "order", found.order_ids, _LONG.finditer(text))
    _take(found, "zip", found.zips, _UK_ZIP.finditer(text))
    if expects == "order":
        _take(found, "order", found.order_ids, _ANY_CODE.finditer(text))
    if expects in ("identity", "address"):
        _take(found, "zip", found.zips, _BARE_ZIP.finditer(text))
    found.order_ids[:] = dict.fromkeys(found.order_ids)
    return found


def same_order(said: str, order_id: str) -> bool:
    """Whether an order number as said is that of an order: signs, spaces and case do not matter, nor letters before the digits
    where only digits were said."""
    a, b = (re.sub(r"[\W_]", "", each).casefold() for each in (said, order_id))
    return a == b or (a.isdigit() and len(a) >= 3 and a == re.sub(r"\D", "", b)) or (a.isdigit() and a == re.sub(r"^\D*0*", "", b))


def _orders(text: str) -> Iterator[re.Match[str]]:
    yield from _PLAIN_CODE.finditer(text)
    for match in _AFTER_WORD.finditer(text):
        yield match
        end = match.end(1)
        while following := _NEXT.match(text, end):
            yield following
            end = following.end(1)
    yield from _BEFORE_WORD.finditer(text)
    yield from _HASH.finditer(text)


def _take(found: Numbers, kind: str, values: list[str], matches: Iterator[re.Match[str]] | tuple[re.Match[str], ...]) -> None:
    for match in matches:
        group = 1 if match.re.groups else 0
        if found.take(match.span(group), kind):
            values.append(match[group].strip().rstrip("-").replace("# ", "#"))


def _amounts(found: Numbers, text: str) -> None:
    for match in _MONEY.finditer(text):
        sign = (match["before"] or match["after"]).lower().replace("￥", "¥")
        digits = (match["a"] or match["b"]).replace(",", "")
        if found.take(match.span(), "money"):
            found.amounts.append(Amount(Decimal(digits), "" if sign in _SHARED else _SPOKEN.get(sign) or currency_of(sign, "") or ""))
