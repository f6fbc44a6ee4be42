from shopkeeper.store.demo.searches import MISSING, searches


def test_each_search_is_logged_with_what_it_showed(lived):
    logged = {search.id: search for search in searches(lived.events)}
    shown = {event.query_id: event for event in lived.events if event.name == "view_item_list"}
    assert shown
    for id, event in shown.items():
        assert logged[id].query == event.query
        assert logged[id].product_ids == tuple(item.product_id for item in event.items)
        assert logged[id].session_id == event.session_id


def test_clicks_are_on_what_a_logged_search_showed(lived):
    logged = {search.id: search for search in searches(lived.events)}
    clicks = [event for event in lived.events if event.name == "select_item"]
    assert clicks
    assert all(logged[event.query_id].product_ids[event.items[0].position - 1] == event.items[0].product_id for event in clicks)


def test_some_search_in_vain_in_both_languages_for_what_no_product_is_called(lived):
    empty = [search for search in searches(lived.events) if not search.total]
    assert {search.query for search in empty} <= {text for wanted in MISSING for text in wanted.all}
    assert {search.language for search in empty} == {"zh", "en"}
    titles = " ".join(text for item in lived.market.items for text in item.product.title.all).lower()
    assert not any(text in titles for wanted in MISSING for text in wanted.all)
