"""A server of several processes: it survives one, sums their counts, and ends cleanly."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from browser.server import started
from shopkeeper.app.bootstrap import open_shop


@pytest.fixture
def folder(tmp_path):
    shop = open_shop(str(tmp_path / "shop"), create=True)
    shop.index()
    shop.close()
    return tmp_path / "shop"


def children(pid):
    """The server processes that a supervisor has started."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def until_counted(url, requests):
    """Waits until the server has counted so many requests of /version: one is counted after it was answered."""
    for _ in range(100):
        said = httpx.get(f"{url}/metrics", timeout=30).text
        if re.search(rf'requests_total\{{route="/version",status="2xx"\}} {requests}$', said, re.M):
            return
        time.sleep(0.1)
    raise AssertionError(said)


def test_a_server_that_is_stopped_answers_what_it_is_at_and_leaves_idle_connections(folder):
    stopped(*started("--shop", str(folder)))


def stopped(server, url):
    """Stops a server in the middle of a request, while other connections are idle or halfway: those would be waited for without end."""
    host, port = url.removeprefix("http://").split(":")
    half, busy = (socket.create_connection((host, int(port))) for _ in range(2))
    with httpx.Client(base_url=url, timeout=90) as idle, half, busy:
        assert idle.get("/health").json()["status"] == "ok"
        half.sendall(b"GET /v1/search?q=tea HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        busy.sendall(b"POST /v1/search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{")
        time.sleep(0.5)
        server.terminate()
        time.sleep(0.3)
        busy.sendall(b'"q":"tea"}')
        busy.settimeout(90)
        assert busy.recv(100).startswith(b"HTTP/1.1 200")
        assert server.wait(timeout=90) == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/health")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no /proc to find the processes in")
def test_a_process_that_is_killed_is_replaced_no_count_is_lost_and_two_are_stopped_as_one_is(folder):
    server, url = started("--shop", str(folder), "--workers", "2")
    for _ in range(5):
        httpx.get(f"{url}/version", timeout=90)
    until_counted(url, 5)
    victim = children(server.pid)[0]
    os.kill(victim, signal.SIGKILL)
    for _ in range(5):
        httpx.Client(transport=httpx.HTTPTransport(retries=3)).get(f"{url}/version", timeout=90)
    until_counted(url, 10)
    stopped(server, url)


def test_a_folder_without_a_shop_ends_all_processes_with_one_sentence(tmp_path):
    command = [sys.executable, "-m", "shopkeeper", "serve", "--shop", str(tmp_path / "ghost"), "--port", "0", "--workers", "2"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert "no shop in this folder" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert not Path(tmp_path / "ghost").exists()
