"""A search that lifts what its visitor met before."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.shop import Event, EventItem, InvalidRecord
from small_shop import product


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Opens a shop of cups in which one was looked at, with a share of taste."""
    shops = []

    def opened(share):
        monkeypatch.setenv("SHOPKEEPER_SEARCH_TASTE", str(share))
        shops.append(open_shop(str(tmp_path / "shop"), create=True))
        return shops[-1]

    shop = opened(0)
    shop.put_products([product(f"cup-{n}", "Blue cup", "蓝色杯子", prices=(20 + n,)) for n in range(4)])
    shop.put_events([Event("e1", "view_item", datetime.now(UTC), session_id="visit", items=(EventItem("cup-3"),))])
    yield opened
    for each in shops:
        each.close()


def test_what_a_visitor_met_is_lifted_and_the_hit_says_so(opened):
    shop = opened(0.5)
    assert shop.search("blue cup").hits[0].id != "cup-3"
    first = shop.search("blue cup", session_id="visit", explain=True).hits[0]
    [taste] = [reason for reason in first.reasons if reason.kind == "taste"]
    assert (first.id, taste.score) == ("cup-3", 0.5)
    assert sum(reason.score for reason in first.reasons) == pytest.approx(first.score, abs=1e-5)
    assert shop.search("blue cup", session_id="visit", sort="price").hits[0].id == "cup-0"
    assert shop.search("blue cup", customer_id="visit").hits[0].id != "cup-3", "whose history counts cannot be claimed"


def test_without_the_setting_all_visitors_see_one_order(opened):
    shop = opened(0)
    assert [hit.id for hit in shop.search("blue cup", session_id="visit")] == [hit.id for hit in shop.search("blue cup")]


def test_the_share_is_from_0_to_1(opened):
    with pytest.raises(InvalidRecord, match="SEARCH_TASTE: expected a number from 0 to 1"):
        opened(2)
