"""The history of recommendations: the same whichever database holds the shop."""

from __future__ import annotations

from dataclasses import replace

from contract.samples import AT, DAY, event, order
from shopkeeper.recommend.asked import Asked
from shopkeeper.recommend.history import History
from shopkeeper.recommend.sources.basket import Basket
from shopkeeper.recommend.sources.sequence import Sequence
from shopkeeper.shop import EventItem, Money, OrderLine, OrderStatus
from shopkeeper.store import Store


def lines(*products: str) -> list[OrderLine]:
    return [OrderLine(product, 1, Money(100, "CNY")) for product in products]


def looked(id: str, hours: float, *products: str, **who: str):
    return replace(event(id, **who), at=AT + hours / 24 * DAY, items=tuple(EventItem(product) for product in products))


def test_the_history_and_its_sources_say_the_same_on_both(store: Store) -> None:
    store.orders.put([order("茶", "c", *lines("茶", "壶")), order("o2", "d", *lines("壶", "茶")), order("o3", "e", *lines("x", "茶"))])
    store.events.put([looked("1", 1, "cup", session_id="s"), looked("2", 2, "tray", session_id="s", customer_id="c"),
                      replace(looked("3", 0, "茶", "壶", customer_id="c"), name="purchase", transaction_id="茶")])
    history = History(check=0)
    history.catch_up(store)
    assert history.products.ids(history.of("c")["item"].tolist()) == ["茶", "壶", "cup", "tray"]
    basket = Basket(history).candidates(Asked(place="product", about=("茶",)), 5)
    assert history.products.ids(basket.rows.tolist()) == ["壶", "x"]
    store.orders.put([replace(store.orders.get("茶"), status=OrderStatus.CANCELLED)])
    store.events.put([looked("4", 3, "茶", session_id="t")])
    assert history.catch_up(store) == 1
    assert history.products.ids(history.of("c")["item"].tolist()) == ["cup", "tray"]
    followed = Sequence(history).candidates(Asked(session="t"), 5)
    assert set(history.products.ids(followed.rows.tolist())) == {"壶", "x"}
    store.events.delete(["1"])
    assert (history.catch_up(store), history.products.ids(history.of("c")["item"].tolist())) == (0, ["tray"])
