"""What speaks for a purchase is said in words of both languages."""

from __future__ import annotations

import pytest

from shopkeeper.customers.visit import FEATURES, NOT_KNOWN
from shopkeeper.customers.visit_words import NAMES, said


def test_every_feature_has_a_name_in_both_languages_that_is_none_of_the_programs():
    assert list(NAMES) == list(FEATURES)
    assert [name for name in NAMES.values() if not (name.zh and name.en) or "_" in name.zh + name.en] == []


@pytest.mark.parametrize(("name", "value", "zh", "en"), [
    ("device", 1.0, "设备：手机", "device: mobile"), ("weekday", 6.0, "星期几：周日", "weekday: Sunday"),
    ("days since the last order", NOT_KNOWN, "距上次下单的天数：不知道", "days since the last order: not known"),
    ("value of the basket", 1234.5, "购物车金额：1,234", "value of the basket: 1,234"),
    ("known customer", 0.0, "认得的顾客：否", "known customer: no"),
])
def test_a_value_is_said_as_people_say_it(name, value, zh, en):
    assert (said(name, value, "zh"), said(name, value, "en")) == (zh, en)
