"""OpenAI's own client against a running shop whose settings name a model that was trained here."""

from __future__ import annotations

import json
import shutil
import threading

import httpx
import numpy as np
import openai
import pytest

from browser.server import start_server, started
from shopkeeper.app.bootstrap import open_shop
from shopkeeper.models.encoder import load_encoder
from shopkeeper.models.language.gguf import export_gguf
from shopkeeper.models.language.protocol import Message, Sampling, whole
from shopkeeper.models.language.served import ServedModel
from small_model import ASKED, CALL, TEMPLATE, beginnings

TOOLS = [{"type": "function", "function": {"name": "search", "parameters": {
    "type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]}}}]


@pytest.fixture(scope="module")
def url(small_model, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served") / "shop"
    open_shop(str(folder), create=True).close()
    chatty = shutil.copytree(small_model, folder / "chatty")
    (chatty / "chat_template.jinja").write_text(TEMPLATE)
    export_gguf(chatty, folder / "chatty.gguf")
    (folder / "shopkeeper.toml").write_text('llm = "chatty.gguf"\n')
    server, url = start_server(folder)
    yield url
    server.terminate()
    assert server.wait(timeout=30) == 0


@pytest.fixture
def client(url):
    with openai.OpenAI(base_url=f"{url}/v1", api_key="none", max_retries=0) as client:
        yield client


def test_models_are_listed(client):
    assert [model.id for model in client.models.list()] == ["shopkeeper", "chatty", "encoder"]


@pytest.mark.parametrize("stream", [False, True])
def test_the_assistant_is_a_model_too(client, stream):
    def ask(*messages, **more):
        answer = client.chat.completions.create(model="shopkeeper", messages=messages, stream=stream, user="somebody", **more)
        if not stream:
            return answer.choices[0].message.content
        return "".join(choice.delta.content or "" for chunk in answer for choice in chunk.choices)

    first = {"role": "user", "content": "Where is my order?"}
    asked = ask(first)
    assert "e-mail" in asked.lower() or "email" in asked.lower()
    assert ask(first) == asked
    assert ask(first, {"role": "assistant", "content": asked}, {"role": "user", "content": "nobody@example.com"}) != asked


@pytest.mark.parametrize("stream", [False, True])
def test_a_text_goes_on(client, small_model, stream):
    begin, sentence = next(iter(beginnings(small_model).items()))
    options = {"stream_options": {"include_usage": True}} if stream else {}
    answer = client.completions.create(model="chatty", prompt=begin, temperature=0, logprobs=1, stream=stream, **options)
    chunks = list(answer) if stream else [answer]
    assert begin + "".join(choice.text for chunk in chunks for choice in chunk.choices) == sentence
    assert [choice.finish_reason for chunk in chunks for choice in chunk.choices][-1] == "stop"
    assert chunks[-1].usage.completion_tokens > 5
    assert chunks[0].choices[0].logprobs.token_logprobs[0] < 0
    assert len(chunks) > 5 or not stream


@pytest.mark.parametrize("stream", [False, True])
def test_a_conversation_is_answered_and_a_tool_called(client, stream):
    asked = {"model": "chatty", "messages": [{"role": "user", "content": [{"type": "text", "text": ASKED}]}], "temperature": 0,
             "tools": TOOLS, "max_completion_tokens": 100}
    if stream:
        with client.chat.completions.stream(**asked) as events:
            for _ in events:
                continue
            choice = events.get_final_completion().choices[0]
    else:
        choice = client.chat.completions.create(**asked).choices[0]
    assert choice.finish_reason == "tool_calls"
    assert [(call.function.name, json.loads(call.function.arguments)) for call in choice.message.tool_calls] == [
        (CALL["name"], CALL["arguments"])]


def test_an_answer_keeps_to_a_schema(client):
    schema = {"type": "object", "properties": {"n": {"type": "integer", "minimum": 1, "maximum": 9}}, "required": ["n"],
              "additionalProperties": False}
    answer = client.chat.completions.create(
        model="chatty", messages=[{"role": "user", "content": "数"}], seed=1, max_tokens=50,
        response_format={"type": "json_schema", "json_schema": {"name": "a", "schema": schema}})
    assert 1 <= json.loads(answer.choices[0].message.content)["n"] <= 9


def test_vectors_are_those_of_the_shop(client, url):
    texts = ["无线耳机", "wireless earbuds"]
    packed = np.array([each.embedding for each in client.embeddings.create(model="encoder", input=texts).data])
    plain = httpx.post(f"{url}/v1/embeddings", json={"input": texts}).json()
    assert np.allclose(packed, [each["embedding"] for each in plain["data"]], atol=1e-6)
    assert plain["usage"] == dict.fromkeys(("prompt_tokens", "total_tokens"), load_encoder().tokens(texts))
    assert np.allclose(packed, load_encoder().encode(texts), atol=1e-6)


@pytest.mark.parametrize(("path", "body", "status", "message"), [
    ("chat/completions", {"model": "gpt", "messages": [{"role": "user", "content": "x"}]}, 404, "there is chatty"),
    ("chat/completions", {"messages": []}, 422, "messages"),
    ("chat/completions", {"messages": [{"role": "user", "content": "x"}], "n": 2}, 422, "n: "),
    ("completions", {"prompt": "x", "grammar": 'root ::= "a'}, 422, "grammar"),
    ("completions", {"prompt": "蓝牙" * 3000, "stream": True}, 422, "exceeds the available context size"),
    ("embeddings", {"input": "x", "model": "ada"}, 404, "there is encoder"),
    ("chat/completions", {"messages": [{"role": "user", "content": "x"}], "response_format": {
        "type": "json_schema", "json_schema": {"schema": {"type": "odd"}}}}, 422, "expected a JSON schema"),
])
def test_what_cannot_be_answered_is_an_error_body(url, path, body, status, message):
    answer = httpx.post(f"{url}/v1/{path}", json=body, timeout=30)
    assert answer.status_code == status
    assert message in answer.json()["error"]["message"]


def test_several_at_once_while_the_shop_answers_searches(client, url, small_model):
    begins, answers = beginnings(small_model), {}

    def ask(begin):
        answers[begin] = client.completions.create(model="", prompt=begin, temperature=0).choices[0].text

    threads = [threading.Thread(target=ask, args=(begin,)) for begin in list(begins)[:6]]
    for thread in threads:
        thread.start()
    assert httpx.get(f"{url}/version", timeout=30).status_code == 200
    for thread in threads:
        thread.join()
    assert {begin: begin + text for begin, text in answers.items()} == dict(list(begins.items())[:6])


def test_every_server_process_takes_a_new_version_up(small_model, tmp_path):
    shop = open_shop(str(tmp_path / "shop"), create=True)

    def version(name):
        def write(folder):
            renamed = shutil.copytree(small_model, tmp_path / name)
            export_gguf(renamed, folder / "model.gguf")
            shutil.copy(small_model / "config.json", folder)
        return shop.models["language-model"].add(write).name

    first, second = version("first"), version("second")
    server, url = started("--shop", str(tmp_path / "shop"), "--workers", "2")
    for promoted, name in ((first, "first"), (second, "second")):
        shop.models["language-model"].promote(promoted)
        listed = {httpx.get(f"{url}/v1/models", timeout=60).json()["data"][1]["id"] for _ in range(12)}
        assert listed == {name}
    server.terminate()
    assert server.wait(timeout=30) == 0
    shop.close()


def test_one_shop_may_write_with_the_model_of_another(url):
    served = ServedModel(f"{url}/v1")
    answer = whole(served.complete([Message("user", ASKED)], sampling=Sampling(max_tokens=60)))
    assert (served.name, answer.finish) == ("chatty", "stop")
    assert "tool_call" in answer.text

