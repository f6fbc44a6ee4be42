"""Where an order, its refund or the stock stands: "has been cancelled", "未发货", "will be refunded", "有货"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...text.numbers import parse_number
from ..claim import Kind, Verdict
from ..facts import PROPOSAL, RECEIPT, Facts, Leaf
from ..finder import Finder, Judged, relevant
from ..said import Found, Said
from .conditions import spoken_of

# A state: how it stands after "is", "has been" …, and how Chinese says it.
_WORDS = {
    "refunded": (r"refunded|credited back", r"退款(?:已经?|都)(?!申请)|已经?(?:全额|原路|成功|给您|为您|把钱)*(?:退款|退回|退还|退到|退至)|退款成功|钱已经?退|退款[^。;!?]{0,16}已经?(?:全部)?到账"),
    "return requested": (r"asked to be returned|return requested", r"已经?(?:申请|登记|提交)(?:了)?退货|退货申请已|退货已经?(?:申请|登记|受理|提交)"),
    "exchange requested": (r"asked to be exchanged|exchange requested", r"已经?(?:申请|登记|提交)(?:了)?换货|换货申请已|换货已经?(?:申请|登记|受理|提交)"),
    "cancelled": (r"cancell?ed", r"已经?(?:被|成功|为您|帮您)*取消|取消成功|取消好了"),
    "delivered": (r"delivered|arrived|been received", r"已经?(?:成功|被|全部)*(?:送达|签收|送到|到货|妥投|收货)"),
    "shipped": (
        r"shipped|dispatched|on (?:its|the|their) way|in transit|sent out|out for delivery|with the courier",
        r"已经?(?:全部|成功|为您)*(?:发货|发出|寄出|出库|揽收)|(?:运输|配送|派送|派件)(?:途)?中|在路上|正在(?:运输|配送|派送)"),
    "processed": (r"processed|being (?:made ready|prepared|packed|processed)|packed", r"处理中|备货中|正在(?:备货|打包|处理)|已经?打包"),
    "pending": (r"pending|awaiting (?:shipment|dispatch)|waiting to be (?:shipped|sent)", r"待发货|等待发货|等待处理|待处理"),
    "returned": (r"returned|sent back", r"已经?(?:成功)?退货|退货(?:已经?)?(?:完成|成功)"),
}  # fmt: skip
_ING = {"取消": "cancelled", "发货": "shipped", "发出": "shipped", "寄出": "shipped", "送达": "delivered", "签收": "delivered", "到货": "delivered",
        "退款": "refunded", "到账": "refunded", "退货": "returned"}  # fmt: skip
_AUX = (
    r"(?:\b(?:is|are|was|were|has|have|it's|they're|status(?: of [^.,]{1,30})?(?: is|:)?|shows?(?: as)?|marked as|got)|'s|'ve)(?P<no>n't| not| never| no longer)?"
    r"(?: (?:yet|already|just|now|currently|still|also|both|all|fully|successfully|officially|been|as|marked|getting|be|safely|in the state|not))*[\s:\"“'*]+"
)
_ENGLISH = [(state, re.compile(rf"{_AUX}(?P<word>{words[0]})(?![a-z-])")) for state, words in _WORDS.items()]
_CHINESE = [(state, re.compile(words[1])) for state, words in _WORDS.items()]
_NOT_YET = re.compile(rf"(?:还|尚|并)?(?:没有|没|未)(?:被|能)?(?P<word>{'|'.join(_ING)})(?!的)")
_STATE_IS = re.compile(r"(?:状态|处于|目前|现在)(?:是|为|:|:)?[\s“\"'「*]*(?P<word>已?(?:取消|发货|送达|签收|退款|退货))")
_REFUND = re.compile(
    r"refund[^.,;]{0,60}?\b(?:has|have|was|were|is)(?:n't| not)?(?: already| just| now| been)* (?:issued|processed|completed|sent|made|credited|approved|paid)|"
    r"\b(?:has|have|was|were)(?: already| just| been)* (?:credited|paid|sent) back"
)
_DUE = re.compile(
    r"\b(?:will|shall|should|you'll|'ll)\b[^.,;?]{0,40}?\b(?:refunded|refund|credited|paid back)\b|refund (?:will|shall|should|is going to|takes)\b|"
    r"(?:将|会)(?:在|于|按|全额|原路|为您|给您|自动|尽快|马上)?[^，。、;]{0,14}?(?:退款|退回|退还|返还|退到|退至|到账)|退款(?:将|会|预计)"
)
_STOCK = {
    "out of stock": re.compile(r"out of stock|sold out|not (?:currently )?in stock|isn't in stock|no longer in stock|缺货|无货|没货|没有(?:现)?货|售罄|断货|卖完了|暂时没有"),
    "in stock": re.compile(r"(?<!not )(?<!n't )(?<!not currently )(?<!longer )\bin stock\b|(?<!没)(?<!无)有(?:现)?货|现货|库存充足"),
}
# Without one of these words or characters a text asserts no state.
_TRIGGERS = frozenset(
    "refund refunded credited returned return sent back paid asked exchange exchanged cancelled canceled delivered arrived received shipped dispatched way "
    "transit delivery courier processed being packed pending awaiting waiting stock sold "
    "退 换 取 送 签 到 发 寄 运 配 派 路 处 备 打 待 货 妥 收 揽 售 卖 账".split())
_VALUES = {
    "refunded": "refunded refund 已退款 退款", "pending": "pending 待发货 requested", "processed": "processed processing 处理中",
    "shipped": "shipped in_transit 已发货", "delivered": "delivered 已送达 已签收", "cancelled": "cancelled canceled 已取消", "returned": "returned 已退货",
    "return requested": "", "exchange requested": "", "in stock": "in_stock instock available 有货", "out of stock": "out_of_stock sold_out 缺货",
}  # fmt: skip
_STATE_OF = {word: state for state, words in _VALUES.items() for word in (*words.split(), state)}
_SENT = frozenset(("processed", "shipped"))
_IMPLIES = {
    "shipped": _SENT, "delivered": _SENT | {"delivered"}, "return requested": _SENT | {"delivered", "return requested"},
    "exchange requested": _SENT | {"delivered", "exchange requested"},
    "returned": _SENT | {"delivered", "return requested", "returned"}, "refund due": {"refund due"},
}  # fmt: skip
_GROUPS = {"in stock": "stock", "out of stock": "stock", "refunded": "refund", "refund due": "refund"}
_TOOLS = {"cancel": "cancelled", "return": "return requested", "exchange": "exchange requested"}
_KEY = re.compile(r"status|state$|availab|in_stock|^stock$|inventory|^kind$|transaction_type|fulfil|状态|库存")
_TEXT = re.compile(r"quote|body|content|review|comment|description|title|name|^before$")


@dataclass(frozen=True, slots=True)
class State:
    """A state, or that it is not so."""

    name: str
    holds: bool = True

    def __str__(self) -> str:
        return self.name if self.holds else f"not {self.name}"


def find(said: Said) -> Iterator[Found]:
    """Every state that a text asserts; none in a condition, an offer or a question."""
    for start, end, state in _states(said) if said.holds(_TRIGGERS) else ():
        if not spoken_of(said, start, end):
            yield Found(start, end, state)


def _states(said: Said) -> Iterator[tuple[int, int, State]]:
    for match in _REFUND.finditer(said.plain):
        yield *match.span(), State("refunded", not re.search(r"n't|not", match[0]))
    for match in _DUE.finditer(said.plain):
        yield *match.span(), State("refund due")
    for state, pattern in _ENGLISH:
        for match in pattern.finditer(said.plain):
            if not (state == "processed" and "refund" in said.before(match.start(), 60)):
                yield *match.span(), State(state, not (match["no"] or " not " in match[0]))
    for match in _NOT_YET.finditer(said.plain):
        yield *match.span(), State(_ING[match["word"]], False)
    for state, pattern in _CHINESE:
        yield from ((*match.span(), State(state)) for match in pattern.finditer(said.plain))
    for match in _STATE_IS.finditer(said.plain):
        yield *match.span(), State(_ING[match["word"].removeprefix("已")])
    for state, pattern in _STOCK.items():
        yield from ((*match.span(), State(state)) for match in pattern.finditer(said.plain))


def read(leaf: Leaf) -> Iterator[State]:
    """A fact under a name such as `status` or `in_stock`; what a receipt did; that a proposal or policy speaks of a refund."""
    if leaf.root in (RECEIPT, PROPOSAL) and leaf.key == "tool" and isinstance(leaf.value, str):
        yield from _done(leaf)
    if not _KEY.search(leaf.key.lower()):
        return
    if isinstance(leaf.value, bool):
        yield State("in stock" if leaf.value else "out of stock")
    elif isinstance(leaf.value, int | float) and leaf.key != "length":
        yield State("in stock" if leaf.value > 0 else "out of stock")
    elif isinstance(leaf.value, str) and (count := parse_number(leaf.value.strip())) is not None:
        yield State("in stock" if count > 0 else "out of stock")
    elif isinstance(leaf.value, str) and (state := _STATE_OF.get(leaf.value.strip().lower())):
        yield State(state)


def _done(leaf: Leaf) -> Iterator[State]:
    state = next((state for verb, state in _TOOLS.items() if str(leaf.value).startswith(verb)), "")
    if state and leaf.root == RECEIPT:
        yield State(state)
    if state in ("cancelled", "return requested"):
        yield State("refund due")


def judge(said: Said, found: Found, facts: Facts) -> Judged:
    """By the states of the order that is meant: a parcel that was delivered was sent, too."""
    known = [(leaf, state) for leaf, state in relevant(FINDER, said, found, facts) if not (isinstance(leaf.value, str) and _TEXT.search(leaf.key))]
    group = _GROUPS.get(found.value.name, "order")
    mine = [(leaf, state) for leaf, state in known if _GROUPS.get(state.name, "order") == group]
    if found.value.name == "refund due":
        return _due(mine, known, facts)
    if found.value.holds:
        agrees = [leaf.path for leaf, state in mine if _implies(state, found.value)]
    elif all(not _implies(state, State(found.value.name)) for _, state in mine):
        agrees = [leaf.path for leaf, _ in mine or known]
    else:
        agrees = []
    if agrees:
        return Verdict.SUPPORTED, agrees[0]
    return (Verdict.CONTRADICTED, mine[0][0].path) if mine else (Verdict.UNSUPPORTED, "")


def _implies(fact: State, claim: State) -> bool:
    if fact == claim:
        return True
    return fact.holds and claim.holds and claim.name in _IMPLIES.get(fact.name, ())


def _due(mine: list[tuple[Leaf, State]], known: list[tuple[Leaf, State]], facts: Facts) -> Judged:
    """That money will come back follows from a receipt, a proposal, a cancelled or returned order, or the shop's own rules."""
    paths = [leaf.path for leaf, _ in mine]
    paths += [leaf.path for leaf, state in known if state.name in ("cancelled", "return requested", "returned")]
    paths += [leaf.path for leaf in facts.leaves
              if isinstance(leaf.value, str) and not leaf.review and leaf.root != "asked" and re.search("refund|退款|退回", leaf.value.lower())]
    return (Verdict.SUPPORTED, paths[0]) if paths else (Verdict.UNSUPPORTED, "")


FINDER = Finder(Kind.STATUS, find, read, own=judge)
