"""`/v1/explain`: why the shop's language model writes what it writes."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ..request import shop_of
from .answer import json

router = APIRouter(tags=["language models"])


class WritingQuery(BaseModel):
    """A prompt, and what was written after it."""

    model_config = ConfigDict(extra="forbid")

    prompt: str = Field(max_length=2000)
    written: str = Field(min_length=1, max_length=2000)
    attention: bool = Field(False, description="the attention of every layer and head too, a large answer")


@router.post("/v1/explain", summary="Why the language model wrote this")
def explain(request: Request, query: WritingQuery) -> Response:
    """For each of the `tokens` that were written its `logprob` and `shares`, one for each of `words`: how much of it is lost without that
    word. Each word costs one run of the model: ask for short texts, at most 256 tokens. For a similarity: `POST /v1/similarity`."""
    return json(shop_of(request).explain_writing(query.prompt, query.written).to_dict(query.attention))
