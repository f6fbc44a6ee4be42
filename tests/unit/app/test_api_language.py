"""OpenAI's interface over a model of ten lines: what reaches it, what is told of it, what happens when it breaks."""

from __future__ import annotations

import json
import threading
import time
from contextlib import ExitStack

import httpx
import pytest
import uvicorn
from fastapi.testclient import TestClient

from shopkeeper.app.api import create_app
from shopkeeper.app.api.language import AT_ONCE
from shopkeeper.models.language.protocol import (
    BudgetSpent,
    Message,
    ModelUnavailable,
    Piece,
    Sampling,
    Tool,
    ToolCall,
    Usage,
)
from small_shop import small_shop

HELLO = {"messages": [{"role": "user", "content": "hi"}]}


class Parrot:
    """Says what it is told to, and remembers what it was asked."""

    name = "parrot"

    def __init__(self, *pieces):
        self.pieces, self.asked, self.closed = pieces, [], 0

    def complete(self, prompt, **asked):
        self.asked.append((prompt, asked))
        try:
            for piece in self.pieces:
                if isinstance(piece, Exception):
                    raise piece
                yield piece
        finally:
            self.closed += 1

    def close(self):
        """Has nothing to close."""


@pytest.fixture
def ask(tmp_path):
    shop = small_shop(tmp_path / "shop")
    client = TestClient(create_app(shop), base_url="http://127.0.0.1")

    def ask(model, path="chat/completions", **body):
        shop._language_model = lambda: model
        return client.post(f"/v1/{path}", json=body)

    yield ask
    shop.close()


def test_everything_that_is_asked_reaches_the_model(ask):
    parrot = Parrot(Piece("ok"), Piece(finish="stop", usage=Usage(1, 2)))
    call = {"id": "c1", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    answer = ask(parrot, temperature=0.5, top_p=0.9, max_tokens=7, stop="x", seed=4, logprobs=True, top_logprobs=3, messages=[
        {"role": "developer", "content": "be brief"}, {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "content": "none", "tool_call_id": "c1"}], tools=[{"type": "function", "function": {"name": "f"}}])
    assert answer.json()["choices"][0]["message"] == {"role": "assistant", "content": "ok"}
    assert answer.json()["usage"] == {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3}
    prompt, asked = parrot.asked[0]
    assert prompt == [Message("system", "be brief"), Message("assistant", "", (ToolCall("c1", "f", "{}"),)),
                      Message("tool", "none", call_id="c1")]
    assert asked == {"sampling": Sampling(0.5, 0.9, 7, ("x",), 4, 3), "grammar": "", "schema": None,
                     "tools": [Tool("f", "", {"type": "object", "properties": {}})]}


def test_a_choice_of_no_tool_and_any_json(ask):
    parrot = Parrot(Piece(finish="stop"))
    ask(parrot, **HELLO, tools=[{"type": "function", "function": {"name": "f"}}], tool_choice="none",
        response_format={"type": "json_object"})
    assert (parrot.asked[0][1]["tools"], parrot.asked[0][1]["schema"]) == ([], {"type": "object"})


def test_a_model_that_breaks_before_its_answer_is_a_status_and_one_that_breaks_in_it_an_event(ask):
    assert ask(Parrot(ModelUnavailable("gone")), **HELLO, stream=True).status_code == 503
    spent = ask(Parrot(BudgetSpent("no tokens left")), **HELLO)
    assert (spent.status_code, spent.json()["error"]["type"]) == (429, "budget_spent")
    broken = ask(Parrot(Piece("be"), ModelUnavailable("gone")), **HELLO, stream=True)
    events = [line.removeprefix("data: ") for line in broken.text.splitlines() if line]
    assert json.loads(events[0])["choices"][0]["delta"] == {"role": "assistant", "content": "be"}
    assert json.loads(events[1]) == {"error": {"type": "model_unavailable", "message": "gone"}}
    assert len(events) == 2


def test_a_stream_tells_its_usage_only_when_asked_and_every_stream_is_closed(ask):
    parrot = Parrot(Piece("a"), Piece("b"), Piece(finish="length", usage=Usage(1, 2)))
    plain = ask(parrot, "completions", prompt="x", stream=True).text
    told = ask(parrot, "completions", prompt="x", stream=True, stream_options={"include_usage": True}).text
    assert '"total_tokens":3' in told
    assert "total_tokens" not in plain
    assert plain.endswith('"finish_reason":"length"}]}\n\ndata: [DONE]\n\n')
    for _ in range(9):  # more than may be in progress at once
        assert ask(parrot, "completions", prompt="x").json()["choices"][0]["text"] == "ab"
    assert parrot.closed == 11


def test_a_shop_without_a_model_has_vectors_still(ask):
    refused = ask(None, **HELLO)
    assert (refused.status_code, refused.json()["error"]["type"]) == (503, "model_unavailable")
    assert "no language model: train one" in refused.json()["error"]["message"]
    answer = ask(None, "embeddings", input=["a", "b"]).json()
    assert (len(answer["data"]), answer["usage"]) == (2, {"prompt_tokens": 0, "total_tokens": 0})  # an encoder that knows no tokens


class Talker:
    """Never ends of itself."""

    name = "talker"

    def __init__(self):
        self.begun, self.left = threading.Semaphore(0), threading.Semaphore(0)

    def complete(self, prompt, **asked):
        self.begun.release()
        try:
            while True:
                yield Piece("a")
                time.sleep(0.01)
        finally:
            self.left.release()

    def close(self):
        """Has nothing to close."""


@pytest.fixture
def talking(tmp_path):
    """A running server whose model never ends, and the model."""
    shop, talker = small_shop(tmp_path / "shop"), Talker()
    shop._language_model = lambda: talker
    server = uvicorn.Server(uvicorn.Config(create_app(shop), port=0, log_level="error", lifespan="off", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield httpx.Client(base_url=f"http://127.0.0.1:{port}/v1", timeout=30), talker
    server.should_exit = True
    thread.join(30)
    shop.close()


def test_whoever_goes_away_stops_the_model(talking):
    client, talker = talking
    with client.stream("POST", "/chat/completions", json={**HELLO, "stream": True}) as answer:
        lines = answer.iter_lines()
        assert next(lines).startswith("data: {")
        assert talker.begun.acquire(timeout=30)
        assert not talker.left.acquire(timeout=0.2)
    assert talker.left.acquire(timeout=30)
    with pytest.raises(httpx.ReadTimeout):
        client.post("/completions", json={"prompt": "x"}, timeout=0.5)
    assert talker.left.acquire(timeout=30)


def test_no_more_than_a_few_are_written_at_once(talking):
    client, talker = talking
    with ExitStack() as stack:
        for _ in range(AT_ONCE):
            stack.enter_context(client.stream("POST", "/completions", json={"prompt": "x", "stream": True}))
        busy = client.post("/completions", json={"prompt": "x"})
        assert (busy.status_code, busy.json()["error"]["type"]) in ((429, "busy"), (503, "busy"))  # by the turns, or the server's line
    for _ in range(AT_ONCE):
        assert talker.left.acquire(timeout=30)
    with client.stream("POST", "/completions", json={"prompt": "x", "stream": True}) as answer:
        assert answer.status_code == 200
