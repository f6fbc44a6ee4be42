"""The client against a real server process: llama.cpp's own, serving a model that was trained here."""

from __future__ import annotations

import json

import pytest

from shopkeeper.models.language.llama import LlamaModel
from shopkeeper.models.language.protocol import Message, ModelRefused, ModelUnavailable, Sampling, whole
from shopkeeper.models.language.served import ServedModel
from small_model import beginnings, model_server


@pytest.fixture(scope="module")
def address(small_model):
    with model_server(small_model) as address:
        yield address


def test_a_server_process_says_what_the_file_says_in_this_process(address, small_model):
    served, here = ServedModel(address, key="a-key"), LlamaModel(small_model / "model.gguf", threads=1)
    for begin, sentence in beginnings(small_model).items():
        answers = [whole(model.complete(begin, sampling=Sampling(max_tokens=60))) for model in (served, here)]
        assert begin + answers[0].text == sentence
        assert answers[0] == answers[1]
    served.close()


def test_messages_a_schema_and_a_prompt_that_is_too_long(address):
    served = ServedModel(address, key="a-key")
    schema = {"type": "object", "properties": {"n": {"type": "integer", "maximum": 9, "minimum": 1}}, "required": ["n"],
              "additionalProperties": False}
    sampling = Sampling(max_tokens=100, seed=1, temperature=1.0)
    answer = whole(served.complete([Message("user", "蓝牙耳机")], schema=schema, sampling=sampling))
    assert 1 <= json.loads(answer.text)["n"] <= 9
    assert answer.usage.prompt > 5
    with pytest.raises(ModelRefused, match="exceeds the available context size"):
        whole(served.complete("蓝牙" * 2000))


def test_a_wrong_key(address):
    with pytest.raises(ModelUnavailable, match="answered 401"):
        whole(ServedModel(address, key="another").complete("x"))
