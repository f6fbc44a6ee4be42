"""Mutated files into the importers, in processes that may have a gigabyte: 300 of them, or 100,000 with `SHOPKEEPER_SOAK`, of which
benchmarks/results/import_fuzz.json tells."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import fuzz_files
import mutations

RESULTS = Path(__file__).parents[2] / "benchmarks" / "results" / "import_fuzz.json"
SEED, PART = 7, 2500
FULL = 100_000


def test_no_mutated_file_crashes_hangs_or_fills_the_memory(tmp_path):
    whole = "SHOPKEEPER_SOAK" in os.environ
    parts = range(0, FULL, PART) if whole else (0,)
    found = total(_part(first, PART if whole else 300, tmp_path / str(first)) for first in parts)
    assert found["crashes"] == {}
    assert found["peak_mb"] < 1024
    assert found["slowest_s"] < fuzz_files.HANG
    assert found["outcomes"]["in part"] > found["outcomes"]["whole"] > 0, "most files are damaged, and some of them are not refused"
    if whole:
        RESULTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")


def test_a_number_makes_the_same_file_again_and_most_numbers_others():
    assert mutations.mutated(SEED, 5) == mutations.mutated(SEED, 5)
    assert len({mutations.mutated(SEED, number)[1] for number in range(100)}) > 90


def _part(first: int, count: int, folder: Path) -> dict[str, Any]:
    folder.mkdir()
    done = subprocess.run([sys.executable, fuzz_files.__file__, str(SEED), str(first), str(count), str(folder)],
                          capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


def total(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The outcomes of several runs together."""
    found = list(parts)
    return {
        "files": sum(part["files"] for part in found), "seed": SEED, "samples": len(mutations.samples()),
        "outcomes": dict(sum((Counter(part["outcomes"]) for part in found), Counter())),
        "crashes": {where: number for part in found for where, number in part["crashes"].items()},
        "slowest_s": max(part["slowest_s"] for part in found), "peak_mb": max(part["peak_mb"] for part in found),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Linux, Python {platform.python_version()}",
    }  # fmt: skip
