"""That it is better than something else: "lighter than a tablet", "twice as fast", "比普通棉更柔软", "优于同类". A record has to say so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..claim import Kind
from ..finder import Finder
from ..said import Found, Said
from ..triggers import chinese

_ENGLISH = re.compile(
    r"\b(?P<more>more [a-z-]+|less [a-z-]+|better|worse|[a-z]{2,}er)(?P<far>(?: [a-z]+){0,2}?) than (?!an? (?:\w+ of|apple|banana|orange|egg|loaf|kitten|smile|sandwich|newspaper|postcard|croissant|sparrow|bird|cloud|breeze|snail|sloth|lullaby|hug|kiss|baguette|paperback)\b|the (?:room|weather|sun|day|night|sea|wind|moon|sky|storm|traffic|office)\b|your (?:lunch|breakfast|neighbou?r|ex)\b|ever\b|you\b|usual\b|before\b|just\b|expected|life\b|a feather|air\b|silk\b|"
    r"sorry\b|never\b|one\b|any(?:thing|one|body)\b|most days|i\b|we\b|it (?:looks|seems|sounds)|\d|\$|the rest of (?:your|the day))(?P<what>[a-z]+(?: [a-z-]+)?)"
    r"|\b(?P<times>(?:twice|thrice|(?:two|three|four|five|ten|\d+(?:\.\d+)?) ?(?:x|times)) (?:as |the |more |[a-z]+er\b)(?: ?[a-z]+)?)"
    r"|\b(?P<over>outperforms?|outlasts?|superior to|beats (?:all|any|every|other|the)|unlike (?:other|ordinary|regular|conventional|cheap|most|many|traditional)|"
    r"compared (?:to|with) (?:other|ordinary|regular|conventional|leading|traditional)|better value than|as good as (?:the )?(?:big|leading|designer))"
)
_NO_MORE = frozenset("rather other another under over whether either neither".split())
_NOT_MORE = frozenset("more less later fewer sooner further greater smaller larger higher lower longer shorter older younger earlier easier bigger".split())
_CHINESE = re.compile(
    r"(?P<than>(?<![对无相好性类评占可何攀])比(?!什么|谁|一比|一下|原价|平时|日常|划线价|市场价|我|外卖|如|较|例|赛|基尼|熊|利时|亚迪|率|重|分|划|拟|值|方说|心|目|翼|邻|萨|特|你(?:想|以为)|想象|以前更?好的自己)[^，。、；;!?\s]{1,14}?(?:更|都(?=好|强|耐|便宜)|还要?|要|高出|便宜|轻了?|好(?:得|太|很)?多|强|快|耐|省|多出|(?:亮|暗|辣|鲜|脆|嫩|浓|多|少|快|强|厚|薄|软|硬|大|小|长|短|高|低|重|静|稳|久|细|宽|窄|香|甜|浓|滑|暖|凉|贵|密|结实)(?:了|出|上)?(?:不少|很多|许多|得多|好几?倍|一大截|一截|一倍|一半|[一二两三四五六七八九十]+[倍成]|[\d.]+[倍%成]))[^，。、；;!?\s]{0,4})"
    r"|(?P<fold>(?<![对无相好性类评占可何攀])比[^，。、；;!?\s]{1,12}?(?:[\d.]+|[两三四五六七八九十百]+)倍)|(?P<times>(?:提升|提高|提速|增加|增强|快|是[^，。、]{0,8}?)(?:了)?(?P<n>[\d.]+|[两三四五六七八九十百]+)倍)"
    r"|(?P<over>优于|胜过|媲美|堪比|比肩|不输(?!给自己)|不逊(?:色)?于?|碾压|吊打|完胜|甩[^，。、]{0,6}几条街|秒杀(?=同|其他|一切|市面|大牌|所有)|(?:远超|超越|超过|高于|领先)(?:于)?(?:同类|同款|同行|同价位|同级|竞品|其他|市面|一般|普通|业界|大牌))"
)
_WORDS = frozenset("than twice thrice times x outperforms outperform outlasts outlast superior beats unlike compared good".split())
_MARKS = chinese(_CHINESE.pattern)
_NEGATED = re.compile(r"(?:\b(?:no|not|isn't|never|nothing|nobody|hardly any|rather|other)(?: (?:any|much|a))*|不|没有|别)\s*$")
_PLAIN = re.compile(r"[^a-z一-鿿]+")


def find(said: Said) -> Iterator[Found]:
    """Every comparison with something else; no limits ("more than 5"), sayings and questions."""
    for pattern, some in ((_ENGLISH, _WORDS), (_CHINESE, _MARKS)):
        if said.holds(some):
            for match in pattern.finditer(said.plain):
                if _compares(match) and not _NEGATED.search(said.before(match.start(), 16)) and not said.asks(match.start()):
                    yield Found(*match.span(), _PLAIN.sub(" ", match[0]).strip())


def _compares(match: re.Match[str]) -> bool:
    parts = match.groupdict()
    return parts.get("more") not in _NO_MORE and not (parts.get("more") in _NOT_MORE and parts["what"].split()[0] in _VAGUE)


_VAGUE = frozenset("a an the that this those these enough half it its what all average once two three four five six ten twenty fifty hundred thousand".split())


def same(claim: str, fact: str) -> bool:
    """Whether both compare alike, in whatever words around it."""
    return claim == fact or claim in fact or fact in claim


FINDER = Finder(Kind.COMPARISON, find, same=same)
