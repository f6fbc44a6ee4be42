import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.text.personal import mask


@pytest.mark.parametrize(("text", "masked"), [
    ("order of li.lei+shop@example.com.cn please", "order of [email] please"),
    ("订单 wang_fang@qq.com 的快递", "订单 [email] 的快递"),
    ("我的邮箱ｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", "我的邮箱[email]"),
    ("手机13812345678的订单", "手机[phone]的订单"),
    ("+86 138-1234-5678", "[phone]"),
    ("(+86)13812345678", "[phone]"),
    ("电话 010-12345678", "电话 [phone]"),
    ("1３８１２３４５６７８", "[phone]"),
    ("call (555) 123-4567 now", "call [phone] now"),
    ("555-123-4567", "[phone]"),
    ("+44 20 7946 0958", "[phone]"),
    ("a@b.co 13912345678", "[email] [phone]"),
])
def test_addresses_and_numbers_are_masked(text, masked):
    assert mask(text) == masked


@pytest.mark.parametrize("text", [
    "6901234567892", "WH-1000XM4", "195-50r13c", "SKU 13812345678901", "A13812345678", "耳机 500元以下", "1000-2000", "2-3 岁 女童",
    "iphone 15 128gb", "5.5 x 8.5 inch", "ab@", "@home", "2026-09-30", "006R90321", "100 200 3000",
])
def test_what_only_looks_like_one_is_left(text):
    assert mask(text) == text


@given(st.text())
def test_a_text_without_digits_and_signs_stays(text):
    if "@" not in text and "＠" not in text and not any(c.isdigit() for c in text):
        assert mask(text) == text


@given(st.text(), st.text())
def test_masking_twice_changes_nothing_more(a, b):
    once = mask(f"{a} li@example.com {b}")
    assert mask(once) == once
