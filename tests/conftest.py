"""What the whole suite shares: nothing may be missing in CI, and how long the random tests run."""

from __future__ import annotations

import fcntl
import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import settings

from contract.engines import connections, make, milvus
from contract.postgres import PostgresServer, start

__all__ = ["connections", "make", "milvus"]

IN_CI = os.environ.get("CI") == "true"
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
REPOSITORY = Path(__file__).parents[1]

# Tests run side by side, one on each core: threads beside them would only wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")

LONGEST = ("soak", "browser", "integration", "models", "contract")

# The sample that `make test` takes is the same each time; `make soak` looks further.
settings.register_profile("sample", derandomize=True, deadline=None)
settings.register_profile("soak", max_examples=5000, deadline=None)
settings.load_profile("soak" if "SHOPKEEPER_SOAK" in os.environ else "sample")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first, so that no process is left with them alone at the end: what starts processes and browsers, what trains."""
    items.sort(key=lambda item: next((n for n, part in enumerate(LONGEST) if part in item.path.parts), len(LONGEST)))


def pytest_collection_finish() -> None:
    """What is there by now stays to the end: to look through it for garbage again and again takes a seventh of the time of unit tests."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(7_000, 10, 10)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A laptop skips what it cannot run, by name; in CI that is an error, as there everything is installed."""
    return _no_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _no_skip((yield))


def _no_skip(report: Report) -> Report:
    if IN_CI and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"skipped, though in CI nothing may be missing: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder of public benchmark data: `SHOPKEEPER_DATA`, else ../shared/data beside the repository; skips without it."""
    folder = Path(os.environ.get("SHOPKEEPER_DATA") or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip(f"no benchmark data in {folder} (set SHOPKEEPER_DATA)")
    return folder


@pytest.fixture(scope="session")
def small_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tiny language model, trained once for all tests: Hugging Face layout and `model.gguf`. Nobody writes into it."""
    top = tmp_path_factory.getbasetemp()
    folder = (top.parent if "PYTEST_XDIST_WORKER" in os.environ else top) / "small-model"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one process trains it, the others wait
        if not folder.exists():
            _train(folder)
    return folder


def _train(folder: Path) -> None:
    from shopkeeper.models.language.gguf import export_gguf
    from small_model import train_small_model

    made = train_small_model(folder.parent / "making" / folder.name)  # the model is called as its folder
    export_gguf(made, made / "model.gguf")
    made.rename(folder)


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL, started once for all tests of a process that need one."""
    yield from start()
