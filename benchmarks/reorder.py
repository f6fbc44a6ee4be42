"""What ordering by the forecast would have done on a real shop's year, beside the usual levels (s, S) of the mean of the last 28 days.

    python benchmarks/reorder.py

online_retail, the 500 products with the largest sales, a lead time of 14 days, a look every 7, the last 140 days. Methods are chosen on
what came before the first of them and again every 35 days; each look forecasts anew. What is not there is not sold. Both rules run at
several settings (a chance, or standard deviations of safety), and the stock that each needs for a fill rate is read between them. Each
rule is tried with S at s (whatever is below the point at a look is ordered: many small orders) and with what another review needs on top,
as the advice has it. Beside either form of ours stands the better of the usual ones. How demand spreads was settled on the 140 days before
these (`--dev`).
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from _machine import write
from forecast import retail

from shopkeeper.demand.on_history import FACTORS, LOOKS, RUN, SERVICES, foretold
from shopkeeper.demand.panel import Panel, Period
from shopkeeper.demand.simulate import Rule, Simulated, by_forecast, by_recent_mean, simulate, stock_at

PRODUCTS, LEAD, REVIEW = 500, 14, 7
FILLS = (0.85, 0.9, 0.93, 0.95, 0.97)


def main(dev: bool) -> None:
    values, ids, begun = retail()
    panel = Panel(ids, values, Period.DAY, begun).rows(range(PRODUCTS))
    panel = panel.until(panel.columns - RUN) if dev else panel
    first = panel.columns - RUN
    expected, spread = foretold(panel, None, first, LEAD, REVIEW, lambda what, done, total: None)
    rules = {service: by_forecast(expected, spread, panel.values, LEAD, REVIEW, service) for service in SERVICES}
    others = {factor: by_recent_mean(panel.values, LEAD, REVIEW, factor) for factor in FACTORS}
    ours = {name: [run(panel, form(rule), first) for rule in rules.values()] for name, form in FORMS.items()}
    usual = {name: [run(panel, form(rule), first) for rule in others.values()] for name, form in FORMS.items()}
    told = {name: {str(fill): at(fill, found, usual) for fill in FILLS} for name, found in ours.items()}
    result = {"products": PRODUCTS, "lead_days": LEAD, "review_days": REVIEW, "days": RUN, "anew": LOOKS * REVIEW, "at_equal_fill": told,
              "ours": {name: [{"service": service, **each.to_dict()} for service, each in zip(SERVICES, found, strict=True)]
                       for name, found in ours.items()},
              "recent_mean": {name: [{"factor": factor, **each.to_dict()} for factor, each in zip(FACTORS, found, strict=True)]
                              for name, found in usual.items()}}
    print(told)
    print(result["ours"] if dev else write("reorder", "python benchmarks/reorder.py", result))


def run(panel: Panel, rule: Rule, first: int) -> Simulated:
    return simulate(panel.values, rule, first, LEAD, REVIEW)


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
