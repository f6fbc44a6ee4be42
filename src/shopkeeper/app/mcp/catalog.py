"""The catalogue for agents, in the words of UCP (`catalog.query`, `catalog.ids`, money in minor units), and the older Shopify name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ...search.filters import escape
from ...shop import InvalidQuery, Language, Localized, Money, NotFound, Product, Variant
from ..web.present import picture
from .tool import LANGUAGE, TEXT, AgentTool, Caller, Json, body, language_of, takes, wanted

if TYPE_CHECKING:
    from ..shop import Shop

MOST = 50  # products of an answer
_FILTERS: Json = {"type": "object", "properties": {
    "available": {"type": "boolean"},
    "price": {"type": "object", "properties": {"min": {"type": "integer"}, "max": {"type": "integer"}}, "description": "in minor units"},
    "categories": {"type": "array", "items": TEXT},
}}
_SEARCH: Json = {
    "query": {**TEXT, "description": "what is looked for, in Chinese or English; words such as 'under 500' or 'red' filter"},
    "filters": _FILTERS, "language": LANGUAGE,
    "context": {"description": "about the buyer; only its `language` counts"},
    "pagination": {"type": "object", "properties": {"limit": {"type": "integer", "minimum": 1, "maximum": MOST}, "cursor": TEXT}},
}

_RECOMMEND: Json = {
    "like": {**TEXT, "description": "a wish in the shopper's own words, such as 'simple Japanese style, under 300'"},
    "product_id": {**TEXT, "description": "for the page of this product"}, "goes_with": {
        "type": "boolean", "description": "for that page: what goes with the product instead of what is like it"},
    "basket": {"type": "array", "items": TEXT, "description": "ids of the products or variants in the basket"},
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST}, "language": LANGUAGE,
}


def search(shop: Shop, arguments: Mapping[str, Any], caller: Caller) -> Json:
    """Products that fit a query and filters, best first."""
    asked = body(arguments, "catalog")
    query = wanted(asked, "query", str, "")
    language, page = language_of(asked, query), body(asked, "pagination") if "pagination" in asked else {}
    limit = min(max(wanted(page, "limit", int, 10), 1), MOST)
    found = shop.search(query, k=limit, where=_where(asked, shop.currency), language=language, next=page.get("cursor") or None)
    return {"products": [told(hit.product, language, caller) for hit in found.hits], "query_id": found.query_id,
            "pagination": {"has_next_page": bool(found.next), "total_count": found.total, **({"cursor": found.next} if found.next else {})}}


def lookup(shop: Shop, arguments: Mapping[str, Any], caller: Caller) -> Json:
    """The products of these ids, of products or of variants; what is not there is named."""
    asked = body(arguments, "catalog")
    ids = [str(id) for id in wanted(asked, "ids", list)[:MOST]]
    owners = shop.store.products.by_variant(ids)
    products = shop.store.products.get_many([*ids, *owners.values()])
    known = {id: products[owner] for id in ids if (owner := id if id in products else owners.get(id, "")) in products}
    language = language_of(asked) if asked.get("language") or asked.get("context") else "en"
    unique = {product.id: product for product in known.values()}
    return {"products": [told(product, language, caller) for product in unique.values()],
            "messages": [{"type": "warning", "code": "not_found", "content": id} for id in ids if id not in known]}


def get_product(shop: Shop, arguments: Mapping[str, Any], caller: Caller) -> Json:
    """One product with its attributes."""
    asked = body(arguments, "catalog")
    id = wanted({"id": asked.get("id", asked.get("product_id"))}, "id")
    product = next(iter(shop.store.products.get_many([id, *shop.store.products.by_variant([id]).values()]).values()), None)
    if product is None:
        raise NotFound("product", id)
    language = language_of(asked) if asked.get("language") or asked.get("context") else "en"
    facts = [{"name": fact.name.get(language), "value": fact.value.get(language) if isinstance(fact.value, Localized) else fact.value,
              "unit": fact.unit} for fact in product.attributes]
    return {"product": {**told(product, language, caller), "metadata": {"attributes": facts}}}


def told(product: Product, language: Language, caller: Caller) -> Json:
    """A product in the words of UCP."""
    prices = [variant.price for variant in product.variants if variant.price] or [Money(0, "CNY")]
    images = [{"type": "image", "url": _absolute(picture(image.url), caller), "alt_text": image.alt.get(language)}
              for image in product.images]
    return {
        "id": product.id, "title": product.title.get(language), "description": {"plain": product.description.get(language)},
        "url": caller.link(f"/p/{product.id}"), "media": [image for image in images if image["url"]],
        "categories": [part.get(language) for part in product.category], "vendor": product.brand.get(language),
        "price_range": {"min": _money(min(prices, key=_amount)), "max": _money(max(prices, key=_amount))},
        "variants": [_variant(product, variant, language, caller) for variant in product.variants],
    }


def _variant(product: Product, variant: Variant, language: Language, caller: Caller) -> Json:
    options = [{"name": option.name.get(language), "label": option.value.get(language)} for option in variant.options]
    return {
        "id": variant.id, "sku": variant.sku, "title": " / ".join(each["label"] for each in options) or product.title.get(language),
        "price": _money(variant.price) if variant.price else None, "options": options,
        "availability": {"available": variant.in_stock, "quantity": variant.stock},
        "url": caller.link(f"/p/{product.id}?variant={variant.id}"),
    }


def _where(asked: Mapping[str, Any], currency: str) -> list[str]:
    """UCP's filters as those of the search."""
    filters = asked.get("filters") or {}
    if not isinstance(filters, Mapping):
        raise InvalidQuery("filters: expected an object")
    price = filters.get("price") or {}
    bounds = [f"price{sign}{Money(wanted(price, name, int), currency).major}" for name, sign in (("min", ">="), ("max", "<="))
              if name in price]
    categories = "|".join(escape(str(each)) for each in filters.get("categories") or ())
    return [*bounds, *(["in_stock=true"] if filters.get("available") else []), *([f"category={categories}"] if categories else [])]


def _money(price: Money) -> Json:
    return {"amount": price.amount, "currency": price.currency}


def _amount(price: Money) -> int:
    return price.amount


def _absolute(address: str, caller: Caller) -> str:
    return caller.link(address) if address.startswith("/") else address


def recommend(shop: Shop, arguments: Mapping[str, Any], caller: Caller) -> Json:
    """Products for the customer who is signed in, for a page or a wish, each with its reason."""
    asked = body(arguments, "catalog")
    like, product, basket = wanted(asked, "like", str, ""), asked.get("product_id"), [str(id) for id in wanted(asked, "basket", list, [])]
    language, limit = language_of(asked, like), min(max(wanted(asked, "limit", int, 10), 1), MOST)
    answer = shop.recommend(caller.customer, like=like, product=None if product is None else str(product), basket=basket, k=limit,
                            relation="goes_with" if wanted(asked, "goes_with", bool, False) else "similar", language=language)
    return {"query_id": answer.id, "products": [
        {**told(hit.product, language, caller), "reason": hit.reason.get(language), "source": hit.source} for hit in answer.hits]}


TOOLS = (
    AgentTool("search_catalog", "Search this shop's products by words and meaning, in Chinese or English.", takes(
        {"catalog": {"type": "object", "properties": _SEARCH}, **_SEARCH}), search),
    AgentTool("search_shop_catalog", "The older name of search_catalog: search this shop's products.", takes(_SEARCH, "query"), search),
    AgentTool("recommend_products", "Recommend products that can be bought now, each with its reason: for a wish in words, a product's "
              "page or a basket.", takes({"catalog": {"type": "object", "properties": _RECOMMEND}, **_RECOMMEND}), recommend),
    AgentTool("lookup_catalog", "Look up products by the ids of products or variants.", takes({
        "catalog": {"type": "object", "properties": {"ids": {"type": "array", "items": TEXT}}},
        "ids": {"type": "array", "items": TEXT}, "language": LANGUAGE}), lookup),
    AgentTool("get_product", "One product with its options, stock, prices and attributes.", takes({
        "catalog": {"type": "object", "properties": {"id": TEXT}}, "id": TEXT, "product_id": TEXT, "language": LANGUAGE}), get_product),
)
