"""A GGUF file in this process: it goes on, samples, stops, keeps to a grammar and can be stopped."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from shopkeeper.models.language.gguf import export_gguf
from shopkeeper.models.language.llama import LlamaModel, _slots
from shopkeeper.models.language.protocol import Message, ModelRefused, ModelUnavailable, Sampling, Tool, whole
from shopkeeper.shop import InvalidFile
from small_model import ASKED, CALL, END, SENTENCES, TEMPLATE, beginnings

RARE = "龘靐齉爩是四个很难写的汉字🫖🎧。"


@pytest.fixture(scope="module")
def model(small_model):
    model = LlamaModel(small_model / "model.gguf", threads=1)
    yield model
    model.close()


@pytest.fixture(scope="module")
def chat_model(small_model, tmp_path_factory):
    folder = shutil.copytree(small_model, tmp_path_factory.mktemp("chat") / "chatty")
    (folder / "chat_template.jinja").write_text(TEMPLATE)
    export_gguf(folder, folder / "chat.gguf")
    model = LlamaModel(folder / "chat.gguf", threads=1)
    yield model
    model.close()


def said(model, prompt, **options):
    more = {name: options.pop(name) for name in ("schema", "grammar", "tools") if name in options}
    return whole(model.complete(prompt, sampling=Sampling(**options), **more))


def test_it_goes_on_with_what_it_learnt(model, small_model):
    for begin, sentence in beginnings(small_model).items():
        answer = said(model, begin)
        assert begin + answer.text == sentence
        assert answer.finish == "stop"
        assert 0 < answer.usage.prompt <= len(begin.encode()) + 1
        assert 0 < answer.usage.completion <= len(sentence.encode()) + 1


def test_an_empty_prompt_begins_a_document(model):
    assert any(sentence.startswith(said(model, "").text[:4]) for sentence in SENTENCES)


def test_a_character_of_several_tokens_comes_whole(model):
    pieces = [piece.text for piece in model.complete(RARE[:2])]
    assert "".join(pieces) == RARE[2:]
    assert len(pieces) > len(RARE) / 2
    for most in range(1, 12):
        cut = said(model, RARE[:2], max_tokens=most)
        assert RARE[2:].startswith(cut.text)
        assert cut.finish == "length"
        assert cut.usage.completion == most


def test_bytes_that_are_no_text_are_left_out(model):
    texts = [said(model, "红", temperature=50.0, seed=seed, max_tokens=20).text for seed in range(10)]
    assert all(texts)
    assert "\ufffd" not in "".join(texts)


def test_the_text_ends_before_a_stop_string_even_inside_a_token(model):
    assert said(model, SENTENCES[0][:3], stop=("面料",)).text == "衣裙很适合夏天穿，"
    assert said(model, "The red", stop=("ess is", "never")).text == " dr"


def test_a_seed_draws_the_same_again_and_another_seed_another(model):
    wild = [said(model, "The", temperature=3.0, seed=seed, max_tokens=20).text for seed in (1, 1, 2, 3)]
    assert wild[0] == wild[1]
    assert len(set(wild)) == 3
    assert len({said(model, "The", temperature=3.0, max_tokens=20).text for _ in range(3)}) > 1


def test_top_p_is_counted_after_the_temperature(model):
    greedy = said(model, "The red", max_tokens=5).text
    assert {said(model, "The red", temperature=5.0, top_p=0.001, seed=seed, max_tokens=5).text for seed in range(3)} == {greedy}
    # As hot as this all tokens are alike: before the temperature, .5 would leave the likeliest alone.
    assert len({said(model, "The red", temperature=1e4, top_p=0.5, seed=seed, max_tokens=1).text for seed in range(20)}) > 3


def test_probabilities_of_the_tokens(model):
    answer = said(model, "The red", max_tokens=3, probabilities=2)
    assert "".join(token.text for token in answer.tokens) == answer.text
    for token in answer.tokens:
        assert token.likeliest[0] == (token.text, token.logprob)
        assert token.likeliest[1][1] < token.logprob <= 0
    assert said(model, "The red", max_tokens=3).tokens == ()


SCHEMA = {"type": "object", "properties": {"price": {"type": "integer", "minimum": 1, "maximum": 999},
                                           "颜色": {"enum": ["黑", "白"]}, "title": {"type": "string", "maxLength": 8}},
          "required": ["price", "颜色", "title"], "additionalProperties": False}


@pytest.mark.parametrize("seed", range(4))
def test_an_answer_keeps_to_a_json_schema(model, seed):
    answer = said(model, "蓝牙耳机", schema=SCHEMA, temperature=2.0, seed=seed, max_tokens=200)
    value = json.loads(answer.text)
    assert list(value) == ["price", "颜色", "title"]
    assert 1 <= value["price"] <= 999
    assert value["颜色"] in ("黑", "白")
    assert len(value["title"]) <= 8


def test_an_answer_keeps_to_a_grammar(model):
    assert said(model, "蓝牙", grammar='root ::= "是的" | "不是"').text in ("是的", "不是")
    dates = said(model, "On", grammar="root ::= [0-9]{4} \"-\" [0-9]{2}", temperature=2.0, seed=1).text
    assert re.fullmatch(r"\d{4}-\d\d", dates)


@pytest.mark.parametrize("schema", [{"type": "foo"}, {"$ref": "#/nowhere"}, {"type": "string", "pattern": "["}])
def test_a_schema_that_is_none_is_refused_instead_of_passed_over(model, schema):
    with pytest.raises(ModelRefused, match="expected a JSON schema"):
        said(model, "蓝牙", schema=schema)


def test_what_it_cannot_do_is_refused_with_a_reason(model, chat_model):
    tool = Tool("search", "finds products", {"type": "object", "properties": {}})
    with pytest.raises(ModelRefused, match="grammar"):
        said(model, "蓝牙", grammar='root ::= "是')
    with pytest.raises(ModelRefused, match="exceeds the available context size"):
        said(model, "蓝牙" * 2000)
    with pytest.raises(ModelRefused, match="no template for conversations"):
        said(model, [Message("user", "蓝牙")], tools=[tool])
    with pytest.raises(ModelRefused, match="either tools or a schema"):
        said(chat_model, [Message("user", "蓝牙")], tools=[tool], schema=SCHEMA)


def test_a_model_without_a_template_goes_on_with_the_messages(model):
    assert said(model, [Message("system", "x"), Message("user", "The red dress")]).text == said(model, "x\nThe red dress").text


def test_a_control_token_in_a_message_is_text_that_ends_nothing(model, chat_model):
    special, spelt = said(model, END, max_tokens=1).usage.prompt, said(model, [Message("user", END)], max_tokens=1).usage.prompt
    assert special == 2, "a prompt that is a text is taken as it is: the token that begins a text, and this one"
    assert spelt > 6
    empty, talked = (said(chat_model, [Message("user", text)], max_tokens=1).usage.prompt for text in ("", END))
    assert talked - empty > 5


def test_a_model_with_a_template_answers_and_calls_tools(chat_model):
    tool = Tool("search", "finds products", {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]})
    answer = said(chat_model, [Message("user", ASKED)], tools=[tool])
    assert answer.finish == "tool_calls"
    assert [(call.name, json.loads(call.arguments)) for call in answer.calls] == [(CALL["name"], CALL["arguments"])]
    assert answer.text == ""
    bound = said(chat_model, [Message("user", ASKED)], schema=SCHEMA, max_tokens=200)
    assert json.loads(bound.text)["颜色"] in ("黑", "白")
    assert bound.usage.completion > 5
    assert said(chat_model, [Message("user", ASKED)], probabilities=1, max_tokens=2).tokens


class Watched:
    """llama.cpp that waits before its second chunk until it may go on, and counts what it says."""

    def __init__(self, server):
        self.server, self.goes_on, self.ended, self.said = server, Event(), Event(), 0

    def handle_completions(self, asked, take):
        def watched(chunk):
            self.said += 1
            assert self.said == 1 or self.goes_on.wait(60)
            return take(chunk)

        self.server.handle_completions(asked, watched)
        self.ended.set()


@pytest.mark.parametrize("leave", ["closed", "forgotten"])
def test_a_stream_that_is_left_stops_the_model(small_model, leave):
    model = LlamaModel(small_model / "model.gguf", threads=1)
    watched = model._server = Watched(model._server)
    stream = model.complete("The", grammar="root ::= [a-z ]+", sampling=Sampling(max_tokens=900))
    assert next(stream).text
    if leave == "closed":
        stream.close()
    del stream
    watched.goes_on.set()
    assert watched.ended.wait(60)
    assert watched.said < 5


def test_several_threads_get_their_own_answers(model, small_model):
    begins = beginnings(small_model)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda begin: begin + said(model, begin).text, [*begins] * 2))
    assert answers == [*begins.values()] * 2


def test_long_answers_at_once_do_not_take_room_from_each_other(model):
    endless = {"grammar": "root ::= [a-z ] root", "sampling": Sampling(max_tokens=2000)}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: whole(model.complete("The", **endless)), range(4)))
    assert {(answer.finish, answer.usage.prompt + answer.usage.completion) for answer in answers} == {("length", model.context)}


def test_a_large_model_writes_fewer_answers_at_once():
    eight_billion = {"llama.block_count": 32, "llama.attention.head_count": 32, "llama.attention.head_count_kv": 8,
                     "llama.embedding_length": 4096}
    assert (_slots(eight_billion, 8192), _slots(eight_billion, 2048), _slots({}, 1 << 20)) == (2, 4, 1)


def test_a_closed_model_ends_what_it_began_and_begins_nothing(small_model):
    model = LlamaModel(small_model / "model.gguf", threads=1)
    stream = model.complete(RARE[:2])
    first = next(stream).text
    model.close()
    assert RARE[:2] + first + whole(stream).text == RARE
    with pytest.raises(ModelUnavailable, match="is closed"):
        said(model, "x")


OPENED = "import sys; from pathlib import Path; from shopkeeper.models.language.llama import LlamaModel; model = Path(sys.argv[1])\n"
UNASKED = f"{OPENED}for _ in range(20): LlamaModel(model, threads=1).close()"
LEFT = f"{OPENED}stream = LlamaModel(model, threads=1).complete('The', grammar='root ::= [a-z ] root')\nprint(next(stream))"


@pytest.mark.parametrize("program", [UNASKED, LEFT], ids=["opened and closed without a question", "ended in the middle of an answer"])
def test_a_process_ends_orderly(small_model, program):
    done = subprocess.run([sys.executable, "-c", program, small_model / "model.gguf"], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def listening():
    """The TCP ports that this process listens on."""
    mine = {os.readlink(path) for path in Path("/proc/self/fd").iterdir() if path.is_symlink()}
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/self/net/{name}").read_text().splitlines()[1:]]
    return {row[1] for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in mine}


@pytest.mark.skipif(not Path("/proc/self/net").exists(), reason="no /proc to find the sockets in")
def test_a_model_in_this_process_opens_no_port(small_model):
    with socket.create_server(("127.0.0.1", 0)):
        before = listening()
        assert before, "this test would see an open port"
        model = LlamaModel(small_model / "model.gguf", threads=1)
        assert listening() == before
        model.close()


def test_a_file_that_is_no_model_is_refused(small_model, tmp_path):
    data = (small_model / "model.gguf").read_bytes()
    (tmp_path / "cut.gguf").write_bytes(data[:-1000])
    with pytest.raises(InvalidFile, match=r"cut.gguf: llama.cpp cannot run this model"):
        LlamaModel(tmp_path / "cut.gguf")
    with pytest.raises(InvalidFile, match="expected a language model as a GGUF file"):
        LlamaModel(small_model / "config.json")
