import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from shopkeeper.models.language.packed import mean_loss  # noqa: E402
from shopkeeper.models.training import checkpoint  # noqa: E402
from shopkeeper.models.training.loop import Point, Run, batch, rate  # noqa: E402
from shopkeeper.models.training.optimisers import ADAMW, MUON, orthogonal  # noqa: E402
from shopkeeper.models.training.options import TrainOptions  # noqa: E402
from shopkeeper.shop import InvalidQuery  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
import counting  # noqa: E402

PROGRAM = str(Path(counting.__file__))


@pytest.fixture(scope="module", params=counting.WAYS)
def way(request):
    return request.param


@pytest.fixture(scope="module")
def undisturbed(way):
    return counting.train(way=counting.WAYS[way])


def test_the_loss_falls(undisturbed):
    _, run = undisturbed
    assert [point.step for point in run.points] == list(range(1, run.steps + 1))
    assert run.points[-1].seen == run.steps * 8 * 16
    assert run.points[-1].loss < 0.85 * run.points[0].loss


def test_the_same_seed_makes_the_same_model(undisturbed, way):
    model, run = undisturbed
    again, second = counting.train(way=counting.WAYS[way])
    assert [p.loss for p in second.points] == [p.loss for p in run.points]
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), again.parameters(), strict=True))


def test_after_a_kill_it_goes_on_to_exactly_the_same_model(undisturbed, way, tmp_path):
    child = subprocess.Popen([sys.executable, PROGRAM, way, str(tmp_path), "0.2"])
    deadline = time.monotonic() + 100
    while not (tmp_path / checkpoint.FILE).exists() and child.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    done = len(checkpoint.load(tmp_path)["points"])
    model, run = undisturbed
    assert 0 < done < run.steps
    resumed, second = counting.train(tmp_path, way=counting.WAYS[way])
    assert [p.loss for p in second.points] == [p.loss for p in run.points]
    assert all(torch.equal(a, b) for a, b in zip(model.parameters(), resumed.parameters(), strict=True))


def test_two_processes_learn_what_one_does(undisturbed, way):
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", PROGRAM, way]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=200, env={**os.environ, "OMP_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stderr[-2000:]
    both = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]
    assert len(both) == 2
    assert both[0] == both[1]
    assert both[0] == pytest.approx([p.loss for p in undisturbed[1].points], abs=0.02)  # products in bfloat16, other sums
    assert both[0][0] == pytest.approx(undisturbed[1].points[0].loss, abs=1e-3)


def test_parts_of_a_batch_add_up_to_the_batch(monkeypatch):
    monkeypatch.setattr("shopkeeper.models.training.device.has_bf16", lambda device: False)
    whole = counting.train()[1]
    monkeypatch.setattr("shopkeeper.models.language.packed.AT_ONCE", 32)
    parts = counting.train()[1]
    assert [p.loss for p in parts.points] == pytest.approx([p.loss for p in whole.points], abs=1e-4)


def test_the_validation_part_is_looked_at_ten_times_and_at_the_end():
    _, run = counting.train(validate=lambda model: mean_loss(model, counting.lesson()))
    checked = [point.step for point in run.points if point.validation is not None]
    assert 10 <= len(checked) <= 11
    assert checked[-1] == run.steps
    assert run.validation == pytest.approx(run.points[-1].loss, abs=0.3)


def test_a_rate_too_high_is_told():
    with pytest.raises(InvalidQuery, match="smaller --lr than 1e"):
        counting.train(options=counting.OPTIONS.given(lr=1e30))


def test_the_rate_climbs_and_falls_to_a_tenth():
    options = TrainOptions(lr=1.0, warmup=0.1)
    rates = [rate(step, 100, options) for step in range(100)]
    assert rates[:10] == pytest.approx([0.1 * (i + 1) for i in range(10)])
    assert rates[9:] == sorted(rates[9:], reverse=True)
    assert rates[55] == pytest.approx((1 + ADAMW.last) / 2)
    assert rates[99] == pytest.approx(ADAMW.last, abs=1e-3)


def test_a_step_of_muon_moves_every_direction_alike():
    draw = torch.Generator().manual_seed(0)
    for shape in ((12, 30), (30, 12)):
        skewed = torch.randn(shape, generator=draw) * torch.logspace(0, -2, shape[1])
        turned = torch.linalg.svdvals(orthogonal(skewed))
        assert turned.min() > 0.5
        assert turned.max() < 1.3


def test_muon_leaves_embeddings_to_adamw():
    matrices, rest = ([tuple(p.shape) for group in each.param_groups for p in group["params"]]
                      for each in MUON.optimisers(counting.model(), counting.OPTIONS))
    assert sorted(rest) == [(16,), (16,), (16,), (16, 16)]
    assert len(matrices) == 7


def test_every_epoch_shows_each_example_once_in_another_order():
    shown = np.concatenate([batch(step, 7, 21, seed=5) for step in range(6)])
    first, second = shown[:21], shown[21:]
    assert sorted(first) == sorted(second) == list(range(21))
    assert first.tolist() != second.tolist()


def test_progress_says_loss_speed_and_what_is_left():
    points = [Point(i + 1, 100 * (i + 1), 2.0, 1e-3, 2.5 if i == 1 else None) for i in range(2)]
    run = Run(4, points, seconds=10, per_second=1234.0, utilisation=0.31)
    assert str(run) == "step 2 of 4: loss 2.000 (validation 2.500), 1,234 tokens/s, MFU 31%, 10 s left"
