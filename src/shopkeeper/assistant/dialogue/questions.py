"""What a question about one's own orders, or about the versions of a product, asks for."""

from __future__ import annotations

import re

_TOPICS: tuple[tuple[str, str], ...] = (
    ("tracking", r"\btrack(?:ing)?\b[- ]?(?:numbers?|id|code|info\w*|no)?|运单号?|物流(?:单)?号|快递(?:单)?号|快递单|(?<!订)单号(?!是w|#)"),
    ("refund", r"\b(?:how much|what|total|amount|sum)\b[^.?!]{0,50}\b(?:get(?:ting)? back|refund(?:ed)?|back)\b|\brefund (?:total|amount|"
               r"sum)\b|\btotal (?:refund|amount (?:to be |of (?:the |my )?)refund\w*)|\bmoney (?:i (?:get|will get|can get|am getting) "
               r")?back in total|"
               r"(?:多少|总共|一共|总计|总额|金额).{0,12}退(?!换)|退.{0,14}(?:多少|总共|一共|总额|金额|总数)|能拿回多少|拿回来?多少|"
               r"返(?:还|回).{0,6}多少"),
    ("saving", r"\b(?:how much|what)\b[^.?!]{0,40}\bsav(?:e|ing|ings)\b|\bsavings?\b|省(?:下|了)?(?:多少|几|的钱)|能省"),
    ("difference", r"\bprice difference\b|\b(?:how much|what)\b[^.?!]{0,40}\b(?:(?:will|do|would|should|have to|need to|must|gonna) "
                   r"[^.?!]{0,14}(?:pay|owe)|extra|difference|charged?)\b|差价(?:是)?(?:多少)?|(?:要|得|需)?补(?:交|多少|差)|(?:要|得|"
                   r"需要|该)(?:再)?(?:付|给|交)多少|多付多少"),
    ("balance", r"\b(?:gift ?card |remaining |card )?balance\b|(?:礼品卡)?余额|(?:礼品卡|卡)(?:里|上)?还?(?:剩|有)多少"),
    ("count", r"\b(?:how many|(?:exact |total )?(?:number|count) of)\b[^.?!]{0,60}\b(?:options?|kinds?|variants?|types?|versions?|choices?|styles?|models?|varieties|available|in "
              r"stock|sell|carry)\b|(?<!好)(?:多少|几)(?:种|款|个(?:款|选|规格|版本))"),
    ("address", r"\b(?:which|what)(?: is the| was the|'s the| shipping| delivery)? (?:shipping |delivery )?address|\baddress (?:was|is|"
                r"did|does) (?:it|the order|that|this|they|you have)|\bwhere (?:was|is|did|were)\b[^.?!]{0,24}\b(?:sent|ship(?:ped|"
                r"ping)?|deliver(?:ed)?|going)\b|"
                r"(?:哪个|什么|啥)地址|地址是(?:哪|什么|啥|多少|不是)?|(?:寄|送|发)(?:到|去|往)(?:了)?(?:哪|什么)|\b(?:check|verify|"
                r"confirm|see|double[- ]?check|look at)\b[^.,]{0,25}\baddress(?:es)?|(?:核对|确认|检查|查)(?:一?下)?.{0,8}地址"),
    ("dearest", r"\b(?:most expensive|priciest) (?:item|thing|product|one)\b(?! (?:of|in) (?:that|the same) (?:type|kind))|最贵的(?:商品|"
                r"东西|那?件|那?个|是)"),
    ("cheapest", r"\b(?:what|which|how much)\b[^.?!]{0,30}\bcheapest\b|\bcheapest\b[^.?!]{0,30}\b(?:what|how much|options|price)\b|"
                 r"最便宜的?.{0,14}(?:多少|是(?:什么|哪)|哪(?:个|款))|哪(?:个|款).{0,6}最便宜"),
    ("variants", r"\b(?:what|which|all|any|list)\b[^.?!]{0,40}\b(?:options|variants|choices|versions|alternatives|available|prices)\b|"
                 r"(?:有|还有)?(?:哪些|什么|啥)(?:款|可选|选择|选项|规格|版本|颜色|尺码|型号|轴)|(?:所有|全部)(?:的)?(?:可选|选项|款式|"
                 r"规格|版本)|\b(?:do you have|are there|is there)\b[^.?!]{0,40}\b(?:less than|under|below|cheaper)\b|"
                 r"有没有.{0,16}(?:以下|以内|便宜)"),
    ("total", r"\b(?:how much|what|total)\b[^.?!]{0,50}\b(?:paid|pay for|spent|spend|cost|total|price|charged|worth)\b|\btotal (?:price|"
              r"amount|cost|sum)\b|\border total\b|(?:付|花|用)了多少|多少钱|(?:总|合)(?:价|额|金额|共多少|计)|(?:一共|"
              r"总共).{0,10}(?:多少|钱)|什么价|价格(?:是)?多少|价钱"),
    ("status", r"\bwhere(?:'s| is| are|s)?\b[^.?!]{0,16}\b(?:my|the|it|order|package|parcel|stuff|delivery)\b|"
               r"\bwhen\b[^.?!]{0,40}\b(?:arriv\w+|come|coming|deliver\w*|get here|ship\w*|get it|receive)\b|\b(?:in transit|on (?:its|"
               r"the) way|shipped yet|been shipped|been sent|status|eta|progress)\b|"
               r"取消的?原因|(?:为什么|怎么|为何)(?:会|就|把|给)?[^,，。?？]{0,8}(?:被|给)取消|(?:订单|[这那]单|我(?:的|买|拍|下|订))[^,，。?？]{0,16}(?:今天|明天|后天|\d+[号日]|准时|按时)[^,，。?？]{0,4}(?:到|发货|收到)|到(?:哪|了没|了吗|货了?(?:吗|没))|(?:什么时候|啥时候|几时|多久|何时).{0,8}(?:到|发|送|收)|发货了?(?:吗|没|么)|发了(?:吗|"
               r"没)|在路上|物流|状态|进度|还没(?:到|收到)"),
    ("payment", r"\b(?:which|what|how)\b[^.?!]{0,24}\b(?:payment method|card|did i pay|was (?:it|the order) paid)\b|(?:用|"
                r"拿)(?:的)?(?:什么|哪(?:个|张|种))(?:卡|方式)?(?:付|支付|买)|哪张卡|(?:付款|支付)方式是"),
    ("placed", r"\bwhen\b[^.?!]{0,20}\b(?:place|order|buy|bought|purchase)\w*|(?:什么时候|哪天|几号)[^\s,，。]{0,4}(?:下单|买|订(?!单))(?![^。?？]{0,12}(?:优惠|便宜|划算|合适|打折|活动))"),
    ("contents", r"\b(?:what(?:'s| is| are| did| was| were| else)?|which)\b[^.?!]{0,40}\b(?:in (?:it|my|the|that|this|order)|i (?:order|"
                 r"buy|bought|got|purchased|have)|ordered|bought|items?|things?)\b|(?:买|订|下单|有)了?(?:些|的)?(?:是)?(?:什么(?!区别|差别|不同|优惠|活动|办法|问题|用|好处)|哪些|"
                 r"哪几|啥(?!区别|不同|优惠|活动|用))|(?:哪些|哪几|哪两|什么)(?:件|个|样|款|条)?(?:商品|东西|t恤)|里面有(?:什么|啥)"),
)  # fmt: skip
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _TOPICS)


def topic_of(text: str) -> str:
    """What a normalised clause asks: tracking, refund, saving, difference, balance, count, address, dearest, cheapest, variants, total, status,
    payment, placed, contents; "" for none of them."""
    return next((name for name, pattern in _COMPILED if pattern.search(text)), "")
