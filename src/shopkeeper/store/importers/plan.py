"""How a file will be read: its kind, its layout and the fields of its columns, before any row goes in."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ...shop import InvalidFile
from .acp import AcpProducts, is_acp, products_file
from .columns import Columns, bare_key, guess_kind
from .conversations import Conversations
from .customers import Customers
from .described import SHAPE, Described
from .documents import Documents
from .events import Events
from .exact import exact_kind, exact_layout
from .feed import FeedProducts
from .google import GoogleProducts, is_google
from .grouped import GroupedProducts
from .layout import Layout
from .nested import NestedEvents, vocabulary
from .openai import OpenaiProducts, is_openai
from .orders import FlatOrders
from .points import Prices, Stock
from .products import FlatProducts
from .promotions import Promotions
from .rejects import is_rejects, unwrapped
from .reviews import Reviews
from .rows import Source, open_source
from .shopify import ShopifyProducts, shopify_kind
from .shopify_orders import ShopifyOrders
from .sinks import EVERYTHING
from .suppliers import Suppliers
from .synonyms import KINDS
from .taobao import TaobaoProducts, is_taobao
from .tau2 import Tau2Records, is_tau2, whole_file
from .vendor import Vendor
from .woocommerce import WooProducts, is_woocommerce

_FIRST_EVENTS = 2000  # looked at to tell where positions begin
FORMATS = ("auto", "shopify", "woocommerce", "google", "openai", "acp", "taobao", "tau2", "jsonl", "csv", "parquet")


@dataclass
class Plan:
    """A file and what it will become. `again`: it holds rejected rows, which are put together with
    what is stored."""

    source: Source
    kind: str
    format: str
    layout: Layout
    columns: Columns | None
    again: bool
    notes: tuple[str, ...] = ()

    def shown(self) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
        """Column to field, the names of the attributes that other columns became, and the columns that were left out."""
        if isinstance(self.layout, Vendor):
            mapping = {column: field for column, field in self.layout.fields.items() if field}
            kept = {c: f.removeprefix("attribute:") for c, f in mapping.items() if f.startswith("attribute:")}
            rest = tuple(c for c in self.layout.fields if c not in mapping)
            return {c: f for c, f in mapping.items() if c not in kept}, tuple(dict.fromkeys(kept.values())), rest
        added = getattr(self.layout, "added", ())
        fields = {c: f for c, f in self.columns.fields.items() if c not in added} if self.columns else {}
        mapping = {c: str(f) for c, f in fields.items() if f.target not in ("attribute", "ignore")}
        attributes = tuple(dict.fromkeys(f.label for f in fields.values() if f.target == "attribute"))
        return mapping, attributes, tuple(c for c, f in fields.items() if f.target == "ignore")


def plan_import(
    path: Path, kind: str | None, format: str, mapping: Mapping[str, str], currency: str, now: datetime | None = None
) -> Plan:
    """Looks at the file and decides; `InvalidFile` when it cannot, with what would help. `now` is the
    moment as of which sale prices count."""
    if format not in FORMATS:
        raise InvalidFile(f"format {format!r}: expected one of {', '.join(FORMATS)}")
    if kind is not None and kind not in KINDS:
        raise InvalidFile(f"kind {kind!r}: expected one of {', '.join(KINDS)}")
    path, told = products_file(path)
    source = (whole_file(path) if format in ("auto", "tau2") else None) or open_source(path)
    again = is_rejects(source.columns)
    if again:
        first = tuple(unwrapped(row) for row in source.first)
        source = replace(source, first=first, columns=tuple(dict.fromkeys(n for row in first for n in row.values)))
    _check_format(source, format, again)
    if format == "tau2" or (format == "auto" and kind is None and is_tau2(source.first)):
        return _tau2(source, kind, mapping, currency, again)
    if format == "acp" or (format == "auto" and kind in (None, "products") and is_acp(source.first)):
        return _acp(source, kind, mapping, again, told)
    if format in ("auto", "shopify") and (found := shopify_kind(source.columns, kind)):
        return _shopify(source, found, mapping, currency, again)
    if format == "shopify":
        asked = f"Shopify's columns of {kind or 'products, orders or customers'} (Handle, Title …; Name, Lineitem name …; First Name …)"
        raise InvalidFile(f"{source.path}: expected {asked}, got {_names(source)}")
    if format == "woocommerce" or (format == "auto" and kind in (None, "products") and is_woocommerce(source.columns)):
        return _woocommerce(source, kind, mapping, currency, again, now)
    if format == "taobao" or (format == "auto" and kind in (None, "products") and is_taobao(source.columns)):
        return _taobao(source, kind, mapping, again)
    if format == "openai" or (format == "auto" and kind in (None, "products") and is_openai(source.columns)):
        return _feed(source, "openai", OpenaiProducts, kind, mapping, currency, again, now)
    if format == "google" or (format == "auto" and kind in (None, "products") and is_google(source)):
        return _feed(source, "google", GoogleProducts, kind, mapping, currency, again, now)
    if not mapping and (spoken := _spoken(source, kind, currency, again)):
        return spoken
    if source.format in ("jsonl", "json") and not mapping and (exact := exact_kind([r for r in source.first if not r.problem], kind)):
        return Plan(source, exact, source.format, exact_layout(exact), None, again)
    return _flat(source, kind, mapping, currency, again, now)


def _spoken(source: Source, kind: str | None, currency: str, again: bool) -> Plan | None:
    """Another program's events, or the products and customers that Metarank's tell of."""
    whose = vocabulary(source.columns, source.first)
    if whose == "metarank" and kind in SHAPE:
        told = Described(kind, source.first, currency)
        return Plan(source, kind, whose, told, told.columns, again)
    if whose and kind in (None, "events"):
        begin = source.first if again else itertools.islice(source.rows(), _FIRST_EVENTS)
        return Plan(source, "events", whose, NestedEvents(whose, begin, currency), None, again)
    return None


def _check_format(source: Source, format: str, again: bool) -> None:
    is_format = {"json": "jsonl"}.get(source.format, source.format)
    if format in ("jsonl", "csv", "parquet") and format != is_format and not again:
        raise InvalidFile(f"{source.path}: expected {format}, as you said, got {is_format}")


def _shopify(source: Source, kind: str, mapping: Mapping[str, str], currency: str, again: bool) -> Plan:
    if kind == "products":
        return Plan(source, kind, "shopify", ShopifyProducts(source.columns, currency, mapping), None, again)
    if kind == "orders":
        orders = ShopifyOrders(source.columns, mapping, currency)
        return Plan(source, kind, "shopify", orders, orders.columns, again)
    columns = Columns("customers", source.columns, {"Customer ID": "id", "Note": "ignore", **mapping})
    return Plan(source, kind, "shopify", Customers(columns), columns, again)


def _woocommerce(
    source: Source, kind: str | None, mapping: Mapping[str, str], currency: str, again: bool, now: datetime | None
) -> Plan:
    if kind not in (None, "products") or not is_woocommerce(source.columns):
        raise InvalidFile(f"{source.path}: expected WooCommerce's product columns (Type, SKU, Name, Regular price …), got {_names(source)}")
    return Plan(source, "products", "woocommerce", WooProducts(source.columns, currency, mapping, now), None, again)


def _taobao(source: Source, kind: str | None, mapping: Mapping[str, str], again: bool) -> Plan:
    if kind not in (None, "products") or not is_taobao(source.columns):
        raise InvalidFile(f"{source.path}: expected Taobao's columns (title, cid, price, num …, or 宝贝名称 …), got {_names(source)}")
    return Plan(source, "products", "taobao", TaobaoProducts(source.columns, mapping), None, again)


def _acp(source: Source, kind: str | None, mapping: Mapping[str, str], again: bool, told: str) -> Plan:
    if kind not in (None, "products") or mapping or not is_acp(source.first):
        said = "without a mapping, as its names are fixed" if mapping else f"got {_names(source)}"
        raise InvalidFile(f"{source.path}: expected products of the Agentic Commerce Protocol (id, title, variants …), {said}")
    return Plan(source, "products", "acp", AcpProducts(), None, again, (told,) if told else ())


def _tau2(source: Source, kind: str | None, mapping: Mapping[str, str], currency: str, again: bool) -> Plan:
    if kind is not None or mapping or not is_tau2(source.first):
        said = "without a kind or a mapping, as it holds several kinds" if kind or mapping else f"got {_names(source)}"
        raise InvalidFile(f"{source.path}: expected the database of tau2-bench's retail domain (products, users, orders), {said}")
    return Plan(source, EVERYTHING, "tau2", Tau2Records(currency), None, again)


def _feed(
    source: Source, format: str, layout: type[FeedProducts], kind: str | None, mapping: Mapping[str, str], currency: str, again: bool,
    now: datetime | None,
) -> Plan:
    if kind not in (None, "products") or not layout.can_read(source.columns):
        raise InvalidFile(f"{source.path}: expected products in {layout.title} ({layout.usual} …), got {_names(source)}")
    made = layout(source.columns, currency, mapping, now)
    return Plan(source, "products", format, made, made.columns, again)


def _flat(
    source: Source, kind: str | None, mapping: Mapping[str, str], currency: str, again: bool, now: datetime | None
) -> Plan:
    gorse = next((c for c in source.columns if bare_key(c) == "feedbacktype"), None)
    mapping = {"Value": "ignore", **mapping} if gorse and "Value" in source.columns else mapping  # a weight, no money
    told = [mapping.get(c, c) for c in source.columns]
    found = kind or guess_kind(told)
    if found is None:
        if not source.columns and (problem := source.first[0].problem):
            raise InvalidFile(f"{source.path}, row {source.first[0].number}: {problem}")
        unknown = f"cannot tell what its rows are from the columns {_names(source)}"
        raise InvalidFile(f"{source.path}: {unknown}; say the kind, or map the columns")
    columns = Columns(found, source.columns, mapping)
    missing = columns.missing(source.columns)
    if missing and source.format in ("csv", "parquet"):
        raise InvalidFile(f"{source.path}: the mapping names the column {missing[0]!r}, which is not there; it has {_names(source)}")
    notes = tuple(f"the mapping names the column {name!r}, which the first rows do not have" for name in missing)
    format = "gorse" if gorse and found == "events" else source.format
    return Plan(source, found, format, _layout(found, columns, currency, source, now), columns, again, notes)


def _layout(kind: str, columns: Columns, currency: str, source: Source, now: datetime | None) -> Layout:
    if kind == "products":
        return (GroupedProducts if columns.of("group_id") else FlatProducts)(columns, currency, now)
    if kind == "stock":
        return Stock(columns, _written(source), now)
    if kind == "prices":
        return Prices(columns, _written(source), now, currency)
    return _PRICED[kind](columns, currency) if kind in _PRICED else _PLAIN[kind](columns)


_PRICED: dict[str, Callable[[Columns, str], Layout]] = {"orders": FlatOrders, "events": Events, "suppliers": Suppliers}
_PLAIN: dict[str, Callable[[Columns], Layout]] = {
    "customers": Customers, "reviews": Reviews, "documents": Documents, "promotions": Promotions, "conversations": Conversations,
}  # fmt: skip


def _written(source: Source) -> datetime:
    """When a file was written, to the second."""
    return datetime.fromtimestamp(int(source.path.stat().st_mtime), UTC)


def _names(source: Source) -> str:
    return ", ".join(" ".join(name.split())[:60] for name in source.columns[:20]) + (" …" if len(source.columns) > 20 else "")
