"""A message cut where another wish may begin."""

from __future__ import annotations

import re

_ENGLISH_STARTS = (
    r"i|i'?d|i'?m|i'?ve|i'?ll|im|can|could|would|will|please|pls|plz|is|are|do|does|did|how|where|wheres|where'?s|what|whats|what'?s|when|which|why|who|tell|cancel|return|exchange|change|"
    r"send|give|check|refund|update|let|need|want|also|get|swap|show|help|make|add|remove|modify|switch|replace|find|look|track|delete|put|pay|use my|if|maybe|then|for the|on order|for order"
)
_SENTENCE = re.compile(r"(?<!\bmr)(?<!\bms)(?<!\bdr)(?<!\bmrs)(?<!\bst)(?<!\bno)(?<!\bapt)(?<=[a-zA-Z)])[.](?=\s|$)|(?<=\d)[.](?=\s+[A-Za-z]|$)|[!?。！？；;\n…]+|\.{2,}", re.I)
_AND = re.compile(
    rf"(?:,\s*|\s+)(?:and|&|plus|then|n)(?:\s+(?:also|then|second(?:ly)?|after that|while you'?re at it|on top of that|lastly|finally))*\s+(?=(?:{_ENGLISH_STARTS})(?![a-z]))|"
    r"(?:,\s*|\s+)(?:also|oh and|and oh|btw|by the way|another thing|one more thing|other thing|additionally|besides that|as well as|secondly|second thing|lastly)(?:[\s,:]+)(?=\S)|"
    rf",\s*(?:and\s+|but\s+|so\s+)?(?=(?:can|could|how|where|what|when|which|is there|are there|do you|please|i(?:'?d)? (?:want|like|need)|also)(?![a-z]))", re.I,
)
_CHINESE = re.compile(
    r"[，,、\s]*(?:另外(?!那|这|一[个件双款条单]|两|的|[个件双款条单])|还有(?!没|货|吗|哪|什么|别的|不|几|多|其他)(?:就是|一?个(?:事|问题)|件事)?|顺便|顺带|再有|其次|对了|再就是|除此之外|与此同时)[，,：:\s]*|"
    r"[，,、\s]+(?:然后|同时|以及|并且)(?:再|也|还)?[，,：:\s]*|[，,、\s]+(?=(?:我)?(?:还想|还要|也想|也要)|再帮我|再给我|再问)"
)
_COMMA = re.compile(r"[，,]+\s*|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
# Said beside a wish, and none by itself.
_BESIDE = re.compile(
    r"(?:so |and |but )?(?:(?:how|what|where) (?:do|can|could|should|would|must) i (?:need to |have to )?(?:do|go)(?: it| this| that| about it| about this)?|how (?:to do|do i do) (?:it|this|that)|"
    r"(?:can|could|will|would) (?:you|u|ya|someone|somebody) (?:please |pls )?(?:help|assist)(?: me)?(?: please| out| with (?:it|that|this))?|"
    r"(?:can|could) i (?:get|have) (?:some |any )?(?:help|assistance)|i (?:really |would )?need (?:some |your )?(?:help|assistance)|(?:please )?help(?: me)?(?: please)?|is (?:it|that|this) (?:ok|possible)|"
    r"what (?:now|can i do|should i do|do i do)|any (?:help|idea|ideas|chance)|please|pls|thanks?(?: you)?(?: in advance)?|is that ok)|"
    r"(?:请问|那)?(?:怎么办|咋办|咋整|怎么弄|咋弄|怎么整|可以吗|可以不|行吗|行不行?|好吗|能吗|可不可以|有办法吗|帮帮我|帮帮忙|谢谢(?:你|您|啦|了)?|麻烦了|麻烦您?了|拜托(?:了)?|急|在线等|咋回事|怎么回事|为什么|什么情况|啥情况)", re.I,
)  # fmt: skip
_WORDS = re.compile(r"\w")
_LEADING = re.compile(r"^(?:另外(?!那|这|一[个件双款条单]|两|的|[个件双款条单])|还有|顺便|顺带|再有|其次|对了|再就是|然后|同时|以及|并且|and|also|then|plus|btw|by the way|but|so)[\s，,：:]+", re.I)


def clauses(text: str, *, commas: bool = False) -> list[str]:
    """The parts of a message, in order, cut at the ends of sentences and at words such as "and also", "另外", "顺便"; "black and white" stays
    together. With `commas` also where a comma stands, where a Chinese sentence may go on or begin anew."""
    patterns = (_SENTENCE, _AND, _CHINESE, _COMMA) if commas else (_SENTENCE, _AND, _CHINESE)
    parts, start = [], 0
    for begin, end in sorted(match.span() for pattern in patterns for match in pattern.finditer(text)):
        if begin >= start:
            parts.append(text[start:begin])
            start = end
    parts.append(text[start:])
    found = [part for each in parts if (part := _LEADING.sub("", each.strip(" ,，、")).strip()) and _WORDS.search(part)]
    return [part for part in found if not _BESIDE.fullmatch(part)] or found[:1]
