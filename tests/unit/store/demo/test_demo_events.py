from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise

from shopkeeper.shop import Event
from shopkeeper.store.demo.events import DAYS
from unit.store.demo.lived_shop import UNTIL, Lived


def test_every_order_of_the_last_months_has_its_purchase(lived: Lived) -> None:
    since = UNTIL - timedelta(days=DAYS - 1)
    orders = {order.id: order for order in lived.orders if order.placed_at.date() >= since}
    purchases = {event.transaction_id: event for event in lived.events if event.name == "purchase"}
    assert purchases.keys() == orders.keys()
    for id, event in purchases.items():
        assert event.value == orders[id].total
        assert {item.variant_id for item in event.items} == {line.variant_id for line in orders[id].lines}
        assert event.at >= orders[id].placed_at


def test_ids_are_unique_and_the_funnel_narrows(lived: Lived) -> None:
    assert len({event.id for event in lived.events}) == len(lived.events)
    counts = Counter(event.name for event in lived.events)
    assert counts["view_item"] > counts["add_to_cart"] > counts["begin_checkout"] > counts["purchase"]
    assert counts["search"] == counts["view_item_list"]


def test_a_visit_goes_forward_in_time(lived: Lived) -> None:
    visits: dict[str, list[Event]] = defaultdict(list)
    for event in lived.events:
        visits[event.session_id or ""].append(event)
    assert all(a.at <= b.at for visit in visits.values() for a, b in pairwise(visit))
    without = sum(all(event.name != "purchase" for event in visit) for visit in visits.values())
    assert without / len(visits) > 0.6


def test_clicks_name_the_search_and_the_position_they_were_shown_in(lived: Lived) -> None:
    shown = {event.query_id: [item.product_id for item in event.items] for event in lived.events if event.name == "view_item_list"}
    clicks = [event for event in lived.events if event.name == "select_item"]
    assert clicks
    for click in clicks:
        [item] = click.items
        assert item.position is not None
        assert shown[click.query_id][item.position - 1] == item.product_id


def test_the_upper_positions_are_clicked_more(lived: Lived) -> None:
    clicks = Counter(event.items[0].position for event in lived.events if event.name == "select_item")
    assert clicks[1] > 1.3 * clicks[2]
    assert clicks[1] > 2 * clicks[4]


def test_searches_are_in_both_languages_and_some_visitors_are_unknown(lived: Lived) -> None:
    queries = {event.query for event in lived.events if event.name == "search"}
    assert any(query.isascii() for query in queries)
    assert any(not query.isascii() for query in queries)
    assert any(event.customer_id is None for event in lived.events)


def test_a_visit_has_one_device_and_one_source_and_fewer_buy_on_a_small_screen(lived: Lived) -> None:
    visits: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for event in lived.events:
        visits[event.session_id or ""].add((event.device, event.source))
    assert all(len(ways) == 1 for ways in visits.values())
    bought = {event.session_id for event in lived.events if event.name == "purchase"}
    visited, buying = Counter[str](), Counter[str]()
    for session, [(device, source)] in visits.items():
        for way in (device, source):
            visited[way] += 1
            buying[way] += session in bought
    share = {way: buying[way] / visited[way] for way in visited}
    assert {"mobile", "desktop", "tablet", "baidu / cpc", "google / cpc", "newsletter / email"} <= share.keys()
    assert share["mobile"] < share["desktop"]
    assert share["baidu / cpc"] < share["newsletter / email"]
