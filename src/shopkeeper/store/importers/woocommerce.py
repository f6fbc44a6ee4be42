"""WooCommerce's product CSV: a row for each product and for each variation, which names its parent."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ...shop import Attribute, Availability, Image, InvalidRecord, Localized, Option, Product, ProductStatus, Variant
from ...text import language
from .columns import bare_key, read_header
from .layout import Reject
from .products import OTHER_CATEGORIES, attribute, both, prices_of, title_of, weight_of
from .row import Row
from .values import Cell, body, boolean, line, localized, text, url, urls, whole
from .vendor import Vendor, fields_of

_FIELDS = {
    "id": "id", "type": "type 类型", "sku": "sku 货号", "title": "name 名称", "published": "published 已发布",
    "visibility": "visibilityincatalog 目录的可见性", "barcode": "gtinupceanorisbn gtin ean",
    "short": "shortdescription 简短描述 简短说明", "description": "description 描述 说明",
    "sale_starts": "datesalepricestarts 促销开始日期", "sale_ends": "datesalepriceends 促销截止日期 促销结束日期",
    "in_stock": "instock 有货 有库存", "stock": "stock 库存", "backorders": "backordersallowed 允许缺货下单 允许延期交货",
    "weight": "weight 重量", "length": "length 长度", "width": "width 宽度", "height": "height 高度",
    "sale_price": "saleprice 促销价格 促销价", "price": "regularprice 常规售价 常规价格", "categories": "categories 分类",
    "tags": "tags 标签", "images": "images 图片", "parent": "parent 父级",
    "grouped": "groupedproducts 分组产品 组合产品", "url": "externalurl 外部链接",
    "position": "position 位置", "brand": "brands brand 品牌",
}  # fmt: skip
_BY_NAME = {name: field for field, names in _FIELDS.items() for name in names.split()}
_NUMBERED = re.compile(r"(?:attribute|属性)(\d+)(name|values?|名称|值)")
_TELLING = frozenset("regularprice visibilityincatalog isfeatured backordersallowed attribute1name 常规售价 允许缺货下单 属性1名称".split())
_PARTS = re.compile(r"(?:\\.|[^,\\])+")
_STATUS = {"1": ProductStatus.ACTIVE, "0": ProductStatus.DRAFT, "-1": ProductStatus.DRAFT}
SIZES = {"length": Localized("长度", "length"), "width": Localized("宽度", "width"), "height": Localized("高度", "height")}
GROUPED = Localized(zh="组合商品", en="grouped products")
_Cells = dict[str, Cell]


def is_woocommerce(columns: Iterable[str]) -> bool:
    """Whether these are the headers of a WooCommerce product file."""
    keys = {bare_key(c) for c in columns}
    return bool(keys & {"type", "类型"}) and bool(keys & {"name", "名称"}) and bool(keys & _TELLING)


class WooProducts(Vendor):
    """A variable product and its variations are one product; every other row is one of its own. The id
    of a product, and of a variation, is its SKU, else the ID."""

    ids = "column SKU, else ID"
    known = tuple(_FIELDS)

    def __init__(self, columns: Sequence[str], currency: str, mapping: Mapping[str, str], now: datetime | None = None) -> None:
        self._currency, self._now = currency, now or datetime.now(UTC)
        self.fields = fields_of(columns, _FIELDS, _field, mapping)
        self._column = {field: column for column, field in self.fields.items()}
        self.groups = self._column.get("parent")
        self.also = tuple(self._column[f] for f in ("type", "sku", "id") if f in self._column)
        self.told: Counter[str] = Counter()
        self._skus: dict[str, str] = {}

    def survey(self, rows: Iterable[Mapping[str, Any]]) -> None:
        """Notes the SKU of each variable product, as variations may name their parent by ID."""
        for values in rows:
            if "variable" in _kinds(self._text(values, "type")) and (sku := self._text(values, "sku")):
                self._skus[self._text(values, "id")] = sku

    def key(self, values: Mapping[str, Any]) -> str:
        """The id of the product that a row belongs to."""
        parent = self._text(values, "parent") if "variation" in _kinds(self._text(values, "type")) else ""
        if parent.startswith("id:"):
            return self._skus.get(parent[3:].strip(), parent[3:].strip())
        return parent or self._text(values, "sku") or self._text(values, "id")

    def build(self, rows: Sequence[Row], stored: Product | None, reject: Reject) -> Product | None:
        """The product of a row and its variations; `stored` is the product that corrected variations join."""
        cells = [(row, self.cells(row.values)) for row in rows]
        heads = [(row, one) for row, one in cells if "variation" not in _kinds(_of(one, "type"))]
        variations = sorted(((r, o) for r, o in cells if "variation" in _kinds(_of(o, "type"))), key=lambda found: _place(found[1]))
        product = self._product(*heads[-1], reject) if heads else stored
        if product is None:
            self._orphans(variations, bool(heads), reject)
            return None
        parent = heads[-1][1] if heads else {}
        variants = {v.id: v for v in stored.variants} if stored and (not heads or "variable" in _kinds(_of(parent, "type"))) else {}
        used: set[str] = set()
        for row, one in variations:
            if (variant := self._tried(row, one, product.id, parent, reject)) is not None:
                variants[variant.id] = variant
                used |= {_key(o.name) for o in variant.options}
        if not variants:
            return product
        kept = tuple(a for a in product.attributes if _key(a.name) not in used)
        images = {i.url: i for i in (*product.images, *(Image(v.image) for v in variants.values() if v.image))}
        return replace(product, variants=tuple(variants.values()), attributes=kept, images=tuple(images.values()))

    def _text(self, values: Mapping[str, Any], field: str) -> str:
        return text(values.get(self._column.get(field, ""), ""))

    def _orphans(self, variations: Sequence[tuple[Row, _Cells]], bad_parent: bool, reject: Reject) -> None:
        wanted = "a parent that is right: its own row was rejected" if bad_parent else "the SKU, or id:ID, of a product of the file"
        for row, one in variations:
            reject(row, InvalidRecord(self.groups or "Parent", wanted, _of(one, "parent") or None))

    def _tried(self, row: Row, one: _Cells, product: str, parent: _Cells, reject: Reject) -> Variant | None:
        if _of(one, "published") not in ("", "1"):
            self.told["a variation that is switched off: left out"] += 1
            return None
        try:
            return self._variant(one, product, parent)
        except InvalidRecord as error:
            reject(row, self.in_their_words(error))
            return None

    def _product(self, row: Row, one: _Cells, reject: Reject) -> Product | None:
        try:
            sku = _of(one, "sku")
            id = sku or _of(one, "id")
            if not id:
                raise InvalidRecord(self._column.get("sku", "SKU"), "a SKU, or an ID")
            paths = [tuple(localized(step, line) for step in re.split(r"\s*>\s*", path) if step) for path in _list(one, "categories")]
            return Product(
                id=id,
                title=title_of(one),
                variants=(self._variant(one | {"sku": Cell(sku, "SKU")}, id, {}, alone=True),),
                description=_description(one),
                brand=both(one, "brand", line),
                category=paths[0] if paths else (),
                tags=tuple(_list(one, "tags")),
                attributes=self._attributes(one, paths[1:]),
                images=tuple(Image(u) for u in urls(one["images"])) if "images" in one else (),
                url=url(one["url"]) if "url" in one else "",
                status=_status(one),
            )
        except InvalidRecord as error:
            reject(row, self.in_their_words(error))
            return None

    def _variant(self, one: _Cells, product: str, parent: _Cells, alone: bool = False) -> Variant:
        options = () if alone else tuple(Option(_named(n), localized(v[0], line)) for n, v in _pairs(one) if v)
        sku = _of(one, "sku")
        own = "/".join(o.value.zh or o.value.en for o in options)
        price, before = prices_of(one, self._currency, self._now, self.told)
        stock, how = _stock(one, parent)
        weight = one.get("weight") or parent.get("weight")
        return Variant(
            id=sku or (product if alone else _of(one, "id") or f"{product}/{own}"[:200].rstrip("/")),
            sku=sku,
            barcode=_of(one, "barcode"),
            options=options,
            price=price,
            compare_at=before,
            stock=stock,
            weight_grams=weight_of({"weight": weight._replace(unit=read_header(weight.column).unit)}) if weight else None,
            image="" if alone or "images" not in one else urls(one["images"])[0],
            availability=how,
        )

    def _attributes(self, one: _Cells, paths: Sequence[tuple[Localized, ...]]) -> tuple[Attribute, ...]:
        found = [a for name, values in _pairs(one) for v in values for a in attribute(name, v)]
        for field, cell in one.items():
            if field in SIZES:
                unit = re.search(r"\(([^)]+)\)", cell.column)
                found += [replace(a, name=SIZES[field]) for a in attribute(field, f"{text(cell.value)} {unit[1] if unit else ''}".strip())]
            elif field.startswith("attribute:"):
                found += attribute(field.partition(":")[2], cell.value)
        others = [" > ".join(step.zh or step.en for step in path) for path in paths]
        found += [Attribute(OTHER_CATEGORIES, localized(path, line)) for path in others]
        if "grouped" in one:
            found += [Attribute(GROUPED, localized(member, line)) for member in _list(one, "grouped")]
        return tuple(dict.fromkeys(found))


def _field(column: str) -> str:
    key = bare_key(column)
    if numbered := _NUMBERED.fullmatch(key):
        return {"n": "name", "名": "name", "v": "value", "值": "value"}[numbered[2][0]] + numbered[1]
    return _BY_NAME.get(key) or _BY_NAME.get(read_header(column).key) or _BY_NAME.get(re.sub(r"\W*[(（].*", "", column.lower()), "")


def _kinds(type: str) -> frozenset[str]:
    """The words of a type: "variation, virtual"."""
    return frozenset(word.strip() for word in type.lower().split(","))


def _of(one: Mapping[str, Cell], field: str) -> str:
    return text(one[field].value) if field in one else ""


def _list(one: Mapping[str, Cell], field: str) -> list[str]:
    """The items of a cell, at commas that no backslash escapes."""
    cell = one.get(field)
    return split(text(cell.value)) if cell else []


def split(plain: str) -> list[str]:
    """A list as WooCommerce writes it: "a, b\\, c" is "a" and "b, c"."""
    return [found for part in _PARTS.findall(plain) if (found := line(part.replace("\\,", ",")))]


def _pairs(one: Mapping[str, Cell]) -> list[tuple[str, list[str]]]:
    """The attributes of a row in the order of their numbers: name and values."""
    numbers = sorted(int(field[4:]) for field in one if re.fullmatch(r"name\d+", field))
    return [(_of(one, f"name{n}"), _list(one, f"value{n}")) for n in numbers]


def _named(name: str) -> Localized:
    return Localized.of(line(name), language.detect(name))


def _key(name: Localized) -> str:
    return (name.zh or name.en).lower()


def _place(one: Mapping[str, Cell]) -> int:
    plain = _of(one, "position")
    return int(plain) if plain.isascii() and plain.isdigit() else 0


def _description(one: Mapping[str, Cell]) -> Localized:
    """The description, after the short one where that says something else."""
    short, long = both(one, "short", body), both(one, "description", body)
    if not short or not long or all(a in b for a, b in zip(short.all, long.all, strict=False)):
        return long or short
    plain = "\n\n".join((short.zh or short.en, long.zh or long.en))
    return Localized.of(plain, language.detect(plain))


def _status(one: Mapping[str, Cell]) -> ProductStatus:
    """Published and to be found in the catalogue is active."""
    said = _of(one, "published") or "1"
    if said not in _STATUS:
        raise InvalidRecord(one["published"].column, "1 (published), 0 (private) or -1 (draft)", said)
    return ProductStatus.DRAFT if _of(one, "visibility").lower() == "hidden" else _STATUS[said]


def _stock(one: Mapping[str, Cell], parent: Mapping[str, Cell]) -> tuple[int | None, Availability | None]:
    """The stock, the parent's where the variation says so, and whether more may be ordered than there is."""
    shared = _of(one, "stock").lower() == "parent"
    cell = parent.get("stock") if shared else one.get("stock")
    there = one.get("in_stock")
    said = text(there.value).lower() if there else "1"
    orders = _of(one, "backorders").lower() in ("1", "yes", "notify") or said in ("backorder", "onbackorder")
    if cell:
        return whole(cell), Availability.BACKORDER if orders else None
    known = said in ("backorder", "onbackorder") or there is None or boolean(there)
    return None if known else 0, Availability.BACKORDER if orders and said in ("backorder", "onbackorder") else None
