"""The shop's records and its refusals as JSON schemas in the API's description."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter

from ...shop import (
    Conversation,
    Customer,
    Document,
    Event,
    Order,
    PriceUpdate,
    Product,
    Promotion,
    Review,
    Rule,
    StockUpdate,
    Supplier,
    Synonym,
)

_RECORDS = (
    Product, Customer, Order, Review, Event, Document, Promotion, Supplier, Conversation, Synonym, Rule, StockUpdate, PriceUpdate,
)
_TEMPLATE = "#/components/schemas/{model}"
_TEXT = {"type": "string"}
_OBJECT = {"type": "object"}
ERROR: dict[str, Any] = {
    "type": "object", "title": "Error", "description": "Why a request was refused.", "required": ["error"],
    "properties": {"error": {
        "type": "object", "required": ["type", "message"], "properties": {"type": _TEXT, "message": _TEXT, "field": _TEXT},
    }},
}  # fmt: skip
_ALWAYS = {
    "400": "It cannot be read, for example its address is too long",
    "401": "The key, the session or the signature is none", "403": "The caller may not do this", "404": "There is no such thing",
    "421": "Not a name of this server",
    "422": "A value that cannot be", "429": "Too many requests, or a budget that is spent", "503": "Not possible at the moment",
}  # fmt: skip
_BODY = {"400": "The body is not JSON, or cannot be", "413": "The body is too large", "415": "The body is of a type that is not taken"}
_PATH = {"405": "The path takes no such method"}
_WRITES = {"409": "In conflict with what is stored"}


STREAMS: dict[str, Any] = {"responses": {"200": {"content": {"text/event-stream": {"schema": _TEXT}}}}}  # or the JSON, as it is asked


def answers(kind: type, *statuses: int) -> dict[str, Any]:
    """Answers of these statuses that are one record."""
    content = {"application/json": {"schema": _reference(kind)}}
    return {"responses": {str(status): {"description": f"The {kind.__name__} as it is stored", "content": content} for status in statuses}}


def page_of(kind: type) -> dict[str, Any]:
    """The answer that is a page of records."""
    items = {"type": "array", "items": _reference(kind)}
    page = {"type": "object", "required": ["items", "next"], "properties": {"items": items, "next": {"type": ["string", "null"]}}}
    return {"responses": {"200": {"description": "A page", "content": {"application/json": {"schema": page}}}}}


def record_body(kind: type) -> dict[str, Any]:
    """A request body that is one record, and the answer: that record."""
    return _body(kind, {"application/json": {"schema": _reference(kind)}}) | answers(kind, 200, 201)


def listed(kind: type) -> dict[str, Any]:
    """A request body that is a list of records, or one record on each line; the answer counts them, 207 when some were refused."""
    many = {"type": "array", "items": _reference(kind)}
    partly = {"207": {"description": "Some were refused", "content": {"application/json": {"schema": _OBJECT}}}}
    return _body(kind, {"application/json": {"schema": many}, "application/x-ndjson": {"schema": _TEXT}}) | {"responses": partly}


def describe_records(app: FastAPI) -> None:
    """Adds the records that the bodies refer to to the application's OpenAPI document."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        if not app.openapi_schema:
            components = plain().setdefault("components", {}).setdefault("schemas", {})
            for kind in _RECORDS:
                schema = TypeAdapter(kind).json_schema(ref_template=_TEMPLATE)
                components |= schema.pop("$defs", {}) | {kind.__name__: schema}
            components["Error"] = ERROR
            for path, operations in plain()["paths"].items():
                for method, operation in operations.items():
                    _describe(path, method, operation["responses"])
            for name in ("HTTPValidationError", "ValidationError"):
                components.pop(name, None)
        return plain()

    app.openapi = openapi  # type: ignore[method-assign]


def _describe(path: str, method: str, told: dict[str, Any]) -> None:
    """Adds the refusals to what an operation tells of its answers, and that an answer of JSON is an object."""
    told.pop("422", None)
    told |= _refusals(path, method) | told
    for content in (each.get("content", {}) for each in told.values()):
        if content.get("application/json") == {"schema": {}}:
            content["application/json"] = {"schema": _OBJECT}


def _refusals(path: str, method: str) -> dict[str, Any]:
    """The statuses that a request of this kind may be refused with."""
    told = _ALWAYS | (_PATH if "{" in path else {}) | ({} if method == "get" else _WRITES) | ({} if method in ("get", "delete") else _BODY)
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    plain = {"text/plain": {"schema": _TEXT}}  # said by the server before it knows what is asked
    return {status: {"description": said, "content": content | (plain if status == "400" else {})} for status, said in sorted(told.items())}


def _reference(kind: type) -> dict[str, str]:
    return {"$ref": _TEMPLATE.format(model=kind.__name__)}


def _body(kind: type, content: dict[str, Any]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "description": f"{kind.__name__} records", "content": content}}
