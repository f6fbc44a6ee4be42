"""`shopkeeper conversations`: a person at the terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from contract.samples import AT
from echo_brain import EchoBrain
from shopkeeper.app.cli.main import run
from shopkeeper.app.live.erase import erase_customer
from shopkeeper.assistant.assistant import Assistant
from shopkeeper.shop import Address, Customer, Money, Order, OrderLine, OrderRequest, RequestKind, RequestState, to_dict
from shopkeeper.store import open_store
from shopkeeper.store.protocol import Pending


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "--shop", "shop"]) == 0
    return tmp_path / "shop"


def asked(folder: Path, *words: str) -> str:
    store = open_store(folder / "shop.db")
    try:
        assistant = Assistant(store, EchoBrain())
        return [assistant.say(assistant.session("talk").id if store.dialogues.get("talk") else assistant.start(id="talk").id, each)
                for each in words][-1].text
    finally:
        store.close()


def listed(capsys: Any) -> Any:
    capsys.readouterr()
    assert run(["conversations", "list", "--shop", "shop", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_person_takes_a_conversation_answers_and_hands_it_back(folder: Path, capsys: Any) -> None:
    asked(folder, "hello", "break")
    [case] = listed(capsys)
    assert (case["id"], case["status"], case["reason"], case["wants"]) == ("talk", "waiting", "fault", ["hello", "break"])
    assert run(["conversations", "list", "--shop", "shop"]) == 0
    assert "something went wrong in the assistant" in capsys.readouterr().out
    assert run(["conversations", "answer", "talk", "hi", "--as", "Anna", "--shop", "shop"]) == 2
    assert "Anna must take it over first" in capsys.readouterr().err
    assert run(["conversations", "take", "talk", "--as", "Anna", "--shop", "shop"]) == 0
    assert "person, with Anna" in capsys.readouterr().out
    assert run(["conversations", "answer", "talk", "I am sorry", "--as", "Anna", "--shop", "shop"]) == 0
    assert asked(folder, "oh").endswith("Anna: I am sorry")
    assert run(["conversations", "hand-back", "talk", "--as", "Anna", "--shop", "shop"]) == 0
    assert asked(folder, "and?").endswith("Heard: and?. Anything else?")
    assert run(["conversations", "close", "talk", "--as", "Anna", "--shop", "shop"]) == 0
    assert run(["conversations", "show", "talk", "--shop", "shop"]) == 0
    assert "talk: closed" in capsys.readouterr().out
    assert run(["conversations", "show", "x", "--shop", "shop"]) == 2
    assert run(["conversations", "list", "--status", "lost", "--shop", "shop"]) == 2


def test_measures_and_the_conversations_as_service_logs(folder: Path, capsys: Any) -> None:
    assert run(["conversations", "measures", "--shop", "shop"]) == 0
    assert capsys.readouterr().out.endswith("none\n")
    asked(folder, "hello", "break")
    assert run(["conversations", "measures", "--shop", "shop"]) == 0
    assert "handed over, something went wrong in the assistant: 1" in capsys.readouterr().out
    assert run(["conversations", "measures", "--days", "3", "--shop", "shop", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["all"]["handed_off"] == {"fault": 1}
    assert run(["conversations", "export", "log.jsonl", "--shop", "shop"]) == 0
    assert run(["import", "log.jsonl", "--kind", "conversations", "--shop", "shop"]) == 0
    store = open_store(folder / "shop.db")
    [record] = store.conversations.all()
    assert [each.text for each in record.messages][:2] == ["hello", "Heard: hello. Anything else?"]
    store.close()


def test_a_person_who_is_erased_leaves_no_conversation_and_no_address(folder: Path) -> None:
    store = open_store(folder / "shop.db")
    store.customers.put([Customer("c")])
    assistant = Assistant(store, EchoBrain())
    assistant.say(assistant.start(customer_id="c", id="talk").id, "my street is Elm Street")
    home = Address("1 Elm Street", country="US")
    requests = (OrderRequest("new address", RequestKind.ADDRESS, AT, RequestState.REQUESTED, address=home),
                OrderRequest("cancel", RequestKind.CANCEL, AT, RequestState.REQUESTED))
    store.orders.put([Order("1", (OrderLine("p", 1, Money(1, "USD")),), "USD", AT, "c", address=home, requests=requests)])
    for each in requests:
        store.order_requests.put(Pending(each.id, "1", "talk", "waiting", AT, AT))
    erase_customer(store, "c")
    assert (store.dialogues.newest(), store.audit.of("talk"), [each.id for each in store.order_requests.of("1")]) == ([], [], ["cancel"])
    order = store.orders.get("1")
    assert "Elm" not in repr(order)
    assert [request.state for request in order.requests] == [RequestState.REFUSED, RequestState.REQUESTED]
    store.close()


def test_a_person_settles_what_the_order_system_did_not_answer(folder: Path, capsys: Any) -> None:
    store = open_store(folder / "shop.db")
    asked_for = [OrderRequest(id, RequestKind.CANCEL, AT, RequestState.REQUESTED) for id in ("one", "two")]
    for number, each in enumerate(asked_for):
        store.orders.put([Order(each.id, (OrderLine("p", 1, Money(1, "USD")),), "USD", AT, requests=(each,))])
        payload = json.dumps(to_dict(each), default=str)
        store.order_requests.put(Pending(each.id, each.id, "", ("dead", "waiting")[number], AT, AT, 12, "answered 500", payload))
    assert run(["conversations", "requests", "--shop", "shop"]) == 0
    assert "given up" in capsys.readouterr().out
    assert run(["conversations", "retry", "one", "--shop", "shop"]) == 0
    assert store.order_requests.get("one").state == "waiting"
    assert run(["conversations", "settle", "one", "done", "--shop", "shop"]) == 0
    assert run(["conversations", "settle", "two", "refused", "--reason", "packed", "--shop", "shop"]) == 0
    assert run(["conversations", "settle", "two", "done", "--shop", "shop"]) == 2
    assert "no open request has the id 'two'" in capsys.readouterr().err
    assert run(["conversations", "requests", "--shop", "shop", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
    assert [store.orders.get(id).requests[0].state.value for id in ("one", "two")] == ["acknowledged", "refused"]
    assert store.orders.get("two").requests[0].answer == "packed"
    store.close()
