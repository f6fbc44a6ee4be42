import dataclasses

import pytest

from shopkeeper.search.search import LONGEST_QUERY, MOST_HITS
from shopkeeper.shop import InvalidQuery, Localized, NotFound, NotIndexed, ProductStatus
from small_shop import BagEncoder, product, small_shop

SHIRTS = [product(f"s{i:02}", f"Cotton shirt {i}", f"棉衬衫 {i}", prices=[10 + i]) for i in range(30)]
OTHERS = [
    product("tea", "", "陶瓷茶壶", prices=[None]),
    product("bud", "Wireless earbuds with charging case", "无线耳机", facts=[("Colour", "Black")]),
    product("draft", "Cotton shirt draft", status=ProductStatus.DRAFT),
    product("old", "Cotton shirt archived", status=ProductStatus.ARCHIVED),
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """A shop that the tests only read."""
    shop = small_shop(tmp_path_factory.mktemp("shop"))
    shop.put_products(SHIRTS + OTHERS)
    yield shop
    shop.close()


@pytest.fixture
def changing(tmp_path):
    """One that the test may change."""
    shop = small_shop(tmp_path)
    shop.put_products(SHIRTS + OTHERS)
    yield shop
    shop.close()


def ids(result):
    return [hit.id for hit in result]


def every_page(shop, result, **options):
    pages = [ids(result)]
    while result.next:
        result = shop.search(next=result.next, **options)
        pages.append(ids(result))
    return pages


@pytest.mark.parametrize(("query", "first"), [
    ("earbuds", "bud"), ("无线耳机", "bud"), ("無線耳機", "bud"), ("茶壶", "tea"), ("bud", "bud"), ("COTTON SHIRT 7", "s07"),
])
@pytest.mark.parametrize("mode", ["hybrid", "text"])
def test_a_product_is_found_by_its_words_in_either_language(shop, query, first, mode):
    assert ids(shop.search(query, mode=mode))[0] == first


@pytest.mark.parametrize("mode", ["hybrid", "text", "vector"])
def test_drafts_and_archived_products_are_never_found(shop, mode):
    found = [id for page in every_page(shop, shop.search("cotton shirt draft archived", k=200, mode=mode)) for id in page]
    assert set(found).isdisjoint({"draft", "old"})


def test_an_empty_query_browses_everything_in_a_stable_order(shop):
    result = shop.search("", k=100)
    assert (result.total, ids(result)) == (32, sorted(ids(result)))
    assert ids(shop.search("  \n ", k=100)) == ids(result)


@pytest.mark.parametrize("query", [
    "!!! ???", "。，、", "😀🎧", "the of and", "的 了", "-", "\u200b", "'", '"', "((", "*", "AND OR NOT", "a:b", "\\", "\ufffd", "\0",
])
@pytest.mark.parametrize("mode", ["hybrid", "text", "vector"])
def test_a_query_without_a_word_to_search_for_still_answers(shop, query, mode):
    result = shop.search(query, mode=mode, explain=True, facets=["price"])
    assert len(result.hits) <= result.total <= 32


def test_a_query_of_a_thousand_characters_answers_and_a_longer_one_is_refused(shop):
    assert shop.search(("棉衬衫shirt " * 200)[:LONGEST_QUERY], explain=True).total
    assert ids(shop.search("earbuds " * 100, k=1)) == ["bud"]
    with pytest.raises(InvalidQuery, match="at most 1000 characters, got 1001"):
        shop.search("x" * (LONGEST_QUERY + 1))


def test_vectors_alone_find_what_means_the_same(shop):
    assert ids(shop.search("earbuds wireless", mode="vector"))[0] == "bud"


@pytest.mark.parametrize(("options", "message"), [
    ({"k": 0}, "k: expected 1"), ({"k": MOST_HITS + 1}, "k: expected 1"), ({"weight": 1.5}, "weight: expected 0"),
    ({"query": "\ud800"}, "query: expected a text"),
    ({"weight": float("nan")}, "weight: expected 0"), ({"mode": "magic"}, "mode: expected hybrid"), ({"where": ["price"]}, "'price'"),
    ({"where": ["nosuch=1"]}, "nosuch"), ({"facets": ["nosuch"]}, "nosuch"),
])
def test_what_a_search_cannot_do_is_said(shop, options, message):
    with pytest.raises(InvalidQuery, match=message):
        shop.search(**{"query": "shirt", **options})


def test_a_shop_without_an_index_says_so(tmp_path):
    shop = small_shop(tmp_path / "new")
    with pytest.raises(NotIndexed):
        shop.search("shirt")
    assert shop.index().products == 0
    assert shop.search("shirt", facets=["price"]).total == 0
    assert shop.search("").hits == ()
    shop.close()


def test_titles_facets_and_reasons_are_in_the_language_asked_or_that_of_the_query(shop):
    assert shop.search("无线耳机", k=1).hits[0].title == "无线耳机"
    assert shop.search("earbuds", k=1).hits[0].title == "Wireless earbuds with charging case"
    assert shop.search("earbuds", k=1, language="zh").hits[0].title == "无线耳机"
    assert shop.search("teapot 陶瓷茶壶", k=1, language="en").hits[0].title == "陶瓷茶壶", "the other language where one is missing"
    assert [(c.value, c.count) for c in shop.search("", facets=["in_stock"], language="zh").facets["in_stock"]] == [("是", 32)]


@pytest.mark.parametrize(("query", "mode"), [
    ("cotton shirt", "hybrid"), ("cotton shirt", "text"), ("shirt", "vector"), ("棉衬衫 7", "hybrid"), ("", "hybrid"),
])
def test_facets_and_total_are_counted_on_what_all_pages_hold(shop, query, mode):
    result = shop.search(query, k=7, mode=mode, facets=["price", "in_stock", "colour"])
    pages = every_page(shop, result)
    held = [id for page in pages for id in page]
    assert len(held) == len(set(held)) == result.total
    prices = {id: shop.store.products.get(id).price for id in held}
    assert sum(count.count for count in result.facets["price"]) == sum(price is not None for price in prices.values())
    for facet in ("price", "in_stock", "colour"):
        for count in result.facets[facet]:
            assert shop.search(query, mode=mode, where=[f"{facet}={count.value}"]).total >= count.count


def test_a_facets_value_of_a_text_search_keeps_exactly_its_count(shop):
    result = shop.search("shirt", mode="text", facets=["price"])
    for count in result.facets["price"]:
        assert shop.search("shirt", mode="text", where=[f"price={count.value}"]).total == count.count


@pytest.mark.parametrize("query", ["cotton shirt", ""])
def test_pages_never_overlap_or_drift_whatever_is_written_between_them(changing, query):
    shop = changing
    result = shop.search(query, k=10, facets=["price"])
    whole = [id for page in every_page(shop, result) for id in page]
    gone = result.hits[0].id, whole[12]
    shop.put_products([product(f"a{i}", "Cotton shirt cotton shirt") for i in range(5)])
    shop.delete_products(gone)
    shop.put_products([dataclasses.replace(shop.store.products.get(whole[15]), status=ProductStatus.DRAFT)])
    second = shop.search(next=result.next)
    assert ids(second) == [id for id in whole[10:20] if id not in (whole[12], whole[15])], "what is gone is left out, nothing moves up"
    assert (second.total, second.facets, second.query_id) == (result.total, result.facets, result.query_id)
    shop.index(rebuild=True)
    assert ids(shop.search(next=second.next)) == whole[20:30]
    assert ids(shop.search(next=result.next)) == ids(second), "a page can be asked for again"


def test_pages_of_different_sizes_go_on_where_the_last_one_ended(shop):
    whole = ids(shop.search("shirt", k=200))
    first = shop.search("shirt", k=3)
    second = shop.search(next=first.next, k=11)
    assert ids(first) + ids(second) == whole[:14]


@pytest.mark.parametrize("mark", [
    "x", "~", "nobody~10", "~~", "{id}", "{id}~", "{id}~-1", "{id}~1.5", "{id}~x", "{id}~²", "{id}~" + "9" * 5000,
    "x" * 20_000, "\ud800~1", "'; --~1", "{id}~1~2", "{id}~ 1", "\0~1",
])
def test_a_cursor_that_is_none_is_refused(shop, mark):
    good = shop.search("shirt", k=5)
    with pytest.raises(InvalidQuery, match="cursor"):
        shop.search(next=mark.format(id=good.query_id))


def test_a_cursor_behind_the_end_gives_an_empty_last_page(shop):
    good = shop.search("shirt", k=5)
    last = shop.search(next=f"{good.query_id}~1000000")
    assert (last.hits, last.next, last.total) == ((), None, good.total)


@pytest.mark.parametrize("k", [-5, 0, MOST_HITS + 1])
def test_a_later_page_is_no_larger_than_a_first_one_may_be(shop, k):
    good = shop.search("shirt", k=5)
    with pytest.raises(InvalidQuery, match="k: expected 1"):
        shop.search(next=good.next, k=k)


@pytest.mark.parametrize("query", ["cotton shirt 7", "棉衬衫", "earbuds 无线 case", "the shirt of 7", "s07", "black"])
@pytest.mark.parametrize("options", [{}, {"mode": "text"}, {"mode": "vector"}, {"weight": 0.25}])
def test_the_reasons_of_a_hit_add_up_to_its_score(shop, query, options):
    result = shop.search(query, explain=True, where=["in_stock=yes"], **options)
    assert result.hits or query in ("s07", "black"), "the meaning of a title knows neither ids nor attributes"
    for page in (result, shop.search(next=result.next, explain=True)) if result.next else (result,):
        for hit in page:
            assert sum(reason.score for reason in hit.reasons) == pytest.approx(hit.score, abs=1e-3)
            assert hit.reasons[-1].to_dict() == {"kind": "filter", "text": "in_stock=yes", "score": 0.0}
            assert {reason.kind for reason in hit.reasons} <= {"term", "vector", "filter"}


def test_similar_products_come_without_the_product_itself(shop):
    result = shop.similar("s07", k=5)
    assert "s07" not in ids(result)
    assert all(id.startswith("s") for id in ids(result))
    assert result.total == len({id for page in every_page(shop, shop.similar("s07", k=9)) for id in page})
    assert sorted(ids(shop.similar("s07", where=["price<12"]))) == ["s00", "s01"]


def test_the_reasons_of_similar_products_add_up_too(shop):
    first = shop.similar("bud", k=2)
    for hit in shop.search(next=first.next, explain=True) if first.next else ():
        assert sum(reason.score for reason in hit.reasons) == pytest.approx(hit.score, abs=1e-3)


def test_one_can_ask_what_is_like_a_draft_and_not_what_is_like_nothing(shop):
    assert all(id.startswith("s") for id in ids(shop.similar("draft", k=3)))
    with pytest.raises(NotFound):
        shop.similar("nobody")


def test_similar_in_a_shop_of_one_product_is_nothing(tmp_path):
    shop = small_shop(tmp_path / "one")
    shop.put_products([product("only", "Cotton shirt", "棉衬衫")])
    assert (ids(shop.search("shirt")), ids(shop.search("棉"))) == (["only"], ["only"])
    assert (shop.similar("only").hits, shop.similar("only").total) == ((), 0)
    shop.close()


def test_a_product_with_next_to_nothing_is_found_by_what_it_has(tmp_path):
    shop = small_shop(tmp_path / "bare")
    shop.put_products([product("mark", "!!!", prices=[None]), product("zh", zh="茶"), product("twice", "tea tea tea"), product("😀", "😀")])
    assert shop.search("", facets=["price", "brand"]).total == 4
    assert ids(shop.search("茶", mode="text")) == ["zh"]
    assert ids(shop.search("tea tea", mode="text")) == ["twice"]
    assert shop.search("mark", mode="text").hits[0].price is None
    assert all(id not in ids(shop.similar(id)) for id in ("mark", "zh", "twice", "😀"))
    shop.close()


def test_a_search_encodes_its_query_once_and_words_alone_encode_nothing(tmp_path):
    encoder = BagEncoder()
    shop = small_shop(tmp_path / "counted", encoder)
    shop.put_products(SHIRTS)
    encoder.texts.clear()
    result = shop.search("cotton shirt", explain=True)
    assert encoder.texts == ["cotton shirt"]
    shop.search(next=result.next)
    shop.search("cotton", mode="text")
    shop.search("")
    assert encoder.texts == ["cotton shirt"]
    shop.similar("s01")
    assert encoder.texts == ["cotton shirt"], "the vector of a product is in the index"
    shop.close()


def test_what_is_shown_is_the_products_record_of_this_moment(changing):
    shop = changing
    bud = shop.store.products.get("bud")
    shop.store.products.put([dataclasses.replace(bud, title=Localized(en="Renamed since"))])
    assert shop.search("earbuds", k=1).hits[0].title == "Renamed since"
    shop.store.products.put([dataclasses.replace(bud, status=ProductStatus.DRAFT)])
    assert "bud" not in ids(shop.search("earbuds"))
    shop.store.products.delete(["bud"])
    assert "bud" not in ids(shop.search("earbuds"))
