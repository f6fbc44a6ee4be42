"""What customers will do, at the doors: the library, the command line, what `train` and `update` do."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from shopkeeper.app.cli.main import run
from shopkeeper.shop import Event, EventItem, InvalidFile, InvalidQuery, Money, NotFound, Order, OrderLine
from small_shop import small_shop

START = datetime(2026, 1, 1, 9, tzinfo=UTC)


def orders(people: int = 120) -> list[Order]:
    """Customers who buy every so often and stop at some time."""
    draw, found = np.random.default_rng(0), []
    for person in range(people):
        at, gap, stop = draw.uniform(0, 60), draw.gamma(3, 8), draw.exponential(120)
        while at < min(150, stop + 60):
            line = OrderLine("p1", 1, Money(int(draw.integers(1000, 9000)), "CNY"))
            found.append(Order(f"o{len(found):04}", (line,), "CNY", START + timedelta(days=float(at)), f"c{person:03}"))
            at += draw.exponential(gap) + 1
    return found


def visits(count: int) -> list[Event]:
    found = []
    for number in range(count):
        begin, last = START + timedelta(minutes=90 * number), ["add_to_cart", "purchase"] if number % 3 == 0 else ["view_item"]
        found += [Event(f"e{number}-{i}", name, begin + timedelta(minutes=i), None, f"s{number}", (EventItem("p1"),))
                  for i, name in enumerate(["view_item", *last])]
    return found


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("shop"))
    shop.put("orders", orders())
    shop.put_events(visits(240))
    yield shop
    shop.close()


@pytest.fixture(scope="module")
def folder(shop):
    """The folder of the shop, whose models are trained."""
    assert run(["train", "customers", "--days", "30", "--shop", str(shop.data_dir)]) == 0
    return str(shop.data_dir)


def test_before_training_a_model_is_fitted_on_the_spot(tmp_path):
    shop = small_shop(tmp_path)
    shop.put("orders", orders(60))
    outlook = shop.prospects.outlook(30)
    assert (outlook.model, outlook.version, outlook.days) == ("Pareto/NBD", "", 30)
    with pytest.raises(InvalidQuery, match="next: shopkeeper train customers"):
        shop.prospects.intention("s1")
    assert shop.prospects.outlook(30) is outlook  # what is known is not fitted again
    shop.put("orders", [Order("new", (OrderLine("p1", 1, Money(100, "CNY")),), "CNY", START + timedelta(days=160), "c999")])
    assert "new" in shop.prospects.value("c999", 30).order_ids
    shop.close()


def test_value_of_one_and_of_the_best(shop, folder, capsys):
    assert run(["customers", "value", "--k", "5", "--json", "--shop", folder]) == 0
    said = json.loads(capsys.readouterr().out)
    amounts = [each["amount"] for each in said["customers"]]
    assert amounts == sorted(amounts, reverse=True)
    assert said["days"] == 30
    assert said["version"] == shop.models["value"].active
    one = said["customers"][0]
    assert run(["customers", "value", one["customer_id"], "--json", "--shop", folder]) == 0
    assert json.loads(capsys.readouterr().out)["customers"] == [one]
    own = list(shop.store.orders.all(customer_id=one["customer_id"]))
    assert sorted(one["order_ids"]) == sorted(each.id for each in own)  # each figure is read from rows that can be looked up
    assert one["spent"] == pytest.approx(sum(float(each.total.major) for each in own))


def test_those_at_risk_bought_more_than_once(shop, folder, capsys):
    assert run(["customers", "churn", "--k", "10", "--rows", "--shop", folder]) == 0
    assert "by " in (told := capsys.readouterr().out)
    assert "o0" in told
    assert all(each.usual_gap is not None for each in shop.prospects.outlook().at_risk(10))


def test_intention_of_a_visit(shop, folder, capsys):
    assert run(["customers", "intention", "s3", "--json", "--rows", "--shop", folder]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["bought"]
    assert said["events"] == ["e3-0", "e3-1", "e3-2"]
    assert said["chance"] > shop.prospects.intention("s1").chance
    assert run(["customers", "intention", "nobody", "--shop", folder]) == 2
    assert "nobody" in capsys.readouterr().err


def test_update_trains_only_where_something_is_new(shop, folder, capsys):
    assert {each.outcome for each in shop.update("value", "intention")} == {"nothing new"}
    shop.put_events([Event("late", "view_item", START + timedelta(days=300), None, "late", (EventItem("p1"),))])
    assert [each.outcome for each in shop.update("value", "intention")] == ["nothing new", "in use"]
    assert run(["models", "show", "value", "--shop", folder]) == 0
    assert "not learnt from" in capsys.readouterr().out
    assert run(["models", "rollback", "value", "--shop", folder]) == 0
    assert shop.prospects.outlook().version == ""
    assert run(["models", "promote", "value", shop.models["value"].all()[-1].name, "--shop", folder]) == 0


def test_who_has_not_bought_and_what_is_no_number_of_days_are_sentences(shop, folder, capsys):
    with pytest.raises(NotFound, match="customer with an order"):
        shop.prospects.value("stranger")
    assert run(["customers", "value", "--days", "0", "--shop", folder]) == 2
    assert "expected 1 to 3650" in capsys.readouterr().err


def test_a_shop_without_orders_cannot_learn(tmp_path, capsys):
    shop = small_shop(tmp_path)
    with pytest.raises(InvalidFile, match="expected orders with a customer"):
        shop.prospects.train()
    shop.put("orders", orders(60))
    made = shop.prospects.train(30)
    assert set(made.left_out) == {"intention"}
    assert not made.all_in_use
    assert "expected at least 40 visits" in str(made)
    shop.close()
