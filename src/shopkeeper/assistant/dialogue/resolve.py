"""From what was heard to what is to do: which order each wish is about, and which of its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from ...shop import Order, OrderStatus
from ..understand.slots.payment import find_payments, find_reason
from .choose_lines import Meant, by_order_ids, meant_lines, statuses_for
from .cues import ACCOUNT, DELIVERED_ONLY, EVERYTHING, OTHER_ORDER, PENDING_ONLY, RECEIVED, RELATED, SAME_ORDER, THIS
from .heard import Heard, before_target
from .named import Named
from .own import Line, Own
from .places import sent_there
from .product_options import options_of
from .state import Job, Piece
from .themes import by_theme
from .turn import Turn
from .wanted import read_wanted

_TARGET = re.compile(r"\b(?:to|for|into|with)\b|换成|改成|变成|改为|换|改")
_ORDERS_ALL = re.compile(r"\borders\b|\ball (?:of )?(?:my |the )?(?:things|stuff|pending)|所有(?:的)?(?:东西|订单)|全部(?:的)?订单|两单|都")
_ONE_ORDER = re.compile(r"\b(?:the|this|that|my|an?) (?:\w+ ){0,2}order\b|这(?:个|笔)?(?:订)?单|那(?:个|笔)?(?:订)?单|整单|just (?:bought|got|ordered|received)")
_PART = re.compile(r"\b(?:just|only|part of|partially|some of|few of)\b (?!(?:want|need|order))|只(?:取消|要取消)|部分|其中")
_IN_ORDER = re.compile(r"\b(?:in|of|from) (?:that|this|the|my|the same) (?:\w+ )?order\b|\b(?:that|this|same) (?:\w+ )?order(?:'s)?\b|(?:那|这)(?:个|一|笔)?(?:订)?单|订单(?:里|中)")
AGE = re.compile(
    r"(?P<old>\b(?:older|oldest|earlier|earliest) (?:one|order)\b|(?:更早|最早|较早|早下|早的?)的?(?:那|这)(?:个|一)?(?:订)?单|老的?那单)|"
    r"(?P<new>\b(?:newer|newest|later|latest|more recent) (?:one|order)\b|(?:更晚|最晚|后下|最新|新下|晚的?)的?(?:那|这)(?:个|一)?(?:订)?单)"
)
MINE_OF = re.compile(r"\bmine\b|\bmy (?:current|own|old|present)\b|现在(?:的|这)|我这|我那|我的(?=换|退|改)|手头")
_FOR_IT = re.compile(r"\b(?:for|to|into|with) (?:it|that|that one|this one)\b|(?:换|改)成?(?:它|(?:那|这)(?:个|款|一款))")
# Money back for what has not gone yet, whatever it is called.
_UNSENT = re.compile(r"\brefund\b|\bmoney back\b|退款|退钱|没(?:有)?发货|还没(?:有)?发|\bnot (?:yet )?(?:been )?shipped|\bhasn'?t (?:been )?shipped")
_APART = timedelta(days=7)  # orders that lie nearer together are not told apart by their age alone: it is asked
_OUT_OF = re.compile(r"\b(?:it|that|this|them|those)(?: one)? (?:out of|off|from)\b|把(?:它|这个|那个)们?从")
NUMBER = re.compile(r"#?(?<![a-z0-9])(?!1[3-9]\d{9}(?!\d))[a-z]{0,3}\d{6,}(?![a-z0-9])")  # no mobile telephone


def jobs_of(turn: Turn, heard: Heard, plain: str, carried: Sequence[Order]) -> list[Job]:
    """What a wish comes to, one job for each order; `carried` are the orders that the message named before it."""
    text = heard.text(plain)
    if heard.do in ("return", "cancel", "swap"):
        jobs = _with_lines(turn, heard, plain, text, carried)
    elif heard.do in ("address", "account_address", "payment"):
        jobs = _addresses(turn, heard, plain, text, carried)
    elif heard.do == "ask":
        jobs = [_question(turn, heard, plain, text)]
    else:
        jobs = [Job(heard.do, text, verb=heard.verb)]
    for job in jobs:
        job.otherwise = job.otherwise or heard.otherwise
        job.pay = job.pay or payments(turn, text)
        job.reason = job.reason or find_reason(text)
    return jobs


def together(turn: Turn, jobs: list[Job], plain: str) -> None:
    """Wishes of one message that leave open which order they are about are about the only one that another of them is about: a new address,
    and goods where the message speaks of one order."""
    sure = {job.order for job in jobs if job.order and job.do != "ask"}
    order = turn.own.order(sure.pop()) if len(sure) == 1 else None
    for job in jobs if order else ():
        assert order is not None
        here = [number for id, number in job.guess if id == order.id]
        if not job.order and not job.told and job.do in ("address", "payment") and order.status is OrderStatus.PENDING and not OTHER_ORDER.search(job.text):
            job.order = order.id
        elif job.guess and job.do != "ask" and len(here) == 1 and SAME_ORDER.search(plain):
            job.order, job.guess = order.id, []
            job.pieces = [Piece(here[0], texts=[text for piece in job.pieces for text in piece.texts])]


def payments(turn: Turn, text: str) -> list[dict[str, object]]:
    """The ways to pay that a text names, liked best first."""
    found = [wish for wish in find_payments(text) if wish.kind or wish.original or wish.last_four or wish.brand or wish.denied]
    rows = [{**asdict(wish), "kind": wish.kind.value if wish.kind else ""} for wish in found]
    if re.search(r"\bother (?:card|payment|one|method|account)|另(?:外)?一?张卡|别的卡|另(?:外)?一?(?:种|个)(?:支付|付款)", text):
        rows.insert(0, {"text": text, "kind": "", "original": False, "brand": "", "last_four": "", "denied": False, "other": True})
    return rows


def _with_lines(turn: Turn, heard: Heard, plain: str, text: str, carried: Sequence[Order]) -> list[Job]:
    own = turn.own
    orders = by_order_ids(text, own)
    if not orders and (unknown := [number for number in NUMBER.findall(text) if not _is_item(number, own)]):
        return [_unresolved(heard, text, told=[f"unknown:{unknown[0]}"])]
    if not orders and heard.goods and carried and any(_holds(own, order, heard.goods) for order in carried):
        orders = [order for order in carried if _holds(own, order, heard.goods)]
    if len(orders) != 1 and not heard.goods and (age := AGE.search(text)):
        return [_by_age(turn, heard, text, orders or by_order_ids(plain, own) or own.of(statuses_for(heard.verb, text)), newest=bool(age["new"]))]
    themed = by_theme(text, own) if not heard.goods and not heard.kept and heard.do in ("return", "cancel") else None
    if themed and (jobs := _themed(turn, heard, plain, text, themed, orders)):
        return jobs
    if heard.everything and not heard.kept and RELATED.search(text):
        return [_some_of_all(turn, heard, text, orders)]
    if heard.everything and (heard.kept or not heard.goods or _all_first(heard, plain)):
        return _everything(turn, heard, plain, text, orders)
    if heard.goods:
        return _named(turn, heard, plain, text, orders)
    if orders or carried:
        return [_of_order(turn, heard, text, order) for order in orders or carried[-1:]]
    if there := sent_there(text, [order for order in own.orders if order.status in statuses_for(heard.verb, text)]):
        return [_of_order(turn, heard, text, order) for order in there] if len(there) == 1 else [_unresolved(heard, text)]
    if spoken_of := _spoken_of(turn, text):
        return [_of_order(turn, heard, text, spoken_of)]
    if turn.state.lines and THIS.search(text) and (lines := _focus(turn)):
        return _grouped(turn, heard, text, [(None, line) for line in lines], plain)
    if lines := _told_of(turn, heard, text):
        return _grouped(turn, heard, text, [(None, line) for line in lines], plain)
    return [_one_that_fits(turn, heard, text)]


def _spoken_of(turn: Turn, text: str) -> Order | None:
    """The order that "the item in that pending order" or 那单里的东西 points at: the only one that stands so, or the one spoken of last."""
    if not _IN_ORDER.search(text) or (_OUT_OF.search(text) and turn.state.lines):
        return None
    standing = [status for status, pattern in ((OrderStatus.PENDING, PENDING_ONLY), (OrderStatus.DELIVERED, DELIVERED_ONLY)) if pattern.search(text)]
    orders = turn.own.of(standing) if len(standing) == 1 else []
    focused = [order for order in orders or turn.own.orders if order.id in turn.state.focus]
    found = focused if len(focused) == 1 else orders
    return found[0] if len(found) == 1 else None


def _by_age(turn: Turn, heard: Heard, text: str, orders: Sequence[Order], *, newest: bool) -> Job:
    """A wish about "the older one" of some orders; which that is is asked where their dates do not say."""
    ranked = sorted(orders, key=lambda order: order.placed_at, reverse=newest)
    apart = len(ranked) > 1 and abs(ranked[1].placed_at - ranked[0].placed_at) >= _APART
    found = ranked[:1] if apart else []
    return _of_order(turn, heard, text, found[0]) if len(found) == 1 else _unresolved(heard, text)


def _told_of(turn: Turn, heard: Heard, text: str) -> list[Line]:
    """The lines that have the product whose price was told last, where a text says no more than "mine" or 现在这个."""
    told = turn.state.told
    if not told or not (THIS.search(text) or MINE_OF.search(text)):
        return []
    lines = [line for line in turn.own.lines if line.row.product_id == told["product"]]
    return next((there for status in statuses_for(heard.verb, text) if (there := [line for line in lines if line.order.status is status])), [])


def _all_first(heard: Heard, plain: str) -> bool:
    """Whether all items are to be other ones, and some are named after that only to say more about them."""
    match = EVERYTHING.search(plain)
    return heard.do == "swap" and match is not None and match.start() < heard.goods[0].begin and re.search(r"[,.;，。；]", plain[match.end() : heard.goods[0].start]) is not None


def _some_of_all(turn: Turn, heard: Heard, text: str, orders: list[Order]) -> Job:
    """ "Everything for the office": which items that are is for the shopper to say."""
    orders = orders or _which_orders(turn, heard, text, set())
    guess = [[order.id, number] for order in orders for number in range(len(order.lines))]
    return Job(heard.do, text, verb="both" if heard.both else heard.verb, guess=guess, pieces=[Piece(-1, texts=[text])] if heard.do == "swap" else [])


def _themed(turn: Turn, heard: Heard, plain: str, text: str, lines: list[Line], orders: list[Order]) -> list[Job]:
    """What shall be done with goods of a theme, in every order in which it can be done."""
    wanted = (OrderStatus.PENDING, OrderStatus.DELIVERED) if heard.both else statuses_for(heard.verb, text)
    orders = orders or sent_there(text, turn.own.of(wanted))
    there = [line for line in lines if line.order in orders] if orders else [line for line in lines if line.order.status in wanted]
    return _grouped(turn, heard, text, [(None, line) for line in there], plain)


def _is_item(number: str, own: Own) -> bool:
    """Whether a number is that of a product or a variant that the customer has or may take instead."""
    bare = number.lstrip("#")
    return any(bare == product.id or any(bare in (v.id, v.sku) for v in product.variants) for product in own.products.values())


def _holds(own: Own, order: Order, goods: Sequence[Named]) -> bool:
    return any(named.fits(own.line(order, number)) for named in goods for number in range(len(order.lines)))


def _focus(turn: Turn) -> list[Line]:
    found = [(turn.own.order(id), number) for id, number in turn.state.lines]
    return [turn.own.line(order, number) for order, number in found if order and number < len(order.lines)]


def _everything(turn: Turn, heard: Heard, plain: str, text: str, orders: list[Order]) -> list[Job]:
    own = turn.own
    kept = meant_lines(plain, "", heard.kept, own, orders, swap=False) if heard.kept else Meant()
    left_out = {line.key for line in kept.sure} | {line.key for lines in kept.open for line in lines}
    if not orders:
        orders = _which_orders(turn, heard, text, left_out)
    pairs: list[tuple[Named | None, Line]] = []
    for order in orders:
        lines = [own.line(order, number) for number in range(len(order.lines))]
        pairs += [(None, line) for line in lines if line.key not in left_out]
    if heard.do == "swap" and not any(line.product and any(read_wanted(text, line.product)) for _, line in pairs):
        return []
    if not pairs:
        return [_unresolved(heard, text)]
    return _grouped(turn, heard, text, pairs, plain, whole=not left_out)


def _which_orders(turn: Turn, heard: Heard, text: str, left_out: set[tuple[str, int]]) -> list[Order]:
    """The orders that "everything" is about."""
    own = turn.own
    wanted = (OrderStatus.PENDING, OrderStatus.DELIVERED) if heard.both else statuses_for(heard.verb, text)
    orders = [order for status in wanted for order in own.of([status])]
    if heard.verb in ("exchange", "modify") and len({order.status for order in orders}) > 1:
        orders = [order for order in orders if order.status == wanted[0]]
    kept_in = {id for id, _ in left_out}
    if len(kept_in) == 1 and not heard.both and not _ORDERS_ALL.search(text):
        return [order for order in orders if order.id in kept_in] or orders
    if _ONE_ORDER.search(text) and turn.state.focus and not left_out:
        return [order for order in orders if order.id in turn.state.focus] or orders
    return orders


def _named(turn: Turn, heard: Heard, plain: str, text: str, orders: list[Order]) -> list[Job]:
    clip = _Clip(plain, heard.spans)
    goods = list(heard.goods)
    meant = meant_lines(plain, "" if heard.both else heard.verb, goods, turn.own, orders, swap=heard.do == "swap")
    sure = _grouped(turn, heard, text, list(meant.pairs), plain) if meant.pairs else []
    jobs: list[Job] = []
    for lines in meant.open:
        guess = [list(line.key) for line in lines]
        jobs.append(Job(heard.do, text, verb=heard.verb, guess=guess, pieces=[Piece(-1, texts=[clip.all()] if heard.do == "swap" else [])]))
    jobs += sure
    if meant.unknown and not jobs:
        return [_unresolved(heard, text, told=[f"unheld:{meant.unknown[0].text}"])]
    if meant.unknown and heard.do == "swap" and jobs:
        if sure and not _any_wanted(turn, sure[0]):
            sure[0].told.append(f"foreign:{meant.unknown[0].text}")
    elif meant.unknown and heard.do != "swap" and not meant.pairs:
        turn.say("not_in_orders", goods=meant.unknown[0].text)
    return jobs


def _any_wanted(turn: Turn, job: Job) -> bool:
    """Whether something is said of what the items of a job shall become that they come in."""
    order = turn.own.order(job.order)
    lines = [(turn.own.line(order, piece.number), piece) for piece in job.pieces] if order else []
    return any(line.product and any(read_wanted(". ".join(piece.texts), line.product)) for line, piece in lines)


class _Clip:
    """The parts of a message that say one wish."""

    def __init__(self, plain: str, spans: list[tuple[int, int]]) -> None:
        self._plain, self._spans = plain, sorted(spans)

    def all(self) -> str:
        """All of them."""
        return self.between(0, len(self._plain))

    def begin(self, place: int) -> int:
        """Where the part begins that holds a place."""
        return next((start for start, end in self._spans if start <= place < end), place)

    def between(self, start: int, end: int) -> str:
        """What of them lies between two places, with the ends of sentences where they were."""
        text, last = "", 0
        for s, e in self._spans:
            part = self._plain[max(s, start) : min(e, end)].strip() if max(s, start) < min(e, end) else ""
            if part:
                gap = self._plain[last : max(s, start)]
                if text and last and len(gap) <= 14:
                    text, last = f"{text}{gap}{part}", min(e, end)
                    continue
                stop = ". " if re.search(r"[.;!?。；！？\n]", self._plain[last : max(s, start)]) else ", "
                text, last = f"{text}{stop}{part}" if text else part, min(e, end)
        return text


def _grouped(
    turn: Turn, heard: Heard, text: str, pairs: list[tuple[Named | None, Line]], plain: str, *, whole: bool = False,
) -> list[Job]:
    """One job for each order, with what is said of each line."""
    texts = _texts(heard, plain, pairs) if heard.do == "swap" else [[] for _ in pairs]
    jobs: dict[tuple[str, str], Job] = {}
    for (named, line), said in zip(pairs, texts, strict=True):
        do = _do(heard, line.order, text, whole)
        if not do:
            continue
        job = jobs.setdefault((do, line.order.id), Job(do, text, line.order.id, verb=heard.verb, whole=whole and do == "cancel"))
        quantity = 1 if line.row.quantity > 1 and named is not None and not named.many and re.search(r"\bone of\b|一(?:个|件)", text) else 0
        job.pieces.append(_piece(turn, heard, line, quantity, said, text))
    turn.state.lines = [list(line.key) for _, line in pairs]
    turn.state.focus = list(dict.fromkeys(line.order.id for _, line in pairs))
    return list(jobs.values())


def _piece(turn: Turn, heard: Heard, line: Line, quantity: int, said: list[str], text: str) -> Piece:
    """A line with what shall come in its place: the version that was told last where "it" is wanted."""
    told = turn.state.told or {}
    variant = next((each for each in line.product.variants if each.id == told.get("variant")), None) if line.product else None
    if heard.do == "swap" and variant and variant.in_stock and variant.id != line.item and _FOR_IT.search(text):
        return Piece(line.number, quantity, said, variant.id, settled=True)
    return Piece(line.number, quantity, said)


def _do(heard: Heard, order: Order, text: str, whole: bool) -> str:
    """What can be done with an order in its status for such a wish: what has arrived is sent back, not cancelled."""
    if heard.both:
        return {OrderStatus.PENDING: "cancel", OrderStatus.DELIVERED: "return"}.get(order.status, "" if whole else heard.do)
    if heard.do == "cancel" and order.status is OrderStatus.DELIVERED and (not whole or RECEIVED.search(text)):
        return "return"
    if heard.do == "return" and order.status is OrderStatus.PENDING and not heard.goods and _UNSENT.search(text):
        return "cancel"
    return heard.do


def _texts(heard: Heard, plain: str, pairs: list[tuple[Named | None, Line]]) -> list[list[str]]:
    """What is said of each line; one of which nothing is said of its own shares what is said of the next."""
    clip = _Clip(plain, heard.spans)
    first = {named for named, _ in pairs if named}
    names = sorted(first | set(heard.goods), key=lambda named: named.start)
    if not first:
        return [[clip.all()] for _ in pairs]
    starts = [0 if number == 0 else named.begin if named in first else clip.begin(named.start) for number, named in enumerate(names)]
    found = []
    for named, line in pairs:
        texts = []
        for number, each in enumerate(names):
            if each == named or (each not in first and each.fits(line)):
                end = starts[number + 1] if number + 1 < len(names) else len(plain)
                texts.append(_target(clip, each, starts[number], end, line) if each == named else clip.between(starts[number], end))
        found.append([text for text in texts if text])
    for number in range(len(found) - 2, -1, -1):
        product = pairs[number][1].product
        if product and not any(any(read_wanted(text, product)) for text in found[number]) and any(_TARGET.search(text) for text in found[number + 1]):
            found[number] = list(found[number + 1])
    return found


def _target(clip: _Clip, named: Named, start: int, end: int, line: Line) -> str:
    """What is wanted in place of a line: what is said around its name, less what only describes it."""
    before, after = clip.between(start, named.start), clip.between(named.end, end)
    if only_describes(clip.between(named.begin, named.start), line):
        before = clip.between(start, named.begin)
    match = _TARGET.search(after)
    if match and match.start() and only_describes(after[: match.start()], line):
        after = after[match.start() :]
    return f"{before} {after}".strip()


def only_describes(text: str, line: Line) -> bool:
    """Whether the options that a text names are those that the line has, so that it says nothing of another version."""
    if line.product is None or line.variant is None or not text.strip():
        return False
    wish, has = read_wanted(text, line.product)[0], options_of(line.variant)
    return bool(wish.asked) and not wish.compared and all(has.get(option) in values for option, values in wish.asked.items())


def _turn_to(turn: Turn, orders: list[str]) -> None:
    """These orders are spoken of now, and no goods of others any more."""
    turn.state.focus = orders
    turn.state.lines = [line for line in turn.state.lines if line[0] in orders]


def _of_order(turn: Turn, heard: Heard, text: str, order: Order) -> Job:
    """A wish about an order as a whole, or about goods of it that are not named yet."""
    _turn_to(turn, [order.id])
    do = _do(heard, order, text, True)
    part = do == "cancel" and not heard.everything and _PART.search(text) is not None
    whole = (do == "cancel" and not part) or heard.everything
    numbers = range(len(order.lines)) if whole or len(order.lines) == 1 else ()
    return Job(do, text, order.id, verb=heard.verb, whole=do == "cancel" and not part,
               pieces=[Piece(number, texts=[text] if do == "swap" else []) for number in numbers])


def _one_that_fits(turn: Turn, heard: Heard, text: str) -> Job:
    """A wish that names nothing: the only order that it can be about, when there is just one."""
    own = turn.own
    fitting = [order for status in statuses_for(heard.verb, text) for order in own.of([status])]
    focused = [order for order in fitting if order.id in turn.state.focus and THIS.search(text)]
    if len(focused or fitting) == 1:
        return _of_order(turn, heard, text, (focused or fitting)[0])
    return _unresolved(heard, text)


def _unresolved(heard: Heard, text: str, *, told: list[str] | None = None) -> Job:
    return Job(heard.do, text, verb=heard.verb, told=told or [], pieces=[Piece(-1, texts=[text])] if heard.do == "swap" else [], whole=heard.do == "cancel" and not heard.goods)


def _addresses(turn: Turn, heard: Heard, plain: str, text: str, carried: Sequence[Order]) -> list[Job]:
    """Another address for the account, for orders, or for both; or another payment for orders."""
    if heard.do == "payment":
        return _of_orders(turn, heard, plain, text, carried)
    target = re.sub(r"[^.,;，。；]*(?:\b(?:stay|stays|remain|keep|leave)\b|不变|不动|别动|不用改)[^.,;，。；]*", "", before_target(text))
    account = heard.do == "account_address" or ACCOUNT.search(target) is not None
    orders = heard.do == "address" or re.search(r"\borders?\b|订单|那单|这单|两单", target) is not None
    jobs = _of_orders(turn, Heard("address", heard.verb, heard.spans, heard.goods, everything=heard.everything), plain, text, carried) if orders else []
    jobs = [job for job in jobs if job.order or not account]
    return [*([Job("account_address", text, verb=heard.verb)] if account else []), *jobs]


def _of_orders(turn: Turn, heard: Heard, plain: str, text: str, carried: Sequence[Order]) -> list[Job]:
    """Another address or payment for one or more orders."""
    own = turn.own
    pending = own.of([OrderStatus.PENDING])
    here = [named for named in heard.goods if named.text in before_target(text)]
    orders = by_order_ids(text, own)[:1] or [order for order in pending if here and _holds(own, order, here)]
    if not orders and (heard.everything or re.search(r"(?<!one of my )(?<!one of the )\borders\b|所有|全部|都", text)) and not here:
        orders = pending
    if not orders and carried:
        orders = [order for order in carried if order in pending][-1:]
    gone = own.order(turn.state.place)
    if not orders and gone and heard.do == "address":
        elsewhere = [order for order in pending if order.address != gone.address]
        orders = elsewhere if len(elsewhere) == 1 else []
    if not orders:
        orders = _by_place(text, pending) or ([each for each in pending if each.id in turn.state.focus] if THIS.search(text) else [])
    if not orders and len(pending) == 1:
        orders = pending
    if not orders:
        return [Job(heard.do, text, verb=heard.verb)]
    _turn_to(turn, [order.id for order in orders])
    return [Job(heard.do, text, order.id, verb=heard.verb) for order in orders]


def _by_place(text: str, pending: list[Order]) -> list[Order]:
    """The order that a text describes by where it goes now: "my LA order to New York"."""
    first = re.split(r"\b(?:to|with|into|instead)\b|改(?:成|到|为)|换(?:成|到)|寄到|送到", text)[0]
    found = sent_there(first, pending)
    return found if len(found) == 1 else []


def _question(turn: Turn, heard: Heard, plain: str, text: str) -> Job:
    """A question, with the lines and orders that it is about."""
    own = turn.own
    job = Job("ask", text, topic=heard.topic)
    orders = by_order_ids(text, own)
    if heard.goods:
        meant = meant_lines(plain, "", heard.goods, own, orders, swap=False)
        job.guess = [list(line.key) for line in [*meant.sure, *(line for lines in meant.open for line in lines)]]
        job.told = [named.text for named in heard.goods]
    if len(orders) == 1:
        job.order = orders[0].id
    elif orders:
        job.asked = [order.id for order in orders]
    return job
