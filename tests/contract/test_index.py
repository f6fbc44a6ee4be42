"""What every search engine's index does. An engine joins the suite by one fixture parameter."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkeeper.models.encoder import Space
from shopkeeper.search.document import index_levels
from shopkeeper.search.engines.protocol import IndexQuery, OtherSpace
from shopkeeper.search.filters import escape, escape_field, parse_filter
from shopkeeper.shop import InvalidQuery, Localized, NotIndexed, ProductStatus
from shopkeeper.text.analyse import Terms, analyse_query
from small_shop import BagEncoder, D, batch, product
from strategies import sample

COLOR, RED, BLUE = Localized("颜色", "Color"), Localized("红色", "Red"), Localized("蓝色", "Blue")
SHOP = [
    product("a", "Red cotton shirt", "红色棉衬衫", prices=[10, 30], facts=[(COLOR, RED), ("Length", 70.0)]),
    product("b", "Blue linen shirt", prices=[20], facts=[(COLOR, BLUE), ("Length", 80.0)], stock=0),
    product("c", "Wireless earbuds", "无线耳机", prices=[99.9], facts=[("Waterproof", True)], tags=("gift",)),
    product("d", "", "陶瓷茶壶", prices=[None], brand=Localized("景德镇", "Jingdezhen")),
]


@pytest.fixture
def index(make):
    index = make()
    index.replace([batch(SHOP)], 1)
    return index


def found(index, text=None, vector=None, where=(), **depths):
    query = IndexQuery(analyse_query(text) if text else None, vector, tuple(map(parse_filter, where)), **depths)
    return index.query(query).ids


def encoded(text):
    return BagEncoder().encode([text])[0]


def test_an_index_that_was_never_built_says_so(make):
    index = make()
    assert (index.revision, len(index), index.stale_share) == (-1, 0, 0.0)
    for ask in (lambda: index.query(IndexQuery()), lambda: index.upsert(batch(SHOP), [], 1), lambda: index.vector("a")):
        with pytest.raises(NotIndexed, match="shopkeeper index"):
            ask()


def test_without_words_or_vector_all_products_come_in_id_order(index):
    assert found(index) == ["a", "b", "c", "d"]


@pytest.mark.parametrize(("text", "ids"), [
    ("shirts", ["a", "b"]), ("紅色", ["a"]), ("耳机", ["c"]), ("gift", ["c"]), ("jingdezhen", ["d"]), ("nothing such", []), ("a/0", ["a"]),
])
def test_words_find_titles_brands_tags_and_codes_in_both_languages(index, text, ids):
    assert set(ids) <= set(found(index, text))
    assert len(found(index, text)) == len(ids) or ids == ["a"]


def test_scores_of_words_lie_between_nothing_and_about_the_whole_query(index):
    candidates = index.query(IndexQuery(analyse_query("red cotton shirt")))
    scores = dict(zip(candidates.ids, candidates.text.tolist(), strict=True))
    assert 0 < scores["b"] < scores["a"] <= 2


def test_a_vector_finds_the_nearest_and_its_cosines_are_exact(index):
    candidates = index.query(IndexQuery(vector=encoded("wireless earbuds"), floor=-1.0))
    assert sorted(candidates.ids) == ["a", "b", "c", "d"]
    best = candidates.ids[int(np.argmax(candidates.cosine))]
    assert best == "c"
    vectors, other = candidates.vectors(np.arange(4)), encoded("red shirt")
    assert np.allclose(candidates.cosine, vectors @ encoded("wireless earbuds"), atol=1e-5)
    assert np.allclose(candidates.cosines(other), vectors @ other, atol=1e-5)
    assert np.allclose(index.vector("c"), vectors[candidates.ids.index("c")])
    assert index.vector("nobody") is None


@pytest.mark.parametrize(("where", "ids"), [
    (["price<15"], "a"), (["price>=20"], "abc"), (["price=20..30"], "ab"), (["price=20..<30"], "b"), (["price!=20"], "acd"),
    (["价格<15"], "a"), (["color=red"], "a"), (["颜色=红色|蓝色"], "ab"), (["颜色=Blue"], "b"), (["color!=红色"], "bcd"),
    (["in_stock=true"], "acd"), (["有货=否"], "b"), (["in stock=no"], "b"), (["tags=gift"], "c"), (["brand=景德镇"], "d"),
    (["品牌=jingdezhen"], "d"), (["waterproof=yes"], "c"), (["length>70"], "b"), (["length=70|80"], "ab"), (["currency=CNY"], "abc"),
    (["color=red", "price>25"], "a"), (["color=red", "price>30"], ""), (["color=green"], ""), (["color!=green"], "abcd"),
])
def test_filters_keep_exactly_the_products_that_hold_them(index, where, ids):
    assert found(index, where=where) == list(ids)


@pytest.mark.parametrize(("where", "message"), [
    ("nosuch=1", "no field 'nosuch'.*brand"), ("color<5", "color.*holds words"), ("price<cheap", "price<cheap.*is a number"),
])
def test_a_filter_that_cannot_be_held_is_named(index, where, message):
    with pytest.raises(InvalidQuery, match=message):
        found(index, where=[where])


def test_facets_are_in_the_language_asked_and_fall_back_to_the_other(index):
    candidates = index.query(IndexQuery())
    en, zh = (candidates.facets(["color", "品牌", "price"], language) for language in ("en", "zh"))
    assert [(c.value, c.count) for c in en["color"]] == [("Blue", 1), ("Red", 1)]
    assert [(c.value, c.count) for c in zh["color"]] == [("红色", 1), ("蓝色", 1)]
    assert [(c.value, c.count) for c in zh["品牌"]] == [("景德镇", 1)]
    assert en["price"] == zh["price"]
    only = index.query(IndexQuery(filters=(parse_filter("tags=gift"),)))
    assert only.facets(["tags", "color"], "zh") == {"tags": (only.facets(["tags"], "en")["tags"][0],), "color": ()}
    with pytest.raises(InvalidQuery, match="no field 'nosuch'"):
        only.facets(["nosuch"], "en")


def test_matched_names_the_terms_of_each_product_with_shares_that_add_up(index):
    terms = analyse_query("red cotton shirt 耳机")
    candidates = index.query(IndexQuery(terms))
    matched = index.matched(terms, [*candidates.ids, "nobody"])
    assert matched[-1] == []
    for score, shares in zip(candidates.text.tolist(), matched, strict=False):
        assert sum(share for _, share in shares) == pytest.approx(score, abs=1e-4)
    assert {term for term, _ in matched[candidates.ids.index("a")]} >= {"red", "cotton", "shirt"}
    assert index.matched(terms, []) == []
    assert index.matched(Terms([], []), ["a"]) == [[]]


def test_a_change_is_seen_by_the_next_query_of_every_reader(index, make):
    other = make()
    assert found(other, "shirt") == ["a", "b"]
    index.upsert(batch([product("e", "Green shirt", facts=[("Season", "Spring")]), product("b", "Blue trousers")]), ["a"], 2)
    for reader in (index, other):
        assert found(reader) == ["b", "c", "d", "e"]
        assert found(reader, "shirt") == ["e"]
        assert found(reader, "trousers") == ["b"]
        assert found(reader, where=["season=spring"]) == ["e"]
        assert found(reader, where=["in_stock=no"]) == []
        assert found(reader, vector=encoded("green shirt"), floor=0.99) == ["e"]
        assert (len(reader), reader.revision) == (4, 2)
        assert 0 < reader.stale_share < 1


def test_an_id_may_hold_any_printable_character(make):
    index = make()
    ids = ["a b", "a", 'x"y', "商品/1", "a|b=c", "%_*", "-1", "😀", "a\\b", "x" * 198]
    index.replace([batch([product(id, "thing") for id in ids])], 1)
    assert sorted(found(index, "thing")) == found(index) == sorted(ids)
    index.upsert(batch([product(id, "other") for id in ids[:5]]), ids[5:], 2)
    assert found(index) == sorted(ids[:5])
    assert found(index, "thing") == []
    assert sorted(found(index, "other")) == sorted(ids[:5])


def test_candidates_stay_as_they_are_whatever_the_index_does_later(index):
    candidates = index.query(IndexQuery(analyse_query("shirt"), encoded("shirt")))
    before = list(candidates.ids), candidates.vectors(np.arange(len(candidates.ids))).copy(), candidates.facets(["color", "price"], "en")
    index.upsert(batch([product("new", "shirt", facts=[("Color", "White")])]), ["a"], 2)
    index.replace([batch([product("z", "only one")])], 3)
    assert (candidates.ids, candidates.facets(["color", "price"], "en")) == (before[0], before[2])
    assert np.array_equal(candidates.vectors(np.arange(len(before[0]))), before[1])


def test_a_rebuild_holds_what_its_batches_hold_and_nothing_else(index, make):
    index.upsert(batch([product("e", "Green shirt")]), [], 2)
    index.replace(iter([batch(SHOP[:1]), batch(SHOP[2:3])]), 7)
    for reader in (index, make()):
        assert (found(reader), len(reader), reader.revision, reader.stale_share) == (["a", "c"], 2, 7, 0.0)
        assert found(reader, "green") == []


def test_an_older_change_never_covers_a_newer_one(index):
    # Given two processes that read the changes of the store; the slower one writes what it read first
    index.upsert(batch([product("e", "New title")]), [], 9)
    index.upsert(batch([product("e", "Old title"), product("f", "Gone since")]), ["a"], 5)
    assert (found(index), found(index, "old"), index.revision) == (["a", "b", "c", "d", "e"], [], 9)


def test_an_empty_index_answers_and_takes_its_first_product(make):
    index = make()
    index.replace([], 0)
    assert (found(index), found(index, "shirt", encoded("shirt")), len(index), index.revision) == ([], [], 0, 0)
    candidates = index.query(IndexQuery())
    assert candidates.facets(["price", "brand"], "zh") == {"price": (), "brand": ()}
    with pytest.raises(InvalidQuery, match="there are price, brand, category"):
        found(index, where=["color=red"])
    index.upsert(batch(SHOP[:1]), ["never there"], 1)
    assert found(index, "shirt", encoded("shirt")) == ["a"]
    index.upsert(batch([]), ["a"], 2)
    assert (found(index), found(index, "shirt", encoded("shirt")), len(index)) == ([], [], 0)


def test_an_index_says_where_its_vectors_lie_and_refuses_those_of_another_encoder(index, make):
    # Given an index of one encoder, open twice
    ours, theirs = Space("bag", D), Space("another", D + 8)
    reader, vector = make(), encoded("shirt")
    assert (make("new").space, index.space, reader.space) == (None, ours, ours)
    assert reader.query(IndexQuery(None, vector, space=ours)).ids
    # When one is built of another, which needs other dimensions
    documents, _ = batch(SHOP[:1])
    index.replace([(documents, np.eye(1, D + 8, dtype=np.float32))], 2, theirs)
    # Then both have moved, and neither takes a vector of the first
    for each in (index, reader):
        assert each.space == theirs
        assert found(each) == ["a"]
        with pytest.raises(OtherSpace):
            each.query(IndexQuery(None, vector, space=ours))
        with pytest.raises(OtherSpace):
            each.upsert(batch(SHOP[1:2]), [], 3, space=ours)
    assert reader.query(IndexQuery(None, np.eye(1, D + 8, dtype=np.float32)[0], floor=0.9, space=theirs)).ids == ["a"]


def test_five_thousand_fields_are_filtered_and_counted(make):
    index = make()
    index.replace([batch([product(f"p{i}", "thing", facts=[(f"Field {i}-{j}", f"value {j}") for j in range(50)]) for i in range(100)])], 1)
    assert found(index, where=["field 99-49=value 49"]) == ["p99"]
    assert index.query(IndexQuery()).facets(["Field 7-7"], "en")["Field 7-7"][0].count == 1


def test_a_field_is_one_whether_products_name_it_in_one_language_or_both(make):
    index = make()
    index.replace([batch([
        product("en", "x", facts=[(Localized(en="Color"), Localized(en="red"))]),
        product("both", "x", facts=[(COLOR, RED)]),
        product("zh", "x", facts=[(Localized("颜色"), Localized("红色"))]),
    ])], 1)
    expected = {"颜色=红色": ["both", "zh"], "color=red": ["both", "en"], "color=red|红色": ["both", "en", "zh"], "颜色!=红色": ["en"]}
    assert {where: found(index, where=[where]) for where in expected} == expected
    assert [(c.value, c.count) for c in index.query(IndexQuery()).facets(["颜色"], "zh")["颜色"]] == [("red", 2), ("红色", 2)]


def test_an_attribute_named_like_a_field_of_every_product_does_not_take_its_place(make):
    index = make()
    names = [Localized("品牌"), Localized("价格", "List price"), Localized(en="Brand"), Localized("有货", "In stock"), Localized("分类")]
    facts = [(name, Localized("假", "false one")) for name in names] + [(Localized(en="price"), 7.0)]
    index.replace([batch([product("a", "x", prices=[50], brand=Localized("真", "Real"), facts=facts)])], 1)
    for where in ["品牌=真", "brand=real", "price=50", "价格<=50", "in_stock=yes", "有货=是", "list price=假"]:
        assert found(index, where=[where]) == ["a"], where
    assert found(index, where=["brand=假"]) == []


def test_prices_of_several_currencies_are_told_apart_by_the_currency(make):
    index = make()
    index.replace([batch([product("yen", "x", prices=[100], currency="JPY"), product("dollar", "x", prices=[100], currency="USD")])], 1)
    assert found(index, where=["price=100"]) == ["dollar", "yen"]
    assert found(index, where=["price=100", "currency=jpy"]) == ["yen"]


# Catalogues in which values repeat, differ in case or language only, and hold every sign of the filters' own.
words = st.sampled_from([
    "Red", "red", "RED ", "紅", "红", "a|b", "a", "b", "x=y", "1..5", "3", "..", "line\nbreak", "\\", "yes", "1", "", "é", "e",
])
localized = st.builds(Localized, words, words)
names = st.sampled_from([COLOR, Localized(en="Color"), Localized("颜色"), Localized("尺寸", "Size"), Localized("a=b", "a<b")])
numbers = st.floats(-1e15, 1e15) | st.sampled_from([0.0, -0.0, 3.0, 1.0, 5901234123457.0, 0.1, 1e-7, 1e300, 5e-324])
facts = st.lists(st.tuples(names, localized | numbers | st.booleans()), max_size=4)
shops = st.lists(
    st.builds(
        lambda title, facts, options, brand, tags, category, prices: product(
            "?", title, facts=facts, options=options, brand=brand, tags=tuple(tags), category=tuple(category), prices=prices),
        st.sampled_from(["thing", "shirt thing", "red thing"]), facts, st.lists(st.tuples(names, localized), max_size=2), localized,
        st.lists(words, max_size=3), st.lists(localized, max_size=3),
        st.lists(st.none() | st.integers(0, 30).map(float), min_size=1, max_size=3),
    ),
    min_size=1, max_size=12,
).map(lambda products: [dataclasses.replace(each, id=f"p{i:02}") for i, each in enumerate(products)])
random_tests = settings(max_examples=sample(30), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


def filled(make, products):
    """An index of the products: the first half built, the second appended over an outdated version of some of them."""
    index, half = make(), len(products) // 2
    outdated = [product(each.id, "outdated", facts=[("Color", "outdated")]) for each in products[half:]]
    index.replace([batch(products[:half]), batch(outdated[:2])], 1)
    index.upsert(batch([*products[half:], product("gone", "thing")]), [], 2)
    index.upsert(batch([]), ["gone"], 3)
    return index


@random_tests
@given(shops, st.sampled_from(["en", "zh"]), st.sampled_from([None, "shirt", "thing 红"]))
def test_a_facets_value_as_a_filter_keeps_exactly_as_many_products_as_it_counted(make, products, language, text):
    index = filled(make, products)
    terms = analyse_query(text) if text else None
    candidates = index.query(IndexQuery(terms))
    fields = sorted({escape_field(name) for name in ("price", "brand", "category", "tags", "in_stock")}
                    | {name for each in products for fact in each.attributes for name in fact.name.all})
    for field, counts in candidates.facets(fields, language).items():
        assert len({count.value for count in counts}) == len(counts)
        for count in counts:
            where = (parse_filter(f"{escape_field(field)}={escape(count.value)}"),)
            assert len(index.query(IndexQuery(terms, None, where)).ids) == count.count, (field, count)


@random_tests
@given(shops, st.lists(st.tuples(st.sampled_from(["<", ">=", "!="]), st.integers(0, 30)), min_size=1, max_size=2))
def test_every_part_of_a_search_keeps_exactly_the_products_that_pass(make, products, conditions):
    index = filled(make, products)
    where = [f"price{operator}{price}" for operator, price in conditions]
    holds = {"<": lambda have, price: any(p < price for p in have), ">=": lambda have, price: any(p >= price for p in have),
             "!=": lambda have, price: any(p != price for p in have)}  # a variant without a price has not this one
    prices = {each.id: [float(v.price.major) if v.price else math.nan for v in each.variants] for each in products}
    expected = sorted(id for id, have in prices.items() if all(holds[operator](have, price) for operator, price in conditions))
    near = {"vector": encoded("thing"), "floor": -2.0}
    assert found(index, where=where) == found(index, "thing", where=where) == expected
    assert found(index, where=where, **near) == found(index, "thing", where=where, **near) == expected


@pytest.mark.parametrize("depth", [10, 100, 5000])
def test_filters_of_any_share_give_the_best_of_those_that_pass(make, depth):
    # Given products of which the long titles, worst by words, are the only ones of some colours
    index, share = make(), {"rare": 100, "third": 3, "most": 1}
    shop = [product(f"p{i:04}", "shirt" + " of fine cotton" * (i % 100 == 0 or i % 3 == 0),
                    facts=[("Kind", kind) for kind, every in share.items() if i % every == 0]) for i in range(1500)]
    index.replace([batch(shop)], 1)
    index.upsert(batch([]), [f"p{i:04}" for i in range(0, 1500, 7)], 2)
    query = IndexQuery(analyse_query("shirt"), text_depth=5000)
    everything = index.query(query)
    score = dict(zip(everything.ids, everything.text.tolist(), strict=True))
    assert len(score) == 1500 - len(range(0, 1500, 7))
    for kind, every in share.items():
        # When one colour is asked for
        found = index.query(dataclasses.replace(query, filters=(parse_filter(f"kind={kind}"),), text_depth=depth))
        # Then the best of it come, whatever lies before them in the whole
        passing = sorted((score[f"p{i:04}"] for i in range(0, 1500, every) if i % 7), reverse=True)
        assert {int(id[1:]) % every for id in found.ids} == {0}
        assert sorted(found.text.tolist(), reverse=True) == pytest.approx(passing[:depth])
        # And by their vectors too
        near = index.query(IndexQuery(vector=encoded("shirt"), filters=(parse_filter(f"kind={kind}"),), vector_depth=depth, floor=-2.0))
        assert len(near.ids) == min(depth, len(passing))
        assert {int(id[1:]) % every for id in near.ids} == {0}


ids = st.sampled_from(["a", "b", "c", "d", "e"])
titles = st.sampled_from(["red shirt", "blue shirt", "red hat", "茶壶"])
puts = st.dictionaries(ids, titles, max_size=3)
steps = st.lists(st.tuples(st.sampled_from(["upsert", "upsert", "upsert", "replace"]), puts, st.lists(ids, max_size=2)), max_size=7)


@settings(random_tests, max_examples=sample(15))
@given(steps)
def test_after_any_writes_an_index_holds_what_was_written_last(make, steps):
    index, reader, held = make(), make(), {}
    index.replace([], 0)
    for revision, (kind, put, deleted) in enumerate(steps, 1):
        documents = batch([product(id, title, facts=[("Word", title)]) for id, title in put.items()])
        if kind == "replace":
            index.replace([documents], revision)
            held = put
        else:
            index.upsert(documents, [id for id in deleted if id not in put], revision)
            held = {id: title for id, title in held.items() if id not in deleted} | put
        assert (found(reader), len(reader), reader.revision) == (sorted(held), len(held), revision)
    for each in (index, reader, make()):
        for word in ("red", "shirt", "茶壶"):
            assert sorted(found(each, word)) == sorted(id for id, title in held.items() if word in title)
        for title in set(held.values()):
            same = sorted(id for id, other in held.items() if other == title)
            assert sorted(found(each, vector=encoded(title), floor=0.97)) == found(each, where=[f"word={title}"]) == same


def test_drafts_are_not_in_the_index(make):
    index = make()
    others = [product("b", "x", status=ProductStatus.DRAFT), product("c", "x", status=ProductStatus.ARCHIVED)]
    index.replace([batch([product("a", "x"), *others])], 1)
    assert found(index) == ["a"]


RESTOCKED = [product("a", "Red cotton shirt", prices=[15, 30], stock=0), product("b", "Blue linen shirt", prices=[20], stock=5),
             product("d", "", "陶瓷茶壶", prices=[88], currency="USD")]


def levels(products):
    return [index_levels(each) for each in products]


def test_prices_and_stock_change_alone_and_the_rest_stays(index, make):
    reader = make()
    assert found(reader, where=["in_stock=yes"]) == ["a", "c", "d"]
    index.upsert(batch([]), [], 2, levels(RESTOCKED))
    for each in (index, reader, make()):
        assert found(each, where=["in_stock=yes"]) == ["b", "c", "d"]
        assert found(each, where=["price<=20"]) == ["a", "b"]
        assert found(each, where=["currency=usd"]) == ["d"]
        assert (found(each, "cotton"), found(each, where=["color=red"]), len(each), each.revision) == (["a"], ["a"], 4, 2)
        counts = each.query(IndexQuery()).facets(["in_stock", "currency"], "en")
        assert {name: {c.value: c.count for c in values} for name, values in counts.items()} == {
            "in_stock": {"yes": 3, "no": 1}, "currency": {"CNY": 3, "USD": 1}}
    assert index.stale_share == 0.0


def test_a_query_in_progress_keeps_the_prices_it_was_filtered_by(index):
    before = index.query(IndexQuery(filters=(parse_filter("in_stock=yes"),)))
    index.upsert(batch([]), [], 2, levels(RESTOCKED))
    assert {c.value: c.count for c in before.facets(["in_stock"], "en")["in_stock"]} == {"yes": 3}


def test_levels_of_a_product_that_is_not_in_the_index_are_passed_over(index):
    gone = [product(id, "x", prices=[1]) for id in ("a", "ghost")]
    index.upsert(batch([product("e", "Green shirt", prices=[7])]), ["a"], 2, levels(gone))
    assert (found(index, where=["price<10"]), len(index)) == (["e"], 4)
    index.upsert(batch([]), [], 3, levels([product("e", "Green shirt", prices=[None])]))
    assert found(index, where=["price>0"]) == ["b", "c"]


def test_a_long_log_is_folded_in_without_a_build(index, make, monkeypatch):
    reader = make()
    monkeypatch.setattr("shopkeeper.search.engines.local.index.LONGEST_LOG", 400)
    index.upsert(batch([product("e", "Green shirt")]), ["c"], 2)
    for price in range(30, 60):
        index.upsert(batch([]), [], price, levels([product("b", "Blue linen shirt", prices=[price])]))
    index.upsert(batch([product("f", "Green hat"), product("e", "Grey shirt")]), ["a"], 99)
    for each in (index, reader, make()):
        assert (found(each), found(each, "shirt"), found(each, where=["price=59"])) == (["b", "d", "e", "f"], ["b", "e"], ["b"])
        assert (found(each, vector=encoded("green hat"), floor=0.9), each.revision, len(each)) == (["f"], 99, 4)
        assert 0 < each.stale_share < 1


@settings(max_examples=sample(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from([None, 5.0, 10.0, 20.0]), st.sampled_from([None, 0, 3])),
                         min_size=1, max_size=4), min_size=1, max_size=4))
def test_levels_set_one_by_one_answer_as_an_index_that_is_built_with_them(make, rounds):
    changed, whole, now = make("changed"), make("whole"), {each.id: each for each in SHOP}
    changed.replace([batch(SHOP)], 1)
    for revision, updates in enumerate(rounds, 2):
        for id, price, stock in updates:
            moved = product(id, "x", prices=[price] * len(now[id].variants), stock=stock)
            now[id] = dataclasses.replace(now[id], variants=moved.variants)
        changed.upsert(batch([]), [], revision, levels([now[id] for id, _, _ in updates]))
    whole.replace([batch(list(now.values()))], 1)
    for where in ("in_stock=yes", "price>=10", "price<10", "currency=CNY", "color!=red"):
        assert found(changed, where=[where]) == found(whole, where=[where])
    for facet in ("in_stock", "price"):
        assert changed.query(IndexQuery()).facets([facet], "en") == whole.query(IndexQuery()).facets([facet], "en")
