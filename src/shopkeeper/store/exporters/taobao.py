"""Taobao's 数据包: UTF-16, tab-separated, a line for its version and two for the headers."""

from __future__ import annotations

import hashlib
from datetime import timedelta, timezone

from ...shop import Localized, Product, ProductStatus, Variant
from ...text.spreadsheet import NamedSheet
from ..importers.taobao import ARTICLE, BRAND, CATEGORY, COLOUR, CONDITION, NAMES, POINT, SHELVES, SIZE
from .job import Job
from .words import NO_SKU, Told, amount_in, as_html, plain, value_of

_HEADERS = (
    "title 宝贝名称", "cid 宝贝类目", "seller_cids 店铺类目", "stuff_status 新旧程度", "location_state 省", "location_city 城市",
    "item_type 出售方式", "price 宝贝价格", "auction_increment 加价幅度", "num 宝贝数量", "valid_thru 有效期", "freight_payer 运费承担",
    "post_fee 平邮", "ems_fee EMS", "express_fee 快递", "has_invoice 发票", "has_warranty 保修", "approve_status 放入仓库",
    "has_showcase 橱窗推荐", "list_time 开始时间", "description 宝贝描述", "cateProps 宝贝属性", "postage_id 邮费模版ID",
    "has_discount 会员打折", "modified 修改时间", "upload_fail_msg 上传状态", "picture_status 图片状态", "auction_point 返点比例",
    "picture 新图片", "video 视频", "skuProps 销售属性组合", "inputPids 用户输入ID串", "inputValues 用户输入名-值对", "outer_id 商家编码",
    "propAlias 销售属性别名", "auto_fill 代充类型", "num_id 数字ID", "item_weight 物流重量", "barcode 商品条形码", "sku_barcode sku条形码",
    "subtitle 宝贝卖点", "input_custom_cpv 自定义属性值",
)  # fmt: skip
_NAMES = tuple(header.split()[0] for header in _HEADERS)
_USUAL = {"stuff_status": "1", "item_type": "1", "valid_thru": "7", "freight_payer": "2", "has_invoice": "0", "has_warranty": "0"}
_HELD = ("when it was made", "the weight", "the stock as a number", "attributes", "that a value is yes or no: it is a word there",
         "prices in a currency that is not the shop's")  # fmt: skip
_CONDITIONS = {"闲置": "2", "二手": "3"}
_BEIJING = timezone(timedelta(hours=8))
_BREAKS = str.maketrans({",": "，", ";": "；", ":": "："})  # what Taobao reads as the end of a value
Row = dict[str, str]


def write(job: Job) -> int:
    """A row for each product."""
    file = job.out.text(encoding="utf-16")
    file.write("version 1.00\r\n")
    sheet = NamedSheet(file, _NAMES, "excel-tab")
    sheet.row(header.split(" ", 1)[1] for header in _HEADERS)
    rows = 0
    for rows, product in enumerate(job.records, 1):  # noqa: B007
        sheet.named(_row(job, product))
    return rows


def _row(job: Job, product: Product) -> Row:
    told = Told(job, product)
    alone = len(product.variants) == 1 and not product.variants[0].options
    codes = all(v.sku == v.id or (alone and not v.sku and v.id == product.id and v.id.isdigit()) for v in product.variants)
    told.common(*_HELD, *([NO_SKU] if codes else []))
    first = product.variants[0]
    facts = {a.name: told(a.value) if isinstance(a.value, Localized) else value_of(a, job.language) for a in product.attributes}
    _check(told, facts)
    return _USUAL | {
        "title": told(product.title), "cid": facts.get(CATEGORY, ""), "seller_cids": facts.get(SHELVES, ""),
        "stuff_status": _CONDITIONS.get(facts.get(CONDITION, ""), "1"), "price": amount_in(first.price, "CNY"),
        "num": _total(product), "approve_status": "1" if product.status is ProductStatus.ACTIVE else "2",
        "list_time": product.created_at.astimezone(_BEIJING).strftime("%Y-%m-%d %H:%M:%S") if product.created_at else "",
        "description": as_html(told(product.description)),
        "subtitle": facts.get(POINT, ""), "item_weight": "" if first.weight_grams is None else plain(round(first.weight_grams / 1000, 9)),
        "num_id": product.id if product.id.isdigit() else "", **_inputs(told, facts),
        **(_alone(told, product) if alone else _choices(told, product)),
    }  # fmt: skip


def _check(told: Told, facts: dict[Localized, str]) -> None:
    """Counts what there is no column for."""
    product = told.product
    kept = (CATEGORY, SHELVES, CONDITION, POINT, NAMES[ARTICLE])
    lost = {
        "attributes that Taobao has no column for": any(name not in kept for name in facts) or len(facts) < len(product.attributes),
        "the category: Taobao knows numbers": product.category and CATEGORY not in facts,
        "a struck-through price": any(v.compare_at for v in product.variants),
        "prices that are not in yuan": any(v.price and v.price.currency != "CNY" for v in product.variants),
        "weights that differ": len({v.weight_grams for v in product.variants}) > 1,
    }
    for what, there in lost.items():
        if there:
            told.lost(what)


def _total(product: Product) -> str:
    counts = [v.stock for v in product.variants if v.stock is not None]
    return str(sum(counts)) if counts else ""


def _inputs(told: Told, facts: dict[Localized, str]) -> Row:
    """Brand and article number, which sellers type in."""
    said = {BRAND: told(told.product.brand).translate(_BREAKS), ARTICLE: facts.get(NAMES[ARTICLE], "").translate(_BREAKS)}
    filled = {pid: value for pid, value in said.items() if value}
    return {"inputPids": ",".join(filled), "inputValues": ",".join(filled.values())}


def _alone(told: Told, product: Product) -> Row:
    variant = product.variants[0]
    code = variant.sku or ("" if product.id.isdigit() else product.id)
    if not product.id.isdigit() and variant.sku and variant.sku != product.id:
        told.lost("an id that is neither a number nor the SKU")
    return {"outer_id": code, "barcode": variant.barcode, "picture": _pictures([image.url for image in product.images], {})}


def _choices(told: Told, product: Product) -> Row:
    """The variants: choices under numbers of our own with their names, colours and sizes only."""
    pids = _pids(told, product)
    vids: dict[tuple[str, str], str] = {}
    skus: list[str] = []
    own: dict[str, str] = {}
    for variant in product.variants:
        props = []
        for option in variant.options:
            if (pid := pids.get(option.name)) is not None:
                word = told(option.value).translate(_BREAKS)
                props.append(f"{pid}:{vids.setdefault((pid, word), str(-1001 - len(vids)))}")
        code = _code(product, variant, told)
        skus.append(f"{amount_in(variant.price, 'CNY')}:{_count(variant)}:{code}:{';'.join(props)};" if props else "")
        if variant.image and props and own.setdefault(props[0], variant.image) != variant.image:
            told.lost("a second picture of one colour")
    if not all(skus):
        told.lost("variants that no colour or size tells apart")
    words = "".join(f"{pid}:{vid}:{word};" for (pid, word), vid in vids.items())
    shared = [image.url for image in product.images if image.url not in own.values()]
    return {
        "outer_id": "" if product.id.isdigit() else product.id, "skuProps": "".join(skus), "propAlias": words, "input_custom_cpv": words,
        "sku_barcode": "".join(f"{v.barcode};" for v in product.variants) if any(v.barcode for v in product.variants) else "",
        "picture": _pictures(shared, own),
    }  # fmt: skip


def _count(variant: Variant) -> str:
    return "" if variant.stock is None else str(variant.stock)


def _code(product: Product, variant: Variant, told: Told) -> str:
    """The SKU; none for an id that the import makes from the choices."""
    made = f"{product.id}/{'/'.join(told(o.value) for o in variant.options)}"[:200]
    return (variant.sku or ("" if variant.id == made else variant.id)).translate(_BREAKS)


def _pids(told: Told, product: Product) -> dict[Localized, str]:
    """The number for each option: colour and size under theirs, others where one of these is free."""
    names = list(dict.fromkeys(option.name for variant in product.variants for option in variant.options))
    found = {name: pid for pid in (COLOUR, SIZE) for name in names if name == NAMES[pid]}
    for name in names:
        free = [pid for pid in (COLOUR, SIZE) if pid not in found.values()]
        if name not in found and free:
            colour = any("colo" in word.lower() or "颜色" in word for word in name.all)
            found[name] = COLOUR if colour and COLOUR in free else free[-1] if not colour else free[0]
            told.lost("the name of an option: 颜色 or 尺码 stands there")
        elif name not in found:
            told.lost("a third option")
    return found


def _pictures(shared: list[str], own: dict[str, str]) -> str:
    main = [f"{_name(url)}:1:{place}:|{url};" for place, url in enumerate(shared)]
    return "".join([*main, *(f"{_name(url)}:2:0:{prop}|{url};" for prop, url in own.items())])


def _name(url: str) -> str:
    """What the file of a picture would be called."""
    return hashlib.blake2b(url.encode(), digest_size=16).hexdigest()
