"""Hello, thanks, are you a robot, this is outrageous: what belongs to a conversation besides its business."""

from __future__ import annotations

import re

from ..handoff import passed_on
from ..reply import Act
from .cues import PERSON
from .turn import Turn

ANGRY = _ANGRY = 0.55
_CROSS = 0.25
_ROBOT = re.compile(r"\b(?:robot|bot|human|ai|machine|real person|computer|chat ?gpt)\b|机器人|真人|人工智能|智能客服|ai")
_PASS_ON = re.compile(r"\b(?:pass (?:it|this) on|ask (?:a|your|the|them|him|her)\b|go ahead)|^(?:好的?|行|可以|要的?|需要|嗯|麻烦)[啊呀吧的了,，。!！ ]*(?:谢谢|麻烦.{0,2})?$|(?:帮我|麻烦|请|那就?)[^,，。]{0,2}(?:问|转)|^(?:转|问)(?:吧|一?下|过去|给)")
_POLITE = ("greeting", "thanks", "goodbye", "chitchat")
_SURE = 0.75  # below it, what seems to be no business of a shop may as well not have been understood
_WORLD = frozenset(("other",))


def soothe(turn: Turn) -> None:
    """Says sorry once, the first time that somebody is angry or complains; after that it is acted, not said."""
    complains = any(wish.intent == "complaint" and wish.probability > _SURE for wish in turn.understood.wishes) and turn.understood.anger > _CROSS
    if turn.state.sorry or (turn.understood.anger < _ANGRY and not complains):
        return
    turn.state.sorry = True
    turn.say("sorry")
    turn.note("decided", {"what": "acknowledged", "why": f"anger {turn.understood.anger:.2f}"})


def wants_person(turn: Turn) -> bool:
    """Whether they ask for a person."""
    wanted = {wish.intent: wish.probability for wish in turn.understood.wishes}
    alone = not wanted.keys() - {"contact_human_agent", "complaint"}  # "at last somebody to talk to. Where is my order?" asks for none
    if alone and wanted.get("contact_human_agent", 0) >= _SURE and not _asks_whether(turn):
        return True
    return PERSON.search(turn.plain) is not None and not _asks_whether(turn)


def _asks_whether(turn: Turn) -> bool:
    return re.search(r"\b(?:are|r) (?:you|u)\b|你是|您是|是不是(?:真人|机器人|人工)", turn.plain) is not None


def accepts(turn: Turn) -> bool:
    """Whether they want the person who was just offered."""
    return turn.understood.yes is True or (turn.understood.yes is not False and _PASS_ON.search(turn.plain) is not None)


def hand_off(turn: Turn, reason: str, summary: str) -> None:
    """Gives the conversation to a person; nothing that lies before the customer can be confirmed any more."""
    turn.withdraw()
    turn.state.expects = ""
    turn.note("decided", {"what": "handoff", "why": reason, "summary": summary})
    turn.tell(passed_on(turn.session, reason).text)
    turn.act(Act.HANDOFF, reason)


def small_talk(turn: Turn) -> bool:
    """Answers what is only polite or chatty; whether there was such a thing."""
    intents = turn.understood.intents
    if _asks_whether(turn) and _ROBOT.search(turn.plain):
        turn.say("i_am_a_program")
        return True
    for intent in _POLITE:
        if intent in intents:
            turn.say(intent)
            return True
    if intents and set(intents) <= _WORLD and turn.understood.wishes[0].probability >= _SURE:
        turn.say("not_my_trade")
        return True
    return False


def summary(turn: Turn) -> str:
    """What a person who takes over should know: what was wanted last, what is open, what was done."""
    said = [message["content"] for message in turn.session.history if message["role"] == "user"][-3:]
    open_jobs = ", ".join(f"{job.do} {job.order}".strip() for job in turn.state.open)
    done = ", ".join(f"{row['tool']} {row['order']}".strip() for row in turn.state.done)
    parts = [" / ".join([*said, turn.text])[-1500:], f"open: {open_jobs}" if open_jobs else "", f"done: {done}" if done else ""]
    return "; ".join(part for part in parts if part)
