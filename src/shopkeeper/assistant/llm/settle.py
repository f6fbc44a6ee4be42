"""The shopper's own yes or no to what lies before them. It is read by rules and carried out by code; no model has a part in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...shop import RequestState
from ...shop.policy import Refused
from ..desk import Desk
from ..proposals import Changed, Proposal, confirm
from ..reply import Act, Action, Reply, Source
from ..session import Session
from ..tools import ToolError
from .words import CHANGED, MORE, STILL, WAITS

Note = Callable[[str, Any], None]


def carry_out(desk: Desk, session: Session, note: Note) -> Reply:
    """Does what the shopper said yes to, and says what the rows say afterwards."""
    proposal, language = Proposal.of(session.proposal or {}), session.language
    try:
        receipt = confirm(desk, session, note)
    except Changed as changed:
        return shown(session, changed.proposal, CHANGED.get(language) + "\n")
    except (Refused, ToolError) as error:
        rule = error.rule if isinstance(error, Refused) else error.code
        return Reply(error.text.get(language), language, (Action(Act.REFUSE, proposal.tool, {"rule": rule}), Action(Act.IDLE)))
    act = Act.REFUSE if receipt.state is RequestState.REFUSED else Act.DONE
    sources = (Source("order", receipt.order.id),) if receipt.order else ()
    text = f"{receipt.text.get(language)}\n{MORE.get(language)}"
    return Reply(text, language, (Action(act, proposal.tool, receipt.to_dict()), Action(Act.IDLE)), sources)


def shown(session: Session, proposal: Proposal, before: str = "") -> Reply:
    """Exactly what will happen, and the question."""
    _remember(session, proposal)
    what = proposal.text.get(session.language)
    return Reply(before + WAITS.get(session.language).format(what=what), session.language, (_action(proposal, session),))


def still(session: Session) -> tuple[str, Action]:
    """What lies before the shopper, said again behind another answer: a yes is only ever a yes to what was shown last."""
    proposal = Proposal.of(session.proposal or {})
    _remember(session, proposal)
    return STILL.get(session.language).format(what=proposal.text.get(session.language)), _action(proposal, session)


def _action(proposal: Proposal, session: Session) -> Action:
    """That a proposal lies before the shopper."""
    about = {"order_id": proposal.arguments.get("order_id", ""), "text": proposal.text.get(session.language)}
    return Action(Act.PROPOSE, proposal.tool, about)


def is_mine(session: Session) -> bool:
    """Whether what lies before the shopper was shown here: its yes is answered here, too."""
    mine: bool = session.proposal is not None and session.proposal["token"] == session.memory.get("llm", {}).get("proposal")
    return mine


def _remember(session: Session, proposal: Proposal) -> None:
    session.memory.setdefault("llm", {})["proposal"] = proposal.token
