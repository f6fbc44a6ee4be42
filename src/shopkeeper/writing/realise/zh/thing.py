"""What the thing is called in Chinese, and how it is counted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ....shop import Localized
from ....text.analyse import segment
from ...facts import Material
from ...families import family_of
from .tables import read, words

ANY = "款"
_LONGEST = 10
_SHORT_TITLE = 18
_KINDS_OF_FOOD = ("饮料", "奶", "奶粉", "酒", "油", "茶", "酱", "糖", "饼", "面")  # how a category ends that names what it holds
_NO_NOUNS = (  # last words of a title that are no thing
    "掉发", "脱发", "保湿", "补水", "美白", "控油", "正品", "包邮", "同款", "新款", "神器", "官方", "推荐", "爆款", "清仓")
_TAIL = 3  # characters that name a thing at the end of a title, where nothing else does
_BARE_OF = ("裙子", "裤子", "鞋子")
_BARE = ("裙", "裤", "衣")
_GROUPS = ("上衣", "裙子", "裤子", "女装", "男装", "童装", "服饰")
_DRINKS = ("茶", "咖啡", "咖啡豆", "酒", "饮料", "果汁", "牛奶", "水")
_HEAPS = ("套装", "组合", "件套", "礼盒")
_STYLED = re.compile(r"(?:设计师|[\u3400-\u9fff]{2})款$")
_PARENS = re.compile(r"[(（\[【].*?[)）\]】]")
_LETTER = re.compile(r"[A-Za-z\u3400-\u9fff]")
_NUMBER = re.compile(r"\d")
_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_AMOUNT = re.compile(
    r"\s*[*×xX]\s*\d+$|\s*\d+(?:\.\d+)?\s*(?:cm|厘米|寸|英寸|克|g|kg|ml|毫升|L|升|件|只|个|片)(?:/\S+)?$|\s+\S*系列$|\s+\S+版$|\s+一[\u3400-\u9fff]$")
_NAMING = ("品名", "单品", "款式", "种类", "名称")  # ends of names of facts whose value may name the thing


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun (连衣裙), the short one for later mentions (裙子), its measure word (条), its class of garment or "", its family, its
    brand, whether it is said to be for men, its whole title, and whether its noun or its categories are of
    the family as well as the title's words."""

    noun: str
    short: str
    measure: str
    group: str
    family: str
    brand: str = ""
    for_men: bool = False
    title: str = ""
    sure: bool = True

    @property
    def measure_word(self) -> str:
        """The measure word as it stands before the noun: no 套 before a 套装."""
        return ANY if self.noun.startswith(self.measure) else self.measure

    @property
    def bare(self) -> str:
        """The noun after another word: the 裙 of a 雪纺裙."""
        return self.noun.removesuffix("子") if self.noun in _BARE_OF else self.noun

    @property
    def use(self) -> str:
        """What one does with it: 穿, 吃, 喝, 用."""
        if self.family == "food":
            return "喝" if self.noun.endswith(_DRINKS) else "吃"
        return "穿" if self.group else "用"


def thing_of(material: Material) -> Thing:
    """The thing that a text is about. Facts that name it (衣样式: 衬衫) are better than the record's noun for a whole group (上衣)."""
    named = [text for text in _texts(material) if text.lower() in garments()]
    noun = _spoken(_noun(material, named))
    noun = next((text for text in _texts(material) if text in _kinds_of(noun)), noun)
    group = "" if noun.endswith("套装") and material.family not in ("clothes", "general") else group_of(noun)
    family = "shoes" if group == "鞋" else "clothes" if group else material.family
    stated = family_of(Localized(), material.category)
    stated = family_of(Localized(noun, ""), ()) if stated == "general" else stated
    title = _plain(material.title.get("zh"))
    return Thing(noun, _short(noun, group), measure_of(noun), group, family, brand_of(material), _for_men(material), title,
                 bool(group) or stated == family)


@cache
def garments() -> frozenset[str]:
    """Values that name a garment."""
    return frozenset(words(read("nouns")["garments"]["names"]))


def group_of(noun: str) -> str:
    """The class of garment of a noun, by how it ends."""
    return _ending(noun, "class")


def measure_of(noun: str) -> str:
    """The measure word of a noun, by how it ends; 款 fits every product."""
    return _ending(noun, "measure") or ANY


def brand_of(material: Material) -> str:
    """The brand's Chinese name of a record such as "Galanz/格兰仕"; "" where it says that there is none."""
    names = [name.strip() for name in _PARENS.sub("", material.brand.get("zh")).split("/")]
    chinese = [name for name in names if re.search(r"[\u3400-\u9fff]", name)]
    chosen = (chinese or names)[-1]
    nobody = chosen.lower() in words(read("names")["skip"]["values"]) or "其他" in chosen
    return "" if nobody or chosen.endswith("制造商") or not _LETTER.search(chosen) else chosen


def _for_men(material: Material) -> bool:
    said = " ".join((material.title.get("zh"), material.noun.get("zh"), *_texts(material)))
    return "男" in said and "女" not in said


def _texts(material: Material) -> list[str]:
    return [fact.text("zh") for fact in material.facts if "方式" not in fact.label.get("zh")]  # 穿着方式: 开衫 is how a shirt is put on


def _kinds_of(noun: str) -> tuple[str, ...]:
    """The nouns that say more than a bare one: 阔腿裤 of 裤子."""
    return words(read("nouns")["closer"].get(noun, ""))


def _noun(material: Material, named: list[str]) -> str:
    """A name of the record; what category and title both say; of a long title, which is a heap of search words, the category; of a short
    one its end."""
    own, title = material.noun.get("zh"), _plain(material.title.get("zh"))
    leaf = _leaf(material.category[-1].zh) if material.category else ""  # one that is only English is no word of a Chinese text
    if named:
        return max(named, key=len) if own in _BARE or len(own) < 2 else named[0] if own in _GROUPS else own
    if leaf and (said := _agreed(leaf, own, title)):
        return said
    if material.family == "food" and len(leaf) > 1 and len(title) > _SHORT_TITLE and leaf not in title:  # a shelf that may hold others
        return leaf[-2:] if leaf[-2:] in title else _counted(title, True) or (leaf if leaf.endswith(_KINDS_OF_FOOD) else "食品")
    strange = bool(leaf) and len(title) > _SHORT_TITLE and leaf[-2:] not in title  # 螺蛳粉 over a 米线
    strange = strange and material.family not in ("clothes", "shoes")
    shelf = _is_shelf(leaf) or bool(leaf and title.startswith(leaf) and measure_of(leaf) == ANY)
    if (strange or shelf) and len(title) > _SHORT_TITLE and (said := _told(material) or _counted(title, strange and not shelf)):
        return said
    if leaf and (len(title) > _SHORT_TITLE or not title) and not leaf.endswith(_GROUPS) and not shelf:
        return leaf
    plain = _STYLED.sub("", title)
    loose = _whole_words(plain, _TAIL).strip("·-“”") if shelf and _CHINESE.fullmatch(plain[-_TAIL:]) else ""
    ends = _tail(title, own) if title and (len(title) <= _SHORT_TITLE or shelf) else ""
    own = "" if own == leaf and shelf else own
    loose = "" if loose.endswith(_NO_NOUNS) or len(title) > _SHORT_TITLE else loose
    own = "" if len(own) > _LONGEST else own
    surely = _counted(title, True) if shelf else leaf if not own else ""
    return ends or loose or surely or own or _last_words(title) or _by_use(leaf)


def _is_shelf(leaf: str) -> bool:
    """Whether a category names a shelf, a service or a use (宠物, 鲜花速递, 男士包袋), which nothing is called by."""
    known = read("nouns")["collective"]
    return leaf in words(known["names"]) or leaf.endswith(words(known["endings"]))


def _by_use(leaf: str) -> str:
    """A category that names a use (美甲工具), where nothing better is known; else 商品."""
    return leaf if leaf.endswith(("工具", "用品", "配件", "设备")) and len(leaf) > 2 else "商品"


def _told(material: Material) -> str:
    """The thing as a fact names it (款式: 胸包), where it is one that is counted."""
    named = (fact.text("zh") for fact in material.facts if fact.label.get("zh").endswith(_NAMING))
    return next((text for text in named if _CHINESE.fullmatch(text) and len(text) <= _LONGEST and measure_of(text) != ANY), "")


def _counted(title: str, surely: bool = False) -> str:
    """A word of a heap of search words that is counted: the first that is surely one, else the last."""
    known = [(title.find(end), end) for ends in read("nouns")["measure"].values() for end in words(ends) if len(end) > 2 and end in title]
    if known:
        return min(known)[1]
    found = [word for word in segment(title) if len(word) > 1 and _CHINESE.fullmatch(word) and measure_of(word) != ANY and word != "神器"]
    whole = [word for word in found if word[-2:] in _ends()]
    return whole[0] if whole else found[-1] if found and not surely else ""


@cache
def _ends() -> frozenset[str]:
    """The nouns of two characters that are counted: surer than one of one character (送花 is none)."""
    return frozenset(end for ends in read("nouns")["measure"].values() for end in words(ends) if len(end) == 2)


def _last_words(title: str) -> str:
    """The last part of a short title, where nothing in it is known: better than 商品."""
    parts = [part for part in re.split(r"[\s·]+", title) if len(part) > 1 and _CHINESE.fullmatch(part)]
    return parts[-1] if parts and len(parts[-1]) <= _SHORT_TITLE // 2 else ""


def _agreed(leaf: str, own: str, title: str) -> str:
    """What category and title both name: the category (手机壳; with one character more where the title's word has it, 洁面乳), of a shelf
    for several things the one in the title (积木 of 积木拼插, 茶具 of 茶壶茶具); "" where they do not meet."""
    if _is_shelf(leaf) or leaf.endswith(_GROUPS) or len(leaf) < 2:
        return ""
    if len(own) > 1 and own in title and leaf not in title and leaf.endswith(own) and len(leaf) - len(own) > 2:
        return own  # a narrower shelf than the title tells: 耳机 on that of 游戏电竞头戴耳机
    if title.startswith(leaf) and title != leaf and measure_of(leaf) == ANY and not title.removeprefix(leaf)[:1].isdigit():
        return ""  # what a title begins with and nobody counts is a theme or a brand
    if found := re.search(rf"{re.escape(leaf)}(?:[\u3400-\u9fff](?![\u3400-\u9fff]))?", title):
        return found[0] if measure_of(found[0]) != ANY else leaf
    if own in title and len(own) > 1 and leaf.startswith(own):
        return own
    if own in title and len(own) > 1 and own[-2:] == leaf[-2:]:
        return leaf
    if len(leaf) > 2 and leaf.endswith(("新", "类")) and leaf[:-1] in title:
        return leaf[:-1]
    halves = (leaf[at:] for at in range(1, len(leaf) - 1))
    half = next((half for half in halves if half in title and measure_of(half) != ANY), "")
    said = [word for word in segment(title) if half and word.endswith(half) and len(word) <= _LONGEST // 2]  # 晾衣架 of 衣架
    return max(said, key=len, default=half)


def _leaf(category: str) -> str:
    """A category without what stands in brackets; of several with a stroke between, the first that can be counted."""
    parts = [part.strip() for part in _PARENS.sub("", category).split("/") if len(part.strip()) > 1 and part.strip() not in _no_names()]
    best = [part for part in parts if measure_of(part) != ANY] or [part for part in parts if len(part) > 2] or parts
    return best[0] if best else ""


@cache
def _no_names() -> tuple[str, ...]:
    return words(read("names")["skip"]["values"])


def _tail(title: str, own: str) -> str:
    """The end of a short title that names the thing: 羽绒枕 of 可水洗羽绒枕; `own` where that is a known name and says as much."""
    parts = [part for part in title.split() if not _NUMBER.search(part)] or title.split()
    title = next((part for part in reversed(parts) if measure_of(part) != ANY), parts[0])
    end = max((end for ends in read("nouns")["measure"].values() for end in words(ends) if title.endswith(end)), key=len, default="")
    if not end:
        return ""
    more = 2 if len(end) == 1 or end in _HEAPS else 0
    *before, last = segment(title)
    last = f"{before[-1]}{last}" if before and len(before[-1]) == 1 and _CHINESE.fullmatch(before[-1]) else last  # 登机箱
    if len(end) == 1 and 1 < len(last) <= _TAIL and _CHINESE.fullmatch(last):
        return own if title.endswith(own) and len(own) > len(last) else last
    found = _whole_words(title, len(end) + more) if more else title[-len(end) :]
    if title.endswith(own) and len(own) >= len(found):
        return own
    return found if _CHINESE.fullmatch(found) else end


def _whole_words(title: str, least: int) -> str:
    """The end of a title of so many characters, or of a few more, so that no word is cut: 休闲椅组合, not 闲椅组合."""
    taken = ""
    for word in reversed(segment(title)):
        taken = word + taken
        if len(taken) >= least and (len(word) > 1 or len(taken) > least):
            break
    return taken.lstrip("米寸升克") or taken


def _plain(title: str) -> str:
    return _AMOUNT.sub("", _PARENS.sub("", title)).strip()


def _spoken(noun: str) -> str:
    return str(read("nouns")["spoken"].get(noun.lower(), noun))


def _short(noun: str, group: str) -> str:
    return {"裙": "裙子", "裤": "裤子", "鞋": "鞋子"}.get(group, noun)


def _ending(noun: str, section: str) -> str:
    known = ((end.lower(), name) for name, ends in read("nouns")[section].items() for end in words(ends))
    fits = [(len(end), name) for end, name in known if noun.lower().endswith(end)]
    return max(fits)[1] if fits else ""
