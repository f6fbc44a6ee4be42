"""Whether recommendations are what they were: writes the answers of a shop to a file, or compares them with those of another version.

Some hundred customers, pages, baskets, orders and visits are asked for, with the parts of every score and with other settings, at a moment
that is given. What the shop sold lately is counted to the day on which it is asked: both versions are to be run one after the other.

    python benchmarks/recommend_same.py SHOP --write FILE      # by the version before
    python benchmarks/recommend_same.py SHOP --against FILE    # by this one; fails where an answer is another
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from shopkeeper import Shop, open_shop
from shopkeeper.recommend.asked import Asked

ASKED = 300
OTHERWISE = ["explore=0.5", "margin=0.5", "clearance=0.3", "diversity=0.6", "weight.trend=3"]


def main() -> None:
    """Writes the answers, or compares them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("shop")
    parser.add_argument("--write", type=Path)
    parser.add_argument("--against", type=Path)
    options = parser.parse_args()
    shop = open_shop(options.shop)
    answers = json.loads(json.dumps(list(_answers(shop))))
    shop.close()
    if options.write:
        options.write.write_text(json.dumps(answers))
    before = json.loads(options.against.read_text()) if options.against else answers
    other = [(one, two) for one, two in zip(before, answers, strict=True) if one != two]
    for one, two in other[:5]:
        print(json.dumps(one, ensure_ascii=False), json.dumps(two, ensure_ascii=False), sep="\n", end="\n\n")
    print(f"{len(answers)} answers, {len(other)} of them other than before")
    sys.exit(bool(other))


def _answers(shop: Shop) -> Iterator[dict[str, Any]]:
    recommender = shop.recommender
    recommender.kept.newest()
    recommender.look_ahead()
    for tuning in (recommender.tuning, recommender.tuning.changed(OTHERWISE)):
        for asked in _asked(shop):
            answer = recommender.recommend(asked, tuning, Random(3))
            yield {**answer.to_dict(), "query_id": "", "asked": repr(asked), "chances": answer.chances}


def _asked(shop: Shop) -> Iterator[Asked]:
    draw, now = Random(5), datetime(2026, 11, 27, 20, tzinfo=UTC)
    customers = [None, *(customer.id for customer in shop.store.customers.page(limit=10 * ASKED))]
    products = [product.id for product in shop.store.products.page(limit=10 * ASKED)]
    for number in range(ASKED):
        who, some = draw.choice(customers), tuple(draw.sample(products, min(3, len(products))))
        yield Asked(customer=who, k=1 + number % 20, explain=number % 2 > 0, now=now)
        yield Asked("email", who, "a visit", some, country="CN", language="en", now=now)
        yield Asked("product", who, about=some[:1], relation="similar" if number % 2 else "goes_with", explain=True, now=now)
        yield Asked("purchase" if number % 2 else "basket", who, about=some[:2], exclude=frozenset(some[2:]), now=now)


if __name__ == "__main__":
    main()
