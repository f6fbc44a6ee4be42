"""`/v1/webhooks`: who outside is told what changes here."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from ...shop import NotFound, to_dict
from ...shop.webhook import TOPICS, Webhook
from ...store.messages import Outgoing
from ..live.outside import require_outside
from ..request import shop_of
from .answer import json

router = APIRouter(tags=["webhooks"])


class WebhookQuery(BaseModel):
    """An address and what it is told."""

    model_config = ConfigDict(extra="forbid")

    url: str = Field(max_length=2000, description="http or https, in the public internet; redirects are not followed")
    topics: list[str] = Field(max_length=50, description="some of " + ", ".join(TOPICS))
    secret: str | None = Field(None, max_length=200, description="what messages are signed with; made up when left out")
    enabled: bool = True


@router.get("/v1/webhooks", summary="Who is told of changes")
def everyone(request: Request) -> Response:
    """`webhooks`, without their secrets."""
    return json({"webhooks": [shown(hook) for hook in shop_of(request).store.webhooks.all()]})


@router.post("/v1/webhooks", summary="Tell an address of changes", status_code=201)
def create(request: Request, query: WebhookQuery) -> Response:
    """The webhook with its `id` and, this once, its `secret`."""
    hook = _made(uuid.uuid4().hex, query, None)
    require_outside(hook.url, shop_of(request).webhook_hosts)
    shop_of(request).store.webhooks.put([hook])
    return json({**shown(hook), "secret": hook.secret}, 201)


@router.get("/v1/webhooks/{id}", summary="One webhook")
def get(request: Request, id: str) -> Response:
    """The webhook without its secret."""
    return json(shown(shop_of(request).store.webhooks.get(id)))


@router.put("/v1/webhooks/{id}", summary="Change a webhook, or make one of this id", responses={201: {"description": "Made"}})
def put(request: Request, id: str, query: WebhookQuery) -> Response:
    """The webhook; its secret stays when none is given (201 and a new one when there was none)."""
    webhooks = shop_of(request).store.webhooks
    before = webhooks.get_many([id]).get(id)
    hook = _made(id, query, before)
    require_outside(hook.url, shop_of(request).webhook_hosts)
    webhooks.put([hook])
    return json(shown(hook)) if before else json({**shown(hook), "secret": hook.secret}, 201)


@router.delete("/v1/webhooks/{id}", summary="Tell an address no more", status_code=204)
def delete(request: Request, id: str) -> Response:
    """What was on its way there is dropped."""
    store = shop_of(request).store
    with store.transaction():
        if not store.webhooks.delete([id]):
            raise NotFound("webhook", id)
        store.outbox.drop(id)
    return Response(status_code=204)


@router.get("/v1/webhooks/{id}/messages", summary="What has not arrived at a webhook")
def messages(request: Request, id: str) -> Response:
    """`messages` that wait for their next try, and that are dead after the last."""
    store = shop_of(request).store
    store.webhooks.get(id)
    found = [each for state in ("dead", "waiting") for each in store.outbox.all(state) if each.webhook_id == id]
    return json({"messages": [message(each) for each in found]})


@router.post("/v1/webhooks/{id}/retry", summary="Send what is dead once more")
def retry(request: Request, id: str) -> Response:
    """`retried`: how many messages are tried again."""
    store = shop_of(request).store
    store.webhooks.get(id)
    dead = [each.id for each in store.outbox.all("dead") if each.webhook_id == id]
    return json({"retried": store.outbox.retry(dead, datetime.now(UTC)) if dead else 0})


def shown(hook: Webhook) -> dict[str, Any]:
    """A webhook as JSON values, without its secret."""
    return {**{name: value for name, value in to_dict(hook).items() if name != "secret"}, "enabled": hook.enabled}


def message(each: Outgoing) -> dict[str, Any]:
    """A message on its way as JSON values."""
    return {"id": each.id, "topic": each.topic, "about": each.key, "state": each.state, "attempts": each.attempts, "error": each.error,
            "at": each.at.isoformat(), "due_at": each.due_at.isoformat()}


def _made(id: str, query: WebhookQuery, before: Webhook | None) -> Webhook:
    secret = query.secret or (before.secret if before else secrets.token_urlsafe(32))
    at = before.created_at if before else datetime.now(UTC)
    return Webhook(id, query.url, tuple(dict.fromkeys(query.topics)), secret, query.enabled, at)
