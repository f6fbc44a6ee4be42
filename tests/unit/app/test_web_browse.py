import html

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.web import browse
from shopkeeper.app.web.address import Address
from shopkeeper.app.web.labels import Labels
from shopkeeper.search.result import Hit
from shopkeeper.shop import Attribute, Localized
from small_shop import product as stored
from small_shop import small_shop
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


@pytest.fixture(scope="module")
def clothes(tmp_path_factory):
    """A shop of dollars in which one department holds nearly everything."""
    shop = small_shop(tmp_path_factory.mktemp("clothes") / "shop")

    def garment(n, *path):
        parts = tuple(Localized(en=part, zh=f"{part}部") for part in path)
        return stored(f"g{n}", f"{path[-1]} {n}", f"红色{path[-1]} {n}", prices=(20 + n,), currency="USD", category=parts)

    paths = [("Clothing", "Women", "Dresses")] * 6 + [("Clothing", "Women", "Skirts")] * 4 + [("Gifts",)]
    shop.put_products([garment(n, *path) for n, path in enumerate(paths)])
    yield shop
    shop.close()


def test_a_department_that_holds_nearly_everything_gives_way_to_those_within(clothes):
    by, found = browse.departments(clothes, Address(), "en")
    assert by == "category"
    assert [(each.name, each.count) for each in found] == [("Clothing", 10), ("Gifts", 1)], "one category within it divides nothing"
    clothes.put_products([stored("g99", "Belt", "腰带", currency="USD", category=(Localized(en="Clothing"), Localized(en="Men")))])
    by, found = browse.departments(clothes, Address(), "en")
    assert [(each.name, each.count) for each in found] == [("Women", 10), ("Men", 1), ("Gifts", 1)]


@pytest.mark.parametrize(("language", "q", "said"), [
    ("zh", "红色 50元以下", "本店以 USD 标价，没有按“50元以下”筛选"),
    ("en", "dresses under 50 yuan", "Prices here are in USD, so “under 50 yuan” was not applied"),
    ("en", "dresses under 50 dollars", ""),
])
def test_a_limit_in_other_money_than_the_shops_is_said_to_be_not_applied(clothes, language, q, said):
    client = TestClient(create_app(clothes), base_url="http://127.0.0.1", headers={"accept": "text/html"})
    page = html.unescape(client.get("/", params={"q": q, "lang": language}).text)
    assert said in page
    assert bool(said) == ("USD" in page.split("<main")[1])
    told = client.post("/v1/search", json={"q": q, "language": language}).json()["understood"]
    assert bool(told.get("foreign")) == bool(said)
