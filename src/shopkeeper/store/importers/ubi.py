"""OpenSearch's User Behavior Insights: its queries and its events, tied by query_id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from ...shop import InvalidRecord
from .values import Cell, filled

_SHARED = {"at": ("timestamp",), "query_id": ("query_id",), "query": ("user_query",), "visitor_id": ("client_id",),
           "session_id": ("session_id",), "customer_id": ("user_id",)}  # fmt: skip
_HITS = ("query_response_hit_ids", "query_response_objects_ids")


def cells(values: Mapping[str, Any]) -> dict[str, Cell]:
    """The fields of a query (search results that were shown) or of an event."""
    one = filled(_SHARED, values)
    if "at" not in one:
        raise InvalidRecord("timestamp", "when it happened")
    if values.get("action_name"):
        return one | _event(values)
    if "query_id" not in one:
        raise InvalidRecord("query_id", "the id of the query")
    hits = next((found for name in _HITS if (found := _list(values.get(name)))), [])
    items = [{"product_id": id, "position": place} for place, id in enumerate(hits, 1)]
    one["id"] = one["query_id"]
    return one | {"name": Cell("view_search_results", "query_id"), "items": Cell(items, _HITS[0])}


def _event(values: Mapping[str, Any]) -> dict[str, Cell]:
    told = values.get("event_attributes")
    told = _read(told) if isinstance(told, str) else told
    told = told if isinstance(told, dict) else {}
    thing, place = told.get("object"), told.get("position")
    one = {"name": Cell(values["action_name"], "action_name")}
    if isinstance(thing, dict) and thing.get("object_id") not in (None, ""):
        one["product_id"] = Cell(thing["object_id"], "event_attributes.object.object_id")
    if isinstance(place, dict) and place.get("ordinal") is not None:
        one["position"] = Cell(place["ordinal"], "event_attributes.position.ordinal")
    return one


def _list(value: Any) -> list[Any]:
    found = _read(value) if isinstance(value, str) else value
    return found if isinstance(found, list) else []


def _read(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
