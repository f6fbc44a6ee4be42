"""A model behind a server that misbehaves: what is tried again, what is given up, and what never gets out."""

from __future__ import annotations

import json
import logging
import socket
import sys
import time

import pytest

from moody_server import chunk, moody_server, status, well
from shopkeeper.models.language.breaker import model_breaker
from shopkeeper.models.language.budget import Budget
from shopkeeper.models.language.protocol import BudgetSpent, Message, ModelRefused, ModelUnavailable, Sampling, Tool, ToolCall, Usage, whole
from shopkeeper.models.language.served import ServedModel

HELLO = [Message("user", "你好")]
KEY = "sk-nobody-may-see-this"
SOON = {"retry_after_ms": "5"}


def model_of(server, **options):
    return ServedModel(server.url, key=KEY, timeout=options.pop("timeout", 5.0), **options)


def said(model, prompt=HELLO, **options):
    return whole(model.complete(prompt, **options))


def test_an_answer_comes_in_pieces_with_its_usage():
    with moody_server(well("耳机很好")) as server:
        pieces = list(model_of(server).complete(HELLO, sampling=Sampling(temperature=0.5, top_p=0.9, max_tokens=9, stop=("。",), seed=3)))
    assert [piece.text for piece in pieces] == [*"耳机很好", ""]
    assert (pieces[-1].finish, pieces[-1].usage) == ("stop", Usage(7, 2))
    path, body, headers = server.asked[0]
    assert path == "/v1/chat/completions"
    assert headers["authorization"] == f"Bearer {KEY}"
    assert body["messages"] == [{"role": "user", "content": "你好"}]
    assert (body["model"], body["temperature"], body["top_p"], body["max_tokens"], body["stop"], body["seed"]) == (
        "moody-1", 0.5, 0.9, 9, ["。"], 3)


def test_tools_go_out_and_calls_that_come_in_parts_come_whole():
    def call(handler):
        parts = [{"index": 0, "id": "a", "function": {"name": "search", "arguments": ""}}, {"index": 0, "function": {"arguments": '{"q":'}},
                 {"index": 1, "id": "b", "function": {"name": "stock", "arguments": "{}"}},
                 {"index": 0, "function": {"arguments": '"耳机"}'}}]
        handler.stream(*(chunk(tool_calls=[part]) for part in parts), chunk("tool_calls"), "[DONE]")

    before = Message("assistant", "", (ToolCall("z", "search", "{}"),))
    with moody_server(call) as server:
        answer = said(model_of(server), [*HELLO, before, Message("tool", "无", call_id="z")],
                      tools=[Tool("search", "finds", {"type": "object"})])
    assert answer.calls == (ToolCall("a", "search", '{"q":"耳机"}'), ToolCall("b", "stock", "{}"))
    assert answer.finish == "tool_calls"
    body = server.asked[0][1]
    assert body["tools"][0]["function"] == {"name": "search", "description": "finds", "parameters": {"type": "object"}}
    assert body["messages"][1]["tool_calls"][0]["id"] == body["messages"][2]["tool_call_id"] == "z"


def test_a_schema_goes_out_and_a_grammar_does_not():
    with moody_server(well('{"a":1}')) as server:
        model = model_of(server)
        assert json.loads(said(model, schema={"type": "object"}).text) == {"a": 1}
        assert server.asked[0][1]["response_format"]["json_schema"]["schema"] == {"type": "object"}
        with pytest.raises(ModelRefused, match="no grammar"):
            said(model, grammar='root ::= "a"')
        with pytest.raises(ModelRefused, match="with messages"):
            said(model, "你好", schema={"type": "object"})
    assert len(server.asked) == 1


def hang_up(handler):
    handler.close_connection = True
    handler.connection.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("trouble", [status(429, **SOON), status(500, **SOON), status(503, **SOON), hang_up])
def test_what_was_not_answered_is_tried_again(trouble):
    with moody_server(trouble, trouble, well()) as server:
        assert said(model_of(server)).text == "好的"
    assert len(server.asked) == 3


def test_tries_are_further_and_further_apart_or_as_far_as_the_server_says():
    with moody_server(status(500), status(500), status(500), status(429, retry_after="1"), well()) as server:
        model = model_of(server)
        with pytest.raises(ModelUnavailable, match="answered 500"):
            said(model)
        first, second = (b - a for a, b in zip(server.times, server.times[1:], strict=False))
        assert 0.3 < first < second
        said(model)
    assert server.times[4] - server.times[3] >= 1


def test_a_refusal_is_not_tried_again():
    with moody_server(status(400, "the prompt is too long")) as server, pytest.raises(ModelRefused, match="the prompt is too long"):
        said(model_of(server))
    assert len(server.asked) == 1


def test_a_server_that_hangs_is_left_in_time():
    with moody_server(lambda handler: time.sleep(30)) as server:
        started = time.monotonic()
        with pytest.raises(ModelUnavailable, match=r"silent for 0.2 s"):
            said(model_of(server, timeout=0.2))
        assert time.monotonic() - started < 10


def test_a_server_that_falls_silent_in_the_middle_is_left_too():
    def half(handler):
        handler.stream(chunk(content="好"))
        time.sleep(30)

    with moody_server(half) as server:
        stream = model_of(server, timeout=0.3).complete(HELLO)
        assert next(stream).text == "好"
        with pytest.raises(ModelUnavailable, match="silent"):
            whole(stream)


@pytest.mark.parametrize("events", [[chunk(content="好")], [chunk(content="好"), '{"cho'], ["<html>"], [], ["[DONE]"]])
def test_an_answer_that_is_broken_off_or_no_json_is_no_answer(events):
    with moody_server(lambda handler: handler.stream(*events)) as server, pytest.raises(ModelUnavailable):
        said(model_of(server))


def test_no_server_at_all():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    with pytest.raises(ModelUnavailable, match="does not answer"):
        said(ServedModel(url, model="m", timeout=1))


def test_the_key_is_in_no_log_and_no_error(caplog):
    caplog.set_level(logging.DEBUG)
    with moody_server(status(401, f"wrong key {KEY}"), well()) as server:
        model = model_of(server)
        with pytest.raises(ModelUnavailable, match="answered 401") as refused:
            said(model)
        said(model)
    assert caplog.records, "the client says nothing even at the level DEBUG: this test can see no leak"
    assert KEY not in caplog.text + str(refused.value) + repr(model) + repr(refused.value.__cause__)


def test_a_budget_is_refused_before_the_request_and_counts_what_was_used(tmp_path):
    budget = Budget(tmp_path / "used.json", 100)
    with moody_server(well(prompt=30, completion=20)) as server:
        model = model_of(server, budget=budget)
        said(model, sampling=Sampling(max_tokens=50))
        assert budget.used == 50
        with pytest.raises(BudgetSpent, match="may use 100 tokens a day; 50 are left, this"):
            said(model, sampling=Sampling(max_tokens=60))
        assert (len(server.asked), budget.used) == (1, 50)
        said(model, sampling=Sampling(max_tokens=20))
    assert budget.used == 100


def test_a_request_that_failed_costs_nothing_and_one_that_was_left_what_it_used(tmp_path):
    budget = Budget(tmp_path / "used.json", 1000)
    with moody_server(status(400), well()) as server:
        model = model_of(server, budget=budget)
        with pytest.raises(ModelRefused):
            said(model)
        assert budget.used == 0
        stream = model.complete(HELLO)
        next(stream)
        assert budget.used > 256
        stream.close()
        assert 1 < budget.used < 20


def test_a_server_that_fails_again_and_again_is_left_alone_for_a_while():
    now = [0.0]
    with moody_server(status(500, **SOON)) as server:
        model = model_of(server, breaker=model_breaker(failures=2, rest=30, clock=lambda: now[0]))
        for _ in range(2):
            with pytest.raises(ModelUnavailable, match="answered 500"):
                said(model)
        asked = len(server.asked)
        with pytest.raises(ModelUnavailable, match="failed 2 times running and is left alone for 30 s"):
            said(model)
        assert len(server.asked) == asked
        now[0] = 31
        with pytest.raises(ModelUnavailable, match="answered 500"):
            said(model)  # the probe
        with pytest.raises(ModelUnavailable, match="left alone"):
            said(model)
        now[0], server.moods = 62, [well()]
        assert said(model).text == said(model).text == "好的"


def test_the_first_model_that_the_server_lists_is_taken_unless_one_is_named():
    with moody_server(well()) as server:
        assert model_of(server).name == "moody-1"
        assert model_of(server, model="other").name == "other"


def test_without_the_client_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(ModelUnavailable, match=r"pip install 'shopkeeper\[llm\]'"):
        ServedModel("http://127.0.0.1:1/v1")
