"""Which products matter, and which can be foretold: A, B, C by their share of the sales, X, Y, Z by how much their sales vary."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from .panel import Floats

SHARES = (0.8, 0.95)  # of the sales: A up to the first, B up to the second
VARIES = (0.5, 1.0)  # standard deviation of four weeks in terms of their mean: X, Y below
WEEKS = 4
ADVICE = {
    "AX": ("自动补货，服务水平高", "order by the forecast, with a high service level"),
    "AY": ("补货勤一些，留安全库存", "order often, with a safety stock"),
    "AZ": ("亲自看，问大客户", "look yourself, ask the large buyers"),
    "BX": ("自动补货", "order by the forecast"),
    "BY": ("自动补货，留安全库存", "order by the forecast, with a safety stock"),
    "BZ": ("少量多次", "order little at a time"),
    "CX": ("一次多订些，省事", "order much at once, it saves work"),
    "CY": ("少订", "order little"),
    "CZ": ("接单再订，或下架", "order on demand, or stop selling it"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Classed:
    """A thing with its class, such as "AX", what it sold for in the year and its share, and how much four weeks vary (None: too young)."""

    id: str
    key: str
    sales: float
    share: float
    varies: float | None

    def to_dict(self) -> dict[str, Any]:
        """As JSON values."""
        zh, en = ADVICE[self.key]
        return {"id": self.id, "class": self.key, "sales": round(self.sales, 2), "share": round(self.share, 5),
                "varies": None if self.varies is None else round(self.varies, 3), "advice": {"zh": zh, "en": en}}  # fmt: skip


def classes(ids: Sequence[str], units: Floats, prices: Floats) -> list[Classed]:
    """From units a day of the last year (float64[n, days], NaN where not known) and prices (float64[n]; 1 for none): those first that
    brought most. What is too young to vary counts as Z."""
    sales = np.nansum(units, 1) * prices
    order = np.argsort(-sales, kind="stable")
    before = np.concatenate([[0.0], np.cumsum(sales[order])[:-1]]) / max(float(sales.sum()), 1e-9)
    varies = variation(units)
    found = []
    for place, row in enumerate(order.tolist()):
        spread = None if np.isnan(varies[row]) else float(varies[row])
        letter = "ABC"[int(np.searchsorted(SHARES, before[place], side="right"))]
        other = "Z" if spread is None else "XYZ"[int(np.searchsorted(VARIES, spread, side="left"))]
        found.append(Classed(ids[row], letter + other, float(sales[row]), float(sales[row] / max(sales.sum(), 1e-9)), spread))
    return found


def variation(units: Floats) -> Floats:
    """The standard deviation of the sums of four weeks in terms of their mean: float64[n], NaN with fewer than three of them."""
    width = 7 * WEEKS
    columns = units.shape[1] // width * width
    parts = units[:, units.shape[1] - columns :].reshape(len(units), -1, width)
    known = np.isfinite(parts).mean(2) >= 0.5
    sums = np.where(known, np.nansum(parts, 2), np.nan)
    count = known.sum(1)
    mean = np.nansum(sums, 1) / np.maximum(count, 1)
    spread = np.sqrt(np.nansum((sums - mean[:, None]) ** 2, 1) / np.maximum(count, 1))
    return np.asarray(np.where((count >= 3) & (mean > 0), spread / np.maximum(mean, 1e-9), np.nan), np.float64)
