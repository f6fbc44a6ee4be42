"""What the intention to buy is read from, in both languages."""

from __future__ import annotations

from math import isnan

from ..shop import Language, Localized
from .visit import FEATURES

_DEVICES = Localized("电脑", "desktop"), Localized("手机", "mobile"), Localized("平板", "tablet")
_DAYS = tuple(Localized(*both) for both in (("周一", "Monday"), ("周二", "Tuesday"), ("周三", "Wednesday"), ("周四", "Thursday"),
                                            ("周五", "Friday"), ("周六", "Saturday"), ("周日", "Sunday")))  # fmt: skip
_NO_YES = Localized("否", "no"), Localized("是", "yes")
_VALUES = {"device": _DEVICES, "weekday": _DAYS, "paid source": _NO_YES, "known customer": _NO_YES}
_NOT_KNOWN = Localized("不知道", "not known")
_CHINESE = {
    "events": "动作数", "minutes": "分钟数", "minutes an event": "每个动作的分钟数", "search": "搜索次数",
    "view_search_results": "看搜索结果次数", "view_item_list": "看列表次数", "select_item": "点开商品次数", "view_item": "看商品次数",
    "add_to_wishlist": "收藏次数", "add_to_cart": "加购次数", "remove_from_cart": "移出购物车次数", "view_cart": "看购物车次数",
    "begin_checkout": "开始结账次数", "add_shipping_info": "填收货信息次数", "add_payment_info": "填付款信息次数",
    "view_promotion": "看活动次数", "select_promotion": "点开活动次数", "products viewed": "看过的商品数",
    "most views of a product": "同一商品最多看几次", "mean price viewed": "看过的商品均价", "highest price viewed": "看过的最高价",
    "units in the basket": "购物车件数", "value of the basket": "购物车金额", "device": "设备", "paid source": "来自付费渠道",
    "hour": "几点来的", "weekday": "星期几", "known customer": "认得的顾客", "orders before": "以前的订单数",
    "visits before": "以前的访问数", "days since the last order": "距上次下单的天数", "days since the last visit": "距上次访问的天数",
}  # fmt: skip
_ENGLISH = {
    "search": "searches", "view_search_results": "looks at search results", "view_item_list": "looks at lists",
    "select_item": "products clicked", "view_item": "looks at products", "add_to_wishlist": "wishes",
    "add_to_cart": "puts into the basket", "remove_from_cart": "takes out of the basket", "view_cart": "looks at the basket",
    "begin_checkout": "checkouts begun", "add_shipping_info": "addresses filled in", "add_payment_info": "payments filled in",
    "view_promotion": "looks at promotions", "select_promotion": "promotions clicked", "hour": "hour (UTC)",
}  # fmt: skip
NAMES: dict[str, Localized] = {name: Localized(_CHINESE[name], _ENGLISH.get(name, name)) for name in FEATURES}


def said(name: str, value: float, language: Language) -> str:
    """One feature with its value: "units in the basket: 3", "device: mobile"."""
    return f"{NAMES[name].get(language)}{'：' if language == 'zh' else ': '}{_value(name, value).get(language)}"


def _value(name: str, value: float) -> Localized:
    if isnan(value):
        return _NOT_KNOWN
    words = _VALUES.get(name)
    return words[int(value)] if words else Localized.of(f"{value:,.4g}", "en")
