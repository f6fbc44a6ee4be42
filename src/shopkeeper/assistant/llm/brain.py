"""The brain that thinks with a language model. Whatever the model does, the shopper gets a true answer within the time, and nothing is
written without their yes: what the model cannot do, the rules do."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from ...models.language.breaker import model_breaker
from ...models.language.opening import Source as ModelSource
from ...models.language.protocol import Answer, LanguageModel, Message, ModelRefused, ModelUnavailable, Sampling, ToolCall
from ...shop import Language, ShopkeeperError
from ...text.language import detect
from ..assistant import Brain
from ..desk import Desk
from ..handoff import ASKED, passed_on
from ..proposals import Proposal, withdraw
from ..reply import Act, Action, Reply, Source
from ..session import Session
from ..understand import Understood, understand
from . import prompt, settle
from .asking import Asker
from .checked import Checked, hold, without_questions
from .hands import Hands, Slip, Transfer
from .lookups import BASKET, SEARCH, Answering, Lookup, answering
from .words import ASKS_WHO, PROGRAM

Note = Callable[[str, Any], None]
Understanding = Callable[[str, Any, str], Understood]
TIMEOUT_S = 30.0
CALLS, SLIPS, REPEATS = 8, 2, 2  # calls of tools in a turn; of which so many may be none; how often the same
FAILURES = 3  # turns in a row that the model is not there for, after which it is left alone for a while
SAMPLING = Sampling(max_tokens=700)
_AS_TEXT = re.compile(r"^\s*(?:```)?(?:json)?\s*[{\[]|<tool_call|<\|?function")
_NAMES, _LETTER = re.compile(r"\S*[\d@]\S*"), re.compile("[a-zA-Z]")
_WHO = re.compile(r"e-?mail|zip|邮箱|邮编|姓名")


class Unfit(ShopkeeperError):
    """The model answered nothing that can be said."""


@dataclass
class _Turn:
    session: Session
    text: str
    note: Note
    hands: Hands
    messages: list[Message]
    model: LanguageModel
    until: float
    calls: list[tuple[str, str]] = field(default_factory=list)
    slips: int = 0
    asked_again: bool = False

    def count(self, call: ToolCall) -> None:
        """Counts a call, and gives up on a model that never comes to an end."""
        self.calls.append((call.name, call.arguments))
        if len(self.calls) > CALLS or self.calls.count(self.calls[-1]) > REPEATS:
            raise Unfit("the model calls tools without end")

    def slip(self, why: str) -> None:
        """Counts what the model did wrong, and gives up when it does so again and again."""
        self.slips += 1
        self.note("decided", {"what": "told the model what was wrong", "why": why[:200]})
        if self.slips > SLIPS:
            raise Unfit(f"the model goes on calling what it cannot: {why[:200]}")


class LlmBrain:
    """Answers with the model that `model` gives, if there is one, under the shop's rules as the desk has them, with `fallback` for every
    turn that it fails in. `timeout_s` is how long a turn may take. `answers(desk, session, question, intent)` answers from the shop's
    records, see `lookups.ABOUT`."""

    def __init__(
        self, desk: Desk, model: ModelSource, fallback: Brain, *, answers: Answering | None = None, timeout_s: float = TIMEOUT_S,
        understand: Understanding = understand,
    ) -> None:
        self._desk, self._model, self._fallback, self._timeout, self._understand = desk, model, fallback, timeout_s, understand
        self.breaker, self._asker = model_breaker(FAILURES), Asker()
        found: tuple[Lookup, ...] = (SEARCH, *((answering(answers),) if answers else ()), *(BASKET if desk.basket else ()))
        self._lookups = {lookup.offered.name: lookup for lookup in found}

    def answer(self, session: Session, text: str, note: Note) -> Reply:
        """The answer to what a shopper says; see `Brain`."""
        until = time.monotonic() + self._timeout
        mine = session.memory.setdefault("llm", {})
        session.language = mine["language"] = _spoken(text, session.language, mine.get("language"))
        if session.proposal:
            waits = f"confirm:{session.proposal['tool']}"
            yes = self._understand(text, session.language, waits).yes
            if yes is not None and not settle.is_mine(session):
                return self._fallback.answer(session, text, note)  # the rules have shown it and know what comes after it
            if yes:
                return settle.carry_out(self._desk, session, note)
            if yes is False:
                withdraw(session)
                note("decided", {"what": "withdrawn", "why": "the customer said no"})
        try:
            return self._thought(session, text, note, until)
        except (ModelUnavailable, ModelRefused, Unfit) as error:
            note("decided", {"what": "the rules answer", "why": str(error)[:300]})
            return self._fallback.answer(session, text, note)

    def _thought(self, session: Session, text: str, note: Note, until: float) -> Reply:
        with self.breaker.watch() as answered:
            model = _opened(self._model)
            said = (*(each["content"] for each in session.history if each["role"] == "user"), text)
            hands = Hands(self._desk, session, note, said, self._lookups)
            told = prompt.messages(session, text, self._desk.sections, self._desk.now())
            reply = self._rounds(_Turn(session, text, note, hands, told, model, until))
            answered()
        return reply

    def _rounds(self, turn: _Turn) -> Reply:
        while True:
            answer = self._asker.ask(turn.model, turn.messages, turn.hands.offered(), SAMPLING, turn.until)
            reply = self._act(turn, answer) if answer.calls else self._say(turn, answer.text.strip())
            if reply is not None:
                return reply

    def _act(self, turn: _Turn, answer: Answer) -> Reply | None:
        """Calls the tools that the model wants called. What is to be written is shown at once; everything else it is told."""
        calls = [replace(call, id=call.id or f"call{len(turn.calls) + number}") for number, call in enumerate(answer.calls)]
        turn.messages.append(Message("assistant", answer.text, tuple(calls)))
        for call in calls:
            try:
                result = turn.hands.call(call)
                turn.count(call)
            except Transfer:
                return passed_on(turn.session, ASKED)
            except Slip as slip:
                turn.slip(str(slip))
                result = {"error": str(slip)}
            if isinstance(result, Proposal):
                return settle.shown(turn.session, result)
            turn.messages.append(Message("tool", prompt.fenced(result), call_id=call.id))
        return None

    def _say(self, turn: _Turn, text: str) -> Reply | None:
        """The model's answer, checked; None where it is asked once more."""
        language = turn.session.language
        if not text:
            raise Unfit("the model answered nothing")
        if _AS_TEXT.search(text):
            turn.slip("the answer is no sentence")
            turn.messages += [Message("assistant", text), Message("user", "Call tools as functions; answer the customer in sentences.")]
            return None
        if any(letter.isalpha() for letter in text) and detect(text) != language:
            if turn.asked_again:
                raise Unfit("the model answers in another language")
            turn.asked_again = True
            turn.messages += [Message("assistant", text), Message("user", prompt.in_language(language))]
            return None
        facts = turn.hands.facts(self._desk.sections)
        checked = hold(text, facts, language, self._desk.now())
        if checked.false:
            turn.note("decided", {"what": "left out what does not hold", "why": [claim.to_dict() for claim in checked.false]})
        if not checked.text:
            raise Unfit("too little of the model's answer holds")
        return self._reply(turn, checked)

    def _reply(self, turn: _Turn, checked: Checked) -> Reply:
        session, text = turn.session, checked.text
        if ASKS_WHO.search(turn.text.lower()):
            text = f"{PROGRAM.get(session.language)}\n{text}"
        actions = [Action(Act.REFUSE, tool, {"rule": refused.rule}) for tool, refused in turn.hands.refused.items()]
        if session.proposal:
            again, action = settle.still(session)
            shown = f"{without_questions(text)}\n\n{again}".strip()
            return Reply(shown, session.language, (*actions, action), tuple(_sources(turn, checked)))
        session.failures = 0
        return Reply(text, session.language, (*actions, _open(session, text)), tuple(_sources(turn, checked)))


def _opened(source: ModelSource) -> LanguageModel:
    try:
        model = source()
    except ShopkeeperError as error:  # a file that is none, a server without a model
        raise ModelUnavailable(str(error)) from None
    if model is None:
        raise Unfit("no language model is in use")
    return model


def _spoken(text: str, detected: Language, before: Language | None) -> Language:
    """In which language to answer: an address, a number or an "ok" does not change the one that is spoken."""
    if before == "zh" and detected == "en" and len(_LETTER.findall(_NAMES.sub("", text))) < 4:
        return "zh"
    return detected


def _open(session: Session, text: str) -> Action:
    """What the answer leaves open."""
    if not text.rstrip().endswith(("?", "？", "吗", "吗。")):
        return Action(Act.IDLE)
    return Action(Act.ASK, "identity" if session.customer_id is None and _WHO.search(text.lower()) else "wish")


def _sources(turn: _Turn, checked: Checked) -> list[Source]:
    """The records that the answer's claims come from."""
    found = dict[tuple[str, str], Source]()
    for claim in checked.claims:
        tool, _, place = claim.record.partition("[")
        rows = turn.hands.results.get(tool, [])
        row = rows[int(place.partition("]")[0])] if claim.holds and rows and place[:1].isdigit() else None
        if isinstance(row, dict):
            kind, id = ("order", row["order_id"]) if "order_id" in row else ("product", row.get("product_id") or row.get("id") or "")
            found.setdefault((kind, str(id)), Source(kind, str(id), claim.record.rpartition(".")[2], claim.text))
        elif tool == "policy":
            found.setdefault(("policy", claim.record), Source("policy", claim.record, "", claim.text))
    return [source for source in found.values() if source.id]
