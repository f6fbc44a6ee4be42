import pytest

from shopkeeper.app.web import pages, present
from shopkeeper.app.web.address import Address
from shopkeeper.app.web.labels import Labels, currency_of
from shopkeeper.app.web.language import accepted
from shopkeeper.app.web.why import found_words, reasons
from shopkeeper.search.engines.protocol import FieldValues
from shopkeeper.search.result import FacetCount, Hit, Reason
from shopkeeper.shop import Attribute, Localized, Money, Option, Variant
from unit.app.fake_shop import earbuds, product


@pytest.mark.parametrize(("price", "shown"), [
    (Money(129900, "CNY"), "¥1,299"), (Money(7990, "CNY"), "¥79.90"), (Money(100, "JPY"), "¥100"), (Money(10000000, "CNY"), "¥100,000"),
    (Money(5, "CNY"), "¥0.05"), (Money(1500, "CHF"), "15 CHF"), (None, "Price on request"),
])
def test_a_price_is_short_and_exact(price, shown):
    assert present.money(price, "en") == shown


def test_a_card_says_from_only_when_prices_differ():
    assert present.card_price(earbuds(), "zh") == "¥179.50 起"
    assert present.card_price(earbuds(), "en") == "from ¥179.50"
    assert present.card_price(product("mug", "Mug"), "en") == "¥99"


def test_only_a_higher_earlier_price_is_a_saving():
    was = Money(300, "CNY")
    assert present.saving(Variant("v", price=Money(200, "CNY"), compare_at=was)) == was
    assert present.saving(Variant("v", price=Money(300, "CNY"), compare_at=was)) is None
    assert present.saving(Variant("v", price=Money(200, "USD"), compare_at=was)) is None


def test_a_text_in_the_other_language_is_marked_and_escaped():
    assert str(present.say(Localized(zh="<b>杯</b>"), "en")) == '<span lang="zh-Hans">&lt;b&gt;杯&lt;/b&gt;</span>'
    assert str(present.say(Localized(zh="杯", en="Cup"), "en")) == "Cup"
    assert str(present.say(Localized(en="Cup"), "zh")) == '<span lang="en">Cup</span>'


@pytest.mark.parametrize(("count", "state"), [(None, "in"), (50, "in"), (5, "few"), (1, "few"), (0, "out")])
def test_stock_in_words(count, state):
    assert present.stock(Variant("v", stock=count), "en")[0] == state


def test_attribute_values_read_well():
    name = Localized(en="x")
    assert str(present.attribute_value(Attribute(name, 30.0, "h"), "en")) == "30 h"
    assert str(present.attribute_value(Attribute(name, True), "zh")) == "是"
    assert str(present.attribute_value(Attribute(name, Localized("棉", "Cotton")), "zh")) == "棉"


@pytest.mark.parametrize(("url", "shown"), [
    ("https://x.example/a.jpg", "https://x.example/a.jpg"), ("/media/a.svg", "/media/a.svg"), ("a.svg", "/media/a.svg"),
    ("javascript:alert(1)", ""), ("//evil.example/a.jpg", ""), ("data:text/html,x", ""), ("", ""),
])
def test_a_picture_comes_from_the_web_or_the_shop(url, shown):
    assert present.picture(url) == shown


def test_a_value_leads_to_the_variant_that_differs_least_and_is_in_stock():
    size, colour = Localized(en="Size"), Localized(en="Colour")

    def made(id, s, c, stock):
        return Variant(id, options=(Option(size, Localized(en=s)), Option(colour, Localized(en=c))), stock=stock)

    shirt = product("shirt", "Shirt", variants=(made("s-red", "S", "red", 1), made("m-red", "M", "red", 1), made("m-blue", "M", "blue", 1),
                                                made("l-blue", "L", "blue", 0), made("l-green", "L", "green", 4)))
    options = {name.en: {c.value.en: (c.variant.id, c.chosen) for c in values}
               for name, values in present.choices(shirt, shirt.variant("m-red"))}
    assert options == {"Size": {"S": ("s-red", False), "M": ("m-red", True), "L": ("l-green", False)},
                       "Colour": {"red": ("m-red", True), "blue": ("m-blue", False), "green": ("l-green", False)}}


def test_stars_are_drawn_whole():
    assert present.stars(3.5) == "★★★★☆"


def test_reasons_are_shares_of_a_hundred_the_weightiest_first():
    terms = (Reason("term", "bud", 0.5), Reason("term", "red", 0.25))
    found = (Reason("vector", "weight 0.3", 0.25), *terms, Reason("filter", "price<=500", 0.0))
    hit = Hit("a", "A", None, 1.0, earbuds(), found)
    assert [(why.kind, why.about, why.percent) for why in reasons(hit, "Red buds now", Labels("en"))] == [
        ("Words match", "Red · buds", 75), ("Close in meaning", "", 25), ("Fits your filter", "Price ≤ 500", None)]


def test_the_words_found_are_parts_of_the_query():
    assert found_words("蓝牙耳机", ["耳", "蓝", "牙", "机", "蓝牙", "牙耳", "耳机"]) == ["蓝牙耳机"]
    assert found_words("适合跑步的耳机", ["跑步", "耳机"]) == ["跑步", "耳机"]
    assert found_words("Wireless headphones", ["headphon"]) == ["headphones"]
    assert found_words("x", ["y"]) == []


def test_a_synonym_or_a_corrected_word_is_shown_with_what_was_typed():
    hit = Hit("a", "A", None, 1.0, earbuds(), (Reason("term", "headphones (synonym of 耳机)", 0.6), Reason("term", "red", 0.2)))
    assert [why.about for why in reasons(hit, "red 耳机", Labels("en"))] == ["red · headphones (耳机)"]


def test_facets_toggle_their_value_and_those_that_narrow_nothing_are_left_out():
    counts = {"brand": (FacetCount("Hario", 7), FacetCount("Sony", 3)), "color": (FacetCount("red", 10),)}
    (brand,) = pages.facets(counts, 10, Address("x", ("brand=Sony",)), Labels("en"))
    assert brand.name == "Brand"
    assert [(v.label, v.count, v.active, v.url) for v in brand.values] == [
        ("Hario", 7, False, "/?q=x&where=brand%3DSony%7CHario"), ("Sony", 3, True, "/?q=x")]


def test_an_active_value_is_never_folded_away():
    values = tuple(FacetCount(f"b{i}", 100 - i) for i in range(20))
    (brand,) = pages.facets({"brand": values}, 200, Address("x", ("brand=b15",)), Labels("en"))
    assert [v.label for v in brand.first] == [*(f"b{i}" for i in range(8)), "b15"]
    assert len(brand.folded) == 11


def test_price_ranges_read_as_ranges():
    labels = [Labels("en").value("price", value) for value in ("..100", "100..<200", "500..")]
    assert labels == ["under 100", "100 – 200", "500 and over"]
    assert Labels("zh").value("price", "..100") == "100 以下"


def test_chips_name_each_filter_in_words():
    chips = pages.chips(Address("x", ("color=red|blue", "price>=20")), Labels("zh"))
    assert [(chip.label, chip.url) for chip in chips] == [
        ("颜色: red", "/?q=x&where=price%3E%3D20&where=color%3Dblue"), ("颜色: blue", "/?q=x&where=price%3E%3D20&where=color%3Dred"),
        ("价格 ≥ 20", "/?q=x&where=color%3Dred%7Cblue")]


FIELDS = {
    "shoe_size": FieldValues((Localized(en="Shoe size"), Localized("鞋码", "Shoe size")), units=("EU",)),
    "color": FieldValues((Localized("颜色", "Colour"),), (Localized("朱红", "Vermilion"),)),
    "spf": FieldValues((Localized(en="SPF"),)),
}


@pytest.mark.parametrize(("language", "words", "label"), [
    ("zh", "shoe_size=42", "鞋码: 42"), ("en", "shoe_size=42", "Shoe size: 42"), ("en", "鞋码=42", "Shoe size: 42"),
    ("zh", "spf=50", "SPF: 50"), ("en", "fabric=wool", "fabric: wool"), ("zh", "brand=Sony", "品牌: Sony"),
    ("en", "color=朱红", "Colour: Vermilion"), ("zh", "color=Vermilion|teal", "颜色: 朱红 / teal"),
])
def test_fields_and_values_are_called_as_the_shop_calls_them_in_the_visitors_language(language, words, label):
    assert pages.filter_label(words, Labels(language, FIELDS)) == label


def test_a_value_with_a_bar_in_it_is_one_chip():
    (chip,) = pages.chips(Address("x", ("brand=A\\|B",)), Labels("en"))
    assert chip.label == "Brand: A|B"


def test_prices_of_filters_and_facets_have_the_currency_where_there_is_one():
    yuan = Labels("en", currency="CNY")
    shown = [yuan.value("price", value) for value in ("..100", "109..<250", "500..", "79.9")]
    assert shown == ["under ¥100", "¥109 – ¥250", "¥500 and over", "¥79.90"]
    assert pages.filter_label("price<300", yuan) == "Price < ¥300"
    assert [yuan.value("price", odd) for odd in ("cheap", "nan", "1e999999999")] == ["cheap", "nan", "1e999999999"]
    assert pages.filter_label("battery_life>=300", yuan) == "battery_life ≥ 300"


def test_prices_in_several_currencies_have_none():
    def hit(currency):
        return Hit("a", "A", currency and Money(100, currency), 1.0, earbuds())

    assert [currency_of(map(hit, each)) for each in (["CNY", "CNY", None], ["CNY", "USD"], [None], [])] == ["CNY", "", "", ""]


@pytest.mark.parametrize(("header", "language"), [
    ("zh-CN,zh;q=0.9,en;q=0.8", "zh"), ("en-GB", "en"), ("fr-FR,en;q=0.5,zh;q=0.7", "zh"), ("de", None), ("", None), ("zh;q=0", None),
    ("en;q=what", None),
])
def test_the_browsers_language_is_the_one_it_likes_best(header, language):
    assert accepted(header) == language
