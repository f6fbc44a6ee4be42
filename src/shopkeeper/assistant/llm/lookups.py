"""What a language model may look up besides the tools over orders: the catalogue, and the shop's own answers with their quotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...models.language.protocol import Tool
from ...shop import InvalidRecord, Localized, NotFound, Product, Variant, to_dict
from ...shop.cart import PricedCart
from ..basket import Basket, view
from ..desk import Desk
from ..reply import Reply
from ..session import Session
from ..tools import ToolError

Json = dict[str, Any]
Answering = Callable[[Desk, Session, str, str], Reply | None]
FOUND = 6  # products of a search
VARIANTS = 12  # of a product that are told
ABOUT = ("product_question", "check_stock", "check_price", "compare_products", "how_to_use", "shop_policy", "check_refund_policy",
         "delivery_options", "delivery_period", "check_payment_methods", "track_order", "track_refund")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lookup:
    """A tool of the model's own: how it is offered, and what answers it."""

    offered: Tool
    call: Callable[[Desk, Session, Mapping[str, Any]], Any]


def search_products(desk: Desk, session: Session, arguments: Mapping[str, Any]) -> list[Json]:
    """Products that fit words, with price, stock and attributes."""
    hits = desk.search(_text(arguments, "query"), k=FOUND, where=(), language=session.language, customer_id=session.customer_id)
    products = desk.store.products.get_many([hit.id for hit in hits])
    return [product_view(products[hit.id]) for hit in hits if hit.id in products]


def product_view(product: Product) -> Json:
    """A product as a clerk needs it."""
    facts = {attribute.name.get("en"): to_dict(attribute).get("value") for attribute in product.attributes}
    price, variants = to_dict(product.price) if product.price else None, [_variant(each) for each in product.variants[:VARIANTS]]
    return {"id": product.id, "title": {"zh": product.title.get("zh"), "en": product.title.get("en")}, "price": price,
            "in_stock": product.in_stock, "attributes": facts, "variants": variants}  # fmt: skip


def _variant(variant: Variant) -> Json:
    options = {option.name.get("en"): option.value.get("en") for option in variant.options}
    price = to_dict(variant.price) if variant.price else None
    return {"variant_id": variant.id, "options": options, "price": price, "in_stock": variant.in_stock}


def answering(answers: Answering) -> Lookup:
    """The shop's own answers: facts, reviews, manuals, delivery, rules."""

    def call(desk: Desk, session: Session, arguments: Mapping[str, Any]) -> Json:
        about = arguments.get("about")
        if about not in ABOUT:
            raise _bad("about", f"one of {', '.join(ABOUT)}")
        reply = answers(desk, session, _text(arguments, "question"), str(about))
        if reply is None:
            return {"answer": "nothing is known of this"}
        return {"answer": reply.text, "quotes": [source.quote for source in reply.sources if source.quote]}

    described = "Answer a question from the shop's records: product facts, reviews, stock, manuals, delivery, refunds, the shop's rules."
    properties = {"question": {"type": "string"}, "about": {"type": "string", "enum": list(ABOUT)}}
    return Lookup(Tool("ask_shop", described, _schema(properties)), call)


def _basket_tools() -> tuple[Lookup, ...]:
    """What a model may do with the shopper's basket: look, put in, change the number of a variant."""

    def look(desk: Desk, session: Session, arguments: Mapping[str, Any]) -> Json:
        return {"basket": view(_basket(desk).look(session), session.language)}

    def add(desk: Desk, session: Session, arguments: Mapping[str, Any]) -> Json:
        return _changed("add_to_basket", session, lambda: _basket(desk).add(session, *_line(arguments, 1)))

    def put(desk: Desk, session: Session, arguments: Mapping[str, Any]) -> Json:
        return _changed("set_in_basket", session, lambda: _basket(desk).set(session, *_line(arguments, 0)))

    line = _schema({"variant_id": {"type": "string", "description": "the id of a variant (an item)"}, "quantity": {"type": "integer"}})
    return (
        Lookup(Tool("view_basket", "What lies in the customer's basket.", _schema({})), look),
        Lookup(Tool("add_to_basket", "Put so many more of a variant into the customer's basket, when they ask for it.", line), add),
        Lookup(Tool("set_in_basket", "Make the number of a variant in the customer's basket another; 0 takes it out.", line), put),
    )


def _changed(tool: str, session: Session, change: Callable[[], PricedCart]) -> Json:
    """The basket read back after a change; why it is as it was where that does not go."""
    try:
        return {"receipt": {"tool": tool}, "basket": view(change(), session.language)}
    except (InvalidRecord, NotFound) as error:
        return {"error": str(error)}


def _basket(desk: Desk) -> Basket:
    assert desk.basket is not None  # the tools are offered where there is one
    return desk.basket


def _line(arguments: Mapping[str, Any], least: int) -> tuple[str, int]:
    count = arguments.get("quantity")
    if not isinstance(count, int) or isinstance(count, bool) or count < least:
        raise _bad("quantity", f"a whole number from {least}")
    return _text(arguments, "variant_id"), count


def _schema(properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _text(arguments: Mapping[str, Any], name: str) -> str:
    value = arguments.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _bad(name, "a text")
    return value[:400]


def _bad(name: str, wanted: str) -> ToolError:
    return ToolError("bad_arguments", Localized(f"{name}：应为 {wanted}", f"{name}: expected {wanted}"))


SEARCH = Lookup(
    Tool("search_products", "Find products by words, with price, stock and attributes.", _schema({"query": {"type": "string"}})),
    search_products)  # fmt: skip
BASKET = _basket_tools()
