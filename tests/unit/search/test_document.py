import pytest
from hypothesis import given

from shopkeeper.search.document import encoder_texts, ending, index_document, name_terms
from shopkeeper.search.engines.local.columns import record_of
from shopkeeper.shop import Localized, ProductStatus
from small_shop import product
from strategies import products


def test_a_product_is_searched_by_all_that_a_shopper_may_name():
    document = index_document(product(
        "EB-1", "Wireless earbuds", "无线耳机", brand=Localized("漫步者", "Edifier"), category=(Localized("数码", "Electronics"),),
        description=Localized(en="Thirty hours of playing"), tags=("gift",), options=[("Colour", "Black")],
        facts=[("Battery life", 30.0), ("Waterproof", True), ("Foldable", False), ("Barcode", 5901234123457.0)],
    ))
    assert set(document.terms["title"]) >= {"无线", "耳机", "wireless", "earbud"}
    assert set(document.terms["text"]) >= {"无线", "漫步者", "edifier", "electronic", "hour"}
    assert set(document.terms["facts"]) >= {"gift", "black", "30", "waterproof", "eb1", "5901234123457"}
    assert "foldable" not in document.terms["facts"]
    assert document.terms["grams"] == ["无", "线", "耳", "机", "无线", "线耳", "耳机"]


def english(keywords):
    return {field: [value.en for value in values] for field, values in keywords.items()}


def test_a_variant_has_values_of_its_own_and_those_of_its_product():
    document = index_document(product(
        "a", "shirt", prices=[30, None], options=[(Localized("尺码", "Size"), "M"), ("Brand", "not the brand")],
        facts=[("Length", 70.0), ("Washable", True), ("Size", "L")],
        tags=("gift", "gift", " ", ""), category=(Localized("服装", "Clothing"), Localized("服装", "Clothing")),
    ))
    assert document.numbers == {"length": [70.0]}
    assert english(document.keywords) == {"category": ["Clothing"], "tags": ["gift"], "size": ["L"], "washable": ["yes"]}
    priced, free = document.variants
    assert (priced.id, priced.numbers, english(priced.keywords)) == (
        "a/0", {"price": [30.0]}, {"size": ["M"], "in_stock": ["yes"], "currency": ["CNY"]})
    assert (free.id, free.numbers, english(free.keywords)) == ("a/1", {}, {"size": ["M"], "in_stock": ["yes"]})
    assert set(document.names) == {"length", "washable", "size"}


@pytest.mark.parametrize(("stock", "expected"), [(0, "no"), (1, "yes"), (None, "yes"), (-2, "no")])
def test_each_variant_says_whether_it_can_be_sold(stock, expected):
    assert index_document(product("a", "x", stock=stock)).variants[0].keywords["in_stock"][0].en == expected


@pytest.mark.parametrize("status", [ProductStatus.DRAFT, ProductStatus.ARCHIVED])
def test_what_is_not_for_sale_has_no_document(status):
    assert index_document(product("a", "x", status=status)) is None


def test_the_encoder_reads_the_languages_it_understands():
    both = product("a", "tea cup", "茶杯", description=Localized("好茶", "Good tea"))
    assert encoder_texts(both, ("en",)) == ("tea cup", "tea cup. Good tea")
    assert encoder_texts(product("a", zh="茶杯"), ("en",)) == ("", "")
    assert encoder_texts(product("a", zh="茶杯"), ("en", "zh")) == ("茶杯", "茶杯")


@given(products)
def test_any_product_that_a_shop_can_hold_has_a_document_of_plain_values(any_product):
    document = index_document(any_product)
    assert (document is None) == (any_product.status is not ProductStatus.ACTIVE)
    if document:
        record = record_of(document)
        assert record["id"] == any_product.id
        assert all(labels and all(zh.strip() or en.strip() for zh, en in labels) for labels in record["keywords"].values())
        assert all(term for terms in document.terms.values() for term in terms)


def test_the_names_of_a_product_are_its_words_and_the_characters_of_its_title_outside_of_the_brand():
    tea = product("p", "Halfmu cup, 15 oz", "半亩茶 保温杯", brand=Localized("半亩茶", "Halfmu"))
    names = list(name_terms(tea))
    assert {"halfmu", "cup", "保温杯", "保", "温", "杯", "杯$"} <= set(names)
    assert not {"半", "亩", "茶", "茶$", "保$"} & set(names)


def test_the_end_of_a_title_word_names_a_kind_only_where_a_category_has_it_too():
    nuts = product("p", "Nuts", "混合坚果 独立小包", category=(Localized("坚果", "Nuts"),))
    assert {"果$", "包"} <= set(name_terms(nuts))
    assert "包$" not in set(name_terms(nuts))
    assert "包$" in set(name_terms(product("p", "Pack", "独立小包")))


def test_the_end_of_a_word_is_its_last_character_that_says_something():
    assert [ending(word) for word in ("双肩包", "裙子", "子")] == ["包$", "裙$", "子$"]
