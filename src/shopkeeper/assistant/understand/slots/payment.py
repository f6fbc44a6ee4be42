"""How somebody wants to pay or to be paid back, and why they give something up."""

from __future__ import annotations

import re

from ....shop import PaymentKind
from ..understood import PaymentWish, Reason

_KINDS = (
    (PaymentKind.PAYPAL, r"pay\s?pal|贝宝"),
    (PaymentKind.GIFT_CARD, r"gift\s?-?\s?(?:card|certificate|voucher)s?|store credit|礼品卡|购物卡|礼物卡|代金卡|储值卡"),
    (PaymentKind.CREDIT_CARD, r"(?:credit|debit|bank)\s?-?\s?cards?|visa(?: card)?|master\s?card|amex|american express|discover card|unionpay|"
                              r"信用卡|银行卡|借记卡|储蓄卡|维萨|万事达|银联卡?|(?<![A-Za-z])(?<!gift )(?<!sim )card(?:\s+ending|\s+on file)?"),
    (PaymentKind.WALLET, r"wallet|ali\s?pay|we\s?chat(?: ?pay)?|apple\s?pay|google\s?pay|huabei|支付宝|微信(?:支付|钱包|零钱)?|钱包|余额|花呗|零钱"),
    (PaymentKind.BANK_TRANSFER, r"bank transfer|wire transfer|bank account|银行转账|转账|汇款"),
)  # fmt: skip
_ANY = re.compile("|".join(f"(?P<{kind.name}>{pattern})" for kind, pattern in _KINDS), re.I)
_ORIGINAL = re.compile(
    r"original\s+(?:payment|method|card|form|way|account)(?:\s+(?:method|of payment))?|original one|same (?:payment|method|card|account|way)(?: method)?(?: (?:i|that i) (?:used|paid))?|"
    r"(?:the way|how|what(?:ever)?) i (?:paid|used)|(?:the )?(?:same|one|thing)(?: one)?(?: as| that)?(?: what)? i (?:paid|used|bought)(?: (?:it |that )?with)?|same as (?:before|last time|when i (?:paid|bought|ordered))|(?:as|like) (?:i|before|last time)(?: (?:paid|did|had))?(?: before)?$|same (?:way|card|one|method) as (?:before|last time)|"
    r"(?:当初|之前|上次|下单时|买的?时候?)用?(?:付款|付钱|付|支付|刷)的?(?:那[个种张])?|(?:用|按|走|还是)?付(?:款|钱)的那[个种张]|(?:跟|和|同)(?:付款|下单|买|之前|原来)(?:时|的时候)?一样|(?:card|account|method) (?:that )?i (?:paid|used|bought)[^.,;]{0,14}|back to (?:the )?(?:card|account) i|"
    r"原路(?:退|返)?回?|原来的?(?:支付|付款|卡|账户|方式)|怎么付的?(?:就)?怎么退|哪里?来的?(?:就)?(?:退|回)(?:到|回)?哪|付款(?:的|时)?(?:那张|的)?(?:卡|账户)|原支付|原付款|退回原", re.I,
)  # fmt: skip
_INSTEAD = re.compile(r"(?:instead of|rather than|not(?: to| on| the| my)?|other than|from(?: my)?|don'?t (?:want|use)(?: to use)?|别用|不用|不要|不想用|不是|别退到?|不要退到?|除了|而不是|原来是?用?|本来是?用?)\s*(?:the|my|a|an|to|我的)?\s*$", re.I)
_BRANDS = re.compile(r"visa|master\s?card|amex|american express|discover|union\s?pay|银联|维萨|万事达|alipay|支付宝|wechat|微信|apple\s?pay|google\s?pay|花呗|招商|工行|建行", re.I)
_LAST = re.compile(r"\s*(?:card|account|卡)?[\s,(]*(?:that |the one )?(?:ending(?: in| with)?|ends (?:in|with)|last four(?: digits)?(?: are)?|尾号|末四位|后四位|尾数)(?:\s|是|为|：|:)*(\d{4})(?!\d)", re.I)
_REASONS: tuple[tuple[Reason, re.Pattern[str]], ...] = (
    ("ordered by mistake", re.compile(
        r"by (?:mistake|accident)|accident(?:al)?ly|mistakenly|in error|(?:my|a) mistake|wrong (?:item|one|thing|size|colou?r|product|address)s? (?:i|when i)|(?:i )?(?:ordered|bought|picked|chose|clicked|selected) (?:the )?wrong|"
        r"mis-?click|didn'?t mean to|did not mean to|never meant to|twice by|duplicate order|kid (?:ordered|pressed)|"
        r"(?:拍|下|买|选|点|订|弄|按)错|误(?:拍|下单|点|买|操作)|手滑|手抖|不小心(?:拍|下|买|点|按|多)|多(?:拍|下|买)了|重复(?:下单|拍|买)|拍重|下重", re.I)),
    ("no longer needed", re.compile(
        r"(?:no longer|not|n'?t|dont|never) (?:really )?(?:need|want)(?:ed)?(?: (?:it|them|this|that|these|any|the|those|my))?|no longer (?:need|want|interested)|"
        r"chang(?:ed?|ing) (?:my|our|her|his) mind|found (?:it|one|a)[^.]{0,20}(?:cheaper|elsewhere|better)|no need|(?:don'?t|not) (?:interested|needed)|unneeded|already (?:have|got|bought) (?:one|it|them)|"
        r"(?:不|没)(?:再)?(?:想要|需要|用得?(?:着|上)|要)了?|用不(?:上|着|到)|不想(?:买|要)|改(?:变)?主意|没用了|不需|别处买|别的地方买|买(?:到|了)(?:更)?便宜|家里(?:有|已经)|已经有了", re.I)),
)  # fmt: skip
_REASON_ASKED: tuple[tuple[Reason, re.Pattern[str]], ...] = (("ordered by mistake", re.compile(r"mistake|wrong|accident|second|第二|错|误", re.I)),
                 ("no longer needed", re.compile(r"need|want|first|第一|要|需|用", re.I)))  # fmt: skip


def find_payments(text: str) -> list[PaymentWish]:
    """Every way to pay that is named, in order."""
    found = [
        (match.start(), PaymentWish(match[0], original=True, denied=_INSTEAD.search(text[max(0, match.start() - 26) : match.start()]) is not None))
        for match in _ORIGINAL.finditer(text)
    ]
    taken = [match.span() for match in _ORIGINAL.finditer(text)]
    for match in _ANY.finditer(text):
        if not any(start <= match.start() < end for start, end in taken):
            found.append((match.start(), _named(text, match)))
    return [wish for _, wish in sorted(found, key=lambda each: each[0])]


def find_reason(text: str, expects: str = "") -> Reason:
    """Which of the two reasons for giving something up is said; a slip explains more than having no use for it."""
    for reason, pattern in _REASONS:
        if pattern.search(text):
            return reason
    if expects == "reason":
        return next((name for name, pattern in _REASON_ASKED if pattern.search(text)), "")
    return ""


def _named(text: str, match: re.Match[str]) -> PaymentWish:
    kind = PaymentKind[str(match.lastgroup)]
    brand, last = _BRANDS.search(match[0]) or _BRANDS.search(text[max(0, match.start() - 12) : match.start()]), _LAST.match(text, match.end())
    denied = _INSTEAD.search(text[max(0, match.start() - 26) : match.start()]) is not None
    return PaymentWish(match[0], kind, False, brand[0].lower() if brand else "", last[1] if last else "", denied)
