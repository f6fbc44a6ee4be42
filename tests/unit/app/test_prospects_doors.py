"""What customers will do, at the doors: the library, the command line, what `train` and `update` do."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from starlette.testclient import TestClient

from shopkeeper.app.api import create_app
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
    shop.put("orders", orders(160))
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
    assert {"zh", "en"} == set(said["because"][0]["said"])
    assert run(["customers", "intention", "nobody", "--shop", folder]) == 2
    assert "nobody" in capsys.readouterr().err


@pytest.mark.parametrize(("command", "said"), [
    (["value"], "全部 "), (["churn"], "版本 "), (["next"], "不打扰"), (["intention", "s3"], "已经下单"),
])
def test_what_customers_will_do_is_said_in_chinese_too(folder, capsys, command, said):
    assert run(["customers", *command, "--language", "zh", "--shop", folder]) == 0
    told = capsys.readouterr().out
    assert said in told
    assert "nan" not in told
    assert "customer" not in told.splitlines()[0]


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
    assert made.all_in_use  # what could be learnt
    assert "expected at least 40 visits" in str(made)
    shop.close()


def test_the_same_over_http(shop, folder):
    with TestClient(create_app(shop, hosts=None)) as client:
        best = client.get("/v1/customers/value", params={"k": 3}).json()
        assert [each["customer_id"] for each in best["customers"]] == [each.customer_id for each in shop.prospects.outlook().best(3)]
        one = best["customers"][0]
        assert client.get("/v1/customers/value", params={"customer": one["customer_id"]}).json()["customers"] == [one]
        assert len(client.get("/v1/customers/churn", params={"k": 4}).json()["customers"]) == 4
        assert client.get("/v1/customers/intention", params={"session": "s3"}).json() == shop.prospects.intention("s3").to_dict()
        found = client.get("/v1/customers/next", params={"action": "win-back"}).json()["customers"]
        assert {each["action"] for each in found} <= {"win-back"}
        missing = client.get("/v1/customers/value", params={"customer": "stranger"})
        assert (missing.status_code, missing.json()["error"]["type"]) == (404, "not_found")
        assert client.get("/v1/customers", params={"k": 1}).status_code == 200  # the records are where they were


def test_next_actions_and_what_an_experiment_changes(shop, folder, capsys, tmp_path):
    assert run(["customers", "next", "--k", "500", "--json", "--shop", folder]) == 0
    said = json.loads(capsys.readouterr().out)
    assert sum(said["actions"].values()) == len(said["customers"]) == len(shop.prospects.outlook().at.who)
    one = next(each for each in said["customers"] if each["action"] == "win-back")
    assert not one["tested"]
    draw, file = np.random.default_rng(0), tmp_path / "tried.csv"
    rows = [f"c{person:03},{int(draw.random() < 0.5)},2026-03-20" for person in range(160)]
    file.write_text("customer_id,treated,at\n" + "\n".join(rows))
    with_customers = ["--shop", folder, "--days", "20", "--cost", "1000"]
    code = run(["train", "uplift", "--data", str(file), *with_customers])
    told = capsys.readouterr()
    assert code == 0, told.err
    assert "treat nobody: targeting does not pay" in told.out  # the treatment did nothing and costs much
    again = shop.prospects.next(one["customer_id"])
    assert (again.action.value, again.tested) == ("nothing", True)
    assert run(["customers", "next", one["customer_id"], "--rows", "--shop", folder]) == 0
    assert "experiment" in capsys.readouterr().out
    assert run(["models", "rollback", "uplift", "--shop", folder]) == 0
    assert not shop.prospects.next(one["customer_id"]).tested


def test_a_basket_that_was_left_is_a_reminder_until_it_is_bought(tmp_path, capsys):
    shop = small_shop(tmp_path)
    shop.put("orders", orders(60))
    end = max(each.placed_at for each in shop.store.orders.all())
    who = next(each.customer_id for each in shop.store.orders.all() if each.placed_at < end - timedelta(days=5))
    mine = [each.placed_at for each in shop.store.orders.all(customer_id=who)]
    shop.put_events([Event("left", "add_to_cart", end - timedelta(days=1), who, "s1", (EventItem("p7"),))])
    assert run(["customers", "next", who, "--rows", "--shop", str(shop.data_dir)]) == 0
    told = capsys.readouterr().out
    assert max(mine) < end - timedelta(days=1)
    assert "left in the basket: p7" in told
    assert "left" in told.splitlines()[-1].split()
    line = OrderLine("p7", 1, Money(100, "CNY"))
    shop.put("orders", [Order("bought", (line,), "CNY", end - timedelta(hours=1), who)])
    assert shop.prospects.next(who).action.value == "nothing"
    shop.close()


def test_an_experiment_that_cannot_be_read_is_a_sentence(folder, tmp_path, capsys):
    file = tmp_path / "tried.csv"
    file.write_text("customer_id,treated,at\nc001,maybe,2026-03-01\n")
    assert run(["train", "uplift", "--data", str(file), "--shop", folder]) == 2
    assert "row 2, treated: expected 1 (treated) or 0 (not)" in capsys.readouterr().err
    assert run(["train", "uplift", "--shop", folder]) == 2
    assert "either --data FILE" in capsys.readouterr().err
    assert run(["train", "uplift", "--experiment", "none", "--shop", folder]) == 2
