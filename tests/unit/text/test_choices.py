import pytest

from shopkeeper.text.choices import comparable, measure, measures_in, rank, words_of_name, words_of_value


@pytest.mark.parametrize(("value", "number", "unit"), [
    ("15-inch", 15, "inch"), ("1.5L", 1500, "ml"), ("1TB SSD", 1024, "gb"), ("1000", 1000, ""), ("8 小时", 8, "hours"), ("两升", 2000, "ml"), ("60%", 60, "percent")])
def test_a_value_is_a_number_with_a_unit(value: str, number: float, unit: str) -> None:
    found = measure(value)
    assert found is not None
    assert (found.number, found.unit) == (number, unit)


@pytest.mark.parametrize("value", ["30-50 lbs", "IPX4", "i7", "4K", "black", "", "两个"])
def test_what_is_no_measure(value: str) -> None:
    assert measure(value) is None


def test_numbers_of_a_sentence() -> None:
    found = [(each.number, each.unit) for each in measures_in("from 17-inch to a two-piece with 1,000 pieces, order #w1234567")]
    assert found == [(17, "inch"), (2, "piece"), (1000, "piece")]


def test_values_are_said_in_both_languages() -> None:
    assert "黑色" in words_of_value("Black") and "black" in words_of_value("黑色")
    assert "full-size" in words_of_value("full size")
    assert words_of_value("Zanzibar") == {"zanzibar"}


def test_option_names_are_said_in_both_languages() -> None:
    assert {"dial", "表盘", "颜色"} <= words_of_name("dial color")


def test_values_of_one_scale_are_compared() -> None:
    assert comparable(("L", "S", "XL")) == {"S": 2, "L": 4, "XL": 5}
    assert comparable(("2 liters", "1.5 liters")) == {"2 liters": 2000, "1.5 liters": 1500}
    assert comparable(("low", "cotton")) is None
    assert rank("expert") == ("skill", 2)


def test_a_memory_of_so_many_g_is_counted_in_gigabytes() -> None:
    assert [(said.number, said.unit) for said in measures_in("8g内存, 500g")] == [(8.0, "gb"), (500.0, "g")]
