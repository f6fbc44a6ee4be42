"""`/v1/chat`: the shop's assistant. The id of a conversation cannot be guessed and is the only way to it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ConfigDict, Field, model_validator
from starlette.responses import StreamingResponse

from ...assistant import feedback
from ...assistant.assistant import Watch
from ...assistant.guide.touch import Touch
from ...assistant.reply import Reply
from ...shop import Language, ShopkeeperError
from ..chat import Chat, pieces
from ..identity import customer_of
from ..live.baskets import new_id
from ..request import shop_of
from ..shop import Shop
from ..web.render import CART, cart_of, keep_cart
from . import errors
from .answer import json
from .cards import dressed
from .schema import STREAMS

router = APIRouter(tags=["assistant"])
log = logging.getLogger(__name__)
TOLD = frozenset({"understood", "called", "proposed", "handoff"})  # kinds of facts that a shopper may see coming
NO_STORE = {"cache-control": "no-store"}


Chips = Annotated[list[Annotated[str, Field(max_length=1000)]], Field(max_length=50)]


class ChatQuery(BaseModel):
    """Something that a shopper says, or does to the brief by hand."""

    model_config = ConfigDict(extra="forbid")

    message: str = Field("", max_length=100_000, description="may be left out with `remove`, `add` or `compare`")
    about: str = Field("", max_length=200, description="the id of the product that is spoken of from now on")
    remove: Chips = Field([], description="`remove` of chips of the brief: they are taken out of it, then the message is read into it")
    add: Chips = Field([], description="conditions that are put into the brief, such as `color=red`")
    compare: list[str] = Field([], max_length=4, description="ids of two to four products to be put side by side")
    conversation: str | None = Field(None, max_length=200, description="the conversation that this goes on with; left out: a new one")
    customer: str | None = Field(None, max_length=4_000, description="who speaks, signed by the shop's own backend")
    language: Language | None = Field(None, description="to begin in; then that of the messages")
    cart: str | None = Field(None, max_length=200, description="the id of the basket that is filled; left out: a new one")
    stream: bool = Field(False, description="answer with events; so does `Accept: text/event-stream`")

    @property
    def touch(self) -> Touch | None:
        """What is done by hand, if anything."""
        touch = Touch(tuple(self.remove), tuple(self.add), tuple(dict.fromkeys(self.compare)))
        return touch if touch != Touch() else None

    @model_validator(mode="after")
    def _something(self) -> ChatQuery:
        if not self.message and self.touch is None:
            raise ValueError("message: expected a text, or remove, add or compare")
        if len(set(self.compare)) == 1:
            raise ValueError("compare: expected at least two products")
        return self


@router.post("/v1/chat", summary="Talk with the assistant", openapi_extra=STREAMS)
async def chat(request: Request, query: ChatQuery) -> Response:
    """`{text, language, actions, sources, handoff, conversation}`; send `conversation` with the next message. Where something lies in
    the basket that is spoken of, `cart` is its id, see `/v1/carts`. As a stream: events
    `progress` while the assistant looks things up, `text` with pieces of the answer, `action` for each action, `done` with the
    whole answer, or `error`. Whose orders are spoken of the assistant asks, unless `customer` is a token that the shop's backend
    signed (401 when it is not)."""
    talk = await run_in_threadpool(opened, shop_of(request), query, "web")
    cookie = await run_in_threadpool(_prepared, request, talk, query)
    if query.stream or "text/event-stream" in request.headers.get("accept", ""):
        events = _events(shop_of(request), talk, query)
        return _with(StreamingResponse(events, media_type="text/event-stream", headers=NO_STORE), request, cookie)
    return _with(json(await run_in_threadpool(_answer, shop_of(request), talk, query)), request, cookie)


def _prepared(request: Request, talk: Chat, query: ChatQuery) -> str:
    """Has the conversation fill the right basket and speak of the right product; the id of a basket that a visitor is to keep."""
    if query.about:
        talk.look_at(query.about)
    return _basket(request, talk, query.cart)


def _basket(request: Request, talk: Chat, named: str | None) -> str:
    """Has the conversation fill the basket that is named, or that of the visitor of the shop's own pages. The id that such a visitor is to
    keep, of a basket that is made when something is put in; empty where they have it, and for all others."""
    if named:
        shop_of(request).store.carts.get(named)
        talk.carry(named)
    elif request.headers.get("sec-fetch-site") == "same-origin":
        known, before = request.cookies.get(CART, ""), talk.basket
        theirs = known if known and (not before or cart_of(request)) else before or new_id()
        talk.carry(theirs)
        return theirs if theirs != known else ""
    return ""


def _with(response: Response, request: Request, cookie: str) -> Response:
    if cookie:
        keep_cart(response, request, cookie)
    return response


@router.get("/v1/chat/{conversation}", summary="What was said in a conversation")
def turns(request: Request, conversation: str, after: int = 0) -> Response:
    """`{conversation, language, status, turns: [{number, at, role, text, who, late, reply?}]}`, the oldest first; `role` is user,
    assistant or person. With `after` those that came after that number, to ask again while a person answers."""
    shop = shop_of(request)
    talk = shop.chat(conversation=conversation)
    session, said = talk.session, [turn.to_dict() for turn in talk.turns(after)]
    for turn in said:
        if "reply" in turn:
            reply = dressed(shop, turn["reply"], session.customer_id)
            turn["reply"] = {**reply, **_filled(talk, reply)}
    return json({"conversation": talk.id, "language": session.language, "status": session.status.value, "turns": said})


class ThumbQuery(BaseModel):
    """Whether an answer helped."""

    model_config = ConfigDict(extra="forbid")

    up: bool
    number: int | None = Field(None, description="of the answer; left out: the last")
    words: str = Field("", max_length=2_000)


class SurveyQuery(BaseModel):
    """How satisfied a shopper is."""

    model_config = ConfigDict(extra="forbid")

    stars: int = Field(ge=1, le=5)
    words: str = Field("", max_length=2_000)


@router.post("/v1/chat/{conversation}/thumb", summary="Whether an answer helped", status_code=204)
def thumb(request: Request, conversation: str, query: ThumbQuery) -> Response:
    """Nothing in the answer. For one answer the last thumb counts."""
    feedback.thumb(shop_of(request).store, conversation, query.up, number=query.number, words=query.words)
    return Response(status_code=204)


@router.post("/v1/chat/{conversation}/survey", summary="How satisfied a shopper is", status_code=204)
def survey(request: Request, conversation: str, query: SurveyQuery) -> Response:
    """Nothing in the answer. Stars from 1 (not at all) to 5 (very); the last word counts."""
    feedback.survey(shop_of(request).store, conversation, query.stars, query.words)
    return Response(status_code=204)


def opened(shop: Shop, query: ChatQuery, channel: str) -> Chat:
    """The conversation that a message belongs to."""
    return shop.chat(signed(shop, query.customer), query.conversation, query.language, channel=channel)


def signed(shop: Shop, token: str | None) -> str | None:
    """The customer whom a token names; `BadIdentity` where the shop's backend did not sign it. Nobody is believed without."""
    return None if token is None else customer_of(token, shop.secrets.get("customer", ""), datetime.now(UTC))


def said(talk: Chat, query: ChatQuery, watch: Watch | None = None) -> Reply:
    """The answer to what a shopper says or does."""
    return talk.touch(query.touch, query.message, watch) if query.touch else talk.say(query.message, watch)


def answered(shop: Shop, talk: Chat, told: Reply) -> dict[str, Any]:
    """An answer as every door of the web tells it."""
    reply = dressed(shop, told.to_dict(), talk.session.customer_id)
    return {**reply, **_filled(talk, reply), "conversation": talk.id}


def _filled(talk: Chat, reply: dict[str, Any]) -> dict[str, str]:
    """The id of the basket where an answer shows one that is not empty."""
    return {"cart": talk.basket} if any(each["about"] == "basket" and each["count"] for each in reply["actions"]) else {}


def _answer(shop: Shop, talk: Chat, query: ChatQuery, watch: Watch | None = None) -> dict[str, Any]:
    return answered(shop, talk, said(talk, query, watch))


async def _events(shop: Shop, talk: Chat, query: ChatQuery) -> AsyncIterator[bytes]:
    """The turn is finished even when nobody listens any more: what it did is done."""
    loop, queue = asyncio.get_running_loop(), asyncio.Queue[bytes | None]()

    def put(event: bytes | None) -> None:
        loop.call_soon_threadsafe(queue.put_nowait, event)

    working = asyncio.create_task(run_in_threadpool(_turn, shop, talk, query, put))
    while (event := await queue.get()) is not None:
        yield event
    await working


def _turn(shop: Shop, talk: Chat, query: ChatQuery, put: Callable[[bytes | None], None]) -> None:
    def watch(kind: str, fact: Any) -> None:
        if kind in TOLD:
            put(_event("progress", {"doing": kind, **({"tool": fact["tool"]} if kind == "called" else {})}))

    try:
        for event in _told(_answer(shop, talk, query, watch)):
            put(event)
    except ShopkeeperError as error:
        put(b"event: error\ndata: " + errors.body(errors.kind(error)[1], str(error)) + b"\n\n")
    except Exception:
        log.exception("unexpected error in a conversation")
        put(b"event: error\ndata: " + errors.body("internal", "something went wrong here") + b"\n\n")
    finally:
        put(None)


def _told(reply: dict[str, Any]) -> list[bytes]:
    texts = [_event("text", {"text": piece}) for piece in pieces(reply["text"])]
    return [*texts, *(_event("action", action) for action in reply["actions"]), _event("done", reply)]


def _event(name: str, value: dict[str, Any]) -> bytes:
    return f"event: {name}\ndata: ".encode() + orjson.dumps(value) + b"\n\n"
