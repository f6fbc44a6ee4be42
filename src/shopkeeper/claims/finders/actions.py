"""What the speaker says to have done ("I have cancelled your order", "已为您取消") or to do now ("I'll refund you right away").

Only a receipt of this turn supports what was done; a proposal supports what will be done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..claim import Kind, Verdict
from ..facts import PROPOSAL, RECEIPT, Facts, Leaf
from ..finder import Finder, Judged
from ..said import Found, Said
from .conditions import spoken_of, upon_yes

_CHANGE = "modify_pending_order_address modify_pending_order_items modify_pending_order_payment modify_user_address"
_BACK = "cancel_pending_order return_delivered_order_items"
_BASKET = "add_to_basket set_in_basket"
_ANY = "*"
# What is said, in the past and the present of English and in Chinese, and the tools that do it; none: nothing here does.
_VERBS = (
    (r"cancell?ed", r"cancel", r"取消", "cancel_pending_order"),
    (r"changed|updated|modified|edited|corrected|amended|switched", r"change|update|modify|edit|correct|switch", r"修改|更改|变更|更新|改", _CHANGE),
    (r"refunded|credited|reimbursed|issued", r"refund|credit|reimburse|issue", r"退款|退还|退回|退了", _BACK),
    (r"exchanged|replaced|swapped", r"exchange|replace|swap", r"换货|更换|换", "exchange_delivered_order_items modify_pending_order_items"),
    (r"returned", r"return", r"退货", "return_delivered_order_items"),
    (r"transferred|escalated|forwarded|handed|passed|connected", r"transfer|escalate|forward|hand|connect", r"转接|转给|转人工|升级|转达",
     "transfer_to_human_agents"),
    (r"submitted|requested|initiated|started|processed|registered|arranged|filed|set up|completed|made",
     r"submit|request|initiate|start|process|register|arrange|file|set up", r"提交|申请|办理|处理|登记|发起|安排|办", _ANY),
    (r"added|removed|put|taken", r"add|remove|put|take", r"加入|放进|放入|加到|放到|添加|移出|移除|拿出|拿掉|删掉|删除", _BASKET),
    (r"applied|placed|booked|shipped|sent|contacted|notified|upgraded|waived|extended|reserved|scheduled|deleted|granted|given|"
     r"unsubscribed|subscribed|created|opened|emailed|flagged|informed|asked|marked",
     r"apply|place|book|ship|send|contact|notify|upgrade|waive|extend|reserve|schedule|delete|grant|give you a|email|call|inform|compensate",
     r"下单|寄|发放|发送|发|联系|通知|延长|减免|补偿|预留|预约|开通|注销|赠送|打折|补发|催", ""),
)  # fmt: skip
_SO = r"(?: (?:now|just|already|also|successfully|gone ahead and|immediately|hereby|then|both|officially|personally|happily))*"
_PAST = rf"\b(?:i|we)(?:'ve| have)?{_SO} "
_NEXT = rf"\b(?:i|we)(?:'ll| will| am going to| are going to|'m going to|'m| am)(?: be)?{_SO} "
_HE_DID = r"(?:已经?|刚刚?|马上|立即|立刻|现在就?|这就|会|将)(?:成功)?"
_FOR_YOU = r"(?:为您|帮您|替您|给您|为你|帮你|给你|向您|把您的?|将您的?|把你的?)"
_SPEAKER, _SPOKEN_TO = frozenset(("i", "we")), frozenset("您你")  # without one of them no pattern below holds
_DONE_ZH = re.compile(r"已|刚|了|好|成功|完")
_PATTERNS = [
    (tools, re.compile(rf"{_PAST}(?P<verb>{past})(?![a-z])"), re.compile(rf"{_NEXT}(?P<verb>(?:{now})(?:ing)?)(?![a-z])"),
     re.compile(rf"(?:我们?)?(?:{_HE_DID}|成功)?{_FOR_YOU}[^，。、;!?]{{0,16}}?(?P<verb>{zh})[^，。、;!?]{{0,12}}"))
    for past, now, zh, tools in _VERBS
]  # fmt: skip
_OBJECTS = {"address": r"address|地址", "payment": r"payment|paid|pay\b|card|支付|付款", "items": r"item|size|colou?r|option|尺码|颜色|款|商品"}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something done, or to be done, by one of some tools ("*": by any)."""

    verb: str
    tools: tuple[str, ...]
    done: bool

    def __str__(self) -> str:
        return f"{'did' if self.done else 'will'}: {self.verb}"


def find(said: Said) -> Iterator[Found]:
    """Every such statement of a text; no offers, conditions and questions."""
    ends = 0
    for start, end, deed in sorted(_deeds(said), key=lambda each: each[:2]):
        if start >= ends and not spoken_of(said, start, end) and (deed.done or not upon_yes(said, start)):
            ends = end
            yield Found(start, end, deed)


def _deeds(said: Said) -> Iterator[tuple[int, int, Deed]]:
    english, chinese = said.holds(_SPEAKER), said.holds(_SPOKEN_TO)
    for tools, past, now, zh in _PATTERNS:
        for match in past.finditer(said.plain) if english else ():
            yield *match.span(), Deed(match["verb"], _which(said, match, tools), True)
        for match in now.finditer(said.plain) if english else ():
            yield *match.span(), Deed(match["verb"], _which(said, match, tools), False)
        for match in zh.finditer(said.plain) if chinese else ():
            if said.plain[match.end("verb") : match.end("verb") + 2] not in ("查询", "查看"):
                done = _DONE_ZH.search(match[0]) is not None
                yield match.start(), match.end(), Deed(match["verb"], _which(said, match, tools), done)


def _which(said: Said, match: re.Match[str], tools: str) -> tuple[str, ...]:
    """The tools that do it, those of the object where one is named."""
    names = tuple(tools.split())
    start, end = said.clause(match.start())
    clause = said.plain[start:end]
    about = [thing for thing, words in _OBJECTS.items() if re.search(words, clause)]
    fitting = tuple(name for name in names if any(name.endswith(thing) for thing in about))
    return fitting if tools == _CHANGE and fitting else names


def read(leaf: Leaf) -> Iterator[Deed]:
    """What a receipt or a proposal is of."""
    if leaf.root in (RECEIPT, PROPOSAL) and leaf.key == "tool" and isinstance(leaf.value, str):
        yield Deed(leaf.value, (leaf.value,), leaf.root == RECEIPT)


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """By the receipts of the turn, and for what is to be done by the proposal too."""
    deeds = [(leaf, deed) for leaf in facts.leaves for deed in read(leaf)]
    for leaf, deed in deeds:
        if (deed.done or not found.value.done) and (_ANY in found.value.tools or deed.verb in found.value.tools):
            return Verdict.SUPPORTED, leaf.path
    return (Verdict.CONTRADICTED, deeds[0][0].path) if deeds else (Verdict.UNSUPPORTED, "")


FINDER = Finder(Kind.ACTION, find, own=judge)
