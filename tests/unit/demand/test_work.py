"""A choosing that is killed goes on where it was, and ends with the same choice."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shopkeeper.demand import learned
from shopkeeper.demand.forecast import fit
from shopkeeper.demand.learned import Learned
from shopkeeper.demand.methods import said_by
from shopkeeper.demand.work import Work
from waiting import until

from .conftest import daily

PANEL = daily(16, 120)


def work(folder: Path) -> Work:
    return Work.of(folder, PANEL, 14, None)


def test_after_a_kill_it_goes_on_to_exactly_the_same_choice(tmp_path, monkeypatch):
    child = subprocess.Popen([sys.executable, "-c", _SLOWLY, str(tmp_path)])
    until(lambda: len(list(tmp_path.rglob("said-*.npz"))) >= 2 or child.poll() is not None, 100)
    child.send_signal(signal.SIGKILL)
    assert child.wait() == -signal.SIGKILL
    done = sorted(path.name for path in work(tmp_path).folder.iterdir())
    assert 2 <= sum(name.startswith("said-") for name in done) < 4
    grown, said = count(monkeypatch, Learned, "learn"), count(monkeypatch, sys.modules["shopkeeper.demand.forecast"], "said_by")
    resumed = fit(PANEL, 14, work=work(tmp_path))
    again = [len(grown), len(said)]
    whole = fit(PANEL, 14)
    assert again[0] < len(grown) - again[0]
    assert again[1] == 4 - sum(name.startswith("said-") for name in done)
    assert resumed.mean.weights.tolist() == whole.mean.weights.tolist()
    assert resumed.spread.to_dict() == whole.spread.to_dict()
    assert resumed.say(PANEL).quantiles.tolist() == whole.say(PANEL).quantiles.tolist()


def count(monkeypatch, owner, name: str) -> list[None]:
    """Grows with each call of the function."""
    calls, before = list[None](), getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda *given, **named: calls.append(None) or before(*given, **named))
    return calls


_SLOWLY = f"""
import sys, time
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parents[2])!r})
from shopkeeper.demand import learned
from unit.demand.test_work import PANEL, fit, work
learned.ROUNDS = 40
fit(PANEL, 14, progress=lambda what, done, total: time.sleep(0.5), work=work(Path(sys.argv[1])))
"""


def test_other_sales_are_other_work(tmp_path):
    other = PANEL.values.copy()
    other[3, 7] += 1
    folders = [Work.of(tmp_path, panel, horizon, None, also).folder for panel, horizon, also in (
        (PANEL, 14, ()), (replace(PANEL, values=other), 14, ()), (PANEL, 7, ()), (PANEL, 14, ("chronos",)))]
    assert len(set(folders)) == 4
    assert work(tmp_path).folder == folders[0]


def test_what_is_half_written_is_made_again(tmp_path):
    kept = work(tmp_path)
    with pytest.raises(RuntimeError):
        kept.said("said-1", lambda: (_ for _ in ()).throw(RuntimeError))
    kept.folder.mkdir(parents=True, exist_ok=True)
    (kept.folder / "12.said-1.npz").write_bytes(b"half")
    assert kept.said("said-1", lambda: {"naive": np.ones(2)})["naive"].tolist() == [1, 1]
    kept.clear()
    assert not list(tmp_path.rglob("*.npz"))


def test_too_little_to_learn_from_is_remembered(tmp_path):
    kept, asked = work(tmp_path), []
    for _ in range(2):
        assert kept.trees("learned-5", lambda: asked.append(1)) is None
    assert asked == [1]


def test_trees_of_before_look_at_the_features_that_they_know(monkeypatch):
    views = {"views": np.ones((len(PANEL.ids), PANEL.columns))}
    before = replace(PANEL, past=views)
    after = replace(PANEL, past={**views, "searches": views["views"] * 3})
    monkeypatch.setattr(learned, "ROUNDS", 5)
    old = Learned.learn(before, 7)
    assert old.say(after, 7)[0].tolist() == old.say(before, 7)[0].tolist()
    assert said_by(("learned",), after, 7, old)["learned"].shape == (16, 7)
