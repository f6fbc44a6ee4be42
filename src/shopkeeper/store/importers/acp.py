"""The product feed of the Agentic Commerce Protocol: a folder of `metadata.json` and `products.jsonl`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson

from ...shop import Attribute, Availability, Image, InvalidFile, InvalidRecord, Localized, Money, Option, Product, Variant
from ...text import language
from .grouped import in_common
from .layout import OneRow
from .products import OTHER_CATEGORIES
from .row import Row
from .values import Cell, body, line, localized, text, url

METADATA, PRODUCTS = "metadata.json", "products.jsonl"
CONDITION = Localized(en="condition")
_STATUS: dict[str, tuple[int | None, Availability | None]] = {
    "in_stock": (None, None), "limited_stock": (None, None), "out_of_stock": (0, None), "discontinued": (0, None),
    "preorder": (None, Availability.PREORDER), "pre_order": (None, Availability.PREORDER), "backorder": (None, Availability.BACKORDER),
}  # fmt: skip


def products_file(path: Path) -> tuple[Path, str]:
    """The file of products that a folder, or the metadata beside it, stands for, and what the metadata
    says; any other path is its own. `InvalidFile` when the products are not there."""
    folder = path if path.is_dir() else path.parent if path.name == METADATA else None
    if folder is None:
        return path, _told(path.parent / METADATA) if path.name.startswith(PRODUCTS) else ""
    found = next((p for name in (PRODUCTS, f"{PRODUCTS}.gz") if (p := folder / name).is_file()), None)
    if found is None:
        raise InvalidFile(f"{path}: expected a file, or a folder with {PRODUCTS} (and {METADATA}) in it")
    return found, _told(folder / METADATA)


def _told(path: Path) -> str:
    try:
        data = orjson.loads(path.read_bytes())
    except OSError:
        return ""
    except orjson.JSONDecodeError as error:
        raise InvalidFile(f"{path}: expected a JSON object with the id of the feed ({error})") from None
    if not isinstance(data, dict) or not isinstance(data.get("id"), str):
        raise InvalidFile(f"{path}: expected a JSON object with the id of the feed")
    more = [f"{name} {data[name]}" for name in ("target_country", "updated_at") if data.get(name)]
    return ", ".join([f"feed {data['id']}", *more])


def is_acp(rows: Sequence[Row]) -> bool:
    """Whether most rows are products of the protocol: an id, and variants that say their title."""
    found = [r.values for r in rows if not r.problem]
    return bool(found) and 2 * sum(_is_product(v) for v in found) >= len(found)


def _is_product(values: Mapping[str, Any]) -> bool:
    variants = values.get("variants")
    first = variants[0] if isinstance(variants, list) and variants else None
    return "id" in values and isinstance(first, dict) and isinstance(first.get("title"), str) and not isinstance(values.get("title"), dict)


class AcpProducts(OneRow):
    """A line is a product with its variants. A variant's id is its SKU too."""

    ids = "field id"

    def record(self, values: Mapping[str, Any]) -> Product:
        """The product of a line; errors name the dotted path of the field."""
        variants = _listed(values, "variants")
        if not variants:
            raise InvalidRecord("variants", "at least one variant", values.get("variants"))
        made = tuple(_variant(v, f"variants[{i}]") for i, v in enumerate(variants))
        titles = [line(v.get("title")) for v in variants]
        title = line(values.get("title")) or in_common(titles)
        paths = list(dict.fromkeys(c for i, v in enumerate(variants) for c in _categories(v, f"variants[{i}]")))
        conditions = dict.fromkeys(line(c) for v in variants for c in v.get("condition") or ())
        images = [i for place, v in enumerate(variants) for i in _media(v, f"variants[{place}].media")]
        return Product(
            id=_id(values, "id"),
            title=Localized.of(title, language.detect(title)) if title else Localized(),
            variants=made,
            description=_description(values) or next((d for v in variants if (d := _description(v))), Localized()),
            category=tuple(localized(step, line) for step in paths[0].split(" > ")) if paths else (),
            attributes=(
                *(Attribute(OTHER_CATEGORIES, localized(path, line)) for path in paths[1:]),
                *(Attribute(CONDITION, localized(c, line)) for c in conditions if c),
            ),
            images=tuple({image.url: image for image in reversed([*_media(values, "media"), *images])}.values())[::-1],
            url=url(Cell(values["url"], "url")) if values.get("url") else "",
        )

    def _in_their_words(self, error: InvalidRecord) -> InvalidRecord:
        return error


def _variant(values: Mapping[str, Any], path: str) -> Variant:
    if not line(values.get("title")):
        raise InvalidRecord(f"{path}.title", "a title", values.get("title"))
    stock, how = _availability(values.get("availability"), f"{path}.availability")
    id = _id(values, f"{path}.id")
    codes = _listed(values, "barcodes", path)
    pictures = _media(values, f"{path}.media")
    return Variant(
        id=id,
        sku=id,
        barcode=text(codes[0].get("value")) if codes else "",
        options=tuple(_option(option) for option in _listed(values, "variant_options", path)),
        price=_price(values.get("price"), f"{path}.price"),
        compare_at=_price(values.get("list_price"), f"{path}.list_price"),
        stock=stock,
        image=pictures[0].url if pictures else "",
        availability=how,
    )


def _option(values: Mapping[str, Any]) -> Option:
    return Option(localized(values.get("name") or "", line), localized(values.get("value") or "", line))


def _id(values: Mapping[str, Any], path: str) -> str:
    id = text(values.get("id"))
    if not id:
        raise InvalidRecord(path, "an id", values.get("id"))
    return id


def _listed(values: Mapping[str, Any], name: str, path: str = "") -> list[dict[str, Any]]:
    found = values.get(name) or []
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        raise InvalidRecord(f"{path}.{name}".lstrip("."), "a list of objects", found)
    return found


def _price(value: Any, path: str) -> Money | None:
    if value is None:
        return None
    try:
        found = Money(value["amount"], value["currency"])
    except (KeyError, TypeError, InvalidRecord):
        raise InvalidRecord(path, 'minor units and their currency, such as {"amount": 7999, "currency": "USD"}', value) from None
    if found.amount < 0:
        raise InvalidRecord(path, "an amount of 0 or more", value)
    return found


def _availability(value: Any, path: str) -> tuple[int | None, Availability | None]:
    if value is None:
        return None, None
    status = value.get("status") if isinstance(value, dict) else value
    if status is None and isinstance(value, dict):
        return (0 if value.get("available") is False else None), None
    if not isinstance(status, str) or status not in _STATUS:
        raise InvalidRecord(f"{path}.status", "one of " + ", ".join(s for s in _STATUS if s != "pre_order"), status)
    return _STATUS[status]


def _description(values: Mapping[str, Any]) -> Localized:
    said = values.get("description")
    plain = said if isinstance(said, str) else next((said[n] for n in ("plain", "html", "markdown") if said.get(n)), "") if said else ""
    return localized(plain, body)


def _categories(values: Mapping[str, Any], path: str) -> list[str]:
    paths = [line(c.get("value")) for c in _listed(values, "categories", path)]
    return [" > ".join(step.strip() for step in path.split(">")) for path in paths if path]


def _media(values: Mapping[str, Any], path: str) -> list[Image]:
    name = path.rpartition(".")[2]
    found = [m for m in _listed(values, name, path.rpartition(".")[0]) if m.get("type", "image") == "image" and m.get("url")]
    return [Image(url(Cell(m["url"], f"{path}.url")), localized(m.get("alt_text") or "", line)) for m in found]
