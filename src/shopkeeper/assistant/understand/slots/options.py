"""How something is wanted instead: "size M", "purple, same size", "换成大一码的", "最便宜的"."""

from __future__ import annotations

import re

from ..understood import Direction, Option
from .words import COLOURS, COLOURS_ZH, MATERIALS, MATERIALS_ZH, SHADES, SIZES, any_of

_FIELDS = {
    "size": "size|尺码|码数|大小|尺寸|号码|鞋码|码", "colour": "colou?r|颜色|色", "material": "material|fabric|材质|面料|料子",
    "style": "style|design|款式|样式|款", "model": "model|version|型号|版本", "capacity": "capacity|storage|容量|内存", "brand": "brand|牌子|品牌",
    "switch": "switch(?: type)?|轴体|轴", "price": "price|价格|价位", "features": "features?|功能", "fit": "fit|版型", "*": "everything(?: else)?|the rest|all else|other(?: options?| things?| specs?)?|其他|其它|别的|剩下的",
}  # fmt: skip
_FIELD = "|".join(f"(?P<f{i}>{names})" for i, names in enumerate(_FIELDS.values()))
_NAMES = tuple(_FIELDS)
_SAME = re.compile(rf"(?:the )?same (?:{_FIELD})(?![a-z])|(?:{_FIELD.replace('<f', '<g')})(?: (?:stays?|remains?|is|should be|to be|kept))? (?:the same|unchanged|as (?:is|it is|before))|keep (?:the |my )?(?:{_FIELD.replace('<f', '<h')})(?![a-z])|(?:{_FIELD.replace('<f', '<i')})(?:还是|就|都|要|保持|和原来|跟原来|照旧|全)?(?:不变|一样|不动|照旧|相同|不改|不用换)|(?:同样|一样|相同|同)的?(?:{_FIELD.replace('<f', '<j')})", re.I)
_OTHER = re.compile(rf"(?:a |any )?(?:different|another|other|new) (?:{_FIELD})(?![a-z])|(?:换|改|挑|选)(?:个|一个|别的|其他|种|成别的)(?:{_FIELD.replace('<f', '<g')})|(?:别的|其他|不同|另一个|另一种)(?:的)?(?:{_FIELD.replace('<f', '<h')})", re.I)
_EXCEPT = re.compile(r"(?:otherwise|apart from that|besides that|but otherwise)[^.,;]{0,12}(?:same|identical)|everything else (?:the )?same|(?:其他|其它|别的)(?:都|全|就)?(?:不变|一样|照旧|不动)", re.I)
_DIRECTIONS: tuple[tuple[Direction, str], ...] = (
    ("cheapest", r"cheapest|least expensive|lowest[- ]pric(?:e|ed)|most affordable|最便宜|最低价|最实惠"),
    ("dearest", r"most expensive|priciest|dearest|highest[- ]pric(?:e|ed)|最贵|最高档"),
    ("lightest", r"lightest|最轻"), ("newest", r"newest|latest|最新"),
    ("cheaper", r"cheaper|less expensive|more affordable|便宜(?:一?点|些|的)"), ("dearer", r"more expensive|pricier|贵(?:一?点|些)"),
    ("bigger", r"bigger|larger|one size up|size up|next size up|a size (?:up|larger|bigger)|longer|wider|大(?:一|1|半|两|个)?(?:个)?[码号点些]|加大|大一?点|更大|再大|长一?点|宽一?点"),
    ("smaller", r"smaller|one size down|size down|next size down|a size (?:down|smaller)|shorter|tighter|小(?:一|1|半|两|个)?(?:个)?[码号点些]|更小|再小|小一?点|短一?点"),
    ("lighter", r"lighter|浅(?:一?点|些|色)|亮(?:一?点|些)|轻(?:一?点|些)"), ("darker", r"darker|深(?:一?点|些|色)|暗(?:一?点|些)"),
)  # fmt: skip
_SAID = tuple((name, re.compile(rf"(?<![a-z])(?:{pattern})", re.I)) for name, pattern in _DIRECTIONS)
_EMPTY = frozenset("a an the one ones with that is has it of to and my instead some any something another other in for i".split())
_SHADED = rf"(?:(?:{any_of(tuple(SHADES))})[ -])?"
_EN_VALUE = re.compile(rf"(?<![A-Za-z'’])(?:{_SHADED}(?:{any_of(tuple(COLOURS))})|sizes?\s+(?:is\s+)?([A-Za-z0-9.]+)|(?:{any_of(tuple(word for word in SIZES if len(word) > 1))})|(?:{any_of(tuple(MATERIALS))})|[SMLX](?=\s|$|[.,;])|\d+(?:\.\d+)?\s?(?:gb|tb|ml|l|oz|inch(?:es)?|in|cm|mm|kg|lb|w|mah|piece|pieces|pack))(?![A-Za-z])", re.I)
_ZH_VALUE = re.compile(rf"(?:{any_of(tuple(COLOURS_ZH))})色?|{any_of(tuple(MATERIALS_ZH))}|(?<![A-Za-z])[SMLXsmlx]{{1,4}}(?=码|号|的|$|[，,。\s])|[均小中大加]{{1,2}}码|(?:\d{{2}}(?:\.5)?|[三四]十[一二三四五六七八九]?)(?:码|号)|\d+\s?(?:gb?|tb?|ml|毫升|寸|cm|厘米|kg|公斤|瓦|片装?|支装|升)(?![a-z])|(?:青|红|茶|黑|银)轴", re.I)
# Where what is wanted begins: before it stands what is had.
_FOR = re.compile(
    r"(?<![a-z])(?:exchang|swap|chang|switch|replac|modif|updat|trad)\w*(?:\s[^.;!?]*?)?\s(?:to|for|with|into)\s(?!(?:you|me|free|something|the same (?:price|money)|order)\b)|"
    r"(?:换|改|变)(?:成|为|到|个|一?[件双条款个])(?!地址|人)", re.I,
)  # fmt: skip
_LIKE = re.compile(
    r"(?<![a-z])(?:instead(?! of)|i(?:'d| would)? (?:want|like|need|prefer)(?! to (?:return|cancel|refund|send|know|change|exchange|swap|modify|check|speak|talk))|rather|"
    r"(?:want|get|have|make|give)(?: it| me| them)? (?:in|the|an?)\s|in (?:a )?(?=size|" + any_of(tuple(COLOURS)) + r"))|想?要(?!退|取消|换|投诉|开)|来(?:个|件|双|条)|挑|选", re.I,
)  # fmt: skip
_NOT_WANTED = re.compile(r"(?:instead of|rather than|not the|而不是|不要)\s*[^,.;，。；]*", re.I)
_PHRASE_END = re.compile(r"[.;!?。；！？\n](?!\d)|(?:,|，)\s*(?:and )?(?:also|then|because|另外|还有|顺便|因为|可以|行吗|麻烦|谢谢)|\s(?:in|from|on|of|for) (?:my |the |that )?order\b|\s(?:please|thanks|before)\b", re.I)


def find_options(text: str, expects: str = "") -> list[Option]:
    """How something is wanted instead. Values count where a wish for them begins (or where options were asked for); a message that
    only describes what there is has none."""
    found: list[Option] = []
    for part in _parts(text):
        begin = _begin(part, expects)
        option = _option(part[begin[0] :], begin[1]) if begin else None
        if option:
            found.append(option)
    return found


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?。！？；;\n])\s*(?!\d)", text) if part.strip()]


def _begin(part: str, expects: str) -> tuple[int, bool] | None:
    """Where what is wanted begins in a part of a message, and whether that is certain, so that it counts whatever its words are."""
    if match := _FOR.search(part):
        return match.end(), True
    if match := _LIKE.search(part):
        return (0 if match[0].lower() == "instead" else match.start()), False
    if expects == "options" or _SAME.search(part) or any(pattern.search(part) for _, pattern in _SAID):
        return 0, False
    return None


def _option(part: str, certain: bool) -> Option | None:
    end = _PHRASE_END.search(part)
    phrase = part[: end.start()] if end else part
    same = _fields(_SAME, phrase) + (("*",) if _EXCEPT.search(phrase) else ())
    plain = _NOT_WANTED.sub(" ", _SAME.sub(" ", phrase))
    direction: Direction = next((name for name, pattern in _SAID if pattern.search(plain)), "")
    words, different = _values(plain), _fields(_OTHER, plain)
    if certain and not (words or direction or different):
        words = tuple(word for word in re.findall(r"[a-z0-9'-]+", plain.lower()) if word not in _EMPTY)
        words = words or tuple(re.findall(r"[\u4e00-\u9fff]+", plain)[:1])
    if not (words or same or different or direction):
        return None
    return Option(phrase.strip(" ,，."), words, tuple(dict.fromkeys(same)), different, direction)


def _values(phrase: str) -> tuple[str, ...]:
    found = [(match.start(), (match[1] or match[0]).lower()) for match in _EN_VALUE.finditer(phrase)]
    found += [(match.start(), match[0].lower()) for match in _ZH_VALUE.finditer(phrase)]
    return tuple(dict.fromkeys(value for _, value in sorted(found)))


def _fields(pattern: re.Pattern[str], phrase: str) -> tuple[str, ...]:
    found = []
    for match in pattern.finditer(phrase):
        group = next(name for name, value in match.groupdict().items() if value)
        found.append(_NAMES[int(group[1:])])
    return tuple(found)
