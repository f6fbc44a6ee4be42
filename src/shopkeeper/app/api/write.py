"""`/v1/write`, `/v1/drafts`: texts about products, and what becomes of them.

They are for the people of the shop: like the console they need the scope `operator`.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ...shop import DraftState, Language, to_dict
from ...writing import Kind, Platform, Tone
from .. import claiming
from ..copywriting import Order
from ..drafts import history
from ..request import shop_of
from .answer import json

router = APIRouter(tags=["write"])
own = APIRouter(prefix="/v1/drafts", tags=["drafts"])

LONGEST = 20_000  # characters of a text
Text = Annotated[str, Field(max_length=LONGEST)]
Value = str | float | bool


class WriteQuery(BaseModel):
    """What is wanted, about what: one of `id`, `keywords` and `facts`."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind
    id: str = Field("", max_length=200, description="a product; for a reply the review")
    keywords: str = Field("", max_length=1000, description='all that is known: "蓝牙耳机 降噪 通勤"')
    facts: list[Annotated[list[Value], Field(min_length=2, max_length=2)]] = Field(
        [], max_length=500, description="pairs `[[name, value], …]`")
    language: Language | None = Field(None, description="of the text; left out: the shop's, else the product's")
    tone: Tone = "plain"
    segment: str = Field("", max_length=100, description="the group of customers it speaks to")
    market: Literal["", "cn", "eu", "uk", "us"] = Field("", description="whose law on advertising and labels holds")
    platform: Platform = Field("", description="where it will stand, with its limits of length")
    brand: Text = Field("", description="the text of the brand's page")
    length: int = Field(0, ge=0, le=10_000, description="about how many characters; 0: as suits the kind")
    seed: int = Field(0, ge=0, le=2**31, description="another number, another wording")
    draft: bool = Field(False, description="keep the text as a draft")

    def order(self) -> Order:
        """The same for the copywriter."""
        return Order(**{**self.model_dump(exclude={"draft"}), "facts": tuple((str(name), value) for name, value in self.facts)})


class Edited(BaseModel):
    """A draft's new text, whole or by its parts."""

    model_config = ConfigDict(extra="forbid")

    by: str = Field(min_length=1, max_length=80, description="who edits")
    text: Text = ""
    fields: dict[str, Text] = Field({}, description="the parts of a text that has several, by name, instead of `text`")
    version: int = Field(0, ge=0, description="the number of the version that was edited; 409 when there is a later one")
    note: str = Field("", max_length=1000, description="what was changed")


class Decided(BaseModel):
    """A decision on a draft's latest version."""

    model_config = ConfigDict(extra="forbid")

    by: str = Field(min_length=1, max_length=80, description="who decides")
    version: int = Field(0, ge=0, description="the number of the version that was read; 409 when there is a later one")
    note: str = Field("", max_length=1000, description="why")


class Tested(BaseModel):
    """How a text is tried."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(0, ge=0, description="the number of the version that was read; 409 when there is a later one")
    goal: Literal["clicked", "bought", "revenue"] = Field("bought", description="what decides; clicked: put into the basket")
    share: float = Field(1.0, gt=0, le=1, description="part of the visitors that takes part")


class Checked(BaseModel):
    """A text that is held against what a draft may speak from."""

    model_config = ConfigDict(extra="forbid")

    text: Text


@router.post("/v1/write", summary="Write a text")
def write(request: Request, query: WriteQuery) -> Response:
    """`{text, language, kind, fields, claims, used, left_out, writer, label, cost, tokens}`: everything that the text claims is supported,
    each claim with its record. With `draft` also the id of the draft. 422 where nothing may be said."""
    shop, order = shop_of(request), query.order()
    copy = shop.copywriter.write(order)
    kept = {"draft": shop.drafts.keep(copy, order).id} if query.draft else {}
    return json(copy.to_dict() | kept)


@own.get("", summary="Drafts, those to which something happened last first")
def get_all(
    request: Request, state: DraftState | None = None, product_id: Annotated[str | None, Query(max_length=200)] = None,
    kind: Kind | None = None, k: Annotated[int, Query(ge=1, le=1000)] = 100, skip: Annotated[int, Query(ge=0, le=999_999)] = 0,
) -> Response:  # fmt: skip
    """`{drafts, states}`: each draft with its versions and decisions; how many are in which state."""
    shop = shop_of(request)
    asked: dict[str, Any] = {name: value for name, value in (("state", state), ("product_id", product_id), ("kind", kind)) if value}
    found = shop.store.drafts.newest(k, offset=skip, **asked)
    return json({"drafts": [shop.drafts.to_dict(draft) for draft in found], "states": shop.store.drafts.states()})


@own.get("/{id}", summary="One draft")
def get(request: Request, id: str) -> Response:
    """The draft with its `state`, its `label`, and the product's text as it is now (`present`)."""
    return _answer(request, id)


@own.get("/{id}/history", summary="What happened to a draft")
def get_history(request: Request, id: str) -> Response:
    """`history`: who wrote, edited and decided what when, oldest first."""
    return json({"history": [{**asdict(each), "at": each.at.isoformat()} for each in history(shop_of(request).drafts.get(id))]})


@own.post("/{id}/check", summary="Whether a text may stand in a draft's place")
def check(request: Request, id: str, text: Checked) -> Response:
    """As `/v1/claims/check`, held against what this draft may speak from. Nothing is kept."""
    drafts = shop_of(request).drafts
    return json(claiming.answer(text.text, drafts.check(drafts.get(id), text.text)))


@own.post("/{id}/edit", summary="Add a version")
def edit(request: Request, id: str, edited: Edited) -> Response:
    """The draft with one more version, which has to be approved anew."""
    shop_of(request).drafts.edit(id, edited.by, edited.text, fields=edited.fields, version=edited.version, note=edited.note)
    return _answer(request, id)


@own.post("/{id}/approve", summary="Approve the latest version")
def approve(request: Request, id: str, decided: Decided) -> Response:
    """The draft. 422 when a claim of it does not hold, 409 when the product's text was changed since."""
    shop_of(request).drafts.approve(id, decided.by, decided.note, version=decided.version)
    return _answer(request, id)


@own.post("/{id}/reject", summary="Reject the latest version")
def reject(request: Request, id: str, decided: Decided) -> Response:
    """The draft."""
    shop_of(request).drafts.reject(id, decided.by, decided.note, version=decided.version)
    return _answer(request, id)


@own.post("/{id}/publish", summary="Publish the approved version")
def publish(request: Request, id: str, decided: Decided) -> Response:
    """The draft; a title or description is the product's now, and searchable. 409 when the product's text was changed since."""
    shop_of(request).drafts.publish(id, decided.by, decided.note, version=decided.version)
    return _answer(request, id)


@own.post("/{id}/test", summary="Try a text on half of the visitors", status_code=201)
def test(request: Request, id: str, tested: Tested) -> Response:
    """The experiment that began: half of those who take part see the approved version on the product's page, the others the present text.
    How it stands: `/v1/experiments/{id}/result`."""
    shop = shop_of(request)
    plan = shop.drafts.test(id, version=tested.version, goal=tested.goal, share=tested.share)
    return json(to_dict(shop.experiments.start(plan, datetime.now(UTC))), 201)


def _answer(request: Request, id: str) -> Response:
    drafts = shop_of(request).drafts
    return json(drafts.to_dict(drafts.get(id)))
