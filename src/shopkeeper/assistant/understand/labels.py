"""What a shopper may want: the names of the wishes, each with a line that says what it is."""

from __future__ import annotations

from collections.abc import Mapping

# The 27 of the public customer-service set, then ours.
WISHES: Mapping[str, str] = {
    "cancel_order": "an order is not to be sent any more",
    "change_order": "other products, options or quantities in an order that has not been sent",
    "change_shipping_address": "an existing address, of an order or of the account, is to be another",
    "check_cancellation_fee": "what it costs to cancel",
    "check_invoice": "to see an invoice, or where it is",
    "check_payment_methods": "which ways to pay there are",
    "check_refund_policy": "in which cases and how money is given back",
    "complaint": "to complain, about goods, parcels or people",
    "contact_customer_service": "how and when the service can be reached",
    "contact_human_agent": "to talk to a person now",
    "create_account": "to open an account",
    "delete_account": "to close an account",
    "delivery_options": "which carriers and services there are, and to where",
    "delivery_period": "how long a delivery takes",
    "edit_account": "to change one's own data",
    "get_invoice": "to be sent an invoice, or to download it",
    "get_refund": "money back",
    "newsletter_subscription": "to subscribe or unsubscribe",
    "payment_issue": "a payment that fails or was taken twice",
    "place_order": "to order, or how to",
    "recover_password": "a forgotten password",
    "registration_problems": "an account that cannot be opened",
    "review": "to say what one thinks of goods or shop, and where",
    "set_up_shipping_address": "to add an address",
    "switch_account": "to use another account",
    "track_order": "where an order is",
    "track_refund": "where money is that was to come back",
    "return_item": "to send goods back",
    "exchange_item": "other goods in place of those that came",
    "change_payment": "to pay an existing order in another way",
    "product_question": "a fact of a product",
    "find_product": "something to buy, advice, a gift",
    "compare_products": "which of several is better, or how they differ",
    "check_stock": "whether it is there to buy",
    "check_price": "what it costs, and discounts",
    "how_to_use": "how to use, set up, clean or mend it",
    "shop_policy": "rules of the shop other than refunds: warranty, time to return, opening hours",
    "my_account": "what the shop knows of oneself: orders, balance, address",
    "greeting": "hello",
    "thanks": "thank you",
    "goodbye": "good-bye",
    "chitchat": "talk about the assistant or the weather",
    "affirm": "yes",
    "deny": "no",
    "other": "nothing that a shop serves",
}
CONTEXT = "context"  # a part of a message that tells and wants nothing; learnt as a class, never an answer
OTHER = "other"
POLITE = frozenset(("greeting", "thanks", "goodbye", "affirm", "deny", "chitchat"))  # said in passing when there is a real wish
