"""The facts in a message: numbers, names, addresses, goods, options, payment, days."""

from .find import find_slots
from .numbers import same_order

__all__ = ["find_slots", "same_order"]
