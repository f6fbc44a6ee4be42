"""Colours in both languages: a word of a query, a value of a shop, and whether the one is a shade of the other."""

from __future__ import annotations

import re
from functools import lru_cache

from ...text.normalise import normalise

# base colour: its words in Chinese (without 色) and English.
_BASES: dict[str, str] = {
    "red": "红 大红 正红 red", "blue": "蓝 blue", "green": "绿 green", "pink": "粉 粉红 pink", "purple": "紫 purple violet", "yellow": "黄 yellow",
    "orange": "橙 橘 orange", "grey": "灰 grey gray", "brown": "棕 褐 咖 咖啡 brown", "black": "黑 black", "white": "白 white", "sand": "沙 sand",
    "gold": "金 金黄 gold golden", "silver": "银 silver", "beige": "米 米白 杏 beige", "khaki": "卡其 驼 khaki camel tan", "transparent": "透明 transparent clear",
    "multi": "彩 花 五彩 multicolor multicolour multicolored colorful colourful",
}  # fmt: skip
# shade: its base, its tone, its words.
_SHADES: list[tuple[str, str, str]] = [
    ("blue", "dark", "藏青 藏蓝 深蓝 海军蓝 navy"), ("blue", "light", "天蓝 浅蓝 湖蓝 冰蓝 雾霾蓝 sky baby"), ("blue", "", "宝蓝 克莱因蓝 royal cobalt azure indigo"),
    ("green", "light", "薄荷绿 浅绿 嫩绿 mint"), ("green", "dark", "墨绿 深绿 军绿 橄榄绿 olive forest"), ("green", "", "鼠尾草绿 草绿 豆绿 抹茶绿 sage lime emerald teal"),
    ("pink", "", "玫瑰粉 樱花粉 藕粉 桃粉 rose fuchsia magenta"), ("purple", "light", "丁香紫 浅紫 香芋紫 lilac lavender"), ("purple", "dark", "深紫 plum"),
    ("red", "dark", "酒红 深红 砖红 burgundy maroon wine"), ("red", "", "朱红 橘红 中国红 scarlet crimson"), ("grey", "dark", "深灰 炭灰 charcoal graphite anthracite"),
    ("grey", "light", "浅灰 银灰"), ("brown", "dark", "深棕 chocolate"), ("brown", "light", "浅棕"), ("white", "", "象牙白 奶白 乳白 ivory cream"), ("yellow", "", "姜黄 柠檬黄 mustard lemon"),
    ("orange", "", "珊瑚橙 coral"), ("black", "", "曜石黑 哑光黑"),
]  # fmt: skip
_TONES = {"深": "dark", "暗": "dark", "浅": "light", "淡": "light", "dark": "dark", "deep": "dark", "light": "light", "pale": "light"}
_WORDS: dict[str, tuple[str, str]] = {
    **{word: (base, "") for base, words in _BASES.items() for word in words.split()},
    **{word: (base, tone) for base, tone, words in _SHADES for word in words.split()},
}
_NEEDS_SUFFIX = frozenset("沙 金 银 米 杏 咖 咖啡 彩 花 驼 透明".split())  # words of other things too, unless 色 follows
_ENGLISH_ALONE = {word for word in _WORDS if word.isascii()} - set("sky baby mint rose wine chocolate cream forest sage plum coral lemon sand tan clear camel royal multi".split())
# Things whose names begin with a colour that is not theirs.
_COMPOUND = re.compile(
    r"(?:black|green|white|red|yellow) (?:tea|wine|friday|noise|pepper|bean|beans|rice|list|board|box|bull|eye|carpet|chocolate|card)\b|orange (?:juice|peel|tree)|brown (?:rice|sugar)|"
    r"white(?:board| noise| label)|blue(?:tooth|berry| light|-light| ray|-ray)|green(?:house| bean)|gold(?:en gate|fish| medal)|silver(?:ware| jeans| medal)|pink floyd|"
    r"小[白黑红]鞋|[黑白]巧|黑[色]?星期五|[红黑白]枣|[红黑白绿黄]茶|红酒|白酒|黄酒|红包|红薯|绿豆|黑豆|黑板|白板|白纸|黄金|白金|金属|银行|红外|蓝牙|蓝光|绿植|白噪|黑科技|黑头|美白|红木|红糖|黑糖|粉底|粉饼|粉丝|灰尘|黄油"
)
_CHINESE = re.compile(
    r"(?:" + "|".join(sorted((w for w in _WORDS if not w.isascii()), key=len, reverse=True)) + r")(色)?"
)
_TONED = re.compile(r"[深暗浅淡]")
_LATIN = re.compile(r"\b(?:(dark|deep|light|pale)[ -])?([a-z]+)\b(?:[ -](" + "|".join(w for w in _BASES if w.isascii()) + r"|gray))?")
_PARTS = re.compile(r"[,/&+、]| and |和")

Shade = tuple[str, str]  # base colour and tone; tone "" is any


def find_colours(text: str, edges: frozenset[int]) -> list[tuple[int, int, Shade]]:
    """The colours that a normalised query names, each with its place; `edges` are where words begin or end."""
    hidden = compounds(text)
    found = [*_chinese(text, edges), *_english(text)]
    return [each for each in found if not any(start < each[1] and each[0] < end for start, end in hidden)]


def compounds(text: str) -> list[tuple[int, int]]:
    """Where a query names a thing whose name begins with a colour that is not its own: "white noise"."""
    return [match.span() for match in _COMPOUND.finditer(text)]


def _chinese(text: str, edges: frozenset[int]) -> list[tuple[int, int, Shade]]:
    found = []
    for match in _CHINESE.finditer(text):
        start, end = match.span()
        word = match.group().removesuffix("色") or "色"
        shade = _WORDS[word]
        if start and text[start - 1] in _TONES:
            start, shade = start - 1, (shade[0], _TONES[text[start - 1]])
        if match[1] or (word not in _NEEDS_SUFFIX and _stands_alone(text, start, end, len(word), edges)):
            found.append((start, end, shade))
    return found


def _stands_alone(text: str, start: int, end: int, length: int, edges: frozenset[int]) -> bool:
    """Whether a colour without 色 is meant as one: "红的", "红裙子", not the 红 of 红枣."""
    if start not in edges or end not in edges:
        return False
    if length > 1 or end == len(text) or not text[end].isalpha() or text[end] in "的款或和与跟":
        return True
    following = min((edge for edge in edges if edge > end), default=end)
    return following - end >= 2


def _english(text: str) -> list[tuple[int, int, Shade]]:
    found = []
    for match in _LATIN.finditer(text):
        tone, word, base = match.groups()
        if base and word in _WORDS:
            shade = _WORDS[word] if word not in _BASES else _WORDS[base]
        elif word in _ENGLISH_ALONE:
            shade = _WORDS[word]
        elif base in _WORDS:
            found.append((match.start(3), match.end(3), _WORDS[base]))
            continue
        else:
            continue
        end = match.end() if base and word in _WORDS else match.end(2)
        found.append((match.start(), end, (shade[0], _TONES[tone] if tone else shade[1])))
    return found


@lru_cache(maxsize=20_000)
def shades_of(value: str) -> tuple[Shade, ...]:
    """The colours that a shop's value names: "Sage Green" is a green, "Black/White" both; () when it is no colour."""
    found = []
    for part in _PARTS.split(normalise(value)):
        word = part.strip().removesuffix("色")
        if shade := _whole(word):
            found.append(shade)
    return tuple(found)


def _whole(word: str) -> Shade | None:
    if word in _WORDS:
        return _WORDS[word]
    if word[:1] in _TONES and word[1:] in _WORDS:
        return _WORDS[word[1:]][0], _TONES[word[0]]
    first, _, last = word.rpartition(" ")
    if last in _WORDS and last.isascii():
        return _WORDS[last][0], _TONES.get(first, _WORDS.get(first, ("", ""))[1])
    return next(((_WORDS[word[i:]][0], "") for i in range(1, len(word)) if not word.isascii() and word[i:] in _WORDS), None)
