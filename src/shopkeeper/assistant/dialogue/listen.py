"""Taking in a message of a customer who is known: an answer to what was asked, new wishes, or changes to what lies before them."""

from __future__ import annotations

import re
from itertools import pairwise

from ...shop import Product
from ...text.normalise import normalise
from ..understand import Understood
from ..understand.slots.payment import find_reason
from .choose_lines import by_order_ids, only_orders
from .comparing import PRICE
from .conditions import decided
from .cues import ACCOUNT, EVERYTHING, NOT_NOW, PRICE_FELL, THIS, denied
from .heard import Heard, hear
from .named import named_in
from .own import Line
from .places import told_new
from .resolve import MINE_OF, jobs_of, payments, together
from .state import Job, Piece
from .step_address import keep_address
from .take import NOT_WHOLE, take_answer
from .turn import Turn
from .wanted import read_wanted

_OF_GOODS = frozenset(("cancel", "return", "swap"))
_OF_ALL = _OF_GOODS | {"address", "account_address", "payment"}
_PUT_RIGHT = re.compile(r"\b(?:should|correct|right one|fix|wrong|change|update|instead)\b|应该|改|错|更正|正确")
_ORDERS = re.compile(r"\borders?\b|订单|那单|这单")
_LIKELY = 0.5  # of a wish that only the reading of the whole message names
_ACTS = {
    "cancel_order": ("cancel", "cancel"), "return_item": ("return", "return"), "exchange_item": ("swap", "exchange"), "change_order": ("swap", "modify"),
    "change_shipping_address": ("address", "modify"), "change_payment": ("payment", "modify"), "track_order": ("ask", "status"), "get_refund": ("return", "return"),
    "set_up_shipping_address": ("account_address", "modify"),
}  # fmt: skip


def listen(turn: Turn, text: str, *, fresh: bool = False) -> bool:
    """Takes a message in; whether anything in it was understood. `fresh`: it is no answer to what was asked last."""
    heard = hear(text, turn.own)
    current = turn.state.current
    if not fresh and turn.proposal and current:
        return _beside_proposal(turn, current, heard, text)
    if not fresh and turn.state.expects and current:
        return _answer(turn, current, heard, text)
    return add(turn, heard, text)


def add(turn: Turn, heard: list[Heard], text: str, *, about: str = "") -> bool:
    """Puts wishes on the agenda; those for an order that has such a wish already go into that one. `about` is the order that was spoken of."""
    plain, gathered = normalise(text), list[Job]()
    understood = turn.of(text)
    heard = [each for each in heard if each.topic != "done" or turn.state.last or turn.state.done or turn.state.open or any(other.do != "ask" for other in heard)]
    if not heard and only_orders(plain, turn.own):
        heard = [Heard("ask", "", [(0, len(plain))], topic="status")]
    if told := told_new(plain, turn.own):
        turn.state.place = told[1].id
    heard = _with_address(heard, plain, understood)
    spoken = turn.own.order(about)
    carried = by_order_ids(plain, turn.own)[:1] or ([spoken] if spoken else [])
    said_payments = payments(turn, plain)
    for each in decided(turn, _of_the_same(with_verbs(turn, heard, plain, understood), plain)):
        for job in jobs_of(turn, each, plain, carried):
            if job.do == "cancel" and sum(other.do == "cancel" for other in heard) < 2:
                job.reason = job.reason or find_reason(plain)
            if job.do not in ("ask", "address", "account_address") and not job.pay:
                job.pay = said_payments
            if job.do in ("address", "account_address") and understood.slots.addresses:
                keep_address(turn, job, understood.slots.addresses[-1])
            gathered.append(job)
            if job.do in ("cancel", "return", "swap"):
                turn.state.last = [job.do, job.verb]
        carried = by_order_ids(each.text(plain), turn.own) or carried
    together(turn, gathered, plain)
    for job in gathered:
        _join(turn, job)
    return bool(gathered)


def _with_address(heard: list[Heard], plain: str, understood: Understood) -> list[Heard]:
    """The wishes, with that for an address which is given whole and shall be put right: "it should be 12 Oak Street …, please correct them"."""
    if not any(said.line1 and said.city for said in understood.slots.addresses) or not _PUT_RIGHT.search(plain):
        return heard
    if any(each.do in ("address", "account_address") for each in heard):
        return heard
    orders, account = _ORDERS.search(plain), ACCOUNT.search(plain)
    do = "account_address" if account and not orders else "address"
    others = [each for each in heard if each.do in ("cancel", "return") or (each.do == "swap" and each.goods)]
    return [*others, Heard(do, "modify", [(0, len(plain))], everything=EVERYTHING.search(plain) is not None)]


def _of_the_same(heard: list[Heard], plain: str) -> list[Heard]:
    """The wishes; one that names nothing after a question about goods is about those: "any under $300? then swap mine"."""
    for question, wish in pairwise(heard):
        if question.do == "ask" and question.goods and wish.do in ("cancel", "return", "swap") and not (wish.goods or wish.kept or wish.everything):
            text = wish.text(plain)
            wish.goods = question.goods if THIS.search(text) or MINE_OF.search(text) else []
    return heard


def with_verbs(turn: Turn, heard: list[Heard], plain: str, understood: Understood) -> list[Heard]:
    """The wishes; one without a verb of its own ("my boots in size 8 please") has what the message as a whole wants, or wants other options
    where it names some that its goods come in."""
    found = []
    for each in heard:
        if not each.do and not PRICE_FELL.search(plain):
            each.do, each.verb = _meant(turn, each, plain, understood)
        found += [each] if each.do else []
    who = understood.slots.names or understood.slots.zips or understood.slots.emails  # a postcode that only says who speaks is no new address
    likely = [wish for wish in understood.wishes if wish.intent in _ACTS and wish.probability >= _LIKELY and not (who and "address" in _ACTS[wish.intent][0])]
    if not found and (intent := next((wish for wish in likely if not (_ACTS[wish.intent][0] == "return" and PRICE_FELL.search(plain))), None)):
        do, verb = _ACTS[intent.intent]
        found = [Heard(do, verb, [(0, len(plain))], topic=verb if do == "ask" else "", everything=EVERYTHING.search(plain) is not None)]
    return found


def _meant(turn: Turn, heard: Heard, plain: str, understood: Understood) -> tuple[str, str]:
    text = heard.text(plain)
    if any(line.product and _compares(text, line.product) for line in turn.own.lines if any(named.fits(line) for named in heard.goods)):
        return "swap", "modify"
    for wish in understood.wishes:
        if wish.intent in _ACTS and _ACTS[wish.intent][0] in (_OF_GOODS if heard.goods else _OF_ALL) and (normalise(wish.text) in text or text in normalise(wish.text) or len(understood.wishes) == 1):
            return _ACTS[wish.intent]
    lines = [line for line in turn.own.lines if heard.everything or any(named.fits(line) for named in heard.goods)]
    if any(line.product and _wants(text, line.product) for line in lines):
        return "swap", "modify"
    if heard.goods and lines and turn.state.last:
        return turn.state.last[0], turn.state.last[1]
    return "", ""


def _compares(text: str, product: Product) -> bool:
    """Whether a text wants an option to be more or less than it is, which nobody says of goods that shall go back."""
    return any(each.option != PRICE for each in read_wanted(text, product)[0].compared)


def _wants(text: str, product: Product) -> bool:
    wish = read_wanted(text, product)[0]
    return bool(wish.asked or wish.compared or wish.identical or wish.codes)


def _join(turn: Turn, job: Job) -> None:
    """Adds a job, or its items to one that is open for the same order."""
    same = next((each for each in turn.state.open if each.do == job.do and each.order and each.order == job.order and job.do in ("return", "swap", "cancel")), None)
    twin = next((each for each in turn.state.open if each.do == job.do and each.order == job.order and job.do in ("address", "account_address", "payment")), None)
    if twin is not None:
        twin.text, twin.address = f"{twin.text}, {job.text}", job.address or twin.address
        return
    if same is None:
        turn.state.jobs.append(job)
        return
    extend(same, job.pieces)
    same.whole = same.whole or job.whole
    same.pay = job.pay or same.pay
    same.reason = job.reason or same.reason
    same.otherwise = same.otherwise or job.otherwise


def extend(job: Job, pieces: list[Piece]) -> None:
    """Adds lines to a job; what is said of a line that it has already is added to that."""
    for piece in pieces:
        known = next((each for each in job.pieces if each.number == piece.number), None)
        if known is None:
            job.pieces.append(piece)
        elif piece.texts:
            known.texts += [text for text in piece.texts if text not in known.texts]
            known.settled = False


def _answer(turn: Turn, job: Job, heard: list[Heard], text: str) -> bool:
    """The answer to what was asked, and whatever else it brings."""
    expects = turn.state.expects
    questions = [each for each in heard if each.do == "ask"]
    others = [each for each in heard if each.do and each.do not in ("ask", job.do) and not (expects == "reason" and each.do == "cancel")]
    if expects in ("address", "payment", "reason"):
        others = [each for each in others if each.goods or each.everything or by_order_ids(each.text(turn.plain), turn.own) or each.do == "undo"]
    instead = expects == "choice" and any(each.do in ("address", "account_address", "payment", "swap", "return") for each in others)
    if instead or (others and _other_wish(turn, job, others)):
        job.state = "dropped"
        turn.state.expects = ""
        return add(turn, heard, turn.text, about=job.order)
    reason = expects == "reason" and find_reason(turn.plain, expects)  # "I changed my mind" is one
    if NOT_NOW.search(turn.plain) and not reason and not others and not _says_more(turn, job):
        job.state = "dropped"
        turn.state.expects = ""
        turn.say("left_out")
        return True
    taken = take_answer(turn, job, heard)
    if taken:
        turn.state.expects = ""
    added = add(turn, [*questions, *others], turn.text) if questions or others else False
    if not taken and not added and heard:
        before = len(turn.state.jobs)
        if add(turn, [each for each in heard if not each.do], turn.text) and len(turn.state.jobs) > before:
            _put_off(turn, job, heard)
            return True
    if not taken and not added and (same := [each for each in heard if each.do == job.do and (each.goods or each.everything)]):
        _put_off(turn, job, heard)
        return add(turn, same, turn.text)
    return taken or added


def _put_off(turn: Turn, job: Job, heard: list[Heard]) -> None:
    """Something else is spoken of instead of what was asked: of other goods, then the question is asked again after that; or of the same, then
    it is void."""
    turn.state.expects = ""
    goods = [named for each in heard for named in each.goods]
    lines = [turn.own.line(order, piece.number) for piece in job.pieces if piece.number >= 0 and (order := turn.own.order(job.order))]
    if not goods or not lines or any(named.fits(line) for named in goods for line in lines):
        job.state = "dropped"
        return
    turn.state.jobs.remove(job)
    turn.state.jobs.append(job)
    job.now = False


def _other_wish(turn: Turn, job: Job, others: list[Heard]) -> bool:
    """Whether an answer changes the wish itself: "cancel the whole order then" to "which other size?"."""
    plain = turn.plain
    for each in others:
        text = each.text(plain)
        orders = by_order_ids(text, turn.own)
        if each.do in ("cancel", "return", "swap") and job.do in ("cancel", "return", "swap"):
            lines = {line.number for line in _lines(turn, job) if any(named.fits(line) for named in each.goods)}
            if lines or (job.order and job.order in [order.id for order in orders]) or (not each.goods and not orders):
                return True
    return False


def _lines(turn: Turn, job: Job) -> list[Line]:
    order = turn.own.order(job.order)
    return [turn.own.line(order, number) for number in range(len(order.lines))] if order else []


def _says_more(turn: Turn, job: Job) -> bool:
    return bool(turn.understood.slots.payments or turn.understood.slots.addresses or named_in(turn.plain, turn.own.lines))


def _beside_proposal(turn: Turn, job: Job, heard: list[Heard], text: str) -> bool:
    """A message that is no clean yes while something waits for one."""
    from .amend import amend  # it listens too

    leaves = job.do == "cancel" and turn.understood.yes is False and NOT_WHOLE.search(turn.plain) is not None
    if leaves or (turn.understood.yes is False and not _brings_more(turn, job, heard)):
        drop(turn, job)
        return True
    if amend(turn, job, heard):
        turn.withdraw()
        turn.state.expects = ""
        return True
    if turn.understood.yes is False or NOT_NOW.search(turn.plain) or (denied(turn.plain) and not heard):
        drop(turn, job)
        add(turn, [each for each in heard if each.do], turn.text)
        return True
    return False


def drop(turn: Turn, job: Job) -> None:
    """They do not want it after all."""
    turn.withdraw()
    turn.state.expects = ""
    job.state = "dropped"
    turn.say("left_as_it_is")


def _brings_more(turn: Turn, job: Job, heard: list[Heard]) -> bool:
    slots = turn.understood.slots
    return bool(heard or slots.payments or slots.addresses or len(re.findall(r"\w+|[一-鿿]", turn.plain)) > 6)
