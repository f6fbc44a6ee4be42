"""How well customers are foretold, on public data: who buys again and for how much, and which visit ends in a purchase.

    python benchmarks/customers.py

- cdnow: 2,357 customers, fitted to 39 weeks and measured on the next 39 (mean absolute error of the number of purchases).
- online_shoppers: 12,330 visits in ten folds by chance; and learnt from those of February to October, measured on November and December. Of
  the second, what is learnt and how was chosen on months within February to October.
- online_retail: a shop's year without its two huge cancelled orders; four cut dates, on each of which the 90 days after it are foretold
  from what came before. What the trees look at and how they grow was chosen on the three earlier ones.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
from _machine import data, write

from shopkeeper.customers.purchases import Order, Purchases, arrays
from shopkeeper.customers.task import Visits, intention_report, later, read_visits
from shopkeeper.customers.value_trial import Trials, trials

CDNOW_DAY, CDNOW_DAYS = 273, 273  # 39 weeks from 1 January 1997, and 39 more
RETAIL_DAYS, RETAIL_BACK = 90, (180, 150, 120, 90)  # cut dates, in days before the end of the data
HUGE = 70_000  # units on a line of an order that was cancelled
LATE = ("Nov", "Dec")


def main() -> None:
    result = {"cdnow": told(trials(cdnow(), CDNOW_DAYS, day=CDNOW_DAY)), "online_shoppers": shoppers(), "online_retail": retail()}
    print(write("customers", "python benchmarks/customers.py", result))


def told(found: Trials) -> dict[str, Any]:
    return {"customers": len(found.trials[0].who), **found.to_dict()}


def cdnow() -> Purchases:
    """The sample: customer, their number in the sample, day, number of discs, dollars."""
    lines = (data() / "customers" / "cdnow_sample.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line.strip()]
    orders = {str(number): Order(who, datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC), round(float(paid) * 100), 1, int(units))
              for number, (_, who, day, units, paid) in enumerate(rows)}
    return arrays(orders, "USD")


def shoppers() -> dict[str, Any]:
    """Ten folds with all columns; early to late months without the month, which the late ones do not share."""
    with (data() / "customers" / "online_shoppers_intention.csv").open(encoding="utf-8") as file:
        rows: list[Mapping[str, Any]] = [{"label" if name == "Revenue" else name: value for name, value in row.items()}
                                         for row in csv.DictReader(file)]
    visits: Visits = read_visits(enumerate(rows, 1), "online_shoppers")
    early = np.array([row["Month"] not in LATE for row in rows])
    folds = intention_report(visits).to_dict(rows=False)
    found = later(visits, early, without=["Month"])
    return {"ten_folds": folds, "early_to_late": {"learnt_from": int(early.sum()), "visits": int((~early).sum()),
                                                  "auc": found.to_dict() if found else None}}


def retail() -> dict[str, Any]:
    """Each cut date, and the means over them."""
    purchases = retail_purchases()
    cuts = {}
    for back in RETAIL_BACK:
        day = purchases.end - back
        cuts[str(purchases.moment(day).date())] = told(trials(purchases, RETAIL_DAYS, day=day))
    means = {name: {metric: round(float(np.mean([cut["models"][name][metric]["value"] for cut in cuts.values()])), 4)
                    for metric in ("deviance", "auc", "top_decile", "calibration")} for name in next(iter(cuts.values()))["models"]}
    return {"cuts": cuts, "means": means}


def retail_purchases() -> Purchases:
    """The orders of known customers out of the invoice lines."""
    import polars

    frame = polars.read_parquet(data() / "orders" / "online_retail.parquet", columns=[
        "InvoiceNo", "CustomerID", "InvoiceDate", "Quantity", "UnitPrice"]).filter(
        (polars.col("CustomerID") > 0) & (polars.col("Quantity") < HUGE))  # fmt: skip
    orders: dict[str, Order] = {}
    for number, who, at, quantity, price in frame.iter_rows():
        order = orders.setdefault(str(number), Order(str(int(who)), datetime.fromisoformat(at).replace(tzinfo=UTC)))
        order.amount += round(price * 100) * quantity
        order.lines += 1
        order.units += quantity
    return arrays(orders, "GBP")


if __name__ == "__main__":
    main()
