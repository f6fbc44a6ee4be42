"""How a file will be read: its kind, its layout and the fields of its columns, before any row goes in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ...shop import InvalidFile
from .acp import AcpProducts, is_acp, products_file
from .columns import Columns, guess_kind
from .customers import Customers
from .documents import Documents
from .events import Events
from .exact import Exact, exact_kind
from .feed import FeedProducts
from .google import GoogleProducts, is_google
from .grouped import GroupedProducts
from .layout import Layout
from .openai import OpenaiProducts, is_openai
from .orders import FlatOrders
from .products import FlatProducts
from .rejects import is_rejects, unwrapped
from .reviews import Reviews
from .rows import Source, open_source
from .shopify import ShopifyProducts, is_shopify
from .synonyms import KINDS
from .taobao import TaobaoProducts, is_taobao
from .vendor import Vendor
from .woocommerce import WooProducts, is_woocommerce

FORMATS = ("auto", "shopify", "woocommerce", "google", "openai", "acp", "taobao", "jsonl", "csv", "parquet")


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
    source = open_source(path)
    again = is_rejects(source.columns)
    if again:
        first = tuple(unwrapped(row) for row in source.first)
        source = replace(source, first=first, columns=tuple(dict.fromkeys(n for row in first for n in row.values)))
    _check_format(source, format, again)
    if format == "acp" or (format == "auto" and kind in (None, "products") and is_acp(source.first)):
        return _acp(source, kind, mapping, again, told)
    if format == "shopify" or (format == "auto" and kind in (None, "products") and is_shopify(source.columns)):
        return _shopify(source, kind, mapping, currency, again)
    if format == "woocommerce" or (format == "auto" and kind in (None, "products") and is_woocommerce(source.columns)):
        return _woocommerce(source, kind, mapping, currency, again, now)
    if format == "taobao" or (format == "auto" and kind in (None, "products") and is_taobao(source.columns)):
        return _taobao(source, kind, mapping, again)
    if format == "openai" or (format == "auto" and kind in (None, "products") and is_openai(source.columns)):
        return _feed(source, "openai", OpenaiProducts, kind, mapping, currency, again, now)
    if format == "google" or (format == "auto" and kind in (None, "products") and is_google(source)):
        return _feed(source, "google", GoogleProducts, kind, mapping, currency, again, now)
    if source.format in ("jsonl", "json") and not mapping and (exact := exact_kind([r for r in source.first if not r.problem], kind)):
        return Plan(source, exact, source.format, Exact(exact), None, again)
    return _flat(source, kind, mapping, currency, again, now)


def _check_format(source: Source, format: str, again: bool) -> None:
    is_format = {"json": "jsonl"}.get(source.format, source.format)
    if format in ("jsonl", "csv", "parquet") and format != is_format and not again:
        raise InvalidFile(f"{source.path}: expected {format}, as you said, got {is_format}")


def _shopify(source: Source, kind: str | None, mapping: Mapping[str, str], currency: str, again: bool) -> Plan:
    if kind not in (None, "products") or not is_shopify(source.columns):
        raise InvalidFile(f"{source.path}: expected Shopify's product columns (Handle or URL handle, Title …), got {_names(source)}")
    return Plan(source, "products", "shopify", ShopifyProducts(source.columns, currency, mapping), None, again)


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
    return Plan(source, found, source.format, _layout(found, columns, currency, now), columns, again, notes)


def _layout(kind: str, columns: Columns, currency: str, now: datetime | None) -> Layout:
    if kind == "products":
        return (GroupedProducts if columns.of("group_id") else FlatProducts)(columns, currency, now)
    if kind == "orders":
        return FlatOrders(columns, currency)
    if kind == "events":
        return Events(columns, currency)
    return {"customers": Customers, "reviews": Reviews, "documents": Documents}[kind](columns)


def _names(source: Source) -> str:
    return ", ".join(source.columns[:20]) + (" …" if len(source.columns) > 20 else "")
