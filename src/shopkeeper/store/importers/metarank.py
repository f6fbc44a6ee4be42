"""Metarank's events: rankings (what was shown, in which order) and interactions with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...shop import InvalidRecord
from .values import Cell, filled, objects

SHAPES = frozenset(("item", "user", "ranking", "interaction"))
_WHO = {"id": ("id",), "at": ("timestamp",), "customer_id": ("user",), "session_id": ("session",)}
_FIELDS = {name: (name,) for name in ("query", "value", "currency", "price", "quantity")}


def cells(values: Mapping[str, Any]) -> dict[str, Cell]:
    """The fields of an event. A ranking is a list that was viewed, and its id the query_id of itself and
    of all that was done in it; items and users are no events."""
    shape = values.get("event")
    if shape not in ("ranking", "interaction"):
        raise InvalidRecord("event", "a ranking or an interaction (items are products, users are customers: import them as such)", shape)
    one = filled(_WHO, values) | filled(_FIELDS, named(values), "fields.")
    if "at" not in one:
        raise InvalidRecord("timestamp", "when it happened")
    return one | (_ranking(values, "query" in one) if shape == "ranking" else _interaction(values))


def named(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an event by name."""
    return {f["name"]: f.get("value") for f in objects(values.get("fields")) if isinstance(f.get("name"), str)}


def _ranking(values: Mapping[str, Any], asked: bool) -> dict[str, Cell]:
    if not values.get("id"):
        raise InvalidRecord("id", "the id of the ranking")
    listed = values.get("items") or []
    if not isinstance(listed, list):
        raise InvalidRecord("items", "a list of items", listed)
    shown = [item.get("id") if isinstance(item, dict) else item for item in listed]
    items = [{"product_id": id, "position": place} for place, id in enumerate(shown, 1)]
    name = "view_search_results" if asked else "view_item_list"
    return {"name": Cell(name, "event"), "query_id": Cell(values["id"], "id"), "items": Cell(items, "items")}


def _interaction(values: Mapping[str, Any]) -> dict[str, Cell]:
    for needed, expected in (("type", "what was done, such as click or purchase"), ("item", "the id of the item")):
        if not values.get(needed):
            raise InvalidRecord(needed, expected)
    one = {"name": Cell(values["type"], "type"), "product_id": Cell(values["item"], "item")}
    return one | ({"query_id": Cell(values["ranking"], "ranking")} if values.get("ranking") else {})
