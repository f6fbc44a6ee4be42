"""Google Merchant's product feed: tab-separated text, RSS 2.0 or Atom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from ...shop import Attribute, Localized, to_dict
from .columns import bare_key
from .feed import FeedProducts
from .products import OTHER_CATEGORIES, attribute
from .rows import Source
from .values import line, localized, text

VARIANT = "variant"  # the section of a detail that is an option, where Google has no name for it
_NEEDS = frozenset(("id", "title", "link", "imagelink"))
_FIELDS = re.compile(r"((?:\\.|[^:\\])*):((?:\\.|[^:\\])*):((?:\\.|[^\\])*)", re.S)
_ITEMS = re.compile(r"(?:\\.|[^,\\])+", re.S)


def is_google(source: Source) -> bool:
    """Whether a file is a feed of Google's: XML with an id and a title, or a table with its names."""
    keys = {bare_key(c) for c in source.columns}
    return keys >= ({"id", "title"} if source.format == "xml" else _NEEDS)


class GoogleProducts(FeedProducts):
    """Items of one `item_group_id` are one product; `product_detail` holds attributes."""

    title, usual = "Google's feed", "id, title, link, image_link"
    names: ClassVar[Mapping[str, str]] = {
        "id": "id", "item_group_id": "group_id", "title": "title", "description": "description", "link": "url", "image_link": "image",
        "additional_image_link": "image", "availability": "in_stock", "availability_date": "available_at", "price": "price",
        "sale_price": "sale_price", "sale_price_effective_date": "sale_dates", "cost_of_goods_sold": "cost", "brand": "brand",
        "gtin": "barcode", "mpn": "attribute:MPN", "product_type": "category", "shipping_weight": "weight", "product_weight": "weight",
        "google_product_category": "attribute:google product category", "condition": "attribute:condition",
        "product_highlight": "attribute:highlight", "product_length": "attribute:length", "product_width": "attribute:width",
        "product_height": "attribute:height",
    }  # fmt: skip
    ignored: ClassVar[frozenset[str]] = frozenset(
        "identifier_exists mobile_link canonical_link shipping tax tax_category shipping_label shipping_length shipping_width "
        "shipping_height ships_from_country transit_time_label min_handling_time max_handling_time product_detail ads_redirect "
        "excluded_destination included_destination shopping_ads_excluded_country promotion_id installment subscription_cost "
        "loyalty_points loyalty_program unit_pricing_measure unit_pricing_base_measure expiration_date pause lifestyle_image_link "
        "virtual_model_link free_shipping_threshold auto_pricing_min_price structured_title structured_description".split()
    )

    def prepared(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Details become attributes and options; of several product types the first is the category,
        and Google's own category where there is none."""
        own = dict(values)
        found, options = _details(self.value(values, "product_detail"))
        for field in {field_of(localized(option["name"], line)) for option in options}:  # the option, in Google's own column
            own.pop(self._by_key.get(bare_key(field), ""), None)
        types = _types(self.value(values, "product_type"))
        if types:
            own[self._by_key["producttype"]] = types[0]
            found += [Attribute(OTHER_CATEGORIES, localized(path, line)) for path in types[1:]]
        elif (category := text(self.value(values, "google_product_category"))) and not category.isdigit():
            own.pop(self._by_key["googleproductcategory"])
            own[self._by_key.get("producttype", "category")] = category
        return own | {"attributes": [to_dict(a) for a in found], "options": options}

    def place(self, attribute: Attribute) -> int:
        """Those of Google's own columns last, in their order."""
        field = field_of(attribute.name)
        return list(WORDS).index(field) + 1 if field else 0


def _types(value: Any) -> list[str]:
    """The paths of a category; several are a list, or in text each in quotes."""
    if isinstance(value, list):
        return [found for item in value if (found := line(item))]
    plain = line(value)
    quoted = re.findall(r'"([^"]+)"', plain) if plain.startswith('"') else []
    return quoted or ([plain] if plain else [])


def _details(value: Any) -> tuple[list[Attribute], list[dict[str, str]]]:
    """Attributes, and the options that we keep in a section of their own."""
    found: list[Attribute] = []
    options: list[dict[str, str]] = []
    for section, name, said in _triples(value):
        if section.lower() == VARIANT:
            options.append({"name": name, "value": said})
        elif name and said:
            found += attribute(name, said)
    return found, options


def _triples(value: Any) -> list[tuple[str, str, str]]:
    items = value if isinstance(value, list) else [value] if isinstance(value, dict) else _ITEMS.findall(text(value))
    found = []
    for item in items:
        if isinstance(item, dict):
            found.append((text(item.get("section_name")), text(item.get("attribute_name")), text(item.get("attribute_value"))))
        elif match := _FIELDS.fullmatch(text(item)):
            section, name, said = (re.sub(r"\\(.)", r"\1", part).strip() for part in match.groups())
            found.append((section, name, said))
    return found


def escaped(plain: str) -> str:
    """A text within a detail of a text feed."""
    return re.sub(r"([\\:,])", r"\\\1", plain)


WORDS = {
    "color": "color colour 颜色", "size": "size 尺码 尺寸", "material": "material 材质 面料", "pattern": "pattern 图案 花色",
    "gender": "gender 性别", "age_group": "age_group", "size_type": "size_type", "size_system": "size_system", "condition": "condition",
    "mpn": "mpn", "google_product_category": "google_product_category",
}  # fmt: skip


def field_of(name: Localized) -> str:
    """Google's own attribute for an option or attribute of this name, "" when there is none."""
    said = {n.lower().replace(" ", "_") for n in name.all}
    return next((field for field, words in WORDS.items() if said & set(words.split())), "")


def own_name(field: str) -> Localized:
    """The name that an attribute has when it comes from Google's field."""
    return Localized(en="MPN" if field == "mpn" else field.replace("_", " "))
