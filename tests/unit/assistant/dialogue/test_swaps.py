"""Items left out, several answers in one, and preferences that come in turn."""

from conversations import Talk


def test_items_are_left_out_beside_a_proposal(desk) -> None:
    session = Talk(desk, "anna_1").play("""
        > exchange the t-shirt in order #4 for size M and the mug for a black one
        ask:payment
        > paypal
        propose:exchange_delivered_order_items
        "Mug"
        > leave the mug alone, only the t-shirt please
        propose:exchange_delivered_order_items
        ! "Mug"
        > yes
        done:exchange_delivered_order_items
    """)
    assert session.proposal is None


def test_chinese_items_are_left_out_beside_a_proposal(desk) -> None:
    Talk(desk, "anna_1").play("""
        > 订单#4里的T恤换成M码，马克杯换成黑色
        ask:payment
        > PayPal
        propose:exchange_delivered_order_items
        "马克杯"
        > 马克杯不换了，只换T恤
        propose:exchange_delivered_order_items
        ! "马克杯"
    """)


def test_a_yes_with_a_condition_changes_the_proposal_and_confirms_nothing(desk) -> None:
    Talk(desk, "anna_1").play("""
        > return the t-shirt in order #4, refund to my card
        propose:return_delivered_order_items
        "visa"
        > yes but to my gift card
        ! done
        propose:return_delivered_order_items
        "gift card"
    """)
