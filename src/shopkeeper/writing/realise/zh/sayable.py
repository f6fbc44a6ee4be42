"""Facts made ready to be said in Chinese: with an entry of the word files, or as a plain statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ....text.attributes import spoken, values_of
from ....text.normalise import normalise
from ...facts import Fact
from .tables import Entry, Phrase, entries, mute, read, renamed, shown, words
from .thing import Thing, garments

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PARTED = re.compile(r"[/、,，;；|]")
_RANGE = re.compile(r"[(（](?:含|不含)[)）]")
_PLACE = re.compile(r"([\u3400-\u9fff]{2,4})[：:]\s*")
_LATIN_ASIDE = re.compile(r"(?<=[\u3400-\u9fff])[(（][A-Za-z ]+[)）]")
_LATIN = re.compile(r"[A-Za-z]{3,}[ -][A-Za-z]{3,}")
_OF_A_PART = re.compile(r"([\u3400-\u9fff]{1,4}?)(?:主|辅)?(?:材质|材料|面料|用料)$")
_ENDS = re.compile(r"(?:面料|材质|功能|设计|风格|图案|口味|工艺|款式|型|款|风)$")
_SHARES = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff）)])\s+(?=\d+(?:\.\d+)?\s*[%％])")  # 15%棉 85%涤
_NEXT_PART = re.compile(r"[、\s]+(?=[\u3400-\u9fff]{2,6}为)")  # 面料为100%亚麻 填充为100%棉
_WHOLE = re.compile(r"^100\s*%\s*([\u3400-\u9fff]+)$")
_EMPTY = re.compile(
    r"^0+(?:\.0+)?\s*[a-zA-Z\u3400-\u9fff]*(?:/\w*)?|.*(?:\*{2,}|_\d|\d{9,}|见描述|详见).*"
    r"|.*(?:其他|正品|官方|假一赔|GB ?/?T? ?\d{4}).*|(\d+)[xX*]\1[xX*]\1.*"
)
_SAYS = re.compile(r"^(?:可|带|支持|有|含|免|防)")
_CLAIMED, _DOES = "功效", "功能"  # what a thing is said to do for the body: nothing that no line of the word files knows
_YES = ("是", "支持", "有", "true", "yes")
_MOST = 4
_ABOUT = ("约", "大约", "小于", "大于", "不足")  # what stands before an amount, after which 为 is one word too many
_HALF_OPEN = re.compile(r"[(（]([^()（）]*)[)）]")
_BARE_NUMBER = re.compile(r"\d+(?:\.\d+)?")
# Names of which a number without its unit says nothing.
_NUMBERED = ("尺寸", "大小", "长", "宽", "高", "重", "容量", "含量", "功率", "直径", "厚")
_TIMES = {
    "h": "小时", "hr": "小时", "hour": "小时", "hours": "小时", "day": "天", "days": "天", "min": "分钟", "mins": "分钟", "month": "个月",
    "months": "个月", "year": "年", "years": "年", "week": "周", "weeks": "周",
}
_TIME = re.compile(rf"^(\d+(?:\.\d+)?)({'|'.join(sorted(_TIMES, key=len, reverse=True))})$", re.I)
_SEXES = ("男", "女")
KEYWORD = "keyword"
# Kinds of what is made, not eaten.
_OF_THINGS = ("material", "stuff", "pattern", "fit", "style", "finish", "detail", "neckline", "sleeve", "length", "shoe")
_WAYS = ("法", "工艺", "处理", "方式")  # how food was made: 水洗 coffee does not go into the wash
_SET = "套装"
_STUFFS = ("material", "stuff")
_LONGEST = 60
_OF_CLOTH = ("clothes", "shoes", "home", "general")
_TWICE = re.compile(r"([\u3400-\u9fff]{2})\1")  # a value that ends with the word of its frame: NFC功能功能
_NEXT_SIZE = re.compile(r"(?<=\S)\s+(?=(?:[SMLX]+|[大中小特])号|[SMLX]+ \d)")  # S号 … M号 …
_AS_A_NOUN = {"潮": "潮流"}  # values that are no noun by themselves


@dataclass(frozen=True, slots=True)
class Sayable:
    """Something to say: the facts behind it, the entry of its value, or the ways to state it plainly ("净含量500g")."""

    facts: tuple[Fact, ...]
    entry: Entry | None = None
    statements: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The value in a word or few."""
        return _AS_A_NOUN.get(self.value, "") or shown(self.entry.value) if self.entry else self.value

    @property
    def value(self) -> str:
        """The values as they are said, joined."""
        return "、".join(dict.fromkeys(clean(fact) for fact in self.facts))

    @property
    def of_part(self) -> bool:
        """Whether it speaks of one part of the thing: 橡胶鞋底."""
        return self.entry is not None and self.entry.kind in _STUFFS and bool(part_of(self.label))

    @property
    def label(self) -> str:
        """The name of the fact."""
        return label_of(self.facts[0])


def sayables(facts: Iterable[Fact], thing: Thing) -> list[Sayable]:
    """What can be said of facts, in their order; what names the thing itself, what a shop keeps for its shelves, what is denied, and what
    says the same twice is left out. Plain facts of one name are joined."""
    facts, out = tuple(facts), list[Sayable]()
    wholes = {fact for fact in facts if _WHOLE.match(normalise(clean(fact)))}
    filled = any("填充" in label_of(fact) for fact in facts)
    several = filled or len({clean(fact) for fact in wholes}) > 1  # 100% of two stuffs: each is of a part, which its name tells
    plain: dict[str, list[Fact]] = {}
    for fact in facts:
        if _silent(fact, thing):
            continue
        if several and fact in wholes:
            out.append(Sayable((fact,), None, tuple(f"{label_of(fact)}{verb}{clean(fact)}" for verb in ("为", "是"))))
        elif entry := entry_of(fact, thing):
            if all(entry.value != other.entry.value for other in out if other.entry):
                out.append(Sayable((fact,), entry))
        elif label_of(fact) in plain:
            plain[label_of(fact)].append(fact)
        else:
            plain[label_of(fact)] = [fact]
            out.append(Sayable((fact,)))
    stated = [each if each.entry or each.statements else _stated(plain[each.label][:_MOST]) for each in out]
    sexes = [each for each in stated if not each.entry and set("男女") & set(each.value)]
    return [each for each in stated if each not in sexes[1:]]


def entry_of(fact: Fact, thing: Thing) -> Entry | None:
    """What the word files know of a fact's value."""
    text = label_of(fact).removeprefix("是否") if fact.value is True or fact.text("zh") in _YES else clean(fact)
    plain = normalise(text)
    whole = _WHOLE.match(plain)
    word = whole[1] if whole else plain
    own = next((known for each in (word, _ENDS.sub("", word)) if (known := entries().get(each))), ())
    if fitting := [entry for entry in own if _fits(entry, label_of(fact), thing)]:
        return _named(fitting[0], label_of(fact), "100%" if whole else "")
    if word.startswith("常规") and "版型" not in label_of(fact):  # of a sleeve, of a length: no cut
        return None
    like = [known for kind, value in values_of(word) for said in spoken(kind, value, "zh") for known in entries().get(said, ())]
    fitting = [entry for entry in like if _fits(entry, label_of(fact), thing)]
    return _named(renamed(fitting[0], word), label_of(fact), "") if fitting else None


def _fits(entry: Entry, label: str, thing: Thing) -> bool:
    """Whether what is known of a value speaks of such goods: 水洗 of coffee is no denim, a bear's 造型 no print of one."""
    if thing.family == "food" and (entry.kind in _OF_THINGS or (entry.kind == "feature" and label.endswith(_WAYS))):
        return False
    if label.startswith("厚薄") or (label.startswith("是否") and entry.kind != "feature"):
        return False
    if entry.kind == "length" and entry.value.startswith("常规") and "长" not in label:
        return False
    if entry.kind == "material" and entry.value.startswith("斜纹") and thing.family not in _OF_CLOTH:  # the 斜纹 of a suitcase's shell
        return False
    if entry.kind == "colour" and "眼" in label:  # of an animal's eyes
        return False
    return (not entry.families or thing.family in entry.families) and not (entry.kind == "pattern" and "造型" in label)


def _named(entry: Entry, label: str, share: str) -> Entry:
    """An entry whose names say how much of it there is, and of which part it speaks."""
    part = part_of(label) if entry.kind in _STUFFS else ""
    value = f"{share}{shown(entry.value)}{part}"
    return replace(entry, names=(Phrase(value),), value=value) if share or part else entry


def part_of(label: str) -> str:
    """The part of which a name of a stuff speaks: 鞋底 of 鞋底材质, 扶手 of 扶手材质; "" where it is the whole thing."""
    known = next((said for name, said in read("names")["of_part"].items() if name in label), "")
    found = _OF_A_PART.match(label)
    return known or (found[1] if found and found[1] not in words(read("names")["whole"]["besides"]) else "")


def clean(fact: Fact) -> str:
    """A value as it is printed: "600W(含)-900W(含)" loses its brackets, "Galanz/格兰仕" its first half, a list gets its marks."""
    text = _NEXT_SIZE.sub("；", fact.text("zh")).replace("号 ", "号")
    text = _HALF_OPEN.sub(r"（\1）", _LATIN_ASIDE.sub("", _RANGE.sub("", text)).strip())
    text = text.replace("+-", "±").replace("m^2", "m²").replace("² -", "²-")
    parts = [part.strip() for part in _PARTED.split(text) if part.strip()]
    if len(parts) == 2 and _CHINESE.search(parts[1]) and not _CHINESE.search(parts[0]) and not any(map(str.isdigit, parts[0])):
        return parts[1]
    if len(parts) > 1 and (all(_CHINESE.fullmatch(part[:1]) for part in parts) or "/ " in text):
        text = "、".join(parts)
    text = _NEXT_PART.sub("，", _BETWEEN.sub("、", _PLACE.sub(r"\1为", text)))
    text = re.sub(r"(?<=[xX×*]) (?=\d)", "", re.sub(r"(?<=[\u3400-\u9fff])\+(?=[\u3400-\u9fff])", "和", text))
    text = re.sub(r"\+(?=\d+(?:\.\d+)?\s*[%％])|(?<=[\u3400-\u9fff）)])\s+(?=[\u3400-\u9fff])", "、", text)
    return _spoken_unit(re.sub(r"(?<=[\d%]) (?=[A-Za-z℃°\u3400-\u9fff])", "", text))


def _spoken_unit(text: str) -> str:
    """A time as one says it: 11h is 11小时; other units stand as a shop prints them (mm, kg, W)."""
    return _TIME.sub(lambda found: found[1] + _TIMES[found[2].lower()], text)


def label_of(fact: Fact) -> str:
    """The name of a fact in Chinese; a bare keyword has none."""
    return "" if fact.name == KEYWORD else fact.label.get("zh") or fact.name


def _silent(fact: Fact, thing: Thing) -> bool:
    text, label = clean(fact), label_of(fact).lower()
    entry = entry_of(fact, thing)
    known = entry is not None
    plain = normalise(text)
    return (not text or fact.value is False or plain in mute() - entries().keys() or plain in _quiet()[1] or len(text) > _LONGEST
            or (text.lower() in garments() and (text == thing.noun or text.lower() not in entries()))
            or (entry is not None and entry.kind == "taste" and text in thing.noun)  # 咖啡 of 咖啡豆
            or (not known and (_guessed(fact, thing) or _says_nothing(text, label, thing))))


def _guessed(fact: Fact, thing: Thing) -> bool:
    """Whether a plain fact was only read off a title: one of its search words, a series, a name."""
    return fact.record == "title" and (fact.name in ("feature", "material", "taste", "ingredient", "style", "detail")
                                       or (fact.name == "gender" and not thing.group))


def _says_nothing(text: str, label: str, thing: Thing) -> bool:
    """Whether a value that no line knows is for the shelf, empty, the other language, or a promise of care products."""
    if (label.startswith("是否") and text not in _YES) or "。" in text or "请" in text:
        return True
    if text.startswith(("未", "无")) and label.endswith(("材质", "分数", "分级")):
        return True
    if "重" in label and re.search(r"[*×].*[*×]", text):
        return True
    if _BARE_NUMBER.fullmatch(text) and any(word in label for word in _NUMBERED):
        return True
    if text.startswith("常规") or _too_much(text) or ("品牌" in label and label != "品牌") or ("数量" in label and text.startswith("无")):
        return True
    if text in _YES:
        return _SAYS.match(label.removeprefix("是否")) is None or any(word in label for word in _quiet()[0])
    return ((len(text) < 2 and text not in _SEXES) or _english(text) or _EMPTY.fullmatch(text) is not None or text in label
            or text in (thing.noun, _SET)
            or any(word in label for word in _quiet()[0])
            or _CLAIMED in label
            or (thing.family == "beauty" and _DOES in label))


def _too_much(text: str) -> bool:
    """Whether the shares of one stuff come to more than the whole of it: a record's slip that no text should repeat."""
    return "为" not in text and len(shares := _SHARES.findall(text)) > 1 and sum(map(float, shares)) > 101


def _english(text: str) -> bool:
    return not _CHINESE.search(text) and _LATIN.search(text) is not None


@cache
def _quiet() -> tuple[tuple[str, ...], frozenset[str]]:
    skip = read("names")["skip"]
    return words(skip["names"]), frozenset(map(normalise, words(skip["values"])))


def _stated(facts: Sequence[Fact]) -> Sayable:
    label, joined = label_of(facts[0]), "、".join(dict.fromkeys(clean(fact) for fact in facts))
    joined = re.sub("(?<=[男女])[士式装]$", "", joined) if label == "性别" else f"{joined}士" if joined in _SEXES else joined
    if joined in _YES:
        return Sayable(tuple(facts), None, (label.removeprefix("是否").replace("有无", "有"),))
    if "，" in joined or re.match(r"[\u3400-\u9fff]{2,6}为", joined):
        return Sayable(tuple(facts), None, (joined,))
    if label == "件数" and joined.isdigit():
        joined = f"{joined}件"
    if label.startswith("填充") and re.match(r"\d+(?:\.\d+)?\s*(?:[gG克]|[kK][gG])", joined):
        return Sayable(tuple(facts), None, (f"填充量{joined}",))
    joined = joined.removesuffix("适用") if label.startswith("适用") else joined
    if joined.endswith("通用"):
        return Sayable(tuple(facts), None, (joined,))
    names = read("names")
    if not label:
        ways = names["keyword"]["amount" if any(map(str.isdigit, joined)) else "word"]
    elif facts[0].name.endswith(" choices") or (facts[0].name == "colour" and "、" in joined):
        ways = names["choices"]["ways" if facts[0].name.endswith(" choices") else "several"]
    else:
        ways = _ways(label)
    joined = f"{joined}肌肤" if "肤质" in label and joined.endswith("性") else joined
    ways = ["{l}{v}"] if joined.startswith(_ABOUT) and label else ways
    close = label[-1:].isascii() or not re.search(r"\d", joined)  # 笔记本CPU, 烘烤方式冻干 need a word before the value
    said = (way.format(v=joined, l=label) for way in ways if not (close and way == "{l}{v}"))
    return Sayable(tuple(facts), None, tuple(_TWICE.sub(r"\1", text).replace("味口味", "味") for text in said))


@cache
def _ways(label: str) -> tuple[str, ...]:
    """How a plain fact is said by its name; a name that says more than the known one is said with it (硬盘容量1TB)."""
    names = read("names")
    fits = [name for name in names["frames"] if name in label]
    best = max(fits, key=len) if fits else ""
    more = label.replace(best, "", 1) if best else ""
    if not best or (more and (best in words(names["whole"]["names"]) or more not in words(names["whole"]["besides"]))):
        return tuple(names["fallback"]["ways"])
    return tuple(names["frames"][best])
