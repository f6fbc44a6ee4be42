"""What would be: a promotion, another price, a supplier who comes late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..shop import InvalidQuery
from .forecast import Fitted
from .panel import Floats, Panel

MOST_OFF = 90.0  # per cent
FEWEST_DISCOUNTS = 200  # days of things on which a discount was seen, without which nothing is known of one


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What was expected in the time ahead and what would be, in units: `sure` is False where the shop tried too little of it to know."""

    now: Floats
    then: Floats
    sure: bool

    @property
    def times(self) -> float:
        """How many times as much would be sold."""
        return float(self.then.sum() / max(self.now.sum(), 1e-9))

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        now, then = round(float(self.now.sum()), 2), round(float(self.then.sum()), 2)
        return {"now": now, "then": then, "times": round(self.times, 3), "sure": self.sure}


def promoted(fitted: Fitted, panel: Panel, rows: Sequence[int], off: float, expected: Floats, extra: Floats | None = None) -> WhatIf:
    """If these rows, of which together `expected` is expected as it is (float64[horizon]), were reduced by `off` per cent in the whole time
    ahead; 0: if a promotion that is planned were not. `InvalidQuery` where trees are missing: then nothing is known of discounts."""
    if not 0 <= off <= MOST_OFF:
        raise InvalidQuery(f"promotion: expected 0 to {MOST_OFF:.0f} per cent off, got {off}")
    return _changed(fitted, panel, rows, off, 1.0, expected, extra)


def priced(fitted: Fitted, panel: Panel, rows: Sequence[int], factor: float, expected: Floats, extra: Floats | None = None) -> WhatIf:
    """If their prices were multiplied in the time ahead; a lower one is a discount too."""
    if not 0.1 <= factor <= 3:
        raise InvalidQuery(f"price: expected 0.1 to 3 times the price, got {factor}")
    return _changed(fitted, panel, rows, max(0.0, 100 * (1 - factor)), factor, expected, extra)


def _changed(
    fitted: Fitted, panel: Panel, rows: Sequence[int], off: float, factor: float, expected: Floats, extra: Floats | None
) -> WhatIf:
    if fitted.learned is None or not panel.known:
        raise InvalidQuery("what-if: the shop has sold too little for trees to learn what a discount does")
    some, columns, horizon = panel.rows(rows), panel.columns, len(expected)
    likeness = None if extra is None else extra[list(rows)]
    known = {name: values.copy() for name, values in some.known.items()}
    known["promotion"][:, columns : columns + horizon] = off
    known["price"][:, columns : columns + horizon] *= factor
    now, then = (fitted.learned.expect(each, horizon, likeness).sum() for each in (some, replace(some, known=known)))
    seen = int((np.abs(panel.known["promotion"][:, :columns] - off) < 5).sum()) if off else FEWEST_DISCOUNTS
    return WhatIf(expected, expected * then / max(now, 1e-9), seen >= FEWEST_DISCOUNTS)
