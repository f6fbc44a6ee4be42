import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from shopkeeper.models.corpus import Text, collect  # noqa: E402
from shopkeeper.models.language import sizes  # noqa: E402
from shopkeeper.models.language.evaluate import cost, standing  # noqa: E402
from shopkeeper.models.language.layout import pretrained  # noqa: E402
from shopkeeper.models.language.packed import Packed, stream  # noqa: E402
from shopkeeper.models.language.sizes import defaults  # noqa: E402
from shopkeeper.models.language.train import RUNS, TRIALS, Recipe, train  # noqa: E402
from shopkeeper.models.tokenizer import as_data, learn  # noqa: E402
from shopkeeper.models.transformer import Llama, Shape, document_mask  # noqa: E402
from shopkeeper.shop import InvalidFile  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
from mini import MINI, corpus  # noqa: E402

OPTIONS = MINI.options


@pytest.fixture(autouse=True)
def mini(monkeypatch):
    monkeypatch.setitem(sizes.PLANS, "tiny", MINI)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("language-model")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sizes.PLANS, "tiny", MINI)
        made = train(corpus, Recipe("tiny"), OPTIONS, folder)
        version = folder / "20260101-000000-000"
        version.mkdir()
        made.write(version)
    return made, version


def test_it_learns_and_knows_texts_that_it_has_not_seen(made):
    trained, version = made
    assert trained.run.validation < 0.6 * np.log(420)
    found = standing(version, trained.corpus.train, trained.corpus.held_out, "cpu")
    assert found.figures()["bits_per_byte"] == pytest.approx(trained.bits.per_byte, rel=0.02)
    assert set(found.figures()) == {"bits_per_byte", "perplexity", "bits_per_byte_5gram", "perplexity_5gram", "bits_per_byte_xz"}


def test_the_folder_is_what_transformers_and_llama_cpp_read(made):
    transformers = pytest.importorskip("transformers")
    trained, version = made
    assert {path.name for path in version.iterdir()} == {
        "config.json", "generation_config.json", "loss.jsonl", "loss.svg", "model.gguf", "model.safetensors", "tokenizer.json",
        "tokenizer_config.json"}
    assert trained.unserved == ""
    theirs = transformers.AutoModelForCausalLM.from_pretrained(version).eval()
    assert isinstance(theirs, transformers.LlamaForCausalLM)
    ids = torch.tensor([transformers.AutoTokenizer.from_pretrained(version)("The red mug，很好用")["input_ids"]])
    assert ids[0, 0] == theirs.config.bos_token_id == theirs.generation_config.eos_token_id
    with torch.no_grad():
        assert torch.allclose(theirs(ids).logits, trained.trainable.model.eval()(ids).logits, atol=1e-5)


def test_the_loss_curve_is_kept(made):
    _, version = made
    points = [json.loads(line) for line in (version / "loss.jsonl").read_text().splitlines()]
    assert points[-1].keys() == {"step", "tokens", "loss", "lr", "validation"}
    assert points[-1]["loss"] < points[0]["loss"]
    assert "<svg" in (version / "loss.svg").read_text()


def test_the_card_says_what_it_learnt_from(made):
    trained, _ = made
    card = trained.card({"bits_per_byte": 1.5}, "the shop's own").text()
    assert "size tiny, from scratch" in card
    assert "review (400)" in card
    assert "bits_per_byte | 1.5000" in card


def test_a_run_goes_on_with_the_texts_that_it_began_with(made, tmp_path):
    trained, _ = made
    assert (trained.work / "checkpoint.pt").exists()

    def gone():
        raise AssertionError("the texts were gathered before")

    again = train(gone, Recipe("tiny"), OPTIONS, trained.work.parents[1])
    assert [p.loss for p in again.run.points] == [p.loss for p in trained.run.points]
    assert again.bits.bits.tolist() == pytest.approx(trained.bits.bits.tolist())


def test_other_options_are_another_run(made):
    trained, _ = made
    other = train(corpus, Recipe("tiny"), OPTIONS.given(epochs=0.1), trained.work.parents[1])
    assert other.work != trained.work
    other.clear()
    assert not other.work.exists()
    assert trained.work.exists()


def test_two_processes_make_the_same_model(made, tmp_path):
    trained, _ = made
    program = str(Path(__file__).with_name("mini.py"))
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", program, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=250, env={**os.environ, "OMP_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)  # of the first process alone
    assert told["losses"] == pytest.approx([point.loss for point in trained.run.points], abs=0.05)
    assert told["bits"] == pytest.approx(trained.bits.per_byte, rel=0.02)


def test_settings_are_searched_on_the_validation_part_and_kept(tmp_path):
    made = train(corpus, Recipe("tiny"), OPTIONS.given(tune=3, epochs=1), tmp_path)
    tried = [json.loads(line) for line in (made.work / TRIALS).read_text().splitlines()]
    assert [trial["trial"] for trial in tried] == [0, 1, 2]
    best = min(tried, key=lambda trial: trial["loss"])
    assert (made.options.lr, made.options.batch_size) == (best["lr"], best["batch_size"])
    assert [path.parent.name for path in tmp_path.glob("*/*")] == [RUNS]


@pytest.mark.parametrize("lora", [False, True])
def test_a_model_is_trained_on(made, tmp_path, lora):
    trained, version = made
    options = defaults("tiny", str(version), lora).given(epochs=2, lr=3e-3)

    def other():
        return collect(Text("review", f"退货 number {i} was easy and 客服 was kind {i * 7 % 100}") for i in range(300))

    more = train(other, Recipe(base=str(version), lora=lora), options, tmp_path)
    before = cost(version, more.corpus.held_out, "cpu")
    assert more.bits.per_byte < (0.9 if lora else 0.8) * before.per_byte  # embeddings of new words stay as they are with LoRA
    target = tmp_path / "out"
    target.mkdir()
    more.write(target)
    assert (target / "model.gguf").exists()
    assert cost(target, more.corpus.held_out, "cpu").per_byte == pytest.approx(more.bits.per_byte, rel=0.02)
    assert pretrained(str(target)).weights == trained.trainable.weights  # what LoRA learnt is merged


def test_too_little_text_is_refused(tmp_path):
    with pytest.raises(InvalidFile, match=r"expected 100 documents or more .* got 1 documents"):
        train(lambda: collect([Text("review", "a good mug")]), Recipe("tiny"), OPTIONS, tmp_path)


def test_a_base_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InvalidFile, match="expected a folder or a hub id of a causal language model"):
        train(corpus, Recipe(base=str(tmp_path / "none")), OPTIONS, tmp_path)


def test_documents_lie_one_after_the_other_each_once():
    tokenizer = as_data(learn(["a b c"], 300))
    row = stream(tokenizer, ["ab", "cd", "ef"], 0, seed=1)
    assert row[0] == row[-1] == 0
    parts = [part for part in np.split(row, np.flatnonzero(row == 0)) if len(part) > 1]
    assert sorted(tokenizer.decode(part.tolist()) for part in parts) == ["ab", "cd", "ef"]
    assert (stream(tokenizer, ["ab", "cd", "ef"], 0, seed=1) == row).all()


def test_the_loss_of_packed_documents_is_that_of_each_alone():
    torch.manual_seed(0)
    model = Llama(Shape(vocabulary=50, width=16, layers=1, heads=2, kv_heads=1, inner=32))
    row = np.array([0, 5, 6, 7, 0, 8, 9, 0], np.uint32)
    packed = Packed(row, 7, 0, torch.device("cpu")).loss(model, np.array([0]))
    alone = sum(torch.nn.functional.cross_entropy(model(torch.tensor([part[:-1]])).logits[0], torch.tensor(part[1:]), reduction="sum")
                for part in ([0, 5, 6, 7, 0], [0, 8, 9, 0]))
    assert packed.item() == pytest.approx(alone.item(), rel=1e-5)


def test_transformers_llama_takes_the_mask_of_packed_documents(made):
    transformers = pytest.importorskip("transformers")
    trained, version = made
    theirs = transformers.AutoModelForCausalLM.from_pretrained(version).eval()
    ids = torch.tensor([[0, 50, 60, 0, 70, 80, 90]])
    mask = document_mask((ids == 0).cumsum(1))
    with torch.no_grad():
        assert torch.allclose(theirs(ids, mask).logits, trained.trainable.model.eval()(ids, mask).logits, atol=1e-5)
