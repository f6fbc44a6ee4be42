"""What says that software wrote a text, to a shopper and to a machine."""

from __future__ import annotations

from collections.abc import Mapping

from ..shop import Language

_NOTICE = {"zh": "本文案由软件根据商品资料生成", "en": "Written by software from the product's record"}
# Where the law asks for a notice that a reader sees (China: 《人工智能生成合成内容标识办法》, in force since 1 September 2025; EU: AI Act
# article 50, texts on matters of public interest only, so that metadata suffice for product copy).
_VISIBLE = frozenset(("cn",))


def label(writer: str, language: Language, market: str) -> Mapping[str, str]:
    """The metadata of a generated text: `generated_by`, `writer`, `notice`, `market`, and `visible` ("yes" where the market
    asks for the notice beside the text)."""
    return {"generated_by": "software", "writer": writer, "notice": _NOTICE[language], "market": market,
            "visible": "yes" if market.lower() in _VISIBLE else "no"}
