"""What others are said to have given: prizes, recommendations, press, famous wearers: "award-winning", "红点奖", "doctor recommended", "明星同款"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..finder import Finder, Judged, relevant
from ..said import Found, Said
from ..triggers import chinese

# What is claimed, and how English and Chinese say it.
_WAYS = {
    "award": (
        r"award[- ]winning|(?:grammy|oscar|emmy|michelin|medal|contest)[- ]winning|(?:named|voted|crowned|chosen as) (?:the )?(?:[\w']+ ){0,3}of the (?:year|month|decade)|(?:multi[- ]|multiple[- ])award(?:[- ]winning)?|prize[- ]winning|winners? of (?:the |an? |\d+ )?(?:[\w.]+ ){0,5}(?:awards?|prizes?|medals?)|(?:won|wins|received|earned|given|granted|honou?red with|voted) (?:the |an? |\d{4} |\d+ )?(?:[\w.]+ ){0,5}(?:awards?|prizes?|medals?|of the year)|"
        r"(?:red dot|if design|good design|reddot|idea|grammy|james beard|great taste)(?: \w+)? (?:awards?|winner|prize)|(?:gold|silver|bronze) (?:medal|award)(?:[- ]winning| winner)?|(?:product|toy|gadget|gift|car|book|wine) of the year|(?:design|innovation|beauty|taste|quality) award(?:s|ed)?(?: \d{4})?|\d{4} [\w ]{2,24}? awards?",
        r"(?:荣获|拿过|拿下|拿到|揽获|斩获|获得?|摘得|曾获|喜获|夺得|连续[^，。、]{0,4}获)[^，。、;!?]{0,20}?(?:大奖|金奖|银奖|铜奖|奖项|设计奖|创新奖|一等奖|特等奖|红点奖|称号|奖|冠军|金牌)|红点(?:设计)?(?:大)?奖|if(?:设计)?(?:金)?奖|获奖(?:产品|作品|设计)?|(?:设计|国际|行业|创新)大奖|得奖(?:产品|作品)?|金奖(?!牌)|米其林(?:推荐|星级|一星|二星|三星)"),
    "endorsement": (
        r"(?:doctor|dentist|dermatologist|midwife|paediatrician|pediatrician|vet|veterinarian|expert|physician|chef|trainer|nutritionist|celebrity|influencer|editor)s?[- ](?:recommended|approved|endorsed|loved|favou?rite|trusted)|(?:recommended|endorsed|approved|trusted|used|loved|chosen|worn) by (?:\w+ out of \w+ |(?:most|many) |hollywood |leading |top |most |many |professional |olympic |world-class )*(?:doctors|dentists|experts|professionals|athletes|celebrities|chefs|vets|pediatricians|paediatricians|stylists|influencers|trainers|physicians|dermatologists|stars|royals|midwives|nasa|champions|pilots|hospitals)|"
        r"editor'?s?'? (?:choice|pick)|(?:4|four|3|three|9|nine|8|eight) out of (?:5|five|4|four|10|ten) (?:dentists|doctors|experts|vets|dermatologists|p(?:a)?ediatricians|trainers|chefs)|official (?:sponsor|supplier|partner|product|ball|outfitter) (?:of|to) \w+|(?:nasa|space)[- ](?:developed|grade|tested) \w+",
        r"(?:专家|医生|院士|教授|营养师|牙医|儿科医生|权威|央视|国家队|机构|博士|明星|达人|网红|大v|博主|名人|宇航员|协会)(?:们)?(?:一致|联合|倾情|亲自|强烈|力荐|都在|共同)*(?:推荐|力荐|推崇|认可|代言|背书|同款|监制|亲测|安利)|(?:某)?[一-鿿]{2,4}(?:代言|亲自代言)|(?:奥运会|世博会|亚运会|国宴|航天|人民大会堂|国家机关|军队|部队)(?:指定|专用|特供|合作伙伴|官方)[一-鿿]{0,2}|(?:专供|特供)(?=国家|军队|部队|机关)|国宴(?:用[一-鿿])?|皇[室家](?:御用|贡品|同款)?|御用|贡品|宫廷(?:秘方|御用)|明星同款|网红同款|大牌同款"),
    "press": (
        r"(?:as )?(?:seen|featured) (?:on|in) (?:tv|tiktok|instagram|youtube|netflix|the bbc|cnn|the news|the press|vogue|forbes|elle|oprah|[\w ]{2,20}magazine|the new york times|good morning america|shark tank|gq|cosmopolitan|[a-z]+ times)\b",
        r"(?:央视|cctv|电视台|人民日报|新华社|媒体|湖南卫视)[一-鿿]{0,2}(?:报道|推荐|上榜|展播|专访|合作)|上榜品牌"),
}  # fmt: skip
_ENGLISH = re.compile(r"\b(?:" + "|".join(f"(?P<{name}>{english})" for name, (english, _) in _WAYS.items()) + r")")
_CHINESE = re.compile("|".join(f"(?P<{name}>{chinese})" for name, (_, chinese) in _WAYS.items()))
_ENGLISH_WORDS = frozenset("stars royals nasa dermatologists grammy named crowned voted award awards awarded winning winner winners medal medals prize prizes recommended approved endorsed loved favorite favourite trusted used chosen worn editor editors out official nasa seen featured year won wins space".split())
_CHINESE_MARKS = chinese(_CHINESE.pattern)
_NEGATED = re.compile(r"(?:\b(?:not|no|isn't|never|without)(?: an?)?|没有|未|并非|不是)\s*$")
_KEY = re.compile(r"award|prize|honou?r|endors|recommended_by|^press$|获奖|奖项|荣誉|代言|推荐")
_NAME = re.compile(r"(?<![a-z])if(?![a-z])|[a-z]{3,}|\d{4}|[一-鿿]{2}")
_PLAIN = frozenset("named voted crowned chosen 拿过 拿下 拿到 揽获 award awards winning winner winners prize prizes medal won wins received earned the and for from with year 荣获 获得 大奖 奖项 斩获 摘得 曾获 获奖 得奖 设计 design multi multiple given voted product 产品 作品 国际 行业".split())


def find(said: Said) -> Iterator[Found]:
    """Every prize and recommendation that a text claims, none that it denies or asks for."""
    for pattern, some in ((_ENGLISH, _ENGLISH_WORDS), (_CHINESE, _CHINESE_MARKS)):
        if said.holds(some):
            for match in pattern.finditer(said.plain):
                if not _NEGATED.search(said.before(match.start(), 16)) and not said.asks(match.start()):
                    yield Found(*match.span(), Given(str(match.lastgroup), _names(match[0])))


class Given(tuple[str, frozenset[str]]):
    """A prize, a recommendation or press, and the words that name it; none for "award-winning" alone."""

    def __new__(cls, what: str, names: frozenset[str]) -> Given:
        """What was given, by these."""
        return super().__new__(cls, (what, names))

    def __str__(self) -> str:
        return " ".join((self[0], *sorted(self[1])))


def _names(text: str) -> frozenset[str]:
    return frozenset(_NAME.findall(text)) - _PLAIN


def read(leaf: Leaf) -> Iterator[Given]:
    """What stands under a name such as "awards"."""
    if _KEY.search(leaf.key.lower()) and isinstance(leaf.value, str) and leaf.value:
        for what in _WAYS:
            yield Given(what, _names(leaf.value.lower()))


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """By a record of such a thing that has the names: of another prize or year contradicts nothing, and supports nothing."""
    what, names = found.value
    for leaf, given in relevant(FINDER, said, found, facts):
        if given[0] == what and names <= given[1] | _names(str(leaf.value).lower()):
            return Verdict.SUPPORTED, leaf.path
    return Verdict.UNSUPPORTED, ""


FINDER = Finder(Kind.AWARD, find, read, own=judge)
