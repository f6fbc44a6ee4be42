"""Words of documents, products and reviews as they may stand in an answer: clean, short, in quotation marks, never an instruction."""

from __future__ import annotations

import re

from ...shop import Language
from ...text.html import to_line
from ...text.normalise import normalise

LONGEST = {"en": 420, "zh": 180}  # characters of a quote
_END = re.compile(r"(?<=[。！？!?])[”’\"']?\s*|(?<=\.)[”’\"']?\s+(?=[\"“'A-Z0-9\u4e00-\u9fff])|\n+")
# What speaks to a machine instead of a shopper. A text that holds any of it is not quoted at all.
_COMMANDS = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instruction|prompt|rule|above|previous|prior|polic|guideline)"
    r"|\b(?:system|developer|hidden|your)\s+(?:prompt|message|instruction)|\byou are (?:now|an? (?:ai|assistant|bot|language))"
    r"|\b(?:as an|dear|attention|hey|note to)\s+(?:ai|assistant|bot|chatbot|model|llm|gpt|agent)"
    r"|\b(?:act|behave|respond|reply|answer) (?:as|only|with)\b"
    r"|\b(?:assistant|ai|chatbot|bot|agent)s?\b.{0,30}\b(?:must|should|shall|tell|say|grant|refund|cancel|send|reveal|recommend)"
    r"|\bsystem\s*:|<\|?\s*(?:system|im_start|assistant|user)|\[/?inst\]|\b(?:reveal|print|repeat|show)\b.{0,20}\b(?:prompt|instructions)"
    r"|(?:忽略|无视|忘记|忘掉|不要理会|绕过|覆盖).{0,20}(?:指令|指示|提示|规则|规定|设定|以上|上面|之前|政策)"
    r"|(?:系统|隐藏|开发者)(?:提示|指令|消息|命令)|你(?:现在)?(?:是|扮演)(?:一个|一名|一位)?(?:人工智能|ai|助手|机器人|客服|管理员|模型)"
    r"|(?:助手|机器人|智能客服|人工智能|大模型|ai)[^。]{0,12}(?:必须|应该|应当|请|务必|需要|给|退款|告诉|推荐)",
    re.I | re.S,
)


def clean(text: str) -> str:
    """A text on one line, without markup, control characters, or quotation marks that could close the ones around it."""
    line = "".join(c for c in to_line(text) if c.isprintable())
    return re.sub(r"[“”「」『』\"]", "'", line)


def commands(text: str) -> bool:
    """Whether a text looks as if it were to steer a machine ("ignore previous instructions")."""
    return _COMMANDS.search(normalise(to_line(text))) is not None


def sentences(text: str) -> list[str]:
    """The sentences of a text, in both languages; a line is never longer than one paragraph."""
    return [part.strip() for part in _END.split(text) if part and part.strip()]


def quoted(text: str) -> str:
    """A text within the quotation marks that both languages have in common; inside it there are none, see `clean`."""
    return f"“{text}”"


def shortened(text: str, language: Language) -> str:
    """As many whole sentences of the beginning as a quote may hold, at most three; one that is too long is cut with "…"."""
    kept = ""
    for part in sentences(text)[:3]:
        longer = kept + (" " if kept and kept[-1].isascii() else "") + part
        if kept and len(longer) > LONGEST[language]:
            break
        kept = longer
    return kept if len(kept) <= LONGEST[language] else kept[: LONGEST[language] - 1].rstrip() + "…"
