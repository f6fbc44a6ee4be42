"""What the shop's pages recorded lately, under GA4's names: the visits that led to the orders and
more than twice as many that did not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from ...shop import Event, EventItem, Money, Order
from .catalogue import CURRENCY
from .dice import Dice
from .shopping import Basket, Market, Take
from .words import Kind, kinds

DAYS = 120
_WITHOUT_ORDER = 2.5
_SHOWN = 10
# Devices and sources of visits that bought nothing, and how much likelier each is for one that bought: on a small screen, and
# after an advertisement, fewer go through with it.
_DEVICES = {"mobile": (0.68, 0.75), "desktop": (0.26, 1.6), "tablet": (0.06, 1.2)}
_SOURCES = {
    "zh": {
        "baidu / organic": (0.2, 1.0), "baidu / cpc": (0.16, 0.6), "(direct) / (none)": (0.24, 1.3), "wechat / social": (0.2, 0.8),
        "xiaohongshu.com / referral": (0.12, 0.7), "newsletter / email": (0.08, 2.2),
    },
    "en": {
        "google / organic": (0.3, 1.0), "google / cpc": (0.2, 0.6), "(direct) / (none)": (0.24, 1.3), "instagram / social": (0.14, 0.7),
        "newsletter / email": (0.12, 2.2),
    },
}  # fmt: skip
# Chance that a shopper looks at the first, second ... position of a list.
_LOOK = tuple(1 / place**0.7 for place in range(1, _SHOWN + 1))


def events(market: Market, baskets: Sequence[Basket], placed: Sequence[Order]) -> Iterator[Event]:
    """The events of the last 120 days, visit by visit, each visit's in order of time."""
    since = market.until - timedelta(days=DAYS - 1)
    log = _Log(market)
    for basket, order in zip(baskets, placed, strict=True):
        if basket.day < since:
            continue
        dice = Dice(market.seed, "visit", order.id)
        yield from log.bought(basket, order, dice)
        for _ in range(dice.poisson(_WITHOUT_ORDER)):
            yield from log.looked(basket, dice)


@dataclass
class _Visit:
    """One session: where its clock stands and what it has recorded."""

    session: str
    customer: str | None
    now: datetime
    device: str
    source: str
    events: list[Event] = field(default_factory=list)


class _Log:
    """Writes the visits; what a search shows is a type's products, the well known first."""

    def __init__(self, market: Market) -> None:
        self.market, self.visits, self.count = market, 0, 0
        self.ranking: dict[str, list[int]] = {kind.key: [] for kind in kinds()}
        for place, item in enumerate(market.items):
            self.ranking[item.kind.key].append(place)
        for places in self.ranking.values():
            places.sort(key=lambda place: -market.items[place].appeal)

    def bought(self, basket: Basket, order: Order, dice: Dice) -> list[Event]:
        """The visit that ended in this order."""
        start = order.placed_at - timedelta(minutes=dice.whole(6, 40))
        visit = self._visit(order.customer_id, start, basket.shopper, bought=True)
        for take in basket.takes:
            query_id = self._found(visit, take.item, basket.shopper, dice)
            self._record(visit, "view_item", dice, (self._item(take.item, priced=basket),), query_id=query_id)
            self._record(visit, "add_to_cart", dice, (self._taken(take, basket),), query_id=query_id)
        goods = tuple(self._taken(take, basket) for take in basket.takes)
        self._record(visit, "begin_checkout", dice, goods)
        visit.now = max(visit.now, order.placed_at)
        self._record(visit, "purchase", dice, goods, transaction_id=order.id, value=order.total)
        return visit.events

    def looked(self, basket: Basket, dice: Dice) -> list[Event]:
        """A visit of the same day that bought nothing: someone known or not searches, clicks, perhaps fills a cart."""
        shopper = dice.whole(0, len(self.market.people) - 1)
        person = self.market.people[shopper]
        known = person.joined <= basket.day and dice.chance(0.65)
        start = datetime.combine(basket.day, time(dice.whole(7, 22), dice.whole(0, 59), dice.whole(0, 59)), UTC)
        visit = self._visit(person.customer.id if known else None, start, shopper, bought=False)
        shown = kinds()
        wishes = [person.taste.departments[kind.department.key] * person.taste.kinds[kind.key] for kind in shown]
        for _ in range(dice.weighted((1, 2), (8, 2))):
            self._browse(visit, dice.weighted(shown, wishes), shopper, basket, dice)
        return visit.events

    def _browse(self, visit: _Visit, kind: Kind, shopper: int, basket: Basket, dice: Dice) -> None:
        query_id, shown = self._search(visit, kind, shopper, dice)
        wish = self.market.wish[shopper]
        best = max((wish[place] for place in shown), default=1.0)
        for position, place in enumerate(shown, 1):
            fit = wish[place] / best
            if not dice.chance(_LOOK[position - 1]) or not dice.chance(0.12 + 0.6 * fit):
                continue
            self._record(visit, "select_item", dice, (self._item(place, position),), query_id=query_id)
            self._record(visit, "view_item", dice, (self._item(place, priced=basket),), query_id=query_id)
            if dice.chance(0.05 + 0.2 * fit):
                self._record(visit, "add_to_cart", dice, (self._item(place, priced=basket),), query_id=query_id)
                if dice.chance(0.2):
                    self._record(visit, "begin_checkout", dice, (self._item(place, priced=basket),))

    def _found(self, visit: _Visit, item: int, shopper: int, dice: Dice) -> str | None:
        """How a buyer came to a product: by a search when it shows the product, else straight to its page."""
        kind = self.market.items[item].kind
        if item not in self.ranking[kind.key][:_SHOWN] or not dice.chance(0.7):
            return None
        query_id, shown = self._search(visit, kind, shopper, dice)
        self._record(visit, "select_item", dice, (self._item(item, shown.index(item) + 1),), query_id=query_id)
        return query_id

    def _search(self, visit: _Visit, kind: Kind, shopper: int, dice: Dice) -> tuple[str, list[int]]:
        query = dice.pick(kind.queries).get(self.market.people[shopper].customer.language or "zh")
        query_id = f"q{self.count + 1:07}"
        shown = self.ranking[kind.key][:_SHOWN]
        self._record(visit, "search", dice, query=query, query_id=query_id)
        listed = tuple(self._item(place, position) for position, place in enumerate(shown, 1))
        self._record(visit, "view_item_list", dice, listed, query=query, query_id=query_id)
        return query_id, shown

    def _visit(self, customer: str | None, start: datetime, shopper: int, *, bought: bool) -> _Visit:
        """A visit of its own; somebody has the device that they mostly use, and comes this way or that."""
        self.visits += 1
        session = f"s{self.visits:06}"
        dice, own = Dice(self.market.seed, "came", session), Dice(self.market.seed, "device", shopper)
        language = self.market.people[shopper].customer.language or "zh"
        device = _way(_DEVICES, bought, own if dice.chance(0.7) else dice)
        return _Visit(session, customer, start, device, _way(_SOURCES[language], bought, dice))

    def _item(self, place: int, position: int | None = None, priced: Basket | None = None) -> EventItem:
        product = self.market.items[place].product
        variant = product.variants[0]
        price = Money(self.market.tariffs[product.id].price(variant, priced.day), CURRENCY) if priced else None
        return EventItem(product.id, variant.id if priced else "", price=price, position=position)

    def _taken(self, take: Take, basket: Basket) -> EventItem:
        product = self.market.items[take.item].product
        variant = product.variants[take.variant]
        price = Money(self.market.tariffs[product.id].price(variant, basket.day), CURRENCY)
        return EventItem(product.id, variant.id, take.quantity, price)

    def _record(
        self, visit: _Visit, name: str, dice: Dice, items: tuple[EventItem, ...] = (), *, query: str = "", query_id: str | None = None,
        transaction_id: str | None = None, value: Money | None = None,
    ) -> None:  # fmt: skip
        self.count += 1
        visit.events.append(
            Event(f"e{self.count:07}", name, visit.now, visit.customer, visit.session, items, query, query_id, transaction_id, value,
                  visit.device, visit.source)
        )
        visit.now += timedelta(seconds=dice.whole(4, 75))


def _way(ways: dict[str, tuple[float, float]], bought: bool, dice: Dice) -> str:
    return dice.weighted(list(ways), [share * (more if bought else 1.0) for share, more in ways.values()])
