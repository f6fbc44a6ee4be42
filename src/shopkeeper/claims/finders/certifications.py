"""Certificates, standards, approvals and patents: "CE certified", "FDA approved", "ISO 9001", "GB 18401 A类", "3C认证", "有机认证".

The value is the certificate's own name: a record has to name it. "Certified" alone needs a record that names any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..claim import Kind, Verdict
from ..facts import Facts, Leaf
from ..finder import Finder, Judged, relevant
from ..said import Found, Said
from ..triggers import chinese

# Names that are a certificate wherever they stand.
_NAMES = {
    "fda": r"fda\b", "iso": r"iso[ -]?\d{4,5}(?:[-:]\d+)*", "gots": r"gots\b", "oeko-tex": r"oeko[- ]?tex(?: standard)?(?: 100)?|standard 100 by oeko[- ]?tex", "usda": r"usda\b",
    "fairtrade": r"fair ?trade(?: certified)?\b|公平贸易", "fsc": r"fsc\b", "grs": r"grs\b", "bsci": r"bsci\b", "energy star": r"energy star\b", "rohs": r"rohs\b", "reach": r"reach (?:compliant|certified|compliance)",
    "haccp": r"haccp\b", "halal": r"halal\b|清真", "kosher": r"kosher(?! salt)\b|犹太洁食", "non-gmo": r"non[- ]?gmo project verified", "leaping bunny": r"leaping bunny|peta[- ](?:certified|approved)",
    "en": r"en ?(?:71|149|166|388|397|1078|1888|12477|13432|14683|343|iso \d+)\b(?:[-:]\d+)*", "astm": r"astm(?: [a-z]?\d+(?:-\d+)?)?\b", "cpsia": r"cpsia\b", "mfi": r"mfi[ -]?(?:certified|认证)|made for i(?:phone|pad|pod)\b",
    "energy class": r"能效(?:等级)?(?:一级|1级|二级|2级)|(?:一级|1级|二级|2级|新一级)能效|energy (?:class|rating|label)(?: of)? [a-g]\+{0,3}(?![a-z])",
    "woolmark": r"woolmark", "bluesign": r"bluesign", "rds": r"responsible down standard", "rws": r"responsible wool standard", "rainforest alliance": r"rainforest alliance", "b corp": r"b[- ]corp\b",
    "tuv": r"tüv\b|tuv\b", "sgs": r"sgs\b", "intertek": r"intertek\b", "fcc": r"fcc\b", "etl": r"etl[ -](?:listed|certified)", "bis": r"bis (?:certified|hallmark\w*)|isi mark\w*", "fssai": r"fssai\b", "ecocert": r"ecocert", "cosmos": r"cosmos[- ](?:organic|natural)|cosmos certified",
    "ccc": r"(?:3c|ccc)(?=\s?(?:认证|标志|标准|certif|mark))|国家强制性产品认证", "gb": r"gb(?:/t)? ?\d{4,6}(?:\.\d+)?(?:-\d{4})?", "class a": r"(?:国家|婴幼儿|国标|安全){0,3}a类(?:标准|面料|安全|婴幼儿|纺织|认证|级|品质)?", "class b": r"(?:国家|国标|安全){0,3}b类(?:标准|面料|安全|纺织|品质)?",
    "green food": r"绿色食品(?:认证|标志)?", "organic": r"(?:欧盟|美国|日本|中国)?有机(?:产品|食品)?(?:认证|证书)|organic[- ]certifi(?:ed|cation)|certified organic|(?:eu|japanese|us) organic(?: certifi(?:ed|cation))?|organic certification|soil association", "geographical": r"地理标志(?:产品|保护产品)?|protected designation of origin|pdo\b|pgi\b",
    "blue hat": r"蓝帽子|国食健字[^，。、;\s]{0,14}", "drug": r"国药准字[^，。、;\s]{0,14}", "device": r"[一-鿿]?械(?:注|备|字)[准号进]?[^，。、;\s]{0,16}", "health permit": r"卫妆准字[^，。、;\s]{0,14}|妆字号|消字号",
    "patent": r"patent(?:ed|s)?(?:[ -]pending)?(?! leather| shoe| pump| finish| bag| clutch| boot| loafer| belt| trim| upper| toe)|(?:国家|发明|实用新型|外观|独家|自主){0,3}专利(?:技术|设计|号|认证|产品)?",
    "ip": r"ipx?\d{1,2}(?: ?级)?(?![\d-])", "dermatologist": r"dermatologist[- ](?:tested|approved)|dermatologically (?:tested|approved)|皮肤科(?:医生|专家)?(?:测试|认证|推荐|临床测试)|皮肤科测试", "hypoallergenic": r"hypo-?allergenic(?: tested)?|低敏认证",
    "lab": r"(?:lab(?:oratory)?|independently|third[- ]party)[- ](?:tested|certified|verified)|(?:权威|专业|第三方|国家)(?:机构)?(?:检测|质检|认证)(?:合格|报告|通过)?|质检(?:合格|报告)|检测报告", "grade": r"(?:hospital|aerospace|aircraft|surgical)[- ]grade|航天级|手术级", "exempt": r"(?:国家)?免检(?:产品)?", "crash": r"crash[- ]tested", "mil-std": r"mil-std-?\d*[a-z]?|military[- ]grade|军规(?:级|认证)?|军工级?(?=品质|认证|标准)",
}  # fmt: skip
# Names that are words or letters too: a certificate only in capitals, beside or after a word that says so.
_SAYS = r"(?:[- ](?:certifi(?:ed|cate|cation)|mark(?:ed|ing)?|approv(?:ed|al)|compliant|compliance|listed|tested|standard)|\s?(?:认证|标志|标准|合格|许可))"
_CALLED = re.compile(
    r"(?:(?<![a-z0-9-])|(?<=[一-鿿]))(?:" + "|".join(f"(?P<n{n}>{pattern})".replace(r"\b", "(?![a-z0-9])") for n, pattern in enumerate(_NAMES.values())) + rf")(?:{_SAYS})?")
_LETTERS = re.compile(rf"(?<![A-Za-z0-9-])(?P<name>3C|CCC|[A-Z]{{2,6}})(?![A-Za-z0-9])(?:{_SAYS})?", re.IGNORECASE)
_CERTIFIED = re.compile(r"certifi|approved|complian|marked|\bmark\b|\blisted|passe[sd]|meets|认证|标志|合格|通过|过了|符合")
_KNOWN = frozenset("CE UL GS KC PSE CB QS SC UKCA ROHS DOT ECE QI OTS NSF CQC VDE FCC ETL CPSC MSC ASC BAP GMP BRC CCC 3C GAP SGS FDA".split())
_ANY = re.compile(
    r"\b(?:certified|government[- ]approved|officially approved|safety[- ](?:approved|certified))(?! (?:refurbished|mail|copy|accountant))\b"
    r"|(?:(?:国家|国际|权威|官方|品质|安全|质量|多重|多项|双重|专业)[一-鿿]{0,2}认证|(?:获得?|通过了?|荣获|拥有)[^，。、;\s]{0,8}认证)"
)
_WORDS = frozenset(
    "cpsc msc asc bap gmp brc gap fda iso gots oeko usda fair fairtrade fsc grs bsci energy rohs reach haccp halal kosher gmo leaping peta en astm cpsia mfi made woolmark bluesign responsible rainforest "
    "corp tuv sgs intertek fcc etl bis isi fssai ecocert cosmos ccc gb organic soil protected pdo pgi patent patented patents ip ipx dermatologist dermatologically hypoallergenic hypo lab laboratory "
    "independently third crash mil military certified certification certificate approved mark marked listed hospital aerospace aircraft surgical meets passes passed compliant standard ".split()) | chinese(_CALLED.pattern) | chinese(_ANY.pattern) | frozenset("ü 通过 过了 符合 合格 标志".split())
_NEGATED = re.compile(r"(?:\b(?:not|isn't|no|without|never|non)(?: \w+)?(?:-)?|未(?:经过?|通过|获得?)?|没有|无|非|不是|尚未)\s*$")
_KEY = re.compile(r"certif|standard|approv|complian|patent|licen[cs]e|认证|证书|标准|许可|专利|能效|防护等级|ip_?rating|waterproof_rating|安全等级|安全类别")
_YES = re.compile(r"^(?:yes|true|是|有|支持|已通过|通过)$")
_NO = re.compile(r"^(?:no|none|false|n/a|无|否|没有)$")


def find(said: Said) -> Iterator[Found]:
    """Every certificate that a text names, none that it denies or asks for."""
    if said.holds(_WORDS):
        called = [*_CALLED.finditer(said.plain), *_letters(said)]
        others = (match for match in _ANY.finditer(said.plain) if all(each.end() <= match.start() or match.end() <= each.start() for each in called))
        for match in (*called, *others):
            if not _NEGATED.search(said.before(match.start(), 16)) and not said.asks(match.start()):
                yield Found(*match.span(), _named(match))


def _letters(said: Said) -> Iterator[re.Match[str]]:
    """Letters that are the name of a certificate where they stand: known ones in a sentence on certificates, any beside "certified"."""
    if _CERTIFIED.search(said.plain):
        for match in _LETTERS.finditer(said.text if len(said.text) == len(said.plain) else said.plain):
            name, beside = match["name"], len(match[0]) > len(match["name"])
            if name.isupper() and (beside or (name in _KNOWN and _CERTIFIED.search(said.sentence(match.start())))):
                yield match


def _named(match: re.Match[str]) -> str:
    parts = match.groupdict()
    if "name" in parts:
        return {"3c": "ccc"}.get(parts["name"].lower(), parts["name"].lower())
    if not parts:
        return ANY
    name = tuple(_NAMES)[next(n for n in range(len(_NAMES)) if parts[f"n{n}"])]
    if name == "organic" and (region := _REGION.search(match[0])):
        return f"organic {_REGIONS.get(region[0], region[0])}"
    return re.sub(r"[^a-z0-9/]", "", match[f"n{tuple(_NAMES).index(name)}"]) if name in _NUMBERED else name


_LEVEL, _DIGITS = re.compile("[1-5]"), str.maketrans("一二三四五", "12345")
ANY = "any certificate"
_NUMBERED = frozenset(("iso", "en", "gb", "astm", "ip"))
_REGION = re.compile(r"欧盟|美国|日本|\beu\b|\bjapanese\b|\bus\b")
_REGIONS = {"欧盟": "eu", "日本": "japanese", "美国": "us"}


def read(leaf: Leaf) -> Iterator[str]:
    """What stands under a name such as "certification"; its letters alone name a certificate there."""
    if leaf.value is True or (isinstance(leaf.value, str) and _YES.match(leaf.value.strip().lower())):
        yield from (found.value for found in find(Said(leaf.key.replace("_", " "))))
    if not _KEY.search(leaf.key.lower()) or leaf.value is False or _NO.match(str(leaf.value).strip().lower()):
        return
    yield ANY
    yield from (_named(match) for match in _LETTERS.finditer(leaf.value) if match["name"].isupper()) if isinstance(leaf.value, str) else ()


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """By the records that name it. Another number of one standard contradicts, another certificate says nothing of this one."""
    if found.value == "energy class" and (leaf := next((leaf for leaf in facts.leaves if "能效" in leaf.key), None)):
        same = _LEVEL.findall(str(leaf.value).translate(_DIGITS))[:1] == _LEVEL.findall(said.plain[found.start : found.end].translate(_DIGITS))[:1]
        return Verdict.SUPPORTED if same else Verdict.CONTRADICTED, leaf.path
    near, family = "", _family(found.value)
    for leaf, value in relevant(FINDER, said, found, facts):
        if value == found.value or found.value == ANY or value.startswith(f"{found.value} ") or (found.value in _NUMBERED and _family(value) == family):
            return Verdict.SUPPORTED, leaf.path
        if found.value != family and _family(value) == family:
            near = near or leaf.path
    return (Verdict.CONTRADICTED, near) if near else (Verdict.UNSUPPORTED, "")


def _family(value: str) -> str:
    """Of which one a certificate is a number, a class or a region: "iso9001" is of "iso"."""
    return re.split(r"[^a-z-]", value)[0]


FINDER = Finder(Kind.CERTIFICATION, find, read, own=judge)
