"""`/v1/<kind>`: every kind of record is listed, read, written, changed and deleted in the same way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Body, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from ...shop import (
    Conversation,
    Customer,
    Document,
    Event,
    InvalidQuery,
    InvalidRecord,
    NotFound,
    Order,
    Product,
    Promotion,
    Review,
    Rule,
    Supplier,
    from_dict,
    to_dict,
)
from ..request import shop_of
from .answer import json
from .records import items_of, put_all
from .schema import answers, listed, page_of, record_body

Record = Annotated[dict[str, Any], Body()]
Size = Annotated[int, Query(ge=1, le=1000, description="records on a page")]
Mark = Annotated[str, Query(max_length=200, description="`next` of an earlier answer: the page after it")]
Wanted = Annotated[list[str] | None, Query(max_length=1000, description="these alone; repeatable; also an id that is a word of the API")]
Ids = Annotated[list[str], Query(min_length=1, max_length=1000)]


@dataclass(frozen=True, slots=True)
class Resource:
    """The routes of one kind of record. `kind` is its name in the address and in the store, `filters`
    are the fields that a list can be asked by."""

    kind: str
    record: type[Any]
    filters: tuple[str, ...] = ()

    def router(self) -> APIRouter:
        """The six routes; ids may hold slashes."""
        router, many, one = APIRouter(tags=[self.kind]), f"/v1/{self.kind}", f"/v1/{self.kind}/{{id:path}}"
        name = self.record.__name__.lower()
        bulk, single = listed(self.record), record_body(self.record)
        asked = page_of(self.record) | {
            "parameters": [{"name": field, "in": "query", "schema": {"type": "string"}} for field in self.filters]}
        for path, method, route, about, extra in (
            (many, "GET", self.page, f"The {self.kind}, page by page", asked),
            (many, "PUT", self.put_many, f"Create or replace many {self.kind}", bulk),
            (many, "DELETE", self.delete_many, f"Delete many {self.kind}", None),
            (one, "GET", self.get, f"One {name}", answers(self.record, 200)),
            (one, "PUT", self.put, f"Create or replace one {name}", single),
            (one, "PATCH", self.patch, f"Change some fields of one {name}", answers(self.record, 200)),
            (one, "DELETE", self.delete, f"Delete one {name}", None),
        ):
            unique = f"{method.lower()}_{self.kind if path == many else name}"
            status = 204 if route == self.delete else 200
            router.add_api_route(path, route, methods=[method], summary=about, openapi_extra=extra, operation_id=unique, status_code=status)
        return router

    def page(self, request: Request, k: Size = 100, next: Mark = "", id: Wanted = None) -> Response:
        """`{items, next}`: whole records in the order of their ids. `next` is null on the last page; a page
        is what is stored when it is asked for. With `id` those of these ids, in the order of the question."""
        asked = {name: value for name, value in request.query_params.items() if name not in ("k", "next", "id")}
        for name in asked:
            if name not in self.filters:
                raise InvalidQuery(f"{self.kind} cannot be asked by {name!r}, only by: {', '.join((*self.filters, 'k', 'next'))}")
        if id:
            return json({"items": list(map(to_dict, shop_of(request).table(self.kind).get_many(id).values())), "next": None})
        items = shop_of(request).table(self.kind).page(next, k + 1, **asked)
        return json({"items": [to_dict(item) for item in items[:k]], "next": items[k - 1].id if len(items) > k else None})

    def get(self, request: Request, id: str) -> Response:
        """The whole record."""
        return json(to_dict(shop_of(request).table(self.kind).get(id)))

    def put(self, request: Request, id: str, record: Record) -> Response:
        """The record as it is now stored; 201 when it is new. `id` may be left out of the body."""
        if record.setdefault("id", id) != id:
            raise InvalidRecord("id", f"{id!r}, as in the address", record["id"])
        made = from_dict(self.record, record)
        written = shop_of(request).put(self.kind, [made])
        return json(to_dict(made), 201 if written.new else 200)

    def patch(self, request: Request, id: str, changes: Record) -> Response:
        """JSON merge patch (RFC 7396): fields that are given replace, `null` removes, lists are replaced
        whole. Answers the record as it is now."""
        if changes.get("id", id) != id:
            raise InvalidRecord("id", f"{id!r}, as in the address", changes["id"])
        return json(to_dict(shop_of(request).patch(self.kind, id, changes)))

    def delete(self, request: Request, id: str) -> Response:
        """Nothing in the answer; 404 when there was none."""
        if not shop_of(request).delete(self.kind, [id]):
            raise NotFound(self.record.__name__.lower(), id)
        return Response(status_code=204)

    async def put_many(self, request: Request) -> Response:
        """A JSON array, or JSON lines as `application/x-ndjson`, of at most 32 MB. Good records go in
        though others be refused: `{accepted, new, changed, unchanged, rejected: [{index, field, expected, got}]}`,
        with status 207 when any was refused."""
        shop, items = shop_of(request), await items_of(request)
        return await run_in_threadpool(put_all, items, self.record, lambda records: shop.put(self.kind, records))

    def delete_many(self, request: Request, id: Ids) -> Response:
        """`deleted`: how many of them there were."""
        return json({"deleted": shop_of(request).delete(self.kind, id)})


RESOURCES = (
    Resource("products", Product),
    Resource("customers", Customer, ("email",)),
    Resource("orders", Order, ("customer_id", "status")),
    Resource("reviews", Review, ("product_id", "customer_id")),
    Resource("events", Event, ("customer_id", "session_id", "name", "query_id")),
    Resource("documents", Document, ("kind",)),
    Resource("promotions", Promotion),
    Resource("suppliers", Supplier),
    Resource("conversations", Conversation, ("customer_id",)),
    Resource("rules", Rule),
)
BULK_PATHS = frozenset(f"/v1/{name}" for name in ("stock", "prices", *(resource.kind for resource in RESOURCES)))
