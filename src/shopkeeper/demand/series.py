"""The sales of a shop, day by day: of each product, category and the whole shop, and the shares of variants.

A cancelled order sold nothing; one that came back was wanted. A day on which a product was sold out tells nothing of what was wanted: it
is not known. A line far beyond everything that the shop ever sells at once is left out and named.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import numpy as np

from ..shop import InvalidFile, Localized, NotFound, Product
from ..shop.money import exponent
from ..store.protocol import Store, VariantDay
from .interest import interest
from .lost import filled
from .panel import DAY, Bools, Floats, Panel, Period, began, shifted

LONGEST = 3 * 366  # days that are looked back
YEAR = 365  # days whose sales are added up
AHEAD = 190  # days for which promotions and prices are told in advance
FREAK, OF_LINES, FEWEST_LINES = 20.0, 0.999, 200  # times what all but one line in a thousand stay below
PRODUCT, CATEGORY, SHOP = "product", "category", "shop"
_NONE = Localized("未分类", "uncategorised")
_EPOCH = date(1970, 1, 1).toordinal()
EVEN = 1.0  # units that each variant is given before shares are counted


@dataclass(frozen=True, slots=True)
class Node:
    """What a series is of: a product, a category, or the shop; `parent` is the row of what it adds up to, -1 of nothing."""

    kind: str
    id: str
    parent: int
    title: Localized = Localized()


@dataclass(frozen=True, slots=True)
class Part:
    """A variant: the row of its product, and the share that it has in what is wanted of it."""

    variant_id: str
    row: int
    share: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line of an order that is too large to be usual."""

    order_id: str
    product_id: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Series:
    """The `panel`, a row for each of `nodes`: products before what they add up to. `out` bool[n, days] says when all of a product was sold
    out, `lost` float64[n, days] how many were about not sold then. `parts` are the variants, by id; `paid` what was paid for each product
    in the last year, in major units."""

    panel: Panel
    nodes: tuple[Node, ...]
    out: Bools
    lost: Floats
    parts: Mapping[str, Part]
    left_out: tuple[LeftOut, ...] = ()
    products: Mapping[str, Product] = field(default_factory=dict)
    paid: Mapping[str, float] = field(default_factory=dict)

    def row(self, id: str) -> tuple[int, float]:
        """Of a product, a variant, a category by its name, or the shop (an empty id), with the share of the series that it is. `NotFound`
        where nothing is known of its sales."""
        for kind in (PRODUCT, CATEGORY) if id else (SHOP,):
            for row, node in enumerate(self.nodes):
                if node.kind == kind and (node.id == id or (kind == CATEGORY and id in node.title.all)):
                    return row, 1.0
        if id in self.parts:
            return self.parts[id].row, self.parts[id].share
        raise NotFound("product, variant or category with sales", id)

    def of_kind(self, kind: str) -> list[int]:
        """The rows of products, categories …"""
        return [row for row, node in enumerate(self.nodes) if node.kind == kind]

    @property
    def parents(self) -> list[int]:
        """The row that each adds up to."""
        return [node.parent for node in self.nodes]


def series(store: Store, today: date | None = None) -> Series:
    """The shop's daily sales up to the day before `today`, by default the day after its newest order. `InvalidFile` if nothing was sold."""
    most = most_at_once(store.orders.sizes())
    sold, huge = store.orders.by_day(most), store.orders.larger(most)
    if not sold:
        raise InvalidFile("orders: expected orders that were not cancelled, got none; next: shopkeeper import FILE --kind orders")
    days = {sale.day for sale in sold} | {sale.placed_at.astimezone(UTC).date().toordinal() - _EPOCH for sale in huge}
    last = date.fromordinal(_EPOCH + max(days)) if today is None else today - DAY
    first = max(date.fromordinal(_EPOCH + min(days)), last - timedelta(days=LONGEST - 1))
    left_out = tuple(LeftOut(sale.order_id, sale.product_id, sale.quantity) for sale in huge)
    products = {product.id: product for product in store.products.all()}
    return _assembled(store, _tree(products, {sale.product_id for sale in sold}), sold, left_out, products, first, last)


def most_at_once(sizes: Mapping[int, int]) -> int:
    """The units of a line beyond which it is not a usual one; `sizes` says how many lines there are of so many units."""
    lines, units = sum(sizes.values()), sorted(sizes)
    if lines < FEWEST_LINES:
        return max(units, default=0)
    below = np.cumsum([sizes[each] for each in units])
    usual = units[int(np.searchsorted(below, int(OF_LINES * (lines - 1)), side="right"))]
    return int(FREAK * max(usual, 1))


def _tree(products: Mapping[str, Product], sold: set[str]) -> list[Node]:
    """The nodes for the products that were sold, then their categories, then the shop."""
    ids = sorted(sold)
    names = {id: _category(products.get(id)) for id in ids}
    categories = list(dict.fromkeys(names.values()))
    row = {name: len(ids) + place for place, name in enumerate(categories)}
    nodes = [Node(PRODUCT, id, row[names[id]], products[id].title if id in products else Localized()) for id in ids]
    nodes += [Node(CATEGORY, name.en or name.zh, len(ids) + len(categories), name) for name in categories]
    return [*nodes, Node(SHOP, "", -1)]


def _category(product: Product | None) -> Localized:
    return product.category[0] if product and product.category else _NONE


def _assembled(
    store: Store, nodes: list[Node], sold: list[VariantDay], left_out: tuple[LeftOut, ...], products: Mapping[str, Product],
    first: date, last: date,
) -> Series:  # fmt: skip
    days = (last - first).days + 1
    place = {node.id: row for row, node in enumerate(nodes) if node.kind == PRODUCT}
    sold = [sale for sale in sold if 0 <= sale.day + _EPOCH - first.toordinal() < days]
    values = _by_row_and_day(sold, place, first, (len(nodes), days))
    owner = {variant.id: place[id] for id, product in products.items() if id in place for variant in product.variants}
    out = _sold_out(store, owner, values, first)
    _unknown_before(values, nodes, products, first)
    values[out] = np.nan
    expected = filled(values, out)
    lost = np.nan_to_num(_add_up(np.where(out, np.nan_to_num(expected), 0.0), nodes))
    whole = _add_up(np.where(out, expected, values), nodes)
    values = np.where(_products(nodes), values, whole)
    known = {"promotion": _discounts(store, nodes, first, days + AHEAD), "price": _prices(store, owner, len(nodes), first, days + AHEAD)}
    ids = tuple(f"{node.kind}:{node.id}" for node in nodes)
    past = {name: _add_up(counts, nodes) for name, counts in interest(store, place, len(nodes), first, days).items()}
    panel = Panel(ids, values, Period.DAY, first, known, past)
    return Series(panel, tuple(nodes), out, lost, _shares(products, place, sold), left_out, products, _paid(sold, last))


def _by_row_and_day(sold: Sequence[VariantDay], place: Mapping[str, int], first: date, shape: tuple[int, int]) -> Floats:
    begun = first.toordinal() - _EPOCH
    at = np.array([place[sale.product_id] * shape[1] + sale.day - begun for sale in sold], np.int64)
    units = np.bincount(at, [float(sale.units) for sale in sold], shape[0] * shape[1])
    return np.asarray(units.reshape(shape), np.float64)


def _paid(sold: Iterable[VariantDay], last: date) -> dict[str, float]:
    found: dict[str, float] = {}
    since = last.toordinal() - _EPOCH - YEAR
    for sale in sold:
        if sale.day > since:
            found[sale.product_id] = found.get(sale.product_id, 0.0) + sale.amount / 10 ** exponent(sale.currency)
    return found


def _products(nodes: Sequence[Node]) -> Bools:
    return np.array([node.kind == PRODUCT for node in nodes])[:, None]


def _shares(products: Mapping[str, Product], place: Mapping[str, int], sold: Iterable[VariantDay]) -> dict[str, Part]:
    """The variants of the products that were sold: what each sold and a little for all, in terms of the whole."""
    units: dict[tuple[str, str], int] = {}
    for sale in sold:
        key = sale.product_id, sale.variant_id
        units[key] = units.get(key, 0) + sale.units
    found: dict[str, Part] = {}
    for id, row in place.items():
        variants = [variant.id for variant in products[id].variants] if id in products else [id]
        own = {variant: units.get((id, variant), 0) + EVEN for variant in variants}
        found |= {variant: Part(variant, row, amount / sum(own.values())) for variant, amount in own.items()}
    return found


def _unknown_before(values: Floats, nodes: list[Node], products: Mapping[str, Product], first: date) -> None:
    """What was before a thing was there is not known: before it was made or, where nobody says, before its first sale."""
    for row, node in enumerate(nodes):
        if node.kind == PRODUCT:
            made = products[node.id].created_at if node.id in products else None
            begun = int((values[row] > 0).argmax())
            values[row, : max(begun if made is None else min((made.date() - first).days, begun), 0)] = np.nan


def _add_up(parts: Floats, nodes: list[Node]) -> Floats:
    """The rows of products, and what they add up to in the rows of the others: known where any part is. Parts come first."""
    known = np.isfinite(parts) & _products(nodes)
    total = np.where(known, parts, 0.0)
    for row, node in enumerate(nodes):
        if node.parent >= 0:
            total[node.parent] += total[row]
            known[node.parent] |= known[row]
    return np.where(known, total, np.nan)


def _sold_out(store: Store, owner: Mapping[str, int], values: Floats, first: date) -> Bools:
    """The days on which all variants of a product were at 0 from morning to night: none was sold, and each one's last level up to their
    end is 0."""
    points = ((point.variant_id, point.at, float(point.quantity)) for point in store.history.stock_points.all())
    level = _last_known(points, first, values.shape[1])
    left = np.zeros(values.shape)
    counted = np.zeros(values.shape, bool)
    for variant, levels in level.items():
        if (row := owner.get(variant)) is not None:
            left[row] += np.where(np.isfinite(levels), levels, 1.0)
            counted[row] |= np.isfinite(levels)
    return np.asarray(counted & (left == 0) & (values == 0))


def _last_known(points: Iterable[tuple[str, datetime, float]], first: date, days: int) -> dict[str, Floats]:
    """Of each variant the last value up to the end of each day, NaN before there is one: float64[days]."""
    found: dict[str, Floats] = {}
    for variant, at, value in points:
        day = (at.astimezone(UTC).date() - first).days
        if day < days:
            found.setdefault(variant, np.full(days, np.nan))[max(day, 0)] = value
    for values in found.values():
        at_last = np.maximum.accumulate(np.where(np.isfinite(values), np.arange(days), -1))
        values[:] = np.where(at_last >= 0, values[at_last], np.nan)
    return found


def _discounts(store: Store, nodes: list[Node], first: date, days: int) -> Floats:
    """Per cent off on each day, told ahead; of what others add up to, the mean of its parts."""
    found = np.zeros((len(nodes), days))
    place = {node.id: row for row, node in enumerate(nodes) if node.kind == PRODUCT}
    for each in store.promotions.all():
        begin = max((each.starts_at.astimezone(UTC).date() - first).days, 0)
        end = (each.ends_at.astimezone(UTC) - timedelta(microseconds=1)).date()
        here = [place[id] for id in (each.product_ids or place) if id in place]
        if here and (last := (end - first).days + 1) > begin:
            found[here, begin:last] = np.maximum(found[here, begin:last], each.percent_off)
    return _mean_of_parts(found, nodes)


def _mean_of_parts(values: Floats, nodes: list[Node]) -> Floats:
    total = _add_up(values, nodes)
    return np.asarray(total / np.maximum(_add_up(np.ones((len(nodes), 1)), nodes), 1), np.float64)


def _prices(store: Store, owner: Mapping[str, int], count: int, first: date, days: int) -> Floats:
    """What a product's first variant costs on each day, in hundredths of no matter which currency; the last price goes on. NaN where that
    is not known."""
    found = np.full((count, days), np.nan)
    points = ((point.variant_id, point.at, float(point.price.amount)) for point in store.history.price_points.all())
    for variant, prices in sorted(_last_known(points, first, days).items(), reverse=True):
        if (row := owner.get(variant)) is not None:
            found[row] = prices
    return found


def coarser(panel: Panel, period: Period) -> Panel:
    """The daily panel by weeks (from Monday) or months, those that are whole only. A period of which less than half is known is not
    known; of the rest what is known is scaled up. What is known ahead becomes its mean."""
    if period is Period.DAY or not isinstance(panel.first, date):
        return panel
    begun = began(panel.first, period)
    first = begun if begun == panel.first else shifted(begun, period, 1)
    edges = [0]
    while isinstance(first, date) and (edge := (_after(first, period, len(edges)) - panel.first).days) <= panel.columns:
        edges.append(edge)
    edges[0] = (first - panel.first).days if isinstance(first, date) else 0
    if len(edges) < 2:
        raise InvalidFile(f"history: expected at least one whole {period}, got {panel.columns} days")
    ahead = list(edges)
    while (edge := (_after(first, period, len(ahead)) - panel.first).days) <= panel.columns + AHEAD:
        ahead.append(edge)
    known = {name: _means(values, ahead) for name, values in panel.known.items()}
    past = {name: _means(values, edges) for name, values in panel.past.items()}
    return Panel(panel.ids, _sums(panel.values, edges), period, first, known, past)


def _after(first: date | int, period: Period, count: int) -> date:
    found = shifted(first, period, count)
    assert isinstance(found, date)
    return found


def _means(values: Floats, edges: Sequence[int]) -> Floats:
    parts = [values[:, begin:end] for begin, end in itertools.pairwise(edges)]
    counts = [np.isfinite(part).sum(1) for part in parts]
    return np.stack([np.where(n > 0, np.nansum(part, 1) / np.maximum(n, 1), np.nan) for part, n in zip(parts, counts, strict=True)], axis=1)


def _sums(values: Floats, edges: Sequence[int]) -> Floats:
    lengths = np.diff(edges)
    share = np.stack([np.isfinite(values[:, begin:end]).mean(1) for begin, end in itertools.pairwise(edges)], axis=1)
    return np.asarray(np.where(share >= 0.5, _means(values, edges) * lengths, np.nan), np.float64)
