"""The console's page of imports: a file is kept privately, looked at, mapped, imported as a job, and its rejects fetched."""

from __future__ import annotations

import gzip
import re
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from locked_shop import client_of, lock
from shopkeeper.app import uploads
from shopkeeper.app.api import create_app
from shopkeeper.app.jobs import queue
from shopkeeper.app.presence import Presence
from shopkeeper.app.privacy.retention import sweep
from shopkeeper.app.uploads import Uploads, safe_name
from shopkeeper.app.worker import Worker
from small_shop import small_shop

FORM = {"sec-fetch-site": "same-origin", "accept": "text/html"}
CUPS = "SKU,商品名称,价格,颜色,x\nT-1,茶杯,￥68,白色,<b>\nT-2,茶壶,￥128,透明,\nT-3,茶盘,面议,,\n".encode()


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    found = small_shop(tmp_path_factory.mktemp("imports") / "shop")
    yield found
    found.close()


@pytest.fixture(scope="module")
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1", headers=FORM, follow_redirects=False)


def put(client, content=CUPS, name="cups.csv", **more):
    return client.post("/console/import?lang=zh", files={"file": (name, content)}, **more)


def id_of(answer):
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].removeprefix("/console/import/")


def worked(shop):
    with closing(Presence(shop.data_dir)) as presence:
        Worker(shop, presence).run(threading.Event(), once=True)


def test_an_uploaded_file_is_private_and_shown_as_it_would_be_read(shop, client):
    id = id_of(put(client))
    kept = Uploads(shop).get(id)
    path = Uploads(shop).path(kept)
    assert path.read_bytes() == CUPS
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    page = client.get(f"/console/import/{id}?lang=zh").text
    assert "识别为：商品（CSV 表格），编号取自 列 SKU" in page
    assert "3 行：新增 2，更改 0，不变 0，拒绝 1 行。" in page
    assert re.search('<b>第 4 行</b> <span class="field">价格</span> <span>应为价格，例如[^<]*；实际是：面议</span>', page)
    assert "<b></small>" not in page
    assert "&lt;b&gt;" in page
    english = client.get(f"/console/import/{id}?lang=en").text
    assert "3 rows: 2 new, 0 changed, 0 unchanged, 1 rejected." in english
    assert shop.store.products.get_many(["T-1"]) == {}
    assert client.get(f"/media/../imports/.uploads/{id}/cups.csv").status_code == 404


def test_kind_and_columns_are_changed_and_kept(shop, client):
    id = id_of(put(client))
    said = {"do": "look", "kind": "products", "format": "auto", "map:颜色": "option", "map:x": "ignore", "map:商品名称": "title_en"}
    assert client.post(f"/console/import/{id}", data=said).status_code == 303
    kept = Uploads(shop).get(id)
    assert (kept.kind, kept.format, kept.mapping) == ("products", "", {"颜色": "option", "x": "ignore", "商品名称": "title_en"})
    page = client.get(f"/console/import/{id}?lang=en").text
    assert '<option value="title_en" selected>title (English)</option>' in page
    client.post(f"/console/import/{id}", data={"do": "look", "kind": "customers", "map:价格": "price"})
    page = client.get(f"/console/import/{id}?lang=zh").text
    assert 'role="alert"' in page
    assert 'name="map:' not in page, "what cannot be read has no columns to choose; the next look begins anew"
    assert client.post(f"/console/import/{id}", data={"do": "look", "kind": "cars"}).status_code == 422


def test_it_is_imported_as_a_job_and_its_rejects_are_corrected_and_uploaded(shop, client):
    id = id_of(put(client))
    assert client.post(f"/console/import/{id}", data={"do": "import", "map:x": "ignore"}).status_code == 303
    assert client.post(f"/console/import/{id}", data={"do": "look"}).status_code == 422, "it is being imported"
    [job] = [each for each in shop.store.queue.newest(kind="import") if not each.ended]
    assert "data-live" in client.get(f"/console/import/{id}").text
    worked(shop)
    page = client.get(f"/console/import/{id}?lang=zh").text
    assert "新增 2，更改 0，不变 0，拒绝 1 行，共 3 行。" in page
    assert "价格：应为价格，例如" in page
    assert "x" not in {each.name.zh for each in shop.store.products.get("T-1").attributes}
    rejects = client.get(f"/console/import/rejects/{job.id}")
    assert "attachment" in rejects.headers["content-disposition"]
    assert "no-store" in rejects.headers["cache-control"]
    client.get("/console/import")
    assert not (shop.data_dir / "imports" / ".uploads" / id).exists(), "what is imported is kept no longer"
    mended = rejects.content.replace("面议".encode(), b"99")
    again = id_of(put(client, mended, "cups.csv.rejects.jsonl"))
    client.post(f"/console/import/{again}", data={"do": "import"})
    worked(shop)
    assert shop.store.products.get("T-3").price.amount == 9900


def test_a_file_without_a_good_row_stays_with_the_reason(shop, client):
    id = id_of(put(client, b"id,title,price\n1,Cup,call us\n", "bad.csv"))
    client.post(f"/console/import/{id}", data={"do": "import"})
    worked(shop)
    page = client.get(f"/console/import/{id}?lang=zh").text
    assert "没有导入：bad.csv：1 行都无法接受" in page
    assert client.post(f"/console/import/{id}", data={"do": "throw"}).headers["location"] == "/console/import"
    assert client.get(f"/console/import/{id}").status_code == 404


@pytest.mark.parametrize(("content", "name", "said"), [
    (b"", "empty.csv", "文件是空的"),
    (b"PK\x03\x04" + bytes(200), "sheet.xlsx", "请另存为 CSV"),
    (gzip.compress(b"id,title\n" + b"0" * (80 << 20)), "bomb.csv.gz", "解压后超过自身的"),
    (b"a,b\n1,2\n", "odd.csv", "请选择类型，或为各列选择字段"),
])  # fmt: skip
def test_what_cannot_be_read_says_why(client, content, name, said):
    answer = put(client, content, name)
    page = answer.text if answer.status_code == 422 else client.get(f"/console/import/{id_of(answer)}?lang=zh").text
    assert said in page
    assert ".uploads" not in page


def test_a_column_may_have_any_name(shop, client):
    content = 'id,"标题, ""全"" = x.json",price\n1,Cup,9\n'.encode()
    id = id_of(put(client, content, "odd.csv"))
    client.post(f"/console/import/{id}", data={"do": "import", "kind": "products", 'map:标题, "全" = x.json': "title"})
    worked(shop)
    assert shop.store.products.get("1").title.all == ("Cup",)


def test_no_file_and_too_large_files_are_refused(shop, client, monkeypatch):
    assert client.post("/console/import", files={"other": ("a.csv", b"x")}).status_code == 422
    monkeypatch.setattr(uploads, "LARGEST", 100)
    answer = put(client, b"id\n" + b"1\n" * 100)
    assert "文件至多" in answer.text
    assert answer.status_code == 422
    assert client.post("/console/import", content=b"", headers={
        "content-type": "multipart/form-data; boundary=x", "content-length": str(1 << 40)}).status_code == 413
    assert client.post("/console/jobs", files={"file": ("a", b"x")}).status_code == 415
    assert client.post("/console/import", files={"file": ("a", b"x")}, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_what_nobody_wants_is_swept_after_a_week_and_what_waits_for_a_worker_is_not(shop, client):
    idle, queued = id_of(put(client)), id_of(put(client))
    client.post(f"/console/import/{queued}", data={"do": "import"})
    now = datetime.now(UTC)
    assert sweep(shop, now + timedelta(days=6))["uploads"] == 0
    sweep(shop, now + timedelta(days=8))
    assert [each.id for each in Uploads(shop).all()] == [queued]
    assert client.get(f"/console/import/{idle}").status_code == 404
    with pytest.raises(uploads.InvalidFile, match="being imported"):
        Uploads(shop).throw_away(queued)
    for job in shop.store.queue.newest(kind="import"):
        shop.store.queue.cancel(job.id, now)


@pytest.mark.parametrize(("given", "kept"), [
    ("../../etc/passwd", "passwd"), ("C:\\goods\\商品.csv", "商品.csv"), (".hidden.csv", "hidden.csv"), ("a\x00b\n.csv", "ab.csv"),
    ("upload.json", "upload"), ("", "upload"), ("...", "upload"), ("名" * 90 + ".jsonl.gz", "名" * 51 + ".jsonl.gz"),
])  # fmt: skip
def test_names_are_made_safe(given, kept):
    assert safe_name(given) == kept


def test_two_files_of_one_name_are_not_imported_at_once(shop, client):
    first, second = (queue(shop, "import", {"file": f".uploads/{id_of(put(client))}/cups.csv"}, datetime.now(UTC)) for _ in "ab")
    assert first.lane == second.lane == "import/cups.csv"
    for job in (first, second):
        shop.store.queue.cancel(job.id, datetime.now(UTC))


def test_a_form_with_a_file_needs_the_token_of_the_session(tmp_path):
    with closing(small_shop(tmp_path / "shop", rates={})) as shop:
        access = lock(shop.store)
        browser = client_of(shop, headers={**FORM, "cookie": access.session("operator")["cookie"]})
        token = re.search(r'name="csrf" value="([0-9a-f]+)"', browser.get("/console/import").text)[1]
        assert put(browser).status_code == 403
        assert put(browser, data={"csrf": "0" * 64}).status_code == 403
        assert put(browser, data={"other": "x" * 5000, "csrf": token}).status_code == 403, "it comes first, or not at all"
        assert Uploads(shop).get(id_of(put(browser, data={"csrf": token}))).by == "operator"
        agent = client_of(shop, headers={**FORM, "cookie": access.session("agent")["cookie"]})
        assert agent.get("/console/import").status_code == 403


SHOPIFY = (b"Handle,Title,Vendor,Type,Variant SKU,Variant Price,Option1 Name,Option1 Value,House code\n"
           b"cup,Cup,Kiln,Ware,C-1,12,Size,S,x9\n")


def test_the_columns_of_a_shop_system_are_mapped_too(shop, client):
    id = id_of(put(client, SHOPIFY, "shopify.csv"))
    page = client.get(f"/console/import/{id}?lang=en").text
    assert 'name="map:Vendor"' in page
    assert 'value="handle"' in page
    assert 'value="option"' not in page, "the options of this format have columns of their own"
    said = {"map:Vendor": "attribute", "map:House code": "brand", "map:Type": "ignore", "do": "look"}
    assert client.post(f"/console/import/{id}", data=said).status_code == 303
    seen = client.get(f"/console/import/{id}?lang=en").text
    assert re.search(r'<option value="brand" selected>', seen)
    client.post(f"/console/import/{id}", data={**said, "do": "import"})
    worked(shop)
    kept = shop.store.products.get("cup")
    assert (kept.brand.en, kept.category, [(each.name.en, each.value.en) for each in kept.attributes]) == ("x9", (), [("Vendor", "Kiln")])


def test_a_second_file_of_the_same_name_leaves_the_rejects_of_the_first(shop, client):
    ids = []
    for n in (1, 2):
        ids.append(id_of(put(client, f"SKU,title,price\nS-{n},Saucer,3\nS-{n}9,Saucer,round {n}\n".encode(), "saucers.csv")))
        client.post(f"/console/import/{ids[-1]}", data={"kind": "products", "do": "import"})
        worked(shop)
    found = re.findall(r"/console/import/rejects/([\w-]+)", client.get("/console/import?lang=en").text)[:2]
    told = [client.get(f"/console/import/rejects/{job}").text for job in found]
    assert ["round 2" in told[0], "round 1" in told[1]] == [True, True]
