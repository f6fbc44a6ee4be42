"""That nothing is better: "the best", "cheapest", "No. 1", "最好", "销量第一", "全网最低价", "the only one", "行业领先".

Only a record that says so supports one, or the rows of the facts: the cheapest of what was found is the one with the lowest price.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..claim import Kind, Verdict
from ..facts import NAMES, Facts, Leaf
from ..finder import Finder, Judged
from ..said import Found, Said
from ..triggers import chinese
from .amounts import of_leaf

# What is claimed, and how English and Chinese say it.
_SAME = {
    "best": ("best finest greatest top-quality top-notch world-class", "最好 最佳 最优 最棒 最优质 最优秀 顶级 顶尖 一流 极品 最顶级 最高级 最高品质 最好的品质 最牛 最强大脑"),
    "cheapest": ("cheapest most-affordable most-economical", "最便宜 最低价 价格最低 最实惠 最划算 最优惠"),
    "most expensive": ("priciest most-expensive dearest", "最贵 最高价 价格最高"),
    "highest rated": ("highest-rated best-rated best-reviewed top-rated", "评分最高 评价最高 好评最多 口碑最好"),
    "best-selling": ("best-selling bestselling best-seller bestseller best-sellers bestsellers top-selling top-seller most-popular hottest-selling",
                     "销量最高 销量最好 卖得最好 最畅销 最热销 最热卖 最受欢迎 最火爆 最火"),
    "lightest": ("lightest", "最轻 最轻便 最轻盈 最轻薄"), "softest": ("softest", "最柔软 最软 最柔"),
    "fastest": ("fastest quickest speediest", "最快 最迅速"), "strongest": ("strongest toughest sturdiest", "最强 最结实 最坚固 最牢固 最强劲"),
    "thinnest": ("thinnest slimmest", "最薄 最纤薄"), "quietest": ("quietest", "最静音 最安静"), "smallest": ("smallest tiniest", "最小 最小巧"),
    "largest": ("largest biggest", "最大"), "warmest": ("warmest", "最暖 最保暖"), "safest": ("safest", "最安全"), "freshest": ("freshest", "最新鲜"),
    "purest": ("purest", "最纯 最纯净 最纯正"), "healthiest": ("healthiest", "最健康"), "tastiest": ("tastiest yummiest", "最好吃 最美味"),
    "brightest": ("brightest", "最亮"), "longest": ("longest longest-lasting", "最持久 最长久 最耐久"), "smartest": ("smartest", "最聪明 最智能"),
    "newest": ("newest", ""), "comfiest": ("comfiest cosiest coziest most-comfortable", "最舒适 最舒服"),
    "most durable": ("most-durable", "最耐用 最耐穿 最耐磨"), "most advanced": ("most-advanced", "最先进"), "most powerful": ("most-powerful", "最强大"),
    "sharpest": ("sharpest", "最锋利"), "easiest": ("easiest simplest", "最简单 最方便"), "cleanest": ("cleanest", "最干净"), "oldest": ("oldest", "最古老"),
    "richest": ("richest", ""), "sweetest": ("sweetest", "最甜"), "driest": ("driest", ""), "coolest": ("coolest", "最凉爽"), "tallest": ("tallest", "最高"),
}  # fmt: skip
_CANON = {word.replace("-", " "): name for name, (english, chinese) in _SAME.items() for word in (*english.split(), *chinese.split())}
_EST = "|".join(sorted({word.replace("-", "[- ]") for english, _ in _SAME.values() for word in english.split()}, key=len, reverse=True))
# After these words "best" and the like speak of no quality of the thing.
_NOT_THE_GOOD = (
    r"(?! (?:way|ways|before|by|if|when|applied|taken|used|served|enjoyed|worn|paired|stored|kept|eaten|consumed|suited|results?|friends?|man|mates?|wishes|regards|practices?|"
    r"time|times|efforts?|of both|of all worlds|side|part|interests?|self|version of|days?|nights?|mornings?|weather|winters?|summers?|setting|settings|"
    r"temperatures?|point|edge|layer|occasions?|details?|moments?|spaces?|corners?|pockets?|hands|fans?|in you|with|to (?:wash|use|wear|store|keep|pair|serve)|"
    r"[a-z]+ of (?:your|the|my) (?:day|morning|evening|week|year|night|summer|winter)|[a-z]+ you (?:have|own)|seat in|shelf|speed setting|(?:\w+ )?(?:pinks?|blues?|greys?|grays?|greens?|whites?|creams?|lilac|shades?|hues?|tones?)|drawers?|child|chore|of (?:days|times|places|spaces|memories|friends)|memories|years|adventures?)\b|-(?:before|by)\b)"
)
_ENGLISH = re.compile(
    rf"(?<!at its )(?<!at their )(?<!at your )(?<!do your )(?<!your )(?<!my )(?<!look )(?<!feel )(?<!even the )(?<!second )(?<!works )(?<!fits )(?<!at )(?<!at the )\b"
    rf"(?P<est>{_EST})(?![a-z]){_NOT_THE_GOOD}"
    r"|\b(?:the|our|its|their|world's|europe's|america's|china's|market's|industry's|your)(?: (?:very|absolute|single))? most (?!of\b|out\b|part\b|important|likely|common|people|\w+ly\b)(?P<most>[a-z]+(?:-[a-z]+)?)"
    r"|(?:#|\b(?:no|nr)\.? ?|\bnumber[- ])(?P<one>1|one)(?=[- ](?:brand|choice|sell|best|rated|in\b|for\b|pick|seller|recommended|trusted|product|favou?rite|\w+ brand))"
    r"|\b(?P<first>(?:world|industry|europe|china|america)'?s first|first(?:[- ]ever)?(?: of its kind)? in the (?:world|industry|market)|first of its kind|the first \w+ ever|world first)\b"
    r"|\b(?P<only>one of a kind|found nowhere else|(?:can't|won't|cannot) be found anywhere else|you won't find (?:it )?anywhere else|unique in the world|the only \w+ you(?:'ll| will) (?:ever )?(?:find|see)|(?:the only|only (?!the|an?|those|these|this|your|when|if|for|in|on|to|with|one\b)) ?(?:\w+ ){1,4}?(?:in the world|on the market|of its kind|that|which)(?! you| we| i\b))\b"
    r"|\b(?P<fav>(?:everyone|everybody|nation|country|world|germany|america|britain|england|india|china|japan|france|europe|uk|city)'s (?:\w+ )?favou?rite)\b"
    r"|\b(?P<lead>(?:market|industry|world|class|category|segment)[- ]leading|(?:market|world|industry|category|global) leader|leading (?:brand|manufacturer|maker|producer|supplier)|leader in (?:its|the) (?:class|market|industry|field|category))\b"
    r"|\b(?P<no>unbeatable|unrivall?ed|unmatched|unsurpassed|unparallel+ed|incomparable|second to none|without equal|nothing (?:beats|compares)|nothing (?:else )?\w+ (?:as (?:well|good|fast|soft)|better|faster|softer|longer|warmer|cleaner)|no other \w+ (?:comes close|compares|\w+ (?:better|faster|longer|as \w+))|record[- ](?:breaking|selling)|best[- ]in[- ]class|"
    r"top[- ](?:quality|grade|of[- ]the[- ](?:range|line)|brand|ranked)|lowest (?:possible )?prices?(?: ever| guaranteed)?|lowest[- ]priced|highest[- ](?:quality|grade|standards? of quality)|highest standards?)\b"
    r"|\b(?P<rank>top[- ](?:10|ten|5|five|3|three|100)|ranked (?:first|no\.? ?1|number one|#1))\b"
)
_CHINESE_MOST = (
    r"最(?!后|耐看|会|懂|百搭|显|衬|能|近|终|初|早|晚|爱|喜欢|喜爱|心爱|暖心|开心|幸福|想|怕|常|主要|重要|多|少|低|大|高|小|长|真|为|是|里|外|内|上|下|底|中间|温柔的|热的?天|冷的?天|恰当|炎热|寒冷|需要|关键|适|"
    r"佳(?:食用|赏味|饮用|使用|效果|状态|时间|时机|距离|角度|保存|拍档|搭配|搭档|伴侣|储存|观看|体验|温度|口感)|美(?:的(?:自己|你|时|年|样|模样|风景|年华|姿态))|新鲜时|"
    r"好(?:是|搭|不要|先|在|用(?!的)|能|放|将|别|手洗|冷水|搭配|的(?:自己|朋友|时|安排|礼物|陪伴|年华|状态|方式|办法)))"
)
_WIDE = "(?:全球|全国|世界|行业|同类[一-鿿]{0,2}|市场|全网|史上|业内|亚洲|中国|国内|同级)"
_CHINESE = re.compile(
    rf"(?P<most>{_CHINESE_MOST}[一-鿿]{{1,3}})"
    r"|(?P<low>最低价(?!格区间)|(?:全网|史上|历史|全国|同类|全市|市场|行业|全年)最低价?|(?:价格|售价)最低|低价之王|底价)"
    rf"|(?P<wide>{_WIDE}(?:内|上|中)?最[大高小长多少低早])"
    r"|(?P<first>(?:销量|排名|品质|质量|口碑|全国|全网|全球|世界|行业|类目|天下|中国|亚洲|国内|好评|人气|热销|同类|市场占有率|市占率|位居|位列|稳居|荣登|高居)[一-鿿]{0,4}?第一(?!次|步|时间|眼|天|代|款|批|家|层|道|线|份|页|章|人称|季)"
    r"|第一(?:品牌|名牌|大品牌|选择|美|好|强|大(?!步|口)|名(?!字|单))|no\.?\s?1(?!\d)|top\s?1(?!\d)|销冠|销量冠军|冠军品质|榜首|排行榜首)"
    r"|(?P<top>(?<![屋楼山头车塔帐房])顶级|顶尖(?!角)|(?<![统同另单])(?:世界|国际|全球|国内)?一流(?!程|派|向|动|入|出|量|行|水|通|苏)|极品|世界级|国家级|王牌|金牌(?=品质|卖家|产品|团队|售后|店)|无与伦比|无可比拟|举世无双|独一无二|天下无双|"
    r"(?:至尊|至高)(?=品质|级|无上)|无人能及|无出其右)"
    r"|(?P<only>唯一(?!一[次个]|码)|(?:全球|全国|全网|世界|国内|行业)(?:首款|首个|首创|首发|首家|独家|仅此)|独家(?!包装|居|庭)|首创|绝无仅有|仅此一家|别无分号|填补[一-鿿]{0,3}空白)"
    r"|(?P<lead>(?:行业|业界|业内|国际|全球|世界|国内|同行|市场|全国)(?:内)?(?:遥遥)?(?:领先|领导者|领军|龙头|翘楚|标杆|之首|之最)|遥遥领先|领导品牌|领先品牌|龙头品牌|驰名商标|十大(?:名牌|品牌|名[一-鿿])|之首(?=$|[、。!的;]))"
    r"|(?P<king>(?:性价比|颜值|百搭|显瘦|品质|口碑|舒适|续航|音质|销量|人气)(?:之王|天花板))"
    r"|(?P<never>史无前例|前所未有|空前绝后)"
)
_ENGLISH_WORDS = frozenset(
    word.split("-")[0] for english, _ in _SAME.values() for word in english.split()) | frozenset(
    "# most no everyone everybody nation country world germany america britain england india china japan france europe uk city record found anywhere leader nr number first only one unique leading leader unbeatable unrivaled unrivalled unmatched unsurpassed unparalleled unparallelled incomparable second "
    "equal nothing top lowest highest ranked best".split())
_MARKS = chinese(_CHINESE.pattern) | {"no", "top"}
_NEGATED = re.compile(r"(?:\b(?:not|isn't|aren't|never|no longer|need not be)(?: (?:the|our|a|always|necessarily))*|不是|并非|未必|不一定是?|不算|谈不上|不求|不追求)\s*$")
_ROWS = {"cheapest": ("price", min), "most expensive": ("price", max), "highest rated": ("rating", max)}
_RANK = re.compile(r"(?:^|_)(?:sales_)?rank(?:ing)?$|排名|名次")
_BESTSELLER = re.compile(r"best_?sell|top_?sell|畅销|热销|销冠")
_ROW = re.compile(r"(?P<rows>.*?)\[(?P<n>\d+)\]")


def find(said: Said) -> Iterator[Found]:
    """Every superlative of a text that speaks of the thing; none that is denied or asked for."""
    patterns = [(_ENGLISH, _ENGLISH_WORDS), (_CHINESE, _MARKS)]
    for pattern in (pattern for pattern, some in patterns if said.holds(some)):
        for match in pattern.finditer(said.plain):
            start, end = _span(match)
            of_parts = said.plain.startswith(("的是", "的莫过于"), end) and _canon(match) not in _ROWS
            if not of_parts and not _NEGATED.search(said.before(start, 24)) and not said.asks(start):
                yield Found(start, end, _canon(match))


def _span(match: re.Match[str]) -> tuple[int, int]:
    if match.lastgroup != "most" or match.re is _ENGLISH:
        return match.span()
    return match.start(), match.start() + len(_longest(match[0]))


def _longest(text: str) -> str:
    """The longest beginning of "最舒适的" that is known, else "最" and one character."""
    return next((text[:end] for end in range(len(text), 1, -1) if text[:end] in _CANON), text[:2] if text[2:3] in "的了" else text[:3])


def _canon(match: re.Match[str]) -> str:
    group, text = str(match.lastgroup), match[0].replace("-", " ")
    if group == "most" and match.re is _ENGLISH:
        return _CANON.get(f"most {match['most']}", f"most {match['most']}")
    if group == "most":
        return _CANON.get(_longest(text), _longest(text))
    if group == "low" or "lowest" in text:
        return "cheapest"
    fixed = {"wide": "first", "one": "first", "first": "first", "rank": "first", "only": "only", "lead": "leading", "fav": "best-selling", "no": "best", "top": "best", "never": "only", "king": "best"}
    return fixed.get(group) or _CANON.get(text, text)


def read(leaf: Leaf) -> Iterator[str]:
    """A first rank, and that something sells best."""
    if _RANK.search(leaf.key.lower()) and of_leaf(leaf) == 1:
        yield from ("first", "best-selling")
    elif leaf.value is True and _BESTSELLER.search(leaf.key.lower()):
        yield "best-selling"


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """By a record that says so, or by the rows that it can be counted from."""
    verdict, record = FINDER.by_value(said, found, facts)
    if verdict is Verdict.SUPPORTED:
        return verdict, record
    return _by_rows(said, found, facts) if found.value in _ROWS else (Verdict.UNSUPPORTED, "")


def _by_rows(said: Said, found: Found, facts: Facts) -> Judged:
    """The rows that are named, or whose amount is, have the least or the most of all rows beside them."""
    key, end = _ROWS[found.value]
    meant = {name for names in facts.meant(said.sentence(found.start), NAMES).values() for name in names}
    for rows in _tables(facts, key):
        edge = end(value for _, value in rows)
        mine = [(leaf, value) for leaf, value in rows if any(name in meant for _, name in leaf.owners)] if meant else [
            (leaf, value) for leaf, value in rows if f"{value:f}".rstrip("0").rstrip(".") in said.sentence(found.start).replace(",", "")]
        if mine:
            agrees = any(value == edge for _, value in mine)
            return Verdict.SUPPORTED if agrees else Verdict.CONTRADICTED, mine[0][0].path
    return Verdict.UNSUPPORTED, ""


def _tables(facts: Facts, key: str) -> Iterable[list[tuple[Leaf, Decimal]]]:
    """Lists of at least two rows with an amount under a name."""
    out: dict[str, list[tuple[Leaf, Decimal]]] = {}
    for leaf in facts.leaves:
        place, value = _ROW.match(leaf.path), _amount(leaf)
        if place and key in leaf.path[place.end() :] and value is not None:
            out.setdefault(place["rows"], []).append((leaf, value))
    return [rows for rows in out.values() if len(rows) > 1]


def _amount(leaf: Leaf) -> Decimal | None:
    major = getattr(leaf.value, "major", None)
    return major if isinstance(major, Decimal) else of_leaf(leaf)


FINDER = Finder(Kind.SUPERLATIVE, find, read, own=judge)
