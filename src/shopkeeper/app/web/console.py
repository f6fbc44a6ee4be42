"""The conversations as the people of the shop see them: who waits, read, take over, answer, hand back, close."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from starlette.responses import RedirectResponse

from ...assistant.handoff import REASONS
from ...assistant.inbox import Handoffs
from ...assistant.transcript import messages
from ...shop import InvalidQuery
from ..callers import caller_of
from ..request import shop_of
from .form import Fields
from .render import YEAR, page

WHO = "shopkeeper_who"  # the cookie that holds the name of the person at this console
STATUSES = ("waiting", "person", "open", "closed", "all")

router = APIRouter(prefix="/console", include_in_schema=False)


def signed(request: Request, typed: str) -> str:
    """Under which name something is done: that of who is logged in, else the one that was typed."""
    return caller_of(request).name if request.scope["state"]["session"] else typed.strip()[:80]


@router.get("/conversations")
def conversations(request: Request, status: Annotated[str, Query(max_length=20)] = "waiting") -> Response:
    """The conversations of a status, those that wait for a person to begin with."""
    cases = Handoffs(shop_of(request).store).inbox("" if status == "all" else status)
    return page(request, "conversations.html", cases=cases, shown=status, statuses=STATUSES, reasons=REASONS)


@router.get("/conversations/{id}")
def conversation(request: Request, id: str) -> Response:
    """A conversation with what a person needs to know of it."""
    store = shop_of(request).store
    case = Handoffs(store).case(id)
    said, who = messages(store.audit.of(id)), signed(request, request.cookies.get(WHO, ""))
    return page(request, "conversation.html", case=case, said=said, who=who, reasons=REASONS)


@router.post("/conversations/{id}")
def act(request: Request, id: str, fields: Fields) -> Response:
    """Takes over, answers, hands back or closes, under the name that was given."""
    desk, who, what = Handoffs(shop_of(request).store), signed(request, fields.get("who", "")), fields.get("do", "")
    if what == "take":
        desk.take_over(id, who)
    elif what == "answer":
        desk.answer(id, who, fields.get("text", ""))
    elif what == "back":
        desk.hand_back(id, who)
    elif what == "close":
        desk.close(id, who)
    else:
        raise InvalidQuery(f"do: expected take, answer, back or close, got {what[:20]!r}")
    answer = RedirectResponse(f"/console/conversations/{id}#last", 303)
    answer.set_cookie(WHO, who, max_age=YEAR, httponly=True, samesite="strict", path="/console")
    return answer
