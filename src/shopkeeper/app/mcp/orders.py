"""Orders for agents: the assistant's own tools, under the same policy. One that writes only proposes; the customer confirms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from ...assistant.proposals import Proposal, confirm, withdraw
from ...assistant.session import Session, Status
from ...assistant.tools import TOOLS, ToolError
from ...assistant.tools.records import orders_of
from ...assistant.tools.toolbox import Toolbox
from ...shop import InvalidQuery, Localized, Order
from .tool import TEXT, Caller, Json, takes

if TYPE_CHECKING:
    from ..shop import Shop

T = TypeVar("T")
Note = Callable[[str, Any], None]
Act = Callable[[Toolbox, Session, Mapping[str, Any]], Any]
_CONVERSATION: Json = {"conversation": {**TEXT, "description": "as an earlier answer gave it; left out: a new conversation"}}


@dataclass(frozen=True, slots=True)
class OrderTool:
    """A tool about orders: what it takes besides `conversation`, and what it does in one."""

    name: str
    description: str
    schema: Json
    writes: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What was proposed in a conversation; nothing is done before the customer says yes to it."""

    conversation: str
    proposal: Proposal

    @property
    def text(self) -> Localized:
        """Exactly what would happen."""
        return self.proposal.text


def call(shop: Shop, name: str, arguments: Mapping[str, Any], caller: Caller) -> Json | Asked:
    """What a tool answers, with the conversation that it was called in, or what it proposes."""
    given = {key: value for key, value in arguments.items() if key not in ("conversation", "meta")}
    conversation = arguments.get("conversation")
    if conversation is not None and not isinstance(conversation, str):
        raise InvalidQuery("conversation: expected a text")
    talk = shop.chat(caller.customer, conversation or None, channel="mcp")

    def act(session: Session, note: Note) -> Any:
        if session.status is not Status.OPEN:
            raise InvalidQuery("a person of the shop answers in this conversation now")
        box = Toolbox(shop.helpdesk.desk, session, note)
        return _OURS[name](box, shop, session, given) if name in _OURS else box.call(name, given)

    answer = shop.helpdesk.assistant.act(talk.id, act)
    return Asked(talk.id, answer) if isinstance(answer, Proposal) else {"result": answer, "conversation": talk.id}


def settle(shop: Shop, conversation: str, token: str, yes: bool) -> Json:
    """Carries out what was proposed under this token, or takes it back. `InvalidQuery` when something else lies there by now; a `Changed`
    when it would not be the same any more."""
    def act(session: Session, note: Note) -> Json:
        if session.proposal is None or session.proposal["token"] != token:
            raise InvalidQuery("this was confirmed, taken back or replaced before; look at the order to see how it stands")
        if not yes:
            withdraw(session)
            return {"result": "the customer said no; nothing was done"}
        receipt = confirm(shop.helpdesk.desk, session, note)
        return {"result": receipt.to_dict(), "text": receipt.text.get(session.language)}

    return {**shop.helpdesk.assistant.act(conversation, act), "conversation": conversation}


def _order(box: Toolbox, shop: Shop, session: Session, given: Mapping[str, Any]) -> Any:
    return box.call("get_order_details", {"order_id": _number(given)})


def _newest(box: Toolbox, shop: Shop, session: Session, given: Mapping[str, Any]) -> Any:
    found = orders_of(shop.helpdesk.desk, session)
    box.call("get_user_details", {"user_id": session.customer_id or ""})  # refused as long as nobody is identified
    return box.call("get_order_details", {"order_id": found[-1].id}) if found else "this customer has no order"


def _return(box: Toolbox, shop: Shop, session: Session, given: Mapping[str, Any]) -> Any:
    """All lines of an order, back to what it was paid with, unless it is said otherwise."""
    number = _number(given)
    box.call("get_order_details", {"order_id": number})
    order: Order = shop.store.orders.get(number)
    items = given.get("item_ids") or [line.variant_id for line in order.lines for _ in range(line.quantity)]
    paid = next((payment.method_id for payment in order.payments if payment.kind == "payment"), "")
    return box.call("return_delivered_order_items", {
        "order_id": number, "item_ids": items, "payment_method_id": given.get("payment_method_id") or paid})


def _number(given: Mapping[str, Any]) -> str:
    """The number of an order, by any of the names that agents know it by."""
    named = next((given[name] for name in ("order_number", "order_id", "id") if name in given), None)
    if not isinstance(named, str):
        raise ToolError("bad_arguments", Localized("order_number：应为订单号", "order_number: expected the number of an order"))
    return named


_OURS: dict[str, Callable[[Toolbox, Shop, Session, Mapping[str, Any]], Any]] = {
    "get_order": _order, "get_order_status": _order, "get_most_recent_order_status": _newest, "request_return": _return,
}
_NUMBER: Json = {"order_number": {**TEXT, "description": "as the customer sees it, such as '#W0000000'"}}


def _ours(name: str, description: str, schema: Json, *required: str, writes: bool = False) -> OrderTool:
    return OrderTool(name, description, takes({**schema, **_CONVERSATION}, *required), writes)


def _theirs(name: str) -> OrderTool:
    found = TOOLS[name]
    schema = takes({**found.schema["properties"], **_CONVERSATION}, *found.schema["required"])
    return OrderTool(name, found.description, schema, found.writes)


ORDER_TOOLS: tuple[OrderTool, ...] = (
    _ours("get_order", "One order of the identified customer.", {"id": TEXT, **_NUMBER}),
    _ours("get_order_status", "The status and details of an order of the identified customer.", _NUMBER, "order_number"),
    _ours("get_most_recent_order_status", "The newest order of the identified customer.", {}),
    _ours("request_return", "Propose to return a delivered order, or some items of it. The customer has to confirm.", {
        **_NUMBER, "item_ids": {"type": "array", "items": TEXT}, "payment_method_id": TEXT}, "order_number", writes=True),
    *(_theirs(name) for name in TOOLS),
)
