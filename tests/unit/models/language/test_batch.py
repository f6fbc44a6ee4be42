"""Prompts of a file become answers of another, in order, each once."""

from __future__ import annotations

import json
import shutil

import pytest

from shopkeeper.models.language.batch import Generated, Request, fingerprint, generate_file, generate_many
from shopkeeper.models.language.llama import LlamaModel
from shopkeeper.models.language.protocol import Message, ModelRefused, Piece, Sampling, Usage, whole
from shopkeeper.shop import InvalidFile

ROWS = [
    {"prompt": "red", "id": "p1"}, {"prompt": "蓝色"}, {"messages": [{"role": "user", "content": "hi"}]}, {"prompt": "long"},
    {"prompt": "tea"},
]


class Echo:
    """Says a prompt twice, in two pieces; notes what it is asked; refuses `long`."""

    name = "echo"

    def __init__(self, fail_at: int = 99) -> None:
        self.asked, self.fail_at = [], fail_at

    def complete(self, prompt, *, tools=(), schema=None, grammar="", sampling):
        if len(self.asked) == self.fail_at:
            raise KeyboardInterrupt
        text = prompt[0].content
        assert prompt == (Message("user", text),)
        self.asked.append((text, sampling))
        if text == "long":
            raise ModelRefused("a prompt too long")
        yield Piece(text)
        yield Piece(text, finish="length", usage=Usage(1, 2))

    def close(self):
        pass


@pytest.fixture
def prompts(tmp_path):
    path = tmp_path / "prompts.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\n", "utf-8")
    return path


def run(model, prompts, out, sampling=Sampling(seed=0), **more):
    return generate_file(prompts, out, generate_many, model, like=Request(sampling=sampling), **more)


def rows(out):
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def test_each_row_gets_its_answer_in_order(prompts, tmp_path):
    model, seen = Echo(), []
    written = run(model, prompts, out := tmp_path / "out.jsonl", progress=lambda *now: seen.append(now))
    assert written == Generated(rows=5, earlier=0, refused=1)
    assert [(row["id"], row.get("text"), row.get("error")) for row in rows(out)] == [
        ("p1", "redred", None), (2, "蓝色蓝色", None), (3, "hihi", None), (4, None, "a prompt too long"), (5, "teatea", None),
    ]
    assert (rows(out)[0]["finish"], rows(out)[0]["tokens"]) == ("length", 2)
    assert model.asked[2] == ("hi", Sampling(seed=0))
    assert seen == [("generate", done, 5) for done in range(1, 6)]


@pytest.mark.parametrize("torn", [b"", b'{"id": 4, "te'])
def test_an_interrupted_run_goes_on_and_gives_the_same_file(prompts, tmp_path, torn):
    run(Echo(), prompts, undisturbed := tmp_path / "undisturbed.jsonl")
    with pytest.raises(KeyboardInterrupt):
        run(Echo(fail_at=3), prompts, out := tmp_path / "out.jsonl")
    with out.open("ab") as file:
        file.write(torn)
    assert run(again := Echo(), prompts, out) == Generated(rows=5, earlier=3, refused=1)
    assert [prompt for prompt, _ in again.asked] == ["long", "tea"]
    assert out.read_bytes() == undisturbed.read_bytes()
    assert run(third := Echo(), prompts, out) == Generated(rows=5, earlier=5, refused=0)
    assert third.asked == []


def test_rows_that_are_added_are_done(prompts, tmp_path):
    run(Echo(), prompts, out := tmp_path / "out.jsonl")
    prompts.write_text(prompts.read_text("utf-8") + '{"prompt": "more"}\n', "utf-8")
    assert run(Echo(), prompts, out) == Generated(rows=6, earlier=5, refused=0)
    assert rows(out)[-1]["text"] == "moremore"


@pytest.mark.parametrize("change", ["prompt", "sampling", "fewer", "other file", "model"])
def test_answers_to_something_else_are_not_added_to(prompts, tmp_path, change):
    run(Echo(), prompts, out := tmp_path / "out.jsonl")
    model, sampling, line = Echo(), Sampling(seed=0), 2
    if change == "prompt":
        prompts.write_text(prompts.read_text("utf-8").replace("蓝色", "绿色"), "utf-8")
    elif change == "sampling":
        sampling, line = Sampling(seed=1), 1
    elif change == "model":
        model.name, line = "other", 1
    elif change == "fewer":
        prompts.write_text('{"prompt": "red"}\n')
    else:
        out.write_text('{"name": "Ann"}\n')
        line = 1
    before = out.read_bytes()
    with pytest.raises(InvalidFile, match=f"out.jsonl, line {line}: expected the answer to the same row"):
        run(model, prompts, out, sampling)
    assert (model.asked, out.read_bytes()) == ([], before)


@pytest.mark.parametrize("line", [
    "red", "[]", '"red"', "{}", '{"prompt": 5}', '{"messages": []}', '{"messages": [{"role": "boss", "content": "hi"}]}',
    '{"messages": [{"role": "user"}]}', '{"messages": "hi"}', '{"messages": [{"role": "user", "content": null}]}',
])
def test_a_row_that_is_no_prompt_is_named_before_anything_is_asked(prompts, tmp_path, line):
    prompts.write_text(prompts.read_text("utf-8") + "\n" + line + "\n", "utf-8")
    with pytest.raises(InvalidFile, match=r'prompts.jsonl, line 7: expected \{"prompt": text\} or'):
        run(model := Echo(), prompts, tmp_path / "out.jsonl")
    assert model.asked == []
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize("data", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, data):
    if data:
        (tmp_path / "prompts.jsonl").write_bytes(data)
    with pytest.raises(InvalidFile, match=r"prompts.jsonl: expected JSON lines in UTF-8"):
        run(Echo(), tmp_path / "prompts.jsonl", tmp_path / "out.jsonl")


def test_a_model_of_a_file_is_told_from_others_by_its_content(small_model, tmp_path):
    moved = shutil.copy(small_model / "model.gguf", tmp_path / "moved.gguf")
    models = [LlamaModel(path, threads=1) for path in (small_model / "model.gguf", moved)]
    for model in models:  # one that is given up before its first answer may wait for itself without end
        whole(model.complete("x", sampling=Sampling(max_tokens=1)))
    assert fingerprint(models[0]) == fingerprint(models[1]) != fingerprint(Echo()) == "echo"


def test_a_request_draws_the_same_each_time_unless_it_is_told_otherwise():
    assert Request("red").sampling.seed == 0
