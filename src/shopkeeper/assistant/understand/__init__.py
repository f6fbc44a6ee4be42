"""What a shopper's message says: wishes, facts, yes or no, corrections, anger; Chinese and English, without a language model."""

from .labels import WISHES
from .reader import Reader, reader, understand
from .slots import same_order
from .understood import Amount, Item, Option, PaymentWish, Slots, Understood, Wish

__all__ = ["WISHES", "Amount", "Item", "Option", "PaymentWish", "Reader", "Slots", "Understood", "Wish", "reader", "same_order", "understand"]
