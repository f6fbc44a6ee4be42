"""Facts that a text repeats word for word."""

from __future__ import annotations

import pytest

from shopkeeper.claims import check, false_claims

FACTS = [["title", "160*230羊毛手工地毯 四件套"], ["attr_b_built_in__usb__hub", False], ["是否防晒", "否"], ["attr_n_viewing_angle", 178.0],
         ["attr_t_print_speed", "21"], ["weight", "2 kg"],
         ["attr_t_input_voltage", "5,9,12"], ["功率", "81W-100W"], ["attr_t_compatibility", "C6000n, C6000dn, C6050n"]]


@pytest.mark.parametrize("text", [
    "built in usb hub: no", "是否防晒：否", "viewing angle: 178, weight: 2 kg", "这款160*230羊毛手工地毯四件套", "print speed is 21", "The input voltage is 5, 9 and 12.",
    "功率为81W-100W", "Works with C6000n and C6050n.",
])
def test_a_name_with_its_value_and_the_words_of_a_title_hold(text):
    assert not false_claims(check(text, FACTS))


@pytest.mark.parametrize("text", ["built in usb hub: yes", "viewing angle: 170", "这款180*230羊毛手工地毯", "weight: 3 kg", "七件套的地毯", "input voltage: 5, 9, 24", "Works with C6000n and C6055n."])
def test_another_value_does_not(text):
    assert false_claims(check(text, FACTS))
