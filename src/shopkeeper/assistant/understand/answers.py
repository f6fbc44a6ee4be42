"""Yes and no, and what takes something back. Only a yes that is nothing but a yes counts as one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...text.goods import goods_in
from ...text.normalise import normalise
from ...text.phrases import Found

_YES = (
    "yes|yep|yeah|yea|yup|ya|yess+|ye|y|sure(?: thing)?|of course|absolutely|definitely|certainly|ok(?:ay|ie|ey)?(?: then)?|okey dokey|k|kk|alright|all right|right|correct|exactly|"
    "agreed?|i agree|confirm(?:ed)?|i confirm(?: (?:it|that|this))?|confirming|(?:go ahead|proceed|continue|carry on)(?: with (?:it|that|this|the (?:return|exchange|cancellation|change|refund|update|modification|request|order|process)s?))?|i(?: want|'d like| would like|'d love) to (?:go ahead|proceed|continue|confirm)(?: with (?:it|that|this))?|i said (?:yes|ok)|go for it|do it|do that|do so|please do|approved?|affirmative|"
    "sounds (?:good|great|fine|right|perfect|ok(?:ay)?)|looks (?:good|great|fine|right|correct|ok(?:ay)?)|(?:that|this|it)(?:'s| is|s)? (?:all )?(?:fine|good|ok(?:ay)?|right|correct|perfect|great|it|what i want)|"
    "that works(?: for me)?|works for me|fine(?: by me| with me)?|good|great|perfect|no problem|i do|i'?m (?:sure|fine with (?:it|that)|ok(?:ay)? with (?:it|that))|yes i am|let'?s do (?:it|that|this)|"
    "go on|submit(?: it)?|make it so|you can|by all means|why not|i accept|accept(?:ed)?|deal|that would be (?:great|lovely|nice|perfect|wonderful|good)|that(?:'s| is) the one|that looks (?:right|good|fine|correct)|"
    "wonderful|lovely|excellent|awesome|yay|super|if you say so|go|both of them|"
    "是(?:的|啊|呀|滴|哒)?|对(?:的|啊|呀|头|滴)?|(?:很|太|挺)?好(?:的|啊|呀|嘞|滴|哒|吧|哦|呢|勒|咧)?|行(?:的|啊|吧|呀|嘞)?|可(?:以)?(?:的|啊|呀|吧|哒)?|嗯(?:呢|啊|哪)?|恩|昂|确认(?:了|的|无误)?|我确认|确定(?:了|的)?|我确定|同意|没问题|没错|"
    "就这样(?:吧|办|弄|操作|处理)?(?:了|吧)?|就这么(?:办|定|弄|着|操作|处理|来)(?:了|吧)?|按(?:这个|你说的|您说的|这样)(?:来|办|弄|操作|处理)(?:吧)?|办(?:理)?(?:了|吧|呗)?|弄吧|来吧|继续(?:吧)?|操作吧|提交(?:吧)?|执行(?:吧)?|搞(?:吧|起)|整吧|ok(?:的|啊)?|中|成(?:的|吧|交)?|妥|得嘞|必须的|(?:快|请)办(?:理)?(?:吧)?|走起|好耶|当然(?:可以|了|啦)?|"
    "要(?:的)?|需要(?:的)?|就(?:是)?(?:它|这个|那个|这些|这样)(?:了|吧)?|听(?:你|您)的(?:吧)?|没毛病|挺好|不错|可以确认|同意的|去办吧|那就这样(?:吧)?|那行(?:吧)?|那好(?:吧)?|麻烦(?:你|您)?(?:办一下|处理一下|了)|帮我(?:办|弄|处理)(?:吧|一下(?:吧)?)|你(?:办|弄|处理)吧|准了|没意见|无误|信息(?:正确|没错|无误)|正确"
)
_NO = (
    "no|nope|nah|nay|n|not? (?:yet|now|really|at all|this time|today|thanks?|thank you)|never(?: ?mind)?|nvm|don'?t|do not|don'?t do (?:it|that|this)|do not do (?:it|that|this)|please don'?t|stop(?: it)?|wait|hold on|hang on|hold it|"
    "cancel that|forget (?:it|that|about it)|leave it(?: as it is| be| alone)?|keep it(?: as it is)?|i changed my mind|changed my mind|i'?d rather not|rather not|no way|absolutely not|definitely not|of course not|i don'?t (?:want (?:to|it|that|this)|agree|think so|confirm)|"
    "(?:that|this|it)(?:'s| is|s)? (?:not (?:right|correct|it|what i (?:want|asked|meant)(?: for)?)|wrong|incorrect)|incorrect|wrong|not (?:correct|right|ok(?:ay)?|sure|good)|i decline|decline|reject|refuse|hell no|negative|"
    "不(?:是|对|行|用|要|好|可以|同意|确认|需要|必|成|中|了|想|办|换|退|改|取消|想要)?(?:了|的|啊|吧|呀|谢谢)?|没(?:有)?|别(?:了|啊|弄|办|动|急|退|换|改|取消|提交)?(?:了)?|先?(?:不|别)(?:要|用|急|办|弄|退|换|改|取消|提交)?了?|算了(?:吧)?|等等|等(?:一)?下(?:吧)?|稍等|慢着|且慢|停|我再(?:想想|看看|考虑考虑|考虑一下|考虑下)(?:吧)?|"
    "再(?:说|想想|看看)吧?|再考虑(?:一下|下)?吧?|暂时不(?:用|要|需要)?了?|不是(?:这样|这个|这意思)的?|不是我(?:要|想要)的|错了|不对(?:啊|呀|吧)?|搞错了|弄错了|取消操作|我反悔了|反悔了|后悔了|我不(?:想|要|同意|确认|办|退|换|改)了?|还是(?:算了|不(?:用|要|换|退|改|办)了?)(?:吧)?|免了|拒绝|不必了"
)
_FILLER = (
    "please|pls|plz|thanks?(?: (?:you|u|a lot|so much|very much))?|thx|ty|cheers|then|so|well|um+|uh+|oh|ah|hmm+|mm+|hm|just|now|right away|that|it|this|with (?:it|that|this|the (?:request|change|changes))|and|the|to|i|me|for me|sir|madam|"
    "let me (?:check|see|read (?:it|that)(?: again)?)|let'?s hope it works|dear|bro|mate|man|buddy|yes|(?:i'?m )?sorry|lol|haha|very much|kindly|asap|so much|all|everything|already|"
    "呢|吧|啊|呀|哦|噢|喔|哈+|嘛|了|的|那|就|谢谢(?:你|您|啦|了|哈)?|多谢|感谢|麻烦(?:你|您|了|啦)?|辛苦(?:你|您)?(?:了|啦)?|拜托(?:你|您)?(?:了|啦)?|没关系|没事(?:儿|的)?|(?:让|等|容)?我?再?看(?:看|一?下|一?遍|一?眼)|看(?:好|清楚?|过)了|(?:这下|都)?齐了|这下|这些|请|亲|亲爱的|老板|客服|小姐姐|您|你|我|帮我|吗(?=$)|唉|哎|诶|嘿嘿|都|一下|快点?|尽快|赶紧|马上"
)


def _again(verbs: str, of: str) -> str:
    """The Chinese ways to say again what a yes is for: 取消吧, 就这么换, 就改这儿, 可以退."""
    return rf"(?:就|都|可以|能|按)?(?:这么|这样|这个)?(?:给我|帮我)?(?:{verbs})(?:吧|掉|了|呗|它们?|这儿|这里|这个|这些|这单|这个订单|{of})*"


_ACTS = {
    "cancel": f"cancel(?: (?:it|them|that|this|those|these|all|the order|my order|the (?:whole|entire) order))?|{_again('取消|撤', '订单|整单')}",
    "return": f"return (?:it|them|that|this|those|these|both|all of them|all of it|everything|the items?)|(?:send|take) (?:it|them|those|these|both) back|(?:they |those |these |both )?go(?:es)? back|refund(?: (?:it|me))?|{_again('退', '货')}",
    "exchange": f"(?:exchange|swap|replace) (?:it|them|that|this|those|these|both|the items?)|{_again('换', '货')}",
    "modify": f"(?:change|update|modify) (?:it|them|that|this|those|these|both|the (?:address|order|items?|payment(?: method)?))|{_again('改|修改|更改|更新|换', '地址')}",
}


def _each(patterns: str, kind: str) -> list[tuple[re.Pattern[str], str]]:
    """The ways to say something, one by one."""
    parts, depth = [""], 0
    for letter in patterns:
        depth += (letter == "(") - (letter == ")")
        if letter == "|" and not depth:
            parts.append("")
        else:
            parts[-1] += letter
    return [(re.compile(rf"{part}(?:(?<=[a-z'])(?![a-z'])|(?<![a-z']))"), kind) for part in parts]


_TOKENS = [*_each(_NO, "no"), *_each(_YES, "yes"), *_each(_FILLER, "")]
_LONGEST = 120  # letters of a message that may be a yes or no
_QUESTION = re.compile(r"[?？]|吗|么$|(?:是不是|能不能|可不可以|行不行|好不好|对不对)|^(?:is|are|can|could|do|does|will|would|what|how|why|when|which|where|who)\b")
_PUNCTUATION = re.compile(r"[.,!;:。，！；：、~～…\-—\"“”()（）\s👍🙏👌✅😊🙂❤️]+")
_CORRECTION = re.compile(
    r"^(?:no|nope|yes|yeah|ok(?:ay)?|sure|right)?[\s,.!]*(?:but|except|only|however|wait|hold on|hang on|actually|sorry)(?![a-z])|(?<![a-z])(?:i meant|i mean(?! it)|i misspoke|correction|my mistake|my bad|make that|scratch that|on second thou?ght|"
    r"changed my mind|let me correct|not that one|wrong one|the other one|i take that back|instead of what i said|forget what i said)(?![a-z])|"
    r"(?<![a-z])(?:no|not)(?: the| that)? [\w' -]{1,30}(?:,|;| but| -)+ ?(?:the|i want|it'?s|make it|rather)\b|"
    r"^no(?:pe)?[,.\s]+(?:the|i (?:want|meant|said|need)|it'?s|my|make|that one|this one)(?![a-z])|^不是?[，,\s]*(?:我要|我想|我说|是那|是这|要那|要这|换|退)|"
    r"不对|说错|搞错|弄错|写错|打错|发错|记错|等等|等一下|等下|慢着|我(?:的)?意思是|我是说|应该是|更正|纠正|改一下|不是(?!的)[^，,。]{1,14}[，,]?\s*(?:是|而是|要|我要)|还是(?:换|改|要|退|用)|算了[，,\s]*(?:还是|改|换|要)|改主意|^(?:好|行|可以|是|对|嗯)[的啊吧]*[，,\s]*(?:但|不过|只是|可是|就是)"
)
_ASIDE = re.compile(r"\([^)]*\)")  # what says more about goods
_ALL_OF_IT = "them"
# Said beside a yes, and true where the pattern stands in what was shown.
_AGAIN = tuple((said, re.compile(stands)) for said, stands in (
    (r"(?:by |with |on |to |via |using |use )?(?:my |the )?(?:visa|visa card)|(?:走|用|刷|退到?)?(?:我的)?\s?visa(?:卡)?", "visa"),
    (r"(?:by |with |on |to |via |using |use )?(?:my |the )?(?:mastercard|master card)|(?:走|用|刷|退到?)?(?:我的)?(?:万事达|mastercard)(?:卡)?", "mastercard"),
    (r"(?:by |with |on |to |via |using |use )?(?:my |the )?pay ?pal(?: account)?|(?:走|用|退到?)?(?:我的)?paypal", "paypal"),
    (r"(?:by |with |on |to |via |using |use )?(?:my |the )?gift ?card|(?:走|用|退到?)?(?:我的)?礼品卡", "gift card|礼品卡"),
    (r"(?:by |with |on |to |via |using |use )?(?:my |the )?(?:credit )?card|(?:走|用|刷|退到?)?(?:我的)?(?:信用)?卡", "credit card|信用卡"),
    (r"(?:make |set )?(?:it|that|this)? ?(?:should be |is |be |as )?(?:my |the )?(?:new )?default(?: address| one)?|(?:就)?(?:设|改|换)(?:成|为)?(?:我的)?默认(?:地址)?", "default|默认"),
    (r"home sweet home|(?:that'?s|this is|it'?s|that is) (?:my|our|the)(?: new| right)? (?:home|house|place|flat|address|one)|(?:这|那)?(?:就)?是(?:我们?的?)?(?:新)?(?:家|地址)|地址(?:没错|对的?)|就(?:是)?这个地址", "address|地址"),
    (r"(?:it was |i )?(?:ordered|bought) (?:it |them )?by mistake|(?:是)?(?:拍|买|下)错了?", "by mistake|拍错"),
    (r"(?:i |we )?(?:no longer|don'?t) need (?:it|them|this)(?: any ?more)?|it'?s no longer needed|不需要了|不想要了|用不上了", "no longer needed|不想要了"),
))  # fmt: skip
_GLUE = (r"them|just|only|as well|too|also|then|with|by|in|of|for|those|these|both|all|of them|complete|now it'?s complete|that'?s (?:all|everything|complete)|the way it is|like that|exactly like that|"
         r"就|只|都|也|和|跟|一起|这几样|这几件|这两[样件个]|全部|齐了|把|走|用",)  # fmt: skip


def read_yes(text: str, expects: str = "") -> bool | None:
    """True for a yes and nothing besides ("ok go ahead", "嗯嗯 可以的"), False for a refusal, whatever follows it ("no, the red one"), None for
    everything else: a yes with a condition, a question, another amount, item or address is none. `expects` may be "confirm:TOOL":
    then a yes may say again what it is for ("yes, cancel it" with a tool that cancels)."""
    plain = normalise(text).replace("’", "'")
    rest, seen = _consume(plain, expects)
    if rest and seen[:1] != ["no"]:
        return None
    if "no" in seen:
        return False if not _QUESTION.search(plain) and seen[0] == "no" else (False if not rest and seen[-1] == "no" else None)
    if "yes" in seen:
        return None if _QUESTION.search(plain) else True
    return None


def agrees(text: str, expects: str, shown: Sequence[str]) -> bool:
    """Whether a message is a yes that only says again what it is for: "with the visa, perfect, yes". `shown` is what lies before the shopper,
    in each language; ways to pay, reasons and goods count as said again where they stand there, goods only all of them."""
    plain, there = normalise(text).replace("’", "'"), [normalise(each) for each in shown]
    if len(plain) > _LONGEST or _QUESTION.search(plain):
        return False
    said = _goods(plain)
    if said and not any(_all_of(said, _goods(_ASIDE.sub(" ", each))) for each in there):
        return False
    for each in reversed(said):
        plain = f"{plain[: each.start]} {_ALL_OF_IT} {plain[each.end :]}"
    kept = [phrase for phrase, stands in _AGAIN if any(stands.search(each) for each in there)]
    rest, seen = _consume(plain, expects, [*kept, *_GLUE])
    return not rest and "yes" in seen and "no" not in seen


def _goods(plain: str) -> list[Found[str]]:
    return list(goods_in(plain))


def _all_of(said: Sequence[Found[str]], shown: Sequence[Found[str]]) -> bool:
    """Whether the goods that were said are those that were shown, none left out."""
    return all(any(a.meanings & b.meanings for b in shown) for a in said) and all(any(a.meanings & b.meanings for b in said) for a in shown)


def is_correction(text: str) -> bool:
    """Whether something said before is taken back or changed: "no wait, the blue one", "yes but …", "不对，是那件黑的"."""
    return _CORRECTION.search(normalise(text).replace("’", "'")) is not None


def _consume(plain: str, expects: str, fillers: Sequence[str] = ()) -> tuple[str, list[str]]:
    """What is left after the yeses, noes and fillers from the beginning on, and what those were in order."""
    more = [pair for each in fillers for pair in _each(each, "")]
    acts = [each for name, pattern in _ACTS.items() if expects.startswith("confirm:") and name in expects for each in _each(pattern, "yes")]
    rest, seen = _PUNCTUATION.sub(" ", plain[:_LONGEST]).strip(), []
    while rest:
        end, kind = max(((match.end(), kind) for pattern, kind in (*_TOKENS, *acts, *more) if (match := pattern.match(rest))), default=(0, ""), key=lambda each: each[0])
        if not end:
            break
        seen += [kind] if kind else []
        rest = rest[end:].strip()
    return rest + plain[_LONGEST:], seen
