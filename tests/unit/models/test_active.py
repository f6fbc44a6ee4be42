import json
import threading

import pytest

from shopkeeper.models.active import Active
from shopkeeper.models.versions import Versions


class Loads:
    """Reads the number in a version's config, and counts how often."""

    def __init__(self):
        self.loaded = []

    def __call__(self, folder):
        number = json.loads((folder / "config.json").read_text())["number"]
        self.loaded.append(number)
        return number


@pytest.fixture
def versions(tmp_path):
    return Versions(tmp_path / "toy")


@pytest.fixture
def loads():
    return Loads()


def add(versions, config):
    return versions.add(lambda folder: (folder / "config.json").write_text(json.dumps(config))).name


def test_what_is_promoted_is_used_by_whoever_has_it_open_and_read_once(versions, loads):
    active = Active(versions, loads, "none")
    assert active() == "none"
    names = [add(versions, {"number": i}) for i in range(2)]
    versions.promote(names[0])
    assert (active(), active()) == (0, 0)
    versions.promote(names[1])
    assert active() == 1
    versions.rollback()
    versions.rollback()
    assert (active(), loads.loaded) == ("none", [0, 1])


def test_the_last_good_version_stays_when_the_next_is_broken_and_the_log_says_so(versions, loads, caplog):
    names = [add(versions, {"number": 7}), add(versions, {"weights": "torn"}), add(versions, {})]
    active = Active(versions, loads, None)
    for name in names:
        versions.promote(name)
        assert active() == 7
    assert loads.loaded == [7]
    assert f"toy {names[2]} is not used: 'number'" in caplog.text
    assert Active(versions, loads, None)() == 7, "a process that starts now serves the same"


def test_with_nothing_good_the_default_serves(versions, loads):
    versions.promote(add(versions, {}))
    assert Active(versions, loads, "none")() == "none"


def test_the_shipped_model_serves_where_nothing_else_does(tmp_path, loads):
    (tmp_path / "shipped").mkdir()
    (tmp_path / "shipped" / "config.json").write_text('{"number": 1}')
    versions = Versions(tmp_path / "toy", tmp_path / "shipped")
    active = Active(versions, loads, None)
    assert active() == 1
    versions.promote(add(versions, {}))
    assert active() == 1


def test_threads_that_ask_at_once_load_it_once(versions, loads):
    versions.promote(add(versions, {"number": 5}))
    active, start, seen = Active(versions, loads, None), threading.Barrier(8), []

    def ask():
        start.wait()
        seen.append(active())

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (seen, loads.loaded) == ([5] * 8, [5])
