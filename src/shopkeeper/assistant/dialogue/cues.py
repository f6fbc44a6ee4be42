"""The words by which a shopper says what shall be done, in both languages."""

from __future__ import annotations

import re
from typing import NamedTuple

_CUES: tuple[tuple[str, str], ...] = (
    ("undo", r"\b(?:un-?cancel|undo(?:ing)? (?:the |my |that |a )?cancell?\w*|reverse (?:the |my )?cancell\w*|reinstate|restore (?:the|"
             r"my) (?:order|cancel\w*))\b|"
             r"(?:撤销|恢复|撤回|反悔).{0,6}取消|取消.{0,8}(?:撤销|恢复|撤回|反悔|复原)|恢复.{0,6}订单"),
    ("return", r"(?<!the )(?<!a )(?<!this )(?<!your )\breturn(?:ing|ed)?\b(?! (?:policy|label|window|is |was |to (?:my|the) (?:original|"
               r"default|old)))|"
               r"\b(?:send|sending|ship|give|giving|bring)\b(?: \w+){0,4} back\b|\b(?:a |my |full )?refund (?:for |on |of )(?=the|my|"
               r"this|these|it|them|that|those|everything|all)|"
               r"\brefund (?:the|my|this|these|it|them) (?!order\b.{0,10}\bto\b)(?!to\b)|\bmoney back (?:for|on)\b|\b(?:take|taking|taken)\b(?: \w+){0,3} back\b|\bgo(?:es|ing)? back\b(?! to\b)|"
               r"退货|退掉|退了|退回来|退回去|寄回|全退|都退|退一下|退(?!的?(?:钱|款|差价|差额)|差)(?=[^款还到换多少给货税回订钱])(?!(?:回|到|去|进|我|我的|至)*(?:礼品卡|信用卡|银行卡|原卡|卡|paypal|支付宝|微信|账户))|退(?=$)|(?:想|要|把|申请|办理|能不能|能|可以)退款|退款(?=吗|么|不|行|$)"),
    ("cancel", r"(?<!noise )(?<!noise-)(?<!echo )\bcancel(?:l?ing|lation|l?ed)?\b(?! policy| fee| reason|(?:ing|ling) (?:head|ear))|\bdrop(?:ping)?\b(?= (?:just |only )?(?:the|my|these|those|this|that|it|them)\b)|\bcall(?:ing)? off\b|\b(?:get rid of|no longer (?:need|want)|don'?t "
               r"(?:need|want) (?:the|my|it|this|that|them|these|those|any of|all)|do not (?:need|want) (?:the|my|it|this|that|them))\b|"
               r"取消(?!的?原因|了[^,，。?？]{0,6}(?:怎么|为什么|为何|还没|没有?(?:退|收)))|撤单|(?<![a-z码色领轴寸])不要了|不想要了|不需要了|用不上了|用不着了|砍掉"),
    ("remove", r"\b(?:remove|removing|take (?:off|out)|taking (?:off|out)|delete)\b|\btak(?:e|ing) (?:it|them|that|this|those|that one) (?:off|out)\b|\btake (?:the|my|that|this)(?: \w+){1,3} (?:off|"
               r"out)\b|去掉|删掉|删除|移除|拿掉|去除|剔除"),
    ("exchange", r"\bexchang(?:e|es|ed|ing)\b|\bswap(?:s|ped|ping)?\b|\btrad(?:e|ing)\b(?! off)|\breplac(?:e|ed|ing|ement)\b|"
                 r"\bswitch(?:ing)? (?:it|the|my|them|this|that|those|these|all|out|both)\b|"
                 r"换(?!句|言)|调换|更换|替换"),
    ("modify", r"\bmodif(?:y|ying|ied)\b|(?<!\bthe )(?<!\bthat )(?<!\bthis )(?<!\bany )(?<!\baddress )\bchang(?:e|ed|ing)\b(?! (?:my|your|her|his) mind)|\bupdat(?:e|ing)\b|\bedit(?:ing)?\b|"
               r"\balter(?:ing)?\b|\badjust(?:ing)?\b|\bupgrad(?:e|ing)\b|"
               r"\bcorrect(?:ing)?\b(?= the| my| it| all| them| that| both)|\bdowngrad(?:e|ing)\b|\bshould (?:be|become)\b(?! (?:able|possible|fine|ok))|\bmake (?:it|them|that|those|these|the|my)\b|\bturn(?:ed)? into\b|\bneeds? to be\b(?= (?:a |an )?(?:\w+er|in |of |bigger|smaller|black|white|red|blue|green)\b)|\bneeds? an? (?:\w+er|different|another|new) |(?:i'?d|i would|we'?d) (?:like|prefer|want) (?:it|them|that one|those)\b(?= (?:in|as|with)\b)|\bi want (?:it|them) (?=in\b)|\b(?:put|set|switch|revert|go)\b[^.,]{0,40}\bback\b|\b(?:restore|revert)\b|改(?!天|日)|更改|变更|升级|(?<!手动)(?<!自动)调整|恢复成|还原"),
)  # fmt: skip
_ACTS = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _CUES))
_NOT = re.compile(
    r"(?:\b(?:don'?t|do not|didn'?t|not|never|without|no need to|no way to|no way of|instead of|(?:rather )?than|won'?t|needn'?t|need not|shouldn'?t|wouldn'?t|cannot|can'?t|couldn'?t)\s+(?:(?:want|"
    r"wish|need|have|like|going|actually|to|you|really|be|ever|just)\s+){0,4}|(?:不想?要?|别|不用|无需|不必|没法|(?<!能)不能|未|没有?|先不|"
    r"暂不|拿什么|拿啥)(?:再|想|要|给我)?)$"
)
# "I never want the whole order cancelled".
_NOT_IT = re.compile(r"\b(?:don'?t|do not|never|not|wouldn'?t)\s+(?:\w+\s+){0,2}(?:want|wish|need|like)\s+(?:[\w'-]+\s+){1,6}$|(?:不想|不希望|别)[^，。]{0,6}被$")
# What shall be done some other time: "I'll return it later on", 收到再退.
_LATER = re.compile(r"[^.,;?!]{0,40}\b(?:later(?: on)?|at a later \w+|some other time|another (?:time|day)|once (?:it|they)(?: has| have|'s|'ve)? (?:arrive[sd]?|comes?|gets?)|when (?:it|they) (?:arrive[sd]?|comes?|gets?))\b")
_LATER_BEFORE = re.compile(r"(?:以后|之后|日后|过后|回头|到时候?|收到(?:货|了)?|到货(?:了)?|货到了?)(?:我)?(?:再|才)(?:自己|去|来)?$")
# What they do themselves: "I'll cancel it myself on the site", 我自己去网站取消.
_THEMSELVES = re.compile(r"[^.,;?!]{0,40}\b(?:myself|on my own|by my own|on (?:the|your) (?:web ?)?site)\b")
_THEMSELVES_BEFORE = re.compile(r"\b(?:myself|on my own) $|自己(?:去|来|上|到|在)?[^，。；]{0,8}$")
_DONE_BEFORE = re.compile(r"\b(?:be|being|is|are|was|were|been|got|already|just|i|we|they|he|she|had|have|'ve)\s+$|已(?:经)?(?:被)?$|(?:被|刚才|之前)$")
_CAN_BE = re.compile(r"\b(?:can|could|may|should|would|to)\b[^.,]{0,20}\bbe $")
SPLIT = re.compile(r"\bsplit(?:ting)?\b|\b(?:two|both|several|different) (?:cards|payment methods)\b|分(?:开|两|成两|几)[^，。]{0,6}(?:付|支付|刷|卡)|(?:付款?|支付|款|订单)[^，。]{0,6}拆(?:分|开)|拆(?:分|开)[^，。]{0,6}(?:付|支付|刷|订单)|两张卡")
SPEC = re.compile(r"\b(?:what|which|how (?:much|many|big|long|large|heavy))\b|多大|多少|什么|哪种|几个")
ADDRESS = re.compile(
    r"\baddress(?:es)?\b|\b(?:ship|send|deliver|redirect|reroute)(?:ed)?\b(?: (?:it|them|this|that|(?:my|the|that|this) (?:\w+ ){0,2}order|(?:(?:my |the )?order )?#?\w*\d\w*|everything|all|"
    r"both))? (?:in)?to\b|\b(?:to|put|make|use|set) (?:my |the |our |their )?new (?:home|house|place|flat|apartment)\b|地址|(?:改|换)(?:到|去|成)?(?:我的?|我们的?|那个)?新(?:家|房|住处)|寄到|寄去|(?:送|发)到(?!吗|嘛|么|不|了|的|呢|[,，。;；?？!！]|$)|送去|收货地|改寄"
)
ASKS_ADDRESS = re.compile(
    r"\b(?:which|what)(?: is the| was the|'s the)? (?:\w+ )?address|\baddress (?:was|is|did|does) (?:it|the order|that|this)|where "
    r"(?:was|is|did) (?:it|the order|this|that|they)(?: being)? (?:sent|ship|go)|哪个地址|什么地址|地址是(?!不是).{0,4}(?:哪|什么|啥|"
    r"多少)|寄到哪|送到哪|寄去哪|发到哪|\b(?:check|verify|confirm|see)\b[^.,]{0,25}\baddress"
)
PAYMENT = re.compile(
    r"\b(?:chang|switch|modif|updat|mov)\w*\b[^.,;，。]{0,40}\b(?:payment|pay(?:ing)?|paid|charge)\b|\bpay(?:ing)? (?:for )?(?:it|this|"
    r"that|the order|order)[^.,;，。]{0,25}\b(?:with|by|using)\b[^.,;，。]{0,30}\binstead\b|\bpayment method\b[^.,;，。]{0,20}\b(?:to|"
    r"into)\b|"
    r"(?:改|换|变更)[^，。,.]{0,10}(?:支付|付款|扣款)|(?:支付|付款)(?:方式|方法)?[^，。,.]{0,6}(?:改|换)"
)
KEEP = re.compile(
    r"\b(?:all|everything|every ?thing|anything|the lot|items?|things?|order)? ?(?:except(?:ing)?(?: for)?|not(?= (?:the|my)\b)|but(?= (?:the|my|not|for|that|"
    r"this|a|an)\b)|apart from|other than|besides|aside from|excluding|minus|not including|keep(?:ing)?|hang(?:ing)? on to|hold(?:ing)? "
    r"on to|want to keep|leave|leaving)\b|"
    r"除了?|不包括|不含|保留|留着?|留下"
)
# Chinese says after the goods that they stay: 咖啡机除外, 靴子留着.
EXCEPT_AFTER = re.compile(r"[^，。；,;]{0,4}(?:除外|以外|之外|不算)")
KEPT_AFTER = re.compile(r"[^，。；,;]{0,4}(?:除外|以外|之外|不算|我?留着|我?留下|我?保留|不[退取动](?!货款)|别[退动])")
_EXCEPT = re.compile(r"\b(?:except|not|but|apart from|other than|besides|aside from|excluding|minus|not including)\b|除|不包括|不含")
EVERYTHING = re.compile(
    r"\b(?:everything|every (?:single )?(?:item|thing|order)|all (?:of )?(?:the |my |these |those )?(?:items?|things?|stuff|orders?|of "
    r"(?:it|them)|products?|pending|goods)|all (?:of )?(?:it|them|that)|entire|whole|the lot|both orders|both of them|all)\b|"
    r"全部|所有|全都|整单|整个订单|全退|都退|都取消|都不要|统统|一起退|两单|两个订单|(?:订单|东西|商品)(?:里的)?都|都(?=换|改|选|要|挑|用)|(?:能|可以)(?:退|取消)(?:货|掉)?的(?:都|就|全)?(?:退|取消)"
)
RECEIVED = re.compile(r"\b(?:received|got|arrived|delivered|came|have at home|in my hands)\b|收到|到货|到手|已签收|送到了|拿到")
PENDING = re.compile(
    r"\b(?:pending|just (?:ordered|placed|bought|purchased|made)|not (?:yet )?(?:shipped|been shipped|sent)|hasn'?t (?:been )?(?:shipped|"
    r"sent|gone)|haven'?t (?:received|shipped)|yet to (?:ship|be)|placed|unshipped|on order)\b|"
    r"待发货|未发货|没(?:有)?发货|还没(?:有)?发|刚下|刚买|刚订|待处理|未处理|处理中|没发出|下的单|在途"
)
DELIVERED_ONLY = re.compile(r"\b(?:received|delivered|arrived)\b|收到|签收|到货|到手")
PENDING_ONLY = re.compile(r"\b(?:pending|just (?:ordered|placed|made)|unshipped|not (?:yet )?shipped|hasn'?t shipped)\b|待发货|未发货|"
                          r"没(?:有)?发货|还没(?:有)?发|刚下|刚订|待处理|未处理")
ACCOUNT = re.compile(r"\b(?:user|default|account|profile|my own|primary|main|home) (?:shipping |user |delivery )?address|\baddress (?:on|"
                     r"in|of) (?:my |the )?(?:account|profile|file)|\b(?:account|profile)\b|默认(?:的)?(?:收货)?地址|账户|账号|个人资料|"
                     r"个人信息")
QUESTION = re.compile(
    r"\?|？|\b(?:how (?:much|many|long|do|can)|what(?:'s| is| are| was| were| did| do| does| would| kind| material| color| size)|which|"
    r"when (?:will|is|are|do|does|did|was)|where(?:'s| is| are| was| did)|who|why|is it|is there|are there|do you have|can you tell|"
    r"could you tell|tell me|let me know|want to know|like to know|wonder(?:ing)?|need to know|curious|remind me|check (?:if|whether|the|"
    r"what|how)|give me (?:the|its|their|that))\b|"
    r"吗|呢|什么|啥|多少|几(?!乎)|哪|怎么|为何|为什么|有没有|是不是|能不能告诉|告诉我|想知道|想问|请问|问一下|问下|查一下|查下|看看|"
    r"原因|看一?下|帮我查|了解|报(?:给|一下)|发给我|单号给我|给我(?:个|下|一下)?(?:单号|快递|物流)"
)
HOW_TO = re.compile(r"\bhow (?:do|can|could|would|should|to|does one)\b[^.?!]{0,20}\b(?:return|exchange|cancel|change|modify)|"
                    r"\b(?:return|exchange|refund|cancellation|shipping) polic|怎么(?:样)?(?:才能)?(?:退|换|取消|改)|如何(?:退|换|取消|"
                    r"改)|(?:退货|换货|退换货|退款)(?:政策|规则|规定|流程)")
RELATED = re.compile(r"\b(?:related|associated|connected|to do with|belongs? to|that has|that have|kind of|stuff for|for (?:gaming|work|home|office))\b|相关|有关|(?:类|方面)的")
# Money back because it has become cheaper: nothing is to be sent back for that.
PRICE_FELL = re.compile(r"\bprice (?:drop|protection|match|adjust)\w*|降价|保价|价保|买贵|退差[价额]")
WEAK = re.compile(r"need|want|get rid|不需要|用不|不要了|不想要")
MINE = re.compile(
    r"\b(?:i|we|i've|i'd|i have) (?:\w+ )?(?:ordered|bought|got|received|purchased)\b|\bmy (?:\w+ )?(?:orders?|package|parcel)\b|我(?:的|那|这)?.{0,3}(?:订单|快递|包裹)|"
    # what somebody is going to buy, or has somebody buy for them, is not theirs yet
    r"(?<![帮给替])我(?!(?:也|还|就|正|现在)?(?:想要?|要|打算|准备|需要)(?![退换取改查看问知])).{0,4}(?:买|订|下单)|我.{0,4}收到"
)
PERSON = re.compile(
    r"\b(?:human|real person|representative|live (?:agent|person|chat)|supervisor|manager|(?:customer service|human|live) (?:agent|"
    r"rep(?:resentative)?)|agent please|speak (?:to|with) (?:a|an|some)\w*|talk (?:to|with) (?:a|an|some)\w*|transfer me|connect me)\b|"
    r"转?人工(?!智能)|真人|客服人员|售后(?:人员|专员|客服)|(?:找|转|换|联系)(?:一?下|个|到)?(?:专员|客服)(?!电话|时间|热线)|客服介入|"
    r"找你们(?:经理|领导|主管|老板)|转接"
)
NOT_NOW = re.compile(r"\b(?:never ?mind|forget (?:it|about)|not now|maybe later|leave (?:it|that)|skip (?:it|that|this)|let'?s (?:leave|"
                     r"skip|drop)|drop it|don'?t bother|no need|changed my mind|(?:do|handle|sort) (?:it|that|this) (?:myself|on my own)|(?:do|handle) (?:it|that) (?:online|on the (?:web ?)?site))\b|我自己(?:来|弄|办|去|上|在)|算了|先不|不用了|暂时不|以后再|不弄了|不办了|下次再|"
                     r"改天再?说|跳过")
ALSO = re.compile(r"^\W*(?:and |also|plus|as well|additionally|besides|too|oh|wait|another|one more|ah|还有|另外|再(?:加|把)|加上|也|"
                  r"顺便|以及|同时|对了)")
TOO = re.compile(r"\b(?:too|as well)\b|也(?:要|想|得|给)|一起|一并|一块儿?(?=退|换|取消)")
ONLY = re.compile(r"\b(?:only|just)\b(?! (?:bought|ordered|got|received|arrived|placed|now|in case|to be))|只(?:要|是|想|退|换|改|取消|需|把)?|就(?:只|退|换|改)")
INSTEAD = re.compile(r"\b(?:instead|actually|rather|changed my mind|on second thought|no,|not that|other one|wrong)\b|改主意|还是|换成退|"
                     r"不是那|不对|错了|应该是|另一个|反而")
WITH_IT = re.compile(r"(?:\b(?:with|along with|together with|alongside|as)\b(?: (?:the|my|that|a))?\s*$|(?:和|跟|与|同)(?:那个|我的)?$)")
TOGETHER = re.compile(r"^(?:.{0,4}(?:一起|同一单|一块|同单|同一个订单)|\b)")
SAME_ORDER = re.compile(r"\b(?:same|one|single) order\b|同一?(?:个|笔)?(?:订)?单|(?<!另)(?<!另外)一(?:个|笔)?(?:订单|单(?:里|中|上))|同单")
OTHER_ORDER = re.compile(r"\b(?:another|different|other|separate) orders?\b|另(?:外)?一(?:个|笔|张)?(?:订)?单|别的订单|"
                         r"不同(?:的)?(?:订)?单")
# Whether something that was asked for is done: "is the address set now?", 地址也改了吧.
CHECKS = re.compile(
    r"^(?:and |so |also |oh |then |just \w+ \w+,? )*(?:is|are|has|have|was|were|did) (?!there\b|it possible)[^?]*\b(?:now|set|done|changed|updated|taken care of|sorted|too|as well|right|correct)\W*$|"
    r"^(?:and |so |also |oh |then )*(?:everything|all|the|my|that)\b[^?,]*\b(?:is|are)(?: all)? (?:right|correct|set|done|changed|sorted|updated|fine)\b(?: now| too| as well)?\W*$|\btaken care of\b|"
    r"(?:好|完|成|妥)了?(?:吧|吗|没有?|么)$|了(?:吗|没有?|么)$|(?:是|对)(?:吧|吗)$"
)
THIS = re.compile(r"\b(?:it|them|this|that|these|those|this one|that one|the same (?:item|order))\b|它|这个|那个|这些|那些|这件|那件|"
                  r"这单|这笔|该订单|这个订单")


class Cue(NamedTuple):
    """A word for something to do: return, cancel, remove, exchange, modify or undo (a cancellation)."""

    start: int
    end: int
    verb: str


def cues_in(text: str) -> list[Cue]:
    """The things to do that a normalised text speaks of, without those that are denied or that happened already."""
    found = []
    for match in _ACTS.finditer(text):
        before = text[: match.start()]
        done = match.group().endswith("ed") and _DONE_BEFORE.search(before) and not (_CAN_BE.search(before) and match.group() != "changed")
        later = _LATER.match(text, match.end()) or _LATER_BEFORE.search(before)
        denies = _NOT_IT.search(before) and (match.group().endswith(("ed", "ing")) or before.endswith("被"))
        themselves = _THEMSELVES.match(text, match.end()) or _THEMSELVES_BEFORE.search(before)
        if themselves:
            continue
        if not done and not later and not denies and not (_NOT.search(before) and not match.group().startswith(("no longer", "don", "do not"))) and not _adjective(match, text):
            found.append(Cue(match.start(), match.end(), match.lastgroup or ""))
    return found


def denied(text: str) -> bool:
    """Whether a text says that something shall not be done: "don't cancel it"."""
    return any(_NOT.search(text[: match.start()]) for match in _ACTS.finditer(text))


def excepts(text: str) -> bool:
    """Whether a text takes something out of a whole: "except", 除了."""
    return _EXCEPT.search(text) is not None


def _adjective(match: re.Match[str], text: str) -> bool:
    """Cancelled, exchanged … as what an order or item is, 换不了 as what cannot be: not as what shall be done."""
    after = text[match.end() : match.end() + 12]
    if after.startswith(("不了", "不成", "不上", "不掉")):
        return True
    return (match.group().endswith("ed") and re.match(r" (?:order|one|item|product)", after) is not None) or (
        match.group() == "取消" and re.match(r"(?:的|掉的)(?:那|订|单)", after) is not None)
