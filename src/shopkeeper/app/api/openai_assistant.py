"""The model `shopkeeper` of `/v1/chat/completions`: the shop's assistant for whatever speaks OpenAI's interface."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson
from fastapi import Request, Response
from starlette.responses import StreamingResponse

from ...assistant.assistant import LONGEST
from ...models.language.protocol import Answer, Piece, Usage
from ...shop import InvalidQuery
from ..access import PUBLISHABLE
from ..chat import Chat, pieces
from ..request import shop_of
from .answer import json
from .chat import NO_STORE, answered, signed
from .openai_words import ChatQuery, Reply

ASSISTANT = "shopkeeper"
HEADER = "x-conversation-id"


def answer(request: Request, asked: ChatQuery) -> Response:
    """Answers the last message of the user. The messages before it are not read: what was said lies in the conversation. Sent again
    with the whole history, a message that was answered gets the same answer, and nothing is done twice."""
    said = next((each.message().content for each in reversed(asked.messages) if each.role == "user"), "")
    if not said.strip():
        raise InvalidQuery("messages: expected a message of the user with a text")
    talk = _opened(request, asked)
    reply = _given(talk, asked, said) or answered(shop_of(request), talk, talk.say(said))
    response = _response(asked, Reply(ASSISTANT, chat=True), reply)
    response.headers[HEADER] = talk.id
    return response


def _response(asked: ChatQuery, whole: Reply, reply: dict[str, Any]) -> Response:
    if asked.stream:
        chunks = _chunks(whole, reply, asked.stream_options.include_usage)
        return StreamingResponse(chunks, media_type="text/event-stream", headers=NO_STORE)
    return json({**whole.document(Answer(reply["text"])), ASSISTANT: _more(reply)})


def _opened(request: Request, asked: ChatQuery) -> Chat:
    """The conversation that is named by its id, or by the client's own key for it together with its API key; else a new one."""
    shop, customer = shop_of(request), signed(shop_of(request), asked.metadata.get("customer"))
    named = asked.metadata.get("conversation") or request.headers.get(HEADER)
    if named:
        return shop.chat(customer, named, channel="openai")
    bearer = request.headers.get("authorization", "")
    if not asked.user or PUBLISHABLE in bearer:  # whoever reads a page has its key, and could ask as any user
        return shop.chat(customer, channel="openai")
    key = f"{bearer}\n{asked.user}"
    return shop.chat(customer, hashlib.sha256(key.encode()).hexdigest()[:32], channel="openai", begin=True)


def _given(talk: Chat, asked: ChatQuery, said: str) -> dict[str, Any] | None:
    """The answer that this very history was given before."""
    turns, users = talk.turns(), sum(each.role == "user" for each in asked.messages)
    if len(turns) < 2 or sum(turn.role == "user" for turn in turns) != users or turns[-2].text != said[:LONGEST]:
        return None
    return turns[-1].reply and {**turns[-1].reply, "conversation": talk.id}


def _chunks(whole: Reply, reply: dict[str, Any], tell_usage: bool) -> Iterator[bytes]:
    for at, piece in enumerate(pieces(reply["text"])):
        yield _event(whole.chunk(Piece(piece), first=at == 0))
    yield _event({**whole.chunk(Piece(finish="stop"), first=False), ASSISTANT: _more(reply)})
    if tell_usage:
        yield _event(whole.usage(Usage()))
    yield b"data: [DONE]\n\n"


def _more(reply: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in reply.items() if name != "text"}


def _event(value: dict[str, Any]) -> bytes:
    return b"data: " + orjson.dumps(value) + b"\n\n"
