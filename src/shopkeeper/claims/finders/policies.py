"""What the shop is said to do: returns, warranty, delivery, where it sends from, payment: "free returns", "2-year warranty", "次日达", "顺丰包邮".

Held against what the facts say of the same topic: a length of time has to be that topic's, "free" and "for life" have to stand there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ...text.numbers import ENGLISH
from ..claim import Kind, Verdict
from ..facts import ASKED, Facts, Leaf
from ..finder import Finder, Judged
from ..said import Found, Said
from ..triggers import chinese
from . import durations, measures
from .amounts import CHINESE, DIGITS

_N = rf"(?:{DIGITS}|{CHINESE}|{ENGLISH})"
_AGE = r"(?:year|month|week|day)s?"
_TOPICS = {
    "returns": (
        rf"\b(?:free|easy|hassle[- ]free|no[- ]quibble|no[- ]questions[- ]asked) (?:\w+ )?(?:returns?|exchanges?|refunds?)\b|\b{_N}[- ]?{_AGE}[- ](?:free |easy |hassle-free |money[- ]back |risk-free |home )*(?:returns?|trial|exchanges?|money[- ]back(?: guarantee)?)\b|"
        rf"\bmoney[- ]back(?: guarantee)?(?: within {_N} {_AGE})?|\b(?:return|send) (?:it|them|anything)(?: back)? (?:free|within {_N} {_AGE}|for free|for any reason)|\breturns? (?:accepted )?within {_N} {_AGE}|\bfree returns?\b|\bwe (?:pay|cover) (?:for )?(?:your |the |all )*(?:returns?|return (?:shipping|postage))",
        rf"(?<!月){_N}[天日](?:内)?(?:无理由|免费|包|可)?(?:退换货?|退货|换货|包退|包换|试用|试穿|试睡|价保|保价)|无理由退[换货]|包退(?:包换)?|包换|包赔|假一赔[十三]|免费(?:退换|试用|试穿)|(?:送|含|有|赠)?运费险|[^，。、;]{0,2}坏[果了]包赔",
        r"return|sent back|send (?:it |them )?back|refund|exchange|trial|money[- ]?back|退|换货|包赔|售后|试用|价保|运费险"),
    "warranty": (
        rf"\b(?:{_N}[- ]?(?:full )?{_AGE}(?:'s?)?|lifetime|life-?long|extended|full|comprehensive)(?: of)?(?: \w+)?[- ](?:limited |full |manufacturer'?s |international |free )*(?:warrant(?:y|ies)|guarantees?(?! that| you))\b|\bwarrant(?:y|ies) (?:of|for|lasts?|:) ?(?:a |up to )?(?:{_N} {_AGE}|life|lifetime)|\b(?:guaranteed|warrantied) for (?:{_N} {_AGE}|life)|\b(?:guarantee[ds]?|warrant(?:ed|y)?|(?:we|is|are|it's|stay|stays) cover(?:ed)?|backed|stands? behind)\b(?! (?:that (?!for\b)|you))[^.,;!?]{{0,28}}? for (?:(?:a|the|one|next|full|whole|good) ){{0,3}}(?:{_N} {_AGE}|(?:half an? |(?:a )?quarter of an? )?(?:decade|century)|life\b)|\bwarranty included\b|\blifetime (?:\w+ )?(?:support|repairs?|replacements?|service|updates)(?: included)?\b|\bfree repairs?(?: for (?:life|{_N} {_AGE}))?",
        rf"{_N}(?:年|个月|天)(?:内)?(?:免费|整机|官方|超长|全国|电机|主机)*(?:质保|保修|联保|包换|保固|维修|只换不修|售后)|(?:质保|保修|联保|保固)(?:期)?(?:长达|为|:)?{_N}(?:年|个月|天)|(?:终身|永久|长期)(?:免费)?(?:质保|保修|维修|保固|维护|包换|售后|清洗)|全国联保|只换不修|延保|免费(?:维修|保修)",
        r"warrant|guarantee|质保|保修|联保|保固|维修|售后"),
    "free delivery": (
        r"\bfree (?:worldwide |standard |express |next[- ]day |same[- ]day |uk |us |home |fast |2-day |two-day |local |international |and \w+ )*(?:shipping|delivery|postage|shipment)|\b(?:ships?|delivered|delivery is|shipping is) (?:for )?free\b|\bno (?:shipping|delivery) (?:fee|cost|charge)s?",
        r"(?:全国|全场|全店|顺丰|满[^，。、;]{1,6})?包邮|免运费|免邮|运费全免|免费(?:配送|送货|送达|送货上门|上门送货)|送货上门",
        r"ship|deliver|postage|freight|运费|包邮|免邮|邮费|配送|送货|快递|物流"),
    "delivery": (
        rf"\b(?:next|same)[- ]day (?:delivery|shipping|dispatch|shipment)|\b(?:ships?|dispatche[sd]|delivered|delivery|arrives?|shipped|sent)(?: out)? (?:the same day|same day|next day|overnight|(?:in|within)(?: just)? {_N}(?:[- ](?:to[- ])?{_N})? (?:business |working )?(?:day|hour|week)s?)|\b(?:in|within) {_N} (?:hour|day)s?(?: delivery| to your door)|\b{_N}[- ](?:hour|day) (?:delivery|shipping|dispatch)|\bovernight (?:delivery|shipping)|\b(?:fast|quick|express|lightning-fast) (?:shipping|delivery)",
        rf"(?<!月){_N}(?:小时|天|日|个工作日)(?:之)?内?(?:闪电|极速|极速|快速|就|即可|可|准时)?(?:发货|发出|寄出|送达|到货|到家|必达)|(?:次日|当日|当天|隔日|隔天|即日|第二天|现货当天|小时)(?:达|送达|到家|必达|发货?|就?发出|寄出|到手)|闪电发货|极速(?:发货|达|送达)|秒发|现货(?:秒发|速发|当天发|即发)",
        r"ship|deliver|dispatch|lead[_ ]?time|handling|发货|配送|送货|物流|快递|时效|到货"),
    "place": (
        r"\b(?:ships|shipped|dispatched|sent|delivered)(?: directly| direct)? from (?:the |our )?(?P<place>(?!an?\b|any\b|my\b|stock\b|here\b)[a-z]+(?: (?:kingdom|states|warehouse|kong|korea))?)",
        r"(?P<place_zh>海外|国内|保税仓|香港|美国|日本|欧洲|德国|产地|厂家|工厂|果园|基地)(?:仓)?(?:直邮|直发|直供|发货|现摘现发)",
        r"ship|dispatch|warehouse|origin|发货|直邮|产地|仓"),
    "carrier": (
        r"\b(?:shipped |sent |delivered |delivery |shipping )?(?:by|via|with) (?P<carrier>dhl|fedex|ups|usps|dpd|royal mail|ems|sf express|hermes|gls|amazon prime)\b|\b(?P<carrier2>dhl|fedex|dpd|royal mail|sf express) (?:delivery|shipping|express|courier)",
        r"(?P<carrier_zh>顺丰|京东(?=冷链|物流|快递|配送|发货|包邮|到家)|中通|圆通|申通|韵达|德邦|极兔|(?<![a-z])ems(?![a-z]))(?:速运|冷链|物流|快递|配送|空运|包邮|发货|到家)*",
        r"ship|deliver|carrier|courier|发货|配送|快递|物流|包邮"),
    "payment": (
        r"\bcash on delivery\b|\bpay (?:later|in (?:instal+ments|\d))|\b(?:interest[- ]free|0%) (?:instal+ments|financing|credit)|\bprice[- ]match(?:ing| guarantee| promise)?|\bfree (?:installation|gift[- ]wrap(?:ping)?|setup|assembly|engraving)\b",
        r"货到付款|先用后付|花呗分期|免息(?:分期)?|\d+期免息|买贵(?:退|包)(?:差价?|赔)|免费(?:安装|上门|刻字|包装|礼盒)|上门安装|包安装",
        r"payment|pay|instal|financ|match|wrap|assembl|engrav|付|分期|免息|安装|刻字|差价|包装"),
}  # fmt: skip
_ENGLISH = re.compile("|".join(f"(?P<t{n}>{english})" for n, (english, _, _) in enumerate(_TOPICS.values())))
_CHINESE = re.compile("|".join(f"(?P<t{n}>{chinese})" for n, (_, chinese, _) in enumerate(_TOPICS.values())))
_ABOUT = {topic: re.compile(about) for topic, (_, _, about) in _TOPICS.items()}
_NAMES = tuple(_TOPICS)
_FREE = re.compile(r"\bfree\b|\bwe (?:pay|cover)\b|\bno (?:shipping|delivery)|免|包邮|运费险|(?<![\d.])0(?:\.0+)?(?![\d.])")
_EVERY = re.compile(r"\b(?:every|all|any|each) (?:single )?(?:orders?|purchases?|parcels?|countr(?:y|ies)|items?)\b|no minimum|whatever you (?:spend|order)|however (?:little|small)|no matter (?:what|how|where)|全国|全场|任何订单|每一?单|不限金额|不限地区|无门槛|一件也|不论|不管")
_SOME = re.compile(r"\b(?:over|above|from|orders? of|minimum|min\.?|at least|except|excluding|excludes|only|selected|mainland)\b|[€$£¥]\s?\d|满|除外|不包|不含|仅限|只限|限[江浙沪]|部分|偏远")
_LIFE = re.compile(r"\blife|终身|永久|长期")
_NOT = re.compile(r"(?:\b(?:no|not|without|isn't|excludes?|don't|doesn't|never|non)\b[^.,;]{0,16}|不(?:支持|提供|含|接受|可|能)?|无(?!理由)|没有|非)$")
_WHEN = (
    (re.compile(r"same[- ]day|当日|当天|即日|秒发|速发|即发"), Decimal(24)),
    (re.compile(r"next[- ]day|overnight|次日|隔[日天]|第二天"), Decimal(24)),
)
_TRIGGERS = frozenset(
    "return returns refund refunds exchange exchanges trial money send warranty warranties guarantee guarantees guaranteed lifetime shipping delivery postage ships ship shipped delivered dispatch dispatched "
    "dispatches arrives arrive cash pay installation installments interest price match gift free overnight sent dhl fedex ups usps dpd royal ems sf hermes gls amazon repairs repair setup assembly engraving ".split()) | chinese(_CHINESE.pattern)
_BUYERS = re.compile(r"review|customer|buyer|shopper|\bsa(?:id|ys)\b|wrote|评价|评论|买家|用户|顾客|网友|反馈")
_REFUND = re.compile(r"refund|退款|money back|credited")
_COUNTRIES = {"us": "usa", "u": "usa", "united states": "usa", "america": "usa", "美国": "usa", "uk": "uk", "united kingdom": "uk", "britain": "uk", "england": "uk", "china": "china", "中国": "china",
              "国内": "china", "europe": "europe", "欧洲": "europe", "eu": "europe", "日本": "japan", "德国": "germany", "香港": "hong kong", "顺丰": "sf express", "京东": "jd", "中通": "zto", "圆通": "yto", "申通": "sto", "韵达": "yunda"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Policy:
    """What is said of a topic: that it is free, for life, how long, and who or where (`name`)."""

    topic: str
    free: bool = False
    life: bool = False
    span: durations.Span | None = None
    name: str = ""
    every: bool = False  # for every order, to every place

    def __str__(self) -> str:
        return " ".join(part for part in ("free" if self.free else "", "lifetime" if self.life else "", self.topic, self.name, str(self.span or "")) if part)


def find(said: Said) -> Iterator[Found]:
    """Every such statement of a text; none that it denies or asks for."""
    if said.holds(_TRIGGERS):
        for pattern in (_ENGLISH, _CHINESE):
            for match in pattern.finditer(said.plain):
                denied = _NOT.search(said.before(match.start(), 24)) or said.asks(match.start())
                policy = None if denied else _policy(match, said.plain[max(0, match.start() - 12) : match.end() + 28].partition("\n")[0])
                if policy and not (policy.topic == "delivery" and _REFUND.search(said.sentence(match.start()))):
                    yield Found(*match.span(), policy)


def _policy(match: re.Match[str], around: str) -> Policy:
    topic = next(name for n, name in enumerate(_NAMES) if match[f"t{n}"])
    names = (text for group, text in match.groupdict().items() if text and not group[1:].isdigit())
    spans = [found.value for found in durations.find(Said(match[0]))] or [_hours(number.base) for number in measures.numbers(match[0]) if number.dimension == "time"]
    soon = next((durations.Span(hours, hours, None) for pattern, hours in _WHEN if pattern.search(match[0])), None) if topic.endswith("delivery") else None
    return Policy(topic, _FREE.search(match[0]) is not None, _LIFE.search(match[0]) is not None, spans[0] if spans else soon, next(names, ""), _EVERY.search(around) is not None)


def _hours(base: float) -> durations.Span:
    return durations.Span(Decimal(base), Decimal(base))


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """By what the facts say of the topic: all that is claimed has to stand in one of them."""
    claim, other = found.value, ""
    buyers = _BUYERS.search(said.sentence(found.start)) is not None
    for leaf in facts.leaves:
        if leaf.root == ASKED or (leaf.review and not buyers) or not _ABOUT[claim.topic].search(f"{leaf.path} {leaf.value if isinstance(leaf.value, str) else ''}".lower()):
            continue
        if _says(claim, leaf, facts):
            return Verdict.SUPPORTED, leaf.path
        if claim.every and claim.free and _FREE.search(f"{leaf.path} {leaf.value}".lower()):
            other = other or leaf.path
        if claim.span or claim.name or leaf.value is False:
            other = other or (leaf.path if leaf.value is False or _has(claim, leaf, facts) else "")
    return (Verdict.CONTRADICTED, other) if other else (Verdict.UNSUPPORTED, "")


def _says(claim: Policy, leaf: Leaf, facts: Facts) -> bool:
    text = f"{leaf.path} {leaf.value}".lower()
    if leaf.value is False or (claim.free and not _FREE.search(text)) or (claim.life and not _LIFE.search(text)):
        return False
    if (claim.name and not _named(claim.name, text)) or (claim.every and _SOME.search(text)):
        return False
    return claim.span is None or any(_fits(claim, span) for span in _spans(leaf, facts))


def _named(name: str, text: str) -> bool:
    place = _COUNTRIES.get(name, name)
    return name in text or place in text or any(other in text for other, country in _COUNTRIES.items() if country == place and (len(other) > 2 or re.search(rf"\b{other}\b", text)))


def _fits(claim: Policy, fact: durations.Span) -> bool:
    """Whether a length is the fact's: a quicker delivery than is claimed is one, too."""
    if claim.span is None:
        return True
    if claim.topic.endswith("delivery"):
        return fact.high <= claim.span.high * Decimal("1.01")
    return abs(fact.high - claim.span.high) <= fact.high * Decimal("0.03")


def _spans(leaf: Leaf, facts: Facts) -> list[durations.Span]:
    said = facts.read(leaf.value).get(Kind.DURATION, ()) if isinstance(leaf.value, str) else ()
    policies = facts.read(leaf.value).get(Kind.POLICY, ()) if isinstance(leaf.value, str) else ()
    return [*durations.read(leaf), *said, *(each.span for each in policies if each.span)]


def _has(claim: Policy, leaf: Leaf, facts: Facts) -> bool:
    return bool(_spans(leaf, facts)) if claim.span else isinstance(leaf.value, str) and bool(claim.name)


FINDER = Finder(Kind.POLICY, find, own=judge)
