"""What a message asks to be done: one after another, with the goods, orders and words that belong to each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from ...text.choices import option_names
from ...text.normalise import normalise
from .cues import (
    ACCOUNT,
    ADDRESS,
    ALSO,
    ASKS_ADDRESS,
    CHECKS,
    EVERYTHING,
    EXCEPT_AFTER,
    HOW_TO,
    KEEP,
    KEPT_AFTER,
    PAYMENT,
    PRICE_FELL,
    QUESTION,
    SPEC,
    SPLIT,
    THIS,
    WEAK,
    Cue,
    cues_in,
    excepts,
)
from .errands import ERRANDS, errands_in
from .named import Named, named_in
from .own import Own
from .places import told_new
from .questions import topic_of
from .wanted_words import DROP, IF, IMPOSSIBLE, OTHERWISE, pieces

_CLAUSE = re.compile(r"[;!?；！？。\n]|\.(?!\d)|(?:(?<!\d),|,(?!\d))(?!(?:能|可以|该)(?:退|取消)(?:货|掉)?的)|，|\bbut\b(?! not)|但是?|不过|\band then\b|\bthen\b|然后|另外|顺便|\s[-–—]\s|\band also\b|\balso\b|\band (?=(?:i|could|can|please|what|how|when|where|if|tell|let me|show me|confirm)\b)")
_SENTENCE = re.compile(r"[;!?；！？。\n]|\.(?!\d)")
_JOIN = re.compile(r"\b(?:and|or|then|also|plus)\b|并且?|还有|再|或者?|和|、")
_ORDER = re.compile(r"\border\b|订单|[那这一]单")
_ALL_ORDERS = re.compile(r"\bwhole\b|\bentire\b|整单|所有|全部|\d{4}")
_THEN = re.compile(r"[?？]\W*(?:then|in that case|那就?|就)\W*$")
_AS_IT_CAN = re.compile(
    r"\b(?:what(?:ever)?|all|everything|those|the ones?|anything)(?: that)? (?:you can|can be|is possible|isn'?t|hasn'?t|haven'?t)\b|\b(?:the rest|the others?|whatever)\b|"
    r"能(?:取消|退)[^，。]{0,2}(?:取消|退)|(?:没|未)(?:有)?发(?:货|出)?的|到手的|收到的|剩下的|其余的"
)
# "I have one more exchange after that", 弄完再换个东西: a wish that is only announced.
_ANNOUNCED = re.compile(r"(?:再|还(?:有|要|想))[^，。]{0,4}换(?:个|一个|一样)?(?:东西|货|商品)|\b(?:one more|another|an) exchange\b(?! (?:for|of|to))|\b(?:exchange|swap|change|return) (?:something|one more thing|another thing|an item|one item|another item)\b(?: else)?\W*$")
_LACKED = re.compile(r"(?:没有?|没了|少了|\bwithout(?: (?:the|my|a|any))?) ?$")  # goods that are only missed: 没平板也用不上
# 低于200就换: a condition without a word for it.
_BARE_IF = re.compile(r"\W*(?:价格|价钱|它|这个)?(?:超过|高于|大于|多于|不到|低于|少于|不足|不满|不止)\s?[$¥￥]?\d+[^，。]{0,4}(?:就|则|那)")
_THERE = re.compile(r"\b(?:available|in stock|have|has|there(?:'s| is| are)|possible|can)\b|有|能|可以")
_NOT_ALL = re.compile(r"\bnot (?:everything|all(?: of (?:it|them))?|the (?:whole|entire)\b[^,.;]*)|不是(?:全部|整单|所有)|(?:不要|别)全(?:部)?")
# A condition on a price, "if it is more than $300", or on a promise that is not given: what follows is a wish of its own.
PRICED = re.compile(r"\b(?:more|less|over|under|above|below|cheaper|higher|lower|exceeds?)\b[^.;]{0,12}\d|(?:超过|高于|大于|多于|不到|低于|少于|不足|不满|不止)\s?[$¥￥]?\d|\d+(?:美元|美金|元|块钱?|刀)?(?:以上|以下|以内|往上)|"
                    r"\b(?:guarantee|promise|assure|ensure)\b|保证|承诺|确保")
NOTHING = "-"  # as what is wanted otherwise: rather nothing at all
_SENDS_BACK = re.compile(r"退货|退掉|取消|换货|\b(?:cancel|return|exchange|send)\w*")
_VERBS = {"return": "return", "cancel": "cancel", "remove": "cancel", "exchange": "swap", "modify": "swap", "undo": "undo"}


@dataclass
class Heard:
    """One thing that a message asks for. `do` and `verb` as in `Job`; `text` is the part of the message that says it, `spans` where that
    stands; `goods` are the goods it names, `kept` those that it leaves out, `everything` whether it means all, `when` the condition of a price on which it is wanted."""

    do: str
    verb: str
    spans: list[tuple[int, int]]
    goods: list[Named] = field(default_factory=list)
    kept: list[Named] = field(default_factory=list)
    everything: bool = False
    topic: str = ""
    otherwise: str = ""
    both: bool = False
    also: bool = False
    weak: bool = False
    when: str = ""

    def text(self, plain: str) -> str:
        """Its part of the normalised message."""
        return ", ".join(plain[start:end].strip() for start, end in self.spans)


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause at `start` to `end` with its verbs; `condition`: it begins with "if"; `opens`: it is the first of its sentence."""

    start: int
    end: int
    text: str
    cues: tuple[Cue, ...]
    condition: bool
    opens: bool


def hear(text: str, own: Own) -> list[Heard]:
    """The things that a message asks for, in their order."""
    plain = normalise(text)
    told = told_new(plain, own)
    aside = told[0] if told else (0, 0)
    goods = [each for each in named_in(plain, own.lines) if not aside[0] <= each.start < aside[1] and not _LACKED.search(plain[: each.start])]
    return _Hearing(plain, goods, own).heard()


class _Hearing:
    """One message being read."""

    def __init__(self, plain: str, goods: list[Named], own: Own) -> None:
        self._plain, self._goods, self._own = plain, goods, own
        self._found: list[Heard] = []
        self._floating: list[tuple[int, int]] = []
        self._before = (0, 0)  # where that stands
        self._there = False  # whether this sentence began with "if you have it"
        self._when = ""  # the condition of a price that this sentence began with
        self._fallback = False  # whether the rest of this sentence is for the case that the last wish cannot be met

    def heard(self) -> list[Heard]:
        clauses, errands = _clauses(self._plain), errands_in(self._plain)
        for number, clause in enumerate(clauses):
            if here := [each for each in errands if each[0] < clause.end and clause.start < each[1]]:
                self._errand(clause, here)
                continue
            if clause.opens:
                self._there = False
                self._fallback, self._when = self._fallback and _THEN.search(self._plain[: clause.start]) is not None, ""
            if clause.condition and PRICED.search(clause.text):
                self._when, self._before = clause.text, (clause.start, clause.end)
            self._there = self._there or (clause.condition and _THERE.search(clause.text) is not None and not IMPOSSIBLE.search(clause.text))
            if not (PRICE_FELL.search(clause.text) and not _SENDS_BACK.search(clause.text)):
                self._clause(clause, clauses[number + 1] if number + 1 < len(clauses) else None)
        if not self._found and self._floating:
            self._found.append(self._new("", "", self._floating))
        else:
            self._flush()
        self._gather()
        self._each_as_it_can()
        self._found = [each for each in self._found if not self._only_told(each)]
        strong = [each for each in self._found if each.do not in ("", "ask") and not each.weak]
        found = [each for each in self._found if (each.do or each.goods or each.everything) and not (each.weak and strong and not each.goods)]
        return [each for each in found if len(found) == 1 or each.goods or each.do not in ("swap", "return") or not _ANNOUNCED.search(each.text(self._plain))]

    def _only_told(self, heard: Heard) -> bool:
        """Whether what sounds like a wish only tells what an errand is about: "my return has arrived, when do I get the new invoice?"."""
        topics = {each.topic for each in self._found} & ERRANDS
        if not topics or heard.topic in ERRANDS or heard.goods or heard.everything or _NUMBERED.search(heard.text(self._plain)):
            return False
        return heard.do == "swap" or "seller" in topics or (heard.do == "return" and "pickup" not in topics)

    def _errand(self, clause: Clause, errands: list[tuple[int, int, str]]) -> None:
        """What only a colleague does is asked for once, however many clauses say it."""
        _, _, name = errands[0]
        if name == "pickup" and any(cue.verb == "return" for cue in clause.cues):
            self._clause(clause, None)
        if name not in {each.topic for each in self._found if each.do == "ask"}:
            self._found.append(self._new("ask", "", [(clause.start, clause.end)], topic=name))

    def _clause(self, clause: Clause, following: Clause | None) -> None:
        if self._is_fallback(clause) or self._only_condition(clause, following):
            return
        question = self._question(clause)
        if question:
            self._floating = [] if question.topic == "done" else self._floating
            self._flush()
            self._found.append(question)
            return
        special = "split" if SPLIT.search(clause.text) else self._address_or_payment(clause)
        if special:
            self._take(self._new(special, "modify", [*self._order_before(clause), (clause.start, clause.end)]))
            return
        if clause.cues:
            self._acts(clause)
        else:
            self._goes_on(clause, following)

    def _order_before(self, clause: Clause) -> list[tuple[int, int]]:
        """What was said before a clause about an address or payment to tell whose it is: "the order with my laptop, …"."""
        spans = [] if self._within([(clause.start, clause.end)]) else [span for span in self._floating if _ORDER.search(self._plain[span[0] : span[1]])]
        self._floating = [span for span in self._floating if span not in spans]
        self._flush()
        return spans

    def _gather(self) -> None:
        """A wish that names nothing goes into the next one of its kind: "two exchanges: the lamp …, the bottle …"."""
        for number, each in enumerate(list(self._found)):
            into = next((other for other in self._found[number + 1 :] if other.do == each.do and other.goods), None)
            if each.do in ("return", "swap") and not each.goods and not each.kept and not each.everything and into:
                into.spans = sorted([*each.spans, *into.spans])
                self._fill(into)
                self._found.remove(each)

    def _each_as_it_can(self) -> None:
        """ "Cancel what you can, return the rest" is one wish about all that is spoken of."""
        for first, second in pairwise(list(self._found)):
            acts = {first.do, second.do} == {"cancel", "return"} and not (first.goods or second.goods or (second.everything and first.everything))
            if acts and _AS_IT_CAN.search(self._plain[first.spans[0][0] : second.spans[-1][1]]) and not _NUMBERED.search(self._plain):
                first.spans, first.do, first.verb, first.both = sorted({*first.spans, *second.spans}), "cancel", "cancel", True
                self._fill(first)
                first.everything = not first.goods
                self._found.remove(second)

    def _flush(self) -> None:
        """Goods that no verb took stand for themselves."""
        if self._floating and self._within(self._floating):
            self._found.append(self._new("", "", self._floating))
        self._floating = []

    def _only_condition(self, clause: Clause, following: Clause | None) -> bool:
        """Whether a clause only says that something else is not possible, and the next what is wanted then: "if neither works, …"."""
        if not clause.condition or not clause.cues or following is None or not following.cues:
            return False
        return IMPOSSIBLE.search(clause.text) is not None and not PRICED.search(clause.text)

    def _is_fallback(self, clause: Clause) -> bool:
        """Whether a clause only says what to do when the wish before it cannot be met; then it is kept there."""
        last = self._last_act()
        if last is None or not self._found or (clause.condition and PRICED.search(clause.text)):
            return False
        condition = IF.search(clause.text) if clause.condition else None
        otherwise = OTHERWISE.search(clause.text)
        if (condition and IMPOSSIBLE.search(clause.text[condition.start() if condition.end() > condition.start() else 0 :])) or otherwise:
            self._fallback = True
        elif not self._fallback:
            return False
        cues = [cue for cue in clause.cues if not DROP.search(clause.text)]
        goods = self._within([(clause.start, clause.end)])
        if cues and (last.do != "swap" or _VERBS[cues[0].verb] != "swap" or any(not _known(each, last.goods) for each in goods)):
            last.otherwise = f"{last.otherwise}, {clause.text}".strip(", ") if last.otherwise else _consequence(clause.text)
        elif last.do != "swap" and DROP.search(clause.text):
            last.otherwise = NOTHING
        else:
            last.spans.append((clause.start, clause.end))
            self._fill(last)
        return True

    def _question(self, clause: Clause) -> Heard | None:
        if self._checks(clause):
            return self._new("ask", "", [(clause.start, clause.end)], topic="address" if ADDRESS.search(clause.text) else "done")
        topic = topic_of(clause.text)
        asks = QUESTION.search(clause.text + self._plain[clause.end : clause.end + 1])
        if HOW_TO.search(clause.text) and not self._within([(clause.start, clause.end)]):
            return None
        goods = self._within([(clause.start, clause.end)]) or self._within(self._floating)
        if not topic and goods and asks and SPEC.search(clause.text) and not clause.cues and option_names().find(clause.text):
            spans, self._floating = [*self._floating, (clause.start, clause.end)], []
            return self._new("ask", "", spans, topic="spec")
        if topic in _OF_AN_ORDER and asks and not clause.cues and THAT_ONE.search(clause.text) and not self._within([(clause.start, clause.end)]) and self._within(self._floating):
            spans, self._floating = [*self._floating, (clause.start, clause.end)], []
            return self._new("ask", "", spans, topic=topic)
        last = self._last_act()
        if topic in ("variants", "cheapest") and last is not None and last.do == "swap" and last.goods:
            return None
        if topic and asks and not (clause.cues and topic not in _BESIDES):
            return self._new("ask", "", [(clause.start, clause.end)], topic=topic)
        return None

    def _checks(self, clause: Clause) -> bool:
        """Whether a clause only asks if something is done by now; in English a question mark ends its sentence."""
        after = re.search(r"[.!?。！？;；\n]|$", self._plain[clause.end :])
        asks = re.search(r"[一-鿿]", clause.text) is not None or (after is not None and after.group() == "?")
        return asks and not clause.condition and CHECKS.search(clause.text.strip()) is not None

    def _address_or_payment(self, clause: Clause) -> str:
        if PAYMENT.search(clause.text) and not ADDRESS.search(clause.text) and not self._within([(clause.start, clause.end)]):
            return "payment"
        if _SENT.match(clause.text.strip()) and _BOUGHT.search(re.split(r"[.。!！?？;；\n]", self._plain[: clause.start])[-1]):
            return ""
        if ADDRESS.search(clause.text) and not ASKS_ADDRESS.search(clause.text) and (clause.cues or _says_where(clause.text)):
            verbs = {cue.verb for cue in clause.cues}
            if not verbs & {"return", "cancel", "remove"}:
                target = before_target(clause.text)
                return "account_address" if ACCOUNT.search(target) and not re.search(r"\border|订单|那单|这单", target) else "address"
        return ""

    def _acts(self, clause: Clause) -> None:
        for start, end, cue, both in _parts(clause):
            points = THIS.search(self._plain[start:end]) is not None
            joins = self._floating and (points or not self._within([(start, end)]) or not self._within(self._floating))
            if not joins:
                self._flush()
            spans = [*self._floating, (start, end)] if joins else [(start, end)]
            if self._when and (points or not self._within([(start, end)])) and _VERBS[cue.verb] in ("cancel", "return") and self._before[1] <= start and self._before not in spans and not self._within([(start, end)]):
                spans = [self._before, *spans]
            self._floating = []
            new = self._new(_VERBS[cue.verb], cue.verb, spans, both=both)
            new.weak = new.do == "cancel" and WEAK.search(self._plain[cue.start : cue.end]) is not None
            self._take(new)

    def _goes_on(self, clause: Clause, following: Clause | None) -> None:
        """A clause without a verb of its own: more goods for the wish before it or after it, or more words about the last one."""
        goods = self._within([(clause.start, clause.end)])
        last = self._found[-1] if self._found else None
        after = following is not None and following.cues and not self._within([(following.start, following.end)]) and not following.condition
        ahead = following is not None and following.cues and _NUMBERED.search(clause.text) and not _NUMBERED.search(following.text)
        other = last is not None and after and following is not None and _VERBS[following.cues[0].verb] != last.do
        if (goods and (last is None or not last.do or other or (after and not ALSO.search(clause.text)))) or (ahead and not goods):
            self._floating.append((clause.start, clause.end))
        elif last is not None and last.do != "ask":
            last.spans.append((clause.start, clause.end))
            self._fill(last)
        elif last is None:
            self._floating.append((clause.start, clause.end))

    def _take(self, new: Heard) -> None:
        """Adds a wish, or puts it into the one before where it only goes on with it."""
        last = self._last_act()
        goes_on = last is not None and last is self._found[-1] and last.do == new.do and not new.goods and not new.everything and new.do == "swap" and bool(last.goods)
        if last is not None and last is self._found[-1] and self._rather(last, new):
            self._part_of(last, new)
            return
        if last is not None and last is self._found[-1] and (self._in_its_place(last, new) or self._says_again(last, new)):
            last.do, last.verb, last.weak = new.do, new.verb, False
            goes_on = True
        if goes_on and last is not None:
            last.spans += new.spans
            self._fill(last)
        else:
            self._found.append(new)

    def _rather(self, last: Heard, new: Heard) -> bool:
        """Whether goods that would go back shall rather be exchanged, if that can be: "I'd return it, but if you have the same, exchange it"."""
        same = not new.goods or all(_known(each, last.goods) for each in new.goods)
        return self._there and last.do == "return" and new.do == "swap" and bool(last.goods) and same

    def _part_of(self, last: Heard, new: Heard) -> None:
        """Takes the goods that were named last out of a return into an exchange, which is a return again where it cannot be."""
        at = max(start for start, end in last.spans if start <= last.goods[-1].start < end)
        before, here = [span for span in last.spans if span[0] < at], [span for span in last.spans if span[0] >= at]
        new.otherwise = ", ".join(self._plain[start:end].strip() for start, end in here)
        new.spans = [*here, *new.spans]
        self._fill(new)
        if self._within(before):
            last.spans = before
            self._fill(last)
        else:
            self._found.remove(last)
        self._found.append(new)

    def _in_its_place(self, last: Heard, new: Heard) -> bool:
        """Whether goods that are not wanted any more shall become others: "I don't want the suitcase any more, change it for a coat"."""
        return last.do == "cancel" and last.weak and new.do == "swap" and bool(last.goods) and not any(each.fits(line) for each in new.goods for line in self._own.lines)

    def _says_again(self, last: Heard, new: Heard) -> bool:
        """Whether a wish is only about the goods before it: "cancel the lamp and the rug. I have them here, so return both"."""
        text = new.text(self._plain)
        return new.do in ("cancel", "return") and (last.do == new.do or (last.do, new.do) == ("cancel", "return")) and bool(last.goods) and not new.goods and not new.kept and not new.both and not last.both and not _ALL_ORDERS.search(text)

    def _last_act(self) -> Heard | None:
        return next((each for each in reversed(self._found) if each.do and each.do != "ask"), None)

    def _new(self, do: str, verb: str, spans: list[tuple[int, int]], *, topic: str = "", both: bool = False) -> Heard:
        heard = Heard(do, verb, list(spans), topic=topic, both=both, when=self._when if do != "ask" else "")
        self._fill(heard)
        heard.also = ALSO.search(self._plain[spans[0][0] :]) is not None
        return heard

    def _fill(self, heard: Heard) -> None:
        """Sets the goods of a wish from the places where it is said."""
        goods = self._within(heard.spans)
        heard.kept = [each for each in goods if self._keeps(each, heard)]
        heard.goods = [each for each in goods if each not in heard.kept]
        heard.everything = EVERYTHING.search(_NOT_ALL.sub(" ", heard.text(self._plain))) is not None or (bool(heard.kept) and not heard.goods)

    def _keeps(self, named: Named, heard: Heard) -> bool:
        span = next((start, end) for start, end in heard.spans if start <= named.start < end)
        if KEPT_AFTER.match(self._plain, named.end) and (EXCEPT_AFTER.match(self._plain, named.end) or heard.do != "swap"):
            return True
        before = list(KEEP.finditer(self._plain, span[0], named.start))
        if not before:
            return False
        between = self._plain[before[-1].end() : named.start]
        later = [cue for cue in cues_in(self._plain[span[0] : span[1]]) if span[0] + cue.start > before[-1].start() and span[0] + cue.end <= named.start]
        return not later and not re.search(r"[.;。；]|\bbut\b", between) and (excepts(before[-1].group()) or heard.do != "swap")

    def _within(self, spans: list[tuple[int, int]]) -> list[Named]:
        return [each for each in self._goods if any(start <= each.start < end for start, end in spans)]


# "…买了三样，寄去我爸妈家": what was done, no wish.
_SENT, _BOUGHT = re.compile(r"(?:寄|送|发)(?:去|到|往)"), re.compile(r"买了|订了|下了单|之前|当时")
_NUMBERED = re.compile(r"#\w|(?<!\d)\d{5,}(?!\d)")
_OF_AN_ORDER = frozenset(("tracking", "status", "total", "payment", "placed", "address"))
THAT_ONE = re.compile(r"\b(?:its|it|that|this|that one|that order)\b|它|那单|这单|那个|这个")
_BESIDES = ("refund", "difference", "saving", "total", "count", "tracking", "status", "balance", "variants", "contents", "dearest")


def _known(named: Named, goods: list[Named]) -> bool:
    return any(named.kinds & each.kinds for each in goods)


def _consequence(text: str) -> str:
    """What a conditional clause wants done: "if not, cancel it" wants "cancel it"."""
    cues = cues_in(text)
    condition = IF.search(text)
    if condition and cues and cues[0].start < condition.start():
        return text[: condition.start()].strip()
    return text[cues[-1].start :].strip() if cues and not re.search(r"[一-鿿]", text) else re.sub(r"^.*?(?:的话|就|那么?)", "", text, count=1).strip() or text


def _says_where(text: str) -> bool:
    return re.search(r"\b(?:moved|moving|wrong|instead|there|should (?:be|go)|new address|to my|ship|send|deliver)\b|搬|错|寄到|送到|发到|寄去|新地址", text) is not None


def before_target(text: str) -> str:
    """The part of a wish for another address that says whose it is, not to which it shall be."""
    match = re.search(r"\b(?:to|with|into)\b (?:my |the )?(?:own )?(?:default|account|profile|home|user)|(?:改|换|寄|送|发)(?:成|为|到)?.{0,4}(?:默认|账户)", text)
    return text if match is None else text[: match.start()]


def _clauses(plain: str) -> list[Clause]:
    found = []
    for start, end in pieces(plain, _SENTENCE):
        opens = True
        for s, e in pieces(plain[start:end], _CLAUSE):
            text = plain[start + s : start + e]
            cues = tuple(Cue(cue.start + start + s, cue.end + start + s, cue.verb) for cue in cues_in(text))
            found.append(Clause(start + s, start + e, text, cues, IF.search(text) is not None or _BARE_IF.match(text) is not None, opens))
            opens = False
    return found


def _parts(clause: Clause) -> list[tuple[int, int, Cue, bool]]:
    """A clause cut so that each part has one verb: "return the boots and cancel the kettle". Verbs side by side ("cancel or return
    everything") are one part."""
    cues = list(clause.cues)
    parts: list[tuple[int, int, Cue, bool]] = []
    start = clause.start
    for number, cue in enumerate(cues):
        following = cues[number + 1] if number + 1 < len(cues) else None
        if following is None:
            parts.append((start, clause.end, cue, False))
            break
        between = clause.text[cue.end - clause.start : following.start - clause.start]
        if len(between.strip()) <= 4 or (_VERBS[cue.verb] == _VERBS[following.verb] and not _JOIN.search(between)):
            if _VERBS[cue.verb] == _VERBS[following.verb]:
                cues[number + 1] = cue._replace(end=following.end)
            else:
                parts.append((start, clause.end, cue, True))
                break
            continue
        joins = list(_JOIN.finditer(between))
        cut = cue.end + joins[-1].start() if joins else following.start
        parts.append((start, cut, cue, False))
        start = cut
    return parts
