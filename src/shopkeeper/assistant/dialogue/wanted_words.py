"""The words around option values, in both languages: which turn a value into one to keep, to avoid, to prefer, or one that does not matter."""

from __future__ import annotations

import re
from typing import NamedTuple

# What follows such a word is meant so, until the next one or the end of the clause.
MODES: tuple[tuple[str, str], ...] = (
    ("free", r"\b(?:do(?:n'?t| not) (?:really )?(?:care|mind)|does(?:n'?t| not) (?:really )?matter|regardless|no matter|whatever|"
             r"whichever|any(?= [a-z]+ (?:is|will|works|would))|any)\b|"
             r"无所谓|随便|不在乎|不限|不介意|什么.{0,3}都(?:行|可以|好)|都(?:行|可以|没关系)|没要求|没关系"),
    ("avoid", r"\b(?:instead of|rather than|not|no|non|without|other than|except|isn'?t|aren'?t|don'?t want|lacks?)\b|"
              r"而不是|不是|不要|代替|取代|不带|不(?=防|含|支持)|没有|没(?!发|收|到|付|寄|出|下|送)|无|不含|别|非"),
    ("prefer", r"\b(?:prefer(?:ably|red|ence)?(?: is)?(?: for)?|ideally|if possible|if available|favou?r|first choice|rather have|would "
               r"be (?:nice|best|great))\b|"
               r"最好|优先|尽量|更?喜欢|首选|倾向于?|偏好|最想要"),
    ("keep", r"\b(?:same|keep(?:ing)?|identical|equal|unchanged|without changing|not chang(?:e|ing)|retain(?:ing)?|stay(?:s|ing)?|leave)\b|"
             r"同样|相同|一样的|保持|保留|还是|依然|仍然|不换|不变|不改|同款|同一个?|原来的"),
    ("from", r"\b(?:from|too|mine is|mine's|currently)\b|从|由|太|现在是|本来是|原本"),
    ("want", r"\b(?:to|for|with|but|into|in|change|swap|make it|want|get|need|have|be|is|of|having|has|that)\b|"
             r"换成|换个|换到|改成|改为|变成|想要|需要|要|换|改|选|但|支持|带"),
)
_MODES = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in MODES))
# Chinese puts such words after what they are about: 尺码不变, 颜色都行, 黑色优先.
AFTER: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("keep", re.compile(r"[^，。,.]{0,6}?(?:不变|不用[变改换]|别[变改动]|不动|一样|照旧|还是原来|保持原|和原来|跟原来|同原来)|(?: and "
                        r"[a-z ]{2,20})? (?:should |must |to |can )?(?:stays?|remains?|unchanged|is the same|be the same|the same)")),
    ("free", re.compile(r" or not\b|与否|(?: is| are)? fine either way|[^，。,.换改要]{0,6}?(?:无所谓|随便|都行|都可以|不限|没关系|没要求|不重要|不在乎|怎样都)| (?:does(?:n'?t| not) "
                        r"matter|is(?:n'?t| not) important|whatever|either way|don'?t matter)")),
    ("prefer", re.compile(r"(?:的)?(?:优先|最好|更好|为佳|首选)| (?:preferred|if possible|if available|would be (?:best|nice|ideal|"
                          r"great)|ideally|preferably|first|if you have it|as a last resort|if nothing else)\b")),
)  # fmt: skip
EVERYTHING_ELSE = re.compile(
    r"\bnothing else matters\b|\botherwise (?=like|the same|same|as (?:it|mine|now|before)|identical|unchanged)|\b(?:everything|anything|all) else\b|\b(?:all |the )?(?:other|rest)(?: of)?(?: the)? ?(?:spec\w*|options?|features?|details?|"
    r"things?|attributes?|settings?|aspects?)?\b|"
    r"其[他它余](?:的|都|配置|规格|参数|选项|方面|条件)*|别的|剩下的"
)
SAME_ONE = re.compile(
    r"\b(?:exact(?:ly)? )?(?:the |that )?(?:exact )?same (?:exact )?(?:one|item|model|thing|product|type|kind|pair|specs?|"
    r"specifications?|version|everything)s?\b|\bsame(?: \w+){0,3}\s*$(?<!order)(?<!time)(?<!size)|\bidentical\b|"
    r"同款|一模一样|同样的|一样的|同一款|同型号|同规格|相同的"
)
JUST_SAME = re.compile(
    r"\b(?:same (?:exact )?(?:one|item|model|thing|product|pair|specs?|specifications?|version)|identical|brand[ -]new one|(?:a |the "
    r")?replacement|new (?:one|pair) of the same|working one)\b|"
    r"同款|一模一样|同样的|一样的|同一款|同型号|同规格|全新的|好的那[个件]|换个?新的|新的一[个件台双]"
)
# Where a condition begins, and what it is about being impossible.
IF = re.compile(r"\b(?:if|in case|unless|should)\b|如果|要是|假如|若|万一|(?=的话)")
IMPOSSIBLE = re.compile(
    r"\b(?:no|not|none|isn'?t|aren'?t|can'?t|cannot|can not|nothing|neither|none|don'?t|doesn'?t|unavailable|impossible|out of stock|sold out)\b|没|无货|缺货|"
    r"不行|不能|不可|无法|不支持|不可以|没货"
)
OTHERWISE = re.compile(r"\b(?:otherwise(?! (?:like|the same|same|as (?:it|mine|now|before)|identical|unchanged))|or else|failing that|\bno (?:[\w.]+ ){1,2}either|nothing like (?:that|it)(?: in stock| left| available)?|if not|if unavailable)\b|否则|不然|要不然|不行的话|实在不行(?:再|就)?|再不行(?:就)?|再没有(?:就)?|再不然|没有的话|没货的话|没有就|"
                       r"不行就|没货就|实在没有|退而求其次")
DROP = re.compile(
    r"\b(?:(?:just )?(?:leave|skip|forget|drop)\b|keep (?:it|the|that|my)|don'?t (?:bother|exchange|change|swap|do)|never ?mind|no "
    r"(?:exchange|change)|not exchange|only (?:exchange|change|swap|do))|"
    r"算了|不用换|不换|就不|别换|别动|别取消|不取消|留着|不动|跳过|作罢"
)
BEST_FIRST = re.compile(r">|\bthen\b|\bover\b|\bthan\b|\bfollowed by\b|\bnext\b|\bsecond(?:ly)?\b|其次|然后|再次|再|比")
# "If you have both, art": the values after it are liked best, those before it next.
BOTH = re.compile(r"都有(?:货|现货)?(?:的话)?[,，]?\s?(?:就|我|那)?(?:选|要|优先|更?喜欢)|\bif (?:you have |there are |they are |they'?re )?both\b[^.;]*?\b(?:prefer|want|take|rather|then)\b|\bif you have both,? ")
IF_BOTH = re.compile(r"\bif (?:you (?:have|stock|sell) both|there(?:'s| is| are) both|both (?:are|exist|come))\b")  # the values before it are liked best
OR_MORE = re.compile(r"\s?(?:(?:或|及|和|或者)?以上|\+|(?:or|and) (?:better|above|higher|more|up|faster|bigger|larger|newer)\b)")
OR_LESS = re.compile(r"\s?(?:(?:或|及|和|或者)?以下|(?:or|and) (?:below|less|lower|smaller|under)\b)")
# A clause that only says what comes first and what next: "battery > USB", "其次USB".
RANKED = re.compile(r">|多于|胜过|优于|\bover\b|^\s*(?:and )?(?:then|next|followed by|second(?:ly)?|last(?:ly)?|finally)\b|^\s*(?:其次|"
                    r"再次|最后|然后是|再不行|第二|第三)")
ENDS = re.compile(r"[;!?；！？。\n]|\.(?!\d)|(?<!\d),|,(?!\d)|，|\bbut\b|但是?|不过|\band then\b")
STOPS = re.compile(r"[;!?；！？。\n]|\.(?!\d)")


class Mode(NamedTuple):
    """A word that says how what follows it is meant."""

    start: int
    end: int
    name: str


def modes_in(text: str) -> list[Mode]:
    """Those words of a normalised text, left to right."""
    return [Mode(match.start(), match.end(), match.lastgroup or "want") for match in _MODES.finditer(text)]


def pieces(text: str, ends: re.Pattern[str]) -> list[tuple[int, int]]:
    """The stretches of a text between its marks, none empty."""
    cuts, at = [], 0
    for match in ends.finditer(text):
        cuts.append((at, match.start()))
        at = match.end()
    return [(start, end) for start, end in [*cuts, (at, len(text))] if text[start:end].strip()]
