import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

import small_sequences as planted  # noqa: E402
from shopkeeper.models.sequences.lesson import NextItems, alike, stretches  # noqa: E402
from shopkeeper.models.sequences.network import NextItem  # noqa: E402
from shopkeeper.models.sequences.reader import SequenceReader  # noqa: E402
from shopkeeper.models.sequences.start import neighbours  # noqa: E402
from shopkeeper.models.sequences.train import train  # noqa: E402
from shopkeeper.models.training import checkpoint  # noqa: E402
from shopkeeper.models.training.options import TrainOptions  # noqa: E402
from shopkeeper.models.transformer import Shape  # noqa: E402
from shopkeeper.shop import InvalidFile, InvalidQuery  # noqa: E402

NAMES = [f"sku-{number}" for number in range(planted.ITEMS)]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return planted.made(tmp_path_factory.mktemp("run"))


@pytest.fixture(scope="module")
def reader(made, tmp_path_factory):
    folder = tmp_path_factory.mktemp("model")
    made.write(NAMES, folder)
    return SequenceReader(folder)


def _weights(network):
    return [p.detach() for p in network.parameters()]


def test_it_learns_a_planted_rule_that_the_last_item_alone_does_not_tell(reader):
    right = 0
    for start in range(planted.ITEMS):
        for step in (2, 3):
            rows = np.array([start, start + step, start + 2 * step]) % planted.ITEMS
            found, _ = reader.next(reader.read(rows), 1)
            right += int(found[0]) == (start + 3 * step) % planted.ITEMS
    assert right > 0.9 * 2 * planted.ITEMS


def test_the_same_seed_makes_the_same_model_and_another_another(made, tmp_path):
    again = planted.made(tmp_path / "again")
    assert all(torch.equal(a, b) for a, b in zip(_weights(made.network), _weights(again.network), strict=True))
    other = planted.made(tmp_path / "other", seed=1, epochs=1)
    assert not torch.equal(_weights(made.network)[0], _weights(other.network)[0])


def test_after_a_kill_it_goes_on_to_exactly_the_same_model(made, tmp_path):
    child = subprocess.Popen([sys.executable, "-c", _DRIP, str(tmp_path)])
    deadline = time.monotonic() + 100
    while not list(tmp_path.rglob(checkpoint.FILE)) and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    done = len(checkpoint.load(next(tmp_path.rglob(checkpoint.FILE)).parent)["points"])
    assert 0 < done < made.run.steps
    resumed = planted.made(tmp_path)
    assert [p.loss for p in resumed.run.points] == [p.loss for p in made.run.points]
    assert all(torch.equal(a, b) for a, b in zip(_weights(made.network), _weights(resumed.network), strict=True))


_DRIP = f"""
import sys, time
from functools import partial
from pathlib import Path
sys.path.insert(0, {str(Path(planted.__file__).parent)!r})
import small_sequences as planted
from shopkeeper.models.sequences import train as module
module.fit = partial(module.fit, seconds=0.0)
module.train(planted.sequences(), planted.ITEMS, planted.TINY, planted.OPTIONS, Path(sys.argv[1]), tell=lambda run: time.sleep(0.2))
"""


def test_the_graph_reads_what_the_network_does(made, reader):
    for length in (1, 2, 8, 20):
        rows = np.arange(length) * 7 % planted.ITEMS
        with torch.no_grad():
            network = made.network.eval()
            wanted = network.read(network.items()[torch.from_numpy(rows[-planted.TINY.context :])][None])[0, -1]
        assert np.allclose(reader.read(rows), wanted.numpy(), atol=1e-5)


def test_what_a_shop_is_not_known_for_leads_nowhere(reader):
    assert reader.rows(["sku-3", "no such", "sku-1"]).tolist() == [3, 1]
    read = reader.read(reader.rows(["sku-3"]))
    rows, cosines = reader.next(read, 1000)
    assert len(rows) == planted.ITEMS
    assert np.allclose(reader.likelihoods(read, rows), np.exp(reader.sharpness * (cosines - 1)), rtol=0.1)  # the index keeps 8 bits
    assert reader.nearest(np.array([5, 7]), np.array([5])).tolist() == [-1, 5]
    assert reader.nearest(np.array([5]), np.array([], np.int64)).tolist() == [-1]


def test_a_folder_that_holds_no_model_is_refused(tmp_path):
    (tmp_path / "config.json").write_text('{"context": 8}')
    with pytest.raises(InvalidFile, match="not the folder of a sequence model"):
        SequenceReader(tmp_path)


def test_nothing_to_learn_from_is_refused(tmp_path):
    with pytest.raises(InvalidFile, match="two items or more, got 1 shorter"):
        train([np.array([1])], 5, planted.TINY, planted.OPTIONS, tmp_path)


def test_settings_are_chosen_by_the_sequences_held_out(tmp_path):
    learn, held = planted.sequences(40), planted.sequences(20, seed=5)
    options = TrainOptions(epochs=2, batch_size=32, lr=1e-9, device="cpu", tune=3)
    made = train(learn, planted.ITEMS, planted.TINY, options, tmp_path, held=held)
    assert made.options.tune == 0
    assert len((made.work / "trials.jsonl").read_text().splitlines()) == 3
    assert made.run.validation is not None
    made.clear()
    assert not made.work.exists()
    with pytest.raises(InvalidQuery, match="--tune"):
        train(learn, planted.ITEMS, planted.TINY, options, tmp_path)


def test_long_sequences_are_cut_from_their_end_and_every_next_item_counts_once():
    parts = stretches(np.arange(12), 5)
    assert [part.tolist() for part in parts] == [[6, 7, 8, 9, 10, 11], [1, 2, 3, 4, 5, 6], [0, 1]]
    lesson = NextItems([np.arange(12), np.array([3, 4])], 12, 5, "cpu")
    assert lesson.weigh(np.arange(len(lesson))) == 11 + 1
    assert sorted(len(row) for group in alike(lesson.stretches) for row in group) == [2, 2, 6, 6]


def test_the_loss_of_the_last_items_is_that_of_the_last_items_alone():
    torch.manual_seed(0)
    network = NextItem(Shape(9, 8, 1, 2, 2, 8, 5)).eval()
    rows = [np.array([0, 1, 2, 3]), np.array([4, 5])]
    found = NextItems(rows, 9, 5, "cpu", last=True).loss(network, np.array([0, 1]))
    items = network.items()
    by_hand = sum(-network.logits(network.read(items[row[:-1]][None])[0, -1:], items).log_softmax(1)[0, row[-1]] for row in rows)
    assert torch.allclose(found, by_hand, atol=1e-5)


def test_a_sampled_softmax_learns_the_rule_too(tmp_path, monkeypatch):
    monkeypatch.setattr("shopkeeper.models.sequences.lesson.DRAWN", 16)
    torch.manual_seed(0)
    network = NextItem(Shape(planted.ITEMS, 16, 1, 2, 2, 32, 8))
    full, sampled = (NextItems(planted.sequences(), planted.ITEMS, 8, "cpu", full=full) for full in (planted.ITEMS, 1))
    optimiser, before = torch.optim.Adam(network.parameters(), 1e-2), None
    for step in range(40):
        optimiser.zero_grad()
        examples = np.arange(step * 50, step * 50 + 50) % len(sampled)
        (sampled.loss(network, examples) / sampled.weigh(examples)).backward()
        optimiser.step()
        if before is None:
            before = float(full.loss(network, examples).detach()) / full.weigh(examples)
    assert float(full.loss(network, examples).detach()) / full.weigh(examples) < 0.6 * before


def test_items_begin_near_those_beside_which_they_stand():
    pairs = [np.array([a, a + 1]) for a in range(0, 20, 2) for _ in range(5)]
    vectors = neighbours(pairs, 24, 8, seed=0)
    assert torch.allclose(vectors.norm(dim=1), torch.ones(24), atol=1e-5)
    together, apart = (vectors[0:20:2] * vectors[1:20:2]).sum(1).mean(), (vectors[0:18:2] * vectors[3:20:2]).sum(1).mean()
    assert together > apart + 0.2
    assert torch.equal(vectors, neighbours(pairs, 24, 8, seed=0))
    assert torch.isfinite(neighbours([np.array([0])], 3, 8, seed=0)).all()
