"""Who is speaking: names, as they are said to identify oneself."""

from __future__ import annotations

import re

_SURNAMES = (
    "欧阳|司马|上官|诸葛|[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖"
    "邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文]"
)
_CHINESE = re.compile(
    rf"(?:我叫|我的?名字(?:是|叫)?|姓名(?:是|为|：|:)?|名字(?:是|叫|：|:)|收件人(?:是|：|:)?|收货人(?:是|：|:)?|本人|我是)\s*"
    rf"((?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}})(?![\u4e00-\u9fff])"
)
_CHINESE_ALONE = re.compile(rf"^\s*((?:{_SURNAMES})[\u4e00-\u9fff]{{1,2}})(?=\s*(?:[，,、。\s]|\d|$))")
_LATIN_IN_CHINESE = re.compile(
    r"(?:我叫|我的?名字(?:是|叫)?|姓名(?:是|为|：|:)?|名字(?:是|叫|：|:)|我是|本人)\s*([A-Za-z][A-Za-z'’-]+(?:[\s·]+[A-Za-z][A-Za-z'’-]+){1,2})"
)
_LEAD = r"(?:my\s+(?:full\s+)?name(?:'s|\s+is|\s*:)?|(?:the\s+)?name(?:'s|\s+is|\s*:)|i\s*am|i['’]?m|this\s+is|it['’]?s|call\s+me)"
_WORD = r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’-]*"
_ENGLISH = re.compile(rf"(?<![A-Za-z])({_LEAD})\s+({_WORD}(?:\s+{_WORD}){{1,2}})", re.I)
_ALONE = re.compile(rf"^\W*({_WORD}\s+{_WORD}(?:\s+{_WORD})?)\s*(?:[,，;.\s-]|and|zip|code|in|from|my|is)*\s*(?:\d{{5,6}}|$)", re.I)
_SURE = re.compile(r"name|call", re.I)
# What follows "I am" and is no name.
_NO_NAME = frozenset(
    "a an the not so very just also still here at in on of to from with for about and but or if my your this that it there looking trying having "
    "going getting calling writing asking wondering interested sorry sure happy unhappy afraid glad fine good okay ok really quite pretty too "
    "extremely super totally completely absolutely sick tired done angry upset furious mad disappointed frustrated annoyed confused new old "
    "waiting hoping planning thinking using unable able ready back out off only already now never always being order ordered missing "
    "in is was are were be been will would can could should have has had do does did no yes hi hello thanks please return exchange cancel "
    "refund wrong broken late stuck worried curious located moving living buying shopping returning expecting receiving contacting kind "
    "customer account because since when what who why how which whatever default order visa paypal mastercard zip code email".split()
)


def find_names(text: str, expects: str = "", zips: bool = False) -> list[str]:
    """The names by which people introduce themselves: "I'm Mei Chen", "my name is …", "我叫王小明". In lower letters only with a postcode
    beside it (`zips`), after "my name is", or when the assistant has asked who it is."""
    found = [match[1] for pattern in (_CHINESE, _LATIN_IN_CHINESE) for match in pattern.finditer(text)]
    asked = expects == "identity"
    introduced = ((_cut(match[2]), match[1]) for match in _ENGLISH.finditer(text))
    found += [name for name, lead in introduced if name and (_proper(name) or asked or zips or _SURE.search(lead))]
    if not found and asked:
        alone = _CHINESE_ALONE.search(text) or _ALONE.search(text)
        name = (alone[1] if not alone[1][0].isascii() else _cut(alone[1])) if alone else ""
        found += [name] if name else []
    return list(dict.fromkeys(" ".join(each.replace("·", " ").split()) for each in found))


def _cut(words: str) -> str:
    """The first two or three words as far as they may be a name; "" where fewer than two are."""
    kept: list[str] = []
    for word in words.split():
        if word.lower() in _NO_NAME:
            break
        kept.append(word)
    if len(kept) == 3 and kept[0][0].isupper() and not kept[2][0].isupper():
        kept.pop()
    return " ".join(kept) if len(kept) >= 2 else ""


def _proper(name: str) -> bool:
    return all(word[0].isupper() for word in name.split())
