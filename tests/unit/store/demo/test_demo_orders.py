from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, datetime, time, timedelta

from shopkeeper.shop import Money, OrderStatus
from shopkeeper.store.demo.words import kinds
from unit.store.demo.lived_shop import UNTIL, Lived

NOW = datetime.combine(UNTIL + timedelta(days=1), time(), UTC)


def test_there_are_about_a_dozen_orders_for_each_customer(lived: Lived) -> None:
    assert 11.5 < len(lived.orders) / len(lived.market.people) < 13.5
    assert len({order.id for order in lived.orders}) == len(lived.orders)


def test_nothing_is_sold_before_it_or_its_buyer_was_there(lived: Lived) -> None:
    created = {item.product.id: item.product.created_at for item in lived.market.items}
    joined = {person.customer.id: person.joined for person in lived.market.people}
    for order in lived.orders:
        assert joined[order.customer_id or ""] <= order.placed_at.date()
        assert all(created[line.product_id].date() <= order.placed_at.date() for line in order.lines)


def test_nothing_is_sold_that_is_out_of_stock(lived: Lived) -> None:
    points = defaultdict(dict)
    for point in lived.shelf.history:
        points[point.variant_id][point.at.date()] = point.quantity
    assert all(point.quantity >= 0 for point in lived.shelf.history)
    empty = [(v, day, min((d for d in days if d > day), default=UNTIL + timedelta(1)))
             for v, days in points.items() for day, left in days.items() if left == 0]  # fmt: skip
    sold = defaultdict(list)
    for order in lived.orders:
        for line in order.lines:
            sold[line.variant_id].append(order.placed_at.date())
    assert len(empty) > 100
    # From the day after a shelf was left empty to the day before it was filled, nobody bought.
    assert not [1 for v, start, end in empty for day in sold[v] if start < day < end]


def test_the_last_level_in_the_history_is_what_is_left(lived: Lived) -> None:
    last = {point.variant_id: point.quantity for point in lived.shelf.history}
    left = {v.id: n for item, stock in zip(lived.market.items, lived.shelf.stock, strict=True)
            for v, n in zip(item.product.variants, stock, strict=True)}  # fmt: skip
    assert last == left


def test_statuses_agree_with_the_dates(lived: Lived) -> None:
    for order in lived.orders:
        parcel = order.fulfilments[0] if order.fulfilments else None
        if order.status in (OrderStatus.PENDING, OrderStatus.PROCESSED):
            assert parcel is None
            assert NOW - order.placed_at < timedelta(days=3)
        if order.status is OrderStatus.SHIPPED:
            assert parcel is not None
            assert parcel.delivered_at is None
            assert NOW - order.placed_at < timedelta(days=8)
        if order.status in (OrderStatus.DELIVERED, OrderStatus.RETURNED):
            assert parcel is not None
            assert order.placed_at < parcel.shipped_at < parcel.delivered_at < NOW  # type: ignore[operator]
        assert all(payment.at is not None and payment.at <= NOW for payment in order.payments)


def test_money_adds_up(lived: Lived) -> None:
    for order in lived.orders:
        paid = [p.amount for p in order.payments if p.kind == "payment"]
        refunded = [p.amount for p in order.payments if p.kind == "refund"]
        assert paid in ([], [order.total])
        assert bool(refunded) == (order.status in (OrderStatus.CANCELLED, OrderStatus.RETURNED))
        assert all(Money(0, "CNY") < amount <= order.total for amount in refunded)
        goods = sum(line.unit_price.amount * line.quantity for line in order.lines)
        assert (order.shipping == Money(0, "CNY")) == (goods >= 9900)


def test_a_line_has_the_price_of_its_day(lived: Lived) -> None:
    variants = {v.id: v for item in lived.market.items for v in item.product.variants}
    for order in lived.orders[::7]:
        for line in order.lines:
            day = order.placed_at.date()
            assert line.unit_price.amount == lived.market.tariffs[line.product_id].price(variants[line.variant_id], day)


def test_every_ending_of_an_order_happens(lived: Lived) -> None:
    counts = Counter(order.status for order in lived.orders)
    assert 0.02 < counts[OrderStatus.CANCELLED] / len(lived.orders) < 0.06
    assert 0.01 < counts[OrderStatus.RETURNED] / len(lived.orders) < 0.06
    assert counts[OrderStatus.DELIVERED] / len(lived.orders) > 0.85
    assert counts[OrderStatus.SHIPPED]


def test_the_seasons_are_visible(lived: Lived) -> None:
    sold: Counter[tuple[str, int]] = Counter()
    for basket in lived.baskets:
        for take in basket.takes:
            sold[lived.market.items[take.item].kind.season, basket.day.month] += take.quantity
    assert sold["winter", 11] + sold["winter", 12] + sold["winter", 1] > 2 * sum(sold["winter", month] for month in (5, 6, 7))
    assert sum(sold["summer", month] for month in (5, 6, 7)) > 2 * (sold["summer", 11] + sold["summer", 12] + sold["summer", 1])


def test_weekends_and_double_11_are_visible(lived: Lived) -> None:
    days = Counter(basket.day for basket in lived.baskets)
    weekend = sum(n for day, n in days.items() if day.weekday() >= 5) / 2
    middle = sum(n for day, n in days.items() if day.weekday() in (1, 2)) / 2
    usual = len(lived.baskets) / 730
    eleven = [n for day, n in days.items() if (day.month, day.day) in ((11, 9), (11, 10), (11, 11))]
    assert weekend > 1.2 * middle
    assert sum(eleven) / len(eleven) > 1.6 * usual


def test_the_shop_grows(lived: Lived) -> None:
    half = lived.market.first + timedelta(days=365)
    first = sum(basket.day < half for basket in lived.baskets)
    assert len(lived.baskets) - first > 1.1 * first


def test_some_products_sell_every_few_days_and_some_hardly(lived: Lived) -> None:
    sold: Counter[int] = Counter()
    for basket in lived.baskets:
        sold.update(take.item for take in basket.takes)
    counts = sorted(sold[place] for place in range(len(lived.market.items)))
    assert counts[len(counts) // 10] < 12  # fewer than one in two months
    assert counts[-3] > 150


def test_what_goes_together_is_bought_together(lived: Lived) -> None:
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    for basket in lived.baskets:
        there = {lived.market.items[take.item].kind.key for take in basket.takes}
        single.update(there)
        pairs.update((a, b) for a in there for b in there if a != b)
    def lift(a: str, b: str) -> float:
        return pairs[a, b] * len(lived.baskets) / (single[a] * single[b])
    meant = [lift(k.key, other) for k in kinds() for other in k.complements]
    others = [lift(a.key, b.key) for a in kinds() for b in kinds()
              if a is not b and b.key not in a.complements and a.key not in b.complements]  # fmt: skip
    assert sorted(meant)[len(meant) // 2] > 3 * sorted(others)[len(others) // 2]
