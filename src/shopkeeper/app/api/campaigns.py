"""`/v1/campaigns`: an audience that agreed, the file that goes out, and what it brought."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ...customers.campaign import Asked
from ...shop import InvalidQuery, Language
from ...text.money import parse_money
from ..callers import caller_of
from ..campaign_copy import texts_of
from ..request import shop_of
from ..shop import Shop
from .answer import json

router = APIRouter(tags=["customers"])
Limit = Annotated[int, Field(ge=1)]
Line = Annotated[str, Field(max_length=200)]
Rows = Annotated[bool, Query(description="also the ids behind the figures")]
PRIVATE = {"Cache-Control": "private, no-store"}
Days = Annotated[int, Query(ge=1, le=3650, description="so many days from its start count")]


class Table(Response):
    """Rows as CSV."""

    media_type = "text/csv"


class Planned(BaseModel):
    """A campaign as it is asked for."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(min_length=1, max_length=100, description="what it is called")
    channel: Literal["email", "sms", "ads"]
    segment: str = Field("", max_length=100, description="the group it is for; empty: everybody")
    where: list[Line] = Field([], max_length=20, description='conditions, such as "orders>=2" and "language=zh"')
    hold_out: float = Field(0.1, ge=0, le=0.9, description="the share that is held out by chance")
    cap: Limit = Field(2, description="at most so many campaigns to one customer …")
    cap_days: Limit = Field(7, description="… in so many days")
    cost: Line | None = Field(None, description="what one contact costs, such as 0.05 or 0.05 USD")
    budget: Line | None = Field(None, description="what all contacts may cost at most")

    def asked(self, shop: Shop) -> Asked:
        """The same with its amounts in the shop's currency, where they name none."""
        cost, budget = (parse_money(text, shop.currency) if text else None for text in (self.cost, self.budget))
        return Asked(self.id, self.channel, self.segment, tuple(self.where), self.hold_out, self.cap, self.cap_days, budget, cost)


class Started(Planned):
    """A campaign that begins."""

    texts: dict[Language, Annotated[str, Field(min_length=1, max_length=20_000)]] = Field(
        {}, description="the approved text by language; of an e-mail its first line is “Subject: …” or “主题：…”")
    drafts: list[Line] = Field([], max_length=2, description="instead of `texts`: the ids of approved texts of the writing room")
    network: Literal["google", "meta"] = Field("google", description="for ads: whose form of hashed addresses")


@router.get("/v1/campaigns", summary="The campaigns that were started")
def get_all(request: Request) -> Response:
    """`{campaigns: [{id, channel, at, audience, sent, held}]}`, the oldest first; `sent` and `held` are counts."""
    return json({"campaigns": [each.to_dict() for each in shop_of(request).campaigns.all()]})


@router.post("/v1/campaigns/plan", summary="Who would be written to")
def plan(request: Request, campaign: Planned, rows: Rows = False) -> Response:
    """`{id, channel, audience, sent, held, left_out: {reason: n}, costs}`; with `rows` also `customers`, the ids by what becomes of them.
    Nothing is sent or kept."""
    shop = shop_of(request)
    found = shop.campaigns.plan(campaign.asked(shop))
    return json(found.to_dict() | ({"customers": found.rows} if rows else {}))


@router.post("/v1/campaigns", summary="Start a campaign", status_code=201)
def start(request: Request, campaign: Started) -> Response:
    """As the plan, with `csv`: the audience of hashed addresses for an advertising network, or the messages for the shop's own sender,
    each in the customer's language; and `unsupported`: what the texts claim that no record bears out. Who was written to and who was held
    out is kept with it. A text that contradicts the record of a product that it names is refused."""
    shop = shop_of(request)
    if campaign.drafts and campaign.texts:
        raise InvalidQuery("texts, drafts: expected one of the two")
    texts = texts_of(shop, campaign.drafts, campaign.channel) if campaign.drafts else campaign.texts
    made, csv = shop.campaigns.start_here(campaign.asked(shop), texts, network=campaign.network, by=caller_of(request).name)
    doubtful = shop.campaigns.claims(texts)
    said = dict.fromkeys(claim.text.strip() for claims in doubtful.values() for claim in claims)
    answer: dict[str, Any] = {**made.to_dict(), "csv": csv, "unsupported": list(said)}
    return json(answer, 201)


@router.get("/v1/campaigns/{id:path}/result", summary="What a campaign brought")
def result(request: Request, id: str, days: Days = 30, rows: Rows = False) -> Response:
    """Those who were written to against those who were held out, with intervals that hold however often one looks; with `rows` also
    `order_ids`: the orders of either group that count."""
    found = shop_of(request).campaigns.result(id, days)
    return json(found.to_dict() | ({"order_ids": dict(zip(("sent", "held"), found.orders, strict=True))} if rows else {}))


@router.get("/v1/campaigns/{id:path}/file", summary="The file of a campaign that was started", response_class=Table)
def file(request: Request, id: str, network: Annotated[Literal["google", "meta"], Query(description="for ads: whose form")] = "google",
) -> Response:  # fmt: skip
    """CSV: the audience of hashed addresses, or the messages, once more, without those who do not agree to it any more."""
    found = shop_of(request).campaigns.file(id, network=network, by=caller_of(request).name)
    return Table(found, headers=PRIVATE)
