"""Discounts, gifts and time limits: "20% off", "八折", "save $20", "was 99", "free gift", "买一送一", "ends tonight", "限时".

A discount is counted from the prices of the record (a price and the one before) or stands in it; an end needs a record of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ...shop import Money
from ...text.numbers import ENGLISH
from ..claim import Kind, Verdict
from ..facts import ASKED, Facts, Leaf
from ..finder import Finder, Judged
from ..said import Found, Said
from ..topic import words
from ..triggers import chinese
from .amounts import CHINESE, DIGITS, number, of_leaf

_FRACTIONS = {"half": Decimal(50), "third": Decimal(100) / 3, "quarter": Decimal(25), "fifth": Decimal(20), "tenth": Decimal(10)}
_COIN = r"(?:(?:us|hk|a|c|s)?[$¥€£₹]|\b(?:usd|cny|rmb|eur|gbp)\b)?\s?"
_UNIT = r"(?:\s?(?:usd|cny|rmb|eur|gbp|元|块钱?|dollars|pounds|euros|yuan))?"
_N = rf"(?:{DIGITS}|{CHINESE})"
_OFFER = re.compile(
    rf"(?P<p>\d+(?:\.\d+)?)\s?(?:%|percent\b|per cent\b)[- ](?:off|discount|reduction|cheaper|less than (?:before|usual))|\b(?:sav(?:e|"
    rf"es|ing)|discount of|reduced by|knock|take|get)(?: you)?(?: up to| an extra| over)? (?P<p2>\d+(?:\.\d+)?)\s?(?:%|percent\b)"
    rf"|(?<![\d.])(?P<fold>[1-9](?:\.\d|\d)?|[一二三四五六七八九]{{1,2}})折(?!叠|射|扣|线|痕|中|腾|页|合|就|便|起|好|收|一)|(?:优惠|"
    rf"降价|直降|立减|省|降)(?:了|高达|达)?(?:(?P<p3>\d+(?:\.\d+)?)%|百分之(?P<p4>{_N}))"
    rf"|(?P<half>\bhalf[- ](?:price|off)\b|半价|对折(?!设计|收纳|款|叠|后))|\b(?:a |one[- ])?(?P<part>half|third|quarter|fifth|tenth) off\b"
    rf"|\b(?:sav(?:e|es|ing)|you(?:'ll)? save|knocked off|(?:a )?saving of)(?: you)?(?: up to|"
    rf" over)? {_COIN}(?P<save>{DIGITS}){_UNIT}(?!\s?(?:%|hours?|minutes?|space|time|energy|w\b|watts?))|"
    rf"{_COIN}(?P<save2>{DIGITS}){_UNIT} off\b|\b(?P<save4>{ENGLISH}) (?:dollars|pounds|euros|bucks|quid|yuan|rupees) (?:off|less than|saved)\b"
    rf"|(?:立减|立省|直降|减免|省下?|优惠|(?:比(?:划线价|原价|平时|市场价))?便宜了?|(?<!满)减)(?:了|"
    rf"整整)?{_COIN}(?P<save3>{_N})(?=\s?(?:元|块|美元|欧元|英镑|港币|日元|$|[、。!,;]))"
    rf"|(?P<full>满\s?{_COIN}{_N}\s?元?(?:立)?[减送返]\s?{_COIN}{_N})"
    rf"|\b(?:was|rrp|list price|usual(?:ly)?|regular(?:ly)?|normally|originally|instead of|down from|reduced from|worth|usual price of|"
    rf"regular price of) {_COIN}(?P<was>{DIGITS})(?!\s?(?:%|years?|days?|hours?|mm|cm|ml|kg|g\b|in \d))"
    rf"|(?:原价|划线价|吊牌价|市场价|专柜价|门市价|建议零售价|日常价)(?:为|是|:|要)?\s?{_COIN}(?P<was2>{_N})"
    r"|(?P<sale>\bon sale\b|\bspecial offer\b|\bclearance(?: sale)?\b|\bdiscounted\b|\bprice (?:drop|cut)\b|\breduced to clear\b|"
    r"\bflash sale\b|\bblack friday (?:deal|sale|offer)|特价|特惠|大促|清仓|甩卖|秒杀价|骨折价|降价(?:了|促销)?|打折|折扣(?:价|中)|"
    r"促销(?:价|中)?|满减|优惠(?:价|券|中|活动))"
    r"|(?P<gift>\b(?:buy (?:one|1|two|2)[ ,-]+get (?:one|1)(?: free)?|bogo|(?:with )?(?:a )?free (?:gift|sample|bonus|case|pouch|bag|"
    r"tote|mug|e-?book|refill)|complimentary \w+|free (?P<what_en>(?:\w+ ){1,3}?)with (?:every|each|your|any) (?:order|purchase)|"
    r"gift with purchase|\d+ for (?:the price of )?\d+)\b|买[一二两三1-3]送[一二两1-3]|(?:加|附|另|随单|下单(?:就|即|还)?|现|免费|再|"
    r"还)(?:赠送?|送(?!到|达|货|礼|修|人|去|给))(?=(?P<what>[^，。、;!]{1,8}))|赠送|赠品|好礼相送|第二(?:件|份)(?:半价|0元|免费))")
_LIMIT = re.compile(
    r"\b(?P<time>today only|(?:only )?this (?:week|weekend) only|limited[- ]time(?: only| offer| deal)?|for a limited time|(?:offer|"
    r"sale|deal|promotion|price|discount)s? (?:must end|ends?|expires?|closes?)(?: on)? ?(?:tonight|today|tomorrow|soon|midnight|"
    r"at midnight|this week|(?:on )?\w+day)?|(?:(?:but )?only )?(?:if|when|as long as) you (?:order|buy|check out) (?:before|by|within) [^.,;!?]{2,24}|order (?:before|by) (?:midnight|tonight|"
    r"the end of [a-z ]{3,12}|(?:this |next )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|the weekend)|(?:order|buy|yours) within (?:the next )?[a-z\d]+ (?:hours?|minutes?|days?)|(?:valid|offer|price|deal|"
    r"sale|discount) (?:\w+ ){0,3}until [^.,;!?]{2,20}|(?:tonight|this (?:week|weekend)) only|ends (?:tonight|today|tomorrow|soon|at midnight|sunday)|last (?:chance|day|call)|"
    r"final (?:hours|days?|call)|(?:only )?(?:\d+|a few|two|three|24) (?:hours|days) (?:left|only|to go)|before (?:it|prices?|"
    r"the price) (?:ends|goes up|go up|rises?)|price goes up|(?:won't|will not) (?:last|be repeated)(?: long)?|never (?:again|"
    r"be repeated)|while (?:the )?offer lasts)\b"
    r"|\b(?P<stock>sell(?:ing|s)?(?: out)? (?:out )?fast|going fast|almost (?:gone|sold out)|nearly (?:gone|sold out)|"
    r"about to sell out|(?:before (?:it's|they're|it is) (?:all )?gone)|limited (?:stock|quantit(?:y|ies)|supply|availability)|"
    r"low (?:in )?stock|last (?:few )?(?:pieces|pairs|items|units)|few left|high demand|hurry[^.!]{0,20}(?:stock|gone|last))\b"
    r"|(?P<time_zh>限时(?:\S{0,4}(?:优惠|折扣|特惠|特价|抢购|秒杀|抢))?|最后(?:一|两|三|几|\d+)?(?:天|小时|波|机会)(?:了)?|(?:今晚|"
    r"今天|今日|明天|明晚|本周|周日|零点|午夜)[^，。、;]{0,4}(?:截止|结束|恢复原价|涨价|收官|下线)|仅限?(?:今[日天]|本周|当天|三天|3天|"
    r"一天)|即将(?:结束|截止|涨价|恢复原价)|倒计时|活动(?:最后|即将|马上|只剩|仅剩)[^，。、;]{0,6}|马上(?:结束|截止|涨价)|过期不候|"
    r"(?:今晚|今天|今日|明天|明晚|本周|零点|半夜)[^，。、;]{0,6}前(?:下单|拍下|拍|付款|买|入手|抢)|过了(?:今晚|今天|零点|这村)|(?:明天|明早|下周|过后)就?(?:恢复|涨|没了|没有了)|只(?:到|限)(?:今晚|今天|本周)|"
    r"错过(?:再)?等一年|错过不再有?|随时(?:涨价|恢复原价|结束))"
    r"|(?P<stock_zh>即将(?:售罄|断货|卖光)|快(?:卖光|没货|断货|售罄|抢光)了?|手慢无|限量(?:抢购|发售|供应|版|款)?|库存(?:紧张|告急|"
    r"不多|有限)|所剩(?:不多|无几)|数量有限|售完即止|卖完(?:即止|就没|为止)|抢完(?:即止|为止)|供不应求|一抢而空|秒空|断货王|爆单)")
_PRICED = re.compile(r"\bnow\b|\bsold\b|\bsale\b|\btoday\b|\bprice|\brrp\b|\boff\b|\bsave|\bonly\b|\bjust\b|\byours\b")
_OFFERS = frozenset(
    "off discount reduction cheaper less save saves saving knock knocked take get reduced half third quarter fifth tenth sale offer clearance discounted drop cut flash black buy bogo free "
    "complimentary gift was rrp list usual usually regular regularly normally originally instead down worth".split()) | chinese(_OFFER.pattern)
_LIMITS = frozenset(
    "order buy yours within tonight valid until today week weekend limited ends end expires expire closes close last final hours days before never while selling sell sells going almost nearly about low few high hurry repeated price prices goes".split()
) | chinese(_LIMIT.pattern)
_N_FOR = re.compile(r"\d for ")
_NOW = re.compile(
    r"^(?:sale_?|current_?|our_?|final_?|promotion(?:al)?_?|offer_?)?price$|(?:^|\.)price(?:\.|$)|^(?:现价|售价|价格|活动价|促销价|"
    r"到手价|优惠价|卖价)$")
_SOLD = re.compile("sale|promo|offer|final|促销|活动|到手|优惠")  # beside one of these a plain price is the one before
_BEFORE = re.compile(
    r"compare_?at|market_?price|original_?price|list_?price|regular_?price|was_?price|^was$|^rrp$|^mrp$|^msrp$|原价|划线价|吊牌价|"
    r"市场价|专柜价|建议零售价")
_DEAL = re.compile(r"discount|promo|offer|sale$|deal|coupon|(?:^|_)off$|save|saving|优惠|折|促销|活动|满减|立减|券")
_PAIR = re.compile(r"buy (?:one|1|two|2)|\bbogo\b|\d for \d|买[一二两三1-3]|第二(?:件|份)")
_GIFT = re.compile(
    r"gift|free (?!ship|deliver|return|over|post)|bonus|includ|promo|offer|accessor|in the box|赠|送|礼|买|满|附件|配件|附带|包含")
_ENDS = re.compile(r"(?:^|_)ends?(?:_|$)|until|expir|deadline|valid|limited|截止|有效期|结束|活动时间|限时")
_STOCK = re.compile(r"stock|inventory|availab|quantity_left|库存|剩余")
_EDITION = re.compile(r"limited|限量")
LOW = 10  # pieces: what "almost gone" means at most
_HALF = Decimal("0.5")
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Offer:
    """`off` in percent, `save` or `was` in money, a `sale`, a `gift`, or a limit of `time` or `stock`; `words` are what is said of a gift,
    `thing` what it is."""

    what: str
    value: Decimal = Decimal(0)
    words: str = ""
    most: bool = False
    thing: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, f"{float(self.value):g}" if self.value else "", self.words) if part)


def find(said: Said) -> Iterator[Found]:
    """Every discount and gift of a text; none that it asks for."""
    if said.holds(_OFFERS) or _N_FOR.search(said.plain):
        for match in _OFFER.finditer(said.plain):
            offer = _offer(match, said.sentence(match.start()))
            if offer is not None and not said.asks(match.start()) and not _NONE.search(said.before(match.start(), 24)):
                yield Found(*match.span(), offer)


def find_limits(said: Said) -> Iterator[Found]:
    """Every limit of time or stock by which a text presses; none that it asks for."""
    if said.holds(_LIMITS):
        for match in _LIMIT.finditer(said.plain):
            sends = _ORDERED.search(match[0]) and _SENT.search(said.sentence(match.start()))  # when it is sent is a matter of delivery
            if not sends and not said.asks(match.start()) and not _NO_LIMIT.search(said.before(match.start(), 12)):
                yield Found(*match.span(), Offer(str(match.lastgroup).removesuffix("_zh"), words=match[0]))


_NONE = re.compile(r"(?:\b(?:no|not|n't|never|without|nor|any)\b(?: \w+){0,3}|(?:不|没有?|未|无法?|暂无)[^，。、;]{0,6})\s*$")
_ORDERED = re.compile(r"\b(?:order|buy|check out)\b|下单|拍|付款")
_SENT = re.compile(r"ship|dispatch|deliver|\bsent\b|\bpost|arriv|next[- ]day|same[- ]day|发货|发走|发出|就发|天发|送达|到货|寄")
_NO_LIMIT = re.compile(r"(?:\b(?:no|not|never|isn't)(?: an?)?|不|非|没有)\s*$")


def _offer(match: re.Match[str], sentence: str) -> Offer | None:
    parts = {name: text for name, text in match.groupdict().items() if text}
    name, text = next(iter(parts.items()))
    most = "up to" in match[0] or "高达" in match[0]
    if name == "half":
        return Offer("off", Decimal(50))
    if name == "part":
        return Offer("off", _FRACTIONS[text], thing="fraction")
    if name in ("sale", "gift", "full"):
        return Offer("gift" if name == "full" else name, words=text, thing=parts.get("what") or parts.get("what_en", ""))
    value = number(text)
    if value is None or (name == "was" and not _PRICED.search(sentence)):
        return None
    if name == "fold":
        return Offer("off", 100 - (value * 10 if value < 10 else value))
    return Offer({"p": "off", "s": "save", "w": "was"}[name[0]], value, most=most)


class Prices:
    """The prices of the facts: what it costs, what it cost before, and what is said of discounts."""

    def __init__(self, facts: Facts) -> None:
        self.leaves = [leaf for leaf in facts.leaves if leaf.root != ASKED and not leaf.review]
        self.now = self._amounts(facts, _NOW)
        self.before = self._amounts(facts, _BEFORE)
        low = min((value for leaf, value in self.now if _SOLD.search(leaf.key.lower())), default=None)
        self.before += [(leaf, value) for leaf, value in self.now if low is not None and value > low and not _SOLD.search(leaf.key.lower())]
        self.said = [(leaf, each) for leaf in self.leaves if isinstance(leaf.value, str) for each in facts.read(leaf.value).get(Kind.DISCOUNT, ())]
        deals = [(leaf, value) for leaf in self.leaves if _DEAL.search(leaf.path.lower()) and (value := of_leaf(leaf)) is not None]
        self.said += [(leaf, offer) for leaf, value in deals for offer in (Offer("off", _percent(value)), Offer("save", value))]

    def _amounts(self, facts: Facts, names: re.Pattern[str]) -> list[tuple[Leaf, Decimal]]:
        return [(leaf, value) for leaf in self.leaves if names.search(leaf.key.lower().replace(" ", "_")) and (value := _major(leaf, facts)) is not None]

    def offers(self) -> Iterator[tuple[Leaf, Offer]]:
        """Every offer that the prices make, and every one that the facts state."""
        for leaf, before in self.before:
            yield leaf, Offer("was", before)
            for _, now in self.now:
                if before > now:
                    yield from ((leaf, Offer("save", before - now)), (leaf, Offer("off", (before - now) / before * 100)), (leaf, Offer("sale")))
        for leaf, offer in self.said:
            yield leaf, offer
            if offer.what in ("off", "save"):
                yield leaf, Offer("sale")


def _percent(value: Decimal) -> Decimal:
    return abs(value) * 100 if abs(value) <= 1 else abs(value)


def _major(leaf: Leaf, facts: Facts) -> Decimal | None:
    if isinstance(leaf.value, Money):
        return leaf.value.major
    if (value := of_leaf(leaf)) is not None:
        return value
    said = facts.read(leaf.value).get(Kind.MONEY, ()) if isinstance(leaf.value, str) else ()
    return said[0].major if said else None


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """By the prices of the record and the offers that it states."""
    claim, prices = found.value, Prices(facts)
    if claim.what == "gift":
        return _given(claim, prices)
    mine = [(leaf, offer) for leaf, offer in prices.offers() if offer.what == claim.what]
    for leaf, offer in mine:
        if _same(claim, offer):
            return Verdict.SUPPORTED, leaf.path
    other = mine or (prices.before and [(prices.before[0][0], claim)])
    return (Verdict.CONTRADICTED, other[0][0].path) if other else (Verdict.UNSUPPORTED, "")


def _same(claim: Offer, fact: Offer) -> bool:
    if claim.what == "sale" or claim.value == fact.value:
        return True
    near = (Decimal("1.5") if claim.thing else _HALF) if claim.what == "off" else _CENT
    return abs(claim.value - fact.value) <= near or (claim.most and fact.value >= claim.value)


def _given(claim: Offer, prices: Prices) -> Judged:
    """A gift is supported by a record of the same thing, "满 99 减 30" by one with the same numbers, "buy one, get one" by one of that."""
    for leaf in prices.leaves:
        if leaf.value is not False and isinstance(leaf.value, str | bool) and _alike(claim, f"{leaf.key} {leaf.value}".lower()):
            return Verdict.SUPPORTED, leaf.path
    return Verdict.UNSUPPORTED, ""


def _alike(claim: Offer, text: str) -> bool:
    if _PAIR.search(claim.words):
        return _PAIR.search(text) is not None
    if numbers := set(re.findall(r"\d+", claim.words)):
        return numbers <= set(re.findall(r"\d+", text)) and any(mark in text for mark in "满减送off")
    return bool(words(claim.thing) & words(text)) if claim.thing else _GIFT.search(text) is not None


def judge_limit(said: Said, found: Found, facts: Facts) -> Judged:
    """An end by a record of one; "almost gone" by a stock of ten at most."""
    leaves = [leaf for leaf in facts.leaves if leaf.root != ASKED and not leaf.review]
    if found.value.what == "time":
        ends = [leaf for leaf in leaves if _ENDS.search(leaf.key.lower()) or (isinstance(leaf.value, str) and Kind.URGENCY in facts.read(leaf.value))]
        return (Verdict.SUPPORTED, ends[0].path) if ends else (Verdict.UNSUPPORTED, "")
    for leaf in leaves:
        if _EDITION.search(found.value.words) and (_EDITION.search(f"{leaf.key} {leaf.value}".lower())):
            return Verdict.SUPPORTED, leaf.path
        value = of_leaf(leaf) if _STOCK.search(leaf.key.lower()) else None
        if value is not None:
            return Verdict.SUPPORTED if 0 < value <= LOW else Verdict.CONTRADICTED, leaf.path
    return Verdict.UNSUPPORTED, ""


FINDER = Finder(Kind.DISCOUNT, find, own=judge)
LIMITS = Finder(Kind.URGENCY, find_limits, own=judge_limit)
