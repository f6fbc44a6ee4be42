"""Teaching a small language model to write: what it learns, what is kept, what becomes of a killed run."""

from collections import Counter
from pathlib import Path

import pytest

torch = pytest.importorskip("torch")

from shopkeeper.models.language.copywriter import cost, teach  # noqa: E402
from shopkeeper.models.language.llama import LlamaModel  # noqa: E402
from shopkeeper.models.language.pairs import prompt  # noqa: E402
from shopkeeper.models.language.protocol import Sampling, whole  # noqa: E402
from shopkeeper.models.training.options import TrainOptions  # noqa: E402
from shopkeeper.shop import InvalidFile  # noqa: E402
from small_writer import small_base, small_split  # noqa: E402

OPTIONS = TrainOptions(epochs=4, batch_size=16, lr=1e-2, warmup=0.1, device="cpu")


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return str(small_base(tmp_path_factory.mktemp("base")))


@pytest.fixture(scope="module")
def taught(base, tmp_path_factory):
    folder = tmp_path_factory.mktemp("writer")
    taught = teach(small_split(), base, OPTIONS, folder)
    version = folder / "v1"
    version.mkdir()
    taught.write(version)
    return taught, version


def test_it_learns_to_write_and_is_served_in_process(taught, base):
    made, version = taught
    assert made.unserved == ""
    assert made.bits_per_byte < 0.5 * cost(Path(base), made.pairs, "cpu")
    assert cost(version, made.pairs, "cpu") == pytest.approx(made.bits_per_byte, rel=0.02)
    model = LlamaModel(version / "model.gguf")
    said = whole(model.complete(prompt([("colour", "黑色"), ("thing", "mug")], "T3"), sampling=Sampling(max_tokens=30, seed=1)))
    model.close()
    assert said.text.startswith("no")


def test_its_card_says_from_what_it_learnt(taught):
    made, _ = taught
    card = made.card({"bits_per_byte": 0.5}, Counter({"file.jsonl": 9}), "MIT").text()
    assert "file.jsonl (9); licence: MIT" in card
    assert "copies of others and left out" in card


def test_a_killed_run_goes_on_and_ends_the_same(taught, base, tmp_path, monkeypatch):
    from shopkeeper.models.training import loop

    def die(run):
        if len(run.points) == 9:
            raise KeyboardInterrupt

    monkeypatch.setattr(loop.fit, "__kwdefaults__", {**loop.fit.__kwdefaults__, "seconds": 0.0})
    with pytest.raises(KeyboardInterrupt):
        teach(small_split(), base, OPTIONS, tmp_path, tell=die)
    seen = []
    again = teach(small_split(), base, OPTIONS, tmp_path, tell=lambda run: seen.append(len(run.points)))
    assert seen[0] == 9
    assert again.bits_per_byte == taught[0].bits_per_byte
    again.clear()
    assert not list(tmp_path.glob("runs/*"))


def test_too_few_pairs_are_refused(base, tmp_path):
    with pytest.raises(InvalidFile, match="expected 50 different pairs"):
        teach(small_split(20), base, OPTIONS, tmp_path)
