"""Products, one variant a row: the rows of one `item_group_id` (or parent SKU) are one product."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from ...shop import Attribute, Image, InvalidRecord, Localized, Option, Product, ProductStatus, Variant
from .columns import Columns
from .layout import Reject
from .products import FlatProducts, Part, product_fields, title_of
from .row import Row
from .values import text

# What tells siblings apart in the feeds of shops, whatever stands before or after it ("shoe size").
DIMENSIONS = re.compile(
    r"(?i)\b(?:colou?r|size|material|pattern|style|flavou?r|capacity|storage|scent|finish|edition|length|width|gender|age[ _]group)\b"
    r"|颜色|尺码|尺寸|规格|材质|图案|花色|款式|口味|容量|内存|香型|版本|套餐|型号"
)
_END = re.compile(r"[\s\-–—_/|,，、·:：(（\[【]+$")
_ENOUGH = 0.4  # of the shortest title, to call what all have in common a title


class GroupedProducts(FlatProducts):
    """Rows with one value in the column of the group are one product with a variant each. A row whose
    own id is that value, in another file's words the parent, speaks for the product; it is no variant
    when the others are. Of the attributes, those that tell the variants apart are their options."""

    def __init__(self, columns: Columns, currency: str, now: datetime | None = None) -> None:
        super().__init__(columns, currency, now)
        group = columns.of("group_id")
        assert group is not None
        self.groups: str | None = group
        self._group = group
        self._own = [c for name in ("id", "handle", "sku") if (c := columns.of(name))]
        self.also = tuple(self._own)
        self.ids = f"column {group}" + (f", else {self._own[0]}" if self._own else "")

    def key(self, values: Mapping[str, Any]) -> str:
        """The group of a row, else its own id."""
        return text(values.get(self._group)) or next((found for c in self._own if (found := text(values.get(c)))), "")

    def build(self, rows: Sequence[Row], stored: Product | None, reject: Reject) -> Product | None:
        """The product of a group; `stored` lends what corrected rows lack."""
        parts = [(row, part) for row in rows if (part := self._part(row, reject))]
        if not parts:
            return None
        try:
            return self._product([part for _, part in parts], stored)
        except InvalidRecord as error:
            for row, _ in parts:
                reject(row, self._in_their_words(error))
            return None

    def _part(self, row: Row, reject: Reject) -> Part | None:
        try:
            part = self.part(row.values, text(row.values.get(self._group)))
            product_fields(part.one)
            return part
        except InvalidRecord as error:
            reject(row, self._in_their_words(error))
            return None

    def _product(self, parts: list[Part], stored: Product | None) -> Product:
        children, alone = ([p for p in parts if ("group_id" in p.one) is grouped] for grouped in (True, False))
        head = alone[-1] if alone and children else None
        children = children or alone[-1:]  # of rows with one id the later counts
        ordered = [head, *children] if head else children
        variants, attributes = with_options(children, stored)
        own = [*(head.attributes if head else []), *attributes]
        product = Product(
            id=parts[0].id,
            title=_title(ordered, stored),
            variants=tuple(variants.values()),
            **_shared(ordered),
            attributes=tuple(own) if len(ordered) == 1 else tuple(dict.fromkeys(own)),
            images=pictures_of(ordered),
        )
        return _completed(product, stored) if stored else product


def with_options(parts: Sequence[Part], stored: Product | None = None) -> tuple[dict[str, Variant], list[Attribute]]:
    """The variants of rows, by id and after those that are stored, with what tells them apart as
    options, and the attributes that are left for the product."""
    variants = {v.id: v for v in stored.variants} if stored else {}
    names = {o.name for v in variants.values() for o in v.options}
    if not any(part.variant.options for part in parts):  # a file that says which are the options needs no guess
        names |= _telling(parts)
    given = {n.lower() for p in parts for o in p.variant.options for n in o.name.all}
    names |= {a.name for p in parts for a in p.attributes if _given(a, given)}
    for part in parts:
        told = [Option(a.name, part.words.get(a.name) or _words(a)) for a in part.attributes if a.name in names and not _given(a, given)]
        picture = part.variant.image or _own_picture(part, parts)
        variants[part.variant.id] = replace(part.variant, options=(*part.variant.options, *told), image=picture)
    if len(parts) == 1 or all(p.attributes == parts[0].attributes for p in parts):
        return variants, [a for a in parts[0].attributes if a.name not in names]
    return variants, list(dict.fromkeys(a for p in parts for a in p.attributes if a.name not in names))


def _given(attribute: Attribute, names: set[str]) -> bool:
    return any(name.lower() in names for name in attribute.name.all)


def _telling(parts: Sequence[Part]) -> set[Localized]:
    """The names of the attributes that differ between rows and are such as tell variants apart; none
    where there is one row only."""
    values: dict[Localized, set[Any]] = {}
    for place, part in enumerate(parts):
        for name in values.keys() | {a.name for a in part.attributes}:
            found = frozenset((a.value, a.unit) for a in part.attributes if a.name == name)
            values.setdefault(name, {frozenset()} if place else set()).add(found)
    differing = {name for name, found in values.items() if len(found) > 1}
    single = {name for name in differing if all(sum(a.name == name for a in p.attributes) <= 1 for p in parts)}
    return {name for name in single if any(map(DIMENSIONS.search, name.all))}


def _words(attribute: Attribute) -> Localized:
    """The value of an attribute as the name of a choice: "128 GB", "true"."""
    value = attribute.value
    if isinstance(value, Localized):
        return value
    plain = text(value) + (f" {attribute.unit}" if attribute.unit else "")
    return Localized(en=plain)


def _own_picture(part: Part, parts: Sequence[Part]) -> str:
    """The first picture of a row, where its siblings begin with others."""
    firsts = {p.pictures[0].url if p.pictures else "" for p in parts}
    return part.pictures[0].url if len(firsts) > 1 and part.pictures else ""


def pictures_of(parts: Sequence[Part]) -> tuple[Image, ...]:
    """The pictures of all rows, each once: the first of each row, then the others."""
    found: dict[str, Image] = {}
    for part in parts:
        for image in part.pictures[:1]:
            found.setdefault(image.url, image)
    for part in parts:
        for image in part.pictures:
            found.setdefault(image.url, image)
        if part.variant.image:
            found.setdefault(part.variant.image, Image(part.variant.image))
    return tuple(found.values())


def _shared(parts: Sequence[Part]) -> dict[str, Any]:
    """The fields of the product: from the first row that has each; it is on sale when a row says so."""
    said = [product_fields(p.one) for p in parts]
    found = {name: next((fields[name] for fields in said if fields[name]), said[0][name]) for name in said[0]}
    states = [fields["status"] for fields in said]
    found["status"] = ProductStatus.ACTIVE if ProductStatus.ACTIVE in states else states[0]
    return found


def _title(parts: Sequence[Part], stored: Product | None) -> Localized:
    titles = [title_of(p.one) for p in parts if any(n in p.one for n in ("title", "title_zh", "title_en"))]
    if not titles and stored:
        return stored.title
    if not titles or "group_id" not in parts[0].one:
        return title_of(parts[0].one)
    return Localized(zh=in_common([t.zh for t in titles if t.zh]), en=in_common([t.en for t in titles if t.en]))


def in_common(titles: Sequence[str]) -> str:
    """The title of a product from those of its variants: how they all begin ("Shirt" of "Shirt - red"
    and "Shirt - blue"), or the first where they have too little in common."""
    if not titles or len(set(titles)) == 1:
        return titles[0] if titles else ""
    first, last = min(titles), max(titles)
    size = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    if size < len(last) and last[:size][-1:].isascii() and last[:size][-1:].isalnum():  # not within a word
        whole = size == len(first) or not first[size].isalnum()
        size = size if whole and not last[size].isalnum() else max(first.rfind(" ", 0, size), 0)
    common = _END.sub("", first[:size])
    return common if len(common) >= _ENOUGH * min(map(len, titles)) else titles[0]


def _completed(product: Product, stored: Product) -> Product:
    """The product with what only the stored rows had."""
    kept = {name: getattr(stored, name) for name in ("description", "brand", "category", "tags", "url", "created_at")}
    lent = {name: value for name, value in kept.items() if value and not getattr(product, name)}
    attributes = tuple(dict.fromkeys((*stored.attributes, *product.attributes)))
    images = {image.url: image for image in (*stored.images, *product.images)}
    return replace(product, attributes=attributes, images=tuple(images.values()), **lent)
