"""What a product is like: material, colour, cut, features, origin, ingredients, for whom: every value of the shared vocabulary in a text.

Supported where a fact gives that value or one that is a kind of it ("navy" supports "blue", never the other way round) of the same part;
contradicted where a fact gives another of its kind, or denies it; unsupported where no fact speaks of it. Words that copy says of anything
(style, occasions, "soft") are no claims, and neither are values of other things: "with white trainers", "like a black cat".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from ...text.attributes import broader
from ...text.goods import goods_in
from ...text.normalise import letterwise
from ..claim import Kind, Verdict
from ..facts import NAMES, Facts
from ..said import Found, Said
from ..traits import Meaning, Mention, Trait, Traits, meant, mentions
from .judgement import Judgement, asks

_KINDS = {
    Kind.MATERIAL: "material", Kind.COLOUR: "colour", Kind.ORIGIN: "origin", Kind.SEASON: "season", Kind.AUDIENCE: "gender age skin",
    Kind.NAME: "brand", Kind.LOOK: "pattern fit neckline sleeve garment_length waist closure detail shape finish style", Kind.INGREDIENT: "ingredient taste scent texture",
    Kind.FEATURE: "feature connectivity power_source benefit packaging care_class battery_life_class hardness technique occasion fixing",
}  # fmt: skip
_KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
# Copy says these of anything: false only where a fact denies them.
_PUFF = frozenset(("style", "occasion", "hardness", "battery_life_class"))
_PUFF_VALUES = frozenset(
    "smart portable lightweight natural set gift-box multifunctional energy-saving large-capacity warm silent eco-friendly edible raw wear-resistant brand-new "
    "slimming student young-adult all-ages line-pattern regular regular-length imported flat flat-shape second-hand automatic cooling heating cushioned limited-edition instant "
    "moisturising nourishing soothing smoothing long-lasting natural-finish transparent light-coloured dark-coloured neutral creative-print graphic gas electric pet dog cat "
    "original-flavour mild-taste sweet-taste sweet adult high-resolution stereo sound-effects camera radio wired battery baked fermented logo drape round square timer ergonomic "
    "storage-space luminous child baby girls personalised sleep-aid set tailored textured washed fresh-scent natural-colour stretchy-fit washable repairing button adjustable fixed-part removable-part woven cast refined".split())
# Of clothes, shoes and bags: puff where no fact has a name for any of them.
_LOOKS = frozenset("neckline sleeve garment_length waist fit".split())
_TOLD = frozenset(("shape",))  # of these even a value that copy says of anything is false where a fact has another
# Kinds of which a word is a claim whatever the facts are about; of any other it is one where a fact speaks of that kind.
_ALWAYS = frozenset("material colour pattern neckline sleeve closure detail feature connectivity power_source ingredient origin brand technique fixing".split())
# Kinds of which a fact speaks though its value is no known one.
_NAMED = frozenset("season gender age fit benefit skin finish shape thickness taste scent garment_length waist packaging care".split())
_GENTLE = frozenset("hand-wash wipe-clean line-dry dry-flat".split())  # care that nothing forbids
_HARD_VALUES = frozenset("anti-dandruff anti-hair-loss anti-acne brightening spot-removal anti-wrinkle sun-protection unscented".split())
_MANY = frozenset(("feature", "detail", "ingredient", "connectivity", "benefit", "closure", "occasion", "taste", "power_source", "technique", "care", "farming", "hob"))  # one does not exclude another
_WEAVES = frozenset((  # how a cloth is made, of whatever fibre
    "denim canvas corduroy flannel jersey twill gauze terry tweed satin chiffon velvet tulle mesh lace-fabric knit crochet-knit waffle-knit "
    "fleece sherpa microfibre").split())
_LIKE = re.compile(
    r"\b(?:like|let an?|as|than|resembl\w+|reminds? \w+ of|instead of|unlike|compared (?:to|with)|goes (?:well |beautifully |great )?with|look\w* (?:great|good|lovely|best) with|pairs? (?:it )?(?:well |beautifully )?with|"
    r"team\w* (?:it |them )?with|match(?:es|ed)? (?:it |them )?with|wear (?:it |them )?(?:with|over|under)|good with|better with|perfect with|layer\w* (?:it |them )?(?:over|under)|style (?:it |them )?with|whether|if|add|for a (?:bowl|plate|cup))\b[^.;!?]{0,40}$"
    r"|(?:像|如|似|仿佛|好比|比|相比|搭配|搭|配上?|替代|代替|而不是|不输|媲美|堪比|如果|若|无论|不管|不论)[^。、;!?]{0,12}$")
_SERVED = re.compile("(?:加一?[点勺些]|蘸|炒|煮|泡|冲|热|喝|吃)[^。、;!?]{0,12}$")
_IMITATION = re.compile("仿|人造|合成|假|超纤|pu|pvc")
_LITTLE = re.compile(r"(?:^|\b)(?:in|an?|the|with|of|on|for|at)\b|[ -]")
_KIND_WORD = re.compile(r" (?:neck|sleeves?|waist|scent|flavou?r|skin|hair|toe|print|length)$|[香味色领袖款型]型?$")
_FOODS = frozenset(("taste", "ingredient"))
_EXACT = frozenset(("material", "origin", "brand"))
_OTHER_THING = re.compile(r"(?:汤色?|茶汤|脸|唇|肤色?|天空|夜色?|月光?|叶子?|花儿?|灯光|阳光|头发|牙齿?|指尖)[^。、;!?]{0,2}$|\b(?:sky|skies|tiles|walls?|sunset|hair|lips|teeth|leaves) (?:in |of |is |are )?$")
_END = re.compile(r"[,.;:!?、。；]|(?<=.)\b(?:and|with|for|in|on|of|to|from|so|that|which|is|are|or)\b")
_GAP = re.compile(r"[ -]?(?:[a-z]+[ -])?|的?[小大长短新]?")
_MEASURED = re.compile(r"\d\s?(?:mm|cm|m|in|inch|inches|毫米|厘米|公分|米|寸|英寸)[ -]?$")
_GOODS_WORD = re.compile(r"(?:\b(?:this|the|our|a|every|each)|\b(?:fine|favou?rite|chunky)) (?:knit|blend|weave)(?! (?:fabric|of)| [a-z]+ (?:fabric|cloth))\b")  # "this blend": what is sold
_SEVERAL = re.compile("stones|papers|glasses|metals|plastics|irons|tins|canes|shells|feathers|rubbers|corks|silks|linens|woods|leathers|pearls|crystals|bamboos")  # things, no material
_GLEAMS = frozenset(("golden", "silvery", "rosy", "金灿灿", "金黄", "银闪闪"))  # said of how food looks
_SHOE_SHAFTS = frozenset("ankle-shaft mid-shaft tall-shaft".split())  # "knee-high" of anything else is a measure
_SHAFTED = frozenset("running-shoes sneakers boots sandals heels socks".split())
_GLOWS, _LIGHTS = re.compile(r"^ (?:light|lights|glow|flash)\b"), re.compile(r"light|lamp|bulb|lantern|candle")  # "a red light" of what is no lamp
_YOURS = re.compile(r"\b(?:your|my|his|her|their)(?: (?!new\b)[a-z]+)? $|(?:你|您|他|她|我)的$")  # "your perfume"
_IN_THE_WORLD, _ALONE = re.compile(r"\b(?:the|through|into|onto|against) $"), re.compile(r"[.,;!?]|$| (?:to|until|if|when)\b")  # "leave the concrete to us"
_THINGS = frozenset("heart bow-pattern butterfly bear animal star skull building music-print".split())  # patterns that are things, too
_POCKETED = re.compile(r"(?:塞|放|揣|装|滑|收)[进到入][^。、;]{0,5}$|\b(?:in|into|inside) (?:an?|your|any|the|every)(?: [\w-]+){0,2} $")
_NOT_THIS = re.compile(r"^(?:-?(?:like|ish|inspired|style|effect|look)\b|感|般|一样|似的|色调|角落|夜|暗|灯瞎火|乎乎的屋)")


class Value(NamedTuple):
    """What is claimed, as a person reads it."""

    name: str
    holds: bool

    def __str__(self) -> str:
        return self.name if self.holds else f"not {self.name}"


def against(said: Said, facts: Facts) -> Iterator[Judgement]:
    """Every value that a text claims, judged; none of what is puff, of another thing, asked or compared."""
    traits, named = facts.derived(Traits), list(_named(said.plain, facts))
    for mention in mentions(said.plain):
        if any(start <= mention.start and mention.end <= end for start, end in named):
            continue
        verdict, record, meaning = _judged(mention, said.plain, facts, traits)
        if verdict is Verdict.SUPPORTED or (meaning and not _spared(mention, said, facts)):
            name, value = meaning or mention.meanings[0]
            yield Judgement(Found(mention.start, mention.end, Value(value, mention.holds)), _KIND_OF.get(name, Kind.FEATURE), verdict, record)


def _named(plain: str, facts: Facts) -> Iterator[tuple[int, int]]:
    """Where the text names what the facts sell: the "Elm Lamp" claims no elm."""
    for leaf in facts.leaves:
        if leaf.key in NAMES and isinstance(leaf.value, str) and len(leaf.value) > 2:
            at = plain.find(letterwise(leaf.value))
            if at >= 0:
                yield at, at + len(leaf.value)


def _judged(mention: Mention, plain: str, facts: Facts, traits: Traits) -> tuple[Verdict, str, Meaning | None]:
    """What the facts say of a mention; without a meaning it is no claim where they do not support it."""
    contradicting = ""
    for kind, value, holds in _own(mention):
        for trait in _of(traits, kind, mention.part):
            if trait.value == value and _as_much(mention, trait, traits):
                if trait.holds == holds:
                    return Verdict.SUPPORTED, trait.leaf.path, (kind, value)
                contradicting = contradicting or trait.leaf.path
    if contradicting:
        return Verdict.CONTRADICTED, contradicting, mention.meanings[0]
    if mention.holds and not mention.part and (path := _repeated(mention, plain[mention.start : mention.end], traits)):
        return Verdict.SUPPORTED, path, mention.meanings[0]
    verdict, record, meaning = _unknown(mention, facts, traits)
    if verdict is Verdict.UNSUPPORTED and meaning and meaning[0] == "colour" and mention.holds and (path := _spelt(plain[mention.start : mention.end], traits)):
        return Verdict.SUPPORTED, path, meaning  # "olive and coconut oil"
    return verdict, record, meaning


def _spelt(word: str, traits: Traits) -> str:
    """The path of an English text that has a word; empty for none."""
    return next((leaf.path for text, leaf in traits.spelt if re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text)), "")


def _repeated(mention: Mention, word: str, traits: Traits) -> str:
    """The path of a text that has the word itself, as a part of a longer one: 盐 of 食用盐, "glass" of a "glass bottle"; empty for none.
    Of what a thing is made of, where it comes from and who made it the whole word has to stand there."""
    for kind, _ in mention.meanings:
        if kind == "material" and len(word) == 1 and not word.isascii():  # 绒 of 山羊绒
            path = next((leaf.path for text, leaf in traits.texts.get("material", ()) if word in text and not _IMITATION.search(text)), "")
            if path:
                return path
        core = word if kind in _EXACT else _core(word)
        for text, leaf in traits.texts.get(kind, ()) if kind not in _EXACT else traits.spelt:
            if core in text and (kind not in _EXACT or re.search(rf"(?<![a-z]){re.escape(core)}(?![a-z])", text)):
                return leaf.path
    if words := frozenset(_LITTLE.split(word)) - {""} if " " in word and word.isascii() else frozenset():
        for text, leaf in traits.spelt:  # "glass bottle" of an "amber glass dropper bottle", "in a bag" of a "compostable bag"
            if any(words <= frozenset(re.findall("[a-z0-9]+", part)) for part in re.split("[,;/(]", text)):
                return leaf.path
    return next((leaf.path for text, leaf in traits.spelt if leaf.key in NAMES and re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", text)), "")


def _core(word: str) -> str:
    """A word without what only says what kind of value it is: 白茶香, "square neck"."""
    return _KIND_WORD.sub("", word) or word


def _own(mention: Mention) -> Iterator[tuple[str, str, bool]]:
    """The ways in which a mention may be borne out: as said, or by what it denies."""
    firsts = frozenset(mention.meanings)
    for kind, value, holds in meant(mention):
        if (kind, value) in firsts or holds != mention.holds:
            yield kind, value, holds


def _of(traits: Traits, kind: str, part: str) -> Iterable[Trait]:
    """The traits of a kind; of the part that is meant, where facts speak of that one."""
    all_of = traits.by_kind.get(kind, [])
    mine = [trait for trait in all_of if trait.part == part] if part else []
    return mine or all_of


def _as_much(mention: Mention, trait: Trait, traits: Traits) -> bool:
    """Whether facts give as much of it as is claimed: so many hundredths, or nothing else."""
    if mention.share is None and not mention.pure:
        return True
    shares = [each.share for each in _of(traits, trait.kind, mention.part) if each.value == trait.value and each.share is not None]
    least = mention.share if mention.share is not None else Decimal(100)
    return not shares or any(abs(share - least) < 1 for share in shares)


def _unknown(mention: Mention, facts: Facts, traits: Traits) -> tuple[Verdict, str, Meaning | None]:
    """A value that no fact has: contradicted, unsupported, or puff. Of several meanings one of a kind that facts speak of counts; without
    one it is puff where any of them would be."""
    weak: tuple[Verdict, str, Meaning | None] | None = None
    puff = False
    for kind, value in mention.meanings:
        if value in _SHOE_SHAFTS and facts.goods.isdisjoint(_SHAFTED) and not any(trait.value in _SHOE_SHAFTS for trait in traits.all):
            puff = True
            continue
        mine = [trait for trait in _of(traits, kind, mention.part) if trait.holds and trait.kind]
        if mention.holds and (near := next((trait for trait in mine if _siblings(trait, value)), None)):
            return Verdict.CONTRADICTED, near.leaf.path, (kind, value)
        told = any(trait.leaf.key not in NAMES for trait in mine)
        if _is_puff(mention, kind, value, told and kind not in _FOODS, traits) or not (facts.product or mine):
            puff = True
            continue
        rivals = [trait for trait in mine if _excludes(trait, value)] if kind not in _MANY and mention.holds else []
        judged = (Verdict.CONTRADICTED, rivals[0].leaf.path, (kind, value)) if rivals else (Verdict.UNSUPPORTED, "", (kind, value))
        if told or len(mention.meanings) == 1:
            return judged
        weak = judged
    return weak if weak and not puff else (Verdict.UNSUPPORTED, "", None)


def _excludes(trait: Trait, value: str) -> bool:
    """Whether a fact leaves no room for another value of its kind: a tag is one of many, and how a cloth is made does not say of what."""
    return trait.leaf.key != "tags" and (trait.kind != "material" or (trait.value in _WEAVES) == (value in _WEAVES))


def _is_puff(mention: Mention, kind: str, value: str, told: bool, traits: Traits) -> bool:
    """Whether copy may say a value though no fact has it. `told`: a fact that is no title gives one of its kind."""
    if value in ("print", "graphic") and "pattern" in traits.named and "solid" not in {trait.value for trait in traits.all}:
        return True
    if kind == "pattern" and value in _THINGS and not (told or "pattern" in traits.named):
        return True
    if kind in _LOOKS and not told and traits.named.isdisjoint(_LOOKS):
        return True
    if kind in _PUFF or (value in _PUFF_VALUES and not (kind in _TOLD and kind in traits.named and mention.end > mention.start + 1)):
        return True
    named = told or (kind in _NAMED and value not in _GENTLE and _of_the_sort(kind, traits))
    return (kind not in _ALWAYS and not named and value not in _HARD_VALUES) or (not mention.holds and not _stated(kind, value))


def _siblings(trait: Trait, value: str) -> bool:
    """Whether a fact and a claim are two of one sort that excludes others (two honeys, two teas), or the claim is one of what the fact says."""
    if trait.kind not in _FOODS or trait.value == value:
        return False
    above = broader(trait.kind, value)
    return trait.value in above or bool(broader(trait.kind, trait.value) & above)


def _of_the_sort(kind: str, traits: Traits) -> bool:
    """Whether a fact has a name for values of a kind; what a thing tastes and smells of are one sort."""
    sort = ("taste", "scent") if kind in ("taste", "scent") else (kind,)
    return not traits.named.isdisjoint(sort)


def _stated(kind: str, value: str) -> bool:
    """Whether that it is not so is a statement of its own: "no parabens" is, "no pockets" is where a fact has pockets."""
    return kind in ("ingredient", "feature") and value not in _PUFF_VALUES


def _spared(mention: Mention, said: Said, facts: Facts) -> bool:
    """Whether words that no fact bears out claim nothing of this product."""
    before = said.plain[max(0, mention.start - 60) : mention.start]
    word = said.plain[mention.start : mention.end]
    if _SEVERAL.fullmatch(word) or (word in _GLEAMS and _gleams(facts.derived(Traits))):
        return True
    if word in ("knit", "blend", "weave") and _GOODS_WORD.search(said.plain[max(0, mention.start - 12) : mention.end]):
        return True
    if _MEASURED.search(before) or _OTHER_THING.search(before) or asks(said, mention.start) or _LIKE.search(clause := re.split("[.。!?;；、\n]", before)[-1]) or _NOT_THIS.match(said.plain[mention.end : mention.end + 8]):
        return True
    edible = any(kind in _FOODS or kind == "colour" for kind, _ in mention.meanings)
    if any(kind in ("ingredient", "scent", "taste") for kind, _ in mention.meanings) and _YOURS.search(before):
        return True
    if (edible and _SERVED.search(clause)) or (("detail", "pocket") in mention.meanings and _POCKETED.search(before)):
        return True
    if mention.meanings[0][0] == "material" and _IN_THE_WORLD.search(before) and _ALONE.match(said.plain[mention.end : mention.end + 8]):
        return True
    if _GLOWS.match(said.plain[mention.end : mention.end + 8]) and not any(_LIGHTS.search(text) for text, leaf in facts.derived(Traits).spelt if leaf.key in NAMES):
        return True
    return not mention.part and _of_another(mention, said, facts)


def _gleams(traits: Traits) -> bool:
    """Whether it is food, of which no fact gives a colour: that looks golden."""
    return "colour" not in traits.named and any(trait.kind in _FOODS for trait in traits.all)


def _of_another(mention: Mention, said: Said, facts: Facts) -> bool:
    """Whether it is said of another thing: the goods that are named next are none that the facts sell."""
    near = _END.split(said.plain[mention.start : mention.end + 24], maxsplit=1)[0]
    end = mention.end - mention.start
    next_to = [goods for goods in goods_in(near) if goods.end > end and _GAP.fullmatch(near[end : max(end, goods.start)])]
    return bool(next_to) and not any(goods.meanings & facts.goods for goods in next_to)
