"""Products, one a row, from any table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from ...shop import (
    Attribute,
    Availability,
    Image,
    InvalidRecord,
    Localized,
    Money,
    Option,
    Product,
    ProductStatus,
    Variant,
    from_dict,
)
from ...text import language, units
from .columns import Cells, Columns, label_of
from .countries import country_code
from .layout import OneRow, hashed_id
from .values import (
    Cell,
    availability,
    body,
    boolean,
    choice,
    items,
    line,
    localized,
    moment,
    price,
    table,
    text,
    unpacked,
    url,
    urls,
    whole,
)

OTHER_CATEGORIES = Localized(zh="其他分类", en="other categories")  # the paths beside the product's own, as attributes
STATUSES = table(
    active="active 上架 已上架 在售 出售中 销售中 published publish enabled 1 true onsale onshelf",
    draft="draft 草稿 下架 已下架 未上架 unpublished private disabled 0 false hidden pending 仓库中",
    archived="archived 归档 已归档 停售 discontinued deleted",
)(ProductStatus)
_PATH = re.compile(r"\s*(?:>|＞|»|›|->|→)\s*")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,8})?")
_AMOUNT = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)\s*([^\d\s].{0,12})")
_CODE = re.compile(r"(?i)\b(?:id|code|no|number|model|mpn|ean|gtin|name|phone|zip)\b|编号|型号|货号|编码|代码|电话")


class Part(NamedTuple):
    """What one row says: the cells of the product, the variant, and what many columns may fill.
    `words` are the attributes as they stand in the row, "128GB" where the attribute is 128 with a unit."""

    id: str
    one: Mapping[str, Cell]
    variant: Variant
    attributes: list[Attribute]
    pictures: list[Image]
    words: dict[Localized, Localized]


class FlatProducts(OneRow):
    """Each row is a product with one variant. A sale price counts from its first day to its last, as
    of `now`; `told` counts what else happened to rows."""

    def __init__(self, columns: Columns, currency: str, now: datetime | None = None) -> None:
        self.columns, self._currency = columns, currency
        self._now = now or datetime.now(UTC)
        source = columns.of("id") or columns.of("handle") or columns.of("sku")
        self.ids = f"column {source}" if source else "a hash of the row, as it has no id, handle or SKU"
        self.told: Counter[str] = Counter()

    def record(self, values: Mapping[str, Any]) -> Product:
        """The product of a row."""
        part = self.part(values)
        return Product(id=part.id, title=title_of(part.one), variants=(part.variant,), **product_fields(part.one),
                       attributes=tuple(part.attributes), images=tuple(part.pictures))  # fmt: skip

    def part(self, values: Mapping[str, Any], group: str = "") -> Part:
        """What a row says; `group` is the product that it is a variant of."""
        cells = self.columns.cells(values)
        one = cells.one
        sku = text(one["sku"].value) if "sku" in one else ""
        own = next((found for name in ("id", "handle") if name in one and (found := text(one[name].value))), "")
        options, attributes, pictures = _loose(cells)
        if "weight" in one and (weight := _attribute_weight(one)):
            attributes.append(weight)
        id = text(one["variant_id"].value) if "variant_id" in one else (own or sku) if group else sku or own
        if not id:
            id = f"{group}/{'/'.join(o.value.zh or o.value.en for o in options)}"[:200].rstrip("/") if group else hashed_id(values)
        return Part(group or own or sku or id, one, self._variant(one, id, sku, options), attributes, pictures, _words(cells))

    def _variant(self, one: Mapping[str, Cell], id: str, sku: str, options: list[Option]) -> Variant:
        currency = text(one["currency"].value).upper() if "currency" in one else self._currency
        price, before = prices_of(one, currency, self._now, self.told)
        stock, availability, at = stock_of(one)
        return Variant(
            id=id,
            sku=sku,
            barcode=_barcode(one),
            options=tuple(options),
            price=price,
            compare_at=before,
            cost=price_of(one, "cost", currency),
            stock=stock,
            weight_grams=weight_of(one),
            image=url(one["variant_image"]) if "variant_image" in one else "",
            availability=availability,
            available_at=at,
        )


def prices_of(one: Mapping[str, Cell], currency: str, now: datetime, told: Counter[str]) -> tuple[Money | None, Money | None]:
    """What is paid at `now`, and the price that is struck through."""
    regular, sale, before = (price_of(one, name, currency) for name in ("price", "sale_price", "compare_at"))
    if sale:
        first, last = sale_days(one)
        if not ((first and first > now) or (last and last < now)):
            return sale, before or regular
        told["a sale price outside its days: the regular price counts until the file is imported in them"] += 1
    return regular, before


def sale_days(one: Mapping[str, Cell]) -> tuple[datetime | None, datetime | None]:
    """When a sale price begins and ends; None where it is not told. A last day counts in full."""
    first, last = one.get("sale_starts"), one.get("sale_ends")
    if "sale_dates" in one:  # Google: "2026-11-01T00:00+0800/2026-11-30T23:59+0800"
        cell = one["sale_dates"]
        start, slash, end = text(cell.value).partition("/")
        if not slash:
            raise InvalidRecord(cell.column, "two moments with / between them", cell.value)
        first, last = cell._replace(value=start.strip()), cell._replace(value=end.strip())
    until = moment(last) if last else None
    whole_day = until and last and not re.search(r"\d[T\s]\d", text(last.value))
    return moment(first) if first else None, until + timedelta(days=1, microseconds=-1) if until and whole_day else until


def product_fields(one: Mapping[str, Cell]) -> dict[str, Any]:
    """The fields of the product itself, but for id, title, variants, attributes and pictures."""
    return {
        "description": both(one, "description", body), "brand": both(one, "brand", line), "category": category_of(one),
        "tags": tuple(items(one["tags"].value)) if "tags" in one else (), "url": url(one["url"]) if "url" in one else "",
        "status": status_of(one), "created_at": created(one), **sale_of(one),
    }  # fmt: skip


def sale_of(one: Mapping[str, Cell]) -> dict[str, Any]:
    """Where the product is sold, and whether it is used up and bought again."""
    countries = tuple(dict.fromkeys(country_code(name) for name in items(one["sold_in"].value))) if "sold_in" in one else ()
    return {"sold_in": countries, "consumable": boolean(one["consumable"]) if "consumable" in one else None}


def title_of(one: Mapping[str, Cell]) -> Localized:
    """The title; `InvalidRecord` when there is none."""
    title = both(one, "title", line)
    if not title:
        raise InvalidRecord(one["title"].column if "title" in one else "title", "a title")
    return title


def both(one: Mapping[str, Cell], name: str, clean: Any) -> Localized:
    """A field from its plain column and the ones that say their language (these win)."""
    plain = one.get(name)
    found = localized(plain.value, clean) if plain else Localized()
    zh, en = one.get(f"{name}_zh"), one.get(f"{name}_en")
    if not (zh or en):
        return found
    return Localized(zh=(clean(zh.value) if zh else "") or found.zh, en=(clean(en.value) if en else "") or found.en)


def price_of(one: Mapping[str, Cell], name: str, currency: str) -> Money | None:
    """The price in a field, None when the cell is empty; never below 0."""
    cell = one.get(name)
    if cell is None:
        return None
    found = price(cell, currency)
    if found.amount < 0:
        raise InvalidRecord(cell.column, "a price of 0 or more", cell.value)
    return found


def status_of(one: Mapping[str, Cell]) -> ProductStatus:
    """Active unless the status or the published column says otherwise."""
    if "status" in one:
        status = choice(one["status"], STATUSES, "active, draft or archived")
        if status is not ProductStatus.ACTIVE:
            return status
    return ProductStatus.ACTIVE if "published" not in one or boolean(one["published"]) else ProductStatus.DRAFT


def created(one: Mapping[str, Cell]) -> Any:
    """When the product was made, None when not told."""
    return moment(one["created_at"]) if "created_at" in one else None


def weight_of(one: Mapping[str, Cell]) -> float | None:
    """The weight in grams, None when its unit is not known from the cell, its header or a column of units."""
    if "weight" not in one:
        return None
    cell = one["weight"]
    key = "".join(filter(str.isalpha, cell.column.lower()))
    unit = cell.unit or (text(one["weight_unit"].value) if "weight_unit" in one else "") or ("g" if "gram" in key else "")
    grams = units.grams(text(cell.value), unit)
    return None if grams is None else round(grams, 6)


def attribute(label: str, value: Any, flag: bool = False) -> list[Attribute]:
    """The attributes that a cell holds: a list of pairs or an object hold several. `flag` says that
    "true" and "false" in it are yes and no."""
    if not isinstance(value, dict | list):
        found = _attribute(_name(label), value, flag)
        return [found] if found else []
    if isinstance(value, dict):
        pairs = list(value.items())
    elif all(isinstance(v, list) and len(v) == 2 for v in value):
        pairs = [(v[0], v[1]) for v in value]
    elif all(isinstance(v, dict) and isinstance(v.get("name"), dict) and "value" in v for v in value):
        return [_exact(label, v) for v in value]
    elif all(isinstance(v, dict) and "name" in v and "value" in v for v in value):
        pairs = [(v["name"], v["value"]) for v in value]
    else:
        pairs = [(label, value)]
    return [a for name, v in pairs if v not in (None, "", [], {}) and (a := _attribute(_name(line(name)), v, flag))]


def _exact(label: str, value: dict[str, Any]) -> Attribute:
    """An attribute as `to_dict` writes it, in both languages."""
    try:
        return from_dict(Attribute, value)
    except InvalidRecord as error:
        raise InvalidRecord(label, f"attributes with {error.field} as {error.expected}", value) from None


@lru_cache(16384)
def _name(label: str) -> tuple[Localized, bool]:
    """A name in its language, and whether it speaks of codes, whose digits are not a number."""
    return Localized.of(label, language.detect(label)), bool(_CODE.search(label))


def _attribute(name: tuple[Localized, bool], value: Any, flag: bool) -> Attribute | None:
    if isinstance(value, bool):
        return Attribute(name[0], value)
    if isinstance(value, int | float):
        return Attribute(name[0], float(value)) if value == value and abs(value) < 1e300 else None
    plain = line(value)
    if flag and plain.lower() in ("true", "false"):
        return Attribute(name[0], plain.lower() == "true")
    if plain[:1].isdigit() or plain[:1] == "-":
        if _NUMBER.fullmatch(plain) and not name[1]:
            return Attribute(name[0], float(plain))
        if (amount := _AMOUNT.fullmatch(plain)) and units.parse_quantity(plain):
            return Attribute(name[0], float(amount[1]), amount[2].strip())
    return Attribute(name[0], localized(plain, line)) if plain else None


def _loose(cells: Cells) -> tuple[list[Option], list[Attribute], list[Image]]:
    """Options, attributes and pictures: the fields that many columns may fill."""
    options = listed_options(cells.one["options"]) if "options" in cells.one else []
    attributes = attribute("attributes", unpacked(cells.one["attributes"].value)) if "attributes" in cells.one else []
    pictures: dict[str, Image] = {}
    for field, value in cells.many:
        if field.target == "image":
            pictures.update((image.url, image) for image in images_of(Cell(value, field.column)))
        elif field.target == "option":
            options.append(Option(Localized.of(field.label, language.detect(field.label)), localized(value, line)))
        else:
            attributes.extend(attribute(field.label, value, field.column[:7].lower() == "attr_b_"))
    codes = cells.one.get("barcode")
    if codes and isinstance(codes.value, list) and len(codes.value) > 1:
        attributes.extend(attribute(label_of(codes.column), ", ".join(map(text, codes.value))))
    return options, attributes, list(pictures.values())


def _words(cells: Cells) -> dict[Localized, Localized]:
    plain = ((field, value) for field, value in cells.many if field.target == "attribute" and isinstance(value, str | int | float))
    return {_name(field.label)[0]: localized(value, line) for field, value in plain}


def images_of(cell: Cell) -> list[Image]:
    """The pictures of a cell; those of a list of objects may bring their alternative text."""
    value = unpacked(cell.value)
    if not isinstance(value, list) or not any(isinstance(v, dict) for v in value):
        return [Image(u) for u in urls(cell)]
    pairs = [(v.get("url") or v.get("src"), v.get("alt") or "") if isinstance(v, dict) else (v, "") for v in value]
    return [Image(url(Cell(address, cell.column)), localized(alt, line)) for address, alt in pairs if address]


def listed_options(cell: Cell) -> list[Option]:
    """Options in one cell: an object {"color": "red"}, or a list of {"name": …, "value": …}."""
    value = unpacked(cell.value)
    pairs = list(value.items()) if isinstance(value, dict) else [
        (v["name"], v["value"]) for v in value if isinstance(v, dict) and "name" in v and "value" in v
    ] if isinstance(value, list) else []  # fmt: skip
    if not pairs and value not in ([], {}):
        raise InvalidRecord(cell.column, 'options such as {"color": "red", "size": "M"}', cell.value)
    return [Option(localized(name, line), localized(v, line)) for name, v in pairs if v not in (None, "")]


def _attribute_weight(one: Mapping[str, Cell]) -> Attribute | None:
    """A weight whose unit nobody told stays as the attribute it was in the file."""
    return next(iter(attribute(label_of(one["weight"].column), one["weight"].value)), None) if weight_of(one) is None else None


def category_of(one: Mapping[str, Cell]) -> tuple[Localized, ...]:
    """The path of a category, step by step."""
    parts: list[Localized] = []
    for name in ("parent_category", "category"):
        if name in one:
            value = one[name].value
            steps = value if isinstance(value, list) else [value] if isinstance(value, dict) else _steps(text(value))
            parts += [found for step in steps if (found := localized(step, line))]
    if not parts and ("category_zh" in one or "category_en" in one):
        return paired(*(_PATH.split(line(one[n].value)) if n in one else [] for n in ("category_zh", "category_en")))
    return tuple(dict.fromkeys(parts))


@lru_cache(4096)
def _steps(path: str) -> tuple[str, ...]:
    return tuple(_PATH.split(path))


def paired(zh: list[str], en: list[str]) -> tuple[Localized, ...]:
    """Two paths, step by step."""
    count = max(len(zh), len(en))
    zh, en = zh + [""] * (count - len(zh)), en + [""] * (count - len(en))
    return tuple(Localized(zh=a, en=b) for a, b in zip(zh, en, strict=True))


def _barcode(one: Mapping[str, Cell]) -> str:
    value = one["barcode"].value if "barcode" in one else ""
    return text(value[0]) if isinstance(value, list) else text(value)


def stock_of(one: Mapping[str, Cell]) -> tuple[int | None, Availability | None, datetime | None]:
    """How many there are (None: not counted), how one is ordered when there is none, and when it comes."""
    there, how, at = availability(one["in_stock"]) if "in_stock" in one else (True, None, None)
    stock = whole(one["stock"]) if "stock" in one else None if there else 0
    return stock, how, moment(one["available_at"]) if "available_at" in one else at
