"""The shop's records as JSON schemas in the API's description."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter

from ...shop import Conversation, Customer, Document, Event, Order, Product, Promotion, Review, Rule, Supplier, Synonym

_RECORDS = (Product, Customer, Order, Review, Event, Document, Promotion, Supplier, Conversation, Synonym, Rule)
_TEMPLATE = "#/components/schemas/{model}"


def record_body(kind: type) -> dict[str, Any]:
    """A request body that is one record."""
    return _body(kind, {"application/json": {"schema": _reference(kind)}})


def listed(kind: type) -> dict[str, Any]:
    """A request body that is a list of records, or one record on each line."""
    many = {"type": "array", "items": _reference(kind)}
    return _body(kind, {"application/json": {"schema": many}, "application/x-ndjson": {"schema": {"type": "string"}}})


def describe_records(app: FastAPI) -> None:
    """Adds the records that the bodies refer to to the application's OpenAPI document."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            components = plain().setdefault("components", {}).setdefault("schemas", {})
            for kind in _RECORDS:
                schema = TypeAdapter(kind).json_schema(ref_template=_TEMPLATE)
                components |= schema.pop("$defs", {}) | {kind.__name__: schema}
        return plain()

    app.openapi = openapi  # type: ignore[method-assign]


def _reference(kind: type) -> dict[str, str]:
    return {"$ref": _TEMPLATE.format(model=kind.__name__)}


def _body(kind: type, content: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "description": f"{kind.__name__} records", "content": content}}
