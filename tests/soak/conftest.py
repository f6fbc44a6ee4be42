"""Commands as real processes, killed at seeded moments; what came of it is kept when `make soak` asks for many."""

from __future__ import annotations

import json
import os
import platform
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from forked import Command
from shopkeeper import __version__

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "soak.json"
DEFAULT_KILLS = 2
LOOKS = 0.05  # seconds from one look to the next: who looks without a pause takes the processor from what is killed


@dataclass
class Killer:
    """Runs commands and kills them. `counts` is what happened so far."""

    seed: int = 7
    kills: int = DEFAULT_KILLS
    counts: Counter[str] = field(default_factory=Counter)
    whole: float = 0.0

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)

    def run(self, *command: str | Path) -> None:
        """Runs a command to its end, which must be a good one."""
        with (process := Command(*map(str, command))).stdout:
            said = process.stdout.read()
        assert process.wait() == 0, f"{command}: {said}"

    def measure(self, *command: str | Path) -> None:
        """Runs a command to its end and takes its time as that in which the moments are drawn."""
        started = time.monotonic()
        self.run(*command)
        self.whole = time.monotonic() - started

    def kill(self, *command: str | Path, watch: Callable[[], None]) -> None:
        """Starts a command and kills it at the next moment; `watch` looks on until then, again and again."""
        deadline = time.monotonic() + self.whole * self.draw.uniform(0.15, 1.0)
        process = Command(*map(str, command))
        while time.monotonic() < deadline and process.poll() is None:
            watch()
            time.sleep(LOOKS)
        process.kill()
        self.counts["killed" if process.wait() < 0 else "finished before the kill"] += 1
        process.stdout.close()


@pytest.fixture
def killer(request: pytest.FixtureRequest) -> Iterator[Killer]:
    """Kills as often as `SHOPKEEPER_SOAK` says, and then notes the outcome in benchmarks/results/soak.json."""
    asked = os.environ.get("SHOPKEEPER_SOAK")
    killer = Killer(kills=int(asked or DEFAULT_KILLS))
    yield killer
    failed = request.node.stash.get(FAILED, False)
    if asked and not failed:
        note(request.node.name, dict(killer.counts))


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """What a test counts is noted in benchmarks/results/soak.json where `make soak` asked for all of it."""
    counts: Counter[str] = Counter()
    yield counts
    if "SHOPKEEPER_SOAK" in os.environ and not request.node.stash.get(FAILED, False):
        note(request.node.name, dict(counts))


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


def note(test: str, counts: dict[str, int]) -> None:
    """Adds one test's outcome to the results."""
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results["machine"] = f"{os.cpu_count()} cores, {platform.machine()}, Linux, Python {platform.python_version()}"
    results[test] = {**counts, "shopkeeper": __version__, "on": datetime.now(UTC).date().isoformat()}
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
