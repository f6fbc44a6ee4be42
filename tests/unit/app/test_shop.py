import dataclasses
from datetime import UTC, datetime

import pytest

from shopkeeper.app.bootstrap import open_shop
from shopkeeper.search.words.vocabulary import Vocabulary
from shopkeeper.shop import Event, InvalidFile, InvalidRecord, Localized, NotFound
from small_shop import product, small_shop


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path)
    shop.put_products([product("a", "red shirt", "红衬衫", prices=[10, 20]), product("b", "blue hat")])
    yield shop
    shop.close()


def ids(result):
    return [hit.id for hit in result]


def test_what_is_put_is_found_at_once(shop):
    written = shop.put_products([product("a", "green shirt", prices=[10, 20]), product("b", "blue hat"), product("c", "teapot")])
    assert (written.new, written.changed, written.unchanged) == (1, 1, 1)
    assert ids(shop.search("green", mode="text")) == ["a"]
    assert shop.search("red", mode="text").total == 0


def test_it_says_what_is_searchable_and_up_to_which_revision(shop):
    assert (shop.searchable, shop.indexed_revision, shop.encoder_fingerprint) == (2, shop.store.products.revision(), "bag")
    shop.store.products.put([product("c", "teapot")])
    assert (shop.searchable, shop.indexed_revision) == (2, shop.store.products.revision() - 1)


def test_before_there_is_an_index_nothing_is_searchable(tmp_path):
    shop = small_shop(tmp_path)
    assert (shop.searchable, shop.indexed_revision) == (0, -1)
    shop.close()


def test_what_is_deleted_is_found_no_more(shop):
    assert shop.delete_products(["a", "nobody"]) == 1
    assert ids(shop.search("")) == ["b"]


def test_a_patch_changes_what_it_names_and_nothing_else(shop):
    before = shop.store.products.get("a")
    after = shop.patch_product("a", {"title": {"en": "green shirt"}, "brand": {"en": "Acme"}})
    assert after == dataclasses.replace(before, title=Localized("红衬衫", "green shirt"), brand=Localized(en="Acme"))
    assert shop.store.products.get("a") == after
    assert ids(shop.search("green", where=["brand=acme"])) == ["a"]
    assert shop.patch_product("a", {"brand": None, "id": "other"}) == dataclasses.replace(after, brand=Localized())
    assert shop.search("").total == 2


@pytest.mark.parametrize("changes", [{"title": None}, {"variants": []}, {"nosuch": 1}])
def test_a_patch_that_makes_no_product_changes_nothing(shop, changes):
    before = shop.store.products.get("a")
    with pytest.raises(InvalidRecord):
        shop.patch_product("a", changes)
    assert shop.store.products.get("a") == before


def test_a_patch_of_nothing_that_exists_says_so(shop):
    with pytest.raises(NotFound, match="no product has the id 'nobody'"):
        shop.patch_product("nobody", {})


def test_a_cursor_goes_on_with_the_search_it_came_from(shop):
    first = shop.search("", k=1, where=["price>5"], facets=["price"], language="zh")
    second = shop.search(next=first.next, k=1)
    assert (ids(first), ids(second), second.language, second.understood, second.facets) == (
        ["a"], ["b"], "zh", first.understood, first.facets)


def test_texts_are_compared_without_an_index(tmp_path):
    shop = small_shop(tmp_path / "empty")
    assert shop.similarity("red shirt", "red shirt") == pytest.approx(1)
    assert [m.text for m in shop.match("shirt", ["hat", "shirt"], 1)] == ["shirt"]
    shop.close()


def test_events_are_kept(shop):
    assert shop.put_events([Event("e1", "view_item", datetime(2026, 9, 1, tzinfo=UTC))]).new == 1


def test_a_file_is_imported_in_the_shops_currency(shop, tmp_path):
    path = tmp_path / "products.csv"
    path.write_text("id,title,price\nc,tea cup,12.50\n,broken,\n")
    shop.import_file(path)
    shop.index()
    hit = shop.search("cup", mode="text").hits[0]
    assert (hit.id, hit.price.currency, hit.price.amount) == ("c", "CNY", 1250)


def test_a_shop_is_opened_where_it_lies_and_made_only_when_asked(tmp_path):
    with pytest.raises(InvalidFile, match=r"no shop in this folder.*shopkeeper init"):
        open_shop(str(tmp_path / "none"))
    assert not (tmp_path / "none").exists()
    made = open_shop(str(tmp_path / "new"), create=True)
    made.put_products([product("a", "wireless earbuds", "无线耳机")])
    made.close()
    again = open_shop(str(tmp_path / "new"))
    assert ids(again.search("bluetooth headphones")) == ids(again.search("耳机")) == ["a"]
    assert again.similarity("earbuds", "headphones") > again.similarity("earbuds", "teapot")
    assert again.index().written == 0
    again.close()


def test_an_index_of_another_encoder_is_built_anew_by_the_next_indexing(tmp_path):
    other = small_shop(tmp_path)
    other.put_products([product("a", "wireless earbuds")])
    other.close()
    shop = open_shop(str(tmp_path))
    report = shop.index()
    assert (report.rebuilt, report.encoded, ids(shop.search("headphones"))) == (True, 1, ["a"])
    shop.close()


def test_the_index_may_lie_apart_from_the_shop(tmp_path):
    shop, data = str(tmp_path / "50% off?" / "茶店"), str(tmp_path / "data")
    made = open_shop(shop, data, create=True)
    made.put_products([product("a", "teapot")])
    made.close()
    assert [path.name for path in (tmp_path / "50% off?" / "茶店").iterdir()] == ["shop.db"]
    again = open_shop(shop, data)
    assert ids(again.search("teapot")) == ["a"]
    again.close()


def test_the_next_page_has_the_size_of_the_first_unless_told(shop):
    shop.put_products([product(f"p{i}", "teapot") for i in range(9)])
    first = shop.search("teapot", k=3, mode="text")
    assert len(shop.search(next=first.next)) == 3
    assert len(shop.search(next=first.next, k=2)) == 2


def test_a_shop_that_was_warmed_puts_a_first_slip_right_without_making_its_tables(shop, monkeypatch):
    shop.warm()
    monkeypatch.setattr(Vocabulary, "_place", lambda *_: pytest.fail("the table was made only now"))
    assert shop.search("shrit", mode="text").did_you_mean == "shirt"


def test_warming_a_shop_without_an_index_is_nothing_wrong(tmp_path):
    shop = small_shop(tmp_path)
    shop.warm()
    shop.close()


@pytest.mark.parametrize("query", ["4x8x5/8", "4'x8'x5/8", "4X8x5/8 drywall"])
def test_sizes_typed_in_one_find_titles_that_write_them_apart(shop, query):
    shop.put_products([
        product("apart", "Drywall 4 ft. x 8 ft. x 5/8 in."), product("one", "Drywall 4x8x5/8"),
        *(product(f"other{n}", f"Drywall {n} ft. x {n + 1} ft. x 1/2 in.") for n in range(10, 20)), product("some", "Shelf of 8 pieces"),
    ])
    found = ids(shop.search(query, mode="text"))
    assert sorted(found[:2]) == ["apart", "one"]
    assert "some" not in found


def test_feet_and_inches_typed_in_one_are_found_too(shop):
    shop.put_products([product("tarp", "Tarp 18 ft. x 24 in."), product("rope", "Rope 18 ft."), product("flag", "Flag 24 in.")])
    assert ids(shop.search("18'x24\"", mode="text")) == ["tarp"]
    assert ids(shop.search('18"x24"', mode="text"))[:1] == ["tarp"]
