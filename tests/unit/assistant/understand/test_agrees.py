"""A yes that says again what it is for counts; one that says something else does not."""

import pytest

from shopkeeper.assistant.understand.answers import agrees, read_yes

RETURN = (
    "Return from order #W1: Skateboard (plastic, 28 inch); Smart Watch (black). Once they are back, $388.19 goes to credit card (visa 9375).",
    "退回订单 #W1 的商品：Skateboard（plastic）；Smart Watch（black）。收到退货后退款 $388.19 到信用卡（visa 9375）",
)
SWAP = ("Change order #W2: Backpack (navy), $201.95, for Backpack (grey), $212.79. The difference of $10.84 is paid by PayPal.", "修改订单 #W2：Backpack（navy）换成Backpack（grey）。差价 $10.84 由PayPal支付。")
ADDRESS = ("Change the default address of your account to: 5 Maple Drive", "把您账户的默认地址改为：5 Maple Drive")
CANCEL = ("Cancel order #W3 (Lamp), reason: ordered by mistake.", "取消订单 #W3（Lamp），原因：拍错了。")


def yes(text: str, tool: str, shown: tuple[str, str]) -> bool:
    return read_yes(text, f"confirm:{tool}") is True or agrees(text, f"confirm:{tool}", shown)


@pytest.mark.parametrize("text", [
    "With the visa, perfect. Yes please.", "yes, to my visa card", "Yes, please return those, thank you.", "ok yes, if you say so, please do that", "Now it's complete, yes, go ahead",
    "yes the skateboard and the smart watch", "好的，退到我的信用卡", "对，滑板和智能手表都退", "可以，退到 visa",
])  # fmt: skip
def test_a_return_is_confirmed_in_its_own_words(text: str) -> None:
    assert yes(text, "return_delivered_order_items", RETURN)


@pytest.mark.parametrize("text", [
    "yes, the skateboard", "yes, with paypal", "yes but to paypal", "yes if it is free", "yes only the watch", "with the visa", "no, with the visa", "yes, and the lamp too", "好的，只退手表", "可以，退到礼品卡",
    "如果免费就退吧", "yes?", "yes, $38",
])  # fmt: skip
def test_what_says_something_else_is_no_yes(text: str) -> None:
    assert not yes(text, "return_delivered_order_items", RETURN)


@pytest.mark.parametrize(("text", "tool", "shown"), [
    ("Perfect, yes, just the backpack with PayPal.", "modify_pending_order_items", SWAP), ("对，只改背包，PayPal", "modify_pending_order_items", SWAP),
    ("Yes, make that my default, please.", "modify_user_address", ADDRESS), ("yes, that should be the default too", "modify_user_address", ADDRESS), ("对，设成默认。", "modify_user_address", ADDRESS),
    ("yes please, cancel the whole order then, it was ordered by mistake", "cancel_pending_order", CANCEL), ("是的，拍错了，取消吧", "cancel_pending_order", CANCEL),
])  # fmt: skip
def test_changes_addresses_and_cancellations_too(text: str, tool: str, shown: tuple[str, str]) -> None:
    assert yes(text, tool, shown)


@pytest.mark.parametrize(("text", "tool", "shown"), [
    ("yes, I no longer need it", "cancel_pending_order", CANCEL), ("yes, just the tablet with PayPal", "modify_pending_order_items", SWAP), ("yes, to 7 Oak Street", "modify_user_address", ADDRESS),
])  # fmt: skip
def test_another_reason_thing_or_place_is_no_yes(text: str, tool: str, shown: tuple[str, str]) -> None:
    assert not yes(text, tool, shown)
