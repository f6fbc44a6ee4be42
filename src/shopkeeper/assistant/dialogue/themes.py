"""Goods that go by what they are for: "everything for gaming", 办公用的那几样."""

from __future__ import annotations

import re

from .own import Line, Own

# What a theme is called, and the kinds of goods that belong to it; a word of it in a title makes goods belong to it too.
_THEMES: tuple[tuple[str, str], ...] = (
    (r"gam(?:ing|ers?|es)\b|电竞|游戏", "mouse keyboard console"),
    (r"(?:home[- ])?office\b|\bwork(?:[- ]from[- ]home|ing from home|station)?\b(?! (?:for|with|out|on|well|perfect)| as)|\bwfh\b|办公|居家上班|上班用", "chair desk keyboard mouse monitor laptop desktop printer lamp headphones"),
    (r"hik(?:ing|e)\b|camping\b|outdoors?\b|trekking\b|mountain(?:s|eering)\b|徒步|登山|露营|户外", "boots backpack tent water-bottle helmet sunglasses action-camera grill"),
    (r"fitness\b|gym\b|workouts?\b|work(?:ing)? out\b|exercis(?:e|ing)\b|sports?\b|健身|锻炼|运动", "yoga-mat dumbbells running-shoes bicycle helmet skateboard ball"),
    (r"cycling\b|biking\b|bikes?\b|骑行|骑车", "bicycle helmet"),
    (r"kitchen\b|cook(?:ing)?\b|baking\b|厨房|做饭|烧饭|烹饪", "coffee-maker espresso-machine electric-kettle tea-kettle air-fryer blender rice-cooker pan knife cup"),
    (r"coffee\b|tea\b|drinks?\b|咖啡|喝茶|泡茶", "coffee-maker espresso-machine electric-kettle tea-kettle cup coffee tea"),
    (r"garden(?:ing)?\b|patio\b|backyard\b|花园|园艺|院子", "garden-hose grill umbrella"),
    (r"pets?\b|dogs?\b|cats?\b|宠物|猫|狗", "pet-bed pet-food"),
    (r"beauty\b|cosmetics?\b|make[- ]?up\b|skin ?care\b|美妆|化妆|护肤", "perfume makeup skincare lipstick shampoo"),
    (r"photo(?:s|graphy)?\b|filming\b|video(?:s|graphy)?\b|摄影|拍照|拍摄", "action-camera digital-camera drone"),
    (r"music\b|audio\b|听歌|音乐|音响", "headphones earbuds speaker"),
    (r"travel(?:l?ing)?\b|trips?\b|holidays?\b|vacations?\b|旅行|旅游|出差", "luggage backpack charger"),
    (r"reading\b|读书|看书|阅读", "e-reader book bookshelf"),
    (r"smart[- ]home\b|home security\b|智能家居|安防", "thermostat security-camera bulb"),
    (r"electronics?\b|gadgets?\b|tech(?:nology)?\b|电子产品|数码|电器",
     "laptop desktop tablet smartphone e-reader keyboard mouse monitor headphones earbuds speaker charger cable action-camera digital-camera security-camera thermostat "
     "television console router printer drone smart-watch"),
    (r"clothes\b|clothing\b|apparel\b|wear(?:ing)?\b|outfits?\b|衣服|衣物|穿的", "t-shirt shirt jacket coat sweater dress skirt trousers shorts underwear pyjamas socks hat scarf gloves belt tie suit"),
    (r"shoes?\b|footwear\b|鞋", "running-shoes sneakers boots sandals heels"),
    (r"toys?\b|kids?\b|child(?:ren)?\b|玩具|小孩|孩子|儿童", "puzzle toy"),
    (r"bab(?:y|ies)\b|婴儿|宝宝|母婴", "nappies formula stroller toy"),
)  # fmt: skip
_KINDS = tuple((re.compile(pattern), frozenset(kinds.split())) for pattern, kinds in _THEMES)
_STUFF = (
    r"stuff|things?|thingies|items?|ones?|gear|equipment|products?|goods|supplies|purchases|related|associated|东西|用品|装备|设备|产品|商品|物品|周边|相关|有关|用的|类|方面|那几样|那些|的那?[几两三些]|的(?=留|退|取消|不|都|就|我)"
)
_SAID = tuple(
    (re.compile(rf"(?:\b|(?<=[一-鿿]))(?:{pattern})(?:\W{{0,2}}(?:use|purposes?)\b)?[ -]?(?:{_STUFF})|"
                rf"\b(?:for|with|to|about|from|related to|associated with|do with|belong\w* to|part of) (?:my |the |our )?(?:old |new )?(?:{pattern})|(?:跟|和|与|同)(?:我的?)?[^，。]{{0,2}}(?:{pattern})[^，。]{{0,3}}(?:有|没|无|不(?:沾|搭|相))|(?:为了?|拿来|用来|用于)[^，。]{{0,2}}(?:{pattern})"), kinds)
    for (pattern, _), (_, kinds) in zip(_THEMES, _KINDS, strict=True)
)  # fmt: skip
_NOT = re.compile(
    r"\b(?:nothing|not|isn'?t|aren'?t|doesn'?t|don'?t|other than|except(?: for)?|apart from|but|unrelated|non)\b(?: \w+){0,5}[ -]*(?:the |my )?$|\b(?:keep|leav|spar)(?:e|ing)?(?: \w+){0,2} $|(?:除了?|不是|留下?|保留|非)[^，。]{0,6}$"
)
_NOT_AFTER = re.compile(r"[^，。,.]{0,8}(?:无关|没(?:有)?(?:关系|关)|不(?:相关|搭边|沾边)|以外|之外|留着|留下|保留|不(?:退|取消|动))|(?: \w+){0,3} (?:stay|stays|are staying|i keep|i'?ll keep)\b")


def by_theme(text: str, own: Own) -> list[Line] | None:
    """The lines that a normalised text means by what they are for, or by what they are not for; None where it names no such thing."""
    wanted: set[tuple[str, int]] = set()
    kept: set[tuple[str, int]] = set()
    said = False
    for (pattern, kinds), (name, _) in zip(_SAID, _KINDS, strict=True):
        for match in pattern.finditer(text):
            said = True
            lines = {line.key for line in own.lines if line.kinds & kinds or any(name.search(title.lower()) for title in line.titles)}
            place = name.search(text, match.start())
            before, after = place.start() if place else match.start(), place.end() if place else match.end()
            denied = _NOT.search(text[:before]) or _NOT.search(text[: match.start()]) or _NOT_AFTER.match(text, after)
            (kept if denied else wanted).update(lines)
    if not said:
        return None
    keys = wanted - kept if wanted else {line.key for line in own.lines} - kept
    return [line for line in own.lines if line.key in keys]
