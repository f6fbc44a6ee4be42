import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shopkeeper.search.suggest import file as file_module
from shopkeeper.search.suggest import suggest as suggest_module
from shopkeeper.search.suggest.entry import Suggestion, keys
from shopkeeper.search.suggest.log import frequent, is_private
from shopkeeper.search.suggest.phrases import Phrases
from shopkeeper.shop import InvalidQuery, Localized, LoggedSearch, ProductStatus
from small_shop import product, small_shop

AUDIO, SHOES = Localized("影音", "Audio"), Localized("鞋靴", "Shoes")
EDIFIER = Localized("漫步者", "Edifier")
SHOP = [
    product("p1", "Wireless earbuds with charging case", "真无线蓝牙耳机", category=(AUDIO,), brand=EDIFIER),
    product("p2", "Wireless earbuds for sport", "运动蓝牙耳机", category=(AUDIO,), brand=EDIFIER),
    product("p3", "Running shoes", "跑步鞋", category=(SHOES,)),
    product("p4", "Running shoes, wide", "跑步鞋 宽楦", category=(SHOES,), stock=0),
    product("draft", "Wireless draft", status=ProductStatus.DRAFT),
]


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path)
    shop.put_products(SHOP)
    shop.index()
    yield shop
    shop.close()


def texts(shop, prefix, k=50):
    return [each.text for each in shop.suggest(prefix, k)]


def searched(query, *sessions, total=3, **more):
    return [LoggedSearch(f"{query}-{i}", datetime(2026, 1, 1, tzinfo=UTC), query, total=total, session_id=session, **more)
            for i, session in enumerate(sessions)]


@pytest.mark.parametrize(("prefix", "expected"), [
    ("wirel", Suggestion("wireless earbuds")), ("WIRE", Suggestion("wireless earbuds")), ("ear", Suggestion("wireless earbuds")),
    ("aud", Suggestion("Audio", "category", where="category=Audio")), ("影", Suggestion("影音", "category", where="category=影音")),
    ("edi", Suggestion("Edifier", "brand", where="brand=Edifier")), ("漫步", Suggestion("漫步者", "brand", where="brand=漫步者")),
    ("run", Suggestion("running shoes")), ("running shoes, w", Suggestion("Running shoes, wide", "product", id="p4")),
    ("蓝", Suggestion("蓝牙耳机")), ("lany", Suggestion("蓝牙耳机")), ("erj", Suggestion("真无线蓝牙耳机", "product", id="p1")),
    ("跑步鞋", Suggestion("跑步鞋")), ("paobu", Suggestion("跑步鞋")), ("manbu", Suggestion("漫步者", "brand", where="brand=漫步者")),
])
def test_a_beginning_is_completed_from_the_catalogue(shop, prefix, expected):
    assert expected in shop.suggest(prefix, 50)


def test_a_product_that_went_since_the_file_was_made_is_not_suggested(shop):
    shop.store.products.delete(["p4"])
    shop.store.products.put([replace(SHOP[0], status=ProductStatus.ARCHIVED)])
    assert [each.id for each in shop.suggest("run", 50) if each.id] == ["p3"]
    assert [each.id for each in shop.suggest("wireless", 50) if each.id] == ["p2"]
    assert Suggestion("Audio", "category", where="category=Audio") in shop.suggest("aud", 50)


@pytest.mark.parametrize(("prefix", "text"), [("wirless", "wireless earbuds"), ("runnng sh", "running shoes"), ("edfi", "Edifier")])
def test_a_slip_is_forgiven_while_one_types(shop, prefix, text):
    assert text in texts(shop, prefix)


@pytest.mark.parametrize("prefix", ["", "  ", "zzzz", "x1y2z3", "%", "'; DROP TABLE entries", "\u200b", "耳鼻喉"])
def test_a_beginning_of_nothing_gives_nothing(shop, prefix):
    assert shop.suggest(prefix) == []


@pytest.mark.parametrize(("prefix", "k"), [("x", 0), ("x", 51), ("x" * 201, 8)])
def test_what_cannot_be_suggested_is_said(shop, prefix, k):
    with pytest.raises(InvalidQuery, match="expected"):
        shop.suggest(prefix, k)


def test_drafts_are_never_suggested(shop):
    assert not any("draft" in text for prefix in ("wir", "dra") for text in texts(shop, prefix))


def test_products_brands_and_categories_do_not_crowd_out_the_rest(shop):
    shop.put_products([product(f"m{i}", f"Mug number {i} tall mug", category=(Localized(en=f"Mug kind {i}"),)) for i in range(9)])
    shop.index()
    kinds = [each.kind for each in shop.suggest("mug", 6)]
    assert kinds.count("category") <= 3
    assert "query" in kinds
    assert len(shop.suggest("mug number 1", 8)) >= 1


def test_a_frequent_query_comes_first_and_a_rare_or_empty_one_never(shop):
    log = searched("wireless charger", "a", "b", "c") + searched("wireless rare", "a", "a", "a", "b")
    log += searched("wireless none", *"abcd", total=0)
    shop.store.searches.put(log)
    shop.index(rebuild=True)
    shop._suggestions.build()
    found = texts(shop, "wirel")
    assert found[0] == "wireless charger"
    assert {"wireless rare", "wireless none"}.isdisjoint(found)


@pytest.mark.parametrize("query", [
    "mail me at li@example.com", "13812345678", "138 1234 5678", "+1 (555) 123-4567", "order 1001", "#1001", "订单 2024",
    "单号YT123", "6222021234567890",
])
def test_a_query_that_may_name_a_person_or_an_order_is_private(query):
    assert is_private(query)
    assert frequent(searched(query, *"abcdef")) == {}


@pytest.mark.parametrize("query", ["iphone 15 256gb", "wh-1000xm4", "耳机 500元以下", "2-3 岁 女童", "a4 paper 500"])
def test_a_query_with_a_number_of_a_product_is_not(query):
    assert not is_private(query)
    assert frequent(searched(query, *"abc")) == {query: 3}


def test_searches_of_one_session_count_once_and_a_corrected_query_as_it_was_meant():
    assert frequent(searched("tea", "a", "a", "b")) == {}
    assert frequent(searched("tea", None, None, None)) == {"tea": 3}
    assert frequent(searched("taepot", "a", "b", "c", meant="teapot")) == {"teapot": 3}


def test_phrases_are_those_of_several_titles_and_not_parts_of_one_longer():
    phrases = Phrases()
    for title in ("Wireless earbuds for sport", "Wireless earbuds, red", "Wireless mouse", "蓝牙耳机 黑", "运动蓝牙耳机", "box, red 2"):
        phrases.add(title)
    common = phrases.common()
    assert common["wireless earbuds"] == 2
    assert common["蓝牙耳机"] == 2
    assert "earbuds" not in common, "only ever in wireless earbuds"
    assert "wireless" in common, "in a mouse too"
    assert not any("," in phrase or phrase in ("for", "for sport") for phrase in common)


def test_texts_are_found_by_each_of_their_first_words_and_by_their_sound():
    assert {key for key, _ in keys("Sport 蓝牙耳机")} == {"sport 蓝牙耳机", "蓝牙耳机", "lanyaerji", "耳机", "erji"}
    assert dict(keys("tea pot")) == {"tea pot": 1.0, "pot": 0.5}


def test_a_beginning_of_very_many_texts_is_answered_from_what_was_kept_of_it(tmp_path, monkeypatch):
    monkeypatch.setattr(file_module, "HEAVY", 20)
    path = tmp_path / "s.db"
    file_module.write(path, [(Suggestion(f"tea number {i}"), float(i)) for i in range(60)], 7)
    opened = file_module.SuggestionFile(path)
    assert [each.text for _, each in opened.begun("te")][:2] == ["tea number 59", "tea number 58"]
    assert len(opened.begun("tea number")) == file_module.DEEP
    assert opened.begun("tea number 5")[0][1].text == "tea number 59"
    assert (opened.revision, opened.good, opened.begun("x")) == (7, True, [])
    opened.close()


def test_another_process_sees_what_was_built_and_nothing_half_built(shop, tmp_path, monkeypatch):
    other = small_shop(tmp_path)
    assert texts(other, "wirel")
    monkeypatch.setattr(suggest_module, "frequent", lambda searches: 1 / 0)
    shop.put_products([product("new", "Zebra umbrella", brand=Localized(en="Zed"))])
    with pytest.raises(ZeroDivisionError):
        shop.index()
    assert texts(other, "wirel"), "the old file is whole"
    monkeypatch.undo()
    shop.index()
    assert "Zed" in texts(other, "ze")
    assert not list((tmp_path / "index").glob("*.part"))
    other.close()


def test_indexing_removes_what_a_killed_process_left_though_nothing_is_behind(shop, tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    shop.index()
    left, own = (tmp_path / "index" / f"suggest.{number}.part" for number in (dead.pid, os.getpid()))
    for path in (left, own):
        path.write_bytes(b"half")
    shop.index()
    assert not left.exists()
    assert own.exists(), "this process may be writing it in the background"


def test_a_server_makes_it_anew_by_itself_but_not_all_the_time(shop):
    shop.put_products([product("new", "Zebra umbrella", brand=Localized(en="Zed"))])
    shop._suggestions._next = float("inf")
    shop.freshen()
    assert shop._suggestions._builder is None
    shop._suggestions._next = 0.0
    shop.freshen()
    shop._suggestions._builder.join()
    assert "Zed" in texts(shop, "ze")
    assert shop._suggestions._next > 0
    shop.freshen()
    assert not shop._suggestions._builder.is_alive()


def test_a_shop_that_closes_does_not_wait_for_what_runs_in_the_background(shop, tmp_path, monkeypatch):
    monkeypatch.setattr(suggest_module, "BREATH", 0.0)
    shop._suggestions._closing = True
    shop._suggestions._rebuild()
    assert not list((tmp_path / "index").glob("*.part"))
    assert texts(shop, "wirel")


def test_in_a_larger_shop_a_few_changes_do_not_make_it_anew_at_once(shop, monkeypatch):
    monkeypatch.setattr(suggest_module, "SMALL", 0)
    monkeypatch.setattr(suggest_module, "CHANGED", 0.5)
    shop.put_products([product("new", "Zebra umbrella", brand=Localized(en="Zed"))])
    shop.index()
    assert "Zed" not in texts(shop, "ze")
    shop.put_products([product(f"new{i}", "Zebra umbrella", brand=Localized(en="Zed")) for i in range(5)])
    shop.index()
    assert "Zed" in texts(shop, "ze")


def test_a_small_shop_that_was_never_indexed_as_a_whole_has_suggestions_too(tmp_path):
    shop = small_shop(tmp_path)
    shop.put_products(SHOP)
    assert texts(shop, "wirel")
    shop.close()
