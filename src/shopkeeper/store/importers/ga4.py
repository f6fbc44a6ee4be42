"""GA4's events as its export to BigQuery writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...shop import EVENT_NAMES, InvalidRecord
from .values import Cell, filled, objects
from .visits import first_filled

_VALUES = ("string_value", "int_value", "double_value", "float_value")
_PARAMS = {"query": ("search_term",), "query_id": ("query_id", "search_id"), "transaction_id": ("transaction_id",),
           "value": ("value",), "currency": ("currency",)}  # fmt: skip
_ECOMMERCE = {"transaction_id": ("transaction_id",), "value": ("purchase_revenue",)}
_TOP = {"name": ("event_name",), "at": ("event_timestamp",), "customer_id": ("user_id",), "visitor_id": ("user_pseudo_id",)}


def cells(values: Mapping[str, Any]) -> dict[str, Cell]:
    """The fields of an event. A session's number is one visitor's own, so that both together name it."""
    params = {p["key"]: _value(p.get("value")) for p in objects(values.get("event_params")) if isinstance(p.get("key"), str)}
    bought = values.get("ecommerce")
    known = {key: v for key, v in bought.items() if v != "(not set)"} if isinstance(bought, dict) else {}
    one = filled(_ECOMMERCE, known, "ecommerce.") | filled(_PARAMS, params, "event_params.") | filled(_TOP, values)
    visitor, session = values.get("user_pseudo_id"), params.get("ga_session_id")
    if session not in (None, ""):
        one["session_id"] = Cell(f"{visitor}.{session}" if visitor else session, "event_params.ga_session_id")
    one |= _visit(values, params)
    if isinstance(items := values.get("items"), list):
        one["items"] = Cell([_item(item) for item in items], "items")
    for needed, expected in (("name", "what happened, such as view_item"), ("at", "when it happened, in microseconds")):
        if needed not in one:
            raise InvalidRecord(_TOP[needed][0], expected)
    if str(one["name"].value) not in EVENT_NAMES:
        raise InvalidRecord("event_name", "an event about products, such as view_item", one["name"].value)
    return one


def _visit(values: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Cell]:
    """The device, and where the session came from: as GA4 attributed it, else as it was collected, else the visitor's first."""
    session, own, first = (_object(values.get(name)) for name in ("session_traffic_source_last_click", "collected_traffic_source",
                                                                 "traffic_source"))  # fmt: skip
    crossed, manual = _object(session.get("cross_channel_campaign")), _object(session.get("manual_campaign"))
    ways = [(crossed.get("source"), crossed.get("medium")), (manual.get("source"), manual.get("medium")),
            (own.get("manual_source"), own.get("manual_medium")), (params.get("source"), params.get("medium")),
            (first.get("source"), first.get("medium"))]  # fmt: skip
    source, medium = next((way for way in ways if first_filled(*way)), ("", ""))
    found = {"device": _object(values.get("device")).get("category"), "source": source, "medium": medium}
    return {name: Cell(value, name) for name, value in found.items() if value}


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _value(value: Any) -> Any:
    """The one value that is filled."""
    if not isinstance(value, dict):
        return value
    return next((value[name] for name in _VALUES if value.get(name) is not None), None)


def _item(item: Any) -> Any:
    """An item without what GA4 writes for nothing; its place in the list goes by two names."""
    if not isinstance(item, dict):
        return item
    known = {key: value for key, value in item.items() if value not in (None, "", "(not set)")}
    place = known.get("index", known.get("item_list_index"))
    return {**known, "index": place} if place is not None else known
