"""`/v1/sentiment`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ..request import shop_of
from .answer import json

router = APIRouter(tags=["reviews"])
Text = Annotated[str, Field(max_length=20_000)]


class SentimentQuery(BaseModel):
    """A review, or many."""

    model_config = ConfigDict(extra="forbid")

    text: Text | None = Field(None, description="one review")
    texts: list[Text] = Field([], max_length=1000, description="or many")
    explain: bool = Field(False, description="with `text`: say what each word adds")
    attention: bool = Field(False, description="with `explain`: the attention of every layer and head too, a large answer")


@router.post("/v1/sentiment", summary="Whether a review is positive, negative or mixed")
def sentiment(request: Request, query: SentimentQuery) -> Response:
    """For `text`: `{label, positive, confidence}`, where `positive` is the probability of that, and where the label is mixed `sides`, the
    words `for` and `against`; for `texts`: `sentiments`, one for each.
    With `explain` also `explanation`: the `words` with the `share` that each adds to the log-odds."""
    shop = shop_of(request)
    if query.text is None:
        return json({"sentiments": [each.to_dict() for each in shop.sentiment(query.texts)]})
    found = shop.sentiment([query.text])[0].to_dict()
    return json({**found, "explanation": shop.explain_sentiment(query.text).to_dict(query.attention)} if query.explain else found)
