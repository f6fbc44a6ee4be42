"""The console's pages of campaigns: a dry run, a start, the files, the result."""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pytest
from starlette.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.shop import Customer, Money, Order, OrderLine
from small_copy import copy_shop
from small_shop import product
from unit.app.test_campaign_doors import approved

FORM = {"id": "秋茶 1/2", "channel": "email", "segment": "", "where": "", "part": "0", "draft_zh": "a", "draft_en": "b", "do": "plan"}
SENT = {"sec-fetch-site": "same-origin", "accept": "text/html"}
ADDRESS = "/console/campaigns/%E7%A7%8B%E8%8C%B6%201/2"


@pytest.fixture
def shop(tmp_path):
    shop = copy_shop(tmp_path)
    shop.put_products([product("tea", "Tea", "茶", prices=(20,))])
    shop.put("customers", [
        Customer(f"c{n}", f"Name {n}", f"c{n}@example.com", consents=("email", "ads") if n else (), language="zh" if n % 2 else "en")
        for n in range(6)])
    shop.store.drafts.put([approved("a", "zh", "秋茶到了", "新茶上架。"), approved("b", "en", "Autumn tea", "It is here.")])
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1", headers=SENT, follow_redirects=False)


def words(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_a_dry_run_says_who_is_reached_and_who_not_and_keeps_nothing(client, shop):
    answer = client.post("/console/campaigns?lang=en", data=FORM)
    assert re.search(r"Would be written to 5 .*Held out by chance 0 .*did not agree to this channel 1 c0", words(answer))
    assert 'value="秋茶 1/2"' in answer.text, "what was filled in stays"
    assert re.search(r'<option value="a" selected>', answer.text)
    assert "没有同意这个渠道" in client.post("/console/campaigns?lang=zh", data=FORM).text
    assert "None of" not in answer.text
    assert shop.store.campaigns.count() == 0


def test_it_begins_with_approved_texts_and_its_files_are_there_at_once(client, shop):
    begun = client.post("/console/campaigns?lang=en", data=FORM | {"do": "start"})
    assert (begun.status_code, begun.headers["location"]) == (303, ADDRESS + "?lang=en")
    page = client.get(ADDRESS + "?lang=en")
    assert "too few customers or purchases" in page.text
    assert re.search(r"Written to 5 0\.0% 0\.00 CNY 0", words(page))
    assert "秋茶到了" in page.text
    header, *rows = csv.reader(io.StringIO(client.get(ADDRESS + "/csv").text))
    assert (header[0], len(rows)) == ("email", 5)
    got = client.get(ADDRESS + "/mails", params={"from": "Tea <tea@shop.example>", "unsubscribe": "https://shop.example/stop"})
    packed = zipfile.ZipFile(io.BytesIO(got.content))
    assert len(packed.namelist()) == 5
    assert b"List-Unsubscribe: <https://shop.example/stop>" in packed.read("000001.eml")
    listed = words(client.get("/console/campaigns?lang=en"))
    assert re.search(r"秋茶 1/2 E-mail · Everybody started \d{4}-\d\d-\d\d · 5 written to · 0 held out", listed)


def test_the_result_names_its_orders(client, shop):
    client.post("/console/campaigns", data=FORM | {"do": "start"})
    at = shop.store.campaigns.get("秋茶 1/2").at
    shop.put("orders", [Order("o-77", (OrderLine("tea", 1, Money(2000, "CNY")),), "CNY", at, "c1")])
    page = client.get(ADDRESS + "?lang=zh")
    assert "发送组 5 20.0% 4.00 CNY 1" in words(page)
    assert "<code>o-77</code>" in page.text
    assert "plotly.js" in page.text


def test_ads_take_no_text_and_give_hashes_in_both_forms(client):
    assert client.post("/console/campaigns", data=FORM | {"channel": "ads", "do": "start", "id": "ads"}).status_code == 303
    for network, header in (("google", "Email,Phone"), ("meta", "email,phone")):
        file = client.get(f"/console/campaigns/ads/csv?network={network}").text
        assert file.splitlines()[0] == header
        assert "@" not in file
    assert client.get("/console/campaigns/ads/mails?from=a@b.example&unsubscribe=https://x.example").status_code == 422


@pytest.mark.parametrize(("wrong", "said"), [
    ({"draft_zh": "", "draft_en": "", "do": "start"}, "请选一份批准过的文案"), ({"id": " "}, "请给活动起个名称"),
    ({"part": "99"}, "0 到 90 的整数"), ({"where": "age>3"}, "条件：应为"), ({"where": "orders>many"}, "后面应为数字"),
    ({"budget": "5"}, "有预算就要填"), ({"channel": "post"}, "渠道：应为"),
    ({"draft_zh": "none", "do": "start"}, "没有这个"), ({"cost": "viel", "budget": "2"}, "这样的金额"),
])
def test_what_is_wrong_is_said_in_the_readers_language_and_nothing_begins(client, shop, wrong, said):
    answer = client.post("/console/campaigns?lang=zh", data=FORM | wrong)
    assert answer.status_code == 422
    assert said in re.search(r'role="alert">([^<]*)', answer.text)[1]
    assert shop.store.campaigns.count() == 0


def test_a_sender_that_is_none_is_said_on_the_page(client):
    client.post("/console/campaigns", data=FORM | {"do": "start"})
    answer = client.get(ADDRESS + "/mails", params={"lang": "zh", "from": "茶\n铺", "unsubscribe": "https://x.example"})
    assert (answer.status_code, "发件人：应为" in answer.text) == (422, True)
    assert "退订地址：应以" in client.get(ADDRESS + "/mails", params={"lang": "zh", "from": "a@b.example", "unsubscribe": "x"}).text
