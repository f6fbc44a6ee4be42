"""What users of other search engines complain about in merchandising, sorting, pages and variants, one test for each."""

from __future__ import annotations

import multiprocessing
from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.search.search import DEEPEST
from shopkeeper.shop import (
    InvalidQuery,
    InvalidRecord,
    Localized,
    Money,
    Option,
    Order,
    OrderLine,
    Product,
    ProductStatus,
    Review,
    Rule,
    RuleAction,
    RuleMatch,
    Variant,
)
from small_shop import product, serve_pipe, small_shop

MODES = pytest.mark.parametrize("mode", ["hybrid", "text", "vector"])
COLOUR, SIZE = Localized("颜色", "Colour"), Localized("尺码", "Size")
RED, BLUE = Localized("红色", "Red"), Localized("蓝色", "Blue")
NOW = datetime.now(UTC)
DAY = timedelta(days=1)

CLOTHING = (Localized("服装", "Clothing"),)
BRANDS = (Localized("晴天", "Sunny"), Localized("北风", "Northpane"))
SHIRTS = [product(f"s{i:02}", f"Cotton shirt {i}", f"棉衬衫 {i}", prices=[10 + i], brand=BRANDS[i % 2], category=CLOTHING,
                  created_at=NOW - i * DAY) for i in range(30)]
OTHERS = [
    product("mug", "Coffee mug", "咖啡杯", prices=[8], brand=Localized("北风", "Northpane"), category=(Localized("家居", "Home"),)),
    product("bud", "Wireless earbuds", "无线蓝牙耳机", prices=[300], category=(Localized("数码", "Electronics"),)),
    product("lamp", "Desk lamp", "台灯", prices=[None], category=(Localized("家居", "Home"),)),
    product("draft", "Cotton shirt draft", prices=[1], status=ProductStatus.DRAFT),
]


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path)
    shop.put_products(SHIRTS + OTHERS)
    yield shop
    shop.close()


def rule(id, action, *ids, queries=(), contains=False, **more):
    match = RuleMatch.CONTAINS if contains else RuleMatch.EXACT
    return Rule(id, RuleAction(action), tuple(ids), queries=tuple(queries), match=match, **more)


def ids(result):
    return [hit.id for hit in result]


def whole(shop, *asked, **options):
    """All pages of an answer, put together."""
    result = shop.search(*asked, **options)
    found = ids(result)
    while result.next:
        result = shop.search(next=result.next)
        found += ids(result)
    return found, result.total


# B8: pins, boosts and buries that hold in every mode, with filters and synonyms


@MODES
def test_a_pin_stands_at_its_place_in_every_mode_though_the_query_did_not_find_it(shop, mode):
    plain = shop.search("棉衬衫", mode=mode, k=100)
    shop.rules.put([rule("sale", "pin", "mug", "bud", queries=["棉衬衫"], position=2)])
    result = shop.search("棉衬衫", mode=mode, k=100, facets=["category"])
    assert ids(result)[1:3] == ["mug", "bud"]
    assert [id for id in ids(result) if id not in ("mug", "bud")] == [id for id in ids(plain) if id not in ("mug", "bud")]
    assert result.total == len(result) == len({*ids(plain), "mug", "bud"})
    assert sum(count.count for count in result.facets["category"]) == result.total


def test_a_pin_says_so_among_the_reasons(shop):
    shop.rules.put([rule("summer-sale", "pin", "mug", queries=["shirt"]), rule("push", "boost", "s07", queries=["shirt"], strength=0.5)])
    reasons = {hit.id: [f"{reason.kind}: {reason.text}" for reason in hit.reasons] for hit in shop.search("shirt", k=40, explain=True)}
    assert reasons["mug"][0] == "rule: pinned by summer-sale"
    assert reasons["s07"][0] == "rule: boosted by push"
    assert "rule" not in " ".join(reasons["s08"])


@MODES
@pytest.mark.parametrize(("where", "shown"), [(["price<9"], True), (["price>9"], False), (["brand=northpane", "category=home"], True)])
def test_a_pin_shows_under_a_filter_only_when_it_passes_it(shop, mode, where, shown):
    shop.rules.put([rule("sale", "pin", "mug", queries=["棉衬衫"])])
    found = ids(shop.search("棉衬衫", mode=mode, where=where))
    assert ("mug" in found[:1]) is shown
    assert ("mug" in found) is shown


def test_a_pin_for_every_search_shows_on_a_category_page_that_it_belongs_to(shop):
    shop.rules.put([rule("home", "pin", "lamp")])
    assert ids(shop.search(where=["category=Home"])) == ["lamp", "mug"]
    assert "lamp" not in ids(shop.search(where=["category=Clothing"], k=100))
    assert ids(shop.search(""))[0] == "lamp"


@pytest.mark.parametrize(("typed", "holds"), [
    ("Clothing", True), ("服装", True), ("apparel", True), ("clothing under ¥30", True),
    ("cotton clothing", False), ("shirt", False), ("home", False), ("", False),
])
def test_a_rule_of_a_category_holds_where_a_query_names_it_and_nothing_else(shop, typed, holds):
    shop.synonyms.add("clothing = apparel")
    shop.rules.put([rule("page", "pin", "s07", category=CLOTHING[-1].zh)])
    assert (ids(shop.search(typed))[:1] == ["s07"]) is holds


def test_a_pin_holds_for_the_synonym_of_its_query_and_for_a_slip(shop):
    shop.synonyms.add("shirt = tee, 衬衫")
    shop.rules.put([rule("sale", "pin", "mug", queries=["shirt"])])
    for query in ("shirt", "tee", "衬衫"):
        assert ids(shop.search(query))[0] == "mug", query


@pytest.mark.parametrize(("written", "typed", "holds"), [
    ("Cotton Shirts", "ＣＯＴＴＯＮ shirt", True), ("無線耳機", "无线耳机", True), ("无线 耳机", "无线耳机", True),
    ("wireless  earbuds", "wireless-earbuds", False),
    ("cotton shirt", "cotton shirt 7", False), ("耳机", "蓝牙耳机", False), ("shirts", "", False),
])
def test_an_exact_phrase_is_the_whole_query_whatever_its_spelling(shop, written, typed, holds):
    shop.rules.put([rule("r", "pin", "lamp", queries=[written])])
    assert (ids(shop.search(typed))[:1] == ["lamp"]) is holds


@pytest.mark.parametrize(("written", "typed", "holds"), [
    ("shirt", "white cotton shirts", True), ("cotton shirt", "a shirt of cotton", False), ("shirt", "shirtless", False),
    ("耳机", "便宜的蓝牙耳机", True), ("包", "面包", False), ("耳機", "sony耳机", True), ("sony", "sony耳机", True),
])
def test_a_contained_phrase_stands_in_the_query_as_words(shop, written, typed, holds):
    shop.rules.put([rule("r", "pin", "lamp", queries=[written], contains=True)])
    assert (ids(shop.search(typed))[:1] == ["lamp"]) is holds


@MODES
def test_boosts_and_buries_move_what_their_filters_name(shop, mode):
    shop.rules.put([rule("up", "boost", where=("brand=Northpane",), queries=["棉衬衫"], strength=1.0)])
    brands = [hit.product.brand.en for hit in shop.search("棉衬衫", mode=mode, k=15, where=["category=Clothing"])]
    assert brands == ["Northpane"] * 15
    shop.rules.put([rule("up", "bury", where=("brand=Northpane",), queries=["棉衬衫"], strength=1.0)])
    assert [hit.product.brand.en for hit in shop.search("棉衬衫", mode=mode, k=15, where=["category=Clothing"])] == ["Sunny"] * 15


def test_a_boost_orders_a_page_without_a_query_too(shop):
    shop.rules.put([rule("up", "boost", where=("brand=Northpane",)), rule("down", "bury", "s00")])
    found, _ = whole(shop, "", where=["category=Clothing"])
    assert [id for id in found if int(id[1:]) % 2] == found[:15]
    assert found[-1] == "s00"


def test_a_boost_is_a_share_of_the_best_score(shop):
    before = {hit.id: hit.score for hit in shop.search("cotton shirt", k=40)}
    shop.rules.put([rule("up", "boost", "s20", queries=["cotton shirt"], strength=0.1)])
    after = {hit.id: hit.score for hit in shop.search("cotton shirt", k=40)}
    assert after["s20"] - before["s20"] == pytest.approx(0.1 * max(before.values()), abs=1e-4)
    assert {id: score for id, score in after.items() if id != "s20"} == {id: score for id, score in before.items() if id != "s20"}


@MODES
def test_hidden_products_are_in_no_list_total_or_count(shop, mode):
    before = shop.search("棉衬衫", mode=mode, facets=["brand"])
    shop.rules.put([rule("out", "hide", "s03", "mug", where=("price>=35",))])
    found, total = whole(shop, "棉衬衫", mode=mode)
    assert not {"s03", "mug", *(f"s{i}" for i in range(25, 30)), "bud"} & set(found)
    assert total == len(found) < before.total
    counted = shop.search("棉衬衫", mode=mode, facets=["category"]).facets["category"]
    assert sum(each.count for each in counted) == total
    assert "s03" not in ids(shop.similar("s04", k=40))


def test_hiding_wins_over_pinning(shop):
    shop.rules.put([rule("a", "pin", "mug"), rule("b", "hide", "mug")])
    assert "mug" not in ids(shop.search("coffee mug"))


def test_several_pins_take_the_next_free_places_and_the_end_of_a_short_list(shop):
    shop.rules.put([rule("a", "pin", "mug", "s05", queries=["earbuds"], position=1), rule("b", "pin", "lamp", "mug", queries=["earbuds"]),
                    rule("c", "pin", "s09", queries=["earbuds"], position=90)])
    found, total = whole(shop, "earbuds", where=["in_stock=yes"], mode="text")
    assert found == ["mug", "s05", "lamp", "bud", "s09"]
    assert total == 5


def test_what_is_not_for_sale_or_gone_is_never_pinned(shop):
    shop.rules.put([rule("a", "pin", "draft", "nobody", "mug", queries=["shirt"])])
    assert ids(shop.search("shirt"))[0] == "mug"
    shop.delete_products(["mug"])
    assert {"draft", "nobody", "mug"}.isdisjoint(ids(shop.search("shirt", k=100)))


def test_rules_are_on_between_their_dates(tmp_path):
    from shopkeeper.search.reading import literally
    from shopkeeper.search.rules import RuleBook
    from shopkeeper.store import open_store

    store = open_store(f"sqlite:///{tmp_path}/rules.db")
    now = [NOW]
    book = RuleBook(store.rules, clock=lambda: now[0])
    book.put([rule("sale", "pin", "mug", starts_at=NOW, ends_at=NOW + DAY), rule("off", "pin", "bud", enabled=False)])
    pinned = []
    for moment in (NOW - DAY, NOW, NOW + DAY / 2, NOW + DAY):
        now[0] = moment
        pinned.append(book.effects("shirt", literally("shirt")).pinned)
    assert pinned == [(), ("mug",), ("mug",), ()]
    store.close()


def test_another_process_follows_a_new_rule_within_a_second_or_so(shop, tmp_path):
    ours, theirs = multiprocessing.Pipe()
    other = multiprocessing.get_context("spawn").Process(target=serve_pipe, args=(theirs, str(tmp_path)))
    other.start()

    def first():
        ours.send(("search", ("shirt",), {}))
        return ours.recv().hits[0].id

    assert first() != "mug"
    shop.rules.put([rule("sale", "pin", "mug", queries=["shirt"])])
    deadline = datetime.now(UTC) + timedelta(seconds=10)
    while first() != "mug":
        assert datetime.now(UTC) < deadline
    ours.send(None)
    other.join()


def test_a_rule_that_names_an_unknown_field_or_is_wrong_breaks_no_search(shop):
    with pytest.raises(InvalidRecord, match="where"):
        shop.rules.put([rule("bad", "hide", where=("price",))])
    with pytest.raises(InvalidRecord, match="queries"):
        shop.rules.put([rule("bad", "pin", "mug", queries=["!!"])])
    with pytest.raises(InvalidRecord, match="where"):
        shop.put("rules", [rule("bad", "hide", where=("price",))])
    shop.rules.put([rule("r", "hide", where=("nosuch=1",))])
    assert shop.search("shirt").total == 30
    shop.store.rules.put([rule("r", "hide", where=("price",))])  # written by another program, past every check
    shop.rules.refresh()
    assert shop.search("shirt").total == 30


@MODES
def test_under_a_sort_that_a_shopper_asks_for_pins_step_back_and_hides_hold(shop, mode):
    shop.rules.put([rule("sale", "pin", "bud", "s20", queries=["棉衬衫"]), rule("out", "hide", "s01", queries=["棉衬衫"])])
    found = ids(shop.search("棉衬衫", mode=mode, sort="price", where=["category=Clothing"], k=5))
    assert found == ["s00", "s02", "s03", "s04", "s05"]
    assert "bud" not in whole(shop, "棉衬衫", mode="text", sort="price")[0]
    assert ids(shop.search("棉衬衫", mode=mode, sort="relevance"))[:2] == ["bud", "s20"]


def test_a_rule_is_tried_without_being_stored(shop):
    tried = rule("sale", "pin", "mug", queries=["cotton shirt", "棉衬衫"], starts_at=NOW + 30 * DAY)
    english, chinese = shop.try_rule(tried)
    assert (english.query, chinese.query) == ("cotton shirt", "棉衬衫")
    move = next(move for move in english.moves if move.id == "mug")
    assert move.after == 1
    assert all(move.after == move.before + 1 for move in english.moves if move.id != "mug" and move.before)
    assert shop.rules.all() == []
    assert ids(shop.search("cotton shirt"))[0] != "mug"
    [hidden] = shop.try_rule(rule("out", "hide", "s00"), ["cotton shirt 0"])
    assert (hidden.total_before - hidden.total_after, [move.after for move in hidden.moves if move.id == "s00"]) == (1, [None])
    assert [each.query for each in shop.try_rule(rule("all", "pin", "mug"))] == [""]
    [nothing] = shop.try_rule(tried, ["lamp"])
    assert nothing.moves == ()


# B1 and B2: totals, counts and pages


@MODES
@pytest.mark.parametrize("sort", ["", "price", "popularity"])
def test_totals_and_counts_are_those_of_all_pages_under_rules_and_sorts(shop, mode, sort):
    shop.rules.put([rule("sale", "pin", "mug", "bud", position=3), rule("out", "hide", "s04"), rule("up", "boost", where=("price>30",))])
    result = shop.search("棉衬衫", mode=mode, sort=sort, k=7, facets=["brand", "price", "category"])
    found, total = whole(shop, "棉衬衫", mode=mode, sort=sort, k=7)
    assert len(found) == len(set(found)) == total == result.total
    brands = {each.id: each.brand.zh for each in (*SHIRTS, *OTHERS)}
    for count in result.facets["brand"]:
        assert count.count == sum(brands[id] == count.value for id in found)


@pytest.mark.parametrize("sort", ["", "price", "newest"])
def test_pages_stay_as_they_were_whatever_rules_and_prices_become(shop, sort):
    first = shop.search("cotton shirt", k=10, sort=sort)
    expected, _ = whole(shop, "cotton shirt", k=10, sort=sort)
    shop.rules.put([rule("sale", "pin", "s29", "s28", "mug"), rule("out", "hide", "s03")])
    shop.put_products([product("s99", "Cotton shirt 99", prices=[1], created_at=NOW + DAY)])
    pages = ids(first)
    result = first
    while result.next:
        result = shop.search(next=result.next)
        pages += ids(result)
    assert (pages, result.total) == (expected, first.total)


def test_a_pin_beyond_the_last_place_that_one_can_page_to_is_not_lost(shop):
    shop.rules.put([rule("far", "pin", "mug", position=DEEPEST + 50)])
    assert "mug" in whole(shop, "cotton shirt")[0]


# B3: the weight of words and meaning, for each query


def test_each_query_says_how_much_its_words_weigh(shop):
    assert {hit.score for hit in shop.search("shirt", weight=0.0)} != {hit.score for hit in shop.search("shirt", weight=1.0)}
    with pytest.raises(InvalidQuery, match="weight"):
        shop.search("shirt", weight=2.0)


# Sorting


def test_products_are_sorted_by_price_both_ways_and_those_without_one_come_last(shop):
    rising, _ = whole(shop, "", sort="price")
    falling, _ = whole(shop, "", sort="-price")
    prices = {each.id: each.price.amount for each in (*SHIRTS, *OTHERS) if each.price}
    assert rising[-1] == falling[-1] == "lamp"
    assert [prices[id] for id in rising[:-1]] == sorted(prices[id] for id in rising[:-1])
    assert [prices[id] for id in falling[:-1]] == sorted((prices[id] for id in rising[:-1]), reverse=True)


def test_the_newest_product_is_first_the_moment_it_comes(shop):
    shop.put_products([product("new", "Cotton shirt of today", created_at=NOW + DAY)])
    found, _ = whole(shop, "cotton shirt", sort="newest", mode="text")
    assert found[:3] == ["new", "s00", "s01"]


def test_what_sells_and_what_is_liked_comes_first(shop):
    shop.store.orders.put([Order("o", (OrderLine("s07", 5, Money(1, "CNY")), OrderLine("s09", 2, Money(1, "CNY"))), "CNY", NOW - DAY)])
    shop.store.reviews.put([*(Review(f"a{i}", "s11", 5) for i in range(9)), Review("one", "s12", 5), Review("bad", "s13", 1)])
    assert ids(shop.search("cotton shirt", sort="popularity"))[:2] == ["s07", "s09"]
    found, _ = whole(shop, "cotton shirt", sort="rating", mode="text")
    assert found[:3] == ["s11", "s12", "s13"], "nine reviews of five stars before one; products without reviews last"


def test_products_of_one_value_stay_in_the_order_of_relevance(shop):
    by_rating, _ = whole(shop, "cotton shirt 7", sort="rating")
    assert by_rating == whole(shop, "cotton shirt 7")[0][: len(by_rating)]


def test_a_sort_orders_only_what_the_query_found(shop):
    shop.put_products([product("rack", "Rack for a shirt", prices=[1]), product("s50", "Cotton shirt 50", prices=[2])])
    assert ids(shop.search("cotton shirt", sort="price", mode="text"))[:2] == ["s50", "s00"]
    assert "rack" in whole(shop, "cotton shirt", mode="text")[0]
    with pytest.raises(InvalidQuery, match="sort: expected one of relevance, price"):
        shop.search("shirt", sort="magic")


def test_the_order_that_a_query_asks_for_holds_unless_another_is_chosen(shop):
    from dataclasses import replace

    from shopkeeper.search.reading import literally

    shop._search._read = lambda query: replace(literally("shirt"), sort="-price") if query == "dearest shirt" else literally(query)
    result = shop.search("dearest shirt", k=3, mode="text")
    assert (ids(result), result.understood.sort) == (["s29", "s28", "s27"], "-price")
    assert ids(shop.search("dearest shirt", k=3, mode="text", sort="price")) == ["s00", "s01", "s02"]


# B10: variants


def shoe(id, *variants):
    made = (Variant(f"{id}/{colour.en}-{size}", options=(Option(COLOUR, colour), Option(SIZE, Localized(en=str(size)))),
                    price=Money(price * 100, "CNY"), stock=stock) for colour, size, price, stock in variants)
    return Product(id, Localized(f"跑鞋 {id}", f"Running shoe {id}"), tuple(made))


@pytest.fixture
def shoes(shop):
    shop.put_products([
        shoe("apart", (RED, 41, 500, 3), (BLUE, 42, 400, 3)),
        shoe("both", (RED, 42, 600, 3), (BLUE, 41, 300, 3), (RED, 41, 550, 0)),
        shoe("gone", (RED, 42, 450, 0), (RED, 41, 450, 2)),
    ])
    return shop


def shown(result):
    return {hit.id: (hit.variant_id, hit.price.amount // 100) for hit in result}


@MODES
def test_a_product_with_many_variants_is_one_hit_and_counts_once(shoes, mode):
    where = ["price>=300", "currency=CNY", "colour=red|blue"]
    result = shoes.search("跑鞋", mode=mode, k=100, facets=["colour", "size"], where=where, language="en")
    assert sorted(ids(result)) == ["apart", "both", "gone"]
    assert result.total == 3
    assert {each.value: each.count for each in result.facets["colour"]} == {"Red": 3, "Blue": 2}


@MODES
def test_red_and_42_is_a_red_one_in_42(shoes, mode):
    found = shoes.search("跑鞋", mode=mode, where=["colour=red", "size=42"])
    assert shown(found) == {"both": ("both/Red-42", 600), "gone": ("gone/Red-42", 450)}
    assert shown(shoes.search("跑鞋", mode=mode, where=["颜色=红色", "尺码=42", "有货=是"])) == {"both": ("both/Red-42", 600)}


def test_the_variant_that_words_of_the_query_name_is_shown(shoes):
    assert shown(shoes.search("red running shoe 42", mode="text", where=["price>=300"]))["both"] == ("both/Red-42", 600)
    assert shown(shoes.search("蓝色 跑鞋", mode="text"))["both"] == ("both/Blue-41", 300)
    assert shown(shoes.search("running shoe", mode="text"))["both"] == (None, 300)


def test_of_several_variants_the_one_that_can_be_sold_is_shown(shoes):
    assert shown(shoes.search("running shoe", where=["colour=red"]))["both"] == ("both/Red-42", 600)
    assert shown(shoes.search("running shoe", where=["colour=red", "price<600"]))["both"] == ("both/Red-41", 550)


def test_prices_are_sorted_by_the_variants_that_pass(shoes):
    result = shoes.search("running shoe", where=["colour=red"], sort="price", mode="text")
    assert [(hit.id, hit.price.amount) for hit in result] == [("gone", 45000), ("apart", 50000), ("both", 55000)]
    result = shoes.search("running shoe", where=["colour=blue"], sort="price", mode="text")
    assert [(hit.id, hit.price.amount) for hit in result] == [("both", 30000), ("apart", 40000)]


# B9: why is this result here?


def test_every_hit_says_why_it_is_there_words_meaning_filters_and_rules(shoes):
    shoes.rules.put([rule("push", "boost", "gone", queries=["跑鞋"])])
    [hit] = shoes.search("跑鞋", where=["size=42", "price<460", "colour=red"], explain=True)
    assert {reason.kind for reason in hit.reasons} == {"rule", "term", "vector", "filter"}
    assert sum(reason.score for reason in hit.reasons) == pytest.approx(hit.score, abs=1e-3)
