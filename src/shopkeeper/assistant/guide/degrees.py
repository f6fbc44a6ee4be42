"""Words of degree, from "lighter" to 最安静: which field they speak of, which way, and whether to a shown product or to all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from ...text.normalise import normalise
from .facts import Fact, Item


@dataclass(frozen=True, slots=True)
class Degree:
    """An adjective with two ends. Words are regular expressions of normalised text; English ones have the plain word, the comparative
    and the superlative in turn. Of the `fields` by name, then of those of a `dimension` and a name, the first that most products have is meant."""

    key: str
    more_zh: str
    less_zh: str
    more_en: tuple[str, str, str]
    less_en: tuple[str, str, str]
    name: str = ""
    dimensions: tuple[str, ...] = ()
    reverse: str = ""
    exact: tuple[str, ...] = ()
    most_zh: tuple[str, str] = ("", "")


_NONE = ("", "", "")
DEGREES = (
    Degree(
        "price",
        "贵|高档",
        "便宜|实惠|划算|低价",
        ("expensive|pricey|dear", "pricier|dearer|more expensive|more upmarket", "priciest|dearest|most expensive"),
        (
            "cheap|affordable|inexpensive",
            "cheaper|less expensive|more affordable|less pricey",
            "cheapest|least expensive|lowest priced?|most affordable",
        ),
        exact=("price",),
    ),
    Degree(
        "weight",
        "重|沉",
        "轻便|轻巧|轻",
        ("heavy", "heavier", "heaviest"),
        ("light(?:weight)?", "lighter|less heavy|more lightweight", "lightest"),
        name=r"重|weight",
        dimensions=("mass",),
        exact=("packed_weight",),
    ),
    Degree(
        "noise",
        "吵|响|(?:噪音|噪声|声音)(?:更|再)?大",
        "安静|静音|静|(?:噪音|噪声|声音)(?:更|再|要)?(?:小|低)",
        ("loud|noisy", "louder|noisier", "loudest|noisiest"),
        ("quiet|silent", "quieter|less noisy|less loud", "quietest|most quiet|least noisy"),
        name=r"噪|音量|noise|sound level",
        dimensions=("sound", "db"),
        most_zh=("(?:噪音|噪声|声音)最大", "(?:噪音|噪声|声音)最(?:小|低)"),
    ),
    Degree(
        "battery",
        "续航(?:时间)?(?:更|再|要)?(?:长|久)|耐用|电池(?:更|再)?(?:耐用|大|久)|待机(?:更)?(?:长|久)",
        "续航(?:更)?短",
        (
            "long battery(?: life)?|good battery(?: life)?",
            "longer battery(?: life)?|better battery(?: life)?|lasts longer|more battery",
            "(?:longest|best)(?:[- ]lasting)? battery(?: life)?|longest[- ]lasting|battery (?:that )?lasts (?:the )?longest|most battery",
        ),
        ("short battery(?: life)?", "shorter battery(?: life)?", "shortest battery(?: life)?"),
        name=r"续航|battery life|run ?time|playtime|电池容量|battery capacity",
        dimensions=("time", "charge"),
        most_zh=("(?:续航|电池|待机)(?:时间)?最(?:长|久|耐用|大)|最耐用", ""),
    ),
    Degree(
        "waterproof", "防水(?:性能?)?(?:要|更|再)?[好强高]", "", ("", "more waterproof|better waterproofing", "most waterproof"), _NONE,
        name=r"防水指数|waterproof rating", most_zh=("防水(?:性能?)?最[好强高]|最防水", ""),
    ),
    Degree(
        "brightness",
        "亮",
        "暗",
        ("bright", "brighter", "brightest"),
        ("dim", "dimmer", "dimmest"),
        name=r"亮度|流明|bright",
        dimensions=("light",),
    ),
    Degree(
        "warmth",
        "保暖|暖和|暖",
        "凉快|凉爽",
        ("warm", "warmer", "warmest"),
        ("cool", "cooler", "coolest"),
        name=r"蓬松|充绒|舒适温度|fill power|comfort temp|保暖",
        reverse=r"舒适温度|comfort temp",
    ),
    Degree(
        "power",
        "功率(?:更|再)?[大高]|吸力(?:更|再)?[大强]|强劲|有劲|动力(?:更)?足",
        "功率(?:更|再)?[小低]|省电",
        ("powerful|strong", "more powerful|stronger", "most powerful|strongest"),
        _NONE,
        name=r"功率|吸力|power|suction|wattage",
        dimensions=("power", "pressure"),
        most_zh=("(?:功率|吸力|动力)最[大强足高]", "功率最[小低]"),
    ),
    Degree(
        "thickness",
        "厚实|厚",
        "轻薄|薄",
        ("thick", "thicker", "thickest"),
        ("thin|slim", "thinner|slimmer", "thinnest|slimmest"),
        name=r"厚|thick|克重|fabric weight",
    ),
    Degree(
        "size",
        "宽敞|大容量|大",
        "小巧|迷你|小",
        ("big|large|roomy|spacious", "bigger|larger|roomier|more spacious", "biggest|largest|roomiest"),
        ("small|tiny|compact", "smaller|more compact", "smallest|most compact|tiniest"),
        name=r"容量|容积|尺寸|尺码|鞋码|大小|高度|直径|颗粒|件数|适用人数|capacity|volume|size|height|diameter|pieces|sleeps|screen",
    ),
    Degree(
        "length",
        "长",
        "短",
        ("long", "longer", "longest"),
        ("short", "shorter", "shortest"),
        name=r"长|length",
        dimensions=("length",),
    ),
    Degree("newness", "新", "旧", ("new", "newer", "newest|latest|most recent"), _NONE, exact=("newness",)),
    Degree(
        "rating",
        "(?:评分|评价|口碑)(?:更|再|要)?[好高]",
        "",
        (
            "well rated|well reviewed",
            "better rated|better reviewed",
            "(?:best|top|highest)[- ](?:rated|reviewed)|best reviews?|highest rating",
        ),
        _NONE,
        exact=("rating",),
        most_zh=("(?:评分|评价|口碑)最[好高]", ""),
    ),
    Degree(
        "reviews",
        "受欢迎|热门",
        "",
        ("popular", "more popular", "most popular|most reviewed|most reviews"),
        _NONE,
        exact=("reviews",),
        most_zh=("(?:评价|评论)最多", ""),
    ),
)
BY_KEY = {each.key: each for each in DEGREES}
_OTHER = re.compile(r"(?:味道?|色|妆|感|情)$")  # 味道太重 speaks of no weight


@dataclass(frozen=True, slots=True)
class Said:
    """A word of degree in a message: `kind` is "most" (of all), "more" (than what is shown) or "rather" (in itself), `direction` 1 for
    more of the field and -1 for less, `much` whether by a lot; `span` is where it stands in the normalised text."""

    key: str
    direction: int
    kind: str
    span: tuple[int, int]


def degrees(text: str) -> list[Said]:
    """The words of degree in a normalised text, each place read once: 太贵了 asks for less, "not too heavy" rather for less."""
    found: list[Said] = []
    for kind, key, direction, pattern in _patterns():
        for match in pattern.finditer(text):
            if not _OTHER.search(text, 0, match.start()) and not any(
                each.span[0] < match.end() and match.start() < each.span[1] for each in found
            ):
                found.append(Said(key, direction, kind, match.span()))
    return sorted(found, key=lambda each: each.span)


@cache
def _patterns() -> list[tuple[str, str, int, re.Pattern[str]]]:
    """In the order in which they are tried: the longer way to say it first."""
    rows = []
    for degree in DEGREES:
        rows += [("most", degree.key, way, re.compile(zh)) for way, zh in zip((1, -1), degree.most_zh, strict=True) if zh]
    for kind, way, form in _FORMS:
        for degree in DEGREES:
            for direction, zh, en in ((1, degree.more_zh, degree.more_en), (-1, degree.less_zh, degree.less_en)):
                parts = [
                    part
                    for part in (
                        form[0].format(zh) if zh and form[0] else "",
                        form[1].format(en[form[2]]) if en[form[2]] and form[1] else "",
                    )
                    if part
                ]
                if parts:
                    rows.append((kind, degree.key, direction * way, re.compile("|".join(parts))))
    return rows


# kind, which way, Chinese form, English form, which of the three English words
_FORMS: list[tuple[str, int, tuple[str, str, int]]] = [
    ("most", 1, (r"最(?:为)?(?:{0})|(?:{0})最(?:长|久|大|高|多|好|强|足)", r"\b(?:{0})\b", 2)),
    (
        "rather",
        -1,
        (
            r"(?:不要|别|不能|不想要?|不是)(?:太|那么|这么|特别|很)?(?:{0})(?:的|了)?",
            r"\b(?:not|isn't|nothing|without being) (?:too |so |very |that )?(?:{0})\b",
            0,
        ),
    ),
    ("more", -1, (r"(?:太|有点|过于|偏)(?:{0})(?:了|啦)?|(?:{0})了(?:点|些|一点)?", r"\b(?:too|a bit too|rather|so) (?:{0})\b", 0)),
    (
        "more",
        1,
        (
            r"比.{{0,6}}?(?:更|还|再)?(?:{0})(?:一点|一些|些|点)?(?:的)?|(?:再|更|还要|稍微|要)?(?:{0})(?:一点点?|一些|点儿?|些)(?:的)?|(?:再|更)(?:{0})(?:的)?",
            r"\b(?:a (?:bit|little) |much |even |slightly |something )?(?:{0})\b",
            1,
        ),
    ),
    (
        "rather",
        1,
        (
            r"(?:要|想要|比较|尽量|得|很|够|越)(?:{0})(?:的)?(?:越好)?(?![\u4e00-\u9fff])|^(?:{0})的$",
            r"\b(?:something|really|quite|very|as) (?:{0})\b|(?:^|[,;] ?)(?:{0})(?= ?(?:[,;]|$))",
            0,
        ),
    ),
]


def field_of(key: str, items: Sequence[Item]) -> tuple[str, int] | None:
    """The field that a word of degree speaks of among these products, with -1 where a greater number means less of it; None when
    too few of them say it."""
    degree, numbers = BY_KEY[key], _numbers(items)
    counted = [name for name, facts in numbers.items() if _speaks_of(degree, facts[0])]
    best = max(counted, key=lambda name: (_rank(degree, numbers[name][0]), len(numbers[name])), default=None)
    if best is not None and 2 * len(numbers[best]) >= len(items):
        name = numbers[best][0].name
        return best, -1 if degree.reverse and re.search(degree.reverse, normalise(" ".join(name.all))) else 1
    known = [name for name in degree.exact if name in ("rating", "reviews", "newness") or any(name in each.facts for each in items)]
    return (known[0], 1) if known else None


def _numbers(items: Iterable[Item]) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for each in items:
        for fact in each.facts.values():
            if fact.base is not None and fact.field not in ("price", "packed_weight"):
                found.setdefault(fact.field, []).append(fact)
    return found


def _speaks_of(degree: Degree, fact: Fact) -> bool:
    named = bool(degree.name) and re.search(degree.name, normalise(" ; ".join(fact.name.all))) is not None
    return named and (not degree.dimensions or fact.dimension in degree.dimensions)


def _rank(degree: Degree, fact: Fact) -> int:
    """How early the name stands in the degree's list: 续航 before 电池容量."""
    text = normalise(" ; ".join(fact.name.all))
    return -next((i for i, part in enumerate(degree.name.split("|")) if re.search(part, text)), 99)


def value_of(item: Item, field: str) -> float | None:
    """The number of a product in a field, in comparable units; None when the record does not say it."""
    if field == "newness":
        return item.product.created_at.timestamp() if item.product.created_at else None
    fact = item.facts.get(field)
    return fact.base if fact else None
