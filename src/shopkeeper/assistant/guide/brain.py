"""Sends the messages that go on with choosing to the guide, and all others to the brain behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ...text.normalise import normalise
from ..assistant import Brain
from ..dialogue.state import State
from ..reply import Reply
from ..session import Session
from .found import once
from .guide import Guide
from .reading import only_names
from .things import about

# What speaks of an order, an account or a person, whatever was shown before.
_BUSINESS = re.compile(
    r"订单|快递|物流|发货|到货|包裹|退货|退款|换货|退掉|取消|地址|发票|人工|客服|投诉|密码|账号|账户|付款|支付|优惠券|保修|质保|"
    r"\b(?:my (?:last |latest )?orders?|order (?:number|status|#)|track\w*|deliver\w*|shipp\w*|parcel|package|refund\w*|return\w*|exchang\w*|(?<!noise )(?<!noise-)cancel\w*|"
    r"address|invoice|receipt|human|agent|person|complain\w*|password|account|payment|pay|coupon|warranty)\b|#w\d"
)

_NOISE = re.compile(r"noise[- ]cancel|降噪")


def _quiet(text: str) -> bool:
    """Whether a message asks for a thing that cancels noise, which cancels no order."""
    return _NOISE.search(normalise(text)) is not None and about(text) is not None


def _is_expecting(session: Session) -> bool:
    """Whether something is to be done with an order, so that the name of a thing may be an answer."""
    state = State.read(session)
    return bool(state.open or state.expects or state.heard)


@dataclass(frozen=True)
class GuidedBrain:
    """A brain with the guide before it: what answers the guide's question, points at what it showed or criticises it goes to the guide, as
    long as it spoke last and nothing waits for a confirmation; the bare name of a thing too, unless it may be an answer."""

    guide: Guide
    behind: Brain

    def answer(self, session: Session, text: str, note: Callable[[str, Any], None]) -> Reply:
        """See `Brain`."""
        with once():
            return self._answer(session, text, note)

    def _answer(self, session: Session, text: str, note: Callable[[str, Any], None]) -> Reply:
        ours = session.proposal is None and not _BUSINESS.search(normalise(text))
        if ours and (reply := self.guide.go_on(session, text)) is not None:
            note("decided", {"what": "guide", "why": "the message goes on with choosing"})
            return reply
        if ours and not _is_expecting(session) and (only_names(text) or _quiet(text)):
            note("decided", {"what": "guide", "why": "the message asks for a thing"})
            return self.guide.turn(session, text)
        return self.behind.answer(session, text, note)
