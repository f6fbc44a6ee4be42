"""Writing to an order: propose, check, show, one yes, write, read back. There is no other way to a write."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from ..shop import Customer, InvalidQuery, Localized, Order, OrderRequest, RequestState, ShopkeeperError, to_dict
from ..shop.policy import Outcome, Refused, Stamp
from .desk import Desk
from .orders.protocol import Answered
from .plan import Plan
from .proposal_words import done, proposed
from .session import Session
from .tools.tool import TOOLS, ToolError

Note = Callable[[str, Any], None]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was shown and waits for the customer's yes. `token` is the id under which it is carried out once, `text` says exactly what will
    happen, `digest` is bound to all of that."""

    token: str
    tool: str
    arguments: Mapping[str, Any]
    text: Localized
    digest: str
    at: datetime

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        return {"token": self.token, "tool": self.tool, "arguments": dict(self.arguments), "text": {"zh": self.text.zh, "en": self.text.en},
                "digest": self.digest, "at": self.at.isoformat()}  # fmt: skip

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Proposal:
        """The proposal that `to_dict` showed."""
        return cls(**{**kept, "text": Localized(**kept["text"]), "at": datetime.fromisoformat(kept["at"])})


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was written, read back from the rows. `state` is `REQUESTED` as long as the shop's order system has not done it; `again`: it had
    been written before, and nothing was done now. `order` and `request` are None where only the customer changed."""

    token: str
    tool: str
    state: RequestState
    text: Localized
    customer: Customer
    order: Order | None = None
    request: OrderRequest | None = None
    again: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        about = {"order_id": self.order.id, "status": self.order.status.value} if self.order else {}
        request = {"request": to_dict(self.request)} if self.request else {}
        return {"token": self.token, "tool": self.tool, "state": self.state.value, "again": self.again, **about, **request}


class Changed(ShopkeeperError):
    """What was said yes to is not what would happen now; `proposal` is what would, and lies before the customer instead."""

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(f"something changed since it was shown: {proposal.text.en}")
        self.proposal = proposal


def propose(desk: Desk, session: Session, plan: Plan, arguments: Mapping[str, Any]) -> Proposal:
    """Lays a plan before the customer. A proposal that lay there before is void."""
    token = uuid.uuid4().hex
    proposal = Proposal(token, plan.tool, dict(arguments), proposed(plan), plan.digest(desk.policy.version), desk.now())
    session.proposal = proposal.to_dict()
    return proposal


def withdraw(session: Session) -> None:
    """Takes back what lies before the customer: they said no, or speak of something else."""
    session.proposal = None


def confirm(desk: Desk, session: Session, note: Note) -> Receipt:
    """Carries out what lies before the customer, after their own yes; it is worked out anew from the rows as they are now.

    `Changed` when that is not what was shown (the new proposal lies there then), `Refused` or `ToolError` when it is not possible any more,
    `InvalidQuery` when nothing lies there. Called a second time for the same proposal it answers the same receipt and does nothing."""
    if session.proposal is None:
        raise InvalidQuery("there is nothing to confirm")
    proposal = Proposal.of(session.proposal)
    note("confirmed", {"token": proposal.token, "tool": proposal.tool, "digest": proposal.digest})
    try:
        with desk.store.transaction():
            again = _written(desk, session, proposal) is not None
            if not again:
                _write(desk, session, proposal)
    except Changed as changed:
        note("proposed", changed.proposal.to_dict())
        raise
    except (Refused, ToolError) as error:
        session.proposal = None
        note("refused", {"tool": proposal.tool, "rule": error.rule if isinstance(error, Refused) else error.code, "token": proposal.token})
        raise
    receipt = _read_back(desk, session, proposal, again)
    session.proposal = None
    note("done", receipt.to_dict())
    return receipt


def _written(desk: Desk, session: Session, proposal: Proposal) -> tuple[Order, OrderRequest] | None:
    """The customer's order with the request of this proposal, when it was written before."""
    id = str(proposal.arguments.get("order_id", ""))
    order = desk.store.orders.get_many([id]).get(id)
    if order is None or order.customer_id != session.customer_id:
        return None
    return next(((order, request) for request in order.requests if request.id == proposal.token), None)


def _write(desk: Desk, session: Session, proposal: Proposal) -> None:
    plan: Plan = TOOLS[proposal.tool].function(desk, session, **proposal.arguments)
    if plan.digest(desk.policy.version) != proposal.digest:
        raise Changed(propose(desk, session, plan, proposal.arguments))
    outcome = plan.stamped(Stamp(proposal.token, desk.now()))
    if plan.order is None or outcome.request is None:
        desk.store.customers.put([outcome.customer])
        return
    answered = desk.orders.submit(replace(outcome.request, state=RequestState.REQUESTED), plan.order, plan.customer)
    order, customer = _settled(plan.order, plan.customer, outcome, answered)
    desk.store.orders.put([order])
    desk.store.customers.put([customer])


def _settled(order: Order, customer: Customer, outcome: Outcome, answered: Answered) -> tuple[Order, Customer]:
    """The rows after the order system's answer: done, or with the request noted only."""
    assert outcome.request is not None
    request = replace(outcome.request, state=answered.state, answer=answered.note)
    done = answered.state is RequestState.ACKNOWLEDGED
    base = answered.order or (outcome.order if done and outcome.order else order)
    requests = (*(r for r in base.requests if r.id != request.id), request)
    return replace(base, requests=requests), outcome.customer if done else customer


def _read_back(desk: Desk, session: Session, proposal: Proposal, again: bool) -> Receipt:
    customer = desk.store.customers.get(session.customer_id or "")
    if (written := _written(desk, session, proposal)) is None:
        return Receipt(proposal.token, proposal.tool, RequestState.ACKNOWLEDGED, done(customer, None, None, {}), customer, again=again)
    order, request = written
    products = desk.store.products.get_many([line.product_id for line in order.lines])
    return Receipt(proposal.token, proposal.tool, request.state, done(customer, order, request, products), customer, order, request, again)
