"""What reviews say as a filter of the storefront, in both languages; and of similar products."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.reviews.opinions import opinions
from shopkeeper.reviews.sayings import sayings
from shopkeeper.reviews.summary import key_of
from shopkeeper.shop import InvalidQuery, Localized, Product, Review, Variant
from small_shop import small_shop
from waiting import until

START = datetime(2026, 1, 1, tzinfo=UTC)
SMALL, SOFT = "It runs small.", "面料很柔软"


def reviews(product_id: str, *texts: str) -> list[Review]:
    return [Review(f"{product_id}-{n}", product_id, 4.0, text, at=START + timedelta(days=n)) for n, text in enumerate(texts)]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("said") / "shop")
    names = ["Linen dress", "Cotton dress", "Silk dress", "Wool dress"]
    shop.put("products", [Product(f"d{n}", Localized(en=name, zh=f"连衣裙 {n}"), (Variant(f"d{n}"),)) for n, name in enumerate(names)])
    shop.index()
    shop.store.reviews.put([
        *reviews("d0", SMALL, SMALL, SOFT), *reviews("d1", SMALL, "尺码偏小", SOFT, SOFT), *reviews("d2", SOFT, SOFT, "It fits well."),
        *reviews("d3", "Fast delivery", SMALL),
    ])  # fmt: skip
    yield shop
    shop.close()


@pytest.fixture(scope="module")
def client(shop):
    client = TestClient(create_app(shop, hosts=None), base_url="http://127.0.0.1")
    until(lambda: "where=saying" in client.get("/?q=dress&lang=en").text)
    return client


def offered(page: str) -> dict[str, tuple[str, int]]:
    """What the filter offers: by its words the address and the count."""
    rows = re.findall(r'<a href="([^"]+)"[^>]*data-key="saying:([^"]+)"[^>]*><span>[^<]*</span> <small>(\d+)</small>', page)
    return {html.unescape(label): (html.unescape(url), int(count)) for url, label, count in rows}


@pytest.mark.parametrize(("language", "name", "small", "soft"), [
    ("en", "Reviews say", "runs small", "soft fabric"), ("zh", "评价说", "偏小", "面料柔软"),
])  # fmt: skip
def test_the_results_can_be_narrowed_to_what_reviews_say(client, language, name, small, soft):
    page = client.get(f"/?q=dress&lang={language}").text
    assert f">{name}</h3>" in page
    found = offered(page)
    assert {words: count for words, (_, count) in found.items()} == {small: 2, soft: 2}
    narrowed = client.get(found[small][0]).text
    assert {id for id in ("d0", "d1", "d2", "d3") if f"/p/{id}" in narrowed} == {"d0", "d1"}
    assert f"{name}: {small}" in html.unescape(narrowed)
    both = offered(narrowed)
    assert {words: count for words, (_, count) in both.items()} == {small: 2, soft: 2}, "counted as if it were not chosen"
    assert "saying" not in both[small][0]
    either = client.get(both[soft][0]).text
    assert {id for id in ("d0", "d1", "d2", "d3") if f"/p/{id}" in either} == {"d0", "d1", "d2"}


def test_what_was_chosen_in_the_other_language_is_known(client):
    page = client.get("/", params={"q": "dress", "where": "saying=偏小", "lang": "en"}).text
    assert 'data-key="saying:runs small" aria-current="true"' in page
    assert "saying" not in offered(page)["runs small"][0]


def test_products_of_all_pages_are_counted(client, monkeypatch):
    monkeypatch.setattr("shopkeeper.app.web.routes.PAGE_SIZE", 2)
    found = offered(client.get("/?q=dress&lang=en").text)
    assert {words: count for words, (_, count) in found.items()} == {"runs small": 2, "soft fabric": 2}


def test_a_shop_whose_reviews_say_nothing_has_no_such_filter(tmp_path):
    shop = small_shop(tmp_path / "silent")
    shop.index()
    with TestClient(create_app(shop, hosts=None), base_url="http://127.0.0.1") as client:
        client.get("/?q=&lang=en")
        until(lambda: shop.kept.ask("said", 0, dict, patience=0.0) is not None)
        assert "saying" not in client.get("/?q=&lang=en").text
    shop.close()


def test_similar_products_of_which_reviews_say_so(shop):
    assert {hit.id for hit in shop.similar("d2", where=["saying=runs small"]).hits} == {"d0", "d1"}
    assert {hit.id for hit in shop.similar("d0", where=["评价说=面料柔软"]).hits} == {"d1", "d2"}
    with pytest.raises(InvalidQuery, match="expected saying=TEXT"):
        shop.similar("d0", where=["saying!=runs small"])


def test_each_saying_is_read_as_what_it_stands_for_in_both_languages():
    for each in sayings():
        for text in each.text.all:
            assert {(key_of(found), found.polarity) for found in opinions(text)} == {(each.aspect, each.polarity)}, text
