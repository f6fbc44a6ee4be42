"""What buyers are said to think and do: "rated 4.8", "over 1,000 reviews", "9 out of 10 buyers recommend it", "好评率98%", "customers love it".

Ratings and counts have to be the record's. "9 out of 10" and 九成 allow what rounds to it; "customers love it" needs an average of at least
4 of 5 stars, or four fifths of praise, over at least five reviews, or a review that says so of the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from ...text.numbers import ENGLISH
from ..claim import Kind, Verdict
from ..facts import ASKED, Facts, Leaf
from ..finder import Finder, Judged, relevant
from ..said import Found, Said
from ..topic import words
from ..triggers import chinese
from .amounts import NUMBER, number, of_leaf

WELL, PRAISE, ENOUGH = Decimal(4), Decimal(80), 5
_BUYERS = r"(?:buyers|customers|shoppers|reviewers|purchasers|users|owners|testers|clients)"
_MANY = r"(?:users|families|people|fans|households|runners|parents|mums|moms|women|men|homes|owners|athletes|players|students|professionals|kids)"
_PEOPLE = r"(?:买家|顾客|用户|客户|网友|消费者|宝妈|妈妈|粉丝|家庭|买过的人?|用过的人?|穿过的人?|吃过的人?|入手的人?)"
_OVER, _OVER_ZH = r"over|more than|at least|well over|above", "超过?|逾|突破|已有|累计(?:超过?)?|多达|高达"
_NEARLY, _NEARLY_ZH = r"nearly|almost|about|around|close to", "近|约|将近|大约|接近"
_RATING = re.compile(
    r"(?P<rating>(?<![\d.])\d(?:\.\d{1,2})?)(?:(?:[ -]stars?)? ?(?:out of|/) ?(?P<of>5|10)(?![\d/])(?: stars?\b)?|[ -]stars?\b(?! (?:hotel|restaurant|energy|safety|anise|general))|颗?星(?=好评|评价|评分|级|$|[、。!])|分(?=好评|$|[、。!;]))"
    r"|(?:\brat(?:ed|ing)(?: of| is|:)? (?:an average (?:of )?)?|评分(?:高达|达到?|为|是|:)?|打出了?|均分)\s?(?P<rated>\d\.\d{1,2}|\d(?=分))分?"
    r"|(?P<full>(?:打|给)[出了的过]{0,2}(?:都是|全是)?(?:了)?满分|(?:清一色|全部|全是|都是|全员)满分|满分(?:好评|评价|评分|口碑)|\b(?:g[ai]ves?|giving|given|award(?:s|ed)|rated?) (?:it |them |us |this )?(?:full marks|top marks|a perfect (?:score|ten|five)|the full five stars)|\b(?:full marks|top marks|a perfect (?:score|rating)) from\b|\ba perfect (?:five|5)(?: stars?| out of (?:five|5))?\b)"
    r"|(?P<five>(?:五|5)星(?:级)?好评(?!率)|\bfive[- ]star (?:reviews?|ratings?|rated)\b|\b5-star (?:reviews?|ratings?|rated)\b)")
_COUNT = re.compile(
    rf"(?:\b(?P<over>{_OVER}|{_NEARLY}) )?\b(?:(?P<n>\d[\d,]*)(?P<k>k)?(?P<plus>\+)?|(?P<round>(?:tens|hundreds) of thousands|hundreds|thousands|millions|dozens|a million|a thousand)(?: of)?) "
    rf"(?:(?:of our |of )?(?:happy |satisfied |verified |real |delighted |loyal |five-star |5-star |positive |honest )*)(?P<what>reviews?|ratings?|{_BUYERS}|(?<=0 )(?:happy |satisfied )?{_MANY}|(?<=[fds] ){_MANY}|(?<=happy ){_MANY}|(?<=satisfied ){_MANY})\b"
    rf"|(?:\b(?P<over3>{_OVER}|{_NEARLY}) )?\b(?P<n3>\d[\d,]*|{ENGLISH})(?: of you| [a-z]+)? (?:have |has )?(?:already )?(?:rated|reviewed|scored) (?:it|them|this|ours?|the)\b"
    rf"|(?P<over_zh>{_OVER_ZH}|{_NEARLY_ZH})?(?P<n_zh>{NUMBER}|[数上]?[百千万]+|万)(?P<plus_zh>\+|多|余)?(?:条|个|名|位|人|家)?(?:的)?(?:真实|五星|已购|满意|忠实)*(?P<what_zh>好评(?!率)|评价|评论|晒单|{_PEOPLE}|人(?=购买|好评|评价|推荐|选择|回购|在用|都在))")
_SOLD = re.compile(
    rf"\b(?P<over>{_OVER}|{_NEARLY})? ?(?P<n>\d[\d,]*)(?P<k>k)?(?P<plus>\+)? (?:units? |pieces? |copies )?(?:have been |already )?sold\b|\bsold (?:(?P<over2>{_OVER}|{_NEARLY}) )?(?P<n2>\d[\d,]*)"
    rf"|(?:已售|月销|年销|累计销售|累计售出|销量|热销|卖出|售出)(?:量)?(?:了|已)?(?P<over_zh>{_OVER_ZH}|过|达|{_NEARLY_ZH})?(?P<n_zh>{NUMBER}|[数上]?[百千万]+)(?P<plus_zh>\+|多|余)?(?!年|季|元|%)")
_SHARE = re.compile(
    rf"(?:\b(?P<over>{_OVER}|{_NEARLY}) )?(?:(?P<p>\d+(?:\.\d+)?) ?%|\b(?P<a>\d+|[a-z]+) (?:out )?of (?:every )?(?P<b>\d+|[a-z]+))(?: of)?(?: all)?(?: our| the| verified| happy)* {_BUYERS}"
    rf"|(?P<p2>\d+(?:\.\d+)?) ?%(?: positive| would recommend| recommend(?:ed)?\b| satisf)"
    rf"|\b(?P<all>(?:all|every one|each and every one|everyone|100 ?%) ?(?:of )?(?:our |the )?(?:{_BUYERS}|who (?:tries|tried|buys|bought|owns|uses))|every (?:buyer|customer|user|owner|reviewer)|no (?:bad|negative) reviews?|not (?:a single|one) (?:bad|negative) review)"
    rf"|\b(?P<most>most (?:of (?:our |the )?)?{_BUYERS}|the majority of (?:our |the )?{_BUYERS})"
    rf"|(?P<over_zh>{_OVER_ZH}|{_NEARLY_ZH})?(?P<p_zh>\d+(?:\.\d+)?)%的?(?:以上的?)?(?:好评|{_PEOPLE})|(?:好评率|推荐率|回购率|复购率|满意度|满意率|好评度)(?P<over_zh2>{_OVER_ZH}|为|是|达到?)?(?P<p_zh2>\d+(?:\.\d+)?)%|(?P<tenths>[一二三四五六七八九])成(?P<more>多|以上)?(?:的)?{_PEOPLE}"
    rf"|(?P<all_zh>[零0]差评|(?:所有|每[个一]位?|全部|百分百)(?:的)?{_PEOPLE}|{_PEOPLE}[^，。、;]{{0,3}}?(?:个个|人人|都|无不|没有不)[^，。、;]{{0,2}}(?:推荐|说好|夸|好评|赞|回购|爱|喜欢|满意))")
_PRAISE = re.compile(
    rf"\b(?:(?:our |many |happy |real |verified )*(?:{_BUYERS}|reviews|families|parents) (?:all |simply |just |really |absolutely |always |can't stop )*(?:lov(?:e|ing)|ador(?:e|ing)|rav(?:e|ing)|swear by|prais(?:e|ing)|recommend|say (?:it|they)|agree|can't get enough|keep coming back|come back|trust|prefer|are thrilled|are happy)"
    rf"|(?:loved|trusted|adored|praised|preferred|recommended|chosen) by (?:our |thousands|millions|hundreds|many |all |so many |countless |generations of |happy )*(?:{_BUYERS}|{_MANY}|thousands|millions|everyone|all)|(?:rave|glowing|stellar|outstanding|excellent|great) reviews|customer favou?rites?|fan favou?rites?|crowd favou?rites?|well[- ]reviewed|highly rated|(?:a )?(?:customers'?|buyers'?) favou?rite)\b"
    rf"|好评如潮|广受好评|深受[^，。、;]{{0,8}}(?:喜爱|好评|欢迎|青睐|信赖)|备受[^，。、;]{{0,6}}(?:好评|青睐|推崇|喜爱)|口碑(?:爆棚|极佳|载道|超好|好|炸裂|相传)|一致好评|有口皆碑|回头客(?:众多|多|无数|不断)|{_PEOPLE}(?:都|们都|们)?(?:说好|喜爱|爱不释手|赞不绝口|纷纷(?:点赞|好评)|点赞)|人人夸|赞不绝口|好评不断|好评爆棚")
_ROUND = {"hundreds": 200, "thousands": 2000, "tens of thousands": 20_000, "hundreds of thousands": 200_000, "millions": 2_000_000, "dozens": 24, "a million": 1_000_000,
          "a thousand": 1000, "数百": 200, "数千": 2000, "数万": 20_000, "上百": 100, "上千": 1000, "上万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "万": 10_000, "万千": 10_000,
          "数百万": 2_000_000, "上百万": 1_000_000}  # fmt: skip
_TRIGGERS = frozenset(
    "marks perfect star stars rated rating ratings review reviews reviewed buyers buyer customers customer shoppers reviewers users user owners owner sold loved trusted adored praised preferred recommended chosen "
    "everyone families households thousands millions hundreds dozens people fans positive happy satisfied favorite favourite favorites favourites highly would ".split()) | chinese(_RATING.pattern) | chinese(_COUNT.pattern) | chinese(_SOLD.pattern) | chinese(_SHARE.pattern) | chinese(_PRAISE.pattern)
_RATED = re.compile(r"rating|rated|stars?$|score|评分|均分|星级|得分")
_NO_RATING = re.compile(r"count|number|num_|total|energy|waterproof|water_|ip_|power|load|safety|age|数|率|能效")
_COUNTS = re.compile(r"(?:review|rating|comment)s?_?(?:count|number|total|num)|num(?:ber)?_?(?:of_?)?(?:review|rating)s?|^reviews?(?:\.length)?$|(?:评价|评论|好评|晒单)(?:数|量|条数|人数)")
_SALES = re.compile(r"sold|(?:^|_)sales(?:_count|_volume)?$|units_sold|销量|已售|月销")
_SHARES = re.compile(r"recommend|positive|satisf|praise|good_share|好评率|推荐率|满意|回购|复购|好评度")
_OF = re.compile(r"(\d+) (?:out )?of (\d+)|(\d+)[人位名条][^\d]{0,4}?(\d+)[人位名条]")
_OUT_OF = re.compile(r"(\d(?:\.\d+)?)\s?(?:/|out of)\s?(5|10)\b")
_STARS = Decimal(5)


@dataclass(frozen=True, slots=True)
class Opinion:
    """An average of stars (of 5), a number of reviews or of pieces sold, a share of praise in percent, or praise without a number.
    `about`: "over", "nearly" or "rounded" where no exact number is claimed."""

    what: str
    value: Decimal = Decimal(0)
    about: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.about, self.what, f"{self.value:f}" if self.value else "") if part)


def find(said: Said) -> Iterator[Found]:
    """Everything that a text says that buyers think or do, none that it asks for."""
    if said.holds(_TRIGGERS):
        for match, opinion in _opinions(said):
            if not said.asks(match.start()):
                yield Found(*match.span(), opinion)


def _opinions(said: Said) -> Iterator[tuple[re.Match[str], Opinion]]:
    for match in _SHARE.finditer(said.plain):
        if (share := _share(match)) is not None:
            yield match, share
    for match in _RATING.finditer(said.plain):
        value = Decimal("5.0") if match["full"] else _STARS if match["five"] else number(match["rating"] or match["rated"])
        if value is not None and value <= (10 if match["of"] == "10" else 5):
            yield match, Opinion("rating", value / 2 if match["of"] == "10" else value)
    for what, pattern in (("count", _COUNT), ("sold", _SOLD)):
        for match in pattern.finditer(said.plain):
            if (count := _count(what, match.groupdict())) is not None:
                yield match, count
    yield from ((match, Opinion("praise")) for match in _PRAISE.finditer(said.plain))


def _share(match: re.Match[str]) -> Opinion | None:
    parts = match.groupdict()
    about = _about(parts["over"] or parts["over_zh"] or parts["over_zh2"])
    if parts["all"] or parts["all_zh"]:
        return Opinion("share", Decimal(100))
    if parts["most"]:
        return Opinion("share", Decimal(50), "over")
    if parts["tenths"]:
        return Opinion("share", (number(parts["tenths"]) or Decimal(0)) * 10, "over" if parts["more"] else "rounded")
    if parts["a"]:
        some, every = number(parts["a"]), number(parts["b"])
        return Opinion("share", some / every * 100, about or "rounded") if some and every and some <= every else None
    value = number(next(parts[name] for name in ("p", "p2", "p_zh", "p_zh2") if parts[name]))
    return None if value is None else Opinion("share", value, about)


def _count(what: str, parts: dict[str, str | None]) -> Opinion | None:
    written = parts.get("round") or parts.get("n") or parts.get("n2") or parts.get("n3") or parts["n_zh"] or ""
    value = Decimal(_ROUND[written]) if written in _ROUND else number(written)
    if value is None or value < 2:
        return None
    over = parts.get("over") or parts.get("over2") or parts.get("over3") or parts.get("over_zh")
    more = "nearly" if _about(over) == "nearly" else "over" if parts.get("plus") or parts.get("plus_zh") or written in _ROUND or over == "过" else _about(over)
    return Opinion(what, value * 1000 if parts.get("k") else value, more)


def _about(word: str | None) -> str:
    if not word or word in ("为", "是", "达", "达到"):
        return ""
    return "nearly" if re.fullmatch(f"{_NEARLY}|{_NEARLY_ZH}", word) else "over"


def read(leaf: Leaf) -> Iterator[Opinion]:
    """Numbers under such names as `rating`, `review_count`, `sold`, 好评率; "58 of 64"."""
    key, value = leaf.key.lower().replace(" ", "_"), of_leaf(leaf)
    if isinstance(leaf.value, str) and (_SHARES.search(key) or _COUNTS.search(key) or _SHARES.search(leaf.value.lower())):
        yield from _ratios(leaf.value)
    if value is None and isinstance(leaf.value, str) and leaf.value.strip().endswith("%"):
        value = number(leaf.value.strip()[:-1])
    if value is None and (match := _OUT_OF.match(str(leaf.value).strip())):
        value = Decimal(match[1]) * 5 / Decimal(match[2])
    if value is None:
        return
    if _COUNTS.search(key) or (leaf.key == "length" and re.search(r"(?:reviews|评价|评论)\.length$", leaf.path)):
        yield Opinion("count", value)
    elif _SALES.search(key):
        yield Opinion("sold", value)
    elif _SHARES.search(key):
        yield Opinion("share", value * 100 if value <= 1 else value)
    elif _RATED.search(key) and not _NO_RATING.search(key) and value <= 10:
        yield Opinion("rating", value if value <= _STARS else value / 2)


def _ratios(text: str) -> Iterator[Opinion]:
    for match in _OF.finditer(text):
        some, every = sorted(Decimal(group) for group in match.groups() if group)
        yield from (Opinion("share", some / every * 100), Opinion("count", every)) if every else ()


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """By the numbers of the record; praise by the average or by what buyers wrote."""
    known = list(relevant(FINDER, said, found, facts))
    if found.value.what == "praise":
        return _praised(said, found, facts, known)
    mine = [(leaf, opinion) for leaf, opinion in known if opinion.what == found.value.what]
    for leaf, opinion in mine:
        if _same(found.value, opinion):
            return Verdict.SUPPORTED, leaf.path
    return (Verdict.CONTRADICTED, mine[0][0].path) if mine else (Verdict.UNSUPPORTED, "")


def _same(claim: Opinion, fact: Opinion) -> bool:
    if claim == fact or (claim.what == "share" and claim.value == 100):
        return claim.value == fact.value
    if claim.about == "over":
        return fact.value >= claim.value
    if claim.about == "nearly":
        return claim.value * Decimal("0.9") <= fact.value <= claim.value * Decimal("1.05")
    if claim.about == "rounded":
        return abs(claim.value - fact.value) <= 5
    places = max(0, -int(claim.value.as_tuple().exponent)) if claim.what != "count" else 0
    return round(fact.value, places) == claim.value


def _praised(said: Said, found: Found, facts: Facts, known: Iterable[tuple[Leaf, Opinion]]) -> Judged:
    measured = [(leaf, opinion) for leaf, opinion in known if opinion.what in ("rating", "share")]
    counts = [opinion.value for _, opinion in known if opinion.what == "count"]
    for leaf, opinion in measured:
        well = opinion.value >= (WELL if opinion.what == "rating" else PRAISE) and (not counts or max(counts) >= ENOUGH)
        return (Verdict.SUPPORTED if well else Verdict.CONTRADICTED), leaf.path
    about = words(said.sentence(found.start)) - words(said.plain[found.start : found.end])
    for leaf in facts.leaves:
        if leaf.review and leaf.root != ASKED and isinstance(leaf.value, str) and about & words(leaf.value):
            return Verdict.SUPPORTED, leaf.path
    return Verdict.UNSUPPORTED, ""


FINDER = Finder(Kind.REVIEW, find, read, own=judge)
