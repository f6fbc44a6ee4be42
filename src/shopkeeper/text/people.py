"""Whom something is for, and for which occasion, as shoppers say it in either language."""

from __future__ import annotations

import re

from ..shop import Localized

_PEOPLE: list[tuple[Localized, str, str]] = [
    (Localized("女朋友", "girlfriend"), "女朋友|女友|对象", "girlfriend"),
    (Localized("男朋友", "boyfriend"), "男朋友|男友", "boyfriend"),
    (Localized("妻子", "wife"), "老婆|妻子|媳妇|太太", "wife"),
    (Localized("丈夫", "husband"), "老公|丈夫|先生", "husband"),
    (Localized("妈妈", "mother"), "妈妈|母亲|老妈|我妈|婆婆|岳母", "mother|mom|mum|mommy"),
    (Localized("爸爸", "father"), "爸爸|父亲|老爸|我爸|公公|岳父", "father|dad|daddy"),
    (Localized("父母", "parents"), "父母|爸妈|爸爸妈妈", "parents"),
    (Localized("长辈", "grandparents"), "长辈|爷爷|奶奶|外公|外婆|老人家?", "grand(?:ma|pa|mother|father|parents)|elderly"),
    (
        Localized("孩子", "child"),
        "孩子|小孩|小朋友|儿子|女儿|娃|侄子|侄女|外甥",
        "child|kids?|children|son|daughter|nephew|niece|toddler",
    ),
    (Localized("宝宝", "baby"), "宝宝|婴儿|新生儿", "baby|newborn"),
    (Localized("朋友", "friend"), "朋友|闺蜜|哥们|室友", "friends?|roommate|flatmate"),
    (Localized("同事", "colleague"), "同事|同僚", "colleagues?|coworkers?|co-workers?"),
    (Localized("老师", "teacher"), "老师|导师", "teacher"),
    (Localized("老板", "boss"), "老板|领导|上司", "boss|manager"),
    (Localized("客户", "client"), "客户", "clients?"),
    (Localized("姐妹", "sister"), "姐姐|妹妹|姐妹", "sister"),
    (Localized("兄弟", "brother"), "哥哥|弟弟|兄弟", "brother"),
]
_OCCASIONS: list[tuple[Localized, str, str]] = [
    (Localized("生日", "birthday"), "生日", "birthday"),
    (Localized("结婚", "wedding"), "结婚|婚礼|新婚", "wedding"),
    (Localized("纪念日", "anniversary"), "纪念日", "anniversary"),
    (Localized("情人节", "Valentine's Day"), "情人节|七夕", "valentine'?s?(?: day)?"),
    (Localized("圣诞节", "Christmas"), "圣诞(?:节)?", "christmas|xmas"),
    (Localized("春节", "New Year"), "春节|过年|新年", "(?:chinese )?new year"),
    (Localized("中秋", "Mid-Autumn"), "中秋(?:节)?", "mid-autumn(?: festival)?"),
    (Localized("乔迁", "housewarming"), "乔迁|搬家|搬新家", "house ?warming"),
    (Localized("毕业", "graduation"), "毕业", "graduation"),
    (Localized("母亲节", "Mother's Day"), "母亲节", "mother'?s day"),
    (Localized("父亲节", "Father's Day"), "父亲节", "father'?s day"),
]
_GIVEN = (
    r"(?:想|要|打算)?(?:买(?:来|个|点)?)?(?:送给?|给|为)(?:我)?(?:的)?(?:{0})(?:的)?"
    r"(?:买(?:个|点|一个|件)?|选(?:个)?|挑(?:个)?|准备(?:个)?)?"
)
_FOR = r"\b(?:for|to give(?: to)?) (?:my |a |an |his |her |our |the )?(?:{0})(?:'s)?\b"
_THING = re.compile(
    r"(?:买|选|挑|找|来|送)?(?:一)?(?:个|件|份|点|些)?(?:什么|啥)?(?:礼物|礼品|东西|好东西|好物|小礼物)(?:比较)?(?:好|合适)?(?:吧|呢)?|(?:送(?:点|些)?)?(?:什么|啥)(?:比较)?(?:好|合适)?(?:呢)?|"
    r"\b(?:a |an |some |the )?(?:nice |good |small |little )?(?:gifts?|presents?|something|anything|things?)(?: (?:nice|good|special))?\b"
)
# What may stand around the one that a gift is for, and names no thing.
_AROUND = re.compile(
    r"适合|合适|送礼|送人|伴手礼|推荐|有什么|什么|比较|[送给买选挑的用好吗呢吧个件份我想要\s,，。.!！?？、]|\b(?:for|to|a|an|the|my|is|good|as|give|ideas?|what|who|"
    r"has|everything)\b|'s\b"
)


def recipient(text: str) -> tuple[Localized, tuple[int, int]] | None:
    """Whom a normalised message names as the one it is for, and where it says so."""
    for name, zh, en in _PEOPLE:
        ours = f"我(?:的|家)?(?:{zh})(?!的)|(?:{zh})(?:的)?(?=过?(?:生日|过节|结婚|毕业))"
        match = re.search(f"{_GIVEN.format(zh)}|{ours}|{_FOR.format(en)}", text)
        if match:
            return name, match.span()
    return None


def occasion(text: str) -> tuple[Localized, tuple[int, int]] | None:
    """The occasion that a normalised message names, and where."""
    for name, zh, en in _OCCASIONS:
        match = re.search(
            rf"(?:{zh})(?:用|送的|的)?|\b(?:(?:for|on|as) )?(?:an? |the |her |his |their )?(?:{en})(?= |$|[,.!?])(?! cake)", text
        )
        if match:
            return name, match.span()
    return None


def generic(text: str) -> str:
    """A normalised message without the words that name no thing: 礼物, "a gift", "something"."""
    return " ".join(_THING.sub(" ", text).split())


def gift_wanted(text: str) -> bool:
    """Whether a normalised message asks for a gift as such."""
    return re.search(r"礼物|礼品|送礼|送人|伴手礼|送.{0,8}什么|\b(?:gifts?|presents?)\b", text) is not None


def names_a_gift_alone(text: str) -> bool:
    """Whether a normalised message asks for a gift, or for something for somebody or for an occasion, and names no thing: 适合送爸爸的."""
    found = [each[1] for each in (recipient(text), occasion(text)) if each]
    if not found and not gift_wanted(text):
        return False
    for start, end in sorted(found, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return not _AROUND.sub("", generic(text))
