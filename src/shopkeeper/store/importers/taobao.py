"""Taobao's 数据包: tab-separated text with a line for its version, English and Chinese headers, then the goods."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, NamedTuple

from ...shop import Attribute, Image, InvalidRecord, Localized, Money, Option, Product, ProductStatus, Variant
from ...text import language, units
from .columns import bare_key
from .layout import OneRow, hashed_id
from .products import both, title_of
from .values import Cell, body, line, localized, moment, price, text, url, whole
from .vendor import Vendor, fields_of

_FIELDS = {
    "title": "title 宝贝名称", "cid": "cid 宝贝类目", "seller_cids": "sellercids 店铺类目", "condition": "stuffstatus 新旧程度",
    "price": "price 宝贝价格", "num": "num 宝贝数量", "approve": "approvestatus 放入仓库", "listed": "listtime 开始时间",
    "description": "description 宝贝描述", "picture": "picture 新图片", "skus": "skuprops 销售属性组合",
    "input_pids": "inputpids 用户输入id串", "input_values": "inputvalues 用户输入名值对", "outer_id": "outerid 商家编码",
    "alias": "propalias 销售属性别名", "num_id": "numid 数字id", "weight": "itemweight 物流重量", "barcode": "barcode 商品条形码",
    "sku_barcode": "skubarcode sku条形码", "selling_point": "subtitle 宝贝卖点", "custom": "inputcustomcpv 自定义属性值",
}  # fmt: skip
_BY_NAME = {name: field for field, names in _FIELDS.items() for name in names.split()}
_NEEDS = (frozenset(("title", "cid", "num", "price")), frozenset(("宝贝名称", "宝贝价格", "宝贝数量")))
_TELLING = frozenset("stuffstatus skuprops approvestatus sellercids 宝贝类目 新旧程度 销售属性组合 放入仓库 店铺类目".split())
_START = re.compile(r"([^:]*):([^:]*):([^:]*):(-?\d+:-?\d+)")
_BEIJING = timezone(timedelta(hours=8))
_CONDITIONS = {"2": Localized(zh="闲置"), "3": Localized(zh="二手")}
COLOUR, SIZE, BRAND, ARTICLE = "1627207", "20509", "20000", "13021751"
NAMES = {COLOUR: Localized(zh="颜色"), SIZE: Localized(zh="尺码"), ARTICLE: Localized(zh="货号")}
CATEGORY, SHELVES = Localized(zh="宝贝类目", en="Taobao category"), Localized(zh="店铺类目", en="Taobao shop categories")
CONDITION, POINT = Localized(zh="新旧程度"), Localized(zh="卖点")


def is_taobao(columns: Iterable[str]) -> bool:
    """Whether these are the headers of a 数据包, English or Chinese."""
    keys = {bare_key(c) for c in columns}
    return bool(keys & _TELLING) and any(keys >= needs for needs in _NEEDS)


class _Sku(NamedTuple):
    price: str
    num: str
    code: str
    props: tuple[str, ...]


class TaobaoProducts(Vendor, OneRow):
    """Each row is a product; its `skuProps` are the variants. Prices are yuan, times Beijing's."""

    ids = "column num_id, else outer_id"
    known = tuple(_FIELDS)

    def __init__(self, columns: Sequence[str], mapping: Mapping[str, str]) -> None:
        self.fields = fields_of(columns, _FIELDS, lambda column: _BY_NAME.get(bare_key(column), ""), mapping)
        self.told: Counter[str] = Counter()

    def record(self, values: Mapping[str, Any]) -> Product:
        """The product of a row."""
        one = self.cells(values)
        code = _of(one, "outer_id")
        id = _of(one, "num_id") or code or hashed_id(values)
        pictures, by_prop = self._pictures(one)
        variants = self._variants(one, id, by_prop) or (self._alone(one, id, code),)
        images = {i.url: i for i in (*pictures, *(Image(v.image) for v in variants if v.image))}
        cid = _of(one, "cid")
        return Product(
            id=id,
            title=title_of(one),
            variants=variants,
            description=both(one, "description", body),
            brand=localized(_inputs(one).get(BRAND, "").partition(";")[0], line),
            category=() if cid.isdigit() or not cid else tuple(localized(step, line) for step in re.split(r"\s*>+\s*", cid) if step),
            attributes=_attributes(one),
            images=tuple(images.values()),
            status=ProductStatus.DRAFT if _of(one, "approve").lower() in ("2", "instock") else ProductStatus.ACTIVE,
            created_at=_listed(one),
        )

    def _in_their_words(self, error: InvalidRecord) -> InvalidRecord:
        return self.in_their_words(error)

    def _alone(self, one: Mapping[str, Cell], id: str, code: str) -> Variant:
        return Variant(
            id=code or id, sku=code, barcode=_of(one, "barcode"), price=_yuan(one["price"]) if "price" in one else None,
            stock=whole(one["num"]) if "num" in one else None, weight_grams=_grams(one),
        )  # fmt: skip

    def _variants(self, one: Mapping[str, Cell], product: str, pictures: Mapping[str, str]) -> tuple[Variant, ...]:
        words = {k: v for field in ("custom", "alias") for k, v in _triples(_of(one, field)).items()}
        codes = _of(one, "sku_barcode").split(";")
        made = []
        for place, sku in enumerate(_skus(one)):
            options = tuple(self._option(prop, words) for prop in sku.props)
            own = "/".join(o.value.zh or o.value.en for o in options)
            made.append(Variant(
                id=sku.code or f"{product}/{own}"[:200], sku=sku.code, barcode=codes[place].strip() if place < len(codes) else "",
                options=options, price=_yuan(one["skus"]._replace(value=sku.price)) if sku.price else None,
                stock=whole(one["skus"]._replace(value=sku.num)) if sku.num else None, weight_grams=_grams(one),
                image=next((pictures[p] for p in sku.props if p in pictures), ""),
            ))  # fmt: skip
        return tuple(made)

    def _option(self, prop: str, words: Mapping[str, str]) -> Option:
        """A choice in words: its alias, else its number, as Taobao alone knows what that is called."""
        pid, _, vid = prop.partition(":")
        if prop not in words:
            self.told["a choice that propAlias gives no name: Taobao's number stands there"] += 1
        return Option(NAMES.get(pid, Localized(zh=f"属性{pid}")), localized(words.get(prop, vid), line))

    def _pictures(self, one: Mapping[str, Cell]) -> tuple[list[Image], dict[str, str]]:
        """The pictures by their position, and those of choices by "pid:vid"."""
        found: list[tuple[int, str]] = []
        by_prop = {}
        for part in filter(None, _of(one, "picture").split(";")):
            told, _, address = part.partition("|")
            place = [*told.split(":"), "", "", ""][2]
            prop = ":".join(told.split(":")[3:5]).strip(":")
            if not address.strip():
                self.told["a picture that lies beside the file, not on the web: left out"] += 1
            elif prop:
                by_prop[prop] = url(one["picture"]._replace(value=address))
            else:
                found.append((int(place) if place.isdigit() else len(found), url(one["picture"]._replace(value=address))))
        return [Image(u) for u in dict.fromkeys(u for _, u in sorted(found, key=lambda f: f[0]))], by_prop


def _of(one: Mapping[str, Cell], field: str) -> str:
    return text(one[field].value) if field in one else ""


def _yuan(cell: Cell) -> Money:
    found = price(cell, "CNY")
    if found.amount < 0:
        raise InvalidRecord(cell.column, "a price of 0 or more", cell.value)
    return found


def _skus(one: Mapping[str, Cell]) -> list[_Sku]:
    """Price, stock, code and choices of each variant: "68:10:A-1:1627207:28320;20509:28314;70:3:A-2:…"."""
    found: list[_Sku] = []
    for part in filter(None, (p.strip() for p in _of(one, "skus").split(";"))):
        if start := _START.fullmatch(part):
            found.append(_Sku(start[1].strip(), start[2].strip(), start[3].strip(), (start[4],)))
        elif found and re.fullmatch(r"-?\d+:-?\d+", part):
            found[-1] = found[-1]._replace(props=(*found[-1].props, part))
        else:
            expected = "price:number:code:property:value;property:value;… for each variant"
            raise InvalidRecord(one["skus"].column, expected, part)
    return found


def _triples(plain: str) -> dict[str, str]:
    """"1627207:28320:枣红;…" as {"1627207:28320": "枣红"}."""
    parts = (part.split(":", 2) for part in plain.split(";") if part.count(":") >= 2)
    return {f"{pid.strip()}:{vid.strip()}": word.strip() for pid, vid, word in parts if word.strip()}


def _inputs(one: Mapping[str, Cell]) -> dict[str, str]:
    """What a seller typed in for a property, by its number."""
    pids, said = _of(one, "input_pids").split(","), _of(one, "input_values").split(",")
    return {pid.strip(): value.strip() for pid, value in zip(pids, said, strict=False) if value.strip()}


def _attributes(one: Mapping[str, Cell]) -> tuple[Attribute, ...]:
    cid, shelves, inputs = _of(one, "cid"), _of(one, "seller_cids").strip(","), _inputs(one)
    article, category = inputs.get(ARTICLE, ""), cid if cid.isdigit() else ""
    found = [(POINT, _of(one, "selling_point")), (NAMES[ARTICLE], article), (CATEGORY, category), (SHELVES, shelves)]
    said = [Attribute(name, Localized.of(line(value), language.detect(value))) for name, value in found if value]
    condition = _CONDITIONS.get(_of(one, "condition"))
    own = [a for field, cell in one.items() if field.startswith("attribute:") for a in [(field.partition(":")[2], cell.value)]]
    said += [Attribute(Localized.of(name, language.detect(name)), localized(value, line)) for name, value in own]
    return (*said, Attribute(CONDITION, condition)) if condition else tuple(said)


def _grams(one: Mapping[str, Cell]) -> float | None:
    found = units.grams(_of(one, "weight"), "kg") if "weight" in one else None
    return round(found, 6) if found else None


def _listed(one: Mapping[str, Cell]) -> datetime | None:
    plain = _of(one, "listed")
    if not plain or plain.startswith("1970"):
        return None
    return moment(one["listed"]).replace(tzinfo=_BEIJING)
