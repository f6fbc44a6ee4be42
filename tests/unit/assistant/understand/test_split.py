import pytest

from shopkeeper.assistant.understand.split import clauses


@pytest.mark.parametrize(("text", "parts"), [
    ("i want a black and white shirt", ["i want a black and white shirt"]),
    ("cancel 4411 and return the shoes", ["cancel 4411", "return the shoes"]),
    ("Return the rug. Also, did you refund the curtains?", ["Return the rug", "did you refund the curtains"]),
    ("it cost 3.5 dollars", ["it cost 3.5 dollars"]),
    ("地毯我要退，顺便问下窗帘的钱退了没", ["地毯我要退", "问下窗帘的钱退了没"]),
    ("还有货吗", ["还有货吗"]),
    ("鞋换成42的，还有我另外那个包裹到哪了", ["鞋换成42的", "我另外那个包裹到哪了"]),
    ("取消这单；再开张发票", ["取消这单", "再开张发票"]),
    ("???", []),
])  # fmt: skip
def test_a_message_is_cut_where_another_wish_may_begin(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts
