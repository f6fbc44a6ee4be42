"""What will be sold and what to order, at the doors: command line, HTTP, the console."""

from __future__ import annotations

import csv
import json
import re
import threading
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from starlette.testclient import TestClient

from shopkeeper import open_shop
from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run
from shopkeeper.app.presence import Presence
from shopkeeper.app.training_jobs import TrainArguments, train
from shopkeeper.app.worker import Worker
from shopkeeper.demand import learned, ordering
from shopkeeper.demand.demand import Demand, TrainedForecast
from shopkeeper.demand.forecast import Fitted
from shopkeeper.demand.panel import Period
from shopkeeper.shop import Localized, Money, Order, OrderLine, Product, Promotion, Variant
from small_shop import small_shop

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
DAYS = 120
FORM = {"sec-fetch-site": "same-origin"}


def orders(products) -> list[Order]:
    """Each product sells at its own pace, more at the week's end; the first twice as much while it is reduced."""
    draw, found = np.random.default_rng(0), []
    for day in range(DAYS):
        for place, product in enumerate(products):
            pace = (3.0 if place == 0 else 0.6) * (1.6 if day % 7 > 4 else 0.9) * (2 if place == 0 and day % 30 < 6 else 1)
            if units := int(draw.poisson(pace)):
                line = OrderLine(product.id, units, Money(1000, "CNY"), product.variants[0].id)
                found.append(Order(f"o{len(found):05}", (line,), "CNY", START + timedelta(days=day), "c1"))
    return found


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("shop"))
    products = [Product(f"p{n}", Localized(f"伞 {n}", f"Umbrella {n}"), (Variant(f"p{n}-a", stock=2),)) for n in range(1, 9)]
    shop.put("products", products)
    shop.put("orders", orders(products))
    for number in range(0, DAYS + 30, 30):
        since = START.replace(hour=0) + timedelta(days=number)
        shop.store.promotions.put([Promotion(f"x{number}", products[0].title, since, since + timedelta(days=6), 20.0, (products[0].id,))])
    yield shop
    shop.close()


@pytest.fixture(scope="module")
def folder(shop):
    """The folder of the shop, whose choice of methods is kept."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learned, "ROUNDS", 40)
        assert run(["train", "forecast", "--horizon", "42", "--shop", str(shop.data_dir)]) == 0
    return str(shop.data_dir)


def worked(shop) -> int:
    """Does the jobs that wait; how many there were."""
    return Worker(shop, Presence(shop.data_dir)).run(threading.Event(), once=True)


def told(capsys, *words: str):
    capsys.readouterr()
    assert run([*words, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_shop_and_its_products_are_foretold_and_add_up(shop, folder, capsys):
    whole = told(capsys, "forecast", "--horizon", "14", "--shop", folder)
    assert whole["kind"] == "shop"
    assert whole["version"]
    assert len(whole["forecast"]) == 14
    parts = [shop.forecast(id, 14).mean.sum() for id in {sale.product_id for sale in shop.store.orders.sales()}]
    assert sum(parts) == pytest.approx(whole["total"], rel=0.001)
    assert all(row["low"] <= row["median"] <= row["high"] for row in whole["forecast"])


def test_of_a_training_that_came_to_its_end_no_part_is_left(shop, folder):
    assert list(shop.data_dir.rglob("forecast-day"))
    assert not list(shop.data_dir.rglob("said-*"))


def test_a_process_that_starts_finds_what_the_last_one_said(shop, folder, monkeypatch):
    before = shop.forecast("p1", 14)
    monkeypatch.setattr(Fitted, "say", None)
    again = open_shop(folder)
    assert again.forecast("p1", 14).to_dict() == before.to_dict()
    assert again.demand.what_if("p1", promotion=20, horizon=14).now.tolist() == before.mean.tolist()
    again.close()


def test_a_job_trains_for_the_period_that_it_names(shop, monkeypatch):
    asked, made = list[tuple[Period, list[str]]](), TrainedForecast("v1", Period.MONTH, 6, 8, 1.0, {}, 0.5)
    monkeypatch.setattr(Demand, "train", lambda demand, period, *, progress, also: asked.append((period, also)) or made)
    told = train(shop, TrainArguments(capability="forecast", period="month", also=["chronos"]), lambda what, done, total: None)
    assert asked == [(Period.MONTH, ["chronos"])]
    assert told["period"] == "month"


def test_the_weekend_is_found_and_said(shop, folder):
    found = shop.forecast("p1", 14)
    weekend = [value for day, value in zip(found.days, found.mean, strict=True) if day.weekday() > 4]
    assert np.mean(weekend) > 1.2 * np.mean([value for day, value in zip(found.days, found.mean, strict=True) if day.weekday() <= 4])
    assert found.explanation is not None
    assert {each.key for each in found.explanation.because} >= {"season", "trend", "promotion"}


def test_a_promotion_sells_more_and_one_never_tried_is_a_guess(folder, capsys):
    found = told(capsys, "what-if", "p1", "--promotion", "20", "--horizon", "7", "--shop", folder)
    assert found["times"] > 0.8
    assert found["sure"] is False
    assert run(["what-if", "p1", "--shop", folder]) == 2
    assert "either --promotion" in capsys.readouterr().err


def test_what_is_due_is_ordered_and_written(folder, tmp_path, capsys):
    found = told(capsys, "reorder", "--shop", folder, "--out", str(tmp_path / "order.csv"))
    first = next(line for line in found["lines"] if line["product_id"] == "p1")
    assert first["quantity"] > 40
    assert first["runs_out"] > 0.9
    rows = list(csv.DictReader((tmp_path / "order.csv").read_text("utf-8-sig").splitlines()))
    assert {row["variant_id"]: int(row["quantity"]) for row in rows}[first["variant_id"]] == first["quantity"]
    (tmp_path / "coming.csv").write_text(f"variant_id,quantity\n{first['variant_id']},1000\n")
    again = told(capsys, "reorder", "--shop", folder, "--coming", str(tmp_path / "coming.csv"))
    assert first["variant_id"] not in {line["variant_id"] for line in again["lines"]}


def test_where_no_stock_is_counted_the_advice_says_so_before_anything_is_foretold(folder, capsys, monkeypatch):
    monkeypatch.setattr(ordering, "_counted", lambda products: ())
    monkeypatch.setattr(Demand, "coherent", lambda *_, **__: pytest.fail("foretold"))
    capsys.readouterr()
    assert run(["reorder", "--shop", folder]) == 0
    assert "next: shopkeeper import FILE --kind stock" in capsys.readouterr().out
    assert run(["purchases", "draft", "--shop", folder]) == 0
    assert "0 orders" in capsys.readouterr().out


def test_a_forecast_names_its_unit_and_tells_at_once_what_it_does(folder, capsys):
    capsys.readouterr()
    assert run(["forecast", "p1", "--shop", folder]) == 0
    out, err = capsys.readouterr()
    assert re.search(r"[\d.]+ units in 28 days", out)
    assert "mean units" in out
    assert err.startswith("reading sales (0 of 1)")


def test_the_room_of_a_shop_without_orders_leads_to_their_import(tmp_path):
    shop = small_shop(tmp_path / "empty")
    page = TestClient(create_app(shop, hosts=None)).get("/console/demand", params={"lang": "en"}).text
    shop.close()
    assert "This shop has no orders" in page
    assert "/console/import?lang=en" in page
    assert "train forecast" not in page


def test_classes_are_told(folder, capsys):
    assert told(capsys, "stock-classes", "--shop", folder)["products"][0]["class"][0] == "A"


@pytest.mark.parametrize(("words", "says"), [
    (("forecast", "nothing"), "no product has the id"), (("forecast", "--horizon", "100", "--period", "week"), "horizon: expected 1 to 26"),
    (("forecast", "--plot", "x.pdf"), "ends in .html or .png"),
    (("train", "forecast", "--also", "prophet"), "prophet: expected chronos"),
])  # fmt: skip
def test_what_cannot_be_answered_is_said(words, says, folder, capsys):
    assert run([*words, "--shop", folder]) == 2
    assert says in capsys.readouterr().err


def test_the_api_answers_and_refuses(shop, folder):
    client = TestClient(create_app(shop, hosts=None))
    answer = client.get("/v1/forecast", params={"id": "p1", "horizon": 7}).json()
    assert (answer["id"], len(answer["forecast"])) == ("p1", 7)
    assert client.get("/v1/forecast", params={"id": "nothing"}).status_code == 404
    assert client.get("/v1/reorder").json()["due"] > 0
    assert client.get("/v1/stock-classes").json()["products"]
    assert client.get("/v1/what-if", params={"id": "p1", "price": 0.9}).json()["now"] > 0
    assert client.get("/v1/what-if", params={"id": "p1"}).status_code == 422


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_console_shows_forecast_reasons_and_orders(shop, folder, language):
    client = TestClient(create_app(shop, hosts=None), client=("127.0.0.1", 5000))
    page = client.get("/console/demand", params={"lang": language}).text
    assert ("现在该补的货" if language == "zh" else "What to order now") in page
    assert "application/json" in page
    assert 'role="alert"' in client.get("/console/demand", params={"id": "nothing"}).text
    weekly = client.get("/console/demand", params={"period": "week", "lang": language}).text
    assert "shopkeeper train forecast --period week" in weekly


def test_ordering_is_simulated_on_the_shops_own_days(folder, tmp_path, capsys):
    asked = ("stock-simulation", "--lead-days", "3", "--days", "30", "--products", "5", "--service", "0.9", "--shop", folder)
    found = told(capsys, *asked, "--plot", str(tmp_path / "s.html"))
    assert (found["products"], found["last"], found["currency"]) == (5, "2026-05-04", "CNY")
    assert 0.5 < found["fill_rate"] <= 1
    assert {row["service"] for row in found["by_forecast"]} >= {0.5, 0.9, 0.999}
    assert "plotly" in (tmp_path / "s.html").read_text("utf-8")[:100_000].lower()
    capsys.readouterr()
    assert run(list(asked)) == 0
    out, err = capsys.readouterr()
    assert "with a chance of 90.0% the advice served" in out
    assert "playing the past" in err
    assert run(["stock-simulation", "--lead-days", "40", "--shop", folder]) == 2
    assert "history: expected sales of at least" in capsys.readouterr().err


def test_the_simulation_is_a_job_that_the_console_queues_and_shows(shop, folder):
    client = TestClient(create_app(shop, hosts=None), client=("127.0.0.1", 5000), headers=FORM, follow_redirects=False)
    room = "/console/demand/simulation"
    assert room in client.get("/console/demand").text
    assert "还没有模拟过" in client.get(room, params={"lang": "zh"}).text
    wrong = client.post(f"{room}?lang=en", data={"service": "2", "lead_days": "3", "review": "7"})
    assert wrong.status_code == 422
    assert 'value="2"' in wrong.text
    assert client.post(f"{room}?lang=en", data={"service": "0.9", "lead_days": "3", "review": "7"}).headers["location"] == f"{room}?lang=en"
    assert "data-live" in client.get(room).text
    assert worked(shop) == 1
    page = client.get(f"{room}?lang=en").text
    assert "With a chance of 90.0% the advice served" in page
    assert "application/json" in page
    assert client.post(room, data={"service": "0.9", "lead_days": "60", "review": "7"}).status_code == 303
    assert worked(shop) == 1
    page = client.get(f"{room}?lang=zh").text
    assert "上一次模拟没有完成" in page
    assert "不断货的把握取 90.0% 时" in page  # the one before is still told


def test_the_simulation_answers_over_http(shop, folder):
    client = TestClient(create_app(shop, hosts=None))
    answer = client.get("/v1/stock-simulation", params={"lead_days": 3, "days": 30, "products": 3}).json()
    assert (answer["products"], answer["service"], answer["lead_days"]) == (3, 0.95, 3)
    refused = client.get("/v1/stock-simulation", params={"lead_days": 60})
    assert refused.status_code == 422
    assert "history: expected sales of at least" in refused.text


def test_a_plot_is_written(folder, tmp_path):
    assert run(["forecast", "p1", "--plot", str(tmp_path / "f.html"), "--shop", folder]) == 0
    assert "plotly" in (tmp_path / "f.html").read_text("utf-8")[:100_000].lower()
