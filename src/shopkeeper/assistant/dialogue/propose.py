"""Laying a change before the customer, and carrying it out after their yes."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ...shop import InvalidQuery, RequestState
from ...shop.policy import Refused
from ..proposals import Changed, Proposal, confirm
from ..reply import Act
from ..tools import ToolError
from .state import Job
from .turn import Turn

TOOLS = {
    "cancel": "cancel_pending_order", "return": "return_delivered_order_items", "address": "modify_pending_order_address",
    "account_address": "modify_user_address", "payment": "modify_pending_order_payment",
}  # fmt: skip


def propose(turn: Turn, job: Job, tool: str, **arguments: Any) -> bool:
    """Shows exactly what will happen and asks for a yes; False when it is refused (the reason is told)."""
    try:
        proposal: Proposal = turn.call(tool, **arguments)
    except (Refused, ToolError) as error:
        refuse(turn, job, tool, error)
        return False
    show(turn, proposal)
    return True


def show(turn: Turn, proposal: Proposal) -> None:
    """What will happen, and the question."""
    turn.say("proposed", what=proposal.text.get(turn.language).rstrip("。. "))
    turn.act(Act.PROPOSE, proposal.tool, order_id=proposal.arguments.get("order_id", ""), text=proposal.text.get(turn.language))
    turn.state.expects, turn.state.offered = "yes", []


def refuse(turn: Turn, job: Job, tool: str, error: Refused | ToolError) -> None:
    """Why it is not possible."""
    turn.tell(error.text)
    turn.act(Act.REFUSE, tool, rule=error.rule if isinstance(error, Refused) else error.code)
    job.state = "refused"


def carry_out(turn: Turn, job: Job | None) -> None:
    """After the customer's own yes: does what lies before them and says what the rows say now."""
    proposal = turn.proposal
    tool = proposal.tool if proposal else ""
    turn.state.expects = ""
    before = turn.own.customer.address
    try:
        receipt = confirm(turn.desk, turn.session, turn.note)
    except Changed as changed:
        turn.read_again()
        turn.say("changed_meanwhile")
        show(turn, changed.proposal)
        return
    except (Refused, ToolError) as error:
        refuse(turn, job or Job(""), tool, error)
        return
    except InvalidQuery:
        turn.say("nothing_to_confirm")
        return
    turn.read_again()
    turn.say("done", what=_ended(receipt.text.get(turn.language).rstrip(), turn.language))
    turn.act(Act.DONE if receipt.state is not RequestState.REFUSED else Act.REFUSE, tool, **receipt.to_dict())
    amount = receipt.request.amount if receipt.request else None
    turn.state.done.append({
        "tool": tool, "order": receipt.order.id if receipt.order else "", "amount": amount.amount if amount else 0, "currency": amount.currency if amount else ""})
    if tool == TOOLS["account_address"] and turn.state.before is None:
        turn.state.before = asdict(before)
    if job:
        job.state = "done"


def _ended(text: str, language: str) -> str:
    """A sentence with its full stop."""
    return text if text[-1:] in ".!?。！？" else text + ("。" if language == "zh" else ".")
