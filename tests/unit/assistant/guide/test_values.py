"""The values of a field that a text may name are found without trying each."""

from __future__ import annotations

from shopkeeper.assistant.guide.reading import _bare_value, _names_value
from shopkeeper.assistant.guide.values import Sharing
from shopkeeper.shop import Localized

VALUES = [
    Localized("精梳棉", "combed cotton"), Localized("棉", "cotton"), Localized("仿麂皮", "suede leather"), Localized("弹性", "stretch"),
    Localized("不锈钢", "stainless steel"), Localized("真丝", "silk"), Localized("USB-C", "USB-C"), Localized("高硼硅玻璃", "borosilicate glass"),
    Localized("防水", "waterproof"), Localized("绿", "green")]  # fmt: skip
TEXTS = [
    "要纯棉的", "棉的", "leather please", "有弹的", "钢的", "玻璃", "真丝", "丝", "usb-c", "something in stainless steel", "green", "绿的", "防水吗", "water", "cott",
    "高硼硅", "皮", "a combed one"]  # fmt: skip


def test_none_that_a_text_names_is_missing_and_most_others_are_not_tried() -> None:
    sharing, tried = Sharing(), 0
    for known in (4, len(VALUES)):  # the field grows
        sharing.follow(VALUES[:known])
    for text in TEXTS:
        found = sharing.of(text, _bare_value(text))
        named = [value for value in VALUES if any(_names_value(word, text, ()) for word in value.all)]
        assert set(named) <= set(found), text
        tried += len(found)
    assert tried < len(TEXTS) * len(VALUES) / 5
