"""Shopify's product CSV, both generations of headers: one product over several rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...shop import Attribute, Availability, Image, InvalidRecord, Localized, Option, Product, ProductStatus, Variant
from ...text import language
from .columns import bare_key, label_of
from .layout import Reject
from .products import attribute, both, price_of, status_of, title_of, weight_of
from .row import Row
from .values import Cell, body, items, line, localized, text, url, whole
from .vendor import Vendor, fields_of

_FIELDS = {
    "handle": "handle urlhandle", "title": "title", "description": "bodyhtml description", "brand": "vendor",
    "category": "productcategory", "type": "type", "tags": "tags", "published": "published publishedononlinestore", "status": "status",
    "sku": "variantsku sku", "barcode": "variantbarcode barcode", "price": "variantprice price",
    "compare_at": "variantcompareatprice compareatprice", "cost": "costperitem", "tracker": "variantinventorytracker inventorytracker",
    "stock": "variantinventoryqty inventoryquantity", "oversell": "variantinventorypolicy continuesellingwhenoutofstock",
    "weight": "variantgrams weightvaluegrams", "image": "imagesrc productimageurl", "position": "imageposition",
    "alt": "imagealttext", "picture": "variantimage variantimageurl",
    "name1": "option1name", "name2": "option2name", "name3": "option3name", "value1": "option1value", "value2": "option2value",
    "value3": "option3value",
}  # fmt: skip
_BY_NAME = {name: field for field, names in _FIELDS.items() for name in names.split()}
_KEPT = {
    "googleshoppinggender": "gender", "googleshoppingagegroup": "age group", "googleshoppingcondition": "condition",
    "googleshoppingmpn": "MPN",
}  # fmt: skip
_TELLING = frozenset(
    "option1name option1value variantprice variantsku publishedononlinestore inventorytracker bodyhtml productimageurl".split()
)
_METAFIELD = re.compile(r".*\((?:product|variant)\.metafields\..*\)\s*$", re.I)
_VARIANT = ("sku", "price", "value1", "value2", "value3", "barcode", "stock")
_Good = list[tuple[Row, dict[str, Cell]]]


def is_shopify(columns: Iterable[str]) -> bool:
    """Whether these are the headers of a Shopify product file, old or new; its stock file names locations."""
    keys = {bare_key(c) for c in columns}
    return "location" not in keys and bool(keys & {"handle", "urlhandle"}) and "title" in keys and bool(keys & _TELLING)


_ORDERS = frozenset(("name", "lineitemname", "lineitemprice", "lineitemquantity"))
_CUSTOMERS = frozenset(("firstname", "lastname", "email"))
_OF_CUSTOMERS = frozenset(("acceptsemailmarketing", "acceptsmarketing", "totalspent", "totalorders"))


def shopify_kind(columns: Iterable[str], kind: str | None = None) -> str | None:
    """The kind of Shopify's files that has these columns; None when it is none of them, or not the `kind` asked for."""
    keys = {bare_key(c) for c in columns}
    shapes = {
        "products": is_shopify(columns), "orders": keys >= _ORDERS, "customers": keys >= _CUSTOMERS and bool(keys & _OF_CUSTOMERS),
    }  # fmt: skip
    return next((name for name, fits in shapes.items() if fits and kind in (None, name)), None)


class ShopifyProducts(Vendor):
    """The rows of one handle are one product: its first row has the title and what belongs to the
    product, each row that has a price, SKU or option a variant, each with a picture an image."""

    ids = "column Handle, else the title"
    known = tuple(_FIELDS)

    def __init__(self, columns: Sequence[str], currency: str, mapping: Mapping[str, str]) -> None:
        self._currency = currency
        self.fields = fields_of(columns, _FIELDS, _field, mapping)
        self.groups = next((c for c, f in self.fields.items() if f == "handle"), None)

    def key(self, values: Mapping[str, Any]) -> str:
        """The handle; for a row without one its title, so that it stands for itself."""
        return text(values.get(self.groups)) if self.groups else ""

    def build(self, rows: Sequence[Row], stored: Product | None, reject: Reject) -> Product | None:
        """The product of the rows of one handle; `stored` lends what rows that come later lack."""
        good: _Good = []
        variants: dict[str, Variant] = {v.id: v for v in stored.variants} if stored else {}
        names = _option_names(rows, self.fields) or _names_of(stored)
        for row in rows:
            one = self._cells(row.values)
            try:
                handle = self._handle(one)
                if any(f in one for f in _VARIANT) or (row is rows[0] and "title" in one):
                    self._add(variants, self._variant(one, names, handle, variants, stored is not None))
                url_check(one)
            except InvalidRecord as error:
                reject(row, error)
                if "title" not in one:
                    continue
            good.append((row, one))
        return self._product(good, variants, stored, reject) if good else None

    def _product(self, good: _Good, variants: dict[str, Variant], stored: Product | None, reject: Reject) -> Product | None:
        try:
            base = self._of_head(good, tuple(variants.values()), stored)
            images = _images(good, stored.images if stored else ())
            return replace(base, images=images, attributes=self._attributes(good) or base.attributes)
        except InvalidRecord as error:
            for row, _ in good:
                reject(row, error)
            return None

    def _of_head(self, good: _Good, variants: tuple[Variant, ...], stored: Product | None) -> Product:
        """The product from the row that has its title, or the stored one with these variants."""
        head = next((one for _, one in good if "title" in one), None)
        if head is None and stored is None:
            raise InvalidRecord("Title", "a title in one row of the handle")
        if not variants:
            raise InvalidRecord("Variant Price", "at least one row that is right")
        if head is not None:
            return self._base(head, variants)
        assert stored is not None
        return replace(stored, variants=variants)

    def _base(self, one: Mapping[str, Cell], variants: tuple[Variant, ...]) -> Product:
        category = one.get("category") or one.get("type")
        return Product(
            id=self._handle(one),
            title=title_of(one),
            variants=variants,
            description=both(one, "description", body),
            brand=both(one, "brand", line),
            category=tuple(localized(step, line) for step in re.split(r"\s*>\s*", line(category.value)) if step) if category else (),
            tags=tuple(items(one["tags"].value)) if "tags" in one else (),
            status=_status(one),
        )

    def _handle(self, one: Mapping[str, Cell]) -> str:
        handle = text(one["handle"].value) if "handle" in one else ""
        if handle:
            return handle
        if "title" not in one:
            raise InvalidRecord(self.groups or "Handle", "a handle, or a title from which to make one")
        return re.sub(r"[\W_]+", "-", line(one["title"].value).lower()).strip("-")[:200]

    def _cells(self, values: Mapping[str, Any]) -> dict[str, Cell]:
        return self.cells(values)

    def _variant(
        self, one: Mapping[str, Cell], names: Sequence[str], handle: str, taken: Mapping[str, Variant], again: bool
    ) -> Variant:
        options = _options(one, names)
        sku = text(one["sku"].value).lstrip("'") if "sku" in one else ""
        own = "/".join(o.value.zh or o.value.en for o in options)
        id = sku or (f"{handle}/{own}"[:200] if own else handle)
        if id in taken and not again:
            id = f"{id}/{own}"[:200] if own and not id.endswith(own) else f"{id[:190]}/{len(taken) + 1}"
        stock, availability = self._stock(one)
        return Variant(
            id=id,
            sku=sku,
            barcode=text(one["barcode"].value).lstrip("'") if "barcode" in one else "",
            options=options,
            price=price_of(one, "price", self._currency),
            compare_at=price_of(one, "compare_at", self._currency),
            cost=price_of(one, "cost", self._currency),
            stock=stock,
            availability=availability,
            weight_grams=weight_of({"weight": one["weight"]._replace(unit="g")}) if "weight" in one else None,
            image=url(one["picture"]) if "picture" in one else "",
        )

    def _stock(self, one: Mapping[str, Cell]) -> tuple[int | None, Availability | None]:
        """Not counted without a tracker; what may be sold when it is gone can be back-ordered."""
        if "stock" not in one or ("tracker" in self.fields.values() and "tracker" not in one):
            return None, None
        oversell = "oversell" in one and text(one["oversell"].value).lower() in ("continue", "true", "yes", "1")
        return whole(one["stock"]), Availability.BACKORDER if oversell else None

    @staticmethod
    def _add(variants: dict[str, Variant], variant: Variant) -> None:
        variants[variant.id] = variant

    def _attributes(self, good: _Good) -> tuple[Attribute, ...]:
        found: dict[str, Attribute] = {}
        for row, one in good:
            for column, value in row.values.items():
                field = self.fields.get(column, "")
                if field.startswith("attribute:") and value not in (None, ""):
                    label = field.partition(":")[2]
                    found.update((label, a) for a in attribute(label, value))
            if "type" in one and "category" in one:
                found.setdefault("type", Attribute(Localized(zh="类型", en="type"), localized(one["type"].value, line)))
        return tuple(found.values())


def _field(column: str) -> str:
    key = bare_key(column)
    if _METAFIELD.match(column):
        return f"attribute:{label_of(column)}"
    return _BY_NAME.get(key) or (f"attribute:{_KEPT[key]}" if key in _KEPT else "")


def url_check(one: Mapping[str, Cell]) -> None:
    """Refuses a picture that is no address."""
    if "image" in one:
        url(one["image"])


def _status(one: Mapping[str, Cell]) -> ProductStatus:
    return status_of({k: v for k, v in one.items() if k in ("status", "published")})


def _option_names(rows: Sequence[Row], fields: Mapping[str, str]) -> list[str]:
    """The names of the options, which only the first row of a product has."""
    names = {f: text(v) for row in reversed(rows) for c, v in row.values.items() if (f := fields.get(c, "")).startswith("name") and text(v)}
    return [names.get(f"name{i}", "") for i in (1, 2, 3)] if names else []


def _names_of(stored: Product | None) -> list[str]:
    options = max((v.options for v in stored.variants), key=len) if stored else ()
    return [o.name.zh or o.name.en for o in options]


def _options(one: Mapping[str, Cell], names: Sequence[str]) -> tuple[Option, ...]:
    found = []
    for place, name in enumerate([*names, "", "", ""][:3], 1):
        cell = one.get(f"value{place}")
        if cell is None or line(cell.value).lower() == "default title":
            continue
        label = name or f"Option {place}"
        found.append(Option(Localized.of(label, language.detect(label)), localized(cell.value, line)))
    return tuple(found)


def _images(good: _Good, before: tuple[Image, ...]) -> tuple[Image, ...]:
    """The pictures by their position, each once; those of the variants after them."""
    found: list[tuple[float, Image]] = [(-1, image) for image in before]
    for _, one in good:
        if "image" in one:
            place = text(one["position"].value) if "position" in one else ""
            alt = localized(one["alt"].value, line) if "alt" in one else Localized()
            found.append((float(place) if place.isascii() and place.isdigit() else len(found) + 1, Image(url(one["image"]), alt)))
    ordered = {image.url: image for _, image in sorted(found, key=lambda f: f[0])}
    for _, one in good:
        if "picture" in one:
            ordered.setdefault(url(one["picture"]), Image(url(one["picture"])))
    return tuple(ordered.values())


