"""How well customers are foretold, on public data: who buys again and for how much, and which visit ends in a purchase.

    python benchmarks/customers.py
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from _machine import data, write

from shopkeeper.customers.purchases import Order, Purchases, arrays
from shopkeeper.customers.value_trial import trials

CDNOW_DAY, CDNOW_DAYS = 273, 273  # fitted to 39 weeks from 1 January 1997, measured on the next 39


def main() -> None:
    print(write("customers", "python benchmarks/customers.py", {"cdnow": cdnow()}))


def cdnow() -> dict[str, Any]:
    """2,357 customers, fitted to their first 39 weeks and measured on 39 more. The trees cannot learn: no 39 weeks are over before that."""
    found = trials(cdnow_purchases(), CDNOW_DAYS, day=CDNOW_DAY)
    return {"customers": len(found.trials[0].who), **found.to_dict()}


def cdnow_purchases() -> Purchases:
    """The sample of CDNOW: customer, their number in the sample, day, number of discs, dollars."""
    lines = (data() / "customers" / "cdnow_sample.txt").read_text("utf-8").splitlines()
    rows = [line.split() for line in lines if line.strip()]
    orders = {str(number): Order(who, datetime.strptime(day, "%Y%m%d").replace(tzinfo=UTC), round(float(paid) * 100), 1, int(units))
              for number, (_, who, day, units, paid) in enumerate(rows)}
    return arrays(orders, "USD")


if __name__ == "__main__":
    main()
