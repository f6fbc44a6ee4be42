"""OpenAI's product feed: CSV, TSV or JSONL, a variant a row, under its newer or older names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from ...shop import Attribute, Localized
from .columns import bare_key
from .feed import FeedProducts
from .values import text

_TELLING = frozenset(
    "iseligiblesearch iseligiblecheckout isadseligible enablesearch enablecheckout listinghasvariations variantdict targetcountries "
    "storecountry sellertos sellerprivacypolicy additionalimageurls".split()
)
# The feed's own columns for attributes, in their order, with the name that the attribute has here.
FACTS = {
    "condition": "condition", "mpn": "MPN", "material": "material", "color": "color", "size": "size", "size_system": "size system",
    "gender": "gender", "age_group": "age group", "dimensions": "dimensions", "length": "length", "width": "width", "height": "height",
    "star_rating": "star rating", "review_count": "review count", "popularity_score": "popularity score", "warning": "warning",
}  # fmt: skip


def is_openai(columns: Iterable[str]) -> bool:
    """Whether these are the names of OpenAI's feed: an item, a title, and one that no other feed has."""
    keys = {bare_key(c) for c in columns}
    return bool(keys & {"itemid", "id"}) and "title" in keys and bool(keys & _TELLING)


class OpenaiProducts(FeedProducts):
    """Rows of one `group_id` are one product, told apart by `variant_dict`."""

    title, usual = "OpenAI's feed", "item_id, title, description, url, price, availability"
    names: ClassVar[Mapping[str, str]] = {
        "item_id": "id", "id": "id", "group_id": "group_id", "item_group_id": "group_id", "title": "title", "description": "description",
        "url": "url", "link": "url", "brand": "brand", "image_url": "image", "image_link": "image", "additional_image_urls": "image",
        "additional_image_link": "image", "price": "price", "sale_price": "sale_price", "availability": "in_stock",
        "sale_price_effective_date": "sale_dates", "sale_price_start_date": "sale_starts", "sale_price_end_date": "sale_ends",
        "availability_date": "available_at", "inventory_quantity": "stock", "gtin": "barcode", "variant_dict": "options",
        "product_category": "category", "weight": "weight", "item_weight_unit": "weight_unit",
        "product_review_count": "attribute:review count", "product_review_rating": "attribute:star rating",
        **{field: f"attribute:{label}" for field, label in FACTS.items()},
    }  # fmt: skip
    ignored: ClassVar[frozenset[str]] = frozenset(
        "is_eligible_search is_eligible_checkout is_ads_eligible enable_search enable_checkout listing_has_variations offer_id "
        "item_group_title is_digital seller_name seller_url marketplace_seller seller_privacy_policy seller_tos store_country "
        "target_countries shipping shipping_price return_policy accepts_returns accepts_exchanges return_deadline_in_days return_window "
        "reviews raw_review_data q_and_a store_review_count store_star_rating related_product_id relationship_type video_url "
        "model_3d_url 3d_model_url expiration_date delivery_estimate geo_price geo_availability".split()
    )

    def prepared(self, values: Mapping[str, Any]) -> Mapping[str, Any]:
        """Measures get the unit that stands in a column of its own."""
        unit = text(self.value(values, "dimensions_unit"))
        if not unit:
            return values
        measured = {self._by_key[n]: f"{text(v)} {unit}" for n in ("length", "width", "height") if (v := self.value(values, n))}
        return {k: v for k, v in {**values, **measured}.items() if bare_key(k) != "dimensionsunit"}

    def place(self, attribute: Attribute) -> int:
        """Those of the feed's own columns last, in their order."""
        return next((n for n, label in enumerate(FACTS.values(), 1) if attribute.name == Localized(en=label)), 0)
