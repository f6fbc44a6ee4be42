"""How angry a message is."""

from __future__ import annotations

import math
import re

from ...text.normalise import normalise

_STRONG = re.compile(
    r"f+u+c+k\w*|f\*+\w*|wtf|bullshit|shit(?:ty)?|damn(?:ed)?|goddamn|crap|asshole|bastards?|idiots?|idiotic|moron\w*|scam\w*|fraud\w*|thie(?:f|ves)|liars?|rip[- ]?off|sue you|lawyer|"
    r"他妈|妈的|tmd|特么|尼玛|你妹|傻[逼b]|sb|煞笔|狗屎|滚|去死|骗子|骗钱|诈骗|骗人|黑店|奸商|无良|坑人|坑爹|垃圾|恶心|气死|12315|315|曝光|起诉|律师|消协|工商"
)
_MILD = re.compile(
    r"ridiculous|unacceptable|outrag\w*|disgust\w*|horrible|terrible|awful|appalling|pathetic|useless|worst|joke|furious|angry|pissed|fed up|sick of|tired of|hate|disgrace\w*|never again|third time|"
    r"how many times|still waiting|lied|lying|incompetent|hopeless|rude|waste of|annoy\w*|frustrat\w*|disappoint\w*|bloody|"
    r"太差|差劲|差评|投诉|无语|离谱|过分|什么态度|态度(?:太)?差|敷衍|糊弄|忽悠|失望|生气|火大|受够|再也不|搞什么|什么玩意|啥玩意|破(?:店|东西|玩意)|没人管|不管|推来推去|踢皮球|第[三四五]次|多少次|催了|到底|急死|等了(?:这么|那么)久|服了|呵呵|烂"
)
_SHOUTED = re.compile(r"(?:[!！]\s*){2,}|[?？!！]{3,}")
_CAPS = re.compile(r"\b[A-Z]{3,}\b")


def anger(text: str) -> float:
    """0 (calm) to 1 (furious): abuse and threats count most, then words of displeasure, shouted letters and marks."""
    plain = normalise(text)
    weight = 1.6 * len(_STRONG.findall(plain)) + 0.7 * len(_MILD.findall(plain)) + 0.5 * len(_SHOUTED.findall(text))
    words = re.findall(r"[A-Za-z]+", text)
    shouted = sum(len(word) for word in _CAPS.findall(text)) / max(1, sum(map(len, words)))
    weight += 1.0 if shouted > 0.5 and len(words) >= 4 else 0.0
    return round(1 - math.exp(-weight), 3)
