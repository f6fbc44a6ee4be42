"""What can be done for a customer, and what it costs where nobody says."""

from __future__ import annotations

from enum import StrEnum

COST = 2.0  # of treating one customer, in the shop's currency: the share of vouchers that are used, the sending
MARGIN = 0.3  # of what customers pay, that the shop earns


class Action(StrEnum):
    """What can be done."""

    NOTHING = "nothing"
    REMINDER = "reminder"
    CROSS_SELL = "cross-sell"
    WIN_BACK = "win-back"
