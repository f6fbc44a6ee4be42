"""Where imported records go: a table of the store, or the history with the product's own stock and price."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from ...shop import Customer, InvalidRecord, Order, OrderRequest, Product, RequestState
from ..protocol import Products, Series, Store, Table, Written

SHARED = "variants share their SKU with another product: each has an id of its own, see the report on data quality"

EVERYTHING = "records"  # the kind of rows that are of several kinds
REPLACED = "rows replaced by a later row with the same id"


class Sink(Protocol):
    """Takes the records of one kind."""

    def key(self, record: Any) -> Any:
        """What tells a record from others of its kind."""

    def settle(self, records: Sequence[Any]) -> Sequence[Any]:
        """The records as they can be kept beside those that are; in the place of one that cannot, the `InvalidRecord` that says why."""

    def put(self, records: Sequence[Any]) -> Written:
        """Keeps records, in the surrounding transaction."""

    def stored(self, records: Sequence[Any]) -> dict[Any, Any]:
        """By key, what is kept now under the keys of these records."""

    def get_many(self, ids: Sequence[str]) -> dict[str, Any]:
        """The records of these ids, for corrected rows that join them."""


class TableSink:
    """A table of records by id."""

    def __init__(self, table: Table[Any]) -> None:
        self._table = table

    def key(self, record: Any) -> Any:
        """The id."""
        return record.id

    def settle(self, records: Sequence[Any]) -> Sequence[Any]:
        """Records of most kinds do not touch each other."""
        return records

    def put(self, records: Sequence[Any]) -> Written:
        """See `Table.put`."""
        return self._table.put(records)

    def stored(self, records: Sequence[Any]) -> dict[Any, Any]:
        """See `Table.get_many`."""
        return dict(self._table.get_many([record.id for record in records]))

    def get_many(self, ids: Sequence[str]) -> dict[str, Any]:
        """See `Table.get_many`."""
        return self._table.get_many(ids)


class ProductSink(TableSink):
    """Products, whose variants' ids are the shop's own. A variant that has its id from a SKU which another
    product uses too gets one of its own, "product/SKU": such products can be sold, and are for the report
    on data quality."""

    def __init__(self, products: Products, told: Counter[str]) -> None:
        super().__init__(products)
        self._products, self._told = products, told
        self._seen = set[int]()  # hashes of the ids that the file has had

    def settle(self, records: Sequence[Any]) -> Sequence[Any]:
        """Products with ids of variants that are theirs alone."""
        for product in records:
            if (key := hash(product.id)) in self._seen:
                self._told[REPLACED] += 1
            self._seen.add(key)
        owners = self._products.by_variant([variant.id for product in records for variant in product.variants])
        return [self._settled(product, owners) for product in records]

    def _settled(self, product: Product, owners: dict[str, str]) -> Product | InvalidRecord:
        if all(owners.setdefault(variant.id, product.id) == product.id for variant in product.variants):
            return product
        own = {v.id for v in product.variants if owners.setdefault(v.id, product.id) == product.id}
        variants = []
        for variant in product.variants:
            if variant.id not in own:
                if variant.id != variant.sku:
                    said = f"an id that no other product's variant has (product {owners[variant.id]!r} has it)"
                    return InvalidRecord("variants.id", said, variant.id)
                self._told[SHARED] += 1
                variant = replace(variant, id=f"{product.id}/{variant.sku}"[:200])
            variants.append(variant)
        try:
            return replace(product, variants=tuple(variants))
        except InvalidRecord as error:  # two variants of one SKU, which another product has
            return error


class OrderSink(TableSink):
    """Orders. What customers asked of one in a conversation is no part of most files: an order keeps the requests that it has here, and
    takes those of the file beside them. Of one that both have, the one that was answered counts."""

    def settle(self, records: Sequence[Any]) -> Sequence[Any]:
        """The orders with the requests that are kept."""
        kept = self._table.get_many([order.id for order in records])
        return [replace(order, requests=_requests(order, kept[order.id])) if order.id in kept else order for order in records]


def _requests(order: Order, kept: Order) -> tuple[OrderRequest, ...]:
    ours, theirs = ({request.id: request for request in each.requests} for each in (kept, order))
    open_here = {id for id, request in ours.items() if request.state is RequestState.REQUESTED}
    return tuple(theirs[id] if id in theirs and (id in open_here or id not in ours) else ours[id] for id in ours | theirs)


class EverySink:
    """Records of several kinds, each into its own table."""

    def __init__(self, sinks: Mapping[type, Sink]) -> None:
        self._sinks = sinks

    def key(self, record: Any) -> Any:
        """The kind and the id."""
        return type(record), record.id

    def settle(self, records: Sequence[Any]) -> Sequence[Any]:
        """See `ProductSink.settle`."""
        settled = {kind: iter(self._sinks[kind].settle(found)) for kind, found in self._apart(records).items()}
        return [next(settled[type(record)]) for record in records]

    def put(self, records: Sequence[Any]) -> Written:
        """See `Table.put`."""
        return sum((self._sinks[kind].put(found) for kind, found in self._apart(records).items()), Written())

    def stored(self, records: Sequence[Any]) -> dict[Any, Any]:
        """By kind and id, what is kept now."""
        apart = self._apart(records).items()
        return {(kind, id): record for kind, found in apart for id, record in self._sinks[kind].stored(found).items()}

    def get_many(self, ids: Sequence[str]) -> dict[str, Any]:
        """Such records stand alone: nothing joins them."""
        return {}

    def _apart(self, records: Sequence[Any]) -> dict[type, list[Any]]:
        apart: dict[type, list[Any]] = {}
        for record in records:
            apart.setdefault(type(record), []).append(record)
        return apart


class PointSink:
    """Points of the history; `take` also sets the newest on the product."""

    def __init__(self, series: Series[Any], take: Callable[[Sequence[Any]], Written]) -> None:
        self._series, self.put = series, take

    def key(self, record: Any) -> Any:
        """The variant and the moment."""
        return record.variant_id, record.at

    def settle(self, records: Sequence[Any]) -> Sequence[Any]:
        """Points do not touch each other."""
        return records

    def stored(self, records: Sequence[Any]) -> dict[Any, Any]:
        """See `Series.stored`."""
        return dict(self._series.stored(records))

    def get_many(self, ids: Sequence[str]) -> dict[str, Any]:
        """Points stand alone: nothing joins them."""
        return {}


def sink_of(store: Store, kind: str, now: datetime, told: Counter[str]) -> Sink:
    """Where records of a kind go; points later than `now` are no current stock or price yet. `told`
    counts what a person should hear of."""
    if kind == EVERYTHING:
        customers, orders = TableSink(store.customers), OrderSink(store.orders)
        return EverySink({Product: ProductSink(store.products, told), Customer: customers, Order: orders})
    if kind == "products":
        return ProductSink(store.products, told)
    if kind == "orders":
        return OrderSink(store.orders)
    if kind == "stock":
        return PointSink(store.history.stock_points, lambda points: store.products.set_stock(points, now).points)
    if kind == "prices":
        return PointSink(store.history.price_points, lambda points: store.products.set_prices(points, now).points)
    return TableSink(getattr(store, kind))
