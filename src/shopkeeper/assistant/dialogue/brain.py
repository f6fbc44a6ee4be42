"""The assistant's rules: it serves customers with no language model at all."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ...shop import Customer, Language
from ...text.normalise import normalise
from ..desk import Desk
from ..guide.things import about
from ..handoff import ASKED, FAILED, FAILURES, SCOPE
from ..reply import Act, Reply
from ..session import Session
from ..understand import Understood, Wish, understand
from ..understand.answers import agrees
from .cues import MINE, NOT_NOW
from .errands import ERRANDS, WRITTEN
from .facts import LATER, answer_question
from .heard import NOTHING, Heard, hear
from .identity import ask_who, identify, says_who
from .listen import add, drop, listen
from .own import Own
from .product_facts import PRODUCT_TOPICS
from .propose import carry_out, show
from .small_talk import ANGRY, accepts, hand_off, small_talk, soothe, summary, wants_person
from .state import Job, State
from .steps import step
from .turn import Note, Turn
from .written import after_greeting, without_card

Understanding = Callable[[str, Language, str], Understood]
Answering = Callable[[Desk, Session, str, str], Reply | None]
Guiding = Callable[[Session, str, Understood], Reply | None]
_SURE = 0.6  # of a question that cannot be answered: below it, it may as well not have been understood
_NOBODY = Own(Customer("-"), (), {})
_OWN = frozenset((
    "cancel_order", "change_order", "change_shipping_address", "get_refund", "set_up_shipping_address", "track_order", "track_refund", "return_item", "exchange_item",
    "change_payment", "my_account", "edit_account"))  # fmt: skip
_OF_PRODUCT = frozenset(("product_question", "check_stock", "check_price", "how_to_use", "review"))
_LATIN, _HAN = re.compile(r"(?<![\w@.])[a-z]{2,}(?![\w@])", re.I), re.compile(r"[一-鿿]")
_MY = re.compile(r"\bmy\b|我(?:的|那|这)")
_OF_ONE = re.compile(r"为什么|为啥|怎么|多大|多长|多重|吗|嘛|这[个款两]|那[个款两]|\b(?:why|how (?:do|does|big|long|heavy|much)|does it|is it|do they|are they|these two|those two)\b")
_LOOKS_FOR = re.compile(r"[想要再][^,，。]{0,2}买|想要|有没有|有(?!什么|啥)(?=[^,，。]{1,12}(?:吗|嘛))|推荐|哪[里儿]有|卖|找|适合|送|\b(?:looking for|recommend|do you (?:have|sell|carry)|need|want|buy|find|gift)\b")
_GUIDED = frozenset(("find_product", "compare_products", "place_order"))
_ANSWERED = frozenset((
    "check_cancellation_fee", "check_invoice", "check_payment_methods", "check_refund_policy", "contact_customer_service", "create_account", "delete_account", "delivery_options",
    "delivery_period", "get_invoice", "newsletter_subscription", "payment_issue", "recover_password", "registration_problems", "review", "switch_account", "product_question",
    "check_stock", "check_price", "how_to_use", "shop_policy", "set_up_shipping_address", "edit_account", "track_refund"))  # fmt: skip


def _no_answer(desk: Desk, session: Session, question: str, kind: str) -> Reply | None:
    return None


def _no_guide(session: Session, text: str, understood: Understood) -> Reply | None:
    return None


@dataclass(frozen=True)
class RuleBrain:
    """Thinks of answers by rules alone. `understand` reads a message, `answers(desk, session, question, kind)` answers questions about products and the shop with their
    sources, `guide(session, text, understood)` helps to choose; either may answer None, and then the shopper is told so."""

    desk: Desk
    understand: Understanding = understand
    answers: Answering = _no_answer
    guide: Guiding = _no_guide

    def answer(self, session: Session, text: str, note: Callable[[str, Any], None]) -> Reply:
        """The answer to what a shopper says; see `Brain`."""
        state = State.read(session)
        session.language = spoken(text, session.language, state)
        text = without_card(text)
        turn = Turn(self.desk, session, text, self._understood(session, state, text, note), state, note, self.understand)
        self._turn(turn)
        state.jobs = [job for job in state.jobs if job.state == "open"]
        state.keep(session)
        return turn.reply()

    def _understood(self, session: Session, state: State, text: str, note: Note) -> Understood:
        expects = f"confirm:{session.proposal['tool']}" if session.proposal else "" if state.expects in ("yes", "handoff") else state.expects
        understood = self.understand(text, session.language, expects)
        if session.proposal and understood.yes is None and agrees(text, expects, list(session.proposal["text"].values())):
            understood = replace(understood, yes=True)
        if understood.intents in ((), ("greeting",)) and (rest := after_greeting(text)):
            understood = replace(self.understand(rest, session.language, expects), text=text)
            understood = replace(understood, wishes=tuple(wish for wish in understood.wishes if wish.intent != "greeting"))
        note("understood", {
            "wishes": [[wish.intent, round(wish.probability, 3)] for wish in understood.wishes], "yes": understood.yes,
            "correction": understood.correction, "anger": round(understood.anger, 2)})  # fmt: skip
        return understood

    def _turn(self, turn: Turn) -> None:
        soothe(turn)
        if turn.state.expects == "handoff" and not turn.state.open and accepts(turn):
            hand_off(turn, SCOPE, summary(turn))
        elif wants_person(turn):
            hand_off(turn, ASKED, summary(turn))
        elif turn.proposal and turn.understood.yes is True:
            carry_out(turn, turn.state.current)
            self._go_on(turn)
        elif _asks_of_what_is_looked_at(turn):
            self._stranger(turn, [])
        elif not turn.session.customer_id and not self._know(turn):
            pass
        elif self._take_in(turn):
            turn.session.failures = 0
            self._go_on(turn)
        else:
            self._lost(turn)

    def _know(self, turn: Turn) -> bool:
        """Whether it is known who speaks, or what is said needs no knowing; if not, it is asked or answered here."""
        tried = says_who(turn)
        if turn.state.expects == "handoff":  # what was offered and not taken
            turn.state.expects = ""
        if identify(turn):
            turn.session.failures, turn.state.expects = 0, ""
            turn.say("hello_name", name=turn.own.customer.name.split()[0] if turn.language == "en" and turn.own.customer.name else turn.own.customer.name)
            return True
        heard = hear(turn.text, _NOBODY)
        if _needs_identity(heard, turn.understood):
            turn.state.heard.append(turn.text)
            if not tried and turn.state.expects != "identity":
                turn.say("gladly")
            ask_who(turn)
            return False
        if tried or (turn.state.expects == "identity" and not self._others(turn, heard)):
            ask_who(turn)
            turn.session.failures += 1
            return False
        if turn.state.expects == "identity":
            return False
        return not self._stranger(turn, heard)

    def _stranger(self, turn: Turn, heard: list[Heard]) -> bool:
        """Serves somebody who need not be known; whether that was possible."""
        if not self._others(turn, heard):
            return False
        turn.session.failures = 0
        if not turn.waiting:
            turn.act(Act.IDLE)
        return True

    def _take_in(self, turn: Turn) -> bool:
        """Takes the message in, and what waited for it to be known who speaks."""
        if not turn.session.customer_id:
            return False
        waited, turn.state.heard = turn.state.heard, []
        understood = False
        for text in waited:
            understood = listen(turn, text, fresh=True) or understood
        if turn.state.expects == "handoff":
            return self._wants_handoff(turn)
        understood = listen(turn, turn.text, fresh=bool(waited)) or understood
        if turn.waiting:
            return True
        others = not understood and self._others(turn, [])
        return understood or others or bool(waited) or bool(turn.said and not turn.state.expects)

    def _wants_handoff(self, turn: Turn) -> bool:
        turn.state.expects = ""
        if turn.understood.yes is True:
            hand_off(turn, SCOPE, summary(turn))
            return True
        return listen(turn, turn.text, fresh=True) or turn.understood.yes is False or self._others(turn, [])

    def _others(self, turn: Turn, heard: list[Heard]) -> bool:
        """Answers what is no business with an order: questions, advice, small talk."""
        if heard and all(each.do == "ask" for each in heard):
            for each in heard:
                self._written(turn, each.topic, each.text(turn.plain))
                answer_question_of_stranger(turn, each)
            return True
        served = False
        for wish in turn.understood.wishes:
            if any(action.data.get("of") == "product" for action in turn.actions):
                break  # first of all which product is meant
            served = self._asked(turn, wish) or served
        if turn.state.open:
            return served
        return served or small_talk(turn) or _nothing_more(turn)

    def _asked(self, turn: Turn, wish: Wish) -> bool:
        intent, text = wish.intent, wish.text
        if any(job.text and normalise(text) in job.text for job in turn.state.jobs):
            return False
        reply = None
        if intent in _GUIDED and _asks_of_one(turn, text):
            reply = self.answers(turn.desk, turn.session, text, "product_question")
        elif intent in _GUIDED:
            reply = self.guide(turn.session, turn.text, turn.understood)
        elif intent in _ANSWERED:
            reply = self.answers(turn.desk, turn.session, text, "product_question" if intent == "review" and _looked_at(turn) else intent)
            reply = self.guide(turn.session, text, turn.understood) if reply and _asks_which(reply) and about(text) and not turn.state.open else reply
        else:
            return False
        if reply is None:
            if (turn.state.open and turn.state.expects) or wish.probability < _SURE:
                return False
            turn.say("cannot_answer")
            turn.note("decided", {"what": "no answer", "why": intent})
            turn.state.expects = turn.state.expects or "handoff"
            return True
        turn.tell(reply.text)
        turn.actions += [action for action in reply.actions if action.act is not Act.IDLE]
        turn.sources += reply.sources
        if _offers_person(reply):
            turn.state.expects = turn.state.expects or "handoff"
        return True

    def _go_on(self, turn: Turn) -> None:
        """Works the agenda off until something needs the customer."""
        for _ in range(30):
            job = _next(turn)
            if job is None or (turn.waiting and job.do != "ask"):
                break
            self._written(turn, job.topic, job.text)
            _one(turn, job)
        if not turn.waiting and not turn.state.expects:
            turn.act(Act.IDLE)
            if set(turn.understood.intents) != {"greeting"}:  # a greeting asks that already
                turn.say("anything_else")

    def _written(self, turn: Turn, topic: str, text: str) -> bool:
        """Tells what the shop's papers say about an errand, if they do; whether they do."""
        return topic in WRITTEN and self._told(turn, text)

    def _told(self, turn: Turn, text: str) -> bool:
        """Tells what the shop's papers answer to a text, whatever wish is behind it; whether they do."""
        reply = self.answers(turn.desk, turn.session, text, "shop_policy")
        if reply is None or not reply.sources or _offers_person(reply):
            return False
        turn.tell(reply.text)
        turn.sources += reply.sources
        return True

    def _lost(self, turn: Turn) -> None:
        """Nothing was understood: looks into the shop's papers, else asks again, in other words; the third time a person takes over. Anger, and a yes or no where nothing
        was asked, leave nothing to be understood and are not counted."""
        if not turn.waiting and not turn.proposal and not turn.state.open and self._told(turn, turn.text):
            turn.session.failures = 0
            turn.act(Act.IDLE)
            return
        turn.session.failures += turn.understood.anger < ANGRY and (turn.understood.yes is None or bool(turn.waiting or turn.state.expects))
        if turn.session.failures >= FAILED:
            hand_off(turn, FAILURES, summary(turn))
        elif turn.proposal:
            turn.say("yes_or_no")
            show(turn, turn.proposal)
        elif turn.state.expects and turn.state.open:
            turn.say("not_got")
            expects = turn.state.expects
            self._go_on(turn)
            turn.state.expects = turn.state.expects or expects
        else:
            turn.ask("wish", "not_understood" if turn.session.failures <= 1 else "not_understood_again")


def answer_question_of_stranger(turn: Turn, heard: Heard) -> None:
    """A question about the catalogue from somebody who is not known."""
    turn._own = turn._own or (_NOBODY if not turn.session.customer_id else None)
    answer_question(turn, Job("ask", heard.text(turn.plain), topic=heard.topic))


def spoken(text: str, detected: Language, state: State) -> Language:
    """In which language to answer: a name, a number or an "ok" does not change the one that is spoken."""
    before = state.language
    few = len(_LATIN.findall(text)) < 4 if detected == "en" else len(_HAN.findall(text)) < 5 and state.expects == "identity"
    if before and detected != before and few:
        detected = "zh" if before == "zh" else "en"
    state.language = detected
    return detected


def _needs_identity(heard: list[Heard], understood: Understood) -> bool:
    if heard and all(each.topic in ERRANDS for each in heard):
        return False
    if any(each.do and not (each.do == "ask" and each.topic in PRODUCT_TOPICS) for each in heard):
        return True
    mine = any(each.goods and not each.do for each in heard) and _MY.search(understood.text.lower()) and not any(intent in _GUIDED or intent in _ANSWERED for intent in understood.intents)
    return any(intent in _OWN for intent in understood.intents) or bool(mine) or (any(each.everything or each.goods for each in heard) and MINE.search(understood.text.lower()) is not None)


def _offers_person(reply: Reply) -> bool:
    return any(action.data.get("offer") == "person" for action in reply.actions)


def _asks_of_one(turn: Turn, text: str) -> bool:
    """Whether something is asked of one product, of which nothing says which it is: no search finds it."""
    guide = turn.session.memory.get("guide") or {}
    return not (guide.get("shown") or guide.get("focus")) and _OF_ONE.search(turn.plain) is not None and not _LOOKS_FOR.search(turn.plain) and about(text) is None


def _asks_which(reply: Reply) -> bool:
    """Whether an answer only asks which product is meant: one that wants "a thermos" is helped to choose it instead."""
    return any(each.act is Act.ASK and each.data.get("of") == "product" for each in reply.actions)


def _looked_at(turn: Turn) -> bool:
    """Whether a product's page lies before the shopper, see `Guide.look_at`."""
    guide = turn.session.memory.get("guide") or {}
    return bool(guide.get("focus")) and not guide.get("shown")


def _asks_of_what_is_looked_at(turn: Turn) -> bool:
    """ "What does it cost?" is asked of the product that is looked at, and not of an order, where nothing else is open."""
    intents = turn.understood.intents
    return _looked_at(turn) and not turn.state.open and not turn.state.expects and bool(intents) and _OF_PRODUCT.issuperset(intents)


def _next(turn: Turn) -> Job | None:
    """Questions first, then what is to be done in its order, then questions that ask what came of it."""
    open_jobs = turn.state.open
    asked = [job for job in open_jobs if job.do == "ask" and job.topic not in LATER]
    acts = sorted((job for job in open_jobs if job.do != "ask"), key=lambda job: job.do == "swap" and _has_other(job, open_jobs))
    return next(iter([*asked, *acts, *open_jobs]), None)


def _has_other(job: Job, jobs: list[Job]) -> bool:
    """Whether something else is wanted of the same order, or of one that is not known yet: once its items are changed, nothing else can be."""
    return any(other.do in ("address", "payment") and other.order in (job.order, "") for other in jobs)


def _one(turn: Turn, job: Job) -> None:
    if job.do == "ask":
        answer_question(turn, job)
        return
    if any(action.act in (Act.DONE, Act.REFUSE) for action in turn.actions):
        turn.say("next")
    for each in turn.state.jobs:
        each.now = each is job
    step(turn, job)
    if job.state == "refused" and job.otherwise not in ("", NOTHING) and not turn.waiting:
        turn.state.lines = [[job.order, piece.number] for piece in job.pieces if piece.number >= 0] or turn.state.lines
        turn.state.focus = [job.order] if job.order else turn.state.focus
        add(turn, hear(job.otherwise, turn.own), job.otherwise)


def _nothing_more(turn: Turn) -> bool:
    """ "No", "that's all" when nothing is open."""
    if turn.understood.yes is False or NOT_NOW.search(turn.plain):
        for job in turn.state.open:
            drop(turn, job)
        turn.say("goodbye")
        return True
    return False
