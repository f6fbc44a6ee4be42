import pytest

from shopkeeper.app.web.address import Address, amount
from shopkeeper.shop import InvalidQuery


def test_a_value_is_added_to_its_field_and_taken_away_again():
    address = Address("杯子", ("brand=Hario",))
    both = address.toggled("brand", "漫步者")
    assert both.where == ("brand=Hario|漫步者",)
    assert both.toggled("brand", "Hario").where == ("brand=漫步者",)
    assert both.toggled("brand", "Hario").toggled("brand", "漫步者").where == ()


def test_a_value_that_holds_the_sign_between_values_is_one_value():
    address = Address("x").toggled("brand", "A|B")
    assert address.where == ("brand=A\\|B",)
    assert address.holds("brand", "A|B")
    assert not address.holds("brand", "A")
    assert address.toggled("brand", "C").toggled("brand", "A|B").where == ("brand=C",)


def test_other_fields_and_operators_stay():
    address = Address("x", ("brand!=Sony", "price<500", "color=red"))
    assert address.toggled("brand", "Hario").where == ("brand!=Sony", "price<500", "color=red", "brand=Hario")
    assert address.without("price<500").where == ("brand!=Sony", "color=red")
    assert address.cleared() == Address("x")


def test_the_address_of_a_page_holds_everything_escaped():
    assert Address("a&b 杯", ("brand=C&A",), "zh").url(next="c1") == "/?q=a%26b+%E6%9D%AF&where=brand%3DC%26A&lang=zh&next=c1"
    assert Address().url() == "/?q="
    assert Address(where=("brand=X",)).url() == "/?where=brand%3DX"


def test_a_price_range_replaces_the_earlier_one():
    address = Address("x", ("price>=10", "price<=20", "brand=Y")).priced("5.50", "")
    assert address.where == ("brand=Y", "price>=5.50")
    assert (address.bound(">="), address.bound("<=")) == ("5.50", "")
    assert address.priced("", " ") == address


@pytest.mark.parametrize("typed", ["cheap", "-1", "NaN", "Infinity", "1e99"])
def test_a_price_that_is_none_is_named(typed):
    with pytest.raises(InvalidQuery, match="price: expected an amount"):
        amount(typed)
