"""Amounts of money: "$1,299.00", "1299元", "一千二百块", "fifty dollars", "100-200 元"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ...shop import Money
from ...text.money import currency_of
from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..finder import Finder, Judged, relevant
from ..said import Found, Said
from .amounts import LOOSE, NUMBER, TO, bounds, near, number, of_leaf, vague

_CODES = r"(?:usd|cny|rmb|eur|gbp|jpy|hkd|twd|krw|inr|cad|aud|sgd|nzd|chf|brl|mxn|thb|rub|pln|sek|nok|dkk)"
_SIGN = rf"(?:(?:us|hk|nt|a|au|c|ca|s|sg|nz|r)\$|(?:cn|jp|rmb)\s?¥|[$¥€£₩₹₽]|\b{_CODES}\b)"
_WORD = {"dollar": "$", "buck": "$", "yuan": "cny", "euro": "eur", "pound": "gbp", "yen": "jpy", "quid": "gbp"}
_AFTER = (
    rf"(?:元人民币|美元|美金|欧元|英镑|日元|港币|港元|新台币|台币|韩元|澳元|加元|人民币|块钱|块|元|圆|[$€£](?!\s?\d)|"
    rf"\b{_CODES}\b|(?:us |american )?dollars?\b|bucks?\b|yuan\b|euros?\b|yen\b|pounds? sterling\b|quid\b)"
)
_MONEY = re.compile(
    rf"(?P<sign>{_SIGN})\s?(?P<a>{NUMBER})(?:{TO}(?:{_SIGN})?\s?(?P<b>\d[\d,]*(?:\.\d+)?)(?!\s?%|"
    rf"\s?[天日个a-z]))?(?:\s?(?P<code>\b{_CODES}\b))?"
    rf"|(?:(?P<low>{NUMBER}){TO})?(?P<n>{NUMBER})\s?-?(?P<after>{_AFTER})(?:(?P<tenth>[一二三四五六七八九\d])(?![\d.十百千万]|"
    rf"[个件])[角毛]?)?"
)
_KEY = re.compile(
    r"price|amount|total|cost|balance|fee\b|fees|refund|discount|subtotal|tax|shipping|paid|saving|saved|value|difference|charge|"
    r"compare_at|deposit|budget|价|额|费|款|钱|calculate"
)
_BEFORE = re.compile(
    r"compare_?at|market_?price|original_?price|list_?price|regular_?price|was_?price|^was$|^rrp$|^mrp$|^msrp$|原价|划线价|吊牌价|"
    r"市场价|专柜价|零售价")
_NOW = re.compile(r"^(?:sale_|current_)?price$|^(?:现价|售价|价格|活动价|到手价)$")
_EARLIER = re.compile(
    r"\b(?:was|were|instead|down|rrp|mrp|list|usual|usually|regular|regularly|normally|original|originally|before|worth|sav(?:e|es|"
    r"ing)|off|market|retail|from)\b|"
    r"原价|划线|吊牌|市场价|专柜|零售|省|减|降|平时|日常|之前|便宜|从")
_UNDER = re.compile(r"(?:\bunder|\bbelow|\bless than|不到|不足|低于)\s?$")
_LEAST = Decimal("0.8")
_NO_MONEY = re.compile(r"id$|number|zip|postcode|phone|quantity|length|stock|year|days|rating|count|weight|size")


@dataclass(frozen=True, slots=True)
class Amount:
    """So much money; `name` is the currency as it was written (a sign that several share is any of them), empty where nothing says."""

    name: str
    major: Decimal
    vague: bool = False
    under: bool = False  # "under 90": a little less, too

    def __str__(self) -> str:
        return f"{self.name.upper()} {self.major}".strip()


def find(said: Said) -> Iterator[Found]:
    """Every amount of a text."""
    for match in _MONEY.finditer(said.plain):
        name = _named(match["code"] or match["sign"] or match["after"])
        for group in ("a", "b", "low", "n"):
            value = number(match[group]) if match[group] else None
            if value is not None:
                if group == "n" and match["tenth"]:
                    value += (number(match["tenth"]) or 0) / Decimal(10)
                start = match.start() if group == "a" or (group == "n" and not match["low"]) else match.start(group)
                end = match.end() if group in ("b", "n") or not match["b"] else match.end(group)
                yield Found(start, end, Amount(name, abs(value), vague(said, match.start(), match.end()), _UNDER.search(said.plain[max(0, match.start() - 12) : match.start()]) is not None))


def _named(written: str) -> str:
    written = written.strip().removeprefix("us ").removeprefix("american ")
    return _WORD.get(written.removesuffix("s"), written)


def read(leaf: Leaf) -> Iterator[Amount]:
    """The amount that a fact is: money as JSON has it, or a number under a name that means money."""
    if isinstance(leaf.value, Money):
        yield Amount(leaf.value.currency, abs(leaf.value.major))
    elif (leaf.currency and not _NO_MONEY.search(leaf.key.lower())) or _KEY.search(leaf.key.lower()) or "calculate" in leaf.root:
        value = of_leaf(leaf)
        if value is not None:
            yield Amount(leaf.currency, abs(value))


def same(claim: Amount, fact: Amount) -> bool:
    """Whether both are one amount of one currency; "about" allows a twentieth, "under" a fifth less."""
    if not _one_currency(claim.name, fact.name):
        return False
    if claim.under and _LEAST * claim.major <= fact.major < claim.major:
        return True
    return claim.major == fact.major or (claim.vague and near(claim.major, fact.major, LOOSE))


def _one_currency(a: str, b: str) -> bool:
    if not a or not b:
        return True
    code = currency_of(b, "") or b.upper()
    return a == b or currency_of(a, code) == code


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """By the amounts of the facts; of one product the price before is no price of now."""
    verdict, record = FINDER.by_value(said, found, facts)
    if verdict is not Verdict.SUPPORTED or not facts.product or _EARLIER.search(said.sentence(found.start)):
        return verdict, record
    known = [leaf for leaf, value in relevant(FINDER, said, found, facts) if same(found.value, value)]
    now = [leaf for leaf in known if not _BEFORE.search(leaf.key.lower().replace(" ", "_"))]
    return (Verdict.SUPPORTED, now[0].path) if now else (Verdict.CONTRADICTED, _price(facts) or record)


def _price(facts: Facts) -> str:
    return next((leaf.path for leaf in facts.leaves if _NOW.search(leaf.key.lower())), "")


FINDER = Finder(Kind.MONEY, find, read, same, echo=bounds, own=judge)
