"""What a message asks the guide to do beside naming what is wanted, and which of the shown products it points at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ...text.normalise import has_cjk, normalise
from .facts import Item

# Tried in this order; the first that is said is done.
_ACTS: list[tuple[str, str, str]] = [
    (
        "reset",
        r"重新开始|从头(?:再)?来|重新选|重来|清空(?:条件)?",
        r"\bstart (?:over|again|afresh)\b|\bnew search\b|\bforget (?:all|everything|that|it)\b|\bclear (?:everything|all)\b",
    ),
    (
        "back",
        r"回到?(?:刚才|之前|前面|原来|上一个)|(?:还是|接着|继续)(?:看|找)?(?:刚才|之前|前面|原来)(?:的|那)",
        r"^(?:please |ok,? |okay,? |no,? |let'?s )?(?:go )?back(?: please| to (?:that|those|it|what (?:we|i) had|the (?:one|ones|last|previous|other|first|old|earlier)\b.*))?[.!]?$|\bgo back\b|\bthe (?:previous|earlier) search\b",
    ),
    (
        "compare",
        r"对比|比较一下|比一比|比比|哪个(?:更|比较)?(?:好|合适|划算|值|适合)|哪款(?:更|比较)?(?:好|合适|划算|值|适合)|有(?:什么|啥)(?:区别|不同|差别)|区别是|的区别|差在哪",
        r"\bcompar\w+|\bdiffer\b|\bdifferen(?:ce|t) between|\bwhat'?s the difference\b|\bwhich (?:one |of (?:them|these|those) )?(?:is|would be|should i|do you)\b.*(?:better|best|recommend|get|choose|pick)?|\bversus\b|\bvs\b|\bside by side\b",
    ),
    (
        "dislike",
        r"不(?:喜欢|想要|要|考虑)(?:这|那|第|它)|(?:这|那|第.)(?:个|款|件|双)?(?:不喜欢|不要|不行|不合适|排除|去掉|不好看)|别(?:再)?(?:给我)?看(?:这|那|第)",
        r"\bnot (?:this|that|the (?:first|second|third|fourth|last|\w+ one))\b|\b(?:don'?t|do not) (?:like|want) (?:this|that|the|it|number)\b|\bno to the\b|\bremove the (?:first|second|third)\b",
    ),
    (
        "like",
        r"(?:类似|相似|差不多|像)(?:的|这|那|第)|(?:这|那|第.)(?:个|款)?(?:类似|差不多|一样)的|同类型|更多(?:这样|这种|类似)|(?:喜欢)(?:这|那|第)|同类的|同款的?其[他它]",
        r"\b(?:more|something|anything|others?) (?:\w+ )?(?:like|similar to) (?:this|that|it|the|number)\b|\bsimilar (?:ones?|to|products?|items?)\b|\b(?:anything|something|others?|ones?) similar\b|\blike the (?:first|second|third|fourth|last)\b|\bi like (?:this|that|the|it|number)\b",
    ),
    (
        "take",
        r"就(?:要|买|选|拿|定)?(?:这|那|第|它)|就(?:要|买|选|拿|定)了|(?:我)?(?:买|要)(?:这个|那个|它|第.(?:个|款))(?:了|吧)?|(?:放|加|装)(?:到|进|入|在)?(?:我的)?(?:购物车|购物袋|车里)|加购|加(?:[一两二三四五六七八九十]|\d{1,2})[个件双台套瓶盒包]|下单|帮我买|"
        r"^(?:再)?(?:来|拿|要)(?:一|两|\d{1,2})(?:个|件|双|台|套|瓶|盒|包)(?:吧|好了)?$",
        r"\bi'?ll (?:take|have|get|buy)\b|\b(?:add|put) .*(?:cart|basket|bag)\b|^(?:please |can you |could you )?add (?:it|this|that|one|two|\d{1,2}|the)\b|\b(?:buy|order|purchase) (?:it|this|that|the (?:first|second|third|fourth|last))\b|\bgo (?:with|for) (?:it|this|that|the)\b",
    ),
    (
        "stock",
        r"有(?:没有)?货|还有货|库存|现货吗|有(?:没有)?(?:别的|其他|其它|哪些|什么|啥)(?:颜色|尺码|尺寸|码|规格|款式)|(?:都)?有(?:哪些|什么|啥)(?:颜色|码|尺码|尺寸|规格)|(?<!没)有(?:没有)?.{1,8}[码号色](?:的)?(?:吗|么|没|不)?[?？]?$",
        r"\b(?:is|are) (?:it|this|that|they|the .*) (?:in stock|available)\b|\bin stock\?|\b(?:what|which|other|any other) (?:colou?rs?|sizes?|options?)\b|\b(?:does|do) (?:it|they|that|this|the .*) come in\b|\b(?:have|got|get) (?:it|this|that|the .*) in\b|\bin (?:an? )?(?:size )?(?:xxs|xs|s|m|l|xl|xxl|\d{1,3})\s*\?|\bavailable in\b",
    ),
    ("why", r"为什么(?:推荐|选)|凭什么|推荐(?:的)?理由", r"\bwhy (?:this|that|these|those|do you|did you|the)\b"),
    (
        "more",
        r"还有(?:别的|其他|其它|吗|没有)|换一批|换(?:几|一)(?:个|款)(?:看看)?|再(?:来|看|推荐)(?:几|一些|点)|别的呢|其他的呢|下一页|更多",
        r"\b(?:anything|something|what) else\b|\bmore (?:options|choices|please|of them)\b|\bshow (?:me )?(?:some )?(?:more|others|other)\b|\bother (?:ones|options)\b|\bnext (?:ones|page)\b|^more$",
    ),
    (
        "detail",
        r"(?:介绍|说说|讲讲|看看|详细|具体|细节|详情).{0,6}(?:这|那|第)|(?:这|那|第.)(?:个|款|件|双)?.{0,4}(?:怎么样|如何|详情|详细|细节|介绍)",
        r"\b(?:tell me (?:more )?about|details? (?:of|on|about|for)|more (?:info|information|details) (?:on|about)|what about|how about|describe) (?:the|this|that|it|number)\b",
    ),
]
_ACTS_BY = [(name, re.compile(f"{zh}|{en}")) for name, zh, en in _ACTS]
RETURNS = re.compile(r"^(?:算了|不了|嗯)?[,，\s]*还是(?:要|看|买)?|^(?:never ?mind|on second thoughts?|no|ok(?:ay)?)?[,.\s]*(?:go )?back to|^never ?mind[,.\s]*")
_OF_IT = re.compile(r"^(?:不要|不想要|别要)(?!了|钱|谢|紧|啦|吧)[^，。？?]{1,10}$|^(?:not|no|nothing) (?!thank|more|one|problem|now|yet|sure|idea|need|worr|really|at all|today)\S.{1,30}$|^(?:ones? )?(?:in|with|without|made of)\b.{1,40}$|^(?:最好|想)?(?:要|带|有|能|可以)[^，。？?]{1,14}的(?:吧)?$")
_DECLINE = re.compile(
    r"随便|都行|都可以|都好|无所谓|没(?:有)?(?:什么|啥|特别)?(?:的)?(?:要求|偏好|讲究)|不(?:限|挑|在意|介意|要紧|清楚|知道|确定|懂)|没想好|你(?:帮我)?(?:定|看着办|做主|决定)|看着办|"
    r"\bno (?:real |particular |strong )?preference|\bdon'?t (?:really )?(?:care|mind|know)|\bdoesn'?t matter|\bdo not (?:care|mind|know)|\bany(?:thing)?(?: (?:is|would be))? (?:fine|ok|okay|will do|works?)|"
    r"\beither(?: is fine| works?)?\b|\bwhatever\b|\bup to you\b|\bnot (?:sure|important|fussy)\b|\bno idea\b|\byou (?:choose|decide|pick)\b|\bsurprise me\b|\bskip\b|^any$|^all$"
)
_YES = re.compile(
    r"^(?:要|需要|有|好|好的|可以|行|是|是的|对|嗯|当然|必须|最好有|要的|必须有|放宽|yes|yeah|yep|sure|ok|okay|please|yes please|of course|definitely|must|y)(?:[的吧啊呀,，。.! ]|$)"
)
_NO = re.compile(
    r"^(?:不|不要|不用|不需要|不必|没必要|别|算了|no|nope|nah|not really|not needed|no need|n)(?:[的了吧啊呀,，。.! ]|$)"
)
_ZH_PLACE = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, **{str(n): n for n in range(1, 10)}}
_EN_PLACE = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
}
_PLACES = re.compile(
    r"第\s?([一二三四五1-9])(?:个|款|件|双|种|条|台|把|只|张|瓶|盒|号)?|([一二三四五1-9])号|"
    r"\b(first|second|third|fourth|1st|2nd|3rd|4th)\b|\b(?:number|no\.?|option|#)\s?([1-9]|one|two|three|four)\b|#([1-9])|"
    r"(?<![\d.])([1-4])(?=\s?(?:and|vs\.?|or|和|跟|与|、)\s?[1-4](?!\d))|(?<=and )([1-4])(?![\d.])|(?<=vs )([1-4])(?![\d.])|(?<=[和跟与、])([1-4])(?![\d.元块])"
)
_POINTING = re.compile(
    r"(?:像|跟|和)?第\s?[一二三四五1-9](?:个|款|件|双)?(?:那样|这样|一样|类似|差不多)?(?:的)?[，,]?(?:但是?|不过|就是|只是)?|"
    r"\b(?:something |anything |more )?(?:like |than |similar to )?(?:the )?(?:first|second|third|fourth|last|this|that)(?: one)?(?:,? but)?\b", re.I)
_LAST = re.compile(r"最后(?:一)?(?:个|款|件|双)|\blast (?:one)?\b(?!s)")
_FIRST_TWO = re.compile(r"前(?:面)?(?:两|2|二)(?:个|款)|\bfirst two\b|\btop two\b")
_ALL = re.compile(r"这几|这些|这三|这四|它们|全部|都对比|\ball (?:of (?:them|these)|three|four|these)?\b|\bthese\b|\bthem\b")
_THIS = re.compile(r"这(?:一)?(?:个|款|件|双|条|台)|那(?:一)?(?:个|款|件|双|条|台)|它|\b(?:this|that)(?: one)?\b|\bit\b")


def act(text: str) -> str:
    """What a normalised message asks for: compare, like, dislike, take, stock, why, more, detail, reset, back; empty when it is about what is wanted."""
    return next((name for name, pattern in _ACTS_BY if pattern.search(text)), "")


def of_it(text: str) -> bool:
    """Whether a normalised message is a piece of a sentence that says how the thing should be: "with a zip", 要防水的."""
    return _OF_IT.search(text) is not None


def declines(text: str) -> bool:
    """Whether a normalised message says that it does not matter."""
    return _DECLINE.search(text) is not None


def all_of_them(text: str) -> bool:
    """Whether a normalised message speaks of all that is shown."""
    return _ALL.search(text) is not None


def yes_no(text: str) -> bool | None:
    """Whether a normalised message begins with yes or no; None for neither."""
    return True if _YES.match(text) else False if _NO.match(text) else None


def pointed(text: str, shown: Sequence[Item], focus: str = "") -> list[str]:
    """The ids of the shown products that a normalised message points at: by their place, a colour or brand or word that only one has,
    "this one" (the `focus`, or the only one); in the order in which they are named."""
    ids = [each.id for each in shown]
    if _FIRST_TWO.search(text):
        return ids[:2]
    found = [ids[n - 1] for n in map(_place, _PLACES.finditer(text)) if 0 < n <= len(ids)]
    if _LAST.search(text) and ids:
        found.append(ids[-1])
    found += [id for id in _by_words(text, shown) if id not in found]
    if not found and _ALL.search(text):
        return ids
    if not found and _THIS.search(text):
        found = [focus] if focus else ids if len(ids) == 1 else []
    return list(dict.fromkeys(found))


def place(text: str) -> int:
    """The place that a normalised message points at; 0 for none."""
    match = _PLACES.search(text)
    return _place(match) if match else 0


def this(text: str) -> bool:
    """Whether a normalised message says "this" or "it"."""
    return _THIS.search(text) is not None


def unpointed(text: str) -> str:
    """A message without the words that point at a product: "like the first one but cheaper" is "cheaper"."""
    return _POINTING.sub(" ", text).strip()


def _place(match: re.Match[str]) -> int:
    said = next(group for group in match.groups() if group)
    return _ZH_PLACE.get(said) or _EN_PLACE[said]


def _by_words(text: str, shown: Sequence[Item]) -> list[str]:
    """The products that a distinguishing word names: "the red one", 那个陶瓷的, a brand, a title's own words."""
    marks = _distinguishing(shown)
    pointing = re.search(r"那[个款件双台]|这[个款件双台]|\bone\b|\bthe\b", text) is not None
    hits = []
    for word, (id, strong) in marks.items():
        if (strong or pointing) and _says(text, word):
            hits.append((text.find(word), id))
    return [id for _, id in sorted(hits)]


def _distinguishing(shown: Sequence[Item]) -> Mapping[str, tuple[str, bool]]:
    """Words that exactly one of the products has; strong are those of its name."""
    owners: dict[str, set[str]] = {}
    strong: set[str] = set()
    for each in shown:
        own = {word for text in each.product.title.all for word in _title_words(text)} | {
            normalise(b) for b in each.product.brand.all
        }
        strong |= own
        facts = {
            normalise(value)
            for fact in each.facts.values()
            if not fact.field.startswith("category")
            for word in fact.words
            for value in word.all
        }
        for word in own | facts:
            owners.setdefault(word, set()).add(each.id)
    return {word: (next(iter(ids)), word in strong) for word, ids in owners.items() if len(ids) == 1 and len(word) > 1}


def _title_words(title: str) -> list[str]:
    words = re.split(r"[\s,，、]+", normalise(title))
    return [word for word in words if (has_cjk(word) and len(word) >= 2) or (len(word) >= 4 and word.isalpha())]


def _says(text: str, word: str) -> bool:
    if has_cjk(word):
        return word in text or (word.endswith("色") and len(word) > 2 and word[:-1] in text)
    return re.search(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])", text) is not None
