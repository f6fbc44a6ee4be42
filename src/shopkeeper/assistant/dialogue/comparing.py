"""Bigger, a size down, 最便宜, 500 pieces fewer: what is asked for by comparison, in both languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .product_options import OptionTable

PRICE = "price"
_SIZES = ("size", "capacity", "frame size", "screen size", "kit size", "room size", "pieces", "piece count", "length", "height", "diameter", "storage")
_HINTS: dict[str, tuple[str, ...]] = {
    "size": _SIZES, "length": ("length", "height", "size"), "height": ("height", "length", "size"), "thick": ("thickness",), "wide": ("field of view", "diameter", "width", "size"),
    "bright": ("brightness",), "weight": ("weight", "weight range"), "speed": ("speed", "processor", "ram"), "hard": ("difficulty level", "difficulty"),
    "number": ("pieces", "piece count", "capacity", "storage", "count"), "price": (PRICE,), "any": (),
    "zoom": ("zoom",), "sharp": ("resolution",), "strong": ("processor", "pressure", "ram"), "life": ("battery life",),
}  # fmt: skip
# (adjective stem, hint, direction): English comparatives and superlatives are made of them.
_ADJECTIVES = (
    ("bigg|larg|roomi", "size", 1), ("small|tini|compact", "size", -1), ("long", "length", 1), ("short", "length", -1), ("tall", "height", 1),
    ("thick", "thick", 1), ("thinn", "thick", -1), ("wid", "wide", 1), ("narrow", "wide", -1), ("bright", "bright", 1), ("dimm|dark", "bright", -1),
    ("heavi", "weight", 1), ("light", "weight", -1), ("fast|quick", "speed", 1), ("slow", "speed", -1), ("hard|tough", "hard", 1), ("easi|simpl", "hard", -1),
    ("cheap", "price", -1), ("pric[ie]|dear", "price", 1), ("sharp", "sharp", 1),
)  # fmt: skip
_CHINESE = {
    "大": ("size", 1), "小": ("size", -1), "长": ("length", 1), "短": ("length", -1), "高": ("any", 1), "低": ("any", -1), "矮": ("height", -1), "厚": ("thick", 1),
    "薄": ("thick", -1), "宽": ("wide", 1), "窄": ("wide", -1), "亮": ("bright", 1), "暗": ("bright", -1), "重": ("weight", 1), "轻": ("weight", -1), "快": ("speed", 1),
    "慢": ("speed", -1), "难": ("hard", 1), "简单": ("hard", -1), "容易": ("hard", -1), "便宜": ("price", -1), "贵": ("price", 1), "多": ("number", 1),
    "少": ("number", -1), "远": ("zoom", 1), "清晰": ("sharp", 1), "实惠": ("price", -1), "划算": ("price", -1), "久": ("life", 1), "强": ("strong", 1),
}  # fmt: skip
_HAN = "|".join(sorted(_CHINESE, key=len, reverse=True))
_COMPARE = re.compile(
    "|".join(f"(?P<c{i}>\\b(?:{stem})e?r\\b)" for i, (stem, _, _) in enumerate(_ADJECTIVES))
    + "|" + "|".join(f"(?P<s{i}>\\b(?:{stem})est\\b)" for i, (stem, _, _) in enumerate(_ADJECTIVES))
    + r"|(?P<mostexp>\b(?:most expensive|highest[ -]priced?|top[ -]priced?|costl(?:y|iest)|top of the line)\b|价格最高|最高价)"
    + r"|(?P<leastexp>\b(?:least expensive|lowest[ -]priced?|most affordable|cheap(?= one| version| option))\b|价格最低|最低价)"
    + r"|(?P<lessexp>\b(?:less expensive|more affordable|lower[ -]priced?)\b|价格低一?[点些])|(?P<moreexp>\b(?:more expensive|pricier)\b)"
    + r"|(?P<lessbright>\b(?:less|not (?:so|as)) bright\b|没那么亮|不那么亮)|(?P<lesshard>\bless (?:difficult|hard)\b)|"
      r"(?P<morehard>\bmore (?:difficult|challenging)\b)"
    + r"|(?P<up>\b(?:a|one) size (?:up|bigger|larger)\b|大[一1]个?[号码])|(?P<down>\b(?:a|one) size (?:down|smaller)\b|小[一1]个?[号码])"
    + r"|(?P<plus>\b(?P<pn>\d+) (?:more|extra|additional)(?: pieces?| pcs)?\b|\b(?P<pn2>\d+) (?:pieces?|pcs) (?:more|extra)\b|多(?:个|"
      r"加)?(?P<pn3>\d+)[片块个张]?)"
    + r"|(?P<minus>\b(?P<mn>\d+) (?:fewer|less)(?: pieces?| pcs)?\b|\b(?P<mn2>\d+) (?:pieces?|pcs) (?:fewer|less)\b|少(?:个|掉|"
      r"了)?(?P<mn3>\d+)[片块个张]?)"
    + r"|(?P<maxi>\b(?:highest|max(?:imum)?|greatest|best|most)\b)|(?P<mini>\b(?:lowest|min(?:imum)?|least|fewest)\b)"
    + r"|(?P<more>\b(?:higher|more|greater|better|stronger)\b)|(?P<less>\b(?:lower|less|fewer|weaker|reduced)\b)"
    + r"|(?P<good>\b(?:good|great|decent)\b|好(?=的|一?[点些]|$))"
    + rf"|(?P<hanmost>最(?:大|高)(?=变焦|容量|存储|分辨率|亮度)|最(?:{_HAN}))|(?P<hanmore>(?:更|再|稍微?|略微?|"
      rf"比较){{1,2}}(?:{_HAN})(?:一?[点些])?|[大小高](?=车架|尺寸|屏幕?|容量|内存)|(?:{_HAN})(?:一[点些]|[点些](?![^，。]{{0,2}}钟)))"
)
_SLIGHTLY = re.compile(r"(?:slightly|a bit|a little|a tad|one step|just|somewhat|next)\s+(?:\w+\s+)?$|稍微?$|略微?$")
_DEAR, _CHEAP = re.compile(r"贵的"), re.compile(r"便宜的")
_ONE_UP = {
    "mostexp": ("price", 1, True), "leastexp": ("price", -1, True), "lessexp": ("price", -1, False), "moreexp": ("price", 1, False), "lessbright": ("bright", -1, False),
    "lesshard": ("hard", -1, False), "morehard": ("hard", 1, False), "up": ("size", 1, False), "down": ("size", -1, False), "plus": ("number", 1, False),
    "minus": ("number", -1, False), "maxi": ("any", 1, True), "mini": ("any", -1, True), "good": ("any", 1, True), "more": ("any", 1, False), "less": ("any", -1, False),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Comparison:
    """An option (or the price) that shall be more (`direction` 1) or less (-1) than it is; the most or least of all when `extreme`, by
    exactly `by`, or by no more than one step when `near`. It stands at `start` to `end`."""

    option: str
    direction: int
    extreme: bool
    start: int
    end: int
    by: float = 0.0
    near: bool = False


def comparisons(text: str, table: OptionTable) -> list[Comparison]:
    """What a normalised text asks of a product by comparison, for options that have an order."""
    found = []
    for match in _COMPARE.finditer(text):
        hint, direction, extreme = _meaning(match)
        option, end = _option(hint, text, match, table)
        if option:
            by = next((float(match[name]) for name in ("pn", "pn2", "pn3", "mn", "mn2", "mn3") if match[name]), 0.0)
            near = match.lastgroup in ("up", "down") or _SLIGHTLY.search(text[: match.start()]) is not None or match.group()[:1] in "稍略"
            found.append(Comparison(option, direction, extreme, match.start(), end, by, near))
    return found


def price_extreme(text: str) -> int:
    """1 when a text asks for the most expensive (or the more expensive) one, -1 for the cheapest, 0 for neither."""
    for match in _COMPARE.finditer(text):
        hint, direction, _ = _meaning(match)
        if hint == "price":
            return direction
    return 1 if _DEAR.search(text) else -1 if _CHEAP.search(text) else 0


def _meaning(match: re.Match[str]) -> tuple[str, int, bool]:
    name = next(group for group in match.re.groupindex if match[group] and not group.startswith(("pn", "mn")))
    if name in _ONE_UP:
        return _ONE_UP[name]
    if name.startswith("han"):
        word = next(word for word in sorted(_CHINESE, key=len, reverse=True) if word in match.group())
        hint, direction = _CHINESE[word]
        return hint, direction, name == "hanmost"
    _, hint, direction = _ADJECTIVES[int(name[1:])]
    return hint, direction, name.startswith("s")


def _option(hint: str, text: str, match: re.Match[str], table: OptionTable) -> tuple[str, int]:
    """The option that a comparison is about: one named beside it, or else the first that such a word can mean."""
    if hint == "price":
        return PRICE, match.end()
    beside = _named_beside(text, match, table)
    if beside:
        return beside
    for name in _HINTS[hint]:
        for option in table.places:
            if name == option.lower() or name in table.names[option]:
                return option, match.end()
    return "", match.end()


def _named_beside(text: str, match: re.Match[str], table: OptionTable) -> tuple[str, int] | None:
    after = text[match.end() : match.end() + 24]
    for named in table.named.find(after):
        options = [option for option in named.meanings if option in table.places]
        if options and not re.search(r"[,.，。、]|\b(?:and|but|with)\b", after[: named.start]):
            return _surest(options, after[named.start : named.end]), match.end() + named.end
    before = text[max(0, match.start() - 8) : match.start()]
    for named in reversed(table.named.find(before)):
        options = [option for option in named.meanings if option in table.places]
        if options and len(before) - named.end <= 3 and not re.search(r"[,，、]", before[named.end :]):
            return _surest(options, before[named.start : named.end]), match.end()
    return None


def _surest(options: list[str], word: str) -> str:
    return next((option for option in options if word in option.lower()), options[0])
