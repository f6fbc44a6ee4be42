"""Products of public catalogues as facts, with the copy that people wrote for them where there is some."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from _machine import data

from shopkeeper.shop import Language
from shopkeeper.store.importers import read_rows
from shopkeeper.text.attributes import values_of

Pairs = list[list[Any]]
_GAP = re.compile(r"<UNK>|BRAND")
_DOUBLED = re.compile(r"“”|([，。、；！~])[，。、；！~]+")
_FABRIC = re.compile(r"\b(\d{1,3}% (?!Premium)[A-Z][a-z]+(?:, \d{1,3}% [A-Z][a-z]+)*)")
_SILENT = ("attr_n_last_change", "attr_n_processor_ark_id", "attr_t_harmonized_system__hs__code", "attr_t_oem_code")
_UNTOLD = ("", "n/a", "其他", "其他/other", "other/其他", "属性见描述")


@dataclass(frozen=True, slots=True)
class Sold:
    """What is known of a product, and what a person wrote of it (empty where nobody did)."""

    facts: Pairs
    language: Language
    reference: str = ""


def sold(source: str, size: int | None = None) -> list[Sold]:
    """The first products of a source, all of them without a size."""
    return list(islice(SOURCES[source](), size))


def advertisegen() -> Iterator[Sold]:
    """Clothes: "类型#裙*颜色#黑色" beside an advertising text, the gaps of its brands and rare words closed."""
    for values in _rows("writing/zh_advertisegen.dev.jsonl.gz"):
        yield Sold([pair.split("#", 1) for pair in values["content"].split("*")], "zh", cleaned(values["summary"]))


def bigbasket() -> Iterator[Sold]:
    """Groceries and cosmetics with their descriptions."""
    for values in _rows("writing/en_bigbasket.dev.jsonl.gz"):
        facts = [["category", values["type"]], *_pairs(values, ("brand", "sale_price", "market_price"))]
        if values.get("description"):
            yield Sold([["title", values["product"]], *facts], "en", " ".join(str(values["description"]).split()))


def livostyle() -> Iterator[Sold]:
    """Fashion: title, type, the tags that say what it is like under the name of what they say, the composition that the description names,
    and the price."""
    for values in _rows("catalog/livostyle.jsonl.gz"):
        facts = [["title", values["title"]], ["category", values["product_type"]]]
        for tag in str(values["tags"] or "").split(" | "):
            facts += [[kind.replace("_", " "), tag] for kind, _ in values_of(tag)[:1] if [kind.replace("_", " "), tag] not in facts]
        facts += [["material", found[0]] for found in [_FABRIC.search(str(values["description"] or ""))] if found]
        facts += [["price", f"{values['price_min_usd']} USD"]]
        yield Sold([pair for pair in facts if pair[1]], "en", " ".join(str(values["description"] or "").split()))


def icecat() -> Iterator[Sold]:
    """Electronics and office: title, maker and every attribute that describes the thing; those with three at least."""
    for values in _rows("search/icecat/products.jsonl.gz"):
        attributes = [[name, value] for name, value in values.items() if name.startswith("attr_") and _describes(name)]
        if len(attributes) >= 3:
            yield Sold([*_pairs(values, ("title", "supplier")), *attributes], "en")


def litemall() -> Iterator[Sold]:
    """Chinese goods for the home."""
    for values in _rows("catalog/litemall.jsonl"):
        yield Sold([*_pairs(values, ("title", "category", "brand")), *_told(values["attributes"])], "zh")


def openbg() -> Iterator[Sold]:
    """Chinese titles of a market place with their attributes."""
    for values in _rows("catalog/openbg_items.dev.jsonl.gz"):
        told = [pair for pair in _told(values["attributes"]) if pair[0] not in ("配送安装地区", "商品条形码", "能效备案号", "批准文号")]
        yield Sold([["title", values["title"]], ["category", values["fine"]], *told], "zh")


SOURCES: dict[str, Callable[[], Iterator[Sold]]] = {
    "advertisegen": advertisegen, "bigbasket": bigbasket, "livostyle": livostyle, "icecat": icecat, "litemall": litemall, "openbg": openbg}


def cleaned(text: str) -> str:
    """A text of AdvertiseGen without its gaps, and without the marks that they leave behind."""
    return _DOUBLED.sub(lambda found: found[1] or "", _GAP.sub("", text)).strip("，、 ")


def _rows(path: str) -> Iterator[dict[str, Any]]:
    file: Path = data() / path
    return (dict(row.values) for row in read_rows(file))


def _pairs(values: dict[str, Any], names: tuple[str, ...]) -> Pairs:
    return [[name, values[name]] for name in names if values.get(name) not in (None, "")]


def _told(attributes: Pairs) -> Pairs:
    return [[name, value] for name, value in attributes if str(value).strip().lower() not in _UNTOLD]


def _describes(name: str) -> bool:
    """Whether an attribute is of the thing itself, not of its parcel or its lists."""
    return name not in _SILENT and not re.match(r"attr_._(package|pallet|master|quantity_per|storage_|last_change|harmonized)", name)
