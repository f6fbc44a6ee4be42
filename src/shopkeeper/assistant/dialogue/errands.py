"""What only a colleague of the shop does: to put an invoice right, take back a return, move a delivery, look for what is missing. No tool does it,
so it is recognised before a word of it ("change", 换, 取消) is taken for something that one does."""

from __future__ import annotations

import re

from ...text.normalise import normalise

_BETWEEN = r"(?:(?! and )[^.,?!]){0,24}"
_ERRANDS: tuple[tuple[str, str], ...] = (
    ("withdraw", r"(?:取消|撤销|撤回|撤掉|停止)(?:掉|一?下|我的?|这个|那个|刚才的?|之前的?|这次的?|申请的?|的|了)*(?:退款|退货|换货|退换|售后)(?!的?(?:订|那))|取消了?[^。！？!?]{0,12}恢复|"
                 r"\b(?:cancel|withdraw|undo|stop|revoke)(?:l?ing)? (?:my|the|that|this|a)(?: \w+)? (?:return|refund|exchange|replacement)(?: request)?\b(?! (?:polic|label|fee))"),
    ("invoice", r"(?:发票|抬头|税号)[^。！？!?,，]{0,24}(?:更改|修改|更正|变更|改(?!地址)|换(?!货|新|尺|个?颜)|重新?开|补[寄开]|错|不对|漏)|"
                r"(?:修改|更改|更正|变更|改|换开|重新?开|补开|换(?=一?张|个|成|公司|电子|发|专))(?:一?下|一?张|个|成|了)?[^，。！？]{0,8}(?:发票|抬头|税号|专票|增票)|"
                r"(?:发票|抬头)[^。！？!?]{0,24}(?:换|改)(?:成|为)?[^,，。]{0,4}(?:公司|单位|企业|个人)|专票|增票|增值税|专用发票|开(?:一?张|个)?(?:企业|公司|单位)(?:的|抬头的?)?(?:电子|纸质)?发票|(?:发票|开票)[^，。！？]{0,8}(?:公司|单位|企业)|"
                rf"\b(?:chang|correct|amend|fix|updat|re-?issu|replac)\w*\b{_BETWEEN}\b(?:invoice|vat number|tax (?:number|id))\b|"
                rf"\b(?:wrong|incorrect|mistake|error)\b{_BETWEEN}\b(?:invoice|vat number|tax (?:number|id))\b|"
                rf"\b(?:invoice|vat number|tax (?:number|id))\b{_BETWEEN}\b(?:wrong|incorrect|chang(?:e|ed)|correct(?:ed)?|amended|re-?issued|mistake|company name|made out)\b|\bvat invoice\b"),
    ("claim", r"少(?:发|件|寄|给我?|送)了?|漏(?:发|寄|件|送)|缺件|丢件|(?:快递|包裹)(?:给)?(?:弄)?丢|赔偿|赔付|理赔|"
              r"(?:签收|妥投|已送达|收货完成|已完成)[^！？!?]{0,60}?(?:没有?|未)(?:收到|拿到|接到)(?!退|钱|款|差)|(?:没有?|未)(?:收到|拿到)(?!退|钱|款|差)[^！？!?]{0,40}(?:签收|妥投|已送达|收货完成|已完成)|"
              r"\b(?:says|say|shows?|marked|marks|showing|tracking)\b[^.?!]{0,30}\bdelivered\b[^?!]{0,60}(?:\bnot\b|\bnever\b|n't\b|\bnothing\b)|\bmissing from (?:my|the) (?:parcel|package|box|delivery|order)\b|"
              r"\bcompensat\w+|\b(?:parcel|package)\b (?:is|was|got|has been|must be) lost\b"),
    ("pickup", r"上门(?:取|收|拿|揽|提)|取件|揽件|\b(?:courier|driver|somebody|someone)\b[^.?!]{0,16}\b(?:pick(?:s|ed)? (?:it|them|this|that)? ?up|collects?)\b|"
               r"\b(?:pick(?:ed)?[ -]?up|collected)\b[^.,?!]{0,12}\b(?:from|at) (?:my|our) (?:home|house|door|place|flat)\b"),
    ("visit", r"预约[^，。]{0,4}(?:安装|派送|送货|配送|上门)|安装[^，。]{0,6}(?:时间|师傅|人员|不满意|预约)|上门(?:安装|维修|修)|"
              r"(?:送货|配送|派送|收货)的?(?:时间|日期)[^,，。]{0,4}(?:改|换|推|提前)|(?:改|换|修改|更改|推迟|延后|改约)[^，。]{0,6}(?:配送|送货|派送|收货|送达)?(?:日期|时间)|(?:晚|迟)(?:点|几天|一天|两天|些)再?(?:送|配送|派送)|"
              r"\breschedul\w*|\b(?:chang|delay|postpon|mov|choos|pick|set)\w*\b[^.,?!]{0,16}\bdelivery (?:date|day|time|slot)\b|\b(?:book|schedule|arrange)\b[^.,?!]{0,16}\b(?:installation|delivery)\b|"
              r"\binstallation (?:appointment|crew|team)\b"),
    ("seller", r"我们?是[^，。]{0,6}(?:商家|卖家|店家|供应商)|(?:客户|客人|买家)[^，。]{0,6}(?:申请|反映|反馈|称|要求|退货|退款|换货|拒收|签收|投诉)|商家入驻|入驻|申请店铺|"
               r"\bi(?:'m| am)(?: \w+){0,3} (?:seller|vendor|merchant|supplier)\b|\b(?:sell|open a (?:shop|store)) on your (?:site|platform|marketplace)\b"),
)  # fmt: skip
_CONTACT = re.compile(  # of whom a parcel is brought to; beside an address it is a part of that
    r"(?:电话|手机号码?|联系方式|收件人|收货人)(?:号码?|信息|姓名|名字)?(?:也|都|要|需要|想|能不能|能|可以|请|麻烦|帮我|给我?)*(?:写|填|留|输|搞|弄|报)?(?:改|换|更改|修改|更正|变更|错|不对)|"
    r"(?:改|换|更改|修改|更正)(?:一?下|个|成)?(?:订单的?|联系|收货|收件)?(?:电话|手机号码?|联系方式|收件人|收货人)|"
    rf"\b(?:chang|updat|correct|wrong)\w*\b{_BETWEEN}\b(?:phone|mobile|telephone|contact) (?:number|no)\b|"
    rf"\b(?:phone|mobile|telephone|contact) (?:number|no)\b{_BETWEEN}\b(?:wrong|incorrect|chang(?:e|ed)|updated?|corrected)\b"
)
_ADDRESS = re.compile(r"\baddress|地址")
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _ERRANDS)
ERRANDS = frozenset(("contact", *(name for name, _ in _ERRANDS)))
WRITTEN = frozenset(("invoice", "pickup", "visit"))  # the shop's papers may say something about it


def errands_in(text: str) -> list[tuple[int, int, str]]:
    """The errands of a message: where each is said in the normalised text, and which of `ERRANDS` it is; in their order. Who sells asks
    about that alone."""
    plain = normalise(text)
    patterns = [*_COMPILED, *([] if _ADDRESS.search(plain) else [("contact", _CONTACT)])]
    found = sorted((match.start(), match.end(), name) for name, pattern in patterns for match in pattern.finditer(plain))
    return [each for each in found if each[2] == "seller"] or found
