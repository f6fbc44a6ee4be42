"""Makers that shoppers name, whether a shop sells them or not, in both scripts."""

from __future__ import annotations

import re

# Each line: the ways to write one maker.
_MAKERS = """
sony 索尼|samsung 三星|apple 苹果|xiaomi 小米|huawei 华为|honor 荣耀|oppo|vivo|oneplus 一加|realme 真我|lenovo 联想|dell 戴尔|hp 惠普|asus 华硕|acer 宏碁|microsoft 微软|google 谷歌|logitech 罗技|razer 雷蛇
nokia 诺基亚|motorola 摩托罗拉|lg|philips 飞利浦|panasonic 松下|toshiba 东芝|sharp 夏普|hitachi 日立|siemens 西门子|bosch 博世|dyson 戴森|shark|bissell|irobot|roborock 石头科技|ecovacs 科沃斯|dreame 追觅
midea 美的|haier 海尔|gree 格力|joyoung 九阳|supor 苏泊尔|bear 小熊电器|tefal 特福|delonghi 德龙|breville|kitchenaid|cuisinart|keurig|nespresso|smeg|braun 博朗|oral-b 欧乐b|instant pot|ninja|vitamix|zojirushi 象印|tiger 虎牌|thermos 膳魔师|stanley|hydro flask|yeti
bose 博士|jbl|sennheiser 森海塞尔|beats|akg|anker 安克|soundcore 声阔|edifier 漫步者|jabra 捷波朗|shure 舒尔|audio-technica 铁三角|marshall 马歇尔|harman kardon 哈曼卡顿|skullcandy|plantronics
ugreen 绿联|baseus 倍思|belkin 贝尔金|spigen|otterbox|romoss 罗马仕|pisen 品胜|zmi 紫米|garmin 佳明|fitbit|amazfit 华米|polar 博能|suunto 颂拓|casio 卡西欧|fossil|seiko 精工|citizen 西铁城
canon 佳能|nikon 尼康|fujifilm 富士|gopro|dji 大疆|kodak 柯达|polaroid 宝丽来|leica 徕卡|epson 爱普生|brother 兄弟|xerox 施乐|intel 英特尔|amd|nvidia 英伟达|kingston 金士顿|sandisk 闪迪|seagate 希捷|western digital 西部数据
nike 耐克|adidas 阿迪达斯 阿迪|puma 彪马|new balance 新百伦|asics 亚瑟士|reebok 锐步|under armour 安德玛|converse 匡威|vans 范斯|skechers 斯凯奇|fila 斐乐|li-ning 李宁|anta 安踏|xtep 特步|hoka|salomon 萨洛蒙|crocs|birkenstock|timberland 添柏岚|dr. martens 马丁博士|ugg
the north face 北面|patagonia 巴塔哥尼亚|columbia 哥伦比亚|arc'teryx 始祖鸟|mammut 猛犸象|jack wolfskin 狼爪|toread 探路者|camel 骆驼牌|naturehike 挪客|decathlon 迪卡侬|coleman|lululemon 露露乐蒙|uniqlo 优衣库|zara|h&m|gap|levi's 李维斯|calvin klein|tommy hilfiger|ralph lauren|gucci 古驰|prada 普拉达|chanel 香奈儿|dior 迪奥|hermes 爱马仕|burberry 博柏利|coach 蔻驰|michael kors|bosideng 波司登
samsonite 新秀丽|rimowa 日默瓦|tumi|american tourister 美旅|delsey 法国大使|herschel|jansport|osprey
l'oreal 欧莱雅|lancome 兰蔻|estee lauder 雅诗兰黛|clinique 倩碧|shiseido 资生堂|sk-ii|olay 玉兰油|nivea 妮维雅|neutrogena 露得清|cerave 适乐肤|la roche-posay 理肤泉|kiehl's 科颜氏|innisfree 悦诗风吟|maybelline 美宝莲|mac 魅可|dove 多芬|pantene 潘婷|head & shoulders 海飞丝|rejoice 飘柔|aveeno|curel 珂润|winona 薇诺娜|proya 珀莱雅|pechoin 百雀羚|anessa 安热沙|biore 碧柔|colgate 高露洁|crest 佳洁士
starbucks 星巴克|nescafe 雀巢|lavazza 拉瓦萨|illy|lipton 立顿|twinings 川宁|three squirrels 三只松鼠|bestore 良品铺子|be & cheery 百草味|daoxiangcun 稻香村|oreo 奥利奥|nestle
lego 乐高|fisher-price 费雪|pigeon 贝亲|avent 新安怡|comotomo 可么多么|dr. brown's 布朗博士|goodbaby 好孩子|bugaboo 博格步|graco 葛莱|chicco 智高|jellycat|disney 迪士尼|mattel 美泰|hasbro 孩之宝|barbie 芭比|nintendo 任天堂|playstation|xbox
ikea 宜家|muji 无印良品|zwilling 双立人|wmf 福腾宝|le creuset 酷彩|staub|fissler 菲仕乐|lodge|pyrex|tupperware 特百惠|hario|bodum|brita 碧然德
"""
GROUPS: list[tuple[str, ...]] = []
for _line in _MAKERS.strip().splitlines():
    for _maker in _line.split("|"):
        _latin = re.match(r"[a-z0-9&.'\- ]+[a-z0-9.]", _maker)
        _first = _latin.group().strip() if _latin else ""
        _rest = _maker[len(_first) :].split()
        GROUPS.append(tuple(filter(None, (_first, *_rest))))
# Names that are words of their own: a maker only where the writing or the sentence says so.
AMBIGUOUS = frozenset(
    "apple 苹果 小米 sharp bear tiger 兄弟 ninja shark puma gap coach dove camel stanley converse crest mac lodge polar target brother 荣耀 美的 beats vans"
    " 李宁 北面 光明 honor columbia 哥伦比亚 精工 富士 citizen fossil osprey yeti staub barbie 芭比 starbucks 李维斯 google crocs anchor pigeon thermos instant"
    " barely simply only just pure nature fresh basics everyday daily happy sunny little lucky target guess diesel boss mango lee polo jeep".split()
)
_TECH = re.compile(r"手机|手表|耳机|平板|电脑|笔记本|充电|音箱|手环|电视|路由|watch|phone|pad|laptop|book|headphone|earbud|charger|speaker|tv\b|tablet|power bank|vacuum|shoes|sneakers|backpack")
# What is made for another maker's device.
ACCESSORY = re.compile(r"\bcases?\b|\bcovers?\b|\bprotectors?\b|\bcables?\b|\bstraps?\b|\bbands?\b|\bcords?\b|\bear ?pads?\b|\bholders?\b|\bink\b|\btoners?\b|\bcompatible\b|\bcartridges?\b|壳|膜|保护套|表带|数据线|充电线|耳罩|适用|滤网|墨盒|硒鼓")
_NOT_BEHIND = re.compile(r"\s?(?:粥|辣|粒|糕|锅巴|醋|汁|派|酱|干|树|slicer|pie|juice|corer|cider|peeler|sauce|tree|skin|bear)")


def meant(name: str, text: str, start: int, end: int, typed: str) -> bool:
    """Whether a maker's name at `start` to `end` of a query is meant as the maker: "Apple watch", not "apple slicer"."""
    if name not in AMBIGUOUS:
        return True
    if _NOT_BEHIND.match(text, end):
        return False
    return typed[:1].isupper() or _TECH.search(text) is not None
