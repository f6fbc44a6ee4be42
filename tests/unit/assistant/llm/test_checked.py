"""What is left of a model's answer."""

from __future__ import annotations

import pytest

from shopkeeper.assistant.llm.checked import hold
from small_service import NOW

ORDER = {"order_id": "#1", "status": "pending", "total": 39.98, "currency": "USD", "placed_at": "2026-05-26T12:00:00+00:00"}
MUG = {"id": "mug", "title": {"zh": "马克杯", "en": "Mug"}, "price": {"amount": 999, "currency": "USD"}}
FACTS = {"get_order_details": [ORDER], "search_products": [[MUG]], "get_product_details": [MUG], "asked": ["where is #1?"]}


@pytest.mark.parametrize(("text", "language", "left"), [
    ("Order #1 is pending. It costs $39.98.", "en", "Order #1 is pending. It costs $39.98."),
    ("Thanks for waiting so patiently with us. Your order has been shipped.", "en",
     "Thanks for waiting so patiently with us. Order #1: pending, $39.98 in all."),
    ("感谢您的耐心等待，帮您看了一下订单。您的订单已发货。", "zh", "感谢您的耐心等待，帮您看了一下订单。订单 #1：待发货，合计 $39.98。"),
    ("Happy to help you with that, of course. It comes with a 2-year warranty.", "en", "Happy to help you with that, of course."),
    ("The order is pending, as I can see here. I am a real person.", "en", "The order is pending, as I can see here."),
    ("订单 #1 目前待发货，有需要可以随时告诉我。我是真人客服。", "zh", "订单 #1 目前待发货，有需要可以随时告诉我。"),
])
def test_what_holds_stays_and_the_rest_is_told_by_the_rows(text, language, left):
    assert hold(text, FACTS, language, NOW).text == left


@pytest.mark.parametrize("text", [
    "It costs $12.", "I have cancelled order #1. It was pending before, and you will hear from us again when there is any news about it.",
    "It arrives tomorrow. It costs $5. Order #1 is pending.",
])
def test_too_little_or_a_made_up_deed_leaves_nothing(text):
    checked = hold(text, FACTS, "en", NOW)
    assert checked.text == ""
    assert checked.false


def test_a_price_is_told_by_the_row_of_the_product():
    checked = hold("I looked that up in our catalogue for you. The mug costs $7.50.", {"get_product_details": [MUG]}, "en", NOW)
    assert checked.text == "I looked that up in our catalogue for you. Mug: $9.99."
