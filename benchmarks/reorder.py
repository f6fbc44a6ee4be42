"""What ordering by the forecast would have done on a real shop's year, beside the usual levels (s, S) of the mean of the last 28 days.

    python benchmarks/reorder.py

online_retail, the 500 products with the largest sales, a lead time of 14 days, always or with a standard deviation of a quarter (drawn
for each order, the same for all rules), a look every 7, the last 140 days. Methods are chosen on what came before the first of them and
again every 35 days; each look forecasts anew. What is not there is not sold. Both rules run at several settings (a chance, or standard
deviations of safety), and the stock that each needs for a fill rate is read between them. Each rule is tried with S at s (whatever is
below the point at a look is ordered: many small orders) and with what another review needs on top, as the advice has it. Beside either
form of ours stands the better of the usual ones. How demand spreads was settled on the 140 days before these (`--dev`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Any

from _machine import write
from forecast import retail

from shopkeeper.demand.on_history import FACTORS, LOOKS, RUN, SERVICES, foretold
from shopkeeper.demand.panel import Panel, Period
from shopkeeper.demand.simulate import Expected, Rule, Simulated, Spreads, Supply, Wanted, by_forecast, by_recent_mean, simulate, stock_at

PRODUCTS, LEAD, REVIEW = 500, 14, 7
VARIES = {"always_14_days": 0.0, "14_days_give_or_take": 3.5}  # the standard deviation of the lead time
FILLS = (0.85, 0.9, 0.93, 0.95, 0.97)


def main(dev: bool) -> None:
    values, ids, begun = retail()
    panel = Panel(ids, values, Period.DAY, begun).rows(range(PRODUCTS))
    panel = panel.until(panel.columns - RUN) if dev else panel
    first = panel.columns - RUN
    expected, spread = foretold(panel, None, first, LEAD, REVIEW, lambda what, done, total: None)
    result: dict[str, Any] = {"products": PRODUCTS, "lead_days": LEAD, "review_days": REVIEW, "days": RUN, "anew": LOOKS * REVIEW}
    for name, sd in VARIES.items():
        result[name] = played(panel, first, expected, spread, Supply.alike(PRODUCTS, LEAD, sd))
        print(name, result[name]["at_equal_fill"], flush=True)
    print(result if dev else write("reorder", "python benchmarks/reorder.py", result))


def played(panel: Panel, first: int, expected: Expected, spread: Spreads, supply: Supply) -> dict[str, Any]:
    """What ours and the usual rule did at each setting in either form, and what they need for the same fill rate."""
    asked = Wanted(expected, spread, panel.values, supply, REVIEW)
    rules = [by_forecast(asked, service) for service in SERVICES]
    others = [by_recent_mean(panel.values, supply, REVIEW, factor) for factor in FACTORS]

    def run(rule: Rule) -> Simulated:
        return simulate(panel.values, rule, first, supply, REVIEW)

    ours = {name: [run(form(rule)) for rule in rules] for name, form in FORMS.items()}
    usual = {name: [run(form(rule)) for rule in others] for name, form in FORMS.items()}
    return {"lead_days_sd": float(supply.lead_sd[0]),
            "at_equal_fill": {name: {str(fill): at(fill, found, usual) for fill in FILLS} for name, found in ours.items()},
            "ours": told("service", SERVICES, ours), "recent_mean": told("factor", FACTORS, usual)}  # fmt: skip


def told(name: str, settings: Sequence[float], found: dict[str, list[Simulated]]) -> dict[str, Any]:
    return {form: [{name: setting, **each.to_dict()} for setting, each in zip(settings, did, strict=True)] for form, did in found.items()}


def at_point(rule: Rule) -> Rule:
    """Whatever is below the point at a look is filled up to the point."""
    return lambda day: (rule(day)[0], rule(day)[0])


FORMS: dict[str, Callable[[Rule], Rule]] = {"S=s": at_point, "S=s+review": lambda rule: rule}


def at(fill: float, ours: list[Simulated], usual: dict[str, list[Simulated]]) -> dict[str, Any]:
    """The stock for a fill rate, and how much less ours is; None where a rule does not reach it."""
    stock, others = stock_at(ours, fill), [each for found in usual.values() if (each := stock_at(found, fill)) is not None]
    other = min(others, default=None)
    return {"ours": stock and round(stock, 1), "recent_mean": other and round(other, 1),
            "less": round(1 - stock / other, 4) if stock and other else None}


if __name__ == "__main__":
    main("--dev" in sys.argv)
