"""The console's page of settings: nothing secret is shown, what is written keeps the file's comments."""

from __future__ import annotations

from dataclasses import fields

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.app.changing import CHANGEABLE, change, known, shortens
from shopkeeper.app.settings import SECRETS, Settings
from shopkeeper.app.web.settings_strings import GROUPS, MEANT
from shopkeeper.shop import InvalidRecord

FILE = """# Ours: ask Mei
llm = "http://user:hunter2@127.0.0.1:9/v1"
customer_secret = "a secret of sixteen and more"  # from the vault
log_days = 90  # as the lawyer says
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "shopkeeper.toml").write_text(FILE, "utf-8")
    return tmp_path / "shop"


@pytest.fixture
def shop(folder):
    shop = open_shop(str(folder), create=True, environ={"SHOPKEEPER_KEY_BUDGET": "7"})
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1:8777", headers={"sec-fetch-site": "same-origin"})


def test_every_key_stands_in_a_group_and_has_a_meaning_in_both_languages():
    names = [name for group in GROUPS.values() for name in group]
    assert sorted(names) == sorted(key.name for key in fields(Settings) if key.name != "shop") == sorted(MEANT)
    assert CHANGEABLE.isdisjoint({*SECRETS, "store", "llm", "order_system", "hosts", "webhook_hosts", "checkout_url", "otel_endpoint"})


def test_a_value_says_where_it_is_from_and_a_secret_says_nothing(client, shop):
    page = client.get("/console/settings?lang=en").text
    assert "hunter2" not in page
    assert "vault" not in page
    assert "a secret of" not in page
    origins = {each.name: each.origin for each in known(shop.settings, shop.environment)}
    assert (origins["log_days"], origins["key_budget"], origins["port"]) == ("file", "environment", "default")


def test_a_change_touches_its_line_alone_and_waits_for_a_restart(client, shop, folder):
    answer = client.post("/console/settings", data={"key": "weight", "value": " 0.4 ", "do": "write"}, follow_redirects=False)
    assert answer.status_code == 303
    assert (folder / "shopkeeper.toml").read_text("utf-8") == FILE + "weight = 0.4\n"
    page = client.get("/console/settings?lang=zh").text
    assert "等待重启才生效：weight" in page
    noted = shop.store.audit.newest(1)[0]
    assert (noted.actor, noted.kind, noted.subject, noted.data["before"], noted.data["after"]) == (
        "local", "setting changed", "setting/weight", -1.0, 0.4)
    client.post("/console/settings", data={"key": "weight", "do": "reset"})
    assert (folder / "shopkeeper.toml").read_text("utf-8") == FILE


@pytest.mark.parametrize(("key", "value", "said"), [
    ("weight", "3", "a number from 0 to 1"), ("llm", "http://evil.example", "may be changed here"),
    ("key_budget", "9", "SHOPKEEPER_KEY_BUDGET"),
    ("customer_secret", "x", "may be changed here"), ("llm_price", "free", "dollars for a million"), ("nothing", "", "may be changed here"),
])  # fmt: skip
def test_what_does_not_fit_is_refused_as_on_the_command_line(client, folder, key, value, said):
    answer = client.post("/console/settings?lang=en", data={"key": key, "value": value, "do": "write"})
    assert answer.status_code == 422
    assert said in answer.text
    assert "应为" in client.post("/console/settings?lang=zh", data={"key": key, "value": value, "do": "write"}).text
    assert (folder / "shopkeeper.toml").read_text("utf-8") == FILE


def test_a_shorter_time_asks_whether_one_is_sure(client, folder):
    wanted = {"key": "log_days", "value": "30", "do": "write"}
    refused = client.post("/console/settings?lang=en", data=wanted)
    assert (refused.status_code, 'name="sure"' in refused.text) == (422, True)
    assert client.post("/console/settings", data={**wanted, "sure": "yes"}, follow_redirects=False).status_code == 303
    assert "log_days = 30  # as the lawyer says" in (folder / "shopkeeper.toml").read_text("utf-8")
    assert [shortens("log_days", *pair) for pair in ((90, 30), (0, 30), (30, 0), (30, 90))] == [True, True, False, False]


def test_a_setting_is_changed_by_no_shop_that_cannot_be_read(folder):
    (folder / "shopkeeper.toml").write_text("prot = 1", "utf-8")
    with pytest.raises(InvalidRecord, match="the key port"):
        known(Settings(shop=str(folder)), {})
    change(Settings(shop=str(folder)), "log", "json", {})
    assert (folder / "shopkeeper.toml").read_text("utf-8") == 'prot = 1\nlog = "json"\n'
