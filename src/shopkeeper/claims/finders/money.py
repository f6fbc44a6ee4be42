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
from . import measures
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
    rf"|(?:(?P<low>{NUMBER}){TO})?(?P<n>{NUMBER})\s?-?(?P<after>{_AFTER})(?:(?P<tenth>[一二三四五六七八九\d])(?![\d.十百千万])"
    rf"(?=[角毛]|[^\u4e00-\u9fff]|$|[的就能起拿到])[角毛]?)?"
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
_EACH = re.compile(r"(?:合|平均|算|折)[^、。;]{0,5}$|(?:每|一|单)[个件台款条双颗张份瓶盒套本只支枚粒片块包袋罐杯卷把次天顿][^、。;\d]{0,4}$|\b(?:works? out (?:at|to)|comes? (?:out )?(?:to|at)|makes? it|each one costs?)(?: \w+){0,2} ?$")
_EACH_AFTER = re.compile(r"^\s?(?:/|一|每|每一)[个件台款条双颗张份瓶盒套本只支枚粒片块包袋罐杯卷把次]|^ (?:each\b|apiece|per \w+|an? (?:pair|piece|bar|bag|cup|sheet|roll|pack|packet|bottle|can|capsule|pod|pouch|portion|serving|go|pop|night|wash|mug|glass|plate)\b)")
_PIECES = re.compile(r"piece|quantit|count|\bpack|number_?of|units|pairs|servings|sheets|capsules|bags|数量|件数|片数|个数|粒数|袋数|只数|包数|支数|规格|包装")
_COUNTED = re.compile(r"\s?(?:[个件台款条双颗张份瓶盒套本只支枚粒片块包袋罐杯卷把]|(?:pieces?|pairs?|packs?|bars?|bags?|bottles?|sheets?|rolls?|cans?|capsules?|pods?|pouches|servings?|portions?|cups?|tablets?)\b)")
_PRICED = re.compile(r"price|价")
_PIECE_OF = re.compile("(?![钱的一就出多左上以都也起拿到封不能可买每包])[\u4e00-\u9fff]")  # 两块电池: pieces
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
        if match["after"] == "块" and _PIECE_OF.match(said.plain, match.end()):
            continue
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
    if verdict is not Verdict.SUPPORTED and facts.product and (path := _apiece(said, found, facts)):
        return Verdict.SUPPORTED, path
    if verdict is not Verdict.SUPPORTED or not facts.product or _EARLIER.search(said.sentence(found.start)):
        return verdict, record
    known = [leaf for leaf, value in relevant(FINDER, said, found, facts) if same(found.value, value)]
    now = [leaf for leaf in known if not _BEFORE.search(leaf.key.lower().replace(" ", "_"))]
    return (Verdict.SUPPORTED, now[0].path) if now else (Verdict.CONTRADICTED, _price(facts) or record)


def _apiece(said: Said, found: Found, facts: Facts) -> str:
    """The path of the price that is as much for each of the pieces that the facts count: "eight apiece" of five for 39.90; empty for none."""
    if not (_EACH.search(said.before(found.start, 16)) or _EACH_AFTER.match(said.plain[found.end : found.end + 20])):
        return ""
    counts = {Decimal(str(number.written)) for leaf, number in facts.derived(measures.Known).all
              if not number.dimension and number.written > 1 and number.written == int(number.written) and (_PIECES.search(leaf.key.lower()) or _COUNTED.match(number.after))}
    prices = [(leaf, value.major) for leaf, value in relevant(FINDER, said, found, facts) if _PRICED.search(leaf.key.lower())]
    return next((leaf.path for leaf, price in prices for count in counts if _as_much(found.value, price / count)), "")


def _as_much(claim: Amount, each: Decimal) -> bool:
    """Whether a share of a price is what is claimed, to its last digit, or a little under it."""
    digit = Decimal(1).scaleb(int(claim.major.as_tuple().exponent))
    return _LEAST * claim.major <= each < claim.major if claim.under else abs(claim.major - each) <= max(digit / 2, LOOSE * each if claim.vague else Decimal(0))


def _price(facts: Facts) -> str:
    return next((leaf.path for leaf in facts.leaves if _NOW.search(leaf.key.lower())), "")


FINDER = Finder(Kind.MONEY, find, read, same, echo=bounds, own=judge)
