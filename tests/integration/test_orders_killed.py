"""A process that dies while it writes to an order: the yes that is said again does what was left, once."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from shopkeeper.assistant.proposals import Receipt, confirm
from shopkeeper.assistant.session import Session
from shopkeeper.assistant.tools.toolbox import Toolbox
from shopkeeper.shop import InvalidQuery
from shopkeeper.store import Store, open_store
from small_service import NOW, PENDING, Notes, annas, desk_of, service, usd

SWAP = {"order_id": "#1", "item_ids": ["shirt-s"], "new_item_ids": ["shirt-l"], "payment_method_id": "gift_1"}
DIES = """
import os, signal, sys
from pathlib import Path
from shopkeeper.assistant import proposals
from shopkeeper.assistant.session import Session
from shopkeeper.store import open_store
from small_service import Notes, desk_of

store = open_store(Path(sys.argv[1]) / "shop.db")
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "inside the transaction":
    store.customers.put = die
else:
    proposals._read_back = die
proposals.confirm(desk_of(store), Session.of(store.dialogues.get("s1")), Notes())
"""


@pytest.mark.parametrize("moment", ["inside the transaction", "before the reply"])
def test_a_yes_that_was_cut_off_is_carried_out_once(tmp_path: Path, moment: str) -> None:
    store = service(tmp_path)
    session = annas()
    Toolbox(desk_of(store), session, Notes()).call("modify_pending_order_items", SWAP)
    store.dialogues.put(session.kept(NOW))
    died = subprocess.run([sys.executable, "-c", DIES, str(tmp_path), moment], cwd=Path(__file__).parents[1], check=False, timeout=60)
    assert died.returncode == -signal.SIGKILL
    assert (store.orders.get("#1") == PENDING) == (moment == "inside the transaction")
    kept = store.dialogues.get("s1")
    assert kept
    receipt = confirm(desk_of(store), Session.of(kept), Notes())
    assert receipt.again == (moment == "before the reply")
    _swapped_once(store)
    store.close()


def test_a_yes_that_is_said_in_two_places_at_once_counts_once(tmp_path: Path) -> None:
    store = service(tmp_path)
    session = annas()
    Toolbox(desk_of(store), session, Notes()).call("modify_pending_order_items", SWAP)
    kept, receipts = session.kept(NOW), list[Receipt]()
    others = [open_store(tmp_path / "shop.db") for _ in range(3)]
    threads = [threading.Thread(target=lambda of=of: receipts.append(confirm(desk_of(of), Session.of(kept), Notes()))) for of in others]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(receipt.again for receipt in receipts) == [False, True, True]
    assert len({receipt.text for receipt in receipts}) == 1
    _swapped_once(store)
    for each in (store, *others):
        each.close()
    with pytest.raises(InvalidQuery):
        confirm(desk_of(store), annas(), Notes())


def _swapped_once(store: Store) -> None:
    order = store.orders.get("#1")
    assert ([line.variant_id for line in order.lines], len(order.requests), len(order.payments)) == (["shirt-l", "mug-w"], 1, 2)
    assert store.customers.get("anna_1").payment_methods[1].balance == usd(0)
