"""Events of Segment (and RudderStack) and of PostHog, in the vocabulary of Segment's e-commerce specification v2."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from ...shop import InvalidRecord
from .values import Cell, filled

_TOP = {"id": ("messageId", "message_id", "uuid", "id"), "name": ("event",), "customer_id": ("userId", "user_id"),
        "visitor_id": ("anonymousId", "anonymous_id", "distinct_id"),
        "at": ("timestamp", "originalTimestamp", "original_timestamp", "sentAt", "receivedAt")}  # fmt: skip
_INNER = {
    "product_id": ("product_id", "sku"), "variant_id": ("variant_id",), "quantity": ("quantity",), "price": ("price",),
    "position": ("position",), "items": ("products",), "query": ("query", "search_term"),
    "query_id": ("query_id", "queryID", "search_id"), "transaction_id": ("order_id", "checkout_id"),
    "value": ("total", "revenue", "value"), "currency": ("currency",), "session_id": ("session_id", "$session_id", "sessionId"),
    "device": ("$device_type",), "source": ("utm_source", "$session_entry_utm_source"),
    "medium": ("utm_medium", "$session_entry_utm_medium"),
    "referrer": ("$referring_domain", "$referrer", "referrer"),
}  # fmt: skip


def cells(values: Mapping[str, Any]) -> dict[str, Cell]:
    """The fields of an event; calls other than `track` say nothing about products."""
    if values.get("type", "track") != "track":
        raise InvalidRecord("type", "track: the other calls are about no product", values["type"])
    one = filled(_TOP, values)
    one |= filled(_INNER, _object(values.get("properties")), "properties.")
    context = _object(values.get("context"))
    one = _visit(context) | one
    if "session_id" not in one and context.get("sessionId"):
        one["session_id"] = Cell(context["sessionId"], "context.sessionId")
    for needed, expected in (("name", "what happened, such as Product Viewed"), ("at", "when it happened")):
        if needed not in one:
            raise InvalidRecord(_TOP[needed][0], expected)
    return one


def _visit(context: Mapping[str, Any]) -> dict[str, Cell]:
    """What the context tells of the visit: the kind of device, else its browser; the campaign, else the page before."""
    names = {"device": ("type",)}, {"source": ("source",), "medium": ("medium",)}, {"referrer": ("referrer",)}, {"agent": ("userAgent",)}
    parts = [context.get("device"), context.get("campaign"), context.get("page"), context]
    found = (filled(known, part, "context.") for known, part in zip(names, parts, strict=True) if isinstance(part, dict))
    return {field: cell for each in found for field, cell in each.items()}


def _object(value: Any) -> Mapping[str, Any]:
    """An object, also as the JSON text that tables write."""
    if isinstance(value, str):
        try:
            value = orjson.loads(value)
        except orjson.JSONDecodeError:
            raise InvalidRecord("properties", "a JSON object", value) from None
    return value if isinstance(value, dict) else {}
