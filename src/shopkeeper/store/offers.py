"""Stock and prices as they become known: kept in the history, and set on the product where they are the newest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from ..shop import PriceChange, Product, StockChange
from .protocol import Products, Series, Store, Written

P = TypeVar("P", PriceChange, StockChange)


def take_stock(store: Store, points: Sequence[StockChange], now: datetime) -> Written:
    """Keeps stock levels; one that is new and the latest of its variant up to `now` becomes the stock of the variant."""
    with store.transaction():
        written, current = _keep(store.history.stock_points, points, now)
        _set(store.products, {id: {"stock": point.quantity} for id, point in current.items()})
    return written


def take_prices(store: Store, points: Sequence[PriceChange], now: datetime) -> Written:
    """Keeps prices; one that is new and the latest of its variant up to `now` becomes the price of the variant."""
    with store.transaction():
        written, current = _keep(store.history.price_points, points, now)
        _set(store.products, {id: {"price": point.price} for id, point in current.items()})
    return written


def _keep(series: Series[P], points: Sequence[P], now: datetime) -> tuple[Written, dict[str, P]]:
    """Adds the points; what that did, and the points that are the current ones from now on."""
    told = {(point.variant_id, point.at): point for point in points}
    before = series.stored(list(told.values()))
    fresh = {key: point for key, point in told.items() if before.get(key) != point}
    series.put(fresh.values())
    newest = series.newest([id for id, _ in fresh], now)
    new = sum(key not in before for key in fresh)
    return Written(new, len(fresh) - new, len(told) - len(fresh)), {id: p for id, p in newest.items() if (id, p.at) in fresh}


def _set(products: Products, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Changes fields of variants where they stand."""
    owners = products.by_variant(list(changes))
    touched = products.get_many(list(dict.fromkeys(owners.values())))
    products.put([_with(product, changes) for product in touched.values()])


def _with(product: Product, changes: Mapping[str, Mapping[str, Any]]) -> Product:
    return replace(product, variants=tuple(replace(v, **changes[v.id]) if v.id in changes else v for v in product.variants))
