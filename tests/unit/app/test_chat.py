"""A conversation from the library, the command line and over HTTP; who may be whom."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from fastapi.testclient import TestClient

from echo_brain import EchoBrain
from shopkeeper.app.api import create_app
from shopkeeper.app.chat import Helpdesk, pieces
from shopkeeper.app.cli.main import run
from shopkeeper.app.identity import BadIdentity, customer_of, customer_token
from shopkeeper.assistant.assistant import Assistant
from shopkeeper.assistant.desk import Desk
from shopkeeper.shop import Customer, InvalidQuery, InvalidRecord, NotFound
from small_shop import small_shop

SECRET = "a secret of the shop"
SOON = datetime.now(UTC) + timedelta(hours=1)


@pytest.fixture
def shop(tmp_path):
    shop = small_shop(tmp_path / "shop", brain=EchoBrain(), secrets={"customer": SECRET})
    shop.store.customers.put([Customer("c1", "Ada"), Customer("c2", "Bo")])
    yield shop
    shop.close()


@pytest.fixture
def client(shop):
    return TestClient(create_app(shop), base_url="http://127.0.0.1")


def events(body):
    """The events of a stream: name and data."""
    parts = [dict(line.split(": ", 1) for line in part.split("\n")) for part in body.strip().split("\n\n")]
    return [(part["event"], json.loads(part["data"])) for part in parts]


def test_a_conversation_goes_on_under_its_id(shop):
    first = shop.chat(customer="c1")
    assert first.say("who").text == "c1"
    again = shop.chat(conversation=first.id)
    assert again.say("who").text == "c1"
    assert [(turn.role, turn.text) for turn in again.turns()] == [("user", "who"), ("assistant", "c1")] * 2
    assert [turn.text for turn in again.turns(after=again.turns()[1].number)] == ["who", "c1"]


def test_an_unknown_customer_or_conversation_is_refused(shop):
    with pytest.raises(NotFound):
        shop.chat(customer="nobody")
    with pytest.raises(NotFound):
        shop.chat(conversation="nothing")


def test_a_conversation_is_of_one_customer(shop):
    chat = shop.chat()
    shop.chat("c1", chat.id)
    assert chat.say("who").text == "c1"
    with pytest.raises(InvalidRecord):
        shop.chat("c2", chat.id)
    assert chat.say("who").text == "c1"


def test_a_shop_without_an_assistant_says_so(tmp_path):
    shop = small_shop(tmp_path / "bare")
    with pytest.raises(InvalidQuery, match="without an assistant"):
        shop.chat()
    shop.close()


@pytest.mark.parametrize("text", ["", "one", "One. Two! 三。四？ 3.5 mm\nlast", "。。\n\n a"])
def test_pieces_make_the_text(text):
    assert "".join(pieces(text)) == text
    assert all(pieces(text))


@pytest.mark.parametrize("token", [
    "", "c1", customer_token("c1", "another secret", SOON), customer_token("c1", SECRET, SOON - timedelta(hours=2)),
    customer_token("c1", SECRET, SOON).replace(".", "A.", 1), "e30." + "0" * 64])
def test_a_token_that_the_shop_did_not_sign_or_that_is_old_is_nobodys(token):
    with pytest.raises(BadIdentity):
        customer_of(token, SECRET, datetime.now(UTC))


def test_without_a_secret_no_token_is_believed():
    with pytest.raises(BadIdentity, match="customer_secret"):
        customer_of(customer_token("c1", "", SOON), "", datetime.now(UTC))


def test_over_http_the_id_that_was_answered_goes_on(client):
    first = client.post("/v1/chat", json={"message": "你好"}).json()
    assert first.keys() == {"text", "language", "actions", "sources", "handoff", "conversation"}
    assert first["language"] == "zh"
    second = client.post("/v1/chat", json={"message": "who", "conversation": first["conversation"]}).json()
    assert second["text"] == "None"
    assert second["conversation"] == first["conversation"]
    said = client.get(f"/v1/chat/{first['conversation']}").json()
    assert [(turn["role"], turn["text"]) for turn in said["turns"]] == [
        ("user", "你好"), ("assistant", first["text"]), ("user", "who"), ("assistant", "None")]
    assert said["turns"][1]["reply"]["actions"] == [{"type": "idle", "about": ""}]
    assert "private" not in json.dumps(said)


def test_over_http_nobody_is_believed_who_only_names_a_customer(client):
    assert client.post("/v1/chat", json={"message": "who", "customer": "c1"}).status_code == 401
    token = customer_token("c1", SECRET, SOON)
    answer = client.post("/v1/chat", json={"message": "who", "customer": token}).json()
    assert answer["text"] == "c1"
    other = client.post("/v1/chat", json={"message": "who", "customer": customer_token("c2", SECRET, SOON),
                                          "conversation": answer["conversation"]})
    assert other.status_code == 422


@pytest.mark.parametrize(("body", "status"), [
    ({"message": ""}, 422), ({"message": "  "}, 422), ({}, 422), ({"message": "hi", "conversation": "nothing"}, 404),
    ({"message": "hi", "language": "fr"}, 422), ({"message": "hi", "who": "c1"}, 422)])
def test_what_cannot_be_said_is_refused(client, body, status):
    assert client.post("/v1/chat", json=body).status_code == status


@pytest.mark.parametrize("ask", [{"json": {"message": "buy", "stream": True}},
                                 {"json": {"message": "buy"}, "headers": {"accept": "text/event-stream"}}])
def test_a_stream_tells_progress_then_the_text_then_the_whole(client, ask):
    found = events(client.post("/v1/chat", **ask).text)
    assert [name for name, _ in found] == ["progress", "text", "text", "action", "done"]
    assert found[0][1] == {"doing": "called", "tool": "get_order_details"}
    assert "".join(data["text"] for name, data in found if name == "text") == found[-1][1]["text"]
    assert found[-2][1] == found[-1][1]["actions"][0]
    assert client.get(f"/v1/chat/{found[-1][1]['conversation']}").status_code == 200


def test_a_stream_that_is_refused_ends_with_an_error(client):
    name, data = events(client.post("/v1/chat", json={"message": "refuse", "stream": True}).text)[-1]
    assert (name, data["error"]["type"]) == ("error", "invalid_query")


def test_an_assistant_that_breaks_hands_over_and_tells_no_secret(client):
    name, data = events(client.post("/v1/chat", json={"message": "break", "stream": True}).text)[-1]
    assert (name, data["handoff"]) == ("done", True)
    assert "secret" not in str(data)


@pytest.fixture
def talk(shop, monkeypatch, capsys):
    """Runs `shopkeeper chat` on lines and answers its exit code and output."""
    monkeypatch.setattr("shopkeeper.app.bootstrap.open_shop", lambda *args, **more: shop)
    monkeypatch.setattr(shop, "close", lambda: None)

    def talk(text, *flags):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))
        code = run(["chat", *flags])
        return code, capsys.readouterr().out

    return talk


def test_the_command_answers_lines_with_lines_of_json(talk):
    code, out = talk('who\n"two\\nlines"\n\n42\n', "--json", "--customer", "c1")
    answers = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [answer["text"] for answer in answers] == ["c1", "Heard: two\nlines. Anything else?", "Heard: 42. Anything else?"]
    assert {"text", "language", "actions", "sources", "handoff"} <= answers[0].keys()
    code, out = talk("who", "--json", "--conversation", answers[0]["conversation"])
    assert json.loads(out)["text"] == "c1"


def test_the_command_answers_a_pipe_with_plain_text(talk):
    assert talk("hello\n") == (0, "Heard: hello. Anything else?\n\n")


@pytest.mark.parametrize("flags", [["--customer", "nobody"], ["--conversation", "nothing"], ["--language", "fr"]])
def test_the_command_refuses_what_it_does_not_know(talk, flags):
    assert talk("hello\n", *flags)[0] == 2


def test_a_shop_that_is_made_ready_has_thought_of_answers_and_kept_nothing(tmp_path):
    heard = []

    class Listening:
        def answer(self, session, text, note):
            heard.append((session.id, text))

    shop = small_shop(tmp_path / "shop", helpdesk=lambda shop: Helpdesk(
        Assistant(shop.store, EchoBrain()), Desk(shop.store), rules=Listening()))
    shop.helpdesk.warm()
    assert {id for id, _ in heard} == {""}
    assert len(heard) == 2
    assert shop.store.dialogues.newest() == []
    shop.close()
