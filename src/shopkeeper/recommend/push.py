"""What the shop's settings add to scores: products that earn more, and those of which too many lie in stock."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .result import Share
from .sources.protocol import Rows
from .tally import Floats, Tally, at
from .tuning import Tuning

ENOUGH, TOO_MUCH = 60.0, 360.0  # days that the stock lasts at the pace of the last 30: from where it should go, and all the more
_SELDOM = 0.5  # purchases in 30 days that are assumed where there were none


def lifted(
    ids: Sequence[str], rows: Rows, facts: NDArray[np.void], tally: Tally, tuning: Tuning, told: dict[str, list[Share]],
) -> Floats:
    """What each product's score gains, float32[n] in shares of the best: `tuning.margin` times the share of its price that the shop
    keeps, and `tuning.clearance` times `surplus`. Each is added to `told`."""
    earned = tuning.margin * np.nan_to_num(facts["margin"])
    over = surplus(facts["stock"], at(tally.sold, rows))
    cleared = tuning.clearance * over
    for place, id in enumerate(ids):
        if earned[place] > 0:
            told.setdefault(id, []).append(Share("setting", f"margin {facts['margin'][place]:.0%}", float(earned[place])))
        if cleared[place] > 0:
            told.setdefault(id, []).append(Share("setting", f"stock to clear: {facts['stock'][place]:.0f} pieces", float(cleared[place])))
    gained: Floats = (earned + cleared).astype(np.float32)
    return gained


def surplus(stock: Floats, sold: Floats) -> Floats:
    """How much too much of a product lies in stock, 0 to 1: rising with the days that it lasts at the pace of the last 30 days, from
    `ENOUGH` to `TOO_MUCH`; 0 where stock is not counted."""
    days = 30 * np.nan_to_num(stock) / np.maximum(sold, _SELDOM)
    share: Floats = np.clip((days - ENOUGH) / (TOO_MUCH - ENOUGH), 0, 1).astype(np.float32)
    return share
