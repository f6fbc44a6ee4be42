"""Every number of a text about one product: "28 litres", "three heat settings", "1.6-inch", "三斤六两", "一米五", "half a day", "a dozen".

A number with a unit holds where a fact of the same dimension is as much, in whatever unit: to the last digit that is written where both have
one unit, to a fortieth where they have two. "Under a kilo" holds of 980 g. A number of things holds where a fact counts as many: a fact that
is named like the thing, before any other; a list counts its members. A part that is named ("30 cm high") is held against the facts of its name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from ...text.attributes import attribute
from ...text.normalise import letterwise
from ...text.numbers import ENGLISH, parse_english, parse_number
from ...text.units import UNIT_NAMES, unit
from ..claim import Kind, Verdict
from ..facts import NAMES, Facts, Leaf
from ..said import Found, Said
from .judgement import Judgement, asks

_MORE_UNITS = {  # that shops write beside those of `text.units`: dimension and size in its base
    "quart": ("volume", 946.353), "quarts": ("volume", 946.353), "qt": ("volume", 946.353), "pint": ("volume", 473.176), "pints": ("volume", 473.176),
    "fl oz": ("volume", 29.5735), "fluid ounce": ("volume", 29.5735), "fluid ounces": ("volume", 29.5735), "kilo": ("mass", 1000.0), "kilos": ("mass", 1000.0),
    "degrees": ("temperature", 1.0), "degree": ("temperature", 1.0), "度": ("temperature", 1.0), "°": ("temperature", 1.0), "degrees celsius": ("temperature", 1.0), "°f": ("fahrenheit", 1.0),
    "degrees fahrenheit": ("fahrenheit", 1.0), "second": ("time", 1 / 3600), "seconds": ("time", 1 / 3600), "sec": ("time", 1 / 3600), "秒": ("time", 1 / 3600), "s": ("time", 1 / 3600),
    "week": ("time", 168.0), "weeks": ("time", 168.0), "month": ("time", 720.0), "months": ("time", 720.0), "year": ("time", 8760.0), "years": ("time", 8760.0), "yr": ("time", 8760.0),
    "个月": ("time", 720.0), "周": ("time", 168.0), "年": ("time", 8760.0), "个小时": ("time", 1.0), "钟头": ("time", 1.0), "个钟头": ("time", 1.0), "个钟": ("time", 1.0), "星期": ("time", 168.0), "个星期": ("time", 168.0), "个礼拜": ("time", 168.0), "nights": ("time", 24.0), "岁": ("time", 8760.0), "周岁": ("time", 8760.0), "years old": ("time", 8760.0),
    "decade": ("time", 87_600.0), "decades": ("time", 87_600.0), "century": ("time", 876_000.0), "fortnight": ("time", 336.0), "fortnights": ("time", 336.0), "世纪": ("time", 876_000.0), "刻钟": ("time", 0.25),
    "square metre": ("area", 1.0), "square metres": ("area", 1.0), "square meter": ("area", 1.0), "square meters": ("area", 1.0), "sqm": ("area", 1.0), "sq m": ("area", 1.0), "m²": ("area", 1.0), "m2": ("area", 1.0),
    "㎡": ("area", 1.0), "平方米": ("area", 1.0), "平米": ("area", 1.0), "平方": ("area", 1.0), "square feet": ("area", 0.0929), "sq ft": ("area", 0.0929), "年级": ("grade", 1.0), "k": ("kelvin", 1.0), "kelvin": ("kelvin", 1.0), "开尔文": ("kelvin", 1.0), "gsm": ("gsm", 1.0), "g/m²": ("gsm", 1.0), "g/m2": ("gsm", 1.0), "g/㎡": ("gsm", 1.0), "克/平方米": ("gsm", 1.0), "克每平方米": ("gsm", 1.0), "克重": ("gsm", 1.0),
    "business days": ("time", 24.0), "working days": ("time", 24.0), "个工作日": ("time", 24.0), "日内": ("time", 24.0), "full day": ("time", 24.0), "spf": ("spf", 1.0), "kwh": ("energy", 1000.0), "wh": ("energy", 1.0),
    "成": ("percent", 10.0), "%": ("percent", 1.0), "mp": ("pixels", 1.0), "megapixels": ("pixels", 1.0), "万像素": ("pixels", 0.01), "rpm": ("rpm", 1.0), "转": ("rpm", 1.0), "psi": ("psi", 1.0), "fps": ("fps", 1.0), "帧": ("fps", 1.0), "dpi": ("dpi", 1.0),
}  # fmt: skip
_UNITS = {name: known for name in UNIT_NAMES if (known := unit(name)) and name not in ("''", "t", "码数")} | _MORE_UNITS
_UNIT = "|".join(re.escape(name) + (r"(?![a-z])" if name[-1].isascii() and name[-1].isalpha() else "") for name in sorted(_UNITS, key=len, reverse=True))
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,9}(?:\.\d+)?"
_HAN = "[零〇一二两三四五六七八九十百千万半]"
_HAN_NUMBER = rf"{_HAN}{{1,12}}(?:点[零一二三四五六七八九]{{1,4}})?"
_WHOLE = "(?:kilo|kg|litre|liter|pound|gallon|pint|metre|meter|mile|century|decade|year|day|hour|dozen)"
_NUMBER = re.compile(
    rf"(?:(?<![a-z\d.#_])|(?<=\dx))(?<!\d[,.])(?P<n>{_DIGITS})(?:\s?(?P<scale>[万千])(?![克瓦米卡]))?(?![\d])"
    rf"|(?<![a-z])(?P<en>half an?|(?:(?:a |one[- ])?quarter|three[- ]quarters|(?:a |one[- ])third|two[- ]thirds|(?:two|three|four|five|six|seven|eight|nine)[- ]tenths|(?:two|three|four)[- ]fifths) of an?(?= {_WHOLE}\b)|(?:half|quarter)(?=[- ](?:litre|liter|pound|kilo|gallon|pint|metre|meter|mile|century)\b)|an? (?:dozen|score|hundred|thousand)|(?:half a |two |three |four |five |six |ten )?dozen|{ENGLISH})(?![a-z])|(?<![a-z])(?P<a>an?|full)(?= (?:full |whole |good )?(?:kilo|kg|litre|liter|metre|meter|pound|gallon|quart|pint|decade|century|fortnight|year|month|week|day|inch|foot)\b)"
    rf"|(?<!{_HAN})(?P<zh>{_HAN_NUMBER})(?!{_HAN})")  # fmt: skip
_AFTER = re.compile(rf"\s?-?(?:(?:and a half|半)\s?)?(?:full |whole |good )?(?P<unit>{_UNIT})")
_AND_HALF = re.compile(r"^\s(?:and a half)|^半(?!年|个月|天)")
_HALF_AFTER = re.compile(r"^\s?and a half\b|^半(?![年月天个])|^个半(?=小时|月|钟头|星期)")
_TAIL = re.compile(r"^(?P<tail>\d{1,2}|[一二三四五六七八九]{1,2})(?![\d个条件只号月年日天双十百千万袋包瓶盒罐箱枚颗粒块片支张把份根套桶杯碗台本副提卷筒听壶串捆大小整a-z])|^(?P<n>[一二三四五六七八九]|\d)两(?![个件])")
_HUNDREDTHS = re.compile(r"^ (ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)\b(?! (?:percent|grams|pieces))")
_RANGE = re.compile(r"^\s?(?:-|~|x|×|\*|/|to|by|到|至|乘|–|and)\s?$")
_UNDER = re.compile(r"(?:under|below|less than|not quite|just under|nearly|almost|shy of|不到|不足|低于|少于|小于|近|将近)(?: a| the)?\s?$")
_UNDER_AFTER = re.compile(r"^,? (?:not quite|at most|or less)\b|^都?(?:不到|不足|以内)")
_OVER = re.compile(r"(?:over|above|more than|at least|upwards of|超过|多于|大于|高于|不止|至少|逾)\s?$")
_OVER_AFTER = re.compile(r"^(?:多|出头|以上|余|\+)")
_ABOUT = re.compile(r"(?:about|around|roughly|approximately|some|circa|almost|nearly|约|大约|大概|差不多|近|只?才)\s?$")
_ABOUT_AFTER = re.compile(r"^\s?(?:左右|上下|or so|ish|, give or take|give or take)")
# Where one day or one year is said of a thing, and is no way to speak of time.
_LASTS = re.compile(
    r"(?:lasts?|lasting|aged|keeps?|stays?|runs?|warrant\w+|guarantee\w*|within|good for|charge|battery|returns?|up to|under|over|about|only|just|full|in) (?:\w+ ){0,3}$"
    r"|(?:续航|待机|使用|保温|保冷|保质|质保|保修|可用|能用|只用|用|长达|达|只要|只需|不到|满|坚持|包换|适合|支持|充|等|需|约|近|超过?)[^、。;]{0,4}$")
_LASTS_AFTER = re.compile(r"^\s?(?:warrant|guarantee|of warrant|battery|on (?:one|a|each) charge|内|之内|以上|以下|多|发货|送达|续航|质保|保修|包换|无理由|的?(?:质保|保修|续航))")
_LIANG, _NOT_LIANG = re.compile("([一二三四五六七八九十半]+)两一?"), re.compile("[天个件周年款种人月台只支次句颗下口杯盏三四五六]")
_NOT_COUNTED = re.compile(
    r"^(?:[ap]\.?m\b|-?(?:tenths?|fifths?|cups? of|of (?:us|you|them|these|a kind)|thirds?|quarters?|fold|way|sided|by two|more time|moods?|things?|friends|pals|mates|buddies|lovers|minds|documents|episodes|chapters|songs|albums|meetings|emails|errands|weekends|coffees|espressos|lattes|slices of|games of|reasons|words|stories|sisters|brothers|seconds flat)\b|号线|[心意手口人家起一]|种(?:心情|风格|感觉|口感|味道|滋味|搭配|穿法|可能)|颗(?:心)|级|季|见|分之|天不|天也|维|次元|话不说|全其美|个人|只手|眼|全|边|面)")
_NUMBER_WORD_BEFORE = re.compile(r"(?:第|星期|周|每|初|十|礼拜|囤|买|no\. ?|#|the|or|by|in|one|any|逐|这|那|另|统|唯|单|之)$")
_TITLE_AFTER = re.compile(r"^(?!x\d)[a-z_]|^-in-|^-way|^-ply|^-d\b")
# What a measure is of, and the keys of facts that say it.
_ASPECTS = {
    "height": r"tall|high|in height|(?:up )?(?:off|from|above) the (?:floor|ground)|高|离地", "width": r"wide|across|in width|(?:from )?(?:arm to arm|side to side|edge to edge)|宽",
    "depth": r"deep|in depth|(?:from )?(?:front to back|back to front)|深", "length": r"long|in length|(?:from )?(?:end to end|heel to toe|nose to tail|tip to tip)|长(?!度)", "thickness": r"thick|厚",
    "weight": r"重(?!量)", "diameter": r"in diameter|直径|口径",
}  # fmt: skip
_ASPECT = re.compile("^ ?-?(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _ASPECTS.items()) + r")(?![a-z])")
_ASPECT_BEFORE = re.compile(r"(?:(?P<weight>weigh(?:s|ing)?(?: in)?(?: at)?|重)|(?P<depth>(?:goes|reaches|runs) back|sticks out|comes out|进深|深)|(?P<height>\bstand(?:s|ing)(?: at)?|离地|高)|(?P<width>宽)|(?P<thickness>厚)|(?P<length>长)|(?P<diameter>直径|口径)) ?(?:only |just |about |约|仅|只有|达|为|才)*$")
_TIMES = re.compile(r"(?<![\d.])(\d{1,2})\s?[x×*]\s?(?=\d)")
_BETWEEN = re.compile(r"(?<![\d.,:/-])(\d{1,3})\s?(?:-|–|~|to|至|到)\s?(\d{1,3})(?![\d.:/-]|\s?%)")  # sizes 36-46: 42 is one of them
_MANY = 60
_PACKED = re.compile(r"(?<![\d.])(?P<each>\d+(?:\.\d+)?)\s?(?P<unit>g|kg|ml|l|oz|lb|克|千克|公斤|斤|毫升|升)\s?[x×*]\s?(?P<many>\d{1,3})(?!\d|\s?(?:cm|mm|m\b))")
_FIRST = re.compile("([一二两三四五六七八九双]|十[一二三四五六]?)(?=[\u4e00-\u9fff])(?![年月日天周期级体面])")  # 四扬声器, 双门
_IN_ONE = re.compile(r"(?<![\d.])(\d{1,3})(?:-in-|合一)")
_LETTERS = {"w": "width", "h": "height", "d": "depth", "l": "length"}
_COUNTS = frozenset(("dpi", "fps", "rpm", "psi", "pixels", "spf"))  # units that facts often leave out
_SAME, _OTHER, _ROUND, _WORDS, _MONTH = 0.001, 0.025, 0.05, 0.03, 0.08
_CONVENTIONS = {"weight": ("mass", 1.0), "length": ("length", 1000.0), "width": ("length", 1.0), "height": ("length", 1.0), "depth": ("length", 1.0), "diagonal": ("length", 25.4), "size": ("length", 25.4)}
_STEM = re.compile(r"[a-z]{3,}")
_GENERIC = frozenset("number quantity attr per pack total max min the and for with of".split())
_PARTS = {"half": 0.5, "quarter": 0.25, "three quarters": 0.75, "third": 1 / 3, "two thirds": 2 / 3} | {
    f"{word} tenths": n / 10 for n, word in enumerate("two three four five six seven eight nine".split(), 2)} | {f"{word} fifths": n / 5 for n, word in enumerate("two three four".split(), 2)}
# Two numbers of one sort that a record tells apart, and how names and texts do: once and in all, small and set up, charging and running, alone and boxed.
_SIDES = tuple((re.compile(one), re.compile(other)) for one, other in (
    (r"单次|一次(?!性)|每次|单独|单耳|不算(?:充电)?[盒仓舱]|\b(?:single|one|per|each|a) charge\b|(?:ear)?buds?\b|\bin your ears?\b|on (?:its|their) own|\balone\b|without the case", r"[盒仓舱]|总|合计|一共|加起来|连同|\bcase\b|\btotal\b|altogether|\bin all\b|all told|combined"),
    (r"折叠|折起|收纳|收起|收好|\bpacked\b|\bpacks\b|\bfold(?:s|ed)\b|collapsed|rolled up", r"展开|打开|撑开|搭好|\bopen\b|unfold|\bpitched\b|set up|\bbuilt\b|assembled|unrolled"),
    (r"充电(?:时间|时长|只?[要需])|充满(?:只?[要需]|时间)|[时钟天]充满|^充电$|^charging$|\bcharg(?:e|es|ing)[ _](?:time|in\b|takes?\b)|\bto charge\b|\bfully charged in\b", r"续航|使用时[间长]|播放|待机|[能可][用听看跑刮]|battery[ _]life|run[ _-]?time|play(?:back|[ _-]?time)|\blasts?\b|\bof (?:music|listening|use|playback)"),
    (r"净重|裸重|\bnet\b|without (?:the )?(?:box|packaging)", r"毛重|含包装|连盒|\bgross\b|\bboxed\b|shipping weight|in its box|with (?:the )?(?:box|packaging)"),
    (r"内径|内侧|内部|\binner\b|\binside\b|\binternal\b", r"外径|外侧|外部|\bouter\b|\boutside\b|\bexternal\b"),
))
_LOAD = re.compile(r"承重|载重|负重|承载|限重|max|load|limit|weight capacity")
_BEARS = re.compile(r"[压坐站扛承撑顶吊载托放装]|\b(?:holds?|carr(?:y|ies)|bears?|supports?|takes?|stands?|hauls?|loads?)\b")
_EATEN = re.compile(r"^(?:之?内)?[^、。;!?]{0,3}(?:见底|[吃喝用]完|[吃喝用]光|[吃喝用]没|就?没了|就?空了|消灭|炫完|干掉)|^ (?:and|before) (?:it|they)(?:'s|'re| is| are) (?:all )?gone")
_SPENT = re.compile(  # "two weeks of good mornings"
    r"^ of (?!(?:\w+ )?(?:batter|us(?:e|ing)\b|play|music|listen|talk|standby|warrant|guarantee|charg|run|light|burn|wear|power|cook|heat|hydrat|moistur|protect|fresh|hold|cover|sun|warmth|cold|sleep track|training|reading|riding|driving|age|aging|ageing))")
_EATEN_BEFORE = re.compile(r"\b(?:gone|empty|eaten|finished|demolished|polished off)(?: \w+)? (?:in|within|after|by) (?:about |under |just |only )?$|(?:won't|will not|never|doesn't|don't|wouldn't|hardly) (?:even )?(?:last|survive|make it)(?: past| through| out)?(?: the| you)? ?$")
_BIRTHDAY = re.compile(r"\b(?P<n>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|(?P<d>\d{1,2})(?:st|nd|rd|th)) birthdays?\b")
_ORDINALS = {word: n for n, word in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(), 1)}
_FROM = re.compile(r"\b(?:from|after|since|past|beyond|as soon as)\b[^.,;!?]{0,16}$")
_MONTHS = re.compile(r"(?<=\d)\s?m\b(?!\s?[x×*])")  # "0-3 m" of a baby's size
_SAVES = re.compile(r"save|saving|省|便宜|直降|立减|less|off|cheaper|降|优惠")
_PRICE = re.compile(r"price|价")
_HAVE_RATED = re.compile(r"\b(?:have|has|had) (?:already )?(?:rated|reviewed|scored|voted|had their say|weighed in)|评过|评了|打[出了过]|给[出了过]")
_REVIEWS = re.compile("review|rating|评[价论分]")
_HEAT = re.compile(r"wash|temperature|heat|oven|care\b|洗|温|热|烤")  # where a bare number may be one of degrees
_ENDS = re.compile("[,.;:!?、。；]")
_CLAUSE, _NOUN = re.compile(r"[,.;:!?、。；]|\b(?:and|but|while|plus|then|with)\b"), re.compile("[\u4e00-\u9fff]{0,6}")
_SPLIT = re.compile(r"[,、;，；/+]|\band\b|和|及")


class Number(NamedTuple):
    """A number at a place of a text: as written, its dimension and size in the base unit ("" and itself without a unit), how many digits
    are written, the words after it, and what it is of."""

    start: int
    end: int
    written: float
    dimension: str
    base: float
    step: float  # one of the last digit that is written, in the base unit
    unit: str
    after: str
    aspect: str = ""
    bound: str = ""  # under, over, most of (大半年 is more than half of a year), about, roughly
    before: str = ""

    def __str__(self) -> str:
        return f"{self.base:g} ({self.dimension})" if self.dimension else f"{self.written:g}"


def against(said: Said, facts: Facts) -> Iterator[Judgement]:
    """Every number of a text, judged."""
    for number in numbers(said.plain):
        if not asks(said, number.start) and not _no_claim(number, said.plain):
            verdict, record = _judged(number, said, facts)
            kind = Kind.DURATION if number.dimension == "time" else Kind.QUANTITY if number.dimension else Kind.NUMBER
            yield Judgement(Found(number.start, number.end, number), kind, verdict, record)


def _no_claim(number: Number, plain: str) -> bool:
    """One of something, a share ("nine out of ten"), what is written as a percentage."""
    if number.written == 1 and number.dimension == "time" and number.unit not in ("岁", "周岁", "birthday") and not (_LASTS.search(number.before) or _LASTS_AFTER.match(number.after)):
        return True
    if number.dimension == "time" and (_EATEN.match(number.after) or _SPENT.match(number.after) or _EATEN_BEFORE.search(number.before)):
        return True
    around = plain[max(0, number.start - 8) : number.start], plain[number.end : number.end + 8]
    return (number.written == 1 and not number.dimension) or number.unit == "%" or around[0].endswith("out of ") or around[1].startswith(" out of")


@lru_cache(8192)
def numbers(plain: str) -> tuple[Number, ...]:
    """Every number of a plain text, in its order; one of a range or of "20 x 30 cm" has the unit of the last."""
    found = sorted((*_numbers(plain), *_birthdays(plain)), key=lambda number: number.start)
    for at in range(len(found) - 2, -1, -1):
        this, after = found[at], found[at + 1]
        if not this.dimension and after.dimension and _RANGE.match(plain[this.end : after.start]):
            size = after.base / after.written if after.written else 1.0
            found[at] = Number(this.start, this.end, this.written, after.dimension, this.written * size, this.step * size, after.unit, "", this.aspect, this.bound, this.before)
    return tuple(found)


def _birthdays(plain: str) -> Iterator[Number]:
    """From which age on: "from their third birthday"; a present for one says nothing."""
    for match in _BIRTHDAY.finditer(plain):
        if _FROM.search(plain[max(0, match.start() - 32) : match.start()]):
            years = float(match["d"] or _ORDINALS[match["n"]])
            yield Number(match.start(), match.end(), years, "time", years * 8760.0, 8760.0, "birthday", "")


def _numbers(plain: str) -> Iterator[Number]:
    taken = 0
    for match in _NUMBER.finditer(plain):
        start, end = match.span()
        if start < taken or (_NUMBER_WORD_BEFORE.search(plain[max(0, start - 4) : start]) and not match["n"]):
            continue
        value, step = _value(match)
        if match["zh"] and (liang := _LIANG.fullmatch(match["zh"])) and not _NOT_LIANG.match(plain, end):  # 三两一袋: three 两 a bag
            end, value = start + len(liang[1]), float(parse_number(liang[1]) or 0.5)
        if value is None:
            continue
        number = _with_unit(plain, start, end, value, step)
        if not number.dimension and (_TITLE_AFTER.match(plain[end : end + 6]) or (_NOT_COUNTED.match(plain[end : end + 14].lstrip(" ")) and not (match["n"] and (plain[end : end + 1] == "人" or len(match["n"]) > 3)))):
            continue
        if ((match["a"] or (match["en"] or "").startswith("half")) and not number.dimension) or (not number.dimension and match["zh"] and not _counts(plain, match)):
            continue
        taken = number.end
        yield number


def _counts(plain: str, match: re.Match[str]) -> bool:
    """Whether a Chinese numeral without a unit counts something: 三袋, 两支刷头; 万一 and 千万 do not."""
    return bool(re.match(r"[小大长独整单]?[个件台款条双颗笔张种次份瓶盒套本只支枚粒片块包袋箱节把组档段层根位人重排格倍挡碗杯罐桶卷抽门寸号码]", plain[match.end() : match.end() + 2])) and not (
        match["zh"] in ("一", "半", "千", "万", "百", "千万") or match["zh"][0] in "万亿")


def _value(match: re.Match[str]) -> tuple[float | None, float]:
    if match["n"]:
        text = match["n"].replace(",", "")
        places = len(text.partition(".")[2])
        scale = {"万": 10_000, "千": 1000}.get(match["scale"] or "", 1)
        return float(text) * scale, scale / 10**places
    if match["a"]:
        return 1.0, 1.0
    if match["zh"]:
        value = 0.5 if match["zh"] == "半" else parse_number(match["zh"])
        return (None, 1.0) if value is None else (float(value), 1.0 if value == int(value) else 0.1)
    return _english(match["en"].lower()), 1.0


def _english(words: str) -> float | None:
    if part := _PARTS.get(words.replace("-", " ").split(" of ")[0].removeprefix("a ").removeprefix("one ").removesuffix(" an").removesuffix(" a")):
        return part
    if words.endswith(("dozen", "score")):
        first = words.rpartition(" ")[0]
        many = 1.0 if first in ("a", "", "the") else 0.5 if first == "half a" else parse_english(first)
        return None if many is None else many * (12 if words.endswith("dozen") else 20)
    return parse_english(words)


def _with_unit(plain: str, start: int, end: int, value: float, step: float) -> Number:
    half = _HALF_AFTER.match(plain[end : end + 11])
    match = _AFTER.match(plain, end)
    name = match["unit"] if match else ""
    if match and (_no_unit(plain, name, match) or (name == "k" and not 1000 <= value <= 20_000)):
        match, name = None, ""
    if half and not match and (whole := _AFTER.match(plain, end + half.end())):
        dimension, size = _UNITS[whole["unit"]]
        last, written = whole.end(), value + 0.5
        return Number(start, last, written, dimension, written * size, 0.5 * size, whole["unit"], plain[last : last + 24], "", _bound(plain, start, last))
    if half and not match:
        return Number(start, end + half.end(), value + 0.5, "", value + 0.5, 0.5, "", plain[end + half.end() :][:24])
    dimension, size = _UNITS[name] if name else ("", 1.0)
    written = value + (0.5 if half else 0.0)
    last = match.end() if match else end
    tail = plain[last : last + 12]
    if dimension and (more := _HALF_AFTER.match(tail)):
        written, last, step = written + 0.5, last + more.end(), 0.5
    elif name in ("metre", "meter", "metres", "meters") and (more := _HUNDREDTHS.match(tail)):
        written, last, step = written + (_english(more[1]) or 0.0) / 100, last + more.end(), 0.01
    elif name in ("米", "斤", "公斤", "成") and (more := _TAIL.match(tail)):
        written, last, step = written + _tail(more), last + more.end(), 0.1
    base = (written - 32) * 5 / 9 if dimension == "fahrenheit" else written * size
    aspect = _aspect(plain, start, last)
    return Number(start, last, written, "temperature" if dimension == "fahrenheit" else dimension, base, step * size, name, plain[last : last + 24], aspect, _bound(plain, start, last), plain[max(0, start - 24) : start])


def _no_unit(plain: str, name: str, match: re.Match[str]) -> bool:
    """Whether what looks like a unit is a word: "5 in stock", "两天", "2年级", "3 m" of "3 models"."""
    after = plain[match.end() : match.end() + 3]
    if name in ("in", '"', "''", "s", "h", "c", "v", "t") and (name in ('"', "s") or (re.match(r"\s(?:a|the|one|stock|all|total|each|your|our|this|two|1)\b|\s[a-z]{2}", after) and name == "in")):
        return not (name == '"' and match.start("unit") == match.start()) and not (name == "in" and re.match(r"\s[whld]\b", after))
    if name == "度" and after[:1] in tuple("电假角数过空光量"):
        return True
    return (name == "两" and bool(re.match("[天个件周年款种人月台只支]", after))) or (name in ("年", "天", "日", "周") and bool(re.match("级|前|期|[0-9二三四五六七八九十]|一(?![次回遍个片粒颗包袋换])", after))) or (
        name == "年" and bool(re.search(r"(?:19|20)\d\d$", plain[max(0, match.start() - 4) : match.start()])))


def _tail(match: re.Match[str]) -> float:
    """What follows the unit: 一米五 is 1.5 m, 1米05 1.05 m, 三斤六两 3.6 斤."""
    digits = match["tail"] or match["n"]
    value = float(digits) if digits.isdigit() else float(parse_number(digits) or 0)
    return float(value / 10 ** len(digits))


def _aspect(plain: str, start: int, end: int) -> str:
    match = _ASPECT.match(plain[end : end + 24]) or _ASPECT_BEFORE.search(plain[max(0, start - 16) : start])
    letter = re.match(r"\s?([whld])\b", plain[end : end + 3])
    return next((name for name, text in match.groupdict().items() if text), "") if match else _LETTERS[letter[1]] if letter else ""


def _bound(plain: str, start: int, end: int) -> str:
    before, after = plain[max(0, start - 16) : start], plain[end : end + 10]
    if _UNDER.search(before) or _UNDER_AFTER.match(after):
        return "under"
    if before.endswith("大") and plain[start] == "半":
        return "most of"
    if _OVER.search(before) or _OVER_AFTER.match(after):
        return "over"
    if "give or take" in plain[end : end + 16]:
        return "roughly"
    if _ABOUT.search(before) or _ABOUT_AFTER.match(after):
        return "about"
    return "words" if not plain[start].isdigit() and not any(letter.isdigit() for letter in plain[start:end]) else ""


class Known:
    """The numbers that facts give."""

    def __init__(self, leaves: list[Leaf]) -> None:
        leaves = [leaf for leaf in leaves if not leaf.path.endswith(".length")]
        self.all = [(leaf, number) for leaf in leaves for number in _of_leaf(leaf)]
        self.all += list(_counts_of(leaves))
        self.prices = [number.written for leaf, number in self.all if _PRICE.search(leaf.key.lower())]


def _counts_of(leaves: list[Leaf]) -> Iterator[tuple[Leaf, Number]]:
    """How often a name comes, in each language: as many colours as are given."""
    named: dict[tuple[str, bool], list[Leaf]] = {}
    for leaf in leaves:
        if isinstance(leaf.value, str) and not leaf.prose:
            named.setdefault((leaf.key, leaf.value.isascii()), []).append(leaf)
    for group in named.values():
        if len(group) > 1:
            yield group[0], _plain_number(float(len(group)))


def _plain_number(value: float) -> Number:
    return Number(0, 0, value, "", value, 0.0, "", "")


def _of_leaf(leaf: Leaf) -> tuple[Number, ...]:
    value = leaf.value
    if isinstance(value, str) and (known := _UNITS.get(leaf.key.lower().rpartition("_")[2])) and "_" in leaf.key:
        bare = [number for number in _of_text(value) if not number.dimension]
        return (*_of_text(value), *(number._replace(dimension=known[0], base=number.written * known[1], unit="?") for number in bare))
    if isinstance(value, str):
        return _of_text(_MONTHS.sub(" months", value.lower()) if _in_months(leaf.key, value) else value)
    return _of_number(leaf.key, float(value)) if isinstance(value, int | float) and not isinstance(value, bool) else ()


@lru_cache(8192)
def _in_months(key: str, value: str) -> bool:
    """Whether the sizes of a fact are those of babies, of whom "3-6 m" counts months."""
    return attribute(key) in ("size", "age") and re.search(r"\d\s?[-–~]\s?\d+\s?m\b", value.lower()) is not None


@lru_cache(8192)
def _of_text(value: str) -> tuple[Number, ...]:
    """The numbers of a fact's text, how many of something it has ("2 x 8 W"), how many members it lists."""
    plain = letterwise(value)
    counted = [float(each) for each in _TIMES.findall(plain)] if plain[:1].isdigit() else []
    counted += [float(each) for low, high in _BETWEEN.findall(plain) if 0 < int(high) - int(low) <= _MANY for each in range(int(low) + 1, int(high))]
    counted += [float(parse_number(first[1].replace("双", "二")) or 0) for first in (_FIRST.match(plain),) if first]
    counted += [float(each) for each in _IN_ONE.findall(plain)] + [members] if (members := _members(plain)) else []
    return (*numbers(plain), *map(_plain_number, counted), *_together(plain))


def _together(plain: str) -> Iterator[Number]:
    """How much several of something are together: 2kg×2瓶."""
    for match in _PACKED.finditer(plain):
        dimension, size = _UNITS[match["unit"]]
        written = float(match["each"]) * float(match["many"])
        yield Number(0, 0, written, dimension, written * size, 0.0, match["unit"], "")


@lru_cache(8192)
def _of_number(key: str, value: float) -> tuple[Number, ...]:
    """A fact that is a number: by itself, and in the unit that its name means."""
    units = [known for known in (_UNITS.get(key.lower().rpartition("_")[2]), _convention(key)) if known]
    return (_plain_number(value), *(Number(0, 0, value, name, value * size, 0.0, "?", "") for name, size in units))


def _members(plain: str) -> float:
    """How many members a list has; 0 for what is none."""
    members = sum(1 for part in _SPLIT.split(plain) if part.strip())
    return float(members) if members > 1 else 0.0


def _convention(key: str) -> tuple[str, float] | None:
    """The unit that a catalogue of `attr_…` names means where it writes none: grams, millimetres, metres of cable, inches of a screen."""
    if not key.startswith("attr_"):
        return None
    return next((known for name, known in _CONVENTIONS.items() if key.endswith(name)), None)


@lru_cache(4096)
def _stems(key: str) -> frozenset[str]:
    plain = letterwise(key).replace("_", " ")
    return frozenset(word.rstrip("s") for word in _STEM.findall(plain)) - _GENERIC


def _judged(number: Number, said: Said, facts: Facts) -> tuple[Verdict, str]:
    known = facts.derived(Known)
    if number.unit == "birthday":
        return _aged(number, known)
    if number.unit in ("pound", "pounds") and any(_bounded(number, number.written, price, 0.0) for price in known.prices):
        return Verdict.SUPPORTED, ""
    pool = _pool(number, known)
    for leaf, fact in pool:
        if _same(number, fact, leaf):
            return Verdict.SUPPORTED, leaf.path
    if not number.dimension and any(fact.written == number.written for leaf, fact in known.all if leaf.key in NAMES):
        return Verdict.SUPPORTED, "title"
    if not number.dimension and _SAVES.search(said.sentence(number.start)) and _difference(number.written, known.prices):
        return Verdict.SUPPORTED, ""
    others = [leaf.path for leaf, fact in pool if number.dimension == fact.dimension]
    return (Verdict.CONTRADICTED, others[0]) if others and (number.dimension or pool is not known.all) else (Verdict.UNSUPPORTED, "")


def _aged(number: Number, known: Known) -> tuple[Verdict, str]:
    """Whether it is for somebody of that age: as old as the facts ask for, or older."""
    ages = [(leaf, fact) for leaf, fact in known.all if fact.dimension == "time" and attribute(leaf.key) == "age"]
    if any(fact.base <= number.base * 1.01 for _, fact in ages) or not ages:
        return Verdict.SUPPORTED, ages[0][0].path if ages else ""
    return Verdict.CONTRADICTED, ages[0][0].path


def _difference(value: float, prices: list[float]) -> bool:
    return any(abs(a - b - value) < 0.01 for a in prices for b in prices if a > b)


def _pool(number: Number, known: Known) -> list[tuple[Leaf, Number]]:
    """The numbers that a claim may be held against: those of facts that are named like what it is of, where there are any."""
    named = _names_near(number)
    if number.aspect and number.dimension:
        mine = [(leaf, fact) for leaf, fact in known.all if fact.dimension == number.dimension and number.aspect in (fact.aspect, attribute(_bare(leaf.key)))]
        near = [(leaf, fact) for leaf, fact in mine if named(_bare(leaf.key).replace(number.aspect, ""))]
        return near or [(leaf, fact) for leaf, fact in mine if fact.aspect or _plainly(leaf)] or mine or known.all
    if number.dimension and (side := _of_side(number, known)):
        return side
    rated = not number.dimension and _HAVE_RATED.search(number.after)
    keys = {key for key in {leaf.key for leaf, _ in known.all} if (_REVIEWS.search(key.lower()) if rated else named(key))}
    mine = [(leaf, fact) for leaf, fact in known.all if leaf.key in keys and (not number.dimension or fact.dimension == number.dimension)]
    return mine or known.all


def _of_side(number: Number, known: Known) -> list[tuple[Leaf, Number]]:
    """The numbers of the side of a pair that a claim speaks of, where the facts have that side; none where it speaks of neither or both."""
    near = f"{_ENDS.split(number.before)[-1]} {_ENDS.split(number.after)[0]}"
    for one, other in _SIDES:
        first, second = one.search(near) is not None, other.search(near) is not None
        if first != second:
            mine, its = (one, other) if first else (other, one)
            pool = [(leaf, fact) for leaf, fact in known.all if fact.dimension == number.dimension and mine.search(_spaced(leaf.key)) and not its.search(_spaced(leaf.key))]
            if pool and any(fact.dimension == number.dimension and its.search(_spaced(leaf.key)) for leaf, fact in known.all):
                return pool
    return []


@lru_cache(4096)
def _spaced(key: str) -> str:
    return letterwise(key).replace("_", " ")


@lru_cache(4096)
def _bare(key: str) -> str:
    """A fact's name without the unit that ends it: `height_cm`."""
    first, _, last = key.rpartition("_")
    return first if first and last.lower() in _UNITS else key


def _plainly(leaf: Leaf) -> bool:
    """Whether a fact's name is that of a measure of the whole: "weight", not "boxed weight"."""
    key = _bare(leaf.key)
    return " " not in key.strip() and "_" not in key.removeprefix("attr_n_")


def _names_near(number: Number) -> Callable[[str], bool]:
    """Whether a fact's name stands beside a number: an English one among the words around it, a Chinese one before or after."""
    words = frozenset(word.rstrip("s") for word in _STEM.findall(_CLAUSE.split(number.after)[0])[:3])
    before = frozenset(word.rstrip("s") for word in _STEM.findall(_CLAUSE.split(number.before)[-1])[-3:])
    either, noun = words | before if number.dimension else words, _NOUN.match(number.after)
    last = next(iter(word.rstrip("s") for word in _STEM.findall(_CLAUSE.split(number.before)[-1])[-1:]), "")
    either |= {"seat"} if either & {"sit", "sitting"} else frozenset()

    def named(key: str) -> bool:
        stems = _stems(key)
        if not number.dimension and last and last in stems:
            return True
        if either & stems or (before and before == stems):
            return True
        if len(key) < 2 or key.isascii():
            return False
        return (noun is not None and letterwise(key) in noun[0]) or number.before.endswith(letterwise(key))

    return named


def _same(claim: Number, fact: Number, leaf: Leaf) -> bool:
    if {claim.dimension, fact.dimension} == {"mass", "gsm"}:
        return claim.written == fact.written and "g" in (claim.unit[:1], fact.unit[:1])  # paper of "90 gsm" is called one of ninety grams
    if claim.dimension == fact.dimension == "mass" and claim.base <= fact.base < 2 * claim.base and _LOAD.search(leaf.key.lower()) and _BEARS.search(claim.before + claim.after):
        return True
    if claim.unit == "g" and fact.dimension == "data":
        return claim.written == fact.written  # "64G" of storage
    if claim.dimension and fact.dimension:
        return (claim.dimension == fact.dimension and _close(claim, fact)) or _by_jin(claim, fact)
    if claim.dimension in _COUNTS and not fact.dimension:
        return claim.written == fact.written
    if claim.dimension == "temperature" and not fact.dimension and (fact.after.strip() in ("c", "c.") or _HEAT.search(f"{leaf.key} {leaf.value}".lower())):
        return claim.written == fact.written
    if claim.dimension == "time" and not fact.dimension and attribute(leaf.key) == "age" and claim.unit.startswith(("year", "岁", "周岁")):
        return fact.written == claim.written or (claim.after[:4] in ("-old", " old") and fact.written <= claim.written)
    if claim.dimension:
        bare = fact.unit == "" and not isinstance(leaf.value, str)
        return (bare and claim.written == fact.written and _convention(leaf.key) is None) or _by_jin(claim, fact)
    if fact.dimension:
        loose = not re.match(r"\s?-?[a-z]{3,}|[\u4e00-\u9fff]", claim.after) or claim.before.endswith("up to ") or re.match(r"\s(?:if|for|when|with|on|in|at|and|or|to|the|as)\b", claim.after)
        return claim.written == fact.written and (bool(loose) or fact.dimension == "temperature")
    if claim.step == 1.0 and 0.0 < fact.step < 1.0:
        return False  # two ports are none of a USB 2.0
    return _bounded(claim, claim.written, fact.written, 0.0)


def _by_jin(claim: Number, fact: Number) -> bool:
    """A bottle of 500 ml is called one of a 斤."""
    return claim.unit in ("斤", "两") and fact.dimension == "volume" and _bounded(claim, claim.base, fact.base, 0.02 * fact.base)


def _close(claim: Number, fact: Number) -> bool:
    one_unit = claim.unit == fact.unit or abs(claim.base / claim.written - fact.base / fact.written) < 1e-9 if claim.written and fact.written else True
    share = _SAME if one_unit else _OTHER
    if claim.dimension == "time" and (claim.unit.startswith(("month", "个月"))) != (fact.unit.startswith(("month", "个月"))):
        share = _MONTH  # eight weeks are called two months
    rounded = 0.0 if one_unit else min(claim.step / 2, _ROUND * abs(fact.base))
    return _bounded(claim, claim.base, fact.base, max(share * abs(fact.base), rounded))


def _bounded(claim: Number, value: float, fact: float, slack: float) -> bool:
    if abs(value - fact) <= slack + 1e-9:
        return True
    if claim.bound in ("about", "roughly"):
        return abs(value - fact) <= (0.06 if claim.bound == "about" else 0.12) * abs(fact)
    if claim.bound == "words":  # six kilos of 6.1 kg
        return abs(value - fact) <= _WORDS * abs(fact)
    if claim.bound == "under":
        return 0.7 * value <= fact <= value
    if claim.bound == "most of":
        return value < fact < 2 * value
    return claim.bound == "over" and value <= fact <= 1.4 * value
