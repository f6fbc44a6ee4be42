"""What can be done for a customer, and what it costs where nobody says."""

from __future__ import annotations

from enum import StrEnum

from ..shop import Localized

COST = 2.0  # of treating one customer, in the shop's currency: the share of vouchers that are used, the sending
MARGIN = 0.3  # of what customers pay, that the shop earns


class Action(StrEnum):
    """What can be done."""

    NOTHING = "nothing"
    REMINDER = "reminder"
    CROSS_SELL = "cross-sell"
    WIN_BACK = "win-back"


# What each is called.
ACTIONS = {
    Action.NOTHING: Localized("不打扰", "nothing"), Action.REMINDER: Localized("提醒购物车", "reminder"),
    Action.CROSS_SELL: Localized("推荐搭配", "cross-sell"), Action.WIN_BACK: Localized("挽回", "win-back"),
}  # fmt: skip
