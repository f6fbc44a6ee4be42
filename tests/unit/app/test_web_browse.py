from shopkeeper.app.web import browse
from shopkeeper.app.web.address import Address
from shopkeeper.app.web.labels import Labels
from shopkeeper.search.result import Hit
from shopkeeper.shop import Attribute, Localized
from unit.app.fake_shop import FakeShop, earbuds, product


def hits(*products):
    return [Hit(p.id, p.title.en, p.price, 1.0, p) for p in products]


def described(id, *names):
    return product(id, id, attributes=tuple(Attribute(Localized(en=name, zh=f"{name}（中）"), Localized(en="x")) for name in names))


def test_the_attributes_to_filter_by_are_those_that_most_hits_share_options_first():
    some = hits(earbuds(), described("a", "Material", "Style"), described("b", "Material"), described("c", "Material"))
    assert browse.attribute_names(some, "zh") == {"Material": "Material（中）"}
    assert list(browse.attribute_names(hits(earbuds()), "en")) == ["Colour"]


def test_equally_common_attributes_keep_the_order_of_the_catalogue():
    names = [f"Fact {n}" for n in range(6)]
    assert list(browse.attribute_names(hits(described("a", *names), described("b", *names)), "en")) == names[:4]


def test_an_attribute_that_names_each_product_is_nothing_to_filter_by():
    def model(n):
        facts = {"Model": f"WH-{n}", "Colour": ("red", "blue", "white")[n % 3]}
        return product(f"p{n}", "Mouse", attributes=tuple(Attribute(Localized(en=k), Localized(en=v)) for k, v in facts.items()))

    assert list(browse.attribute_names(hits(*map(model, range(24))), "en")) == ["Colour"]
    assert list(browse.attribute_names(hits(*map(model, range(3))), "en")) == ["Model", "Colour"]


def test_a_field_that_is_filtered_by_is_counted_without_its_filter():
    shop = FakeShop([earbuds(), product("mug", "Mug", brand="Hario")])
    address = Address("", ("brand=Hario", "price<500"))
    browse.facets(shop, shop.search("", where=address.where, facets=browse.FIELDS), address, Labels("en"))
    asked = {tuple(call["facets"]): call["where"] for call in shop.calls[1:]}
    assert asked[("brand",)] == ["price<500"]
    assert all("brand=Hario" in where for fields, where in asked.items() if fields != ("brand",))
