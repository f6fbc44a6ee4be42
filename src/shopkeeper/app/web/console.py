"""The conversations as the people of the shop see them: who waits, read, take over, answer, hand back, close."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from ...assistant.case import Case
from ...assistant.handoff import REASONS
from ...assistant.inbox import Handoffs
from ...assistant.transcript import messages
from ...shop import InvalidQuery, Language, Order
from ...shop.policy.words import STATUS
from ...store.protocol import Store
from ..callers import caller_of
from ..request import shop_of
from .form import Fields
from .language import language_of
from .render import YEAR, page
from .strings import counted

WHO = "shopkeeper_who"  # the cookie that holds the name of the person at this console
STATUSES = ("waiting", "person", "open", "closed", "all")
MOST, SHOWN = 500, 4  # orders of a customer that are looked through, and shown
COUNTED = 100  # conversations of a status

router = APIRouter(prefix="/console", include_in_schema=False)


def signed(request: Request, typed: str) -> str:
    """Under which name something is done: that of who is logged in, else the one that was typed."""
    return caller_of(request).name if request.scope["state"]["session"] else typed.strip()[:80]


@router.get("/conversations")
def conversations(request: Request, status: Annotated[str, Query(max_length=20)] = "waiting") -> Response:
    """The conversations of a status, those that wait for a person to begin with."""
    store, language, now = shop_of(request).store, language_of(request), datetime.now(UTC)
    cases = Handoffs(store).inbox("" if status == "all" else status)
    counts = {each: len(store.dialogues.newest(status=each, limit=COUNTED)) for each in ("waiting", "person")}
    return page(request, "conversations.html", cases=cases, shown=status, statuses=STATUSES, reasons=REASONS, counts=counts,
                waits=lambda case: waited(case, now, language) if case.status == "waiting" else "")


def waited(case: Case, now: datetime, language: Language) -> str:
    """For how long a conversation waits, in words."""
    minutes = max(int((now - case.since).total_seconds() // 60), 0)
    if minutes < 60:
        return counted("waits_minutes", minutes, language)
    return counted("waits_hours", minutes // 60, language) if minutes < 48 * 60 else counted("waits_days", minutes // 1440, language)


@router.get("/conversations/{id}")
def conversation(request: Request, id: str) -> Response:
    """A conversation with what a person needs to know of it."""
    return _talk(request, id)


def _talk(request: Request, id: str, wrong: str = "", written: str = "") -> Response:
    store, language = shop_of(request).store, language_of(request)
    case = Handoffs(store).case(id)
    said, who = messages(store.audit.of(id)), signed(request, request.cookies.get(WHO, ""))
    orders, all_orders = orders_of(store, case)
    return page(request, "conversation.html", 422 if wrong else 200, case=case, said=said, who=who, reasons=REASONS, wrong=wrong,
                written=written, orders=orders, all_orders=all_orders, titles=_titles(store, orders, language),
                standing=lambda order: STATUS[order.status].get(language))


def orders_of(store: Store, case: Case) -> tuple[list[Order], int]:
    """The orders to be seen beside a conversation: those that it spoke of, then the newest of its customer; and how many there are."""
    spoken = store.orders.get_many(case.orders)
    theirs = store.orders.page(limit=MOST, customer_id=case.customer_id) if case.customer_id else []
    rest = sorted((each for each in theirs if each.id not in spoken), key=lambda order: order.placed_at, reverse=True)
    return [*spoken.values(), *rest][:max(SHOWN, len(spoken))], len(spoken) + len(rest)


def _titles(store: Store, orders: Sequence[Order], language: Language) -> dict[str, str]:
    """What the products of some orders are called, by their ids."""
    found: dict[str, Any] = store.products.get_many([line.product_id for order in orders for line in order.lines])
    return {id: product.title.get(language) for id, product in found.items()}


@router.post("/conversations/{id}")
def act(request: Request, id: str, fields: Fields) -> Response:
    """Takes over, answers, hands back or closes, under the name that was given. What cannot be done leaves what was written as it is."""
    who = signed(request, fields.get("who", ""))
    try:
        _act(Handoffs(shop_of(request).store), id, who, fields.get("do", ""), fields.get("text", ""))
    except InvalidQuery as error:
        return _talk(request, id, str(error), fields.get("text", ""))
    answer = RedirectResponse(f"/console/conversations/{id}#last", 303)
    answer.set_cookie(WHO, who, max_age=YEAR, httponly=True, samesite="strict", path="/console")
    return answer


def _act(desk: Handoffs, id: str, who: str, what: str, text: str) -> None:
    if what == "take":
        desk.take_over(id, who)
    elif what == "answer":
        desk.answer(id, who, text)
    elif what == "back":
        desk.hand_back(id, who)
    elif what == "close":
        desk.close(id, who)
    else:
        raise InvalidQuery(f"do: expected take, answer, back or close, got {what[:20]!r}")
