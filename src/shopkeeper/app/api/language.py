"""`/v1/chat/completions`, `/v1/completions`, `/v1/embeddings`, `/v1/models`: OpenAI's interface to the shop's own models."""

from __future__ import annotations

import base64
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from contextlib import aclosing, contextmanager
from typing import Annotated, Any, Literal

import orjson
from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from ...models.language.protocol import Piece, Stream, Usage, whole
from ...shop import NotFound, ShopkeeperError
from ..callers import caller_of
from ..request import shop_of
from ..shop import Shop
from . import errors
from .answer import json
from .openai_assistant import ASSISTANT, answer
from .openai_words import ChatQuery, CompletionQuery, Reply
from .schema import STREAMS

router = APIRouter(tags=["language models"])

AT_ONCE = 8  # answers in progress in a server process
ENCODER = "encoder"
LONGEST = 20_000  # characters of a text to encode


class Turns:
    """Counts the answers in progress; used from the event loop alone."""

    def __init__(self, most: int = AT_ONCE) -> None:
        self._left = self._most = most

    @contextmanager
    def taken(self) -> Iterator[None]:
        """One of them, while the context lasts; `Busy` when there is none left."""
        if not self._left:
            raise errors.Busy(f"{self._most} answers are being written; ask again in a moment")
        self._left -= 1
        try:
            yield
        finally:
            self._left += 1


class EmbeddingsQuery(BaseModel):
    """Texts to turn into vectors."""

    input: Annotated[str, Field(max_length=LONGEST)] | Annotated[
        list[Annotated[str, Field(max_length=LONGEST)]], Field(min_length=1, max_length=2048)]
    model: str = Field("", description="`encoder`, as `GET /v1/models` lists it; may be empty")
    encoding_format: Literal["float", "base64"] = Field("float", description="numbers, or float32 little endian as base64")


@router.get("/v1/models", summary="The models that answer here")
def models(request: Request) -> Response:
    """The assistant, the language model, where the shop has one, and the sentence encoder."""
    shop = shop_of(request)
    model = shop.language_model
    names = [*([ASSISTANT] if shop.has_assistant else []), *([model.name] if model else []), ENCODER]
    return json({"object": "list", "data": [{"id": name, "object": "model", "created": 0, "owned_by": "shop"} for name in names]})


@router.post("/v1/chat/completions", summary="Answer a conversation", openapi_extra=STREAMS)
async def chat(request: Request, asked: ChatQuery) -> Response:
    """OpenAI's chat completion. The model `shopkeeper` is the shop's assistant: it answers the last message of the user; the
    conversation is the one that `metadata.conversation` or the header X-Conversation-Id names, or goes by `user`, and is told
    in that header. Any other is the shop's language model; without a template for conversations it goes on with the
    text of the messages, and what it writes is not checked against the shop's records."""
    if asked.model == ASSISTANT:
        return await run_in_threadpool(answer, request, asked)
    if not caller_of(request).may("operator"):
        raise HTTPException(403, f"model: {ASSISTANT} answers with this key; the language model itself needs the scope operator")
    return await _answer(request, asked, chat=True)


@router.post("/v1/completions", summary="Go on with a text", openapi_extra=STREAMS)
async def completions(request: Request, asked: CompletionQuery) -> Response:
    """OpenAI's plain completion by the shop's language model. What it writes is not checked against the shop's records."""
    return await _answer(request, asked, chat=False)


@router.post("/v1/embeddings", summary="Texts as vectors")
def embeddings(request: Request, asked: EmbeddingsQuery) -> Response:
    """Vectors of length 1 from the shop's sentence encoder. `usage` counts the tokens that it reads; a text is cut at its limit."""
    if asked.model not in ("", ENCODER):
        raise NotFound(f"encoder (there is {ENCODER})", asked.model)
    shop, texts = shop_of(request), [asked.input] if isinstance(asked.input, str) else asked.input
    vectors, tokens = shop.encode(texts), shop.tokens(texts)

    def told(vector: Any) -> Any:
        return base64.b64encode(vector.astype("<f4").tobytes()).decode() if asked.encoding_format == "base64" else vector.tolist()

    data = [{"object": "embedding", "index": i, "embedding": told(vector)} for i, vector in enumerate(vectors)]
    return json({"object": "list", "data": data, "model": ENCODER, "usage": {"prompt_tokens": tokens, "total_tokens": tokens}})


async def _answer(request: Request, asked: ChatQuery | CompletionQuery, chat: bool) -> Response:
    names: list[str] = []

    def begin() -> Stream:
        name, stream = _begun(shop_of(request), asked)
        names.append(name)
        return stream

    pieces = _pieces(request, begin)
    first = await anext(pieces)  # a refusal comes before the answer begins, as an answer of its own
    reply = Reply(names[0], chat)
    if asked.stream:
        events = _events(first, pieces, reply, asked.stream_options.include_usage)
        return StreamingResponse(events, media_type="text/event-stream", headers={"cache-control": "no-store"})
    return json(reply.document(whole([first, *[piece async for piece in pieces]])))


def _begun(shop: Shop, asked: ChatQuery | CompletionQuery) -> tuple[str, Stream]:
    model = shop.language_model
    if model and asked.model not in ("", model.name):
        raise NotFound(f"language model (there is {model.name})", asked.model)
    prompt, more = asked.asked()
    return model.name if model else "", shop.complete(prompt, **more)


async def _pieces(request: Request, begin: Callable[[], Stream]) -> AsyncGenerator[Piece, None]:
    """What the model writes, piece by piece; nothing more is written once the one who asked has gone."""
    with request.app.state.turns.taken():
        stream = await to_thread.run_sync(begin)
        try:
            while (piece := await to_thread.run_sync(next, stream, None)) is not None and not await request.is_disconnected():
                yield piece
        finally:
            stream.close()


async def _events(first: Piece, rest: AsyncGenerator[Piece, None], reply: Reply, tell_usage: bool) -> AsyncIterator[bytes]:
    usage = first.usage or Usage()
    yield _event(reply.chunk(first, first=True))
    try:
        async with aclosing(rest) as pieces:
            async for piece in pieces:
                usage = piece.usage or usage
                yield _event(reply.chunk(piece, first=False))
    except ShopkeeperError as error:
        yield b"data: " + errors.body(errors.kind(error)[1], str(error)) + b"\n\n"
        return
    if tell_usage:
        yield _event(reply.usage(usage))
    yield b"data: [DONE]\n\n"


def _event(value: dict[str, Any]) -> bytes:
    return b"data: " + orjson.dumps(value) + b"\n\n"
