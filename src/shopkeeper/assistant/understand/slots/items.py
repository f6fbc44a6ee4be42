"""Goods as shoppers describe them: "the blue one", "my two hiking boots", "黑色那件外套", "第二个"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..understood import Item
from .goods import Named, shipped
from .words import COLOURS, COLOURS_ZH, GOODS_ZH, MATERIALS, MATERIALS_ZH, MEASURES, SHADES, SIZES, any_of, count_of, goods_of

_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "last": -1,
             "latter": -1, "former": 1, "top": 1, "bottom": -1}  # fmt: skip
_EN_ORDINAL = re.compile(rf"(?<![a-z])(?:(?:option|number|no\.?|#|item|choice) ?(\d{{1,2}})(?!\d)|({any_of(tuple(_ORDINALS))})(?: (?:one|item|option|product|order|of|choice)|$|[.,!]))", re.I)
_ZH_ORDINAL = re.compile(r"第([一二三四五六七八九十]|\d{1,2})(?:个|件|款|双|条|种|台|样|项|单|笔)?|最后(?:那|一)?[个件款双单笔]|前(?:面)?(?:那|一)[个件款双]|后(?:面)?(?:那|一)[个件款双]")
_EVERYTHING = re.compile(r"(?<![a-z])(?:everything|all (?:of (?:it|them|those|these)|items|the items|\d|two|three|four)|both|the (?:whole|entire|full) (?:order|thing|lot)|all(?= *$)|every item)(?![a-z])|全部|所有|全都|都(?:退|换|取消|不要|要退|要换)|整单|整个订单|一起(?:退|取消|换)|两[个件双样]都|统统|通通", re.I)

_TOKEN = re.compile(r"[A-Za-z0-9][A-Za-z0-9'’/+-]*|[^\sA-Za-z0-9]")
_POINTS = frozenset("the my this these those that".split())
_DETERMINERS = _POINTS | frozenset("a an some any another both our other".split())
# A description goes as far as the first of these.
_END = frozenset(
    "i i'd i'm it it's is was are were be been has have had did do does came come that which who whom where when while because since as so but and "
    "or if for from to in on at of with without into by about after before until than then instead please thanks can could would will should may "
    "might must not no isn't doesn't don't didn't wasn't what why how you your we they he she me us them ordered bought got received purchased "
    "arrived never just only also too still yet now today yesterday last next back again away off out up down over under there here need needs want wants like likes wanted needed available asap tomorrow return exchange cancel refund order".split()
)
# Nouns that stand for no goods.
_NOT_GOODS = frozenset(
    "order orders purchase refund money return exchange husband wife son daughter mom mum dad mother father brother sister friend "
    "boyfriend girlfriend kid kids boss colleague neighbor neighbour family house home flat apartment office city country street door "
    "phone's internet page link button fact story picture photo pictures photos description reviews rating stars weekend morning "
    "evening afternoon birthday christmas holiday party wedding hotel place gift present address email mail account password invoice "
    "receipt bill card paypal payment shipping delivery parcel package box one's thing way time day week month year price cost cheaper "
    "problem issue question help reason mistake size color colour status number name zip code policy store shop website app customer "
    "service person human agent manager supervisor option options total difference rest item items product products delay hand moment "
    "minute second bit lot couple few information info data newsletter subscription hour hours look update step process same other "
    "first third fourth fifth last best wrong right new old".split()
)
_DESCRIBES = frozenset((*COLOURS, *SHADES, *SIZES, *MATERIALS, "big", "bigger", "smaller", "cheap", "cheaper", "expensive", "other", "long",
                        "short", "tall", "thick", "thin", "heavy", "round", "square"))  # fmt: skip

_C = f"(?:{any_of(tuple(COLOURS_ZH))})色?"
_DESCRIBED = rf"(?:{_C}|{any_of(tuple(MATERIALS_ZH))}|[SMLXsmlx]{{1,4}}码?|\d{{2}}码|[大小长短厚薄贵便宜新旧]{{1,2}}|刚买|新买|上次买|昨天买|买|收到|坏|破)"
_COUNT = r"[一二两俩三仨四五六七八九十几\d]{1,2}"
_G = any_of(tuple(GOODS_ZH))
_ZH = re.compile(
    rf"(?P<before>(?:{_DESCRIBED}的?){{0,3}})(?:(?P<which>那|这|另(?:外)?)?(?P<count>{_COUNT})?(?P<measure>[{MEASURES}])(?:的)?)?(?P<after>(?:{_DESCRIBED}的?){{0,3}})(?P<kind>[a-zA-Z]{{0,12}}(?:{_G}))"
    rf"|(?P<before2>(?:{_DESCRIBED}的?){{1,3}})(?P<which2>那|这|另)(?P<count2>{_COUNT})?(?P<measure2>[{MEASURES}])"
    rf"|(?P<which3>那|这|另(?:外)?)(?P<count3>{_COUNT})?(?P<measure3>[{MEASURES}])(?P<after3>(?:{_DESCRIBED}的?){{1,3}})"
    rf"|(?P<colour>(?:{_C}|{any_of(tuple(MATERIALS_ZH))}))的(?![\u4e00-\u9fff]*(?:地方|时候))"
)
# What requests for goods never name, though it stands where goods do.
_SERVICE = re.compile(r"快递|订单|单子|发票|退款|地址|客服|券|账[号户]|密码|东西|商品|质量|物流|包裹|人工|电话|评价|会员|积分|余额|退货|换货|优惠|活动|价格|尺码|颜色|运费|收据|邮箱|礼物|问题|卡|钱|货$")
_SPLIT_ZH = re.compile(rf"{_C}|{any_of(tuple(MATERIALS_ZH))}|[SMLXsmlx]{{1,4}}(?=码|的|$)|\d{{2}}(?=码)|大|小|长|短|厚|薄|贵|便宜|新|旧")


def find_items(text: str, language: str) -> list[Item]:
    """The goods that a message names, in order, each once."""
    found = [*_chinese(text), *_english(text)] if language == "zh" else list(_english(text))
    if language == "zh" and not any(item.kind for item in found):
        found += _requested(text)
    kept: dict[tuple[str, tuple[str, ...], int], Item] = {}
    for item in found:
        kept.setdefault((item.kind, item.words, item.ordinal), item)
    return list(kept.values())


def find_ordinals(text: str) -> list[int]:
    """Places in a list that was shown: "the second one" is 2, "最后那个" -1."""
    found = [int(match[1]) if match[1] else _ORDINALS[match[2].lower()] for match in _EN_ORDINAL.finditer(text)]
    for match in _ZH_ORDINAL.finditer(text):
        found.append(count_of(match[1]) if match[1] else (1 if match[0].startswith("前") else -1))
    return found


def everything(text: str) -> bool:
    """Whether all of what there is is meant."""
    return _EVERYTHING.search(text) is not None


def _english(text: str) -> Iterator[Item]:
    """Runs of words that name goods: after a word that points, or with a noun of goods in them."""
    run: list[re.Match[str]] = []
    for token in (*_TOKEN.finditer(text), None):
        word = token[0].lower() if token else ""
        ends = not word or not word[0].isalnum() or not word.isascii() or word in _END
        if run and (ends or (word in _DETERMINERS and run[-1][0].lower() not in _DETERMINERS) or (run[-1][0].lower() in ("one", "ones") and len(run) > 1)):
            yield from _item(text, run)
            run = []
        if token and not ends:
            run.append(token)


def _item(text: str, run: list[re.Match[str]]) -> Iterator[Item]:
    words = [token[0].lower().replace("’", "'") for token in run]
    points = words[0] in _POINTS
    start = next((i for i, word in enumerate(words) if word not in _DETERMINERS), len(words))
    count = count_of(words[start]) if start + 1 < len(words) and words[start] not in ("one", "a") else 0
    named = words[start + ((count > 0 and not words[start].isdigit()) or (points and count > 0) or (start + 2 < len(words) and count > 0)) :]
    named = [word for word in named if word not in ("of", "pair", "pairs", "set", "new", "same") or len(named) == 1]
    kind = next((kind for word in reversed(named) if (kind := goods_of(word))), "")
    one = bool(named) and named[-1] in ("one", "ones")
    ordinal = next((_ORDINALS[word] for word in named if word in _ORDINALS), 0) if one else 0
    rest = tuple(word for word in named if word not in ("one", "ones") and word not in _ORDINALS and not (kind and goods_of(word) == kind))
    if (kind and named[-1] not in _NOT_GOODS) or (one and (rest or ordinal)) or (points and _unknown(named)):
        yield Item(text[run[0].start() : run[-1].end()], kind, rest, ordinal, count)


def _unknown(words: list[str]) -> bool:
    """Whether "my whatsit" may be goods of which no list knows: nothing that a shop is besides, and no word that only describes."""
    return 0 < len(words) <= 4 and words[-1] not in _NOT_GOODS and words[-1] not in _DESCRIBES and not words[-1].isdigit()


def _requested(text: str) -> Iterator[Item]:
    """Goods of which no list knows, as the tagger of requests finds them, with the brand, model, size or material named before each."""
    before: list[Named] = []
    for part in shipped()(text):
        if part.kind != "product":
            before.append(part)
        elif len(part.text) > 1 and not _SERVICE.search(part.text):
            start = min((each.start for each in before if part.start - each.start <= 12), default=part.start)
            words = tuple(each.text.lower() for each in before if each.start >= start)
            yield Item(text[start : part.start + len(part.text)], part.text.lower(), words)
            before = []


def _chinese(text: str) -> Iterator[Item]:
    for match in _ZH.finditer(text):
        parts = match.groupdict(default="")
        described = "".join(parts[name] for name in ("before", "after", "before2", "after3", "colour"))
        words = tuple(dict.fromkeys(word.lower() for word in _SPLIT_ZH.findall(described)))
        count = parts["count"] or parts["count2"] or parts["count3"]
        if match[0].strip():
            yield Item(match[0].strip("的"), parts["kind"].lower(), words, 0, count_of(count))
    for match in _ZH_ORDINAL.finditer(text):
        yield Item(match[0], "", (), count_of(match[1]) if match[1] else (1 if match[0].startswith("前") else -1))
