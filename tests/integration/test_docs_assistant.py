"""docs/assistant.md is true: its order system runs as it stands there, beside a shop that is served, and is killed at the worst moment."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from browser.server import start_server
from order_server import done, order_server, sleeps
from shopkeeper.assistant.orders.http import HttpOrders
from shopkeeper.assistant.orders.remote import RemoteOrders
from shopkeeper.assistant.orders.sender import LEASE, Sender
from shopkeeper.assistant.proposals import confirm
from shopkeeper.assistant.tools.toolbox import Toolbox
from shopkeeper.shop import OrderStatus, RequestState
from shopkeeper.store import Store
from small_service import NOW, Notes, annas, desk_of, service

PAGE = (Path(__file__).parents[2] / "docs" / "assistant.md").read_text("utf-8")
BLOCK = re.compile(r"^```(\w+) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SECRET = "a secret of both"
CANCEL = ("cancel_pending_order", {"order_id": "#1", "reason": "no longer needed"})
PAYPAL = ("modify_pending_order_payment", {"order_id": "#2", "payment_method_id": "paypal_1"})
SENDS = """
import sys
from pathlib import Path
from shopkeeper.assistant.orders.http import HttpOrders
from shopkeeper.assistant.orders.sender import Sender
from shopkeeper.store import open_store
from small_service import NOW

store = open_store(Path(sys.argv[1]) / "shop.db")
Sender(store, HttpOrders(sys.argv[2], "a secret of both"), lambda: NOW).send()
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = service(tmp_path)
    yield made
    made.close()


def wish(store: Store, tool: str, arguments: dict[str, str]) -> str:
    """Anna wishes for something and says yes; the id of the request."""
    session, desk = annas(), desk_of(store, orders=RemoteOrders(store, HttpOrders("http://127.0.0.1:1", SECRET), lambda: NOW))
    Toolbox(desk, session, Notes()).call(tool, arguments)
    store.dialogues.put(session.kept(NOW))
    return confirm(desk, session, Notes()).token


def test_the_order_system_of_the_page_answers_a_shop_that_is_served(tmp_path: Path, store: Store) -> None:
    files = {name: content for _, name, content in BLOCK.findall(PAGE)}
    assert sum(bool(line.strip()) for line in files["order_system.py"].splitlines()) <= 42
    (tmp_path / "order_system.py").write_text(files["order_system.py"])
    system = subprocess.Popen([sys.executable, "order_system.py", "0"], cwd=tmp_path, stdout=subprocess.PIPE, text=True,
                              env={**os.environ, "ORDER_SYSTEM_SECRET": SECRET}, stderr=subprocess.DEVNULL)
    server = None
    try:
        assert system.stdout
        url = system.stdout.readline().strip()
        (tmp_path / "shopkeeper.toml").write_text(files["shopkeeper.toml"].replace("http://127.0.0.1:9000", url))
        wish(store, *CANCEL)
        wish(store, *PAYPAL)
        server, _ = start_server(tmp_path)
        wait_for(lambda: not store.order_requests.all("waiting"))
        assert store.orders.get("#1").status is OrderStatus.CANCELLED
        refused = store.orders.get("#2").requests[-1]
        assert (refused.state, refused.answer) == (RequestState.REFUSED, "please order again")
        told = [entry.data["text"] for entry in store.audit.of("s1") if entry.kind == "told"]
        assert len(told) == 2
    finally:
        for process in (system, server):
            if process is not None:
                process.terminate()
                process.wait(20)
                assert process.stdout
                process.stdout.close()


def test_a_sender_that_is_killed_between_asking_and_the_answer_does_nothing_twice(tmp_path: Path, store: Store) -> None:
    token = wish(store, *CANCEL)
    with order_server(sleeps(30), done) as system:
        sender = subprocess.Popen([sys.executable, "-c", SENDS, str(tmp_path), system.url], cwd=Path(__file__).parents[1])
        wait_for(lambda: bool(system.asked))
        os.kill(sender.pid, signal.SIGKILL)
        assert sender.wait(20) == -signal.SIGKILL
        assert store.orders.get("#1").status is OrderStatus.PENDING
        after = Sender(store, HttpOrders(system.url, SECRET), lambda: NOW + LEASE)
        assert Sender(store, HttpOrders(system.url, SECRET), lambda: NOW + LEASE - timedelta(seconds=1)).send() == 0
        assert (after.send(), after.send()) == (1, 0)
        assert system.keys == [token, token]
    order = store.orders.get("#1")
    assert (order.status, [payment.kind for payment in order.payments]) == (OrderStatus.CANCELLED, ["payment", "refund"])
    assert len([entry for entry in store.audit.of("s1") if entry.kind == "told"]) == 1


def wait_for(condition, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not happen in time"
        time.sleep(0.05)
