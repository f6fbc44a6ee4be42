import pytest

from shopkeeper.shop import InvalidRecord, StockUpdate


def test_a_stock_level_of_0_is_one():
    assert StockUpdate(0, sku="A").quantity == 0


def test_a_stock_level_below_0_is_refused_and_names_the_field():
    with pytest.raises(InvalidRecord) as refused:
        StockUpdate(-5, sku="A")
    assert (refused.value.field, refused.value.expected, refused.value.got) == ("quantity", "a whole number of 0 or more", -5)
