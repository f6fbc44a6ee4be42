"""Why a claim may or may not be said, in words."""

from __future__ import annotations

from ..shop import Localized

# What is claimed, by the name of its kind.
_NAMES = {
    "contact": ("联系方式", "address or number"), "money": ("金额", "amount of money"), "percent": ("百分比", "percentage"),
    "date": ("日期", "day"), "time": ("时间", "time of day"), "code": ("编号", "code"), "duration": ("时长", "length of time"),
    "quantity": ("规格", "measure"), "number": ("数字", "number"), "action": ("已办的事", "deed"), "status": ("状态", "state"),
    "promise": ("承诺", "promise"), "superlative": ("最高级用语", "superlative"), "comparison": ("比较", "comparison"),
    "health": ("健康功效", "claim about health"), "certification": ("认证", "certificate"), "award": ("奖项或推荐", "award or endorsement"),
    "word": ("用语", "word"), "material": ("材质", "material"), "colour": ("颜色", "colour"), "look": ("款式", "look"),
    "feature": ("功能特点", "feature"), "origin": ("产地", "origin"), "ingredient": ("成分或味道", "ingredient or scent"),
    "audience": ("适用人群", "audience"), "season": ("季节", "season"), "size": ("尺码", "size"), "name": ("品牌或型号", "name"),
    "statement": ("说法", "statement"),
    "review": ("评价说法", "statement about buyers"), "discount": ("优惠", "discount"), "urgency": ("限时限量", "limit"),
    "stock": ("库存", "stock"), "policy": ("服务承诺", "policy"),
}  # fmt: skip
_SUPPORTED = Localized("{name}有依据：{record}{says}", "the record supports this {name}: {record}{says}")
_CONTRADICTED = Localized("{name}与记录不符：{record}{says}", "the record says otherwise of this {name}: {record}{says}")
_UNSUPPORTED = Localized("{name}没有任何记录可以证明", "no record supports this {name}")
_FORBIDDEN = Localized("{name}不得使用：{law}", "this {name} may not be used: {law}")
_REASONS = {"supported": _SUPPORTED, "contradicted": _CONTRADICTED, "unsupported": _UNSUPPORTED, "forbidden": _FORBIDDEN}
_LONGEST = 80
_SAID = {"True": ("是", "yes"), "False": ("否", "no")}


def reason(kind: str, verdict: str, record: str, says: str, law: Localized) -> Localized:
    """The sentence in both languages; `says` is what the record has, `law` what forbids it."""
    zh, en = _NAMES.get(kind, ("说法", kind))
    short = says if len(says) <= _LONGEST else says[:_LONGEST] + "…"
    said_zh, said_en = _SAID.get(says, (short, short))
    pattern = _REASONS[verdict]
    return Localized(
        pattern.zh.format(name=f"这个{zh}" if zh else "", record=record, says=f"（{said_zh}）" if said_zh else "", law=law.zh),
        pattern.en.format(name=en, record=record, says=f" ({said_en})" if said_en else "", law=law.en),
    )
