"""A shop that speaks of orders with signed customers only: no email address and no name is enough."""

from __future__ import annotations

import pytest

from conversations import Talk
from shopkeeper.assistant.tools import ToolError
from shopkeeper.assistant.tools.find import find_user_id_by_email, find_user_id_by_name_zip
from shopkeeper.store import open_store
from small_service import ANNA, MUG, ORDERS, SHIRT, desk_of


@pytest.fixture
def desk(tmp_path):
    store = open_store(tmp_path / "shop.db")
    store.products.put([SHIRT, MUG])
    store.customers.put([ANNA])
    store.orders.put(ORDERS)
    yield desk_of(store, signed_only=True)
    store.close()


@pytest.mark.parametrize(("said", "told"), [("Where is my order? My e-mail is {}", "log in to the shop"), ("我的订单到哪了？邮箱 {}", "请先登录本店")])
def test_an_email_address_is_not_enough(desk, said, told):
    talk = Talk(desk)
    assert told in talk.say(said.format(ANNA.email)).text
    assert talk.session.customer_id is None


def test_who_is_signed_is_served(desk):
    talk = Talk(desk, ANNA.id)
    assert "log in" not in talk.say("Where is my order?").text


def test_no_tool_finds_a_customer(desk):
    session = Talk(desk).session
    first, last = ANNA.name.split()
    for call in (lambda: find_user_id_by_email(desk, session, ANNA.email),
                 lambda: find_user_id_by_name_zip(desk, session, first, last, ANNA.address.postcode)):
        with pytest.raises(ToolError):
            call()
    assert session.customer_id is None
