"""What a language model may look up besides the tools over orders: the catalogue, and the shop's own answers with their quotes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ...models.language.protocol import Tool
from ...shop import Localized, Product, to_dict
from ..desk import Desk
from ..reply import Reply
from ..session import Session
from ..tools import ToolError

Json = dict[str, Any]
Answering = Callable[[Desk, Session, str, str], Reply | None]
FOUND = 6  # products of a search
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
    price = to_dict(product.price) if product.price else None
    return {"id": product.id, "title": {"zh": product.title.get("zh"), "en": product.title.get("en")}, "price": price,
            "in_stock": product.in_stock, "attributes": facts}  # fmt: skip


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
