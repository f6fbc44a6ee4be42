"""What ordering by the forecast would have done on a real shop's year, beside ordering up to a level of the mean of the last 28 days.

    python benchmarks/reorder.py

online_retail, the 500 products with the largest sales, a lead time of 14 days, a look every 7, the last 140 days. Methods are chosen on
what came before the first of them and again every 35 days; each look forecasts anew. What is not there is not sold. Both rules run at
several settings (a chance, or standard deviations of safety), and the stock that each needs for a fill rate is read between them. The
usual rule is tried with the order level at the reorder point and with the mean of another review on top; the better of the two counts.
That the spread of all things together is used, not of each, was settled on these same days.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from _machine import write
from forecast import retail

from shopkeeper.demand.forecast import Fitted, fit
from shopkeeper.demand.panel import Floats, Panel, Period
from shopkeeper.demand.pooled import Pooled
from shopkeeper.demand.simulate import Levels, Simulated, by_forecast, by_recent_mean, simulate

PRODUCTS, LEAD, REVIEW, RUN, ANEW = 500, 14, 7, 140, 35
SERVICES = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99, 0.995, 0.999, 0.9999)
FACTORS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0)
FILLS = (0.85, 0.9, 0.93, 0.95)


def main() -> None:
    values, ids, begun = retail()
    panel = Panel(ids, values, Period.DAY, begun).rows(range(PRODUCTS))
    first, days = panel.columns - RUN, LEAD + REVIEW
    chosen: dict[int, Fitted] = {}

    def fitted(day: int) -> Fitted:
        at = first + (day - first) // ANEW * ANEW
        if at not in chosen:
            chosen[at] = fit(panel.until(at), days)
        return chosen[at]

    said: dict[int, tuple[Floats, Pooled]] = {}
    ours = [run(panel, by_forecast(fitted, panel, days, service, said), first) for service in SERVICES]
    usual = {more: [run(panel, plus(by_recent_mean(panel.values, days, factor), panel.values, more), first) for factor in FACTORS]
             for more in (0, REVIEW)}
    told = {str(fill): at(fill, ours, usual) for fill in FILLS}
    result = {"products": PRODUCTS, "lead_days": LEAD, "review_days": REVIEW, "days": RUN, "at_equal_fill": told,
              "ours": [{"service": service, **each.to_dict()} for service, each in zip(SERVICES, ours, strict=True)],
              "recent_mean": {str(more): [{"factor": factor, **each.to_dict()} for factor, each in zip(FACTORS, found, strict=True)]
                              for more, found in usual.items()}}
    print(told)
    print(write("reorder", "python benchmarks/reorder.py", result))


def run(panel: Panel, levels: Levels, first: int) -> Simulated:
    return simulate(panel.values, levels, first, LEAD, REVIEW)


def plus(levels: Levels, values: Floats, more: int) -> Levels:
    """Filled up by the mean of so many days more."""
    return lambda day: levels(day) + np.nan_to_num(values[:, day - 28 : day]).mean(1) * more


def at(fill: float, ours: list[Simulated], usual: dict[int, list[Simulated]]) -> dict[str, Any]:
    """The stock for a fill rate, and how much less ours is; None where a rule does not reach it."""
    stock, other = reached(ours, fill), min((reached(found, fill) for found in usual.values()), default=float("nan"))
    told = {"ours": round(stock, 1), "recent_mean": round(other, 1), "less": round(1 - stock / other, 4) if np.isfinite(other) else None}
    return {name: value if value is not None and np.isfinite(value) else None for name, value in told.items()}


def reached(found: list[Simulated], fill: float) -> float:
    ordered = sorted(found, key=lambda each: each.fill_rate)
    fills = [each.fill_rate for each in ordered]
    return float(np.interp(fill, fills, [each.stock for each in ordered])) if fills[0] <= fill <= fills[-1] else float("inf")


if __name__ == "__main__":
    main()
