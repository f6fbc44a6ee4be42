"""Questions answered from the shop's records, each with a quote and its source, without a language model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..desk import Desk
from ..session import Session
from ..understand.slots import find_slots
from .documents import how_to_use
from .library import Library
from .parcels import account, refund, track
from .products import about_product, price, stock
from .question import Answer, Question
from .service import complaint, erase, invoice, only_written, ordering, own_pages, rule, to_person
from .sides import compare

SERVES: dict[str, Callable[[Question], Answer | None]] = {
    "product_question": about_product, "check_stock": stock, "check_price": price, "compare_products": compare, "how_to_use": how_to_use,
    **dict.fromkeys(("shop_policy", "check_refund_policy", "check_cancellation_fee", "check_payment_methods", "delivery_options",
                     "delivery_period"), rule),
    "track_order": track, "track_refund": refund, "my_account": account, "check_invoice": invoice, "get_invoice": invoice,
    **dict.fromkeys(("contact_customer_service", "newsletter_subscription", "create_account", "edit_account", "recover_password",
                     "registration_problems", "switch_account", "set_up_shipping_address", "review"), own_pages),
    **dict.fromkeys(("cancel_order", "change_order", "change_shipping_address", "change_payment", "return_item", "exchange_item",
                     "get_refund"), only_written),
    "delete_account": erase, "place_order": ordering, "payment_issue": to_person, "complaint": complaint,
}
"""The wishes that are served here, by their labels. Of what is done to an order only what the shop's papers say about it is."""


class Answers:
    """Answers for one shop, for any number of conversations at once."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._library = desk, Library(desk.store.documents, desk.encode)

    def answer(
        self, session: Session, text: str, intent: str, understood: Any = None, product_id: str | None = None, order_id: str | None = None,
    ) -> Answer | None:
        """The answer to a question, in the language of the session; None where the wish is not served here, a comparison names no two
        products, or the papers say nothing about something that is done to an order. `understood` (a message or a wish of it) gives the
        numbers of orders where `order_id` does not, without it they are read out of the text; `product_id` is the product that the
        dialogue means. What an answer is about is remembered for the next question."""
        serve = SERVES.get(intent)
        if serve is None:
            return None
        slots = getattr(understood, "slots", None) or find_slots(text, session.language)
        orders = (order_id,) if order_id else slots.order_ids
        return serve(Question(self._desk, session, self._library, text, intent, product_id, orders))
