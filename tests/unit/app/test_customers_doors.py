"""Questions about customers by HTTP, in the console and at the command line."""

from __future__ import annotations

import html
import json
import re

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run
from small_shop import small_shop
from unit.customers.conftest import event, order
from waiting import until

IDS = ["ann", "t01", "t02"]


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    shop = small_shop(tmp_path_factory.mktemp("doors") / "shop")
    shop.store.orders.put([order("o1", "ann", 40, ("a", "a", 900)), order("o2", "ann", 5, ("a", "a", 900)),
                           *(order(f"p{who}", who, 20, ("a", "a", 500)) for who in IDS[1:])])  # fmt: skip
    shop.store.events.put([event("e1", "view_item", 5.1, "ann", "s1", "a", device="mobile"), event("e2", "purchase", 5, "ann", "s1", "a"),
                           event("e3", "view_item", 4, None, "s2", "a", device="desktop")])  # fmt: skip
    yield shop
    shop.close()


@pytest.fixture(scope="module")
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def test_the_funnel_and_its_visits(client):
    found = client.get("/v1/customers/funnel", params={"by": "device"}).json()
    assert found["all"]["reached"] == {"visit": 2, "view": 2, "cart": 1, "checkout": 1, "purchase": 1}
    assert [part["key"] for part in found["parts"]] == ["desktop", "mobile"]
    rows = client.get("/v1/customers/visits", params={"by": "device", "part": "mobile", "step": "purchase"}).json()
    assert [(row["session"], row["customer"], row["step"]) for row in rows["items"]] == [("s1", "ann", "purchase")]
    first = client.get("/v1/customers/visits", params={"limit": 1}).json()
    assert [row["session"] for row in client.get("/v1/customers/visits", params={"after": first["next"]}).json()["items"]] == ["s2"]


def test_cohorts_and_their_customers(client):
    found = client.get("/v1/customers/cohorts").json()
    month = found["cohorts"][0]["month"]
    assert client.get(f"/v1/customers/cohorts/{month}").json() == {"month": month, "customers": ["ann"]}


def test_segments_members_and_a_profile(client):
    found = client.get("/v1/customers/segments").json()
    assert sum(each["customers"] for each in found["segments"]) == 3
    key = found["segments"][0]["key"]
    members = client.get(f"/v1/customers/segments/{key}", params={"limit": 1}).json()
    assert members["members"][0]["id"] in IDS
    told = client.get("/v1/customers/ann/profile").json()
    assert told["facts"][0]["evidence"] == ["order:o2", "order:o1"]


@pytest.mark.parametrize(("path", "status"), [
    ("/v1/customers/funnel?by=age", 422), ("/v1/customers/visits?step=fly", 422), ("/v1/customers/segments/whales", 422),
    ("/v1/customers/nobody/profile", 404), ("/console/customers/nobody", 404),
])  # fmt: skip
def test_what_is_wrong_is_said(client, path, status):
    assert client.get(path).status_code == status


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_console_draws_in_both_languages_and_links_to_people(client, language):
    found = client.get(f"/console/customers?lang={language}")
    assert found.text.count('<figure class="plot"') == 3
    assert "'unsafe-inline'" not in found.headers["content-security-policy"].split("script-src")[1].split(";")[0]
    group = client.get(f"/console/customers/segments/new?lang={language}")
    assert group.status_code == 200
    person = client.get(f"/console/customers/ann?lang={language}").text
    assert "order:o2" in person
    assert ("依据" in person) is (language == "zh")


def test_figures_of_the_console_lead_to_their_rows(client):
    address = "/console/customers?lang=en&by=device&days=90"
    until(lambda: "data-again" not in client.get(address).text)
    page = client.get(address)
    links = [html.unescape(each) for each in re.findall(r'href="(/console/customers/(?:visits|cohorts)[^"]*)"', page.text)]
    assert len(links) > 5
    for link in links:
        assert client.get(link).status_code == 200
    bought, = (each for each in links if "part=mobile" in each and "step=purchase" in each)
    found = client.get(bought).text
    assert "<code>s1</code>" in found
    assert 'href="/console/customers/ann?lang=en"' in found
    assert "<code>s2</code>" not in found
    month = next(each for each in links if "cohorts" in each)
    assert 'href="/console/customers/ann?lang=en"' in client.get(month).text


def test_the_page_of_a_customer_says_what_they_will_do_where_that_can_be_said(client, tmp_path):
    few = client.get("/console/customers/ann?lang=en")
    assert few.status_code == 200
    shop = small_shop(tmp_path / "many")
    shop.store.orders.put([order(f"o{who}-{n}", f"c{who:02}", 100 - 7 * n - who % 5, ("a", "a", 900)) for who in range(40)
                           for n in range(who % 4 + 1)])  # fmt: skip
    client = TestClient(create_app(shop), base_url="http://127.0.0.1")
    until(lambda: "data-again" not in client.get("/console/customers/c03?lang=zh").text)
    page = client.get("/console/customers/c03?lang=zh").text
    assert "接下来 90 天" in page
    assert "<code>order:o3-0</code>" in page
    prospect = shop.prospects.value("c03")
    assert f"<b>{prospect.buys:.0%}</b>" in page
    assert shop.prospects.next("c03").because.zh in page
    shop.close()


def test_the_console_is_not_for_strangers(client):
    for path in ("/console/customers", "/console/customers/ann", "/console/customers/segments/best"):
        assert client.get(path, headers={"x-forwarded-for": "203.0.113.9"}).status_code == 403


def test_the_script_that_draws_comes_from_here(client):
    assert client.get("/console/plotly.js").headers["content-type"].startswith("text/javascript")


def test_the_commands_print_tables_json_and_rows(shop, capsys):
    place = ["--shop", str(shop.data_dir)]
    assert run(["customers", "funnel", "--by", "device", *place, "--language", "zh"]) == 0
    assert "手机" in capsys.readouterr().out
    assert run(["customers", "funnel", "--rows", "--step", "purchase", *place, "--json"]) == 0
    assert [row["session"] for row in json.loads(capsys.readouterr().out)] == ["s1"]
    assert run(["customers", "segments", *place]) == 0
    assert "[once]" in capsys.readouterr().out
    assert run(["customers", "profile", "ann", "--rows", *place]) == 0
    assert "order:o2 order:o1" in capsys.readouterr().out
    assert run(["customers", "segments", "--segment", "whales", *place]) == 2
    assert "expected one of best" in capsys.readouterr().err


def test_a_plot_goes_into_a_file(shop, tmp_path):
    assert run(["customers", "cohorts", "--plot", str(tmp_path / "c.html"), "--shop", str(shop.data_dir)]) == 0
    assert "Plotly.newPlot" in (tmp_path / "c.html").read_text("utf-8")
