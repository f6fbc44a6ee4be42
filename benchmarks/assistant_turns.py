"""How long a turn of the assistant takes without a language model, on one core, in a shop that is indexed already.

A customer with orders holds conversations of both languages: an order is looked for, sent back, exchanged, refused, something is
recommended, compared and asked about. Written are the median and the 95th percentile of a turn, by the clock and in processor time.

    python benchmarks/assistant_turns.py --shop FOLDER [--rounds N]
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time

import numpy as np
from _machine import write

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.shop import Shop
from shopkeeper.shop import Address, Customer, Fulfilment, Order, OrderLine, OrderStatus, Payment

TALKS = {
    "service": (
        ("hi, where is my last order?", "i want to send it back", "all of it", "no, leave it", "what address do you have of me?", "bye"),
        ("你好，我最近那单到哪了", "想退货", "全部", "算了先不退", "退款一般几天到账？", "谢谢"),
    ),
    "guide": (
        ("i am looking for a wireless mouse", "under 40", "which is the cheapest?", "compare the first two"),
        ("想买个打印机", "便宜一点的", "哪个最便宜", "前两个有什么区别"),
    ),
}  # fmt: skip


def customer(shop: Shop) -> str:
    """Somebody with two orders of what the shop sells, made for this."""
    now = datetime.now(UTC)
    who = Customer("bench-customer", "Bench Customer", "bench@customer.example", address=Address("1 Road", "", "Town", "", "12345", "US"))
    shop.store.customers.put([who])
    sold = [(each, each.variants[0], each.variants[0].price) for each in shop.store.products.page(limit=50) if each.variants[0].price][:4]
    for number, (status, some) in enumerate(((OrderStatus.DELIVERED, sold[:2]), (OrderStatus.PENDING, sold[2:]))):
        lines = tuple(OrderLine(product.id, 1, price, variant.id) for product, variant, price in some)
        order = Order(f"bench-{number}", lines, lines[0].unit_price.currency, now - timedelta(days=4 - number), who.id, status)
        parcel = Fulfilment("p", tuple(line.variant_id for line in lines), "Post", "T1", now - timedelta(days=3), now - timedelta(days=1))
        paid = (Payment("p", order.total, method="card"),)
        shop.store.orders.put([replace(order, payments=paid, fulfilments=(parcel,) if not number else ())])
    return who.id


def measure(shop: Shop, who: str, talks: tuple[tuple[str, ...], ...], rounds: int) -> dict[str, float]:
    """Milliseconds of a turn; the first round is not counted."""
    clock, processor = list[float](), list[float]()
    for number in range(rounds + 1):
        for talk in talks:
            chat = shop.chat(customer=who)
            for said in talk:
                began, used = perf_counter(), process_time()
                chat.say(said)
                if number:
                    clock.append(perf_counter() - began)
                    processor.append(process_time() - used)
    figures = {f"{name}_ms_p{share}": round(float(np.percentile(times, share)) * 1000, 1)
               for name, times in (("clock", clock), ("processor", processor)) for share in (50, 95)}
    return {"turns": len(clock), **figures}


def main() -> None:
    """Measures and writes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--shop", required=True)
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    shop = open_shop(options.shop)
    who = customer(shop)
    found = {name: measure(shop, who, talks, options.rounds) for name, talks in TALKS.items()}
    write("assistant_turns", f"python benchmarks/assistant_turns.py --rounds {options.rounds}", {"products": shop.searchable, **found})
    shop.close()


if __name__ == "__main__":
    main()
