"""`/v1/webhooks/shopify`, `/v1/webhooks/woocommerce`: where a shop's system tells what changed. The one path
that may be open to the world: nothing is done that is not signed."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from ...shop import InvalidRecord
from ..live.receive import receive
from ..request import shop_of
from . import errors
from .answer import json

LATER: dict[int | str, dict[str, Any]] = {202: {"description": "Taken in, to be worked on later"}}
router = APIRouter(tags=["webhooks"])
_PING = re.compile(rb"webhook_id=\d+")


@router.post("/v1/webhooks/shopify", summary="Shopify tells of a change", responses=LATER)
async def shopify(request: Request) -> Response:
    """A webhook of Shopify, signed with the setting `shopify_secret` in `X-Shopify-Hmac-Sha256`; its topic is in
    `X-Shopify-Topic`, its id in `X-Shopify-Webhook-Id`. `status` is done, repeated, ignored or waiting (202). 401 when
    it is not signed so; 400 with the field when it cannot be read, and it is kept to be tried again."""
    return await _receive(request, "shopify")


@router.post("/v1/webhooks/woocommerce", summary="WooCommerce tells of a change", responses=LATER)
async def woocommerce(request: Request) -> Response:
    """As `POST /v1/webhooks/shopify`, with `woocommerce_secret` and the headers `X-WC-Webhook-Signature`, `-Topic` and
    `-Delivery-ID`. The ping that a new webhook sends, which is not signed, is answered and does nothing."""
    if "x-wc-webhook-topic" not in request.headers and _PING.fullmatch(await request.body()):
        return json({"status": "ping"})
    return await _receive(request, "woocommerce")


@router.post("/v1/webhooks/orders", summary="The shop's own order system answers a request", responses=LATER)
async def orders(request: Request) -> Response:
    """What became of a request that the order system had taken: `{id, state, reason?, order?}`, signed with `order_system_secret` in
    `Shopkeeper-Signature`, its topic `request.updated` in `Shopkeeper-Topic`, an id of the message in `Shopkeeper-Delivery`; see
    docs/assistant.md. The same answer again does nothing."""
    return await _receive(request, "orders")


async def _receive(request: Request, source: str) -> Response:
    shop, body = shop_of(request), await request.body()
    try:
        status = await run_in_threadpool(receive, shop, source, request.headers, body, shop.secrets.get(source, ""))
    except InvalidRecord as error:
        return Response(errors.body("invalid_message", str(error), error.field), 400, media_type="application/json")
    return json({"status": status}, 202 if status == "waiting" else 200)
