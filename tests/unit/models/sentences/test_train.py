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

from shopkeeper.models.sentences.pairs import Anchor, Pair  # noqa: E402
from shopkeeper.models.sentences.train import _contrast, _vectors, blend  # noqa: E402
from shopkeeper.shop import InvalidFile  # noqa: E402

sys.path.insert(0, str(Path(__file__).parent))
import small  # noqa: E402

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return small.base(tmp_path_factory.mktemp("base"))


@pytest.fixture(scope="module")
def trained(base, tmp_path_factory):
    folder = tmp_path_factory.mktemp("trained")
    return folder, small.train(base, folder)


def vectors(folder, texts):
    from transformers import AutoModel, AutoTokenizer

    model = AutoModel.from_pretrained(folder, add_pooling_layer=False).eval()
    ids = AutoTokenizer.from_pretrained(folder)(texts)["input_ids"]
    with torch.no_grad():
        return _vectors(model, ids, CPU).float().numpy()


def test_what_belongs_together_comes_together(base, trained):
    folder, losses = trained
    assert np.mean(losses[-4:]) < np.mean(losses[:4])
    texts = ["red blue", "blue red", "dress blue"]
    before, after = vectors(base, texts), vectors(folder, texts)
    assert after[0] @ after[1] - after[0] @ after[2] > before[0] @ before[1] - before[0] @ before[2]
    assert not (folder / "checkpoint.pt").exists()
    assert json.loads((folder / "training.json").read_text())["steps"] == len(losses)


def test_the_same_data_and_seed_make_the_same_losses(base, trained, tmp_path):
    assert small.train(base, tmp_path) == trained[1]


def test_a_run_that_was_killed_goes_on_and_ends_with_the_same_losses(base, trained, tmp_path):
    program = [sys.executable, str(Path(small.__file__)), str(base), str(tmp_path)]
    killed = subprocess.Popen([*program, "0.3"], env={**os.environ, "OMP_NUM_THREADS": str(torch.get_num_threads())})
    while not (tmp_path / "checkpoint.pt").exists():
        assert killed.poll() is None
        time.sleep(0.02)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    saved = len(torch.load(tmp_path / "checkpoint.pt", weights_only=True)["losses"])
    assert 0 < saved < len(trained[1])
    assert small.train(base, tmp_path) == pytest.approx(trained[1], rel=1e-5)


def test_other_examples_begin_anew(base, trained, tmp_path):
    first = trained[1]
    state = {"key": "of another run", "losses": first[:3], "model": {}, "optimiser": {}}
    torch.save(state, tmp_path / "checkpoint.pt")
    assert small.train(base, tmp_path) == first


def test_anchors_alone_are_nothing_to_learn_from(base, tmp_path):
    with pytest.raises(InvalidFile, match="at least one pair"):
        small.train(base, tmp_path, examples=[Anchor("red", "red")])


def test_an_anchor_pulls_a_text_to_its_meaning(base, tmp_path):
    moved = [Pair("lamp", "desk"), *[Anchor("green", "tea")] * 12]
    small.train(base, tmp_path, examples=moved)
    (before, meaning), (after, _) = vectors(base, ["green", "tea"]), vectors(tmp_path, ["green", "tea"])
    assert after @ meaning > before @ meaning


def test_a_blend_lies_between_what_was_and_what_was_learnt(base, trained, tmp_path):
    for share, name in ((0.0, "old"), (0.5, "half"), (1.0, "new")):
        blend(base, trained[0], share, tmp_path / name)
    texts = ["red blue", "lamp desk"]
    before, after = vectors(base, texts), vectors(trained[0], texts)
    old, half, new = (vectors(tmp_path / name, texts) for name in ("old", "half", "new"))
    assert np.allclose(old, before, atol=1e-3)
    assert np.allclose(new, after, atol=1e-3)
    assert ((half * before).sum(1) > (before * after).sum(1)).all()


def test_the_contrast_is_infonce_and_no_repeated_text_is_a_wrong_answer():
    rows = torch.nn.functional.normalize(torch.tensor([[1.0, 0.2], [1.0, 0.0], [0.9, 0.3], [0.8, 0.4]]), dim=1)
    near = (rows[[0, 2]] @ rows[[1, 3]].T / 0.05).numpy()
    ways = [np.log(np.exp(x).sum(1)) - np.diag(x) for x in (near, near.T)]
    assert float(_contrast(rows, [[0, 1], [2, 3]])) == pytest.approx(np.mean(ways), rel=1e-2)
    assert float(_contrast(rows, [[0, 1], [0, 1]])) == pytest.approx(0, abs=1e-6)
    assert float(_contrast(rows, [[0, 1, 3]])) == pytest.approx(np.log1p(np.exp(float(rows[0] @ (rows[3] - rows[1])) / 0.05)) / 2, rel=1e-2)
