"""Jobs by every door: commands, HTTP, the console's page; and the real verbs behind them."""

from __future__ import annotations

import json
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.cli.main import run
from shopkeeper.app.presence import Presence
from shopkeeper.app.worker import Worker
from shopkeeper.shop import Review
from shopkeeper.shop.job import JobProgress, Schedule
from small_copy import copy_shop

FORM = {"sec-fetch-site": "same-origin"}
CSV = "id,title,price\n" + "".join(f"m{n},Mug {n},{n}.50\n" for n in range(1, 4))


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    shop = copy_shop(tmp_path_factory.mktemp("jobs") / "shop")
    (shop.data_dir / "imports").mkdir()
    (shop.data_dir / "imports" / "mugs.csv").write_text(CSV)
    yield shop
    shop.close()


@pytest.fixture
def shop(opened):
    for job in opened.store.queue.newest():
        opened.store.queue.cancel(job.id, datetime.now(UTC))
    for job in opened.store.queue.running():
        opened.store.queue.release(job, datetime.now(UTC))
    opened.store.queue.prune(datetime.now(UTC) + timedelta(days=1))
    return opened


@pytest.fixture(scope="module")
def client(opened):
    return TestClient(create_app(opened), base_url="http://127.0.0.1", follow_redirects=False)


@pytest.fixture
def ask(shop, monkeypatch, capsys):
    """Runs a command on the open shop: its exit code, what it printed, and its complaint."""
    monkeypatch.setattr("shopkeeper.app.bootstrap.open_shop", lambda *_, **__: shop)
    monkeypatch.setattr(shop, "close", lambda: None)

    def asked(*words):
        code = run(["jobs", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return asked


def work(shop):
    with closing(Presence(shop.data_dir)) as presence:
        return Worker(shop, presence).run(threading.Event(), once=True)


def test_a_file_is_imported_and_found_by_a_job_over_http(shop, client):
    made = client.post("/v1/jobs", json={"kind": "import", "arguments": {"file": "mugs.csv"}, "key": "first"})
    assert (made.status_code, made.json()["state"], made.json()["kind"]) == (201, "waiting", "import")
    assert client.post("/v1/jobs", json={"kind": "import", "arguments": {"file": "mugs.csv"}, "key": "first"}).json() == made.json()
    assert work(shop) == 1
    done = client.get(f"/v1/jobs/{made.json()['id']}").json()
    assert (done["state"], done["result"]["new"], done["error"]) == ("done", 3, "")
    assert {hit.id for hit in shop.search("mug", log=False).hits} >= {"m1", "m2", "m3"}
    listed = client.get("/v1/jobs", params={"state": "done", "kind": "import"}).json()
    assert ([job["id"] for job in listed["jobs"]], listed["counts"], listed["schedules"]) == ([done["id"]], {"done": 1}, [])


@pytest.mark.parametrize(("asked", "status", "field"), [
    ({"kind": "dance"}, 422, "kind"), ({"kind": "index", "arguments": {"x": 1}}, 422, "no argument x"),
    ({"kind": "import", "arguments": {"file": "../shop.db"}}, 422, "expected the name of a file in"),
    ({"kind": "index", "key": "\0"}, 422, "key"), ({"kind": "index", "not_before": "2026-01-01T00:00:00"}, 422, "not_before"),
    ({"kind": "index", "priority": 10**9}, 422, "priority"), ({"kind": "index", "arguments": {"rebuild": [[]]}}, 422, "rebuild"),
])  # fmt: skip
def test_a_job_that_cannot_be_is_refused(shop, client, asked, status, field):
    answer = client.post("/v1/jobs", json=asked)
    assert answer.status_code == status
    assert field in answer.json()["error"]["message"]
    assert shop.store.queue.newest() == []


def test_a_job_is_cancelled_tried_again_and_its_canceller_is_kept(shop, client):
    id = client.post("/v1/jobs", json={"kind": "index"}).json()["id"]
    assert client.post(f"/v1/jobs/{id}/retry", json={}).status_code == 409
    assert client.delete(f"/v1/jobs/{id}").json()["state"] == "cancelled"
    assert client.delete(f"/v1/jobs/{id}").json()["state"] == "cancelled"
    noted = shop.store.audit.newest(kind="job.cancel")
    assert [(each.actor, each.subject) for each in noted] == [("local", f"job/{id}")]
    assert client.post(f"/v1/jobs/{id}/retry", json={}).json()["state"] == "waiting"
    for path in ("/v1/jobs/nothing", "/v1/jobs/" + "x" * 65):
        assert client.get(path).status_code in (404, 422)
    assert client.delete("/v1/jobs/nothing").status_code == 404


def test_the_long_verbs_work_as_jobs(shop, ask):
    shop.store.reviews.put([Review("r", "shirt", 1, "the zip broke")])
    for words in (("index", "rebuild=true"), ("write", "kind=title", "language=en"), ("update",), ("reviews",)):
        assert ask("add", *words)[0] == 0
    assert work(shop) == 4
    code, out, _ = ask("list", "--json")
    found = {job["kind"]: job for job in json.loads(out)}
    assert code == 0
    assert {kind: (job["state"], job["error"]) for kind, job in found.items()} == dict.fromkeys(
        ("index", "write", "update", "reviews"), ("done", ""))
    assert found["index"]["result"]["rebuilt"]
    assert found["update"]["result"] == []
    assert found["write"]["result"]["written"] == len(shop.store.drafts.newest())


def test_a_verb_that_says_no_fails_with_its_sentence_at_once(shop, ask):
    ask("add", "train", "capability=forecast")
    work(shop)
    [job] = shop.store.queue.newest()
    assert (job.state, job.failures) == ("failed", 1)
    code, out, _ = ask("show", job.id)
    assert (code, job.error in out, job.error != "") == (0, True, True)


def test_jobs_on_the_command_line(shop, ask, tmp_path):
    assert ask("list")[:2] == (0, "none\n")
    (tmp_path / "more.csv").write_text(CSV)
    assert ask("add", "import", f"file={tmp_path}/more.csv", "--key", "k", "--not-before", "2099-01-01")[0] == 0
    id = shop.store.queue.newest()[0].id
    assert "waiting" in ask("list", "--state", "waiting", "--kind", "import")[1]
    assert ask("cancel", id)[1] == f"{id}: cancelled\n"
    assert ask("retry", id)[1] == f"{id}: waiting\n"
    assert ask("retry", id) == (2, "", f"job {id}: it is waiting; only one that failed or was cancelled can be tried again\n")
    assert ask("show", "nothing")[0] == 2
    assert ask("add", "index", "rebuild") == (2, "", "rebuild: expected NAME=VALUE, such as file=products.csv\n")


def test_schedules_on_the_command_line(shop, ask):
    assert ask("schedules")[:2] == (0, "none\n")
    assert ask("schedule", "nightly", "update", "--daily", "03:30", "--timezone", "Asia/Shanghai")[0] == 0
    assert ask("schedule", "often", "index", "--every", "15")[0] == 0
    assert [each["when"] for each in json.loads(ask("schedules", "--json")[1])] == ["daily at 03:30 Asia/Shanghai", "every 15 minutes"]
    assert "every 15 minutes" in ask("schedules")[1]
    assert ask("schedule", "x", "index")[2] == "schedule: expected either every so many minutes or daily at a time, got nothing\n"
    assert [ask("unschedule", name)[0] for name in ("nightly", "often", "often")] == [0, 0, 2]


@pytest.mark.parametrize(("language", "words"), [
    ("zh", ["任务", "更新搜索索引", "进行中", "正在编码 &lt;b&gt;", "取消"]),
    ("en", ["Jobs", "Bring the search index up to date", "Running", "30 %", "Cancel"])])
def test_the_page_shows_jobs_as_they_stand(shop, client, language, words):
    shop.store.queue.add("index", {"rebuild": True}, datetime.now(UTC))
    shop.store.queue.beat(shop.store.queue.claim("w", datetime.now(UTC)), JobProgress("正在编码 <b>", 3, 10))
    shown = client.get(f"/console/jobs?lang={language}").text
    assert [word for word in words if word not in shown] == []
    assert "data-live" in shown


def test_jobs_are_queued_cancelled_and_tried_again_on_the_page(shop, client):
    assert "There are no jobs." in client.get("/console/jobs?lang=en").text
    assert client.post("/console/jobs", data={"kind": "import", "arguments": "file=mugs.csv"}, headers=FORM).status_code == 303
    [job] = shop.store.queue.newest()
    for what, state in (("cancel", "cancelled"), ("retry", "waiting")):
        assert client.post(f"/console/jobs/{job.id}", data={"do": what}, headers=FORM).status_code == 303
        assert shop.store.queue.get(job.id).state == state
    assert client.post(f"/console/jobs/{job.id}", data={"do": "burn"}, headers=FORM).status_code == 422
    refused = client.post("/console/jobs", data={"kind": "import", "arguments": "file=none.csv"}, headers={**FORM, "accept": "text/html"})
    assert (refused.status_code, "there is no file" in refused.text, 'value="file=none.csv"' in refused.text) == (422, True, True)


def test_the_page_shows_jobs_in_every_state_and_the_schedules(shop, client):
    now, queue = datetime.now(UTC), shop.store.queue
    for n in range(5):
        queue.add("index", {"n": n}, now + timedelta(seconds=n))
    queue.finish(queue.claim("w", now), {"products": "<b>"}, now)
    queue.fail(queue.claim("w", now), "no <room>", now, None)
    queue.fail(queue.claim("w", now), "no room yet", now, now + timedelta(hours=1))
    queue.cancel(queue.claim("w", now).id, now)
    shop.store.schedules.put(Schedule("nightly", "update", at="03:30"), now)
    shown = client.get("/console/jobs?lang=en").text
    words = ("Done", "Failed", "Stopping", "no &lt;room&gt;", "try 1, not before", "nightly", "daily at 03:30 (UTC)", "Try again")
    assert [word for word in words if word not in shown] == []
    assert "<b>\"" not in shown
    shop.store.schedules.delete("nightly")


def test_the_page_says_when_no_worker_runs(shop, client):
    shop.store.queue.add("index", {}, datetime.now(UTC) - timedelta(minutes=1))
    assert "no worker runs" in client.get("/console/jobs?lang=en").text
    shop.store.queue.claim("w", datetime.now(UTC))
    assert "no worker runs" not in client.get("/console/jobs?lang=en").text
