"""What a text, or a fact, says a product is like: values of the shared vocabulary, each with whether it is denied, of which part, and how much of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..text.attributes import attribute, broader, kinds, opposites, values_in, values_of
from ..text.normalise import has_cjk, letterwise

if TYPE_CHECKING:
    from .facts import Leaf

Meaning = tuple[str, str]  # a kind and a value
YES = re.compile(r"(?:true|yes|included|supported|是|有|支持|含|可以?|带|附)(?![a-z\u4e00-\u9fff])|(?:有|含|附|支持)")
NO = re.compile(r"(?:false|none|no|unlined|without|not (?:included|supported|available|required|needed|necessary)|否|[0零]\s?(?:添加|含量?)|无|不(?:支持|含|带|可|能|是|添加|使用|需要?|用)?|未添加|没有)(?![a-z\u4e00-\u9fff])|(?:无|不含|不带|不支持|没有|不添加|未添加|不使用)")
_LEFT_OUT = re.compile("not included|sold separately|not supplied|另购|需另购|自备")
_PERCENT = re.compile(r"(\d{1,3}(?:\.\d+)?)\s?%\s?(?:of\s|是|的|为)?\s?(?:pure |soft |fine |organic )?$")
_PERCENT_AFTER = re.compile(r"\s?(?:fibre|fiber|纤维)?\s?[(:]?\s?(\d{1,3}(?:\.\d+)?)\s?%(?!\s?[a-z\u4e00-\u9fff]{2})")
_FRACTIONS = {"three quarters": Decimal(75), "two thirds": Decimal(200) / 3, "four fifths": Decimal(80), "three fifths": Decimal(60)} | {
    f"{word} tenths": Decimal(10 * n) for n, word in enumerate("two three four five six seven eight nine".split(), 2)}
_FRACTION = re.compile(r"(?:\b(more than|over|nearly|almost|just under|about|around|some) )?\b((?:three|two|four)[ -](?:quarters|thirds|fifths)|(?:two|three|four|five|six|seven|eight|nine)[ -]tenths) (?:of (?:it |that )?(?:is )?)?(?:pure |soft |fine |organic )?$")
_PURE = re.compile(r"(?:pure|(?<!nearly )(?<!almost )(?<!mostly )all|100%|nothing but|only|entirely)[ -]$|(?:纯|全|百分之?百|100%)$")
_PURE_WORD = re.compile("^(?:pure|100%|all|纯|全|100)")
_NEARLY = re.compile(r"(?:\b(?:nearly|almost|mostly|largely|chiefly|practically)|几乎|差不多)[ 是]{0,2}$")
_DENIES = re.compile(
    r"\bnon[ -]$|(?:\b(?:no|not|without|never|nor|zero|minus|lacks?|free (?:of|from)|(?<!-)free|cannot)|n't)(?: (?:a|an|any|the|added|really|fully|all|artificial|made of|made from|only a)\b){0,2}(?: \w+)?[ -]$"
    r"|\b(?:(?:keep|kept|stays?)(?: (?:it|them|this))? (?:out of|away from)|skip|avoid|spare (?:it|them)|steer clear of) (?:the |any )?$"
    r"|(?:\b(?:not|never|un(?=fit|suitable))|n't) ?(?:really |yet )?(?:(?:suitable|meant|safe|ideal|fit|made|right|intended|recommended) )?(?:for|as part of|part of)(?: (?:a|an|the|your|any|people on|anyone on|those on)){0,3} $"
    r"|(?:不(?!仅|但|只|止|论|管|妨|错|愧|同|断|少|失|得不|过)|没有?|无(?!论|限|比|线|数|疑|愧)|非(?!常|凡)|未(?!来)|勿|零|免|拒绝|(?<![性类级区特个告])别)(?:[含带用是会能可以添加需要做有选使到进入放丢宜装买换配插接充]|任何|一点|一丝|建议|推荐|直接|适合|另外|额外|自己|再){0,3}$")
_DENYING = re.compile(r"\b(?:no|not|non|without|free|faux|imitation|fake|vegan|mock|look|effect|style)\b|-free\b")
_NOT_ONLY = re.compile(r"\b(?:not (?:only|just)|no (?:matter|doubt|wonder|better|more than)) ?\w* ?$|no longer$")
_NO_AFTER = re.compile(
    r"(?:,|:) ?(?:no|not|nope|never|sadly not|afraid not)(?=[.;!,]|$)|s? (?:is|are) not(?=[.;!,]|$)|s? (?:isn't|aren't)(?=[.;!,]|$)|s? (?:will |still )?(?:have to|must|should|can) wait\b|s? (?:is|are) too (?:young|small|old|big)\b|s? (?:is|are) (?:off limits|out of bounds|forbidden)\b"
    r"|(?:请|就|还是|先|千万)?(?:别(?!弄?丢|忘|怕|慌|担心|犹豫|错过|小看)|勿|不要|不宜|不适合|不能|不可|不行|免了|绕道|靠边)(?![说提担])|[:、](?:没有|不行|不能|否)(?=\W|$)")
_HARMS = re.compile(r"s? (?:would|will|can|may|might|could) (?:only |easily )?(?:spoil|ruin|damage|dull|hurt|harm|kill|crack|warp|melt|shrink|scratch)\b|(?:会|容易|要)(?:伤|毁|损|弄坏|洗坏|缩水)")
_FREE = re.compile(r"[ -]free\b")
_NOT_FREE = re.compile(r"(?:\b(?:not|never|unsuitable)|n't)(?: (?:for|an?|the|suitable|part|of|on)\b){0,4} $")  # "not for a gluten-free diet"
_AFFIRMS = re.compile("只|可|建议|需|宜|能|only")
_SKIN = re.compile(r"\b(?P<sort>dry|oily|greasy|sensitive|mature|damaged|fine|thin|curly|wavy|frizzy)(?:,? (?:and |or |to )?(?!and\b|or\b)[a-z-]+){1,2} (?P<of>hair|skin)\b")
_SCALE = re.compile("软硬|厚薄|薄厚|长短|大小|冷热|高低|深浅|粗细")  # names of scales, which say neither end
_WITHOUT = re.compile("^(?:free (?:from|of)|free_from|free_of|without|excludes|does not contain|不含|不添加|未添加|无添加|零添加)")  # names of lists of what is not in it
_LISTED = re.compile(r"$|[^\w]|[等和与及或都也]|一[概律]|什么的|之类|成分|添加|的(?=\W|$)")
_JOINED = re.compile(r"\s?(?:,|、|/|&|和|与|及|或|、和|,? (?:and|or|nor))\s?(?:any |added |artificial )?(?:和|或)?")
PARTS = {
    "upper": "upper uppers 鞋面 帮面 鞋帮 鞋身", "sole": "sole soles outsole outsoles 鞋底 大底 底子", "midsole": "midsole 中底", "insole": "insole insoles footbed 鞋垫 内垫",
    "lining": "lining linings lined 里料 内里 里子 衬里 里布 内衬", "cover": "cover covers shell outer 外套 外层 外面 面罩 外罩", "filling": "filling fill filled stuffing stuffed 填充物 填充 填的 里面装 内芯",
    "strap": "strap straps band 表带 肩带 腕带 带子", "case": "case casing housing 外壳 表壳 机身 壳身", "handle": "handle handles grip 手柄 把手 提手 锅柄", "lid": "lid cap 盖子 锅盖 杯盖 盖",
    "frame": "frame frames poles pole skeleton 框架 架子 镜框 支架 车架 骨架 杆", "lens": "lens lenses 镜片", "leg": "legs leg feet 桌腿 脚架 椅脚", "top": "tabletop top 桌面 台面", "back": "back backrest 靠背 椅背",
    "seat": "seat cushion 坐垫 坐面", "coating": "coating coated 涂层 镀层", "wick": "wick 烛芯", "laces": "laces lace 鞋带", "inside": "inside interior inner 内胆 内壁 里面", "basket": "basket 炸篮",
    "body": "body 箱体 锅身 壶身 杯身", "light": "backlight backlighting 背光 灯光 光色", "blade": "blade blades 刀头 刀片 刀刃", "rod": "拉杆", "vessel": "vessel jar bottle 瓶身 瓶", "hood": "hood 帽子", "packaging": "packaging package 包装", "wool": "羊毛产地",
}  # fmt: skip
_PART = {word: part for part, words in PARTS.items() for word in words.split()}
_LATIN = "|".join(sorted((word for word in _PART if word.isascii()), key=len, reverse=True))
_HAN = "|".join(sorted((word for word in _PART if not word.isascii()), key=len, reverse=True))
_PART_AFTER = re.compile(rf"(?: \w+)?[ -](?P<en>{_LATIN})\b|(?:的|做的|材质的|制的?)?(?P<zh>{_HAN})")
_PART_BEFORE = re.compile(
    rf"\b(?P<en>{_LATIN})(?: (?:is|are|in|of|made|from|with|has|comes|a|real|soft|full|pure|at|the|and|to)){{0,3}} (?:\d+%? )?$|(?P<zh>{_HAN})(?:是|用|为|采用|选用|的|都|了|填|装|上|由|部分|材质|着|则|:|：){{0,3}}\d*%?$")
_IN_KEY = re.compile(rf"\b(?:{_LATIN})\b|(?:{_HAN})")
_PROOF = re.compile(r"\bip[x\d][4-9]\b")  # a rating that says how much water it bears
# A fact under a name may leave out what the name says: "three-quarter" of a sleeve, 圆 of a neck.
_SUFFIXES = {
    "neckline": (" neck", " collar", "领"), "sleeve": (" sleeve", "袖"), "waist": (" waist", "腰"), "fit": (" fit", "型", "版"), "pattern": (" print", " pattern", "图案"), "closure": (" closure", "扣"),
    "shape": (" shaped", "形"), "detail": (" toe", " heel", "头", "跟", " hem"), "scent": (" scent", "香"), "taste": (" flavour", "味"), "skin": (" skin", " hair", "性肌肤", "发质", "肌肤"), "colour": ("色", " coloured"),
    "garment_length": (" length", "款"), "material": (" fabric", "布"), "benefit": ("",), "feature": (" resistant", " safe"), "age": (" years", "童"), "finish": (" finish",), "gender": ("款", "士"),
    "lid_type": (" lid", "盖"), "heel": (" heel", "跟"), "roast": (" roast", "烘"), "grain": (" grain",), "panel": (" panel", "屏"), "hob": (" hob",), "wearing": ("式",), "movement": (" movement", "机芯"), "care": (" wash", "洗"),
    "storing": (" storage", "保存"), "bed_size": (" size", " bed", "床"),
}  # fmt: skip
_PLURAL = re.compile("(?<=[^s])s$")
_SHORT = 30  # characters of a value that may lack the word that its name has
_PIECES = re.compile(r"[,、/;&+()]|\b(?:and|to|or)\b|和|及")
# What a material is by nature: a phrase that any such product may have.
_NATURE = {
    "cotton": "breathable soft", "linen": "breathable", "mesh": "breathable", "wool": "warm", "cashmere": "warm soft", "fleece": "warm", "sherpa": "warm", "down": "warm lightweight",
    "goose-down": "warm lightweight", "duck-down": "warm lightweight", "spandex": "stretchy", "stainless-steel": "rustproof", "silk": "breathable", "lyocell": "breathable", "modal": "breathable",
    "bamboo-fibre": "breathable", "straw": "natural", "wood": "natural wood-grain", "velvet": "soft", "gore-tex": "waterproof breathable", "rubber": "non-slip stretchy", "latex": "stretchy", "silicone": "stretchy", "knit": "stretchy", "merino": "warm breathable",
}  # fmt: skip
_KIND_OF = {"soft": "hardness", "wood-grain": "pattern"}  # of what is a feature no more


_letterwise = lru_cache(8192)(letterwise)


class Mention(NamedTuple):
    """A place of a text that says a value: all that it may mean, whether it is said to be so, of which part, how many hundredths of it."""

    start: int
    end: int
    meanings: tuple[Meaning, ...]
    holds: bool
    part: str = ""
    share: Decimal | None = None
    pure: bool = False


class Trait(NamedTuple):
    """A value that a fact gives, or denies."""

    kind: str
    value: str
    leaf: Leaf
    holds: bool = True
    part: str = ""
    share: Decimal | None = None


@lru_cache(8192)
def mentions(plain: str) -> tuple[Mention, ...]:
    """Every value that a plain text mentions, left to right."""
    out: list[Mention] = []
    for start, end, meanings in _grouped(plain):
        before, after = plain[max(0, start - 40) : start], plain[end : end + 24]
        word = plain[start:end]
        holds = not _denied(before, after) and not (out and not out[-1].holds and _goes_on(plain[out[-1].end : start], word, after))
        share = _share(before, after, word)
        pure = bool(_PURE.search(before) or (_PURE_WORD.match(word) and not _NEARLY.search(before)))
        out.append(Mention(start, end, meanings, holds, _part(before, after), share, pure))
    return (*out, *_kinds_of_skin(plain)) if " hair" in plain or " skin" in plain else tuple(out)


def _kinds_of_skin(plain: str) -> Iterator[Mention]:
    """Skin and hair of which several words are said: "for dry, brittle hair"."""
    for match in _SKIN.finditer(plain):
        if meanings := values_of(f"{match['sort']} {match['of']}"):
            yield Mention(match.start("sort"), match.end("sort"), meanings, not _denied(plain[max(0, match.start() - 40) : match.start()], ""))


def _goes_on(between: str, word: str, after: str) -> bool:
    """Whether what is denied goes on to a word. A Chinese comma, which is plain as 、, begins a clause of its own where more follows the word."""
    if _JOINED.fullmatch(between) is None or (between.strip() == "," and has_cjk(word)) or _AFFIRMS.match(word):
        return False
    return between.strip() != "、" or _LISTED.match(after) is not None


def _grouped(plain: str) -> Iterator[tuple[int, int, tuple[Meaning, ...]]]:
    start, end, meanings = -1, -1, list[Meaning]()
    for said in values_in(plain):
        if said.start != start:
            if meanings:
                yield start, end, tuple(meanings)
            start, end, meanings = said.start, said.end, []
        meanings.append((said.kind, said.value))
    if meanings:
        yield start, end, tuple(meanings)


def _denied(before: str, after: str) -> bool:
    clause = re.split("[.。!?;；]", before)[-1]
    if _HARMS.match(after) or _NO_AFTER.match(after):
        return True
    if _FREE.match(after):
        return not _NOT_FREE.search(clause)
    return _DENIES.search(clause) is not None and not _NOT_ONLY.search(clause)


def _share(before: str, after: str, word: str) -> Decimal | None:
    if fraction := _FRACTION.search(before):
        return _FRACTIONS[fraction[2].replace("-", " ")] if not fraction[1] else None
    match = _PERCENT.search(before) or _PERCENT_AFTER.match(after)
    if match is None and word.startswith("100%"):
        return Decimal(100)
    return Decimal(match[1]) if match else None


def _part(before: str, after: str) -> str:
    match = _PART_AFTER.match(after) or _PART_BEFORE.search(before)
    return _PART[match["en"] or match["zh"]] if match else ""


def part_in(name: str) -> str:
    """The part of a product that a fact's name speaks of; empty for the whole."""
    match = _IN_KEY.search(letterwise(name).replace("_", " "))
    return _PART[match[0]] if match else ""


@lru_cache(8192)
def yes_or_no(value: Any) -> bool | None:
    """Whether a fact says yes or no; None where it says something else."""
    if isinstance(value, bool):
        return value
    if not isinstance(value, str):
        return None
    plain = letterwise(value).strip()
    if NO.match(plain) or _LEFT_OUT.search(plain):
        return False
    return True if YES.match(plain) else None


@cache
def _pairs(kind: str) -> tuple[tuple[str, frozenset[str]], ...]:
    """The values that are two: black and white, spring and summer."""
    return tuple((value, parts) for value in kinds()[kind] if "-" in value and len(parts := broader(kind, value)) == 2)


class Traits:
    """What facts say a product is like."""

    def __init__(self, leaves: Iterable[Leaf]) -> None:
        self.leaves = list(leaves)
        self.all = [trait for leaf in self.leaves for trait in _traits(leaf)]

    @cached_property
    def by_kind(self) -> dict[str, list[Trait]]:
        """The traits of each kind, with what they imply."""
        out: dict[str, list[Trait]] = {}
        for trait in self.all:
            out.setdefault(trait.kind, []).append(trait)
        for trait in out.get("material", ()):
            for feature in _NATURE.get(trait.value, "").split() if trait.holds else ():
                out.setdefault(_KIND_OF.get(feature, "feature"), []).append(Trait("", feature, trait.leaf))
        if any(trait.value == "unisex" and trait.holds for trait in out.get("gender", ())):
            out["gender"] += [Trait("", value, trait.leaf) for trait in out["gender"] if trait.value == "unisex" for value in ("men", "women")]
        undried = [trait for trait in out.get("care", ()) if trait.value == "tumble-dry" and not trait.holds]
        for trait in undried:  # what is to be kept out of the dryer may hang or lie
            out["care"] += [Trait("", value, trait.leaf) for value in ("line-dry", "dry-flat")]
        for kind in ("colour", "season"):
            there = {trait.value: trait.leaf for trait in out.get(kind, ()) if trait.holds}
            for value, parts in _pairs(kind) if len(there) > 1 else ():
                if parts <= there.keys():
                    out[kind].append(Trait(kind, value, there[min(parts)]))
        return out

    @cached_property
    def named(self) -> frozenset[str]:
        """The kinds that a fact has its own name for: 颜色, neckline."""
        return frozenset(self.texts)

    @cached_property
    def spelt(self) -> list[tuple[str, Leaf]]:
        """The plain English texts of the facts that deny nothing."""
        plain = ((_letterwise(leaf.value), leaf) for leaf in self.leaves if isinstance(leaf.value, str) and leaf.value.isascii())
        return [(text, leaf) for text, leaf in plain if yes_or_no(text) is not False and not _DENYING.search(text)]

    @cached_property
    def texts(self) -> dict[str, list[tuple[str, Leaf]]]:
        """The plain texts of the facts by the canonical keys of their names."""
        out: dict[str, list[tuple[str, Leaf]]] = {}
        for leaf in self.leaves:
            if isinstance(leaf.value, str) and not leaf.prose and (key := attribute(leaf.key)):
                out.setdefault(key, []).append((_letterwise(leaf.value), leaf))
        return out


@lru_cache(8192)
def _read(key: str, value: str) -> tuple[tuple[str, str, bool, str, Decimal | None], ...]:
    return tuple(_said(key, value))


def _traits(leaf: Leaf) -> Iterator[Trait]:
    value = leaf.value
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if isinstance(value, str):
        for kind, name, holds, part, share in _read(leaf.key, value):
            yield Trait(kind, name, leaf, holds, part, share)
    elif isinstance(value, int | float):
        for kind, name, holds, part, share in _read(leaf.key, "yes"):
            yield Trait(kind, name, leaf, holds, part, share)


def _said(key: str, value: str) -> Iterator[tuple[str, str, bool, str, Decimal | None]]:
    own, plain = part_in(key), letterwise(value)
    found = list(_of_value(key, plain, own))
    denied = {(kind, name) for kind, name, holds, *_ in found if not holds}
    told = {kind for kind, *_ in found}
    answer = yes_or_no(value)
    for mention in mentions(letterwise(key).replace("_", " ")) if not _SCALE.search(key) else ():
        for kind, name, holds in meant(mention):
            if (kind, name) not in denied and kind not in told:
                yield kind, name, holds is not (answer is False), own, None
    yield from found


def _of_value(key: str, plain: str, own: str) -> Iterator[tuple[str, str, bool, str, Decimal | None]]:
    kind, found = attribute(key), mentions(plain)
    if _PROOF.search(plain):
        yield from (("feature", name, True, own, None) for name in ("waterproof", "water-resistant"))
    without = _WITHOUT.search(letterwise(key)) is not None
    for mention in found:
        for name, each, holds in meant(mention._replace(holds=False) if without else mention):
            yield name, each, holds, mention.part or own, mention.share
    for piece in _PIECES.split(plain) if kind in _SUFFIXES or "plating" in key.lower() else ():
        for suffix in (*_SUFFIXES.get(kind or "", ()), *(("-plated",) if "plating" in key.lower() else ())):
            yield from ((name, each, True, own, None) for name, each in values_of(piece.strip() + suffix) if name == kind or suffix == "-plated")
    if len(plain) < _SHORT:
        yield from _with_name(key, plain, own)
    if kind == "material" and len({value for mention in found for name, value in mention.meanings if name == "material"}) > 1:
        yield "material", "blend", True, own, None


def _with_name(key: str, plain: str, own: str) -> Iterator[tuple[str, str, bool, str, Decimal | None]]:
    """What a short text says with the last word of its name behind it: the glass of a watch that is "sapphire"."""
    name = _letterwise(key).replace("_", " ").strip()
    last = name if has_cjk(name) else " " + _PLURAL.sub("", name.rpartition(" ")[2])
    for piece in _PIECES.split(plain):
        yield from ((kind, value, True, own, None) for kind, value in values_of(piece.strip() + last))
    first = last.strip()
    for mention in mentions(first + ("" if has_cjk(name) else " ") + plain):
        if mention.start < len(first) < mention.end:  # woven: "by hand"
            yield from ((kind, value, mention.holds, own, None) for kind, value in mention.meanings)


def meant(mention: Mention) -> Iterator[tuple[str, str, bool]]:
    """Every value that a mention means, what each is one of, and what is denied by it: "paraben-free" says no paraben."""
    for kind, value in mention.meanings:
        yield kind, value, mention.holds
        if mention.holds:
            for above in broader(kind, value):
                yield kind, above, True
        for other in opposites(kind, value):
            yield *other, not mention.holds
