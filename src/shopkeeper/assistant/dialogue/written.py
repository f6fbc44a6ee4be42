"""What stands around what a message says: the card of an order that a marketplace puts before it, and a greeting."""

from __future__ import annotations

import re

_STAMP = r"(?:[\d年月日号/.:：\-]|nan)+(?:[ \t]+(?:[\d:：]|nan)+)?"
_CARD = re.compile(rf"(?:{_STAMP}[ \t]*)?(?:咨询|查询)?订单(?:编)?号[:：]\s*(?P<order>#?[A-Za-z]{{0,4}}[-_]?\d[\w-]*)(?:[\s,，]*(?:订单金额[:：]\s*[¥￥]?(?:[\d.,]*\d)?|下单时间[:：]\s*(?:{_STAMP})?|商品(?:id|号|编号)[:：]\s*\d+))*", re.I)
_GREETING = re.compile(r"(?:你好|您好|亲(?:爱的)?|在吗|在么|在不在|嗨|哈喽|老板|客服|请问|\b(?:hi|hello|hey|good (?:morning|afternoon|evening)|there)\b|[\s,，。.!！~～啊呀哦呢])+", re.I)
_SAYS = re.compile(r"[\u4e00-\u9fff]{4}|(?:[a-z']+\W+){3}[a-z']+", re.I)


def without_card(text: str) -> str:
    """A message in which the card of an order ("咨询订单号:… 订单金额:… 下单时间:…") is no more than the order's number."""
    if not _CARD.search(text):
        return text
    bare = re.sub(r"\[\s*(订单号:[#\w-]+)\s*\]", r"\1", _CARD.sub(lambda card: f" 订单号:{card['order']} ", text))
    return re.sub(r"[ \t]{2,}", " ", bare).strip()


def after_greeting(text: str) -> str:
    """What follows a greeting at the beginning of a message; empty where that is next to nothing."""
    greeting = _GREETING.match(text)
    rest = text[greeting.end() :].strip() if greeting else ""
    return rest if _SAYS.search(rest) else ""
