"""Addresses that a shopper speaks of without saying them: "my other order's", "the Chicago one", 默认地址."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ...shop import Address, Order
from .named import named_in
from .own import Own

# Short and Chinese names of cities and regions that are often written so; any other name is compared as it stands.
_ALIASES = {
    "new york": "nyc|ny city|big apple|manhattan|纽约", "los angeles": r"l\.?a\.?|洛杉矶", "washington": r"d\.?c\.?|华盛顿", "san francisco": "sf|旧金山|三藩", "chicago": "芝加哥",
    "houston": "休斯顿|休斯敦", "philadelphia": "philly|费城", "dallas": "达拉斯", "austin": "奥斯汀", "denver": "丹佛", "seattle": "西雅图", "phoenix": "凤凰城|菲尼克斯",
    "san diego": "圣地亚哥|圣迭戈", "san antonio": "圣安东尼奥", "san jose": "圣何塞", "jacksonville": "杰克逊维尔", "columbus": "哥伦布", "charlotte": "夏洛特", "indianapolis": "印第安纳波利斯",
    "fort worth": "沃斯堡", "boston": "波士顿", "miami": "迈阿密", "portland": "波特兰", "detroit": "底特律", "atlanta": "亚特兰大", "las vegas": "vegas|拉斯维加斯",
    "london": "伦敦", "paris": "巴黎", "berlin": "柏林", "tokyo": "东京", "beijing": "北京", "shanghai": "上海", "guangzhou": "广州", "shenzhen": "深圳", "hangzhou": "杭州", "chengdu": "成都",
    "hong kong": "香港", "singapore": "新加坡",
}  # fmt: skip
_REGIONS = {
    "tx": "texas|德州|德克萨斯|得州", "ca": "california|加州", "ny": "new york|纽约", "dc": r"d\.?c\.?|华盛顿", "il": "illinois|伊利诺伊", "fl": "florida|佛罗里达|佛州", "wa": "washington state|华盛顿州",
    "az": "arizona|亚利桑那", "co": "colorado|科罗拉多", "pa": "pennsylvania|宾州|宾夕法尼亚", "oh": "ohio|俄亥俄", "nc": "north carolina|北卡", "in": "indiana|印第安纳", "ga": "georgia|佐治亚",
    "ma": "massachusetts|麻省|马萨诸塞", "or": "oregon|俄勒冈", "nv": "nevada|内华达", "nj": "new jersey|新泽西",
}  # fmt: skip
_REGION_OF = {
    "new york": "NY", "los angeles": "CA", "washington": "DC", "san francisco": "CA", "chicago": "IL", "houston": "TX", "philadelphia": "PA", "dallas": "TX", "austin": "TX",
    "denver": "CO", "seattle": "WA", "phoenix": "AZ", "san diego": "CA", "san antonio": "TX", "san jose": "CA", "jacksonville": "FL", "columbus": "OH", "charlotte": "NC",
    "indianapolis": "IN", "fort worth": "TX", "boston": "MA", "miami": "FL", "detroit": "MI", "atlanta": "GA", "las vegas": "NV",
}  # fmt: skip
DEFAULT = re.compile(r"\b(?:default|account|profile|home|usual|normal|registered|on file)\b|默认|账户|账号|资料|平时|家里|家的")
OTHER = re.compile(r"\bother orders?\b|\banother order\b|\b(?:different|second|previous) order\b|另(?:外)?一?(?:个|笔|张)?(?:订)?单|别的订单|其他订单")
IN_ORDERS = re.compile(r"\b(?:in|from|on|of) (?:one of )?(?:my|the|your|other|another)?[^.,]{0,16}orders?\b|订单(?:里|中|上)")
ORIGINAL = re.compile(r"\b(?:original|old|previous|former|earlier|what it was|back to (?:what|how))\b|原来|之前的|旧的?地址|改回|恢复")


NEW = re.compile(r"\bnew (?:place|address|house|home|flat|apartment)\b|新家|新地址|新房|新的?住处")
_THERE = re.compile(r"\b(?:there|that (?:place|house|address))\b|那边|那里|那儿")
_WENT = re.compile(r"\b(?:sent|ships?|shipped|went|going|goes|gone|delivered|arrived|came|ordered|has|is (?:on|under|set))\b|送|寄|发|填|写")
_WISHES = re.compile(r"\b(?:should|please|want|could you|can you|change|update|would like)\b|改|换成|请|想")
# What is told of the address that is wrong: "I sent it to my son's by mistake", 不小心填成公司的.
_PART = r"(?:(?!\band\b|\bbut\b|应该|请|改)[^.,;，。；])*"
_WRONG = re.compile(
    rf"{_PART}(?:by mistake|mistakenly|accident|\bwrong|instead of|rather than|错|不小心|误填|而不是){_PART}|"
    r"\b(?:is|are|was|were) (?:going|being sent|addressed|set|headed|shipped|sent|due) to\b[^,.;]*|(?:寄|送|发|填|写)(?:到|成|的是|往)[^，。；,]*了(?=[，。；,]|$)"
)
_STRETCH = re.compile(r"[.,;!?。，；！？：:\n]")


def told_new(text: str, own: Own) -> tuple[tuple[int, int], Order] | None:
    """Where a normalised text tells which goods went to the new home ("the tablet was sent to the new place"), and their order."""
    for match in re.finditer(rf"[^{_STRETCH.pattern[1:-1]}]+", text):
        part = match.group()
        there = NEW.search(part) or (_THERE.search(part) and NEW.search(text[: match.start()]))
        if not there or not _WENT.search(part) or _WISHES.search(part):
            continue
        orders = holding(part, own)
        if len(orders) == 1:
            return match.span(), orders[0]
    return None


def holding(text: str, own: Own) -> list[Order]:
    """The orders that hold the goods which a normalised text names: all of them, or else any."""
    goods = named_in(text, own.lines)
    held = [[order for order in own.orders if any(each.fits(own.line(order, n)) for n in range(len(order.lines)))] for each in goods]
    every = [order for order in own.orders if held and all(order in orders for orders in held)]
    return every or [order for order in own.orders if any(order in orders for orders in held)]


def region_of(city: str) -> str:
    """The state in which a large American city lies; "" for any other."""
    return _REGION_OF.get(city.lower(), "")


def mentioned(text: str, addresses: Iterable[Address]) -> list[Address]:
    """The addresses that a normalised text names by city, region, street or postcode; those named most closely."""
    scored = [(_score(text, address), address) for address in addresses]
    best = max((score for score, _ in scored), default=0)
    return [address for score, address in scored if score == best] if best else []


def _score(text: str, address: Address) -> int:
    score = 0
    city, region = address.city.lower(), address.region.lower()
    if city and (_word(city, text) or (city in _ALIASES and re.search(rf"(?<![a-z])(?:{_ALIASES[city]})(?![a-z])", text))):
        score += 2
    if region and region in _REGIONS and re.search(rf"(?<![a-z])(?:{_REGIONS[region]})(?![a-z])", text):
        score += 1
    street = re.sub(r"^[\d\s-]+", "", address.line1.lower())
    if street and _word(street, text):
        score += 2
    if address.line1 and _word(address.line1.lower(), text):
        score += 3
    return score + (2 if address.postcode and _word(address.postcode, text) else 0)


def _word(word: str, text: str) -> bool:
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None


def sent_there(text: str, orders: Sequence[Order]) -> list[Order]:
    """The orders that a text describes by where they go: "my LA order"."""
    found = mentioned(text, [order.address for order in orders])
    return [order for order in orders if order.address in found]


def _target(text: str) -> str:
    """What a text says of the new address only: "to the one on the order with the tablet"."""
    parts = re.split(r"\b(?:to|into|as|with|use|like)\b (?=(?:the|that|my|what)\b)|(?:改|换|设|寄|送|发)(?:成|到|为)|跟|和|照|按", text, maxsplit=1)
    return parts[1] if len(parts) > 1 else ""


def meant(text: str, own: Own, order: Order | None) -> list[Address]:
    """The addresses of the customer that a text may mean as the new one, `order` being the one whose address shall change (None: the
    account's). Empty when it speaks of none."""
    now = order.address if order else own.customer.address
    named_orders = [each for each in own.orders if each.id.lower() in text and (order is None or each.id != order.id)]
    if named_orders:
        return [named_orders[-1].address]
    text = _WRONG.sub(" ", text) if _WRONG.sub("", text).strip(" ,.;，。；") else text
    if said := mentioned(text, own.addresses):
        return [address for address in said if address != now] or said
    if beside := {each.address for each in holding(_target(text), own) if order is None or each.id != order.id} - {now}:
        return sorted(beside, key=own.addresses.index)
    if order is not None and DEFAULT.search(text):
        return [own.customer.address]
    if OTHER.search(text) or IN_ORDERS.search(text):
        others = [address for address in own.addresses if address != now]
        elsewhere = [address for address in others if address != own.customer.address]
        return others if len(others) <= 1 else elsewhere or others
    return []
