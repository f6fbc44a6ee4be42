"""Which language model a shop has, and the doors to it: the command, the doctor, the library."""

from __future__ import annotations

import io
import json
import shutil

import pytest

from shopkeeper.app.bootstrap import open_language_model, open_shop
from shopkeeper.app.checkup import examine
from shopkeeper.app.cli.main import run
from shopkeeper.app.settings import load
from shopkeeper.models.language.protocol import ModelUnavailable, Sampling, whole
from shopkeeper.models.versions import Versions
from shopkeeper.shop import InvalidFile, InvalidRecord
from small_model import beginnings


@pytest.fixture
def shop(tmp_path):
    front = open_shop(str(tmp_path / "shop"), create=True)
    yield front
    front.close()


@pytest.fixture
def named(shop, small_model, monkeypatch):
    """The shop's folder, whose settings name the small model."""
    shutil.copy(small_model / "model.gguf", shop.data_dir / "own.gguf")
    (shop.data_dir / "shopkeeper.toml").write_text('llm = "own.gguf"\n')
    return str(shop.data_dir)


def add(versions, small_model, name):
    def write(folder):
        shutil.copy(small_model / "config.json", folder)
        data = (small_model / "model.gguf").read_bytes()
        before = small_model.name.encode()
        assert data.count(before) == 1
        (folder / "model.gguf").write_bytes(data.replace(before, name.ljust(len(before)).encode()[:len(before)]))

    return versions.add(write).name


def test_a_shop_without_a_model_has_none_and_says_how_to_get_one(shop):
    assert shop.language_model is None
    with pytest.raises(ModelUnavailable, match=r"train one with .* or name one as `llm`"):
        shop.complete("x")


def test_the_version_in_use_writes_and_another_is_taken_up_at_once(shop, small_model):
    versions = shop.models["language-model"]
    other = open_shop(str(shop.data_dir))
    first, second = add(versions, small_model, "first"), add(versions, small_model, "second")
    assert shop.language_model is None
    versions.promote(first)
    begin, sentence = next(iter(beginnings(small_model).items()))
    stream = shop.complete(begin)
    written = next(stream).text
    for front in (shop, other):
        assert front.language_model.name.strip() == "first"
    versions.promote(second)
    for front in (shop, other):
        assert front.language_model.name.strip() == "second"
        assert front.language_model is front.language_model
    assert begin + written + whole(stream).text == sentence, "an answer in progress ends with the model that began it"
    versions.rollback()
    assert other.language_model.name.strip() == "first"
    other.close()


def test_the_model_that_the_settings_name_goes_before(shop, named, small_model):
    versions = shop.models["language-model"]
    versions.promote(add(versions, small_model, "first"))
    again = open_shop(named)
    assert again.language_model.name == small_model.name
    again.close()


def test_a_url_is_asked_only_when_the_model_is_wanted(tmp_path):
    environ = {"SHOPKEEPER_LLM": "http://127.0.0.1:9/v1", "SHOPKEEPER_LLM_MODEL": "m", "SHOPKEEPER_LLM_KEY": "k" * 9,
               "SHOPKEEPER_LLM_BUDGET": "10", "SHOPKEEPER_LLM_TIMEOUT_S": "0.5"}
    settings = load(str(tmp_path), environ=environ)
    assert "kkk" not in repr(settings)
    source = open_language_model(settings, Versions(tmp_path / "models" / "language-model"), breakers := {})
    assert breakers["llm"].state == "closed"
    assert source().name == "m"
    assert source() is source()
    with pytest.raises(ModelUnavailable, match="may use 10 tokens a day"):
        whole(source().complete("x", sampling=Sampling(max_tokens=20)))


def test_a_key_of_the_wrong_kind_is_not_shown(tmp_path):
    (tmp_path / "shopkeeper.toml").write_text("llm_key = 1234567\n")
    with pytest.raises(InvalidRecord) as refused:
        load(str(tmp_path), environ={})
    assert "1234567" not in str(refused.value)


def test_a_file_that_is_no_model_is_refused_whenever_it_is_wanted(shop):
    (shop.data_dir / "shopkeeper.toml").write_text('llm = "shop.db"\n')
    again = open_shop(str(shop.data_dir))
    for _ in range(2):
        with pytest.raises(InvalidFile, match=r"shop.db: expected a language model"):
            again.complete("x")
    again.close()


def found(shop):
    return next(finding for finding in examine(str(shop.data_dir)) if finding.name == "llm")


def test_the_doctor_says_whether_a_model_answers(shop, small_model):
    assert (found(shop).ok, found(shop).found) == (True, "none: texts come from the shop's records alone")
    shutil.copy(small_model / "model.gguf", shop.data_dir / "own.gguf")
    (shop.data_dir / "shopkeeper.toml").write_text('llm = "own.gguf"\n')
    assert found(shop).ok
    assert found(shop).found.startswith(f"{small_model.name} answers: 4 tokens in")
    (shop.data_dir / "shopkeeper.toml").write_text('llm = "http://127.0.0.1:9/v1"\nllm_timeout_s = 1\n')
    assert not found(shop).ok
    assert "http://127.0.0.1:9/v1 does not answer" in found(shop).found


def test_the_command_writes(named, capsys, small_model):
    begin, sentence = next(iter(beginnings(small_model).items()))
    assert run(["generate", begin, "--shop", named]) == 0
    assert begin + capsys.readouterr().out == sentence + "\n"
    assert run(["generate", begin, "--shop", named, "--stop", sentence[5:7], "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert begin + document["text"] == sentence[:5]
    assert (document["finish"], set(document["tokens"])) == ("stop", {"prompt", "completion"})


def test_the_command_samples_within_a_schema_or_a_grammar(named, capsys, tmp_path):
    (tmp_path / "schema.json").write_text(json.dumps({"enum": ["黑", "白"]}))
    (tmp_path / "yes.gbnf").write_text('root ::= "是" | "否"')
    wild = ["--temperature", "2", "--top-p", "0.9", "--seed", "3", "--max-tokens", "20"]
    assert run(["generate", "蓝牙", "--shop", named, "--json-schema", str(tmp_path / "schema.json"), *wild]) == 0
    assert json.loads(capsys.readouterr().out) in ("黑", "白")
    assert run(["generate", "蓝牙", "--shop", named, "--grammar", str(tmp_path / "yes.gbnf"), *wild]) == 0
    assert capsys.readouterr().out.strip() in ("是", "否")


def test_the_text_appears_as_it_comes(named, monkeypatch, small_model):
    class Terminal(io.StringIO):
        def __init__(self):
            super().__init__()
            self.shown = []

        def flush(self):
            self.shown.append(self.getvalue())

    terminal = Terminal()
    monkeypatch.setattr("sys.stdout", terminal)
    run(["generate", next(iter(beginnings(small_model))), "--shop", named])
    assert len(set(terminal.shown)) > 5


@pytest.mark.parametrize(("arguments", "message"), [
    (["--json-schema", "{0}/none.json"], "none.json: expected a text file"),
    (["--json-schema", "{0}/list.json"], "list.json: expected a JSON schema, an object"),
    (["--json-schema", "{0}/broken.json"], "broken.json: expected a JSON schema"),
    (["--json-schema", "{0}/odd.json"], 'expected a JSON schema, got {{"type": "odd"}}'),
    (["--json-schema", "{0}/odd.json", "--grammar", "{0}/odd.json"], "either --json-schema or --grammar"),
    (["--top-p", "2"], "--top-p"),
])
def test_a_wrong_file_or_value_is_named(named, capsys, tmp_path, arguments, message):
    (tmp_path / "list.json").write_text("[]")
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "odd.json").write_text('{"type": "odd"}')
    assert run(["generate", "x", "--shop", named, *(argument.format(tmp_path) for argument in arguments)]) == 2
    assert message.format() in capsys.readouterr().err


def test_without_a_model_the_command_says_how_to_get_one(shop, capsys):
    assert run(["generate", "x", "--shop", str(shop.data_dir)]) == 2
    assert "no language model: train one with" in capsys.readouterr().err


def test_the_command_answers_a_file_of_prompts_and_goes_on_with_it(named, capsys, tmp_path, small_model):
    prompts, out = tmp_path / "prompts.jsonl", tmp_path / "out.jsonl"
    known = beginnings(small_model)
    prompts.write_text("".join(json.dumps({"prompt": begin, "id": f"p{i}"}) + "\n" for i, begin in enumerate(known)), "utf-8")
    many = ["generate", "--prompts", str(prompts), "--out", str(out), "--shop", named]
    assert run(many) == 0
    assert capsys.readouterr().out == f"{len(known)} prompts answered into {out}, 0 of them refused; 0 were there before\n"
    answers = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [begin + answer["text"] for begin, answer in zip(known, answers, strict=True)] == list(known.values())
    lines = out.read_bytes().splitlines(keepends=True)
    out.write_bytes(b"".join(lines[:3]) + lines[3][:10])
    assert run([*many, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"rows": len(known), "earlier": 3, "refused": 0}
    assert out.read_bytes().splitlines(keepends=True) == lines


@pytest.mark.parametrize("arguments", [
    [], ["x", "--prompts", "a", "--out", "b"], ["--prompts", "a"], ["x", "--out", "b"], ["x", "--ray", "auto"],
    ["--prompts", "a", "--out", "b", "--explain"],
])
def test_the_command_wants_one_prompt_or_two_files(named, capsys, arguments):
    assert run(["generate", *arguments, "--shop", named]) == 2
    assert capsys.readouterr().err.startswith("expected either PROMPT, or --prompts FILE and --out FILE")
