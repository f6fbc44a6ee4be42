"""What a shop does with an order that was placed, as rules: no input or output, no clock."""

from .carry_out import carry_out
from .may import may, may_exchange_until, may_pay_with, may_refund_to, may_return_until
from .policy import Outcome, Policy, Refused, Stamp
from .rules import cancel, change_address, change_customer_address, change_items, change_payment, exchange_items, return_items
from .ways import Way
from .words import named, variant_named

__all__ = [
    "Outcome", "Policy", "Refused", "Stamp", "Way", "cancel", "carry_out", "change_address", "change_customer_address", "change_items",
    "change_payment", "exchange_items", "may", "may_exchange_until", "may_pay_with", "may_refund_to", "may_return_until", "named",
    "return_items", "variant_named",
]
