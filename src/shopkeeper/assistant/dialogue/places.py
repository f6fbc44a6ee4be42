"""Addresses that a shopper speaks of without saying them: "my other order's", "the Chicago one", 默认地址."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ...shop import Address, Order
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


def meant(text: str, own: Own, order: Order | None) -> list[Address]:
    """The addresses of the customer that a text may mean as the new one, `order` being the one whose address shall change (None: the
    account's). Empty when it speaks of none."""
    now = order.address if order else own.customer.address
    named_orders = [each for each in own.orders if each.id.lower() in text and (order is None or each.id != order.id)]
    if named_orders:
        return [named_orders[-1].address]
    if said := mentioned(text, own.addresses):
        return [address for address in said if address != now] or said
    if order is not None and DEFAULT.search(text):
        return [own.customer.address]
    if OTHER.search(text) or IN_ORDERS.search(text):
        others = [address for address in own.addresses if address != now]
        elsewhere = [address for address in others if address != own.customer.address]
        return others if len(others) <= 1 else elsewhere or others
    return []
