"""A customer who is erased leaves nothing of what was recommended to them."""

from datetime import UTC, datetime

from shopkeeper.app.live.erase import erase_customer
from shopkeeper.shop import Customer, Event, LoggedRecommendation
from shopkeeper.store import open_store

AT = datetime(2026, 11, 1, tzinfo=UTC)


def test_what_was_recommended_to_a_customer_goes_with_them_and_nobody_elses_does(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/shop.db")
    store.customers.put([Customer("c1"), Customer("c2")])
    store.events.put([Event("e1", "view_item", AT, "c1", "s1"), Event("e2", "view_item", AT, "c2", "s2")])
    who = {"r1": ("c1", None), "r2": (None, "s1"), "r3": ("c2", "s2"), "r4": (None, "s3")}
    store.recommendations.put(
        LoggedRecommendation(id, AT, "home", ("p",), arms=("e=a",), customer_id=customer, session_id=session)
        for id, (customer, session) in who.items()
    )
    erase_customer(store, "c1")
    assert [shown.id for shown in store.recommendations.all()] == ["r3", "r4"]
    assert [seen.visitor for seen in store.recommendations.visitors("e")] == ["customer/c2", "session/s3"]
    store.close()
